//! What nokhwa cannot do on Linux, asked of Video4Linux2 itself.
//!
//! Three questions to the system: whether a node takes pictures (a webcam has a second one for its
//! metadata, and nokhwa lists both), how long a row of pixels is, and what went wrong (over nokhwa
//! an error is a sentence).
//!
//! And a way to read cameras with which nokhwa finds no mode to agree on: those that offer only
//! grey (nokhwa asks for `GRAY`, V4L2 says `GREY`) or are set to it, those that tell ranges of
//! frame rates, broken ones (29.97) or none. It is entered for nothing else. It lists no modes: V4L2
//! takes the nearest to what it is asked for.

use std::{
    fs::{self, OpenOptions},
    io::{self, ErrorKind},
    time::{Duration, Instant},
};

use v4l::{
    Format, FourCC,
    buffer::Type,
    capability::Flags,
    io::traits::{CaptureStream, Stream},
    prelude::MmapStream,
    video::{Capture, capture::Parameters},
};

use super::{
    CameraError, Device, DeviceId, Opened, Source,
    frame::RawFrame,
    mode::{self, PixelFormat},
};
use crate::contain::contained;

/// The numbers of the nodes in `/dev` that are called like cameras, in their order.
pub(super) fn numbers() -> Vec<u32> {
    let entries = fs::read_dir("/dev").into_iter().flatten().flatten();
    let number = |name: &str| name.strip_prefix("video")?.parse().ok();
    let mut numbers: Vec<u32> = entries
        .filter_map(|entry| number(entry.file_name().to_str()?))
        .collect();
    numbers.sort_unstable();
    numbers
}

/// The node of that number.
pub(super) fn id(number: u32) -> DeviceId {
    DeviceId(format!("/dev/video{number}"))
}

/// Whether the node takes pictures. One that may not be opened counts: opening it says why.
pub(super) fn takes_pictures(id: &DeviceId) -> bool {
    match v4l::Device::with_path(id.as_str()) {
        // v4l panics at a name of the card that is not UTF-8.
        Ok(handle) => match contained(|| handle.query_caps()) {
            Some(Ok(known)) => known.capabilities.contains(Flags::VIDEO_CAPTURE),
            Some(Err(_)) => false,
            None => true,
        },
        Err(error) => matches!(reason(&error), CameraError::Denied | CameraError::Busy),
    }
}

/// Bytes from one row of pixels to the next as the node is set now; 0 if it does not say.
pub(super) fn stride(id: &DeviceId) -> u32 {
    let format = v4l::Device::with_path(id.as_str()).and_then(|handle| handle.format());
    format.map(|format| format.stride).unwrap_or_default()
}

/// Why the node cannot be used, if the system refuses to open it.
pub(super) fn refusal(id: &DeviceId) -> Option<CameraError> {
    let opened = OpenOptions::new().read(true).write(true).open(id.as_str());
    opened.err().map(|error| reason(&error))
}

/// The reason in a sentence that ends like those of [`io::Error`]. The number counts: the words
/// before it are in the person's language once the window's toolkit has set one.
pub(super) fn told(words: &str) -> Option<CameraError> {
    let (_, rest) = words.rsplit_once("(os error ")?;
    let (number, _) = rest.split_once(')')?;
    let error = io::Error::from_raw_os_error(number.parse().ok()?);
    Some(reason(&error)).filter(|reason| !matches!(reason, CameraError::Other(_)))
}

pub(super) fn open(device: Device) -> Result<Opened, CameraError> {
    let handle = v4l::Device::with_path(device.id.as_str()).map_err(|error| reason(&error))?;
    let (format, taken) = set_format(&handle)?;
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

/// The first format of [`FORMATS`] that the driver takes. One that it does not know it may refuse
/// or answer with another one.
fn set_format(handle: &v4l::Device) -> Result<(PixelFormat, Format), CameraError> {
    for (code, format) in FORMATS {
        let asked = Format::new(mode::WIDTH, mode::HEIGHT, FourCC::new(code));
        match handle.set_format(&asked) {
            Ok(given) if given.fourcc == asked.fourcc => return Ok((format, given)),
            Err(error) if error.kind() != ErrorKind::InvalidInput => return Err(reason(&error)),
            _ => {}
        }
    }
    Err(CameraError::UnsupportedFormat)
}

fn reason(error: &io::Error) -> CameraError {
    match (error.kind(), error.raw_os_error()) {
        (ErrorKind::PermissionDenied, _) => CameraError::Denied,
        (ErrorKind::ResourceBusy, _) => CameraError::Busy,
        (ErrorKind::TimedOut, _) => CameraError::Stalled,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_errors_apart_by_their_number_in_any_language() {
        let cases = [
            ("Device or resource busy (os error 16)", CameraError::Busy),
            (
                "Enheten eller ressursen er opptatt (os error 16)",
                CameraError::Busy,
            ),
            (
                "V4L2 Error: Ikke tilgang (os error 13)",
                CameraError::Denied,
            ),
            ("Operation not permitted (os error 1)", CameraError::Denied),
            ("No such file or directory (os error 2)", CameraError::Gone),
            ("No such device or address (os error 6)", CameraError::Gone),
            ("No such device (os error 19)", CameraError::Gone),
            ("Connection timed out (os error 110)", CameraError::Stalled),
        ];
        for (words, expected) in cases {
            assert_eq!(told(words), Some(expected), "{words}");
        }
        for words in [
            "Input/output error (os error 5)",
            "Failed to Fufill",
            "(os error x)",
        ] {
            assert_eq!(told(words), None, "{words}");
        }
    }

    #[test]
    fn a_node_that_is_not_there_is_gone_and_takes_no_pictures() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("video0");
        let id = DeviceId::new(path.to_str().expect("a plain path"));
        assert_eq!(refusal(&id), Some(CameraError::Gone));
        assert!(!takes_pictures(&id));
        fs::write(&path, b"no camera").expect("the folder is ours");
        assert_eq!(refusal(&id), None);
        assert!(!takes_pictures(&id));
        assert_eq!(stride(&id), 0);
    }
}
