//! The crate as others see it: requests and answers, and the edge to the network.

#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy.toml allows these in tests, but not in the functions beside them"
)]

mod answers;
mod challenges;
mod exchange;
mod http;
mod server;
mod tls;
