//! Tests that cross the crates, in one binary: each module is a room of its own.

mod corpora;
