//! One frame of a camera: its lightness for the readers, and a small colour picture for people.
//!
//! The lightness is taken from the camera's bytes as they are; a way round over RGB costs twenty
//! times as much. The preview is made only when somebody asks for it.

use std::{fmt, time::Instant};

use image::{ExtendedColorType, ImageFormat, codecs::jpeg::JpegEncoder};

use super::mode::PixelFormat;
use crate::{
    contain::contained,
    luma::{LumaImage, index, lightness},
    prepare,
};

/// A frame as it came from the camera.
pub(super) struct RawFrame {
    pub(super) format: PixelFormat,
    pub(super) width: u32,
    pub(super) height: u32,
    /// Bytes from one row to the next; 0 if rows follow each other without padding, and for JPEG.
    pub(super) stride: u32,
    pub(super) bytes: Vec<u8>,
    pub(super) captured: Instant,
}

/// A frame of a camera.
pub struct Frame {
    luma: LumaImage,
    colour: Colour,
    captured: Instant,
}

/// A small picture for people, 3 bytes (red, green, blue) a pixel.
#[derive(Clone, PartialEq, Eq)]
pub struct Preview {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The pixels, row by row without padding.
    pub rgb: Vec<u8>,
}

/// What there is of colour beside the lightness.
enum Colour {
    None,
    /// Blue and red differences in turn; `across` pixels by `down` pixels share a pair.
    Differences {
        pairs: Vec<u8>,
        down: u32,
    },
    Rgb(Vec<u8>),
}

impl Frame {
    /// Takes the lightness out of a raw frame; `None` if it is shorter than its size asks, or a
    /// damaged JPEG.
    pub(super) fn from_raw(raw: RawFrame) -> Option<Self> {
        let (luma, colour) = match raw.format {
            PixelFormat::Grey => (plane(&raw, 1, 0, raw.height)?, Colour::None),
            PixelFormat::Nv12 => nv12(&raw)?,
            PixelFormat::Yuyv => yuyv(&raw)?,
            PixelFormat::Rgb | PixelFormat::Bgr => rgb(&raw)?,
            PixelFormat::Mjpeg => return mjpeg(&raw),
        };
        let luma = LumaImage::new(raw.width, raw.height, luma)?;
        Some(Self {
            luma,
            colour,
            captured: raw.captured,
        })
    }

    /// A frame from bytes that a camera could have given, rows without padding; for measuring.
    #[doc(hidden)]
    #[must_use]
    pub fn from_yuyv(width: u32, height: u32, bytes: Vec<u8>) -> Option<Self> {
        Self::from_raw(RawFrame {
            format: PixelFormat::Yuyv,
            width,
            height,
            stride: 0,
            bytes,
            captured: Instant::now(),
        })
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.luma.width()
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.luma.height()
    }

    /// When the frame was taken out of the camera.
    #[must_use]
    pub fn captured(&self) -> Instant {
        self.captured
    }

    /// The lightness.
    #[must_use]
    pub fn luma(&self) -> &LumaImage {
        &self.luma
    }

    /// A picture for people of at most `max_width` pixels in width, in colour if the camera gives
    /// colour, and not mirrored.
    #[must_use]
    pub fn preview(&self, max_width: u32) -> Preview {
        let factor = self.width().div_ceil(max_width.max(1)).min(self.height());
        let small = prepare::reduce(&self.luma, factor);
        let small = small.as_ref().unwrap_or(&self.luma);
        let (width, height) = (small.width(), small.height());
        let rgb = match &self.colour {
            Colour::None => small.bytes().iter().flat_map(|&value| [value; 3]).collect(),
            Colour::Rgb(rgb) => reduce_rgb(rgb, self.width(), factor, (width, height)),
            Colour::Differences { pairs, down } => {
                let row = index(self.width().div_ceil(2)) * 2;
                let mut out = Vec::with_capacity(small.pixels() * 3);
                for (y, lights) in (0u32..).zip(small.rows()) {
                    let start = index(y * factor / down) * row;
                    let line = pairs.get(start..).unwrap_or_default();
                    for (x, &light) in (0u32..).zip(lights) {
                        let at = index(x * factor / 2) * 2;
                        let blue = line.get(at).copied().unwrap_or(128);
                        let red = line.get(at + 1).copied().unwrap_or(128);
                        out.extend(rgb_of(light, blue, red));
                    }
                }
                out
            }
        };
        Preview { width, height, rgb }
    }

    /// [`Frame::preview`] as a JPEG file; `quality` from 1 to 100.
    #[must_use]
    pub fn preview_jpeg(&self, max_width: u32, quality: u8) -> Vec<u8> {
        let preview = self.preview(max_width);
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality.clamp(1, 100));
        let colour = ExtendedColorType::Rgb8;
        let written = encoder.encode(&preview.rgb, preview.width, preview.height, colour);
        if let Err(error) = written {
            tracing::debug!(%error, "a preview could not be encoded");
            bytes.clear();
        }
        bytes
    }
}

impl fmt::Debug for Frame {
    /// Prints the size only: the frame may show a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frame({}x{})", self.width(), self.height())
    }
}

impl fmt::Debug for Preview {
    /// Prints the size only: the picture may show a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Preview({}x{})", self.width, self.height)
    }
}

/// The rows of `pixel` bytes a pixel from byte `from` on, without their padding.
fn plane(raw: &RawFrame, pixel: u32, from: usize, rows: u32) -> Option<Vec<u8>> {
    let row = index(raw.width) * index(pixel);
    let stride = index(raw.stride).max(row);
    let bytes = raw.bytes.get(from..)?;
    // The last row may come without its padding.
    let needed = stride
        .checked_mul(index(rows.checked_sub(1)?))?
        .checked_add(row)?;
    let bytes = bytes.get(..needed)?;
    if stride == row {
        return Some(bytes.to_vec());
    }
    Some(
        bytes
            .chunks(stride)
            .filter_map(|line| line.get(..row))
            .flatten()
            .copied()
            .collect(),
    )
}

fn nv12(raw: &RawFrame) -> Option<(Vec<u8>, Colour)> {
    let luma = plane(raw, 1, 0, raw.height)?;
    let start = index(raw.stride.max(raw.width)) * index(raw.height);
    let rows = raw.height.div_ceil(2);
    // A frame that ends early still has its lightness.
    let colour = match plane(raw, 1, start, rows).filter(|_| raw.width.is_multiple_of(2)) {
        Some(pairs) => Colour::Differences { pairs, down: 2 },
        None => Colour::None,
    };
    Some((luma, colour))
}

fn yuyv(raw: &RawFrame) -> Option<(Vec<u8>, Colour)> {
    let bytes = plane(raw, 2, 0, raw.height)?;
    let (pixels, _) = bytes.as_chunks::<2>();
    let luma = pixels.iter().map(|&[light, _]| light).collect();
    let pairs = pixels.iter().map(|&[_, difference]| difference).collect();
    let colour = if raw.width.is_multiple_of(2) {
        Colour::Differences { pairs, down: 1 }
    } else {
        Colour::None
    };
    Some((luma, colour))
}

fn rgb(raw: &RawFrame) -> Option<(Vec<u8>, Colour)> {
    let mut bytes = plane(raw, 3, 0, raw.height)?;
    if raw.format == PixelFormat::Bgr {
        let (pixels, _) = bytes.as_chunks_mut::<3>();
        pixels.iter_mut().for_each(|pixel| pixel.reverse());
    }
    let luma = bytes
        .as_chunks::<3>()
        .0
        .iter()
        .map(|&pixel| lightness(pixel))
        .collect();
    Some((luma, Colour::Rgb(bytes)))
}

fn mjpeg(raw: &RawFrame) -> Option<Frame> {
    let decode = || image::load_from_memory_with_format(&raw.bytes, ImageFormat::Jpeg).ok();
    let picture = contained(decode)??;
    let (width, height) = (picture.width(), picture.height());
    if (width, height) != (raw.width, raw.height) {
        return None;
    }
    let rgb = picture.into_rgb8().into_raw();
    let luma = rgb
        .as_chunks::<3>()
        .0
        .iter()
        .map(|&pixel| lightness(pixel))
        .collect();
    let luma = LumaImage::new(width, height, luma)?;
    Some(Frame {
        luma,
        colour: Colour::Rgb(rgb),
        captured: raw.captured,
    })
}

/// The mean of each block of `factor` by `factor` pixels.
fn reduce_rgb(rgb: &[u8], width: u32, factor: u32, (across, down): (u32, u32)) -> Vec<u8> {
    let (pixels, _) = rgb.as_chunks::<3>();
    let mut out = Vec::with_capacity(index(across) * index(down) * 3);
    let block = factor * factor;
    for band in pixels
        .chunks(index(width) * index(factor))
        .take(index(down))
    {
        for x in 0..index(across) {
            let mut sums = [0u32; 3];
            for line in band.chunks(index(width)) {
                for pixel in line.iter().skip(x * index(factor)).take(index(factor)) {
                    for (sum, &value) in sums.iter_mut().zip(pixel) {
                        *sum += u32::from(value);
                    }
                }
            }
            out.extend(sums.map(|sum| crate::luma::low_byte(sum / block)));
        }
    }
    out
}

/// ITU-R BT.601, limited range (16 to 235), as webcams send it; in 1/256.
fn rgb_of(light: u8, blue: u8, red: u8) -> [u8; 3] {
    let light = 298 * (i32::from(light) - 16);
    let (blue, red) = (i32::from(blue) - 128, i32::from(red) - 128);
    let channels = [
        light + 409 * red,
        light - 100 * blue - 208 * red,
        light + 516 * blue,
    ];
    channels.map(|value| u8::try_from(((value + 128) >> 8).clamp(0, 255)).unwrap_or(u8::MAX))
}

#[cfg(test)]
mod tests;
