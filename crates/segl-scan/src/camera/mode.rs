//! Which of a camera's modes to take.
//!
//! About 1280x720 is enough to read a code held up to a laptop and small enough to look at each
//! frame. More pixels cost time without reading more, fewer lose the modules of a large code.

use std::cmp::Reverse;

/// How a camera writes its pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PixelFormat {
    /// Two pixels in four bytes: lightness, blue, lightness, red (V4L2 `YUYV`, Windows `YUY2`).
    Yuyv,
    /// A plane of lightness, then blue and red in turn at half size both ways.
    Nv12,
    /// A JPEG picture for each frame.
    Mjpeg,
    /// Lightness only.
    Grey,
    /// Red, green, blue.
    Rgb,
    /// Blue, green, red.
    Bgr,
}

/// A mode that a camera offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mode {
    pub(super) format: PixelFormat,
    pub(super) width: u32,
    pub(super) height: u32,
    /// Frames a second, 0 if not known.
    pub(super) rate: u32,
}

/// Wanted size in pixels.
pub(super) const WIDTH: u32 = 1280;
/// Wanted size in pixels.
pub(super) const HEIGHT: u32 = 720;
/// Wanted frames a second.
pub(super) const RATE: u32 = 30;

/// The mode to take: not slower than 15 frames a second if possible, then the nearest in size, then
/// the cheapest format, then the nearest rate.
pub(super) fn choose(modes: impl IntoIterator<Item = Mode>) -> Option<Mode> {
    modes
        .into_iter()
        .filter(|mode| mode.width >= 160 && mode.height >= 120)
        .min_by_key(|mode| {
            let slow = mode.rate > 0 && mode.rate < 15;
            (
                slow,
                distance(mode),
                cost(mode.format),
                mode.rate.abs_diff(RATE),
                Reverse(mode.rate),
            )
        })
}

/// What to ask for, the best first: the chosen mode, but before it the wanted size itself if all
/// sizes are far from it. Of a range of sizes nokhwa lists the two ends only, and a camera that does
/// not have the wanted size says so.
pub(super) fn attempts(modes: impl IntoIterator<Item = Mode>) -> Vec<Mode> {
    let Some(chosen) = choose(modes) else {
        return Vec::new();
    };
    let wanted = Mode {
        width: WIDTH,
        height: HEIGHT,
        rate: RATE,
        ..chosen
    };
    let far = distance(&chosen) > FAR;
    far.then_some(wanted).into_iter().chain([chosen]).collect()
}

/// How far the size is from the wanted one, in hundredths of a factor.
fn distance(mode: &Mode) -> u64 {
    let area = u64::from(mode.width) * u64::from(mode.height);
    let wanted = u64::from(WIDTH) * u64::from(HEIGHT);
    area.max(wanted) * 100 / area.min(wanted).max(1)
}

/// 640x480 and 1920x1080 are nearer.
const FAR: u64 = 350;

/// Formats whose lightness can be taken without work come first; grey has no colours for the
/// preview; JPEG must be decoded and blurs small modules.
fn cost(format: PixelFormat) -> u8 {
    match format {
        PixelFormat::Nv12 => 0,
        PixelFormat::Yuyv => 1,
        PixelFormat::Grey => 2,
        PixelFormat::Rgb | PixelFormat::Bgr => 3,
        PixelFormat::Mjpeg => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::{PixelFormat::*, *};

    fn mode(format: PixelFormat, width: u32, height: u32, rate: u32) -> Mode {
        Mode {
            format,
            width,
            height,
            rate,
        }
    }

    #[test]
    fn takes_a_quick_mode_near_720p_in_a_cheap_format() {
        let cases = [
            // The usual webcam: raw frames are slow at full size.
            (
                vec![
                    mode(Yuyv, 640, 480, 30),
                    mode(Yuyv, 1280, 720, 10),
                    mode(Mjpeg, 1280, 720, 30),
                    mode(Mjpeg, 1920, 1080, 30),
                ],
                mode(Mjpeg, 1280, 720, 30),
            ),
            (
                vec![mode(Mjpeg, 1280, 720, 30), mode(Yuyv, 1280, 720, 30)],
                mode(Yuyv, 1280, 720, 30),
            ),
            (
                vec![
                    mode(Nv12, 3840, 2160, 30),
                    mode(Nv12, 1280, 800, 60),
                    mode(Nv12, 320, 240, 30),
                ],
                mode(Nv12, 1280, 800, 60),
            ),
            (
                vec![mode(Grey, 640, 360, 15), mode(Mjpeg, 80, 60, 30)],
                mode(Grey, 640, 360, 15),
            ),
            (vec![mode(Yuyv, 1280, 720, 5)], mode(Yuyv, 1280, 720, 5)),
            (
                vec![mode(Yuyv, 1280, 720, 0), mode(Yuyv, 1280, 720, 5)],
                mode(Yuyv, 1280, 720, 0),
            ),
        ];
        for (offered, taken) in cases {
            assert_eq!(choose(offered.clone()), Some(taken), "{offered:?}");
        }
        assert_eq!(choose([]), None);
    }

    #[test]
    fn asks_for_the_wanted_size_only_where_all_sizes_are_far_from_it() {
        let near = mode(Yuyv, 640, 480, 30);
        assert_eq!(attempts([near]), [near]);
        let end = mode(Yuyv, 2592, 1944, 1);
        let ends = [mode(Yuyv, 32, 32, 1), end];
        assert_eq!(attempts(ends), [mode(Yuyv, 1280, 720, 30), end]);
        assert_eq!(attempts([]), []);
    }
}
