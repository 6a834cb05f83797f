//! The window of Segl.

fn main() {}
