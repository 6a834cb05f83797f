//! Draws the pictures of `tests/fixtures/qr` and writes their manifest. Run it in the workspace's
//! folder: `cargo run -p segl-testkit --example draw_qr_fixtures`.

use std::{fs, io, path::Path};

use image::{DynamicImage, ImageFormat, Luma, Rgb, RgbImage, Rgba, RgbaImage};
use segl_testkit::qr::{self, Correction, Style};

const FOLDER: &str = "tests/fixtures/qr";
const TOTP: &str = "otpauth://totp/Example%20University:anna.svensson%40example.edu\
                    ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example%20University&digits=6";
const HOTP: &str = "otpauth://hotp/Example:per?secret=GEZDGNBVGY3TQOJQ&counter=1";
const PUSH: &str = "otpauth://pipush/PIPU0001?url=https%3A//mfa.example.edu/ttype/push&ttl=10\
                    &issuer=Example%20University&v=1&serial=PIPU0001&sslverify=1\
                    &enrollment_credential=00112233445566778899aabbccddeeff00112233";
const WORDS: &str = "Blåbærgrød, räksmörgås og ærfugl på Ålesund";

fn main() -> io::Result<()> {
    fs::create_dir_all(FOLDER)?;
    let mut manifest = Vec::new();
    for (file, expected, bytes) in pictures() {
        fs::write(Path::new(FOLDER).join(file), bytes)?;
        manifest.push(serde_json::json!({ "file": file, "corpus": "segl", "expected": expected }));
    }
    let text = serde_json::to_string_pretty(&manifest)? + "\n";
    fs::write(Path::new(FOLDER).join("manifest.json"), text)
}

type Fixture = (&'static str, Option<&'static str>, Vec<u8>);

fn pictures() -> Vec<Fixture> {
    let style = Style {
        module: 4,
        ..Style::default()
    };
    let plain = qr::draw(TOTP, style);
    let png = |picture: &RgbImage| qr::encoded(picture, ImageFormat::Png);
    let jpeg = |picture: &RgbImage| qr::encoded(picture, ImageFormat::Jpeg);
    let scene = |module| qr::scene(&qr::draw(TOTP, Style { module, ..style }));
    vec![
        ("plain.png", Some(TOTP), png(&plain)),
        (
            "white-on-black.png",
            Some(TOTP),
            png(&qr::draw(TOTP, Style::white_on_black())),
        ),
        ("no-border.gif", Some(HOTP), {
            let code = qr::draw(
                HOTP,
                Style {
                    quiet_zone: 0,
                    ..style
                },
            );
            qr::encoded(&code, ImageFormat::Gif)
        }),
        ("narrow-border-on-dark.webp", Some(TOTP), {
            let code = qr::draw(
                TOTP,
                Style {
                    quiet_zone: 1,
                    ..style
                },
            );
            let page = qr::page((640, 400), [24, 24, 28], &[(&code, (300, 80))]);
            qr::encoded(&page, ImageFormat::WebP)
        }),
        ("small.bmp", Some(HOTP), {
            qr::encoded(
                &qr::draw(HOTP, Style { module: 2, ..style }),
                ImageFormat::Bmp,
            )
        }),
        ("white-on-nothing.png", Some(HOTP), white_on_nothing(HOTP)),
        ("grey-16-bit.png", Some(HOTP), grey_16_bit(HOTP)),
        ("colours.png", Some(TOTP), {
            let (dark, light) = ([122, 30, 44], [246, 236, 214]);
            png(&qr::draw(
                TOTP,
                Style {
                    dark,
                    light,
                    ..style
                },
            ))
        }),
        ("push.png", Some(PUSH), {
            png(&qr::draw(
                PUSH,
                Style {
                    correction: Correction::Low,
                    ..style
                },
            ))
        }),
        ("words.png", Some(WORDS), png(&qr::draw(WORDS, style))),
        ("several.png", Some(HOTP), {
            let (one, two) = (qr::draw(TOTP, style), qr::draw(HOTP, style));
            png(&qr::page(
                (700, 320),
                [255; 3],
                &[(&one, (20, 20)), (&two, (420, 60))],
            ))
        }),
        ("turned.jpg", Some(TOTP), jpeg(&qr::turned(&scene(6), 24.0))),
        (
            "blurred.jpg",
            Some(TOTP),
            jpeg(&qr::blurred(&scene(6), 2.2)),
        ),
        (
            "dark.jpg",
            Some(TOTP),
            jpeg(&qr::noisy(&qr::dimmed(&scene(7), 0.2), 3, 1)),
        ),
        (
            "upside-down.jpg",
            Some(TOTP),
            jpeg(&qr::turned(&scene(5), 180.0)),
        ),
        ("no-code.png", None, {
            let page = RgbImage::from_pixel(320, 200, Rgb([240, 240, 236]));
            png(&qr::page((400, 300), [30, 60, 90], &[(&page, (40, 50))]))
        }),
        ("cut-off.png", None, {
            let mut bytes = png(&plain);
            bytes.truncate(bytes.len() / 3);
            bytes
        }),
    ]
}

fn white_on_nothing(text: &str) -> Vec<u8> {
    let code = qr::draw(
        text,
        Style {
            module: 4,
            ..Style::default()
        },
    );
    let drawn = RgbaImage::from_fn(code.width(), code.height(), |x, y| {
        let dark = code.get_pixel(x, y).0 == [0; 3];
        Rgba([255, 255, 255, if dark { 255 } else { 0 }])
    });
    png_of(&DynamicImage::ImageRgba8(drawn))
}

fn grey_16_bit(text: &str) -> Vec<u8> {
    let code = qr::draw(
        text,
        Style {
            module: 4,
            ..Style::default()
        },
    );
    let drawn = image::ImageBuffer::from_fn(code.width(), code.height(), |x, y| {
        let dark = code.get_pixel(x, y).0 == [0; 3];
        Luma([if dark { 9_000u16 } else { 52_000 }])
    });
    png_of(&DynamicImage::ImageLuma16(drawn))
}

fn png_of(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("memory");
    bytes.into_inner()
}
