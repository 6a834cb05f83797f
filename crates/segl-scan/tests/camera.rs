//! Scan sessions with the virtual camera: real driver calls, a real stream, and every way in which
//! a camera lets people down.
//!
//! The camera is a library that must be loaded before a program's own. So each test starts this
//! program once more, with the camera and as `child`, and reads what it tells line by line.

#![cfg(target_os = "linux")]
#![expect(clippy::panic, reason = "a test's helper fails the test")]

use std::{
    env,
    io::{self, BufRead, BufReader, Read},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use image::DynamicImage;
use secrecy::ExposeSecret;
use segl_scan::camera::{self, ScanEvent, ScanSession};
use segl_testkit::{
    camera::{Fault, Format, VirtualCamera},
    qr::{self, Style},
};
use tempfile::TempDir;

const TEXT: &str = "otpauth://totp/Example:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

#[test]
fn reads_a_code_from_a_camera_of_every_format() {
    // nokhwa reads the first three. It finds no mode with a camera that has only grey, or is set to
    // grey when it is opened.
    let cases: [&[Format]; 6] = [
        &[Format::Yuyv],
        &[Format::Nv12],
        &[Format::Mjpeg],
        &[Format::Grey],
        &[Format::Grey, Format::Yuyv],
        &[Format::Mjpeg, Format::Grey],
    ];
    for formats in cases {
        let mut run = Run::start(|camera| {
            let camera = camera.with_formats(formats);
            camera.show(&code(TEXT)).expect("the camera's folder");
            camera
        });
        assert_eq!(
            run.next(),
            format!("devices {}", VirtualCamera::NAME),
            "{formats:?}"
        );
        assert_eq!(
            run.next(),
            format!("opened {} 1280x720", VirtualCamera::NAME)
        );
        assert_eq!(
            run.wait_for("found"),
            format!("found {TEXT}"),
            "{formats:?}"
        );
    }
}

#[test]
fn takes_the_mode_near_720p_and_a_cheap_format() {
    let mut run = Run::start(|camera| {
        let camera = camera
            .with_sizes(&[(320, 240), (1920, 1080), (1280, 800), (3840, 2160)])
            .with_formats(&[Format::Mjpeg, Format::Nv12]);
        camera.show(&code(TEXT)).expect("the camera's folder");
        camera
    });
    assert_eq!(
        run.wait_for("opened"),
        format!("opened {} 1280x800", VirtualCamera::NAME)
    );
    assert_eq!(run.wait_for("found"), format!("found {TEXT}"));
}

#[test]
fn tells_a_code_once_and_then_the_next() {
    let mut run = Run::start(|camera| {
        camera
            .show(&code("the first"))
            .expect("the camera's folder");
        camera
    });
    assert_eq!(run.wait_for("found"), "found the first");
    run.camera
        .show(&code("the second"))
        .expect("the camera's folder");
    assert_eq!(run.wait_for("found"), "found the second");
}

#[test]
fn shows_a_preview_in_colour_before_anything_is_found() {
    let mut run = Run::start(|camera| {
        let red = image::RgbImage::from_pixel(1280, 720, image::Rgb([220, 30, 30]));
        camera
            .show(&DynamicImage::ImageRgb8(red))
            .expect("the camera's folder");
        camera
    });
    let told = run.wait_for("preview");
    let [width, height, red, green, blue] = numbers(&told)[..] else {
        panic!("{told}")
    };
    assert_eq!((width, height), (640, 360));
    assert!(red > 190 && green < 60 && blue < 60, "{told}");
}

#[test]
fn advises_when_there_is_no_code_for_three_seconds() {
    let mut run = Run::start(|camera| {
        let dark = image::RgbImage::from_pixel(1280, 720, image::Rgb([12; 3]));
        camera
            .show(&DynamicImage::ImageRgb8(dark))
            .expect("the camera's folder");
        camera
    });
    assert_eq!(run.wait_for("hint"), "hint Brighter");
}

#[test]
fn tells_a_camera_that_cannot_be_opened_from_one_that_is_not_there() {
    let faults = [
        (Fault::Busy, "failed the camera is used by another program"),
        (
            Fault::Deny,
            "failed the camera may not be used by this program",
        ),
        (Fault::Unplug, "failed there is no camera"),
    ];
    for format in [Format::Yuyv, Format::Mjpeg, Format::Grey] {
        for (fault, expected) in faults {
            let mut run = Run::start(|camera| {
                camera.fault(fault).expect("the camera's folder");
                camera.with_formats(&[format])
            });
            assert_eq!(run.wait_for("failed"), expected, "{format:?} {fault:?}");
        }
    }
}

#[test]
fn lists_a_camera_that_may_not_be_opened() {
    let mut run = Run::start(|camera| {
        camera.fault(Fault::Deny).expect("the camera's folder");
        camera
    });
    assert_eq!(run.next(), format!("devices {}", VirtualCamera::NAME));
}

#[test]
fn tells_when_a_camera_is_pulled_out_or_stalls() {
    let faults = [
        (Fault::Unplug, "failed the camera was disconnected"),
        (Fault::Stall, STALLED),
    ];
    let mut runs = Vec::new();
    for format in [Format::Yuyv, Format::Grey] {
        for (fault, expected) in faults {
            let mut run = Run::start(|camera| camera.with_formats(&[format]));
            run.wait_for("preview");
            run.camera.fault(fault).expect("the camera's folder");
            runs.push((run, format!("{format:?} {fault:?}"), expected));
        }
    }
    for (run, case, expected) in &mut runs {
        assert_eq!(run.wait_for("failed"), *expected, "{case}");
    }
}

#[test]
fn a_stopped_session_lets_the_camera_go_and_tells_nothing_more() {
    for format in [Format::Yuyv, Format::Grey] {
        let mut run = Run::start(|camera| camera.with_formats(&[format]));
        run.wait_for("preview");
        run.stop();
        let stopped = run.wait_for("stopped");
        let [milliseconds, later] = numbers(&stopped)[..] else {
            panic!("{stopped}")
        };
        assert!(milliseconds < 900, "{format:?}: {stopped}");
        assert_eq!(later, 0, "{format:?}: events came after the stop");
        // The camera is free again: a second session of the same program opens it.
        run.wait_for("opened");
    }
}

#[test]
fn a_camera_that_still_stalls_is_not_said_to_be_in_use_elsewhere() {
    let mut run = Run::start(|camera| camera);
    run.wait_for("preview");
    run.camera.fault(Fault::Stall).expect("the camera's folder");
    assert_eq!(run.wait_for("failed"), STALLED);
    run.stop();
    run.wait_for("stopped");
    // Its thread still waits in nokhwa, so it is not even opened.
    assert_eq!(run.next(), STALLED);
    run.camera.repair().expect("the camera's folder");
    run.wait_for("opened");
}

/// The program that the tests start: tells what a session tells.
#[test]
#[ignore = "started by the other tests, with the virtual camera"]
fn child() {
    let names: Vec<_> = camera::devices()
        .expect("a list")
        .into_iter()
        .map(|d| d.name)
        .collect();
    println!("EVENT devices {}", names.join(", "));
    let (events, told) = mpsc::channel();
    let mut previewed = false;
    let session = ScanSession::start(None, move |event| {
        // Nobody listens any more when the session is being dropped.
        let _ = events.send(());
        match event {
            ScanEvent::Opened {
                device,
                width,
                height,
            } => {
                println!("EVENT opened {} {width}x{height}", device.name);
            }
            ScanEvent::Preview(frame) if !previewed => {
                previewed = true;
                let jpeg = frame.preview_jpeg(640, 80);
                let shown = image::load_from_memory(&jpeg)
                    .expect("a picture")
                    .into_rgb8();
                let [red, green, blue] = shown.get_pixel(320, 180).0;
                let (width, height) = shown.dimensions();
                println!("EVENT preview {width} {height} {red} {green} {blue}");
            }
            ScanEvent::Found(codes) => {
                for code in codes {
                    println!("EVENT found {}", code.text.expose_secret());
                }
            }
            ScanEvent::Hint(hint) => println!("EVENT hint {hint:?}"),
            ScanEvent::Failed(error) => println!("EVENT failed {error}"),
            _ => {}
        }
    });
    io::stdin()
        .read_to_end(&mut Vec::new())
        .expect("standard input");
    let began = Instant::now();
    session.stop();
    let took = began.elapsed().as_millis();
    while told.try_recv().is_ok() {}
    thread::sleep(Duration::from_millis(200));
    println!("EVENT stopped {took} {}", told.try_iter().count());
    // Until it works: what one session did to the camera must not keep the next ones from it.
    for _ in 0..10 {
        let again = ScanSession::start(None, |event| match event {
            ScanEvent::Opened { device, .. } => println!("EVENT opened {} again", device.name),
            ScanEvent::Failed(error) => println!("EVENT failed {error}"),
            _ => {}
        });
        thread::sleep(Duration::from_millis(1500));
        again.stop();
    }
}

/// This program, started again with the virtual camera.
struct Run {
    camera: VirtualCamera,
    child: Child,
    lines: Receiver<String>,
    _folder: TempDir,
}

impl Run {
    fn start(prepare: impl FnOnce(VirtualCamera) -> VirtualCamera) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let camera = prepare(VirtualCamera::new(folder.path()).expect("the virtual camera"));
        let mut child = Command::new(env::current_exe().expect("this program"))
            .args(["--ignored", "--exact", "child", "--nocapture"])
            .envs(camera.environment())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program starts");
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let told = line.split_once("EVENT ").map(|(_, told)| told.to_owned());
                if told.is_some_and(|told| sender.send(told).is_err()) {
                    return;
                }
            }
        });
        Self {
            camera,
            child,
            lines,
            _folder: folder,
        }
    }

    fn next(&mut self) -> String {
        self.lines
            .recv_timeout(LIMIT)
            .expect("the program tells something within the limit")
    }

    fn wait_for(&mut self, kind: &str) -> String {
        let mut others = Vec::new();
        loop {
            match self.lines.recv_timeout(LIMIT) {
                Ok(told) if told.starts_with(kind) => return told,
                Ok(told) => others.push(told),
                Err(_) => panic!("no `{kind}` within the limit, but {others:?}"),
            }
        }
    }

    fn stop(&mut self) {
        drop(self.child.stdin.take());
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn code(text: &str) -> DynamicImage {
    DynamicImage::ImageRgb8(qr::scene(&qr::draw(text, Style::default())))
}

fn numbers(told: &str) -> Vec<u128> {
    told.split(' ')
        .filter_map(|part| part.parse().ok())
        .collect()
}

const STALLED: &str = "failed the camera gives no pictures";
const LIMIT: Duration = Duration::from_secs(15);
