//! The protocol without I/O: what is sent, what is believed, and what is refused.
//!
//! No clock, no randomness and no network here. `docs/push-protocol.md` is the specification.

pub mod answer;
pub mod canonical_json;
pub mod challenge;
pub mod context;
pub mod endpoint;
pub mod enrol;
pub mod enrol_uri;
pub mod poll;
pub mod reply;
pub mod sign;
pub mod text;
pub mod value;
