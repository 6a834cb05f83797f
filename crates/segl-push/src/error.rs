//! Why a call to an approval server did not do what was asked.
//!
//! One enum, so that a face has words for every reason. No words for people here, and nothing
//! secret: neither keys nor credentials nor URIs are part of an error.

use std::time::Duration;

use jiff::Timestamp;
use thiserror::Error;

use crate::clock_offset::ClockOffset;

/// A reason that somebody can act on.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PushError {
    /// The name of the server could not be resolved: no network, or a wrong address.
    #[error("the server's name could not be resolved")]
    HostNotFound,
    /// Nothing answers at the server's address.
    #[error("cannot connect to the server")]
    CannotConnect,
    /// No complete answer in time. For step 2 of an enrolment the server may have taken it.
    #[error("the server did not answer in time")]
    TimedOut,
    /// The connection broke after the request was sent.
    #[error("the connection to the server was lost")]
    ConnectionLost,
    /// The certificate was issued by an authority that this device does not trust.
    #[error("the server's certificate was issued by an unknown authority")]
    UnknownIssuer,
    /// The certificate belongs to another host.
    #[error("the server's certificate belongs to another host")]
    WrongHost,
    /// The certificate has expired (or this device's clock is far ahead).
    #[error("the server's certificate has expired")]
    CertificateExpired,
    /// The certificate is not valid yet (or this device's clock is far behind).
    #[error("the server's certificate is not valid yet")]
    CertificateNotYetValid,
    /// The certificate has been revoked.
    #[error("the server's certificate has been revoked")]
    CertificateRevoked,
    /// No secure connection could be agreed for another reason.
    #[error("no secure connection could be made")]
    Tls,
    /// The server answered with a redirect, which is never followed.
    #[error("the server redirects to another address, which is not followed")]
    Redirected,
    /// The answer is larger than 1 MiB.
    #[error("the server's answer is too large")]
    ReplyTooLarge,
    /// The answer is not JSON: a captive portal, a proxy or another program answers.
    #[error("the answer does not come from an approval server")]
    NotJson,
    /// JSON, but not what the protocol says.
    #[error("the server's answer is not understood")]
    BadReply,

    /// The request's time lies outside the server's window of 60 seconds to either side.
    #[error("this device's clock differs too much from the server's")]
    ClockOutOfRange {
        /// What the server's clock showed, where it said so.
        server_time: Option<Timestamp>,
        /// The measured difference to the local clock, where the server said its time.
        offset: Option<ClockOffset>,
    },
    /// The server could not read the time that was sent. A fault of this program or of the server.
    #[error("the server does not understand the time that was sent")]
    TimestampRefused,
    /// The signature does not match: the token was deleted, or the key is another one.
    #[error("the server does not accept the signature")]
    SignatureRefused,
    /// The server's policy forbids polling (error 303). Asking again is useless.
    #[error("the server does not allow polling")]
    PollingNotAllowed,
    /// The server does not know the token (any more).
    #[error("the server does not know this token")]
    UnknownToken,
    /// Step 2 was done before, or the token was deleted: a new QR code is needed.
    #[error("the enrolment is not open any more")]
    EnrolmentClosed,
    /// The one-time credential of the QR code is not accepted.
    #[error("the server does not accept the enrolment credential")]
    WrongCredential,
    /// The server misses a parameter. A fault of this program or of the server.
    #[error("the server misses a parameter")]
    MissingParameter,
    /// The server is set up not to say why (error -311).
    #[error("the server refused and keeps the reason to itself")]
    HiddenReason,
    /// The server or a proxy asks to come back later (429 or 503).
    #[error("the server is busy")]
    Busy {
        /// How long to wait, where it was said.
        retry_after: Option<Duration>,
    },
    /// The server failed (5xx). A token that is not fully enrolled is answered like this, too.
    #[error("the server failed with status {status}")]
    ServerFault {
        /// The HTTP status.
        status: u16,
    },
    /// Something answers, but not an approval server at this address (404, 405 or 410).
    #[error("there is no approval service at this address")]
    NoPushService,
    /// Another refusal.
    #[error("the server refused with status {status}, error {code}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The server's error number.
        code: i64,
    },

    /// The QR code was scanned too long ago.
    #[error("the enrolment has expired")]
    EnrolmentExpired,
    /// The server's key in the answer of step 2 cannot be used.
    #[error("the server's key cannot be used")]
    BadServerKey,
    /// The answer is about another token.
    #[error("the answer is about another token")]
    WrongSerial,
    /// The request wants one of its options chosen, and none was.
    #[error("an option must be chosen to approve this request")]
    PresenceMissing,
    /// The chosen option does not belong to this request.
    #[error("this option was not offered by the request")]
    PresenceNotOffered,
    /// Our key cannot sign.
    #[error("the token's key cannot be used")]
    BadKey,
}

impl PushError {
    /// How long the server asked to be left alone.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy { retry_after } => *retry_after,
            _ => None,
        }
    }

    /// True if the same call may succeed later without anybody doing anything.
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::HostNotFound
                | Self::CannotConnect
                | Self::TimedOut
                | Self::ConnectionLost
                | Self::NotJson
                | Self::Redirected
                | Self::Busy { .. }
                | Self::ServerFault { .. }
        )
    }
}
