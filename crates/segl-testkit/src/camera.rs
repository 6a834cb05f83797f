//! A virtual camera.
