//! Real servers on loopback: what they say about us, and what we make of them.

mod push;
mod terminal;
