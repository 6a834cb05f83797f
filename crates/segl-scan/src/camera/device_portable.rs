//! Cameras on Windows and macOS, by nokhwa.
//!
//! Its traps, and what is done about them here and in `session`: reading a frame blocks for ever if
//! the camera stalls (a watchdog lets the thread go); errors are sentences (told apart by what
//! systems write in them); the mode that it takes by itself may be the largest (a mode is
//! chosen from the list).

use std::{
    sync::mpsc,
    time::{Duration, Instant},
};

use nokhwa::{
    Camera, NokhwaError,
    utils::{
        ApiBackend, CameraFormat, CameraIndex, CameraInfo, FrameFormat, RequestedFormat,
        RequestedFormatType, Resolution,
    },
};

use super::{
    CameraError, Device, DeviceId, Opened, Source, choose,
    frame::RawFrame,
    mode::{self, Mode, PixelFormat},
};

pub(super) fn devices() -> Result<Vec<Device>, CameraError> {
    let listed = nokhwa::query(ApiBackend::Auto).map_err(|error| reason(&error))?;
    Ok(listed.iter().map(device).collect())
}

pub(super) fn open(asked: Option<&DeviceId>) -> Result<Opened, CameraError> {
    allow()?;
    let listed = nokhwa::query(ApiBackend::Auto).map_err(|error| reason(&error))?;
    let device = choose(listed.iter().map(device).collect(), asked)?;
    let found = listed
        .iter()
        .find(|info| device.id == self::device(info).id);
    let index = found.ok_or(CameraError::Gone)?.index().clone();
    let mut camera = with_good_mode(index)?;
    camera.open_stream().map_err(|error| reason(&error))?;
    let size = camera.resolution();
    let (width, height) = (size.width(), size.height());
    Ok(Opened {
        device,
        width,
        height,
        source: Box::new(PortableSource { camera }),
    })
}

struct PortableSource {
    camera: Camera,
}

impl Source for PortableSource {
    /// Waits as long as it takes: nokhwa knows no limit.
    fn next(&mut self, _wait: Duration) -> Result<Option<RawFrame>, CameraError> {
        let buffer = self.camera.frame().map_err(|error| reason(&error))?;
        let (width, height) = (buffer.resolution().width(), buffer.resolution().height());
        let bytes = buffer.buffer().to_vec();
        let format = match pixel_format(buffer.source_frame_format()) {
            // On macOS nokhwa calls a frame of two planes YUYV; its length tells.
            PixelFormat::Yuyv if two_planes(width, height, bytes.len()) => PixelFormat::Nv12,
            format => format,
        };
        Ok(Some(RawFrame {
            format,
            width,
            height,
            stride: 0,
            bytes,
            captured: Instant::now(),
        }))
    }
}

impl Drop for PortableSource {
    fn drop(&mut self) {
        if let Err(error) = self.camera.stop_stream() {
            tracing::debug!(%error, "the camera did not stop");
        }
    }
}

/// Asks for leave where the system wants that (macOS); the first time a dialogue is shown.
fn allow() -> Result<(), CameraError> {
    if !cfg!(target_os = "macos") || nokhwa::nokhwa_check() {
        return Ok(());
    }
    let (answer, answered) = mpsc::channel();
    nokhwa::nokhwa_initialize(move |allowed| {
        // Nobody waits any more if the person took longer than the limit.
        let _ = answer.send(allowed);
    });
    match answered.recv_timeout(ASKING) {
        Ok(true) => Ok(()),
        Ok(false) | Err(_) => Err(CameraError::Denied),
    }
}

/// Opens the camera in its first mode, and changes to a better one if it can.
fn with_good_mode(index: CameraIndex) -> Result<Camera, CameraError> {
    let first = RequestedFormat::with_formats(RequestedFormatType::None, &FORMATS);
    let mut camera = Camera::new(index, first).map_err(|error| reason(&error))?;
    let offered = camera.compatible_camera_formats().unwrap_or_default();
    let chosen = mode::choose(offered.iter().map(|each| Mode {
        format: pixel_format(each.format()),
        width: each.width(),
        height: each.height(),
        rate: each.frame_rate(),
    }));
    let format = chosen.map(|mode| {
        let size = Resolution::new(mode.width, mode.height);
        CameraFormat::new(size, frame_format(mode.format), mode.rate)
    });
    if let Some(format) = format.filter(|format| *format != camera.camera_format()) {
        let exact = RequestedFormatType::Exact(format);
        let request = RequestedFormat::with_formats(exact, &FORMATS);
        if let Err(error) = camera.set_camera_requset(request) {
            tracing::debug!(%error, "the camera keeps its mode");
        }
    }
    Ok(camera)
}

fn device(info: &CameraInfo) -> Device {
    // The system's own id survives a restart; the index is what there is on Linux.
    let misc = info.misc();
    let id = if misc.is_empty() {
        info.index().as_string()
    } else {
        misc
    };
    Device {
        id: DeviceId::new(&id),
        name: info.human_name(),
    }
}

fn two_planes(width: u32, height: u32, length: usize) -> bool {
    let pixels = u64::from(width) * u64::from(height);
    u64::try_from(length).is_ok_and(|length| length < pixels * 2 && length >= pixels * 3 / 2)
}

fn pixel_format(format: FrameFormat) -> PixelFormat {
    match format {
        FrameFormat::YUYV => PixelFormat::Yuyv,
        FrameFormat::NV12 => PixelFormat::Nv12,
        FrameFormat::MJPEG => PixelFormat::Mjpeg,
        FrameFormat::GRAY => PixelFormat::Grey,
        FrameFormat::RAWRGB => PixelFormat::Rgb,
        FrameFormat::RAWBGR => PixelFormat::Bgr,
    }
}

fn frame_format(format: PixelFormat) -> FrameFormat {
    match format {
        PixelFormat::Yuyv => FrameFormat::YUYV,
        PixelFormat::Nv12 => FrameFormat::NV12,
        PixelFormat::Mjpeg => FrameFormat::MJPEG,
        PixelFormat::Grey => FrameFormat::GRAY,
        PixelFormat::Rgb => FrameFormat::RAWRGB,
        PixelFormat::Bgr => FrameFormat::RAWBGR,
    }
}

fn reason(error: &NokhwaError) -> CameraError {
    let words = error.to_string();
    let lower = words.to_lowercase();
    let says = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    if says(&["busy", "in use", "0xc00d3704", "0x80070020"]) {
        CameraError::Busy
    } else if says(&["denied", "not permitted", "unauthorized", "0x80070005"]) {
        CameraError::Denied
    } else if says(&[
        "no such device",
        "no such file",
        "disconnected",
        "0xc00d3ea2",
    ]) {
        CameraError::Gone
    } else if says(&["failed to fufill", "failed to fulfill"]) {
        CameraError::UnsupportedFormat
    } else {
        CameraError::Other(words)
    }
}

const FORMATS: [FrameFormat; 6] = [
    FrameFormat::NV12,
    FrameFormat::YUYV,
    FrameFormat::GRAY,
    FrameFormat::RAWRGB,
    FrameFormat::RAWBGR,
    FrameFormat::MJPEG,
];

/// How long a person may think about the system's question.
const ASKING: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_errors_apart_by_what_systems_write() {
        let cases = [
            (
                "V4L2 Error: Device or resource busy (os error 16)",
                CameraError::Busy,
            ),
            (
                "V4L2 Error: Permission denied (os error 13)",
                CameraError::Denied,
            ),
            ("HRESULT(0x80070005)", CameraError::Denied),
            ("HRESULT(0xC00D3704)", CameraError::Busy),
            ("No such device (os error 19)", CameraError::Gone),
        ];
        for (words, expected) in cases {
            let error = NokhwaError::OpenDeviceError("0".to_owned(), words.to_owned());
            assert_eq!(reason(&error), expected, "{words}");
        }
        let other = NokhwaError::GeneralError("on fire".to_owned());
        assert!(matches!(reason(&other), CameraError::Other(words) if words.contains("on fire")));
    }

    #[test]
    fn tells_two_planes_by_their_length() {
        assert!(two_planes(1280, 720, 1280 * 720 * 3 / 2));
        assert!(!two_planes(1280, 720, 1280 * 720 * 2));
        assert!(!two_planes(1280, 720, 100));
    }
}
