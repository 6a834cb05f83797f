//! Pictures from files, the clipboard and other programs, brought down to grey pixels.
//!
//! Everything here is foreign: the format is found by the content, sizes are checked before
//! anything is decoded, and a damaged picture is an error, never a panic. What the picture shows
//! is not looked at here.

use std::{
    fs::File,
    io::{self, Cursor, Read},
    path::Path,
};

use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, error::LimitErrorKind,
};

use crate::luma::{LumaImage, index, lightness, low_byte};

/// Largest picture file that is read, in bytes.
pub const MAX_BYTES: u64 = 32 * 1024 * 1024;

/// Largest picture that is decoded, in pixels.
pub const MAX_PIXELS: u64 = 64 * 1024 * 1024;

/// A picture in which codes can be looked for.
#[derive(Clone, Debug)]
pub struct Picture {
    on_white: LumaImage,
    /// The same picture on black, if any of it is transparent: a code drawn for a dark page is
    /// white on nothing, and vanishes on white.
    on_black: Option<LumaImage>,
}

impl Picture {
    /// Reads a picture file: PNG, JPEG, WebP, BMP or GIF, told by its content and not by its name.
    /// Of a moving picture the first frame counts.
    ///
    /// # Errors
    /// Every [`PictureError`] but [`PictureError::SizeMismatch`].
    pub fn read(path: &Path) -> Result<Self, PictureError> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        if length > MAX_BYTES {
            return Err(PictureError::TooManyBytes { limit: MAX_BYTES });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        // A device or a growing file may give more than its metadata said.
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
        Self::from_bytes(&bytes)
    }

    /// Takes the bytes of a picture file, as [`Picture::read`] does.
    ///
    /// # Errors
    /// Every [`PictureError`] but `Read` and `SizeMismatch`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PictureError> {
        if bytes.is_empty() {
            return Err(PictureError::Empty);
        }
        if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_BYTES) {
            return Err(PictureError::TooManyBytes { limit: MAX_BYTES });
        }
        let format = image::guess_format(bytes)
            .ok()
            .filter(|format| READABLE.contains(format));
        let Some(format) = format else {
            return Err(match foreign_kind(bytes) {
                Some(kind) => PictureError::UnsupportedKind { kind },
                None => PictureError::NotAPicture,
            });
        };
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        reader.limits(limits());
        crate::contain::contained(|| decode(reader)).unwrap_or(Err(PictureError::Damaged))
    }

    /// Takes pixels of 4 bytes (red, green, blue, opacity; not premultiplied), as a clipboard
    /// gives them.
    ///
    /// # Errors
    /// [`PictureError::SizeMismatch`] if a side is zero or `rgba` is not `width * height * 4` long;
    /// [`PictureError::TooManyPixels`].
    pub fn from_rgba(width: u32, height: u32, rgba: &[u8]) -> Result<Self, PictureError> {
        check_pixels(width, height)?;
        let expected = index(width)
            .checked_mul(index(height))
            .and_then(|n| n.checked_mul(4));
        if expected != Some(rgba.len()) {
            return Err(PictureError::SizeMismatch);
        }
        let (pixels, _) = rgba.as_chunks::<4>();
        let transparent = pixels.iter().any(|&[.., alpha]| alpha < u8::MAX);
        let on = |ground: u8| {
            let bytes = pixels.iter().map(|&[red, green, blue, alpha]| {
                blend(lightness([red, green, blue]), alpha, ground)
            });
            LumaImage::new(width, height, bytes.collect()).ok_or(PictureError::SizeMismatch)
        };
        Ok(Self {
            on_white: on(u8::MAX)?,
            on_black: if transparent { Some(on(0)?) } else { None },
        })
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.on_white.width()
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.on_white.height()
    }

    /// The grey pictures to look at, the likelier first.
    pub(crate) fn grounds(&self) -> impl Iterator<Item = &LumaImage> {
        std::iter::once(&self.on_white).chain(&self.on_black)
    }
}

impl From<LumaImage> for Picture {
    fn from(luma: LumaImage) -> Self {
        Self {
            on_white: luma,
            on_black: None,
        }
    }
}

/// Why a picture cannot be looked at.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PictureError {
    /// There are no bytes at all.
    #[error("the picture file is empty")]
    Empty,
    /// It is something else than a picture.
    #[error("this is not a picture")]
    NotAPicture,
    /// It is a picture or document of a kind that is not read here; `kind` is its usual name.
    #[error("pictures of the kind {kind} cannot be read")]
    UnsupportedKind {
        /// The usual name of the format, such as "HEIC".
        kind: &'static str,
    },
    /// It starts like a picture, and then cannot be decoded.
    #[error("the picture is damaged")]
    Damaged,
    /// The file is larger than [`MAX_BYTES`].
    #[error("the picture file has more than {limit} bytes")]
    TooManyBytes {
        /// The most bytes that are read.
        limit: u64,
    },
    /// The picture is larger than [`MAX_PIXELS`].
    #[error("the picture has {width} x {height} pixels, more than {limit}")]
    TooManyPixels {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// The most pixels that are decoded.
        limit: u64,
    },
    /// Raw pixels that do not fit their own size.
    #[error("the pixels do not fit the size of the picture")]
    SizeMismatch,
    /// The file cannot be read.
    #[error("the picture file cannot be read")]
    Read(#[from] io::Error),
}

fn decode(reader: ImageReader<Cursor<&[u8]>>) -> Result<Picture, PictureError> {
    let decoder = reader.into_decoder().map_err(|error| reason(&error))?;
    let (width, height) = decoder.dimensions();
    check_pixels(width, height)?;
    if decoder.total_bytes() > MAX_ALLOC {
        return Err(PictureError::TooManyPixels {
            width,
            height,
            limit: MAX_PIXELS,
        });
    }
    let decoded = DynamicImage::from_decoder(decoder).map_err(|error| reason(&error))?;
    if decoded.color().has_alpha() {
        return Picture::from_rgba(width, height, decoded.into_rgba8().as_raw());
    }
    let bytes = match decoded {
        DynamicImage::ImageLuma8(grey) => grey.into_raw(),
        other => {
            let rgb = other.into_rgb8().into_raw();
            rgb.as_chunks::<3>()
                .0
                .iter()
                .map(|&pixel| lightness(pixel))
                .collect()
        }
    };
    LumaImage::new(width, height, bytes)
        .map(Picture::from)
        .ok_or(PictureError::Damaged)
}

fn check_pixels(width: u32, height: u32) -> Result<(), PictureError> {
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureError::TooManyPixels {
            width,
            height,
            limit: MAX_PIXELS,
        });
    }
    Ok(())
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_ALLOC);
    limits
}

/// A limit that strikes while decoding is told as damage: the header named a size that was allowed.
fn reason(error: &ImageError) -> PictureError {
    match error {
        ImageError::Limits(limit)
            if matches!(
                limit.kind(),
                LimitErrorKind::DimensionError | LimitErrorKind::InsufficientMemory
            ) =>
        {
            PictureError::TooManyPixels {
                width: 0,
                height: 0,
                limit: MAX_PIXELS,
            }
        }
        _ => PictureError::Damaged,
    }
}

/// Lays `value` over `ground`.
fn blend(value: u8, alpha: u8, ground: u8) -> u8 {
    let (value, alpha, ground) = (u32::from(value), u32::from(alpha), u32::from(ground));
    low_byte((value * alpha + ground * (255 - alpha) + 127) / 255)
}

/// Names what a person may well try and what cannot be read, so that they can save it otherwise.
fn foreign_kind(bytes: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let brand = bytes.get(4..12).unwrap_or_default();
    if brand.starts_with(b"ftyp") {
        return match brand.get(4..8)? {
            b"avif" | b"avis" => Some("AVIF"),
            b"heic" | b"heix" | b"mif1" | b"msf1" | b"hevc" => Some("HEIC"),
            _ => Some("video"),
        };
    }
    if starts(b"%PDF") {
        return Some("PDF");
    }
    if starts(b"II*\0") || starts(b"MM\0*") {
        return Some("TIFF");
    }
    if starts(b"\xff\x0a") || starts(b"\0\0\0\x0cJXL ") {
        return Some("JPEG XL");
    }
    let head = bytes.get(..256).unwrap_or(bytes);
    head.windows(4).any(|part| part == b"<svg").then_some("SVG")
}

const READABLE: [ImageFormat; 5] = [
    ImageFormat::Png,
    ImageFormat::Jpeg,
    ImageFormat::WebP,
    ImageFormat::Bmp,
    ImageFormat::Gif,
];

/// Room for [`MAX_PIXELS`] of 4 bytes; pictures of 16 bits a channel may be half as large.
const MAX_ALLOC: u64 = MAX_PIXELS * 4 + 1024 * 1024;

#[cfg(test)]
mod tests;
