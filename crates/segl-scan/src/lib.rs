//! Pixels in, texts out: pictures, the clipboard and the camera.
//!
//! [`find`] looks for QR codes in a [`Picture`]; [`camera::ScanSession`] does it with what a camera
//! sees. What a text means (an account, an export, a push enrolment) is for others to tell: this
//! crate never reads a text, and never shows it in an error or a log.
//!
//! Nothing here is asynchronous. Decoding takes milliseconds to seconds: call it off the thread
//! that draws the window. The decoders beneath panic at some pictures; that is contained here, but the
//! program's panic hook hears of it: see [`panic_is_contained`].

#![forbid(unsafe_code)]

#[cfg(not(any(target_os = "android", target_os = "ios")))]
pub mod camera;
mod contain;
mod decode;
mod luma;
mod picture;
mod prepare;

pub use contain::panic_is_contained;
pub use decode::{Found, LiveDecoder, Point, find, find_within};
pub use luma::LumaImage;
pub use picture::{MAX_BYTES, MAX_PIXELS, Picture, PictureError};
