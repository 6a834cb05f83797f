//! Cameras on Linux, by Video4Linux2 itself.
//!
//! Not by nokhwa: over it an error is a sentence, a camera that stalls blocks its thread for ever,
//! and a grey camera cannot be opened (it asks for `GRAY`, V4L2 says `GREY`). Underneath is the
//! same crate, v4l.

use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
    time::{Duration, Instant},
};

use v4l::{
    Format, FourCC,
    buffer::Type,
    capability::Flags,
    frameinterval::FrameIntervalEnum,
    framesize::{FrameSizeEnum, Stepwise},
    io::traits::{CaptureStream, Stream},
    prelude::MmapStream,
    video::{Capture, capture::Parameters},
};

use super::{
    CameraError, Device, DeviceId, Opened, Source, choose,
    frame::RawFrame,
    mode::{self, Mode, PixelFormat},
};
use crate::contain::contained;

/// The nodes in `/dev` that take pictures. A webcam often has a second node for its metadata,
/// which is none; a node that may not be opened is listed, so that opening it says why.
pub(super) fn devices() -> Result<Vec<Device>, CameraError> {
    let entries = match fs::read_dir("/dev") {
        Ok(entries) => entries,
        Err(error) => return Err(CameraError::Other(error.to_string())),
    };
    let mut numbers: Vec<u32> = entries
        .filter_map(|entry| {
            entry
                .ok()?
                .file_name()
                .to_str()?
                .strip_prefix("video")?
                .parse()
                .ok()
        })
        .collect();
    numbers.sort_unstable();
    Ok(numbers.into_iter().filter_map(device).collect())
}

pub(super) fn open(asked: Option<&DeviceId>) -> Result<Opened, CameraError> {
    let device = choose(devices()?, asked)?;
    let handle = v4l::Device::with_path(device.id.as_str()).map_err(|error| reason(&error))?;
    let (format, taken) = set_mode(&handle)?;
    // Not every driver can change its rate; the frames come as they come then.
    if let Err(error) = handle.set_params(&Parameters::with_fps(mode::RATE)) {
        tracing::debug!(%error, "the camera keeps its rate");
    }
    let mut stream = MmapStream::with_buffers(&handle, Type::VideoCapture, BUFFERS)
        .map_err(|error| reason(&error))?;
    start(&mut stream).map_err(|error| reason(&error))?;
    let (width, height) = (taken.width, taken.height);
    let source = V4lSource {
        stream,
        format,
        width,
        height,
        stride: taken.stride,
    };
    Ok(Opened {
        device,
        width,
        height,
        source: Box::new(source),
    })
}

/// An open stream. Dropping it stops the camera; so does the closing of the device.
struct V4lSource {
    stream: MmapStream<'static>,
    format: PixelFormat,
    width: u32,
    height: u32,
    stride: u32,
}

impl Source for V4lSource {
    fn next(&mut self, wait: Duration) -> Result<Option<RawFrame>, CameraError> {
        let millis = i32::try_from(wait.as_millis()).unwrap_or(i32::MAX);
        let ready = self.stream.handle().poll(POLLIN, millis);
        match ready {
            Ok(0) => return Ok(None),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(None),
            Err(error) => return Err(reason(&error)),
        }
        let (bytes, meta) = match CaptureStream::next(&mut self.stream) {
            Ok(next) => next,
            Err(error) => return Err(reason(&error)),
        };
        let used = usize::try_from(meta.bytesused).unwrap_or(usize::MAX);
        if meta.flags.contains(v4l::buffer::Flags::ERROR) || used == 0 {
            return Ok(None);
        }
        Ok(Some(RawFrame {
            format: self.format,
            width: self.width,
            height: self.height,
            stride: self.stride,
            bytes: bytes.get(..used).unwrap_or(bytes).to_vec(),
            captured: Instant::now(),
        }))
    }
}

/// Queues all buffers but the first and starts: `next` queues the first, and would otherwise wait
/// without a limit for the first frame.
fn start(stream: &mut MmapStream<'static>) -> io::Result<()> {
    for buffer in 1..BUFFERS {
        let Ok(buffer) = usize::try_from(buffer) else {
            break;
        };
        match stream.queue(buffer) {
            // The driver gave fewer buffers than asked.
            Err(error) if buffer > 1 && error.kind() == ErrorKind::InvalidInput => break,
            other => other?,
        }
    }
    stream.start()
}

fn device(number: u32) -> Option<Device> {
    let path = format!("/dev/video{number}");
    let written = fs::read_to_string(format!("/sys/class/video4linux/video{number}/name"));
    let name = written
        .ok()
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty());
    let device = |card: Option<String>| Device {
        name: name.or(card).unwrap_or_else(|| path.clone()),
        id: DeviceId::new(&path),
    };
    match v4l::Device::with_path(Path::new(&path)) {
        Ok(handle) => {
            // The card's name panics in v4l if it is not UTF-8.
            let capabilities = contained(|| handle.query_caps())?.ok()?;
            let takes_pictures = capabilities.capabilities.contains(Flags::VIDEO_CAPTURE);
            takes_pictures.then(|| device(Some(capabilities.card)))
        }
        Err(error) => match reason(&error) {
            CameraError::Denied | CameraError::Busy => Some(device(None)),
            _ => None,
        },
    }
}

fn set_mode(handle: &v4l::Device) -> Result<(PixelFormat, Format), CameraError> {
    let wanted = mode::choose(modes(handle)?);
    let attempts = match wanted {
        Some(Mode {
            format,
            width,
            height,
            ..
        }) => vec![(format, width, height)],
        // A driver that lists nothing is asked for each format in turn.
        None => FORMATS
            .iter()
            .map(|&(_, format)| (format, mode::WIDTH, mode::HEIGHT))
            .collect(),
    };
    for (format, width, height) in attempts {
        let code = FORMATS
            .iter()
            .find(|known| known.1 == format)
            .map(|known| known.0);
        let Some(code) = code else { continue };
        let asked = Format::new(width, height, FourCC::new(code));
        let given = handle.set_format(&asked).map_err(|error| reason(&error))?;
        if let Some(format) = pixel_format(given.fourcc) {
            return Ok((format, given));
        }
    }
    Err(CameraError::UnsupportedFormat)
}

fn modes(handle: &v4l::Device) -> Result<Vec<Mode>, CameraError> {
    let listed = handle.enum_formats().map_err(|error| reason(&error))?;
    let mut modes = Vec::new();
    let known = listed
        .iter()
        .filter_map(|each| Some((each.fourcc, pixel_format(each.fourcc)?)));
    for (code, format) in known {
        for size in handle.enum_framesizes(code).unwrap_or_default() {
            let (width, height) = match size.size {
                FrameSizeEnum::Discrete(size) => (size.width, size.height),
                FrameSizeEnum::Stepwise(steps) => nearest(&steps),
            };
            modes.push(Mode {
                format,
                width,
                height,
                rate: rate(handle, code, width, height),
            });
        }
    }
    if !listed.is_empty()
        && !listed
            .iter()
            .any(|each| pixel_format(each.fourcc).is_some())
    {
        return Err(CameraError::UnsupportedFormat);
    }
    Ok(modes)
}

/// Most frames a second in a mode; 0 if the driver does not say.
fn rate(handle: &v4l::Device, code: FourCC, width: u32, height: u32) -> u32 {
    let intervals = handle
        .enum_frameintervals(code, width, height)
        .unwrap_or_default();
    let shortest = intervals.iter().map(|each| match &each.interval {
        FrameIntervalEnum::Discrete(interval) => (interval.numerator, interval.denominator),
        FrameIntervalEnum::Stepwise(steps) => (steps.min.numerator, steps.min.denominator),
    });
    shortest
        .filter_map(|(seconds, frames)| frames.checked_div(seconds))
        .max()
        .unwrap_or(0)
}

/// The size nearest to the wanted one in a range of sizes.
fn nearest(steps: &Stepwise) -> (u32, u32) {
    let side = |wanted: u32, min: u32, max: u32, step: u32| {
        let inside = wanted.clamp(min, max.max(min));
        min + (inside - min) / step.max(1) * step.max(1)
    };
    (
        side(
            mode::WIDTH,
            steps.min_width,
            steps.max_width,
            steps.step_width,
        ),
        side(
            mode::HEIGHT,
            steps.min_height,
            steps.max_height,
            steps.step_height,
        ),
    )
}

fn pixel_format(code: FourCC) -> Option<PixelFormat> {
    FORMATS
        .iter()
        .find(|known| *known.0 == code.repr)
        .map(|known| known.1)
}

fn reason(error: &io::Error) -> CameraError {
    match (error.kind(), error.raw_os_error()) {
        (ErrorKind::PermissionDenied, _) => CameraError::Denied,
        (ErrorKind::ResourceBusy, _) => CameraError::Busy,
        (ErrorKind::NotFound, _) | (_, Some(ENODEV | ENXIO)) => CameraError::Gone,
        _ => CameraError::Other(error.to_string()),
    }
}

/// V4L2's names of the formats that are read here (linux/videodev2.h).
const FORMATS: [(&[u8; 4], PixelFormat); 7] = [
    (b"NV12", PixelFormat::Nv12),
    (b"YUYV", PixelFormat::Yuyv),
    (b"GREY", PixelFormat::Grey),
    (b"MJPG", PixelFormat::Mjpeg),
    (b"JPEG", PixelFormat::Mjpeg),
    (b"RGB3", PixelFormat::Rgb),
    (b"BGR3", PixelFormat::Bgr),
];

const BUFFERS: u32 = 4;

/// poll(2): there is a frame.
const POLLIN: i16 = 1;
/// errno(3): no such device or address; it was unplugged before it was opened.
const ENXIO: i32 = 6;
/// errno(3): no such device; it was unplugged.
const ENODEV: i32 = 19;
