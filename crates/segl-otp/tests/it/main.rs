//! The crate as its callers see it.
#![cfg(test)]

mod migration;
mod readings;
mod round_trip;
