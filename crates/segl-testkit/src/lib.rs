//! For tests only: drawn QR pictures, a virtual camera, desktop sessions, real servers.

#![forbid(unsafe_code)]

pub mod camera;
pub mod qr;
pub mod servers;
pub mod session;
pub mod traces;
pub mod webdriver;
pub mod window;
