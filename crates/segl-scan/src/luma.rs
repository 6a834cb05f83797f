//! Grey pictures: what every reader works on.
//!
//! One byte for a pixel, rows without padding. Colour, transparency and file formats are not known
//! here; `picture` and `camera` bring them down to this.

/// A grey picture of 8 bits a pixel, row by row from the top, without padding.
#[derive(Clone, PartialEq, Eq)]
pub struct LumaImage {
    width: u32,
    height: u32,
    bytes: Vec<u8>,
}

impl LumaImage {
    /// Takes `bytes` as a picture; `None` if a side is zero or `bytes` is not `width * height` long.
    #[must_use]
    pub fn new(width: u32, height: u32, bytes: Vec<u8>) -> Option<Self> {
        let length = index(width).checked_mul(index(height))?;
        (length > 0 && bytes.len() == length).then_some(Self {
            width,
            height,
            bytes,
        })
    }

    /// Width in pixels, at least 1.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels, at least 1.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The pixels, row by row.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The rows from the top.
    pub(crate) fn rows(&self) -> std::slice::ChunksExact<'_, u8> {
        self.bytes.chunks_exact(index(self.width))
    }

    /// Number of pixels.
    pub(crate) fn pixels(&self) -> usize {
        self.bytes.len()
    }
}

impl std::fmt::Debug for LumaImage {
    /// Prints the size only: a picture may show a secret, and it is long.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LumaImage({}x{})", self.width, self.height)
    }
}

/// A pixel count as an index. Every system that the program runs on has at least 32 bit addresses.
pub(crate) fn index(pixels: u32) -> usize {
    usize::try_from(pixels).unwrap_or(usize::MAX)
}

/// Lightness of a colour (ITU-R BT.601 weights in 1/256).
pub(crate) fn lightness([red, green, blue]: [u8; 3]) -> u8 {
    let sum = 77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue);
    low_byte(sum >> 8)
}

/// A number that is known to be below 256, as a byte.
pub(crate) fn low_byte(value: u32) -> u8 {
    let [low, ..] = value.to_le_bytes();
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_bytes_that_do_not_fill_the_size() {
        for (width, height, length) in [(0, 4, 0), (4, 0, 0), (4, 4, 15), (4, 4, 17)] {
            assert!(
                LumaImage::new(width, height, vec![0; length]).is_none(),
                "{width}x{height}"
            );
        }
        assert!(LumaImage::new(u32::MAX, u32::MAX, Vec::new()).is_none());
        assert!(LumaImage::new(4, 4, vec![0; 16]).is_some());
    }

    #[test]
    fn shows_no_pixels_in_debug_output() {
        let luma = LumaImage::new(1, 2, vec![201, 202]).expect("two pixels");
        assert_eq!(format!("{luma:?}"), "LumaImage(1x2)");
    }

    #[test]
    fn keeps_black_and_white_at_the_ends_of_the_scale() {
        assert_eq!(lightness([0; 3]), 0);
        assert_eq!(lightness([255; 3]), 255);
    }
}
