//! Tests that cross the crates, in one binary: each module is a room of its own.

#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy.toml allows these in tests, but not in the functions beside them"
)]

mod corpora;
mod edges;
mod permissions;
mod servers;
mod window;
