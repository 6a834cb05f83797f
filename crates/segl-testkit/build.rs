//! Compiles the virtual camera, a library that is loaded before a program's own.

fn main() {}
