//! Approval requests of privacyIDEA: enrolment, polling, verifying, answering.
//!
//! The protocol is specified in `docs/push-protocol.md`. [`protocol`] holds all of it without doing
//! any I/O: requests are built from typed values, replies are read from bytes, and time comes in as
//! an argument. [`exchange`] joins those halves over a [`Transport`]; [`HttpTransport`] is the only
//! place that opens a connection, and the only place that names reqwest.
//!
//! What this crate is deliberately not: it keeps nothing (the vault does), it shows nothing and has
//! no words for people, and it starts no timers ([`PollSchedule`] only says when to poll next).

#![forbid(unsafe_code)]

pub mod clock_offset;
pub mod error;
pub mod exchange;
pub mod http;
pub mod poller;
pub mod protocol;
pub mod transport;

pub use crate::clock_offset::ClockOffset;
pub use crate::error::PushError;
pub use crate::exchange::{Exchange, Now, answer, enrol, poll};
pub use crate::http::{HttpSetupError, HttpTransport, count_certificates};
pub use crate::poller::{NextPoll, PollSchedule};
pub use crate::protocol::answer::{Answer, AnswerOutcome, DeclineReason, DisplayCode};
pub use crate::protocol::challenge::{
    ApprovalRequest, ChallengeError, PresenceOption, RequestKind,
};
pub use crate::protocol::context::LoginContext;
pub use crate::protocol::endpoint::{Endpoint, EndpointError};
pub use crate::protocol::enrol::Token;
pub use crate::protocol::enrol_uri::{EnrolmentUri, EnrolmentUriError, Flavour, Unlock};
pub use crate::protocol::poll::Polled;
pub use crate::protocol::sign::{KeyError, PrivateKey, ServerKey};
pub use crate::protocol::value::{Nonce, SeenNonces, Serial};
pub use crate::transport::{HttpReply, HttpRequest, Method, Transport};
