//! Cases of `push`.
