//! Step 2 of an enrolment: the app's key goes to the server, the server's key comes back.

use serde::Deserialize;
use serde_json::Value;

use crate::error::PushError;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::enrol_uri::EnrolmentUri;
use crate::protocol::reply::{self, ReadError};
use crate::protocol::sign::{PrivateKey, ServerKey};
use crate::protocol::value::Serial;
use crate::transport::{HttpReply, HttpRequest, Method};

/// An enrolled token, without its private key: nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The serial.
    pub serial: Serial,
    /// Where to poll and answer; the only place to which answers go.
    pub endpoint: Endpoint,
    /// The key that signs this token's challenges.
    pub server_key: ServerKey,
}

/// What an app without notification service sends in place of its address (any non-empty text).
const NO_PUSH_SERVICE: &str = "no_firebase_token";

/// What we understand beyond the base protocol, in canonical JSON. privacyIDEA 3.14 ignores it.
pub(crate) const CAPABILITIES: &str = r#"["decline_reason"]"#;

/// Builds the request of step 2.
///
/// # Errors
/// [`PushError::BadKey`] if the public key does not pass its self-check.
pub fn request(uri: &EnrolmentUri, key: &PrivateKey) -> Result<HttpRequest, PushError> {
    let public_key = key.public_key_text().map_err(|_| PushError::BadKey)?;
    let fields = vec![
        ("enrollment_credential", uri.expose_credential().to_owned()),
        ("serial", uri.serial().as_str().to_owned()),
        ("fbtoken", NO_PUSH_SERVICE.to_owned()),
        ("pubkey", public_key),
        ("capabilities", CAPABILITIES.to_owned()),
    ];
    Ok(HttpRequest::new(Method::Post, uri.endpoint(), fields))
}

/// Reads the answer of step 2.
///
/// # Errors
/// [`PushError::WrongCredential`], [`PushError::EnrolmentClosed`], [`PushError::BadServerKey`],
/// [`PushError::WrongSerial`], and what any call may fail with.
pub fn read(reply: &HttpReply, uri: &EnrolmentUri) -> Result<Token, PushError> {
    let envelope = reply::read(reply).map_err(refusal)?;
    let detail: Detail =
        serde_json::from_value(Value::Object(envelope.detail)).map_err(|_| PushError::BadReply)?;
    if detail
        .serial
        .is_some_and(|serial| serial != uri.serial().as_str())
    {
        return Err(PushError::WrongSerial);
    }
    if detail
        .rollout_state
        .is_some_and(|state| state != "enrolled")
    {
        return Err(PushError::BadReply);
    }
    let public_key = detail.public_key.ok_or(PushError::BadReply)?;
    let server_key = ServerKey::from_base64(&public_key).map_err(|_| PushError::BadServerKey)?;
    Ok(Token {
        serial: uri.serial().clone(),
        endpoint: uri.endpoint().clone(),
        server_key,
    })
}

fn refusal(error: ReadError) -> PushError {
    match error {
        // All parameters are sent always, so 905 is about the credential unless it says otherwise.
        ReadError::Server(error) if error.code == 905 && !error.says("missing parameter") => {
            PushError::WrongCredential
        }
        ReadError::Server(error) => match error.meaning() {
            PushError::UnknownToken => PushError::EnrolmentClosed,
            other => other,
        },
        ReadError::Other(error) => error,
    }
}

#[derive(Deserialize)]
struct Detail {
    public_key: Option<String>,
    rollout_state: Option<String>,
    serial: Option<String>,
}
