//! The envelope around every answer, and what its errors mean.
//!
//! The server's words in `result.error.message` are used only to tell apart reasons that share an
//! error number; they are never kept, since they may hold anything. The envelope's own `signature`
//! is made with the server's audit key, which no app knows, and is ignored.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::clock_offset::{ClockOffset, parse_http_date};
use crate::error::PushError;
use crate::transport::HttpReply;

/// The local, uncorrected times around one exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// Just before the request was sent.
    pub sent: Timestamp,
    /// Just after the reply was complete.
    pub received: Timestamp,
}

/// A successful answer.
#[derive(Debug)]
pub(crate) struct Envelope {
    pub value: Value,
    pub detail: Map<String, Value>,
}

/// An error that the server itself reports.
#[derive(Debug)]
pub(crate) struct ServerError {
    pub status: u16,
    pub code: i64,
    message: String,
}

impl ServerError {
    /// True if the server's words hold `part`, in any case of letters.
    pub fn says(&self, part: &str) -> bool {
        self.message.to_ascii_lowercase().contains(part)
    }

    /// What the error means where the call gives it no special meaning.
    pub fn meaning(&self) -> PushError {
        match (self.status, self.code) {
            (500.., _) => PushError::ServerFault {
                status: self.status,
            },
            (_, RESOURCE_NOT_FOUND) => PushError::UnknownToken,
            (_, PARAMETER) => PushError::MissingParameter,
            (_, HIDDEN) => PushError::HiddenReason,
            (status, code) => PushError::Refused { status, code },
        }
    }
}

#[derive(Debug)]
pub(crate) enum ReadError {
    /// The server refused; the call knows what that means.
    Server(ServerError),
    /// What answered is no approval server in working order.
    Other(PushError),
}

/// Reads an answer's envelope.
pub(crate) fn read(reply: &HttpReply) -> Result<Envelope, ReadError> {
    if (300..400).contains(&reply.status) {
        return Err(ReadError::Other(PushError::Redirected));
    }
    if matches!(reply.status, 429 | 503) {
        let retry_after = reply
            .retry_after
            .as_deref()
            .and_then(|v| retry_after(v, reply));
        return Err(ReadError::Other(PushError::Busy { retry_after }));
    }
    let Ok(raw) = serde_json::from_slice::<RawEnvelope>(&reply.body) else {
        return Err(ReadError::Other(not_an_envelope(reply)));
    };
    let success = (200..300).contains(&reply.status);
    match raw.result {
        RawResult {
            status: Some(true),
            value,
            ..
        } if success => Ok(Envelope {
            value,
            detail: raw.detail.unwrap_or_default(),
        }),
        RawResult {
            error: Some(error), ..
        } => Err(ReadError::Server(ServerError {
            status: reply.status,
            code: error.code.unwrap_or_default(),
            message: error.message.unwrap_or_default(),
        })),
        _ => Err(ReadError::Other(not_an_envelope(reply))),
    }
}

/// The server's clock: the `Date` header, else the envelope's `time` (seconds since 1970).
pub(crate) fn server_time(reply: &HttpReply) -> Option<Timestamp> {
    reply.date.as_deref().and_then(parse_http_date).or_else(|| {
        let raw: RawEnvelope = serde_json::from_slice(&reply.body).ok()?;
        let since_1970 = SignedDuration::try_from_secs_f64(raw.time?).ok()?;
        Timestamp::from_duration(since_1970).ok()
    })
}

/// How far the server's clock is from ours, if an approval server answered and said its time.
pub fn measure(reply: &HttpReply, times: Times) -> Option<ClockOffset> {
    // A captive portal or a proxy must not set our clock.
    serde_json::from_slice::<RawEnvelope>(&reply.body).ok()?;
    match &reply.date {
        Some(date) => ClockOffset::from_date_header(date, times.sent, times.received),
        None => {
            let precision = SignedDuration::from_millis(10);
            ClockOffset::measure(server_time(reply)?, precision, times.sent, times.received)
        }
    }
}

fn not_an_envelope(reply: &HttpReply) -> PushError {
    let is_json = serde_json::from_slice::<Value>(&reply.body).is_ok();
    match reply.status {
        404 | 405 | 410 => PushError::NoPushService,
        status @ 500.. => PushError::ServerFault { status },
        _ if is_json => PushError::BadReply,
        _ => PushError::NotJson,
    }
}

/// `Retry-After` is seconds or a date (RFC 9110, section 10.2.3); a date is read by the server's
/// own clock.
fn retry_after(text: &str, reply: &HttpReply) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = parse_http_date(text)?;
    let now = server_time(reply)?;
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
}

const PARAMETER: i64 = 905;
const RESOURCE_NOT_FOUND: i64 = 601;
const HIDDEN: i64 = -311;

#[derive(Deserialize)]
struct RawEnvelope {
    result: RawResult,
    #[serde(default)]
    detail: Option<Map<String, Value>>,
    #[serde(default)]
    time: Option<f64>,
}

#[derive(Deserialize)]
struct RawResult {
    status: Option<bool>,
    #[serde(default)]
    value: Value,
    error: Option<RawError>,
}

#[derive(Deserialize)]
struct RawError {
    code: Option<i64>,
    message: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, body: &str) -> HttpReply {
        HttpReply {
            status,
            date: None,
            retry_after: None,
            body: body.as_bytes().to_vec(),
        }
    }

    fn reason(reply: &HttpReply) -> PushError {
        match read(reply).unwrap_err() {
            ReadError::Server(error) => error.meaning(),
            ReadError::Other(error) => error,
        }
    }

    #[test]
    fn names_what_answers_instead_of_an_approval_server() {
        let html = "<!DOCTYPE html><title>Log in to the guest network</title>";
        for (status, body, expected) in [
            (200, html, PushError::NotJson),
            (200, "", PushError::NotJson),
            (403, html, PushError::NotJson),
            (404, html, PushError::NoPushService),
            (405, html, PushError::NoPushService),
            (502, html, PushError::ServerFault { status: 502 }),
            (302, html, PushError::Redirected),
            (307, "", PushError::Redirected),
            (429, "", PushError::Busy { retry_after: None }),
            (200, "{}", PushError::BadReply),
            (200, "[1,2]", PushError::BadReply),
            (200, r#"{"result":{"status":true"#, PushError::NotJson),
            (200, r#"{"result":{"status":false}}"#, PushError::BadReply),
            (200, r#"{"result":"yes"}"#, PushError::BadReply),
            (200, &"[".repeat(100_000), PushError::NotJson),
        ] {
            assert_eq!(
                reason(&reply(status, body)),
                expected,
                "{status} {:.60}",
                body
            );
        }
    }

    #[test]
    fn a_body_that_claims_success_with_an_error_status_is_not_believed() {
        let body = r#"{"result":{"status":true,"value":true}}"#;
        assert_eq!(reason(&reply(400, body)), PushError::BadReply);
    }

    #[test]
    fn reads_retry_after_in_both_forms() {
        let mut busy = reply(503, "");
        busy.date = Some("Sun, 22 Nov 2026 02:00:00 GMT".into());
        for (text, seconds) in [
            ("120", Some(120)),
            ("Sun, 22 Nov 2026 02:01:30 GMT", Some(90)),
            ("Sun, 22 Nov 2026 01:00:00 GMT", Some(0)),
            ("soon", None),
        ] {
            busy.retry_after = Some(text.into());
            let expected = PushError::Busy {
                retry_after: seconds.map(Duration::from_secs),
            };
            assert_eq!(reason(&busy), expected, "{text}");
        }
    }

    #[test]
    fn a_captive_portal_does_not_set_our_clock() {
        let times = Times {
            sent: Timestamp::UNIX_EPOCH,
            received: Timestamp::UNIX_EPOCH,
        };
        let mut portal = reply(200, "<html>");
        portal.date = Some("Sun, 22 Nov 2026 02:00:00 GMT".into());
        assert_eq!(measure(&portal, times), None);
        let server = reply(200, r#"{"result":{"status":true,"value":[]},"time":7.5}"#);
        let offset = measure(&server, times).unwrap();
        assert_eq!(offset.server_ahead(), SignedDuration::from_millis(7500));
    }
}
