//! Pixels in, texts out: pictures, the clipboard and the camera.
