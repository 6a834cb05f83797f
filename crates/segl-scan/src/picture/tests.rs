use std::io::Write;

use image::{DynamicImage, ImageBuffer, Luma, Rgba, RgbaImage};
use proptest::prelude::*;
use secrecy::ExposeSecret;
use segl_testkit::qr::{self, Style};

use super::*;
use crate::find;

const TEXT: &str = "otpauth://hotp/Example:per?secret=GEZDGNBVGY3TQOJQ&counter=1";

fn code() -> image::RgbImage {
    qr::draw(
        TEXT,
        Style {
            module: 4,
            ..Style::default()
        },
    )
}

fn says(picture: &Picture) -> Vec<String> {
    find(picture)
        .iter()
        .map(|code| code.text.expose_secret().to_owned())
        .collect()
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, format)
        .expect("the format can be written");
    bytes.into_inner()
}

/// White modules on nothing at all, or black ones.
fn transparent(modules: u8) -> RgbaImage {
    let code = code();
    RgbaImage::from_fn(code.width(), code.height(), |x, y| {
        let dark = code.get_pixel(x, y).0[0] < 128;
        Rgba([modules, modules, modules, if dark { 255 } else { 0 }])
    })
}

#[test]
fn reads_a_code_from_a_file_of_every_format() {
    for format in READABLE {
        let bytes = qr::encoded(&code(), format);
        let picture = Picture::from_bytes(&bytes).expect("a picture");
        assert_eq!(
            (picture.width(), picture.height()),
            code().dimensions(),
            "{format:?}"
        );
        assert_eq!(says(&picture), [TEXT], "{format:?}");
    }
}

#[test]
fn reads_a_code_from_every_kind_of_pixel() {
    let rgb = DynamicImage::ImageRgb8(code());
    let wide: ImageBuffer<Luma<u16>, Vec<u16>> = rgb.to_luma16();
    let cases = [
        ("grey", DynamicImage::ImageLuma8(rgb.to_luma8())),
        ("grey, 16 bits", DynamicImage::ImageLuma16(wide)),
        (
            "grey with opacity",
            DynamicImage::ImageLumaA8(rgb.to_luma_alpha8()),
        ),
        ("colour, 16 bits", DynamicImage::ImageRgb16(rgb.to_rgb16())),
        (
            "colour with opacity, 16 bits",
            DynamicImage::ImageRgba16(rgb.to_rgba16()),
        ),
        ("black on nothing", DynamicImage::ImageRgba8(transparent(0))),
        (
            "white on nothing",
            DynamicImage::ImageRgba8(transparent(255)),
        ),
    ];
    for (name, picture) in cases {
        let bytes = encoded(&picture, ImageFormat::Png);
        assert_eq!(
            says(&Picture::from_bytes(&bytes).expect("a picture")),
            [TEXT],
            "{name}"
        );
    }
}

#[test]
fn reads_a_code_from_the_pixels_of_a_clipboard() {
    for modules in [0, 255] {
        let rgba = transparent(modules);
        let picture = Picture::from_rgba(rgba.width(), rgba.height(), rgba.as_raw());
        assert_eq!(
            says(&picture.expect("a picture")),
            [TEXT],
            "modules of {modules}"
        );
    }
}

#[test]
fn refuses_clipboard_pixels_that_do_not_fit_their_size() {
    for (width, height, length) in [(0, 0, 0), (2, 2, 15), (2, 2, 17), (0, 5, 0)] {
        let outcome = Picture::from_rgba(width, height, &vec![0; length]);
        assert!(
            matches!(outcome, Err(PictureError::SizeMismatch)),
            "{width}x{height}, {length}"
        );
    }
    let outcome = Picture::from_rgba(u32::MAX, u32::MAX, &[]);
    assert!(matches!(outcome, Err(PictureError::TooManyPixels { .. })));
}

#[test]
fn says_what_is_wrong_with_a_file() {
    let png = qr::encoded(&code(), ImageFormat::Png);
    let cases: [(&[u8], &str); 12] = [
        (b"", "the picture file is empty"),
        (b"otpauth://totp/a?secret=b", "this is not a picture"),
        (b"\0\0\0\0", "this is not a picture"),
        (b"PK\x03\x04", "this is not a picture"),
        (&png[..png.len() / 2], "the picture is damaged"),
        (b"\x89PNG\r\n\x1a\n", "the picture is damaged"),
        (b"GIF89a", "the picture is damaged"),
        (b"\xff\xd8\xff\xe0", "the picture is damaged"),
        (
            b"\0\0\0\x18ftypheic\0\0\0\0",
            "pictures of the kind HEIC cannot be read",
        ),
        (
            b"\0\0\0\x18ftypavif\0\0\0\0",
            "pictures of the kind AVIF cannot be read",
        ),
        (b"%PDF-1.7", "pictures of the kind PDF cannot be read"),
        (
            b"<?xml version=\"1.0\"?>\n<svg xmlns=\"",
            "pictures of the kind SVG cannot be read",
        ),
    ];
    for (bytes, expected) in cases {
        let error = Picture::from_bytes(bytes).expect_err("it is no picture");
        assert_eq!(error.to_string(), expected, "{:?}", bytes.get(..8));
    }
}

#[test]
fn reads_a_file_by_its_content_whatever_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("picture.txt");
    std::fs::write(&path, qr::encoded(&code(), ImageFormat::WebP)).expect("a file");
    assert_eq!(says(&Picture::read(&path).expect("a picture")), [TEXT]);
}

#[test]
fn says_why_a_file_cannot_be_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let absent = Picture::read(&folder.path().join("absent.png"));
    assert!(matches!(absent, Err(PictureError::Read(e)) if e.kind() == io::ErrorKind::NotFound));
    assert!(matches!(
        Picture::read(folder.path()),
        Err(PictureError::Read(_))
    ));

    let large = folder.path().join("large.png");
    File::create(&large)
        .expect("a file")
        .set_len(MAX_BYTES + 1)
        .expect("a long file");
    assert!(matches!(
        Picture::read(&large),
        Err(PictureError::TooManyBytes { limit: MAX_BYTES })
    ));
}

/// Pictures of some hundred bytes that claim to be of a billion pixels.
#[test]
fn refuses_a_huge_picture_before_it_is_decoded() {
    let bmp = {
        let mut bytes = qr::encoded(&code(), ImageFormat::Bmp);
        bytes[18..22].copy_from_slice(&40_000i32.to_le_bytes());
        bytes[22..26].copy_from_slice(&30_000i32.to_le_bytes());
        bytes
    };
    let gif = {
        let mut bytes = qr::encoded(&code(), ImageFormat::Gif);
        bytes[6..10].copy_from_slice(&[0xff; 4]);
        bytes
    };
    let png = png_of(40_000, 30_000);
    for bytes in [bmp, gif, png] {
        let error = Picture::from_bytes(&bytes).expect_err("it is too large");
        assert!(
            matches!(error, PictureError::TooManyPixels { .. }),
            "{error}"
        );
    }
    assert!(
        Picture::from_bytes(&png_of(8192, 8193)).is_err_and(|error| {
            matches!(
                error,
                PictureError::TooManyPixels {
                    width: 8192,
                    height: 8193,
                    ..
                }
            )
        })
    );
}

/// The header of a PNG with a right checksum, and nothing after it.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let mut chunk = b"IHDR".to_vec();
    chunk.extend(width.to_be_bytes());
    chunk.extend(height.to_be_bytes());
    chunk.extend([8, 2, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    bytes.write_all(&chunk).expect("memory");
    bytes.extend(crc(&chunk).to_be_bytes());
    bytes.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    bytes
}

/// The checksum of PNG (annex D of the PNG specification).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            if crc & 1 == 1 {
                0xedb8_8320 ^ (crc >> 1)
            } else {
                crc >> 1
            }
        })
    })
}

#[test]
fn survives_pictures_cut_off_anywhere() {
    let small = qr::draw(
        "cut",
        Style {
            module: 2,
            ..Style::default()
        },
    );
    for format in READABLE {
        let bytes = qr::encoded(&small, format);
        for end in (0..bytes.len()).step_by((bytes.len() / 97).max(1)) {
            // Some formats show what is there; that there is no panic is the point.
            if let Ok(picture) = Picture::from_bytes(&bytes[..end]) {
                assert_eq!((picture.width(), picture.height()), small.dimensions());
            }
        }
    }
}

/// The beginnings of every format that is looked into.
const BEGINNINGS: [&[u8]; 9] = [
    b"",
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0",
    b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    b"\xff\xd8\xff\xdb",
    b"RIFF\x40\0\0\0WEBPVP8 ",
    b"RIFF\x40\0\0\0WEBPVP8L",
    b"RIFF\x40\0\0\0WEBPVP8X",
    b"GIF89a\x10\0\x10\0\x80",
    b"BM\0\x10\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x10\0\0\0\x10\0\0\0\x01\0\x18\0",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn never_panics_on_bytes_that_begin_like_a_picture(
        beginning in proptest::sample::select(BEGINNINGS.to_vec()),
        rest in proptest::collection::vec(any::<u8>(), 0..400),
    ) {
        let bytes = [beginning, &rest].concat();
        if let Ok(picture) = Picture::from_bytes(&bytes) {
            prop_assert!(picture.width() > 0 && picture.height() > 0);
        }
    }

    #[test]
    fn never_panics_on_a_picture_with_changed_bytes(
        format in proptest::sample::select(READABLE.to_vec()),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let small = qr::draw("changed", Style { module: 2, ..Style::default() });
        let mut bytes = qr::encoded(&small, format);
        for (place, value) in changes {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        if let Ok(picture) = Picture::from_bytes(&bytes) {
            for text in says(&picture) {
                prop_assert_eq!(text, "changed");
            }
        }
    }
}
