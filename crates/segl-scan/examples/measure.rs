//! Measures what looking at one camera frame of 1280x720 pixels costs: from the camera's bytes
//! (YUYV) to the texts. Prints one line of JSON, times in milliseconds of the processor.
//!
//! The goal is less than 8 ms for a frame with a code. There is none for a frame without: it comes to
//! the cheap attempts and one dear attempt, by turns, and a session looks at as many frames as it
//! has time for. The pictures are drawn, the same in each run.
//!
//! `cargo run --release -p segl-scan --example measure`

#![cfg(unix)]
#![expect(clippy::panic, reason = "a measurement that cannot be made fails")]

use std::io::{self, Write};

use image::RgbImage;
use rustix::time::{self, ClockId};
use segl_scan::{LiveDecoder, camera::Frame};
use segl_testkit::qr::{self, Style};

fn main() -> io::Result<()> {
    silence_contained_panics();
    let with = measure(&with_code());
    let without = measure(&without_code());
    writeln!(
        io::stdout(),
        r#"{{"frame":"1280x720","with_code":{},"without_code":{}}}"#,
        with.json(),
        without.json()
    )
}

struct Measured {
    /// Milliseconds a frame, sorted.
    times: Vec<f64>,
    read: usize,
}

impl Measured {
    fn json(&self) -> String {
        format!(
            r#"{{"frames":{},"read":{},"median_ms":{:.2},"p95_ms":{:.2}}}"#,
            self.times.len(),
            self.read,
            self.percentile(50),
            self.percentile(95)
        )
    }

    fn percentile(&self, percent: usize) -> f64 {
        let rank = (self.times.len() * percent).div_ceil(100);
        let time = self.times.get(rank.saturating_sub(1));
        *time.unwrap_or_else(|| panic!("there are frames"))
    }
}

/// Looks at the pictures in turn, as a session does with the frames of a camera.
fn measure(pictures: &[RgbImage]) -> Measured {
    let frames: Vec<_> = pictures.iter().map(yuyv).collect();
    let mut decoder = LiveDecoder::new();
    let (mut times, mut read) = (Vec::new(), 0);
    for round in 0..=ROUNDS {
        for bytes in &frames {
            let bytes = bytes.clone();
            let before = milliseconds();
            let frame = Frame::from_yuyv(1280, 720, bytes);
            let frame = frame.unwrap_or_else(|| panic!("the bytes fill a frame"));
            let found = decoder.decode(frame.luma());
            let after = milliseconds();
            // The first round warms up.
            if round > 0 {
                times.push(after - before);
                read += usize::from(!found.is_empty());
            }
        }
    }
    times.sort_by(f64::total_cmp);
    Measured { times, read }
}

/// A code held up to a camera: near and far, turned, out of focus, in a dim room, with noise.
fn with_code() -> Vec<RgbImage> {
    let style = |module| Style {
        module,
        ..Style::default()
    };
    let held = |module, degrees, sigma, share, seed| {
        let scene = qr::turned(&qr::scene(&qr::draw(TEXT, style(module))), degrees);
        qr::noisy(&qr::dimmed(&qr::blurred(&scene, sigma), share), 10, seed)
    };
    vec![
        held(4, 0.0, 0.6, 1.0, 1),
        held(5, 7.0, 0.8, 0.9, 2),
        held(6, -12.0, 1.0, 0.8, 3),
        held(7, 25.0, 1.2, 0.7, 4),
        held(8, 45.0, 1.5, 0.6, 5),
        held(10, 3.0, 2.0, 0.5, 6),
    ]
}

/// What a camera sees before the code is held up: a wall, a room, a page of print, a far too blurred
/// code.
fn without_code() -> Vec<RgbImage> {
    let wall = qr::page((1280, 720), [150, 146, 138], &[]);
    let block =
        |width, height, light: u8| RgbImage::from_pixel(width, height, image::Rgb([light; 3]));
    let (door, lamp, face) = (
        block(260, 640, 60),
        block(90, 90, 250),
        block(220, 300, 180),
    );
    let room = qr::page(
        (1280, 720),
        [110, 112, 120],
        &[(&door, (80, 80)), (&lamp, (900, 40)), (&face, (520, 260))],
    );
    let letter = block(5, 9, 20);
    let print: Vec<_> = (0..40u32)
        .flat_map(|line| (0..90u32).map(move |column| (column, line)))
        .filter(|(column, line)| (column * 7 + line * 13) % 6 != 0)
        .map(|(column, line)| (&letter, (100 + column * 12, 40 + line * 16)))
        .collect();
    let print = qr::page((1280, 720), [235; 3], &print);
    let code = qr::scene(&qr::draw(TEXT, Style::default()));
    vec![
        qr::noisy(&wall, 10, 11),
        qr::noisy(&qr::blurred(&room, 1.5), 10, 12),
        qr::noisy(&qr::blurred(&print, 0.7), 10, 13),
        qr::noisy(&qr::blurred(&code, 9.0), 10, 14),
    ]
}

/// The picture as a webcam sends it, in grey.
fn yuyv(picture: &RgbImage) -> Vec<u8> {
    let light = |[red, green, blue]: [u8; 3]| {
        let sum = u32::from(red) * 77 + u32::from(green) * 150 + u32::from(blue) * 29;
        u8::try_from(sum / 256).unwrap_or(u8::MAX)
    };
    let pixels = picture.pixels();
    pixels.flat_map(|pixel| [light(pixel.0), 128]).collect()
}

/// Time of the processor since this program began, in milliseconds.
fn milliseconds() -> f64 {
    let time = time::clock_gettime(ClockId::ProcessCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    let rest = u32::try_from(time.tv_nsec).unwrap_or_default();
    std::time::Duration::new(seconds, rest).as_secs_f64() * 1000.0
}

/// A decoder's panic is part of the cost; printing it is not.
fn silence_contained_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !segl_scan::panic_is_contained() {
            before(panic);
        }
    }));
}

const TEXT: &str = "otpauth://totp/Example%20University:anna.larsen@uni.example\
    ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example%20University&digits=6&period=30";

/// How often each picture is looked at: a multiple of the number of the attempts by turns.
const ROUNDS: u32 = 63;
