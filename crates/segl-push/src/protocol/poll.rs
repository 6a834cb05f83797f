//! Asking the server for open challenges.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::clock_offset::ClockOffset;
use crate::error::PushError;
use crate::protocol::challenge::{self, ApprovalRequest, ChallengeError};
use crate::protocol::enrol::{CAPABILITIES, Token};
use crate::protocol::reply::{self, ReadError, ServerError, Times};
use crate::protocol::sign::PrivateKey;
use crate::protocol::value::SeenNonces;
use crate::transport::{HttpReply, HttpRequest, Method};

/// What a poll brought.
#[derive(Debug, Clone, Default)]
pub struct Polled {
    /// Verified requests that were not handled before, in the server's order.
    pub requests: Vec<ApprovalRequest>,
    /// Why other challenges were dropped. For the log; nothing of them is ever shown.
    pub refused: Vec<ChallengeError>,
}

/// Builds a poll. `stamp` is the time by the *server's* clock; it accepts 60 seconds to either side.
///
/// # Errors
/// [`PushError::BadKey`].
pub fn request(
    token: &Token,
    key: &PrivateKey,
    stamp: Timestamp,
) -> Result<HttpRequest, PushError> {
    let stamp = format!("{stamp:.6}");
    let signature = key
        .sign(&format!("{}|{stamp}", token.serial))
        .map_err(|_| PushError::BadKey)?;
    let fields = vec![
        ("serial", token.serial.as_str().to_owned()),
        ("timestamp", stamp),
        ("signature", signature),
        ("capabilities", CAPABILITIES.to_owned()),
    ];
    Ok(HttpRequest::new(Method::Get, &token.endpoint, fields))
}

/// Reads the answer to a poll that was stamped with `stamp`, and verifies what it holds.
///
/// # Errors
/// [`PushError::ClockOutOfRange`], [`PushError::SignatureRefused`],
/// [`PushError::PollingNotAllowed`], and what any call may fail with.
pub fn read(
    reply: &HttpReply,
    token: &Token,
    seen: &SeenNonces,
    stamp: Timestamp,
    times: Times,
) -> Result<Polled, PushError> {
    let envelope = reply::read(reply).map_err(|error| match error {
        ReadError::Server(error) => refusal(&error, reply, stamp, times),
        ReadError::Other(error) => error,
    })?;
    let Value::Array(challenges) = envelope.value else {
        return Err(PushError::BadReply);
    };
    let mut polled = Polled::default();
    let mut nonces = HashSet::new();
    for challenge in challenges.iter().take(MOST_CHALLENGES) {
        match challenge::verify(challenge, token, times.received) {
            Ok(request) if seen.contains(request.nonce()) => {}
            Ok(request) if !nonces.insert(request.nonce().clone()) => {
                polled.refused.push(ChallengeError::Repeated);
            }
            Ok(request) => polled.requests.push(request),
            Err(reason) => polled.refused.push(reason),
        }
    }
    Ok(polled)
}

/// Error 10 stands for a time out of range, a time that is not understood and a wrong signature;
/// -311 hides which. The server's words decide, and where they don't help, its clock does.
fn refusal(error: &ServerError, reply: &HttpReply, stamp: Timestamp, times: Times) -> PushError {
    match error.code {
        POLLING_NOT_ALLOWED if error.status == 403 => return PushError::PollingNotAllowed,
        VALIDATION | HIDDEN => {}
        _ => return error.meaning(),
    }
    let server_time = reply::server_time(reply);
    let offset = reply::measure(reply, times);
    let outside = server_time.is_some_and(|server| {
        server.duration_since(stamp).abs() >= WINDOW.saturating_sub(SignedDuration::from_secs(1))
    });
    if error.says("not in valid range") || outside {
        return PushError::ClockOutOfRange {
            server_time,
            offset,
        };
    }
    if error.says("could not parse timestamp") {
        return PushError::TimestampRefused;
    }
    match error.code {
        HIDDEN => PushError::HiddenReason,
        _ => PushError::SignatureRefused,
    }
}

/// True if a poll stamped with the new offset may succeed where the old one failed.
pub(crate) fn is_worth_another_try(old: ClockOffset, new: ClockOffset) -> bool {
    new.server_ahead().saturating_sub(old.server_ahead()).abs() > SignedDuration::from_secs(5)
}

const WINDOW: SignedDuration = SignedDuration::from_secs(60);
const MOST_CHALLENGES: usize = 100;
const VALIDATION: i64 = 10;
const POLLING_NOT_ALLOWED: i64 = 303;
const HIDDEN: i64 = -311;
