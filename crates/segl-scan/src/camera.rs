//! Cameras: which there are, what they see, and the codes in it.
//!
//! [`ScanSession`] is the whole of it for a window: it opens a camera in a thread of its own and
//! tells by events what happens. Nothing is recorded, nothing is sent; frames live until the next
//! one comes.
//!
//! Cameras are reached by nokhwa on every desktop. On Linux the system is asked beside it for what
//! it does not tell, and cameras with which it finds no mode are read without it. Phones have their system's scanner and do without this module.

mod device_portable;
#[cfg(target_os = "linux")]
mod device_v4l;
mod frame;
mod held;
mod hint;
mod mode;
mod session;

pub use frame::{Frame, Preview};
pub use hint::Hint;
pub use session::{ScanEvent, ScanSession};

use std::{fmt, time::Duration};

use frame::RawFrame;

/// The cameras that there are, in the system's order; an empty list if there is none.
///
/// # Errors
/// [`CameraError::Other`] if the system cannot list them.
pub fn devices() -> Result<Vec<Device>, CameraError> {
    device_portable::devices()
}

/// A camera.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// What to open it by.
    pub id: DeviceId,
    /// What people call it, as the maker or the system names it.
    pub name: String,
}

/// What a camera is opened by. It may be kept in settings: if the camera is plugged in elsewhere
/// it can change, and opening then fails with [`CameraError::Gone`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeviceId(String);

impl DeviceId {
    /// Takes back an id that [`DeviceId::as_str`] gave.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self(id.to_owned())
    }

    /// The id for a settings file.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why there is no picture from a camera.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CameraError {
    /// No camera is connected.
    #[error("there is no camera")]
    NonePresent,
    /// Another program uses it.
    #[error("the camera is used by another program")]
    Busy,
    /// The system does not allow this program to use it.
    #[error("the camera may not be used by this program")]
    Denied,
    /// It was there and is no more, or the asked one is not there.
    #[error("the camera was disconnected")]
    Gone,
    /// It was opened and gives no pictures. It may stay open, and say so again, until it is pulled
    /// out and plugged in.
    #[error("the camera gives no pictures")]
    Stalled,
    /// It gives pictures in a format that is not known here.
    #[error("the camera gives pictures in an unknown format")]
    UnsupportedFormat,
    /// Something else, in the words of the system.
    #[error("the camera cannot be used: {0}")]
    Other(String),
}

/// A camera that is open. Dropping it turns its light off.
struct Opened {
    device: Device,
    width: u32,
    height: u32,
    source: Box<dyn Source>,
}

/// Where frames come from.
trait Source {
    /// The next frame; `None` if there was none within `wait`, or if it was damaged.
    fn next(&mut self, wait: Duration) -> Result<Option<RawFrame>, CameraError>;
}

/// The asked one of the devices, or the first.
fn choose(devices: Vec<Device>, asked: Option<&DeviceId>) -> Result<Device, CameraError> {
    if devices.is_empty() {
        return Err(CameraError::NonePresent);
    }
    let mut fitting = devices
        .into_iter()
        .filter(|device| asked.is_none_or(|id| *id == device.id));
    fitting.next().ok_or(CameraError::Gone)
}
