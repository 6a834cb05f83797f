//! The attempts of the cascade as data, and the readers behind them.
//!
//! Two libraries read: rxing (with two detectors of its own) and rqrr. They fail on different
//! pictures. rqrr reads no light-on-dark code, hence `invert` before it.

use rqrr::PreparedImage;
use rxing::{
    BarcodeFormat, Binarizer, BinaryBitmap, DecodeHints, Luma8Source, RXingResult, Reader,
    common::{GlobalHistogramBinarizer, HybridBinarizer},
    multi::MultipleBarcodeReader,
    qrcode::{QRCodeReader, cpp_port::QrReader},
};
use secrecy::SecretString;

use super::{Found, Point};
use crate::{
    luma::LumaImage,
    prepare::{enlarge, invert, mean, reduce, sharpen, stretch, threshold},
};

/// One attempt.
#[derive(Debug)]
pub(super) struct Stage {
    /// For the log.
    pub(super) name: &'static str,
    /// Cheap enough for each frame of a camera; in a still picture these are always run, so that
    /// a code which only the second reads is not lost beside one which the first reads.
    pub(super) every_time: bool,
    /// Works on a smaller picture than the given one.
    pub(super) reduces: bool,
    /// The codes in a picture.
    pub(super) read: fn(&LumaImage) -> Vec<Found>,
}

/// In the order of a still picture. Costs are milliseconds of one core for 1280x720, optimised,
/// when there is nothing to find.
pub(super) const ALL: [Stage; 11] = [
    stage("plain", true, false, plain),                     //  4
    stage("hard", true, false, hard),                       //  6
    stage("sharpened", false, false, sharpened),            // 15
    stage("half", false, true, half),                       //  2
    stage("smoothed", false, false, smoothed),              //  8
    stage("half, sharpened", false, true, half_sharpened),  //  4
    stage("sharpened twice", false, false, sharpened_more), // 18
    stage("filtered", false, false, filtered),              // 15
    stage("histogram", false, false, histogram),            //  3
    stage("enlarged", false, false, enlarged),              // 50
    stage("second library", false, false, second_library),  // 40
];

const fn stage(
    name: &'static str,
    every_time: bool,
    reduces: bool,
    read: fn(&LumaImage) -> Vec<Found>,
) -> Stage {
    Stage {
        name,
        every_time,
        reduces,
        read,
    }
}

fn plain(luma: &LumaImage) -> Vec<Found> {
    let Some(mut bitmap) = hybrid(luma) else {
        return Vec::new();
    };
    several(&mut bitmap, &hints(false))
}

fn hard(luma: &LumaImage) -> Vec<Found> {
    hybrid(luma).map_or_else(Vec::new, |mut bitmap| both_polarities(&mut bitmap))
}

fn sharpened(luma: &LumaImage) -> Vec<Found> {
    sharpen(luma, 2, 8).map_or_else(Vec::new, |sharp| hard(&sharp))
}

fn half(luma: &LumaImage) -> Vec<Found> {
    smaller(luma, 2, hard)
}

/// Against the noise of a camera in the dark.
fn smoothed(luma: &LumaImage) -> Vec<Found> {
    let Some(smooth) = mean(luma, 1) else {
        return Vec::new();
    };
    hard(stretch(&smooth).as_ref().unwrap_or(&smooth))
}

fn half_sharpened(luma: &LumaImage) -> Vec<Found> {
    smaller(luma, 2, |small| {
        sharpen(small, 2, 12).map_or_else(Vec::new, |sharp| hard(&sharp))
    })
}

/// Against a camera that is far out of focus.
fn sharpened_more(luma: &LumaImage) -> Vec<Found> {
    let Some(sharp) = sharpen(luma, 4, 16) else {
        return Vec::new();
    };
    let found = hard(&sharp);
    if found.is_empty() {
        histogram(&sharp)
    } else {
        found
    }
}

/// Against modules of two pixels, blurred.
fn enlarged(luma: &LumaImage) -> Vec<Found> {
    if luma.pixels() > ENLARGED_PIXELS {
        return Vec::new();
    }
    larger(luma, 2, |large| {
        sharpen(large, 5, 16).map_or_else(Vec::new, |sharp| hard(&sharp))
    })
}

/// Closes gaps between dots and bridges hairlines, at full size and a third; small pictures are
/// enlarged.
fn filtered(luma: &LumaImage) -> Vec<Found> {
    let mut found = closed(luma);
    if found.is_empty() && luma.width().min(luma.height()) < SMALL_SIDE {
        found = larger(luma, 3, |large| {
            let found = hard(large);
            if found.is_empty() {
                closed(large)
            } else {
                found
            }
        });
    }
    for factor in [3, 9] {
        if found.is_empty() && luma.width().max(luma.height()) > 500 * factor / 3 {
            found = smaller(luma, factor, |small| {
                let found = hard(small);
                if found.is_empty() {
                    closed(small)
                } else {
                    found
                }
            });
        }
    }
    found
}

fn histogram(luma: &LumaImage) -> Vec<Found> {
    let Some(source) = source(luma) else {
        return Vec::new();
    };
    both_polarities(&mut BinaryBitmap::new(GlobalHistogramBinarizer::new(
        source,
    )))
}

/// rqrr as it is, on the inverted picture, and on one that is black and white by neighbourhood.
fn second_library(luma: &LumaImage) -> Vec<Found> {
    let mut found = rqrr(luma);
    if found.is_empty() {
        found = invert(luma).map_or_else(Vec::new, |inverted| rqrr(&inverted));
    }
    if found.is_empty() {
        let radius = (luma.width().min(luma.height()) / 40).max(3);
        found = threshold(luma, radius, 4).map_or_else(Vec::new, |sharp| rqrr(&sharp));
    }
    found
}

fn smaller(luma: &LumaImage, factor: u32, read: fn(&LumaImage) -> Vec<Found>) -> Vec<Found> {
    let Some(small) = reduce(luma, factor) else {
        return Vec::new();
    };
    scaled(read(&small), f32_of(factor))
}

fn larger(luma: &LumaImage, factor: u32, read: fn(&LumaImage) -> Vec<Found>) -> Vec<Found> {
    let Some(large) = enlarge(luma, factor) else {
        return Vec::new();
    };
    scaled(read(&large), 1.0 / f32_of(factor))
}

fn closed(luma: &LumaImage) -> Vec<Found> {
    let Some(mut bitmap) = hybrid(luma) else {
        return Vec::new();
    };
    if bitmap.close().is_err() {
        return Vec::new();
    }
    both_polarities(&mut bitmap)
}

fn hybrid(luma: &LumaImage) -> Option<BinaryBitmap<HybridBinarizer<Luma8Source<'_>>>> {
    Some(BinaryBitmap::new(HybridBinarizer::new(source(luma)?)))
}

fn source(luma: &LumaImage) -> Option<Luma8Source<'_>> {
    Luma8Source::new_with_slice(luma.bytes(), luma.width(), luma.height()).ok()
}

fn both_polarities<B: Binarizer>(bitmap: &mut BinaryBitmap<B>) -> Vec<Found> {
    let found = thorough(bitmap);
    if !found.is_empty() {
        return found;
    }
    bitmap.invert();
    thorough(bitmap)
}

fn thorough<B: Binarizer>(bitmap: &mut BinaryBitmap<B>) -> Vec<Found> {
    let hints = hints(true);
    let found = several(bitmap, &hints);
    if !found.is_empty() {
        return found;
    }
    let one = QRCodeReader.decode_with_hints(bitmap, &hints).ok();
    one.as_ref().and_then(from_centres).into_iter().collect()
}

fn several<B: Binarizer>(bitmap: &mut BinaryBitmap<B>, hints: &DecodeHints) -> Vec<Found> {
    let results = QrReader
        .decode_multiple_with_hints(bitmap, hints)
        .unwrap_or_default();
    results.iter().filter_map(from_corners).collect()
}

fn hints(try_harder: bool) -> DecodeHints {
    DecodeHints {
        PossibleFormats: Some([BarcodeFormat::QR_CODE].into()),
        TryHarder: Some(try_harder),
        ..DecodeHints::default()
    }
}

/// rxing's newer detector gives the four corners: top left, top right, and the lower two in an
/// order that depends on how it sampled.
fn from_corners(result: &RXingResult) -> Option<Found> {
    let &[top_left, top_right, mut third, mut fourth] = result.getPoints() else {
        return from_centres(result);
    };
    let away = |x: f32, y: f32| (top_right.x - x).hypot(top_right.y - y);
    if away(third.x, third.y) > away(fourth.x, fourth.y) {
        std::mem::swap(&mut third, &mut fourth);
    }
    let corners = [top_left, top_right, third, fourth].map(|at| Point { x: at.x, y: at.y });
    Some(Found {
        text: SecretString::from(result.getText()),
        corners,
    })
}

/// rxing's older detector gives the centres of the three finder patterns: bottom left, top left,
/// top right. The fourth corner completes a parallelogram, and all move outwards by the part of
/// a code that a finder's centre is away from the border (an eighth for a middling code).
fn from_centres(result: &RXingResult) -> Option<Found> {
    let &[bottom_left, top_left, top_right, ..] = result.getPoints() else {
        return None;
    };
    let [dx, dy] = [top_right.x - top_left.x, top_right.y - top_left.y].map(|side| side / 8.0);
    let [ex, ey] = [bottom_left.x - top_left.x, bottom_left.y - top_left.y].map(|side| side / 8.0);
    let corner = |x: f32, y: f32, right: f32, down: f32| Point {
        x: x + right * dx + down * ex,
        y: y + right * dy + down * ey,
    };
    let corners = [
        corner(top_left.x, top_left.y, -1.0, -1.0),
        corner(top_right.x, top_right.y, 1.0, -1.0),
        corner(top_right.x, top_right.y, 1.0, 9.0),
        corner(bottom_left.x, bottom_left.y, -1.0, 1.0),
    ];
    Some(Found {
        text: SecretString::from(result.getText()),
        corners,
    })
}

fn rqrr(luma: &LumaImage) -> Vec<Found> {
    let (Ok(width), Ok(height)) = (
        usize::try_from(luma.width()),
        usize::try_from(luma.height()),
    ) else {
        return Vec::new();
    };
    let bytes = luma.bytes();
    let mut prepared = PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        bytes.get(y * width + x).copied().unwrap_or(u8::MAX)
    });
    let grids = prepared.detect_grids();
    let codes = grids.iter().filter_map(|grid| {
        let (_, text) = grid.decode().ok()?;
        let corners = grid.bounds.map(|point| Point {
            x: f32_of(point.x),
            y: f32_of(point.y),
        });
        Some(Found {
            text: SecretString::from(text),
            corners,
        })
    });
    codes.collect()
}

fn scaled(mut found: Vec<Found>, factor: f32) -> Vec<Found> {
    for point in found.iter_mut().flat_map(|code| &mut code.corners) {
        *point = Point {
            x: point.x * factor,
            y: point.y * factor,
        };
    }
    found
}

/// A pixel count or position as a coordinate; they are far below the 24 bits that fit exactly.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "no From for this pair"
)]
fn f32_of(pixels: impl Into<i64>) -> f32 {
    pixels.into() as f32
}

/// Below this a side is enlarged: a module may be smaller than a pixel and a half.
const SMALL_SIDE: u32 = 250;
/// Above this enlarging takes longer than it is worth.
const ENLARGED_PIXELS: usize = 1_500_000;
