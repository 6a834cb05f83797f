//! Drawn QR pictures.
