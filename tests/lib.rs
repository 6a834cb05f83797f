//! Empty: the tests are in `main.rs`, one binary for all.

#![forbid(unsafe_code)]
