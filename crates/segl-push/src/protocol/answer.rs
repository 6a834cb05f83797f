//! Answering a request: accept, accept with an option, or decline.

use serde::Deserialize;
use serde_json::Value;

use crate::error::PushError;
use crate::protocol::challenge::{ApprovalRequest, PresenceOption, RequestKind};
use crate::protocol::enrol::Token;
use crate::protocol::reply::{self, ReadError};
use crate::protocol::sign::PrivateKey;
use crate::protocol::text;
use crate::transport::{HttpReply, HttpRequest, Method};

/// What the person decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Accept a plain request.
    Approve,
    /// Accept a presence request with one of its options.
    ApprovePresence(PresenceOption),
    /// Decline any request. The reason is left out where the server did not say, under its
    /// signature, that it takes one: others would not count such an answer at all.
    Decline(Option<DeclineReason>),
}

/// Why a request is declined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeclineReason {
    /// "I didn't start this."
    UnknownTrigger,
    /// "I did, but cancel it."
    Cancelled,
}

impl DeclineReason {
    fn text(self) -> &'static str {
        match self {
            Self::UnknownTrigger => "unknown_trigger",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What became of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerOutcome {
    /// The server took it.
    Taken {
        /// A code that the person types at the login page ("code to phone"). It cannot be fetched
        /// again: keep showing it until the request expires.
        display_code: Option<DisplayCode>,
    },
    /// No open challenge matched: expired, answered elsewhere, or the wrong option. The server
    /// does not say which.
    NotTaken,
}

/// A code to show, large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisplayCode {
    /// The code, cleaned for showing (privacyIDEA 3.14: two digits).
    pub code: String,
    /// The server's words about it, cleaned for showing.
    pub message: Option<String>,
}

/// Builds the answer to a request. It goes to the endpoint stored at enrolment, always with the
/// nonce, which eduMFA needs.
///
/// # Errors
/// [`PushError::PresenceMissing`] and [`PushError::PresenceNotOffered`] if the answer does not fit
/// the request, [`PushError::WrongSerial`] if the request is another token's,
/// [`PushError::BadKey`].
pub fn request(
    token: &Token,
    key: &PrivateKey,
    request: &ApprovalRequest,
    answer: &Answer,
) -> Result<HttpRequest, PushError> {
    if *request.serial() != token.serial {
        return Err(PushError::WrongSerial);
    }
    let nonce = request.nonce().as_str();
    let mut signed = format!("{nonce}|{}", token.serial);
    let mut fields = vec![
        ("serial", token.serial.as_str().to_owned()),
        ("nonce", nonce.to_owned()),
    ];
    match (answer, request.kind()) {
        (Answer::Approve, RequestKind::Plain) => {}
        (Answer::Approve, RequestKind::Presence { .. }) => return Err(PushError::PresenceMissing),
        (Answer::ApprovePresence(option), RequestKind::Presence { options }) => {
            if !options.contains(option) {
                return Err(PushError::PresenceNotOffered);
            }
            signed.push('|');
            signed.push_str(option.as_str());
            fields.push(("presence_answer", option.as_str().to_owned()));
        }
        (Answer::ApprovePresence(_), RequestKind::Plain) => {
            return Err(PushError::PresenceNotOffered);
        }
        (Answer::Decline(reason), _) => {
            signed.push_str("|decline");
            fields.push(("decline", "1".to_owned()));
            if let Some(reason) = reason.filter(|_| request.takes_reason()) {
                signed.push('|');
                signed.push_str(reason.text());
                fields.push(("decline_reason", reason.text().to_owned()));
            }
        }
    }
    fields.push((
        "signature",
        key.sign(&signed).map_err(|_| PushError::BadKey)?,
    ));
    Ok(HttpRequest::new(Method::Post, &token.endpoint, fields))
}

/// Reads what became of an answer.
///
/// # Errors
/// [`PushError::UnknownToken`] and what any call may fail with. A wrong signature is no error to
/// the server: the answer is then [`AnswerOutcome::NotTaken`].
pub fn read(reply: &HttpReply) -> Result<AnswerOutcome, PushError> {
    let envelope = reply::read(reply).map_err(|error| match error {
        ReadError::Server(error) => error.meaning(),
        ReadError::Other(error) => error,
    })?;
    match envelope.value {
        Value::Bool(true) => {
            let detail = serde_json::from_value(Value::Object(envelope.detail)).ok();
            Ok(AnswerOutcome::Taken {
                display_code: detail.and_then(display_code),
            })
        }
        Value::Bool(false) => Ok(AnswerOutcome::NotTaken),
        _ => Err(PushError::BadReply),
    }
}

fn display_code(detail: Detail) -> Option<DisplayCode> {
    let code = match detail.display_code? {
        Value::String(code) => text::clean(&code, LONGEST_CODE),
        Value::Number(code) => code.to_string(),
        _ => return None,
    };
    let message = detail
        .message
        .map(|message| text::clean(&message, LONGEST_MESSAGE));
    let message = message.filter(|message| !message.is_empty());
    (!code.is_empty()).then_some(DisplayCode { code, message })
}

#[derive(Deserialize)]
struct Detail {
    display_code: Option<Value>,
    message: Option<String>,
}

const LONGEST_CODE: usize = 32;
const LONGEST_MESSAGE: usize = 300;
