//! Adding by the camera, with hints in words.

use image::DynamicImage;
use segl_testkit::camera::{Fault, VirtualCamera};
use segl_testkit::qr::{self, Style};

use crate::harness::{self, Home, PASSPHRASE, Ran};

#[test]
fn adds_what_is_held_up_to_the_camera() {
    let home = Home::with_vault();
    let passphrase = format!("{PASSPHRASE}\n");
    let none = home.open(&["add", "--camera", "--json"]);
    assert_eq!((none.code, &*none.error_code()), (7, "camera_none"));

    std::fs::create_dir(home.path("camera")).unwrap();
    let camera = VirtualCamera::new(&home.path("camera")).unwrap();
    let look = |arguments: &[&str]| -> Ran {
        let mut command = home.opening(arguments);
        command.envs(camera.environment());
        harness::finish(command, &passphrase)
    };
    let show = |text: &str| {
        let scene = qr::scene(&qr::draw(text, Style::default()));
        camera.show(&DynamicImage::ImageRgb8(scene)).unwrap();
    };

    // A code that is no account is named, and looking goes on until the time is over.
    show("https://uni.example/");
    let other = look(&["add", "--camera", "--timeout", "3", "--json"]);
    assert_eq!(
        (other.code, &*other.error_code()),
        (1, "text_web_address"),
        "{other:?}"
    );

    show("otpauth://totp/Uni:anna?secret=JBSWY3DPEHPK3PXP&issuer=Uni");
    let added = look(&["add", "--camera", "--json"]);
    assert_eq!(added.code, 0, "{added:?}");
    assert_eq!(added.object()["issuer"], "Uni");

    camera.fault(Fault::Busy).unwrap();
    let busy = look(&["add", "--camera", "--json"]);
    assert_eq!(
        (busy.code, &*busy.error_code()),
        (7, "camera_busy"),
        "{busy:?}"
    );
}
