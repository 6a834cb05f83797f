//! A challenge becomes a request only after everything about it was checked.
//!
//! The server signs the fields joined with `|` and escapes nothing, so the signed text alone is
//! ambiguous: leaving out `require_presence` and sending `sslverify` as `1|A,B,C` gives the same
//! text and would turn a number matching into a plain question. The grammar here makes it
//! unambiguous where it matters: `sslverify` is exactly `0` or `1`, and nonce, serial, url and
//! options hold no `|`. Title and question may; where one ends and the other begins is for the
//! eyes only.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use thiserror::Error;

use crate::protocol::canonical_json;
use crate::protocol::context::LoginContext;
use crate::protocol::enrol::Token;
use crate::protocol::sign::ServerKey;
use crate::protocol::text;
use crate::protocol::value::{Nonce, Serial};

/// A verified request for approval. There is no other way to make one than to verify a challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalRequest {
    nonce: Nonce,
    serial: Serial,
    title: String,
    question: String,
    kind: RequestKind,
    context: LoginContext,
    takes_reason: bool,
    received_at: Timestamp,
}

/// How a request is approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestKind {
    /// By approving. "Code to phone" looks the same until it is answered.
    Plain,
    /// By naming the option that the login page shows (number matching).
    Presence {
        /// 2 to 10 options in the server's order.
        options: Vec<PresenceOption>,
    },
}

/// One of a presence request's options: visible text without `|`, at most 64 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PresenceOption(String);

impl PresenceOption {
    /// The text, to show and to sign.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a challenge is dropped.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ChallengeError {
    /// Not a JSON object.
    #[error("a challenge is not an object")]
    NotAnObject,
    /// A field is missing.
    #[error("a challenge has no {0}")]
    Missing(&'static str),
    /// A field is not a text.
    #[error("a challenge's {0} is not a text")]
    NotText(&'static str),
    /// A field is longer than any real server writes it.
    #[error("a challenge's {0} is too long")]
    TooLong(&'static str),
    /// A field breaks the grammar.
    #[error("a challenge's {0} is malformed")]
    Malformed(&'static str),
    /// Made for another token.
    #[error("a challenge is for another token")]
    OtherSerial,
    /// Made for another address than the enrolled one.
    #[error("a challenge is for another address")]
    OtherEndpoint,
    /// A form that came after ours.
    #[error("a challenge's version is not known")]
    Version,
    /// Not signed by the server's key.
    #[error("a challenge's signature is wrong")]
    Signature,
    /// Capabilities that the server did not sign, or signed for another challenge.
    #[error("the signature of a challenge's capabilities is wrong")]
    CapabilitiesSignature,
    /// The same nonce twice in one answer.
    #[error("a challenge is repeated")]
    Repeated,
}

impl ApprovalRequest {
    /// The nonce, which names this request.
    pub fn nonce(&self) -> &Nonce {
        &self.nonce
    }

    /// The token that is asked.
    pub fn serial(&self) -> &Serial {
        &self.serial
    }

    /// The server's title, cleaned for showing. Untrusted.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The server's question, cleaned for showing. Untrusted.
    pub fn question(&self) -> &str {
        &self.question
    }

    /// How it is approved.
    pub fn kind(&self) -> &RequestKind {
        &self.kind
    }

    /// The option that a person typed: blanks around it and the case of letters don't matter.
    pub fn presence_option(&self, typed: &str) -> Option<&PresenceOption> {
        let RequestKind::Presence { options } = &self.kind else {
            return None;
        };
        let exact = options.iter().find(|option| option.as_str() == typed);
        exact.or_else(|| {
            let typed = typed.trim().to_lowercase();
            options
                .iter()
                .find(|option| option.as_str().trim().to_lowercase() == typed)
        })
    }

    /// What the text says about who logs in.
    pub fn context(&self) -> &LoginContext {
        &self.context
    }

    /// True if the server said under its signature that it takes a reason for declining.
    pub fn takes_reason(&self) -> bool {
        self.takes_reason
    }

    /// When it was received, by the local clock.
    pub fn received_at(&self) -> Timestamp {
        self.received_at
    }

    /// When it is closed at the latest, by the local clock. The message does not say; privacyIDEA's
    /// default is 120 seconds from the trigger.
    pub fn expires_at(&self) -> Timestamp {
        self.received_at
            .saturating_add(VALIDITY)
            .unwrap_or(Timestamp::MAX)
    }
}

/// Verifies one challenge of a poll's answer.
///
/// # Errors
/// A [`ChallengeError`]; the challenge must then not be shown.
pub fn verify(
    challenge: &Value,
    token: &Token,
    received_at: Timestamp,
) -> Result<ApprovalRequest, ChallengeError> {
    let fields = Fields(challenge.as_object().ok_or(ChallengeError::NotAnObject)?);
    let nonce_text = fields.required("nonce", 128)?;
    let url = fields.required("url", 2048)?;
    let serial_text = fields.required("serial", 64)?;
    let question = fields.required("question", 4096)?;
    let title = fields.required("title", 1024)?;
    let sslverify = fields.required("sslverify", 1)?;
    let signature = fields.required("signature", 2048)?;
    let require_presence = fields.optional("require_presence", 1024)?;
    let version = fields.optional("version", 16)?;

    let nonce = Nonce::parse(nonce_text).ok_or(ChallengeError::Malformed("nonce"))?;
    if serial_text != token.serial.as_str() {
        return Err(ChallengeError::OtherSerial);
    }
    if url != token.endpoint.as_str() {
        return Err(ChallengeError::OtherEndpoint);
    }
    if !matches!(sslverify, "0" | "1") {
        return Err(ChallengeError::Malformed("sslverify"));
    }
    if !matches!(version, None | Some("1" | "2")) {
        return Err(ChallengeError::Version);
    }
    let kind = match require_presence {
        Some(options) => RequestKind::Presence {
            options: parse_options(options)?,
        },
        None => RequestKind::Plain,
    };

    let mut signed = format!("{nonce_text}|{url}|{serial_text}|{question}|{title}|{sslverify}");
    if let Some(options) = require_presence {
        signed.push('|');
        signed.push_str(options);
    }
    if !token.server_key.verifies(&signed, signature) {
        return Err(ChallengeError::Signature);
    }
    Ok(ApprovalRequest {
        takes_reason: takes_reason(&fields, &nonce, &token.server_key)?,
        // What stands between visible characters must not hide them from us either.
        context: LoginContext::recognise(&text::clean(&format!("{title} {question}"), usize::MAX)),
        title: text::clean(title, LONGEST_TITLE),
        question: text::clean(question, LONGEST_QUESTION),
        serial: token.serial.clone(),
        nonce,
        kind,
        received_at,
    })
}

/// A challenge's fields, all of which are texts.
struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    fn optional(
        &self,
        name: &'static str,
        longest: usize,
    ) -> Result<Option<&'a str>, ChallengeError> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.len() <= longest => Ok(Some(text)),
            Some(Value::String(_)) => Err(ChallengeError::TooLong(name)),
            Some(_) => Err(ChallengeError::NotText(name)),
        }
    }

    fn required(&self, name: &'static str, longest: usize) -> Result<&'a str, ChallengeError> {
        self.optional(name, longest)?
            .ok_or(ChallengeError::Missing(name))
    }
}

fn parse_options(text: &str) -> Result<Vec<PresenceOption>, ChallengeError> {
    let options: Vec<_> = text
        .split(',')
        .map(|option| PresenceOption(option.to_owned()))
        .collect();
    let visible = |option: &PresenceOption| {
        let text = option.as_str();
        !text.trim().is_empty()
            && text.chars().count() <= 64
            && !text
                .chars()
                .any(|c| c == '|' || c.is_control() || text::is_invisible(c))
    };
    if (2..=10).contains(&options.len()) && options.iter().all(visible) {
        Ok(options)
    } else {
        Err(ChallengeError::Malformed("require_presence"))
    }
}

/// Whether the server takes a reason for declining.
///
/// Capabilities are signed apart, over the canonical JSON of themselves and the nonce. A signature
/// that does not verify rejects the whole request, since somebody changed it on the way; without a
/// signature or in an unreadable form they count as absent.
fn takes_reason(
    fields: &Fields<'_>,
    nonce: &Nonce,
    server_key: &ServerKey,
) -> Result<bool, ChallengeError> {
    let Some(text) = fields.optional("capabilities", 4096)? else {
        return Ok(false);
    };
    let Some(signature) = fields.optional("capabilities_signature", 2048)? else {
        return Ok(false);
    };
    let Ok(capabilities @ Value::Object(_)) = serde_json::from_str::<Value>(text) else {
        return Ok(false);
    };
    let takes_reason = capabilities.get("decline_reason") == Some(&Value::Bool(true));
    let signed = Map::from_iter([
        ("capabilities".to_owned(), capabilities),
        ("nonce".to_owned(), Value::String(nonce.as_str().to_owned())),
    ]);
    let Some(signed) = canonical_json::write(&Value::Object(signed)) else {
        return Ok(false);
    };
    if server_key.verifies(&signed, signature) {
        Ok(takes_reason)
    } else {
        Err(ChallengeError::CapabilitiesSignature)
    }
}

const VALIDITY: SignedDuration = SignedDuration::from_secs(120);
const LONGEST_TITLE: usize = 120;
const LONGEST_QUESTION: usize = 600;
