//! Cases of `qr`.
