//! Tests that cross the crates, in one binary: each module is a room of its own.

#![forbid(unsafe_code)]

mod corpora;
mod edges;
mod permissions;
mod servers;
