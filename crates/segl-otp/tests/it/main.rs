//! The crate as its callers see it.

mod migration;
mod readings;
mod round_trip;
