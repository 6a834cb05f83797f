//! For tests only: drawn QR pictures, a virtual camera, desktop sessions, real servers.

pub mod camera;
pub mod qr;
pub mod servers;
pub mod session;
pub mod traces;
pub mod webdriver;
pub mod window;
