//! Drawn QR pictures: codes as pages and screens show them, and as cameras see them.
//!
//! Everything is drawn from arguments and fixed seeds, so a picture is the same every time.

use std::{io::Cursor, path::Path};

use image::{DynamicImage, ImageFormat, ImageResult, Rgb, RgbImage, imageops};
use qrcode::{EcLevel, QrCode, types::Color};

/// How a code is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Side of a module in pixels.
    pub module: u32,
    /// Width of the empty border in modules; the standard asks for 4.
    pub quiet_zone: u32,
    /// Colour of the dark modules.
    pub dark: [u8; 3],
    /// Colour of the light modules and of the border.
    pub light: [u8; 3],
    /// How much of the code may be damaged.
    pub correction: Correction,
}

/// How much of a code may be damaged, from 7 % to 30 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    /// 7 %.
    Low,
    /// 15 %.
    Medium,
    /// 25 %.
    Quartile,
    /// 30 %.
    High,
}

impl Default for Style {
    /// Black on white, six pixels a module, the border of the standard.
    fn default() -> Self {
        Self {
            module: 6,
            quiet_zone: 4,
            dark: [0; 3],
            light: [255; 3],
            correction: Correction::Medium,
        }
    }
}

impl Style {
    /// White modules on a dark page, as many sites show a code in their dark mode.
    #[must_use]
    pub fn white_on_black() -> Self {
        Self {
            dark: [255; 3],
            light: [18, 18, 22],
            ..Self::default()
        }
    }
}

/// Draws the code that says `text`.
///
/// # Panics
/// If `text` is too long for a code (2,331 bytes with [`Correction::Medium`]).
#[must_use]
pub fn draw(text: &str, style: Style) -> RgbImage {
    let level = match style.correction {
        Correction::Low => EcLevel::L,
        Correction::Medium => EcLevel::M,
        Correction::Quartile => EcLevel::Q,
        Correction::High => EcLevel::H,
    };
    let code = QrCode::with_error_correction_level(text, level).expect("the text fits a code");
    let width = u32::try_from(code.width()).expect("a code has at most 177 modules");
    let side = (width + 2 * style.quiet_zone) * style.module;
    let modules = code.to_colors();
    RgbImage::from_fn(side, side, |x, y| {
        let (column, row) = (x / style.module, y / style.module);
        let inside = |place: u32| place.checked_sub(style.quiet_zone).filter(|&at| at < width);
        let dark = inside(column)
            .zip(inside(row))
            .is_some_and(|(column, row)| {
                usize::try_from(row * width + column).is_ok_and(|at| modules[at] == Color::Dark)
            });
        Rgb(if dark { style.dark } else { style.light })
    })
}

/// A page of one colour with pictures on it, each at its place (left, top).
#[must_use]
pub fn page(size: (u32, u32), ground: [u8; 3], pictures: &[(&RgbImage, (u32, u32))]) -> RgbImage {
    let mut page = RgbImage::from_pixel(size.0, size.1, Rgb(ground));
    for (picture, (left, top)) in pictures {
        imageops::overlay(&mut page, *picture, (*left).into(), (*top).into());
    }
    page
}

/// A frame of 1280x720 with the picture in its middle, on grey.
#[must_use]
pub fn scene(picture: &RgbImage) -> RgbImage {
    let left = 1280u32.saturating_sub(picture.width()) / 2;
    let top = 720u32.saturating_sub(picture.height()) / 2;
    page((1280, 720), [124, 128, 120], &[(picture, (left, top))])
}

/// Turns the picture by `degrees` round its middle; what comes from outside is the colour of the
/// first pixel.
#[must_use]
pub fn turned(picture: &RgbImage, degrees: f32) -> RgbImage {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (width, height) = (coordinate(picture.width()), coordinate(picture.height()));
    let ground = *picture.get_pixel(0, 0);
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let (x, y) = (coordinate(x) - width / 2.0, coordinate(y) - height / 2.0);
        let (from_x, from_y) = (
            x * cos + y * sin + width / 2.0,
            y * cos - x * sin + height / 2.0,
        );
        imageops::interpolate_bilinear(picture, from_x, from_y).unwrap_or(ground)
    })
}

/// Blurs with a standard deviation in pixels, as a camera that is out of focus.
#[must_use]
pub fn blurred(picture: &RgbImage, sigma: f32) -> RgbImage {
    imageops::blur(picture, sigma)
}

/// Adds noise: each channel of each pixel is off by at most `most`, always in the same way for
/// the same `seed`.
#[must_use]
pub fn noisy(picture: &RgbImage, most: u8, seed: u32) -> RgbImage {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
    let mut noisy = picture.clone();
    for value in noisy.iter_mut() {
        // The generator of Numerical Recipes; the high bits are the good ones.
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let range = 2 * u32::from(most) + 1;
        let off = i32::try_from((state >> 16) % range).unwrap_or(0) - i32::from(most);
        *value = u8::try_from((i32::from(*value) + off).clamp(0, 255)).unwrap_or(u8::MAX);
    }
    noisy
}

/// Takes light away: every channel is multiplied by `share` (0 to 1).
#[must_use]
pub fn dimmed(picture: &RgbImage, share: f32) -> RgbImage {
    let mut dim = picture.clone();
    let factor = (0u16..=256)
        .rev()
        .find(|&step| f32::from(step) / 256.0 <= share)
        .unwrap_or(0);
    for value in dim.iter_mut() {
        *value = u8::try_from((u16::from(*value) * factor) >> 8).unwrap_or(u8::MAX);
    }
    dim
}

/// The bytes of a picture file.
///
/// # Panics
/// If `format` is none that can be written here.
#[must_use]
pub fn encoded(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, format)
        .expect("the format can be written");
    bytes.into_inner()
}

/// Saves a picture file; the name's ending is its format.
///
/// # Errors
/// If it cannot be written.
pub fn save(picture: &RgbImage, path: &Path) -> ImageResult<()> {
    DynamicImage::ImageRgb8(picture.clone()).save(path)
}

fn coordinate(pixels: u32) -> f32 {
    f32::from(u16::try_from(pixels).expect("pictures for tests are small"))
}
