//! The three calls that an app makes: enrol, poll, answer.
//!
//! Each builds a request, sends it over a [`Transport`] and reads the reply, and measures the
//! server's clock on the way. No call takes longer than [`CALL_LIMIT`] of the transport.

use std::time::Duration;

use jiff::Timestamp;

use crate::clock_offset::ClockOffset;
use crate::error::PushError;
use crate::protocol::answer::{self, Answer, AnswerOutcome};
use crate::protocol::challenge::ApprovalRequest;
use crate::protocol::enrol::{self, Token};
use crate::protocol::enrol_uri::EnrolmentUri;
use crate::protocol::poll::{self, Polled};
use crate::protocol::reply::{self, Times};
use crate::protocol::sign::PrivateKey;
use crate::protocol::value::SeenNonces;
use crate::transport::{CALL_LIMIT, HttpReply, HttpRequest, Transport};

/// The local clock, uncorrected.
pub type Now<'a> = &'a (dyn Fn() -> Timestamp + Send + Sync);

/// What a call brought, and what it showed about the server's clock.
#[derive(Debug)]
pub struct Exchange<T> {
    /// The result.
    pub outcome: Result<T, PushError>,
    /// The server's clock, if an approval server answered. Pass it to the next poll.
    pub measured: Option<ClockOffset>,
}

impl<T> Exchange<T> {
    fn failed(error: PushError) -> Self {
        Self {
            outcome: Err(error),
            measured: None,
        }
    }
}

/// Step 2 of an enrolment.
///
/// The answer cannot be asked for twice: keep the key and what the URI says *before* this call. If
/// it times out, the server may be enrolled; the person then needs a new QR code.
pub async fn enrol<T: Transport>(
    transport: &T,
    now: Now<'_>,
    uri: &EnrolmentUri,
    expires_at: Timestamp,
    key: &PrivateKey,
) -> Exchange<Token> {
    if now() >= expires_at {
        return Exchange::failed(PushError::EnrolmentExpired);
    }
    let request = match enrol::request(uri, key) {
        Ok(request) => request,
        Err(error) => return Exchange::failed(error),
    };
    match send(transport, now, &request).await {
        Ok((reply, times)) => Exchange {
            outcome: enrol::read(&reply, uri),
            measured: reply::measure(&reply, times),
        },
        Err(error) => Exchange::failed(error),
    }
}

/// One poll, stamped with the local clock corrected by `offset`.
///
/// If the server says that the time is out of range, and its clock shows how far, the poll is
/// repeated once with the right time.
pub async fn poll<T: Transport>(
    transport: &T,
    now: Now<'_>,
    offset: ClockOffset,
    token: &Token,
    key: &PrivateKey,
    seen: &SeenNonces,
) -> Exchange<Polled> {
    let started = now();
    let first = poll_once(transport, now, offset, token, key, seen, CALL_LIMIT).await;
    let Err(PushError::ClockOutOfRange {
        offset: Some(right),
        ..
    }) = first.outcome
    else {
        return first;
    };
    let spent = Duration::try_from(now().duration_since(started)).unwrap_or_default();
    let left = CALL_LIMIT.saturating_sub(spent);
    if left.is_zero() || !poll::is_worth_another_try(offset, right) {
        return first;
    }
    poll_once(transport, now, right, token, key, seen, left).await
}

async fn poll_once<T: Transport>(
    transport: &T,
    now: Now<'_>,
    offset: ClockOffset,
    token: &Token,
    key: &PrivateKey,
    seen: &SeenNonces,
    time_limit: Duration,
) -> Exchange<Polled> {
    let stamp = offset.correct(now());
    let request = match poll::request(token, key, stamp) {
        Ok(request) => request.within(time_limit),
        Err(error) => return Exchange::failed(error),
    };
    match send(transport, now, &request).await {
        Ok((reply, times)) => Exchange {
            outcome: poll::read(&reply, token, seen, stamp, times),
            measured: reply::measure(&reply, times),
        },
        Err(error) => Exchange::failed(error),
    }
}

/// Sends the answer to a request.
///
/// Remember the request's nonce as handled once this gives an outcome. If the reply is lost, the
/// person may answer again; the server counts one answer.
pub async fn answer<T: Transport>(
    transport: &T,
    now: Now<'_>,
    token: &Token,
    key: &PrivateKey,
    request: &ApprovalRequest,
    answer: &Answer,
) -> Exchange<AnswerOutcome> {
    let request = match answer::request(token, key, request, answer) {
        Ok(request) => request,
        Err(error) => return Exchange::failed(error),
    };
    match send(transport, now, &request).await {
        Ok((reply, times)) => Exchange {
            outcome: answer::read(&reply),
            measured: reply::measure(&reply, times),
        },
        Err(error) => Exchange::failed(error),
    }
}

async fn send<T: Transport>(
    transport: &T,
    now: Now<'_>,
    request: &HttpRequest,
) -> Result<(HttpReply, Times), PushError> {
    let sent = now();
    let reply = transport.send(request).await?;
    Ok((
        reply,
        Times {
            sent,
            received: now(),
        },
    ))
}
