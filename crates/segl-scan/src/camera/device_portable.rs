//! Cameras by nokhwa: Video4Linux, Media Foundation, AVFoundation.
//!
//! Its traps, and what is done about them:
//! * reading a frame blocks for ever if the camera stalls: the session has a watchdog and lets the
//!   thread go, and `held` remembers that the camera is still open;
//! * the mode that it takes by itself may be the first or the largest: one is chosen from the list;
//! * errors are sentences: read for the system's numbers, and where there are none the system is
//!   asked what it says to opening the device;
//! * it panics at some names and ranges that drivers give: contained, and taken for no mode;
//! * on Linux there are cameras with which it finds no mode: they go to `device_v4l`.

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

#[cfg(target_os = "linux")]
use super::device_v4l;
use super::{
    CameraError, Device, DeviceId, Opened, Source, choose,
    frame::RawFrame,
    held::Hold,
    mode::{self, Mode, PixelFormat},
};
use crate::contain::contained;

pub(super) fn devices() -> Result<Vec<Device>, CameraError> {
    Ok(listed()?.into_iter().map(|(device, _)| device).collect())
}

pub(super) fn open(asked: Option<&DeviceId>) -> Result<Opened, CameraError> {
    allow()?;
    let listed = listed()?;
    let device = choose(
        listed.iter().map(|(device, _)| device.clone()).collect(),
        asked,
    )?;
    let found = listed.into_iter().find(|(each, _)| each.id == device.id);
    let index = found.map(|(_, index)| index).ok_or(CameraError::Gone)?;
    match open_with_nokhwa(&device, index) {
        #[cfg(target_os = "linux")]
        Err(CameraError::UnsupportedFormat) => {
            tracing::debug!("nokhwa finds no mode, the camera is opened without it");
            device_v4l::open(device)
        }
        other => other,
    }
}

fn open_with_nokhwa(device: &Device, index: CameraIndex) -> Result<Opened, CameraError> {
    let hold = Hold::take(&device.id)?;
    let mut camera = contained(|| with_good_mode(device, index))
        .unwrap_or(Err(CameraError::UnsupportedFormat))?;
    camera
        .open_stream()
        .map_err(|error| reason(&error, &device.id))?;
    let size = camera.resolution();
    let (width, height) = (size.width(), size.height());
    #[cfg(target_os = "linux")]
    let stride = device_v4l::stride(&device.id);
    #[cfg(not(target_os = "linux"))]
    let stride = 0;
    let source = PortableSource {
        camera,
        id: device.id.clone(),
        stride,
        hold,
    };
    Ok(Opened {
        device: device.clone(),
        width,
        height,
        source: Box::new(source),
    })
}

/// An open stream. Dropping it turns the camera off, and only then gives up the hold.
struct PortableSource {
    camera: Camera,
    id: DeviceId,
    stride: u32,
    hold: Hold,
}

impl Source for PortableSource {
    /// Waits as long as it takes: nokhwa knows no limit.
    fn next(&mut self, _wait: Duration) -> Result<Option<RawFrame>, CameraError> {
        let buffer = match self.camera.frame() {
            Ok(buffer) => buffer,
            Err(error) => return Err(reason(&error, &self.id)),
        };
        self.hold.count();
        let (width, height) = (buffer.resolution().width(), buffer.resolution().height());
        let source = pixel_format(buffer.source_frame_format());
        // Not a copy: the buffer is gone by the time its bytes are taken.
        let bytes = buffer.buffer_bytes();
        drop(buffer);
        let format = match source {
            // On macOS nokhwa calls a frame of two planes YUYV; its length tells.
            PixelFormat::Yuyv
                if cfg!(target_os = "macos") && two_planes(width, height, bytes.len()) =>
            {
                PixelFormat::Nv12
            }
            format => format,
        };
        Ok(Some(RawFrame {
            format,
            width,
            height,
            stride: if format == PixelFormat::Mjpeg {
                0
            } else {
                self.stride
            },
            bytes: bytes.into(),
            captured: Instant::now(),
        }))
    }
}

impl Drop for PortableSource {
    fn drop(&mut self) {
        // v4l panics when a driver refuses to stop; a panic in here would end the program.
        let stopped = contained(|| self.camera.stop_stream());
        if !matches!(stopped, Some(Ok(()))) {
            tracing::debug!(?stopped, "the camera did not stop");
        }
    }
}

/// The cameras with what nokhwa opens them by, in the system's order.
fn listed() -> Result<Vec<(Device, CameraIndex)>, CameraError> {
    let infos = match contained(|| nokhwa::query(ApiBackend::Auto)) {
        Some(infos) => infos.map_err(|error| told(&error).unwrap_or_else(|| other(&error)))?,
        None => numbered(),
    };
    let mut listed: Vec<_> = infos
        .iter()
        .map(|info| (device(info), info.index().clone()))
        .collect();
    if cfg!(target_os = "linux") {
        listed.sort_by_key(|(_, index)| index.as_index().unwrap_or(u32::MAX));
        listed.dedup_by(|one, other| one.0.id == other.0.id);
    }
    #[cfg(target_os = "linux")]
    listed.retain(|(device, _)| device_v4l::takes_pictures(&device.id));
    Ok(listed)
}

/// On Linux nokhwa's list panics at anything in `/dev` that is called "video" without a number, as
/// links made by udev rules are. The numbered ones are still cameras.
fn numbered() -> Vec<CameraInfo> {
    #[cfg(target_os = "linux")]
    let numbers = device_v4l::numbers();
    #[cfg(not(target_os = "linux"))]
    let numbers: [u32; 0] = [];
    let info = |number| {
        CameraInfo::new(
            &format!("Camera {number}"),
            "",
            "",
            CameraIndex::Index(number),
        )
    };
    numbers.into_iter().map(info).collect()
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
fn with_good_mode(device: &Device, index: CameraIndex) -> Result<Camera, CameraError> {
    let failed = |error: NokhwaError| reason(&error, &device.id);
    let first = RequestedFormat::with_formats(RequestedFormatType::None, &FORMATS);
    let mut camera = Camera::new(index, first).map_err(failed)?;
    let offered = camera.compatible_camera_formats().unwrap_or_default();
    for mode in mode::attempts(offered.iter().map(mode_of)) {
        let size = Resolution::new(mode.width, mode.height);
        let format = CameraFormat::new(size, frame_format(mode.format), mode.rate);
        if format == camera.camera_format() {
            break;
        }
        let exact = RequestedFormatType::Exact(format);
        let request = RequestedFormat::with_formats(exact, &FORMATS);
        let Err(error) = camera.set_camera_requset(request) else {
            break;
        };
        match reason(&error, &device.id) {
            CameraError::UnsupportedFormat | CameraError::Other(_) => {}
            lost => return Err(lost),
        }
        tracing::debug!(%error, "the camera keeps another mode");
        // What it keeps must be known, or its frames would be misread.
        camera.refresh_camera_format().map_err(failed)?;
    }
    Ok(camera)
}

fn mode_of(format: &CameraFormat) -> Mode {
    Mode {
        format: pixel_format(format.format()),
        width: format.width(),
        height: format.height(),
        rate: format.frame_rate(),
    }
}

#[cfg(target_os = "linux")]
fn device(info: &CameraInfo) -> Device {
    let id = match info.index() {
        CameraIndex::Index(number) => device_v4l::id(*number),
        CameraIndex::String(name) => DeviceId::new(name),
    };
    Device {
        id,
        name: info.human_name(),
    }
}

#[cfg(not(target_os = "linux"))]
fn device(info: &CameraInfo) -> Device {
    // The system's own id survives a restart; not every camera has one.
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

/// Why nokhwa failed with that camera.
fn reason(error: &NokhwaError, id: &DeviceId) -> CameraError {
    if let Some(reason) = told(error).or_else(|| refusal(id)) {
        return reason;
    }
    match error {
        // Whatever it is asked about a camera before the stream is about modes.
        NokhwaError::GetPropertyError { .. } | NokhwaError::SetPropertyError { .. } => {
            CameraError::UnsupportedFormat
        }
        _ => other(error),
    }
}

/// The reason that the sentence tells.
fn told(error: &NokhwaError) -> Option<CameraError> {
    let words = error.to_string();
    #[cfg(target_os = "linux")]
    if let Some(reason) = device_v4l::told(&words) {
        return Some(reason);
    }
    let lower = words.to_lowercase();
    let says = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    if says(&["busy", "in use", "0xc00d3704", "0x80070020"]) {
        Some(CameraError::Busy)
    } else if says(&["denied", "not permitted", "unauthorized", "0x80070005"]) {
        Some(CameraError::Denied)
    } else if says(&[
        "no such device",
        "no such file",
        "disconnected",
        "0xc00d3ea2",
    ]) {
        Some(CameraError::Gone)
    } else {
        None
    }
}

/// What the system says to opening the camera, if it refuses.
#[cfg(target_os = "linux")]
fn refusal(id: &DeviceId) -> Option<CameraError> {
    device_v4l::refusal(id)
}

#[cfg(not(target_os = "linux"))]
fn refusal(_id: &DeviceId) -> Option<CameraError> {
    None
}

fn other(error: &NokhwaError) -> CameraError {
    CameraError::Other(error.to_string())
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
            assert_eq!(told(&error), Some(expected), "{words}");
        }
    }

    #[test]
    fn asks_the_system_where_the_sentence_says_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("video0");
        let id = DeviceId::new(path.to_str().expect("a plain path"));
        let vague = NokhwaError::ReadFrameError("on fire".to_owned());
        let mode = NokhwaError::GetPropertyError {
            property: "CameraFormat".to_owned(),
            error: "Failed to Fufill".to_owned(),
        };
        if cfg!(target_os = "linux") {
            assert_eq!(reason(&vague, &id), CameraError::Gone);
            assert_eq!(reason(&mode, &id), CameraError::Gone);
        }
        std::fs::write(&path, b"").expect("the folder is ours");
        assert!(
            matches!(reason(&vague, &id), CameraError::Other(words) if words.contains("on fire"))
        );
        assert_eq!(reason(&mode, &id), CameraError::UnsupportedFormat);
    }

    #[test]
    fn tells_two_planes_by_their_length() {
        assert!(two_planes(1280, 720, 1280 * 720 * 3 / 2));
        assert!(!two_planes(1280, 720, 1280 * 720 * 2));
        assert!(!two_planes(1280, 720, 100));
    }
}
