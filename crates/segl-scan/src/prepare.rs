//! Pictures made from pictures, so that a reader sees what it missed: smaller, larger, sharper,
//! or black and white by the neighbourhood.
//!
//! Every function returns a new picture and leaves the geometry simple: a scale, never a shift, so
//! that positions can be carried back.

use crate::luma::{LumaImage, index, low_byte};

/// Averages blocks of `factor` by `factor` pixels; `None` if nothing would be left.
pub(crate) fn reduce(luma: &LumaImage, factor: u32) -> Option<LumaImage> {
    let (width, height) = (
        luma.width().checked_div(factor)?,
        luma.height().checked_div(factor)?,
    );
    let (block, half) = (factor * factor, factor * factor / 2);
    let stride = index(luma.width()) * index(factor);
    let mut bytes = Vec::with_capacity(index(width) * index(height));
    let mut sums = vec![0u32; index(width)];
    for band in luma.bytes().chunks_exact(stride).take(index(height)) {
        sums.fill(half);
        for row in band.chunks_exact(index(luma.width())) {
            for (sum, pixels) in sums.iter_mut().zip(row.chunks_exact(index(factor))) {
                *sum += pixels.iter().map(|&pixel| u32::from(pixel)).sum::<u32>();
            }
        }
        bytes.extend(sums.iter().map(|&sum| low_byte(sum / block)));
    }
    LumaImage::new(width, height, bytes)
}

/// Enlarges by a whole factor, linear between pixel centres.
pub(crate) fn enlarge(luma: &LumaImage, factor: u32) -> Option<LumaImage> {
    let wide = enlarge_rows(luma, factor)?;
    let turned = transpose(&wide)?;
    transpose(&enlarge_rows(&turned, factor)?)
}

/// Doubles the contrast of edges: each pixel moves away from the mean of its neighbourhood
/// (`2 * radius + 1` square). `strength` is in quarters: 4 adds the difference once.
pub(crate) fn sharpen(luma: &LumaImage, radius: u32, strength: i32) -> Option<LumaImage> {
    let blurred = mean(luma, radius)?;
    let pairs = luma.bytes().iter().zip(blurred.bytes());
    let sharp = pairs.map(|(&pixel, &mean)| {
        let (pixel, mean) = (i32::from(pixel), i32::from(mean));
        clamp_byte(pixel + (pixel - mean) * strength / 4)
    });
    LumaImage::new(luma.width(), luma.height(), sharp.collect())
}

/// Black where a pixel is darker than the mean of its neighbourhood by more than `margin`,
/// else white.
pub(crate) fn threshold(luma: &LumaImage, radius: u32, margin: i32) -> Option<LumaImage> {
    let means = mean(luma, radius)?;
    let pairs = luma.bytes().iter().zip(means.bytes());
    let sharp = pairs.map(|(&pixel, &mean)| {
        if i32::from(pixel) + margin < i32::from(mean) {
            0
        } else {
            255
        }
    });
    LumaImage::new(luma.width(), luma.height(), sharp.collect())
}

/// Light for dark.
pub(crate) fn invert(luma: &LumaImage) -> Option<LumaImage> {
    let bytes = luma.bytes().iter().map(|&pixel| 255 - pixel).collect();
    LumaImage::new(luma.width(), luma.height(), bytes)
}

/// Stretches the middle 98 % of the lightness values over the whole scale; `None` if they fill it
/// already.
pub(crate) fn stretch(luma: &LumaImage) -> Option<LumaImage> {
    let (low, high) = spread(luma, 1);
    if high - low > 200 || high == low {
        return None;
    }
    let table: Vec<u8> = (0..=255)
        .map(|value: i32| clamp_byte((value - i32::from(low)) * 255 / i32::from(high - low)))
        .collect();
    let bytes = luma
        .bytes()
        .iter()
        .filter_map(|&pixel| table.get(usize::from(pixel)).copied());
    LumaImage::new(luma.width(), luma.height(), bytes.collect())
}

/// The lightness below which `percent` of the pixels lie, and the one above which `percent` lie.
pub(crate) fn spread(luma: &LumaImage, percent: usize) -> (u8, u8) {
    let mut counts = [0usize; 256];
    for &pixel in luma.bytes() {
        counts[usize::from(pixel)] += 1;
    }
    let rest = luma.pixels() * percent / 100;
    let mut seen = 0;
    let passes = |&(_, &count): &(u8, &usize)| {
        seen += count;
        seen > rest
    };
    let low = (0u8..=255)
        .zip(&counts)
        .find(passes)
        .map_or(0, |(value, _)| value);
    seen = 0;
    let passes = |&(_, &count): &(u8, &usize)| {
        seen += count;
        seen > rest
    };
    let high = (0u8..=255)
        .zip(&counts)
        .rev()
        .find(passes)
        .map_or(255, |(value, _)| value);
    (low, high.max(low))
}

/// Mean of the square of `2 * radius + 1` pixels round each pixel; past the border the border
/// pixel counts again.
pub(crate) fn mean(luma: &LumaImage, radius: u32) -> Option<LumaImage> {
    let rows = mean_of_rows(luma, radius)?;
    transpose(&mean_of_rows(&transpose(&rows)?, radius)?)
}

fn mean_of_rows(luma: &LumaImage, radius: u32) -> Option<LumaImage> {
    let (reach, size) = (index(radius), 2 * radius + 1);
    let mut bytes = Vec::with_capacity(luma.pixels());
    for row in luma.rows() {
        let (&first, &last) = (row.first()?, row.last()?);
        let padded = || {
            std::iter::repeat_n(first, reach)
                .chain(row.iter().copied())
                .chain(std::iter::repeat_n(last, reach))
        };
        let mut sum: u32 = padded().take(index(size) - 1).map(u32::from).sum();
        for (entering, leaving) in padded().skip(index(size) - 1).zip(padded()) {
            sum += u32::from(entering);
            bytes.push(low_byte(sum / size));
            sum -= u32::from(leaving);
        }
    }
    LumaImage::new(luma.width(), luma.height(), bytes)
}

fn enlarge_rows(luma: &LumaImage, factor: u32) -> Option<LumaImage> {
    let width = luma.width().checked_mul(factor)?;
    let mut bytes = Vec::with_capacity(index(width) * index(luma.height()));
    for row in luma.rows() {
        let (&first, &last) = (row.first()?, row.last()?);
        let left = std::iter::once(first).chain(row.iter().copied());
        let right = row.iter().copied().skip(1).chain(std::iter::once(last));
        for ((left, &here), right) in left.zip(row).zip(right) {
            for step in 0..factor {
                bytes.push(between(left, here, right, step, factor));
            }
        }
    }
    LumaImage::new(width, luma.height(), bytes)
}

/// The value at `step` of `factor` within a pixel: towards its left neighbour in the first half,
/// towards the right one in the second.
fn between(left: u8, here: u8, right: u8, step: u32, factor: u32) -> u8 {
    let (twice, whole) = (2 * step + 1, 2 * factor);
    let (other, weight) = if twice < factor {
        (left, factor - twice)
    } else {
        (right, twice - factor)
    };
    low_byte((u32::from(here) * (whole - weight) + u32::from(other) * weight) / whole)
}

fn transpose(luma: &LumaImage) -> Option<LumaImage> {
    let mut bytes = vec![0; luma.pixels()];
    let (width, height) = (index(luma.width()), index(luma.height()));
    // Bands of rows keep the written lines in the cache; a plain loop took five times as long.
    for (band, rows) in luma.bytes().chunks(width * 16).enumerate() {
        for (row, pixels) in rows.chunks_exact(width).enumerate() {
            let from = band * 16 + row;
            for (target, &pixel) in bytes[from..].iter_mut().step_by(height).zip(pixels) {
                *target = pixel;
            }
        }
    }
    LumaImage::new(luma.height(), luma.width(), bytes)
}

fn clamp_byte(value: i32) -> u8 {
    u8::try_from(value.clamp(0, 255)).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests;
