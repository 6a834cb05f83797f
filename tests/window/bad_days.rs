//! Bad days: each gives a sentence and a way on, and nothing is lost.

use segl_testkit::{
    camera::{Fault, VirtualCamera},
    qr,
    session::{Keyring, Session},
};

use super::{app, begin, confirm_recovery_code, open, picture, recovery_code, type_recovery_code};

const URI: &str =
    "otpauth://totp/Library:kari?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Library";

#[test]
fn a_keyring_that_lost_the_key_costs_no_account() {
    let mut session = Session::start();
    let window = open(&session);
    window.button("Type it in…").click();
    window.wait_for_text("Write down your recovery code");
    let recovery = recovery_code(&window);
    confirm_recovery_code(&window, &recovery);
    window.field("Key or link…").type_text(URI);
    window.button("Continue").click();
    window.button("Add account").click();
    window.button("Copy the code of Library");
    drop(window);

    for (keyring, said) in [
        (Keyring::Absent, "This computer’s keyring is not there"),
        (Keyring::Locked, "This computer’s keyring is locked"),
        (Keyring::Wiped, "This computer’s keyring has lost the key"),
    ] {
        session.set_keyring(keyring);
        let window = open(&session);
        window.wait_for_text(said);
        window.wait_for_text("Your accounts are still here");
        picture(
            &window,
            &format!("keyring-{}", format!("{keyring:?}").to_lowercase()),
        );
    }

    // The last of them goes on with the code from the paper; the keyring has a key again.
    let window = open(&session);
    window.button("Type the recovery code…").click();
    type_recovery_code(&window, &recovery);
    window.button("Open my accounts").click();
    window.wait_for_text("The keyring has a new key");
    picture(&window, "keyring-renewed");
    window.button("To my accounts").click();
    window.button("Copy the code of Library");
    drop(window);
    let window = open(&session);
    window.button("Copy the code of Library");
}

#[test]
fn a_busy_camera_is_told_and_survived() {
    let mut session = Session::start();
    let camera = VirtualCamera::new(session.folder()).unwrap();
    for (name, value) in camera.environment() {
        session.set(name, value);
    }
    let session = session;
    camera.fault(Fault::Busy).unwrap();
    let window = open(&session);
    begin(&window, "Scan a QR code…");
    window.wait_for_text("Another program is using the camera");
    picture(&window, "camera-busy");
    camera.repair().unwrap();
    window.button("Try again").click();
    window.wait_for_text("Hold the QR code in front of the camera");
    let code = qr::draw(URI, qr::Style::default());
    camera.show(&qr::scene(&code).into()).unwrap();
    window.wait_for_text("Is this the account?");
}

#[test]
fn a_second_start_raises_the_first_window() {
    let session = Session::start();
    let window = open(&session);
    window.wait_for_text("Say yes when it is you");
    let second = session.output(app(), &[], b"");
    assert!(second.status.success(), "{second:?}");
    window.wait_for_text("Say yes when it is you");
}
