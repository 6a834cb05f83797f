//! What an account needs to answer approval requests.
//!
//! Only what has to be kept stands here; what the fields mean is segl-push's business.

use super::UnixTime;
use crate::secret::{SecretBytes, SecretText};
use crate::wire::{Extra, record, words};

/// One enrolment for approval requests.
#[derive(Clone, Debug, PartialEq)]
pub struct PushEntry {
    /// The server's name of the token.
    pub serial: String,
    /// The address as enrolled, byte for byte: signatures cover it.
    pub url: String,
    /// How far the enrolment came.
    pub state: PushState,
    /// The private key, PKCS#8 DER. `None` while it is being made.
    pub private_key_pkcs8: Option<SecretBytes>,
    /// The server's public key, PKCS#1 DER. `None` until registered.
    pub server_public_key_der: Option<Vec<u8>>,
    /// The one-time credential of the enrolment; only until registered.
    pub enrolment_credential: Option<SecretText>,
    /// The text that was scanned, to try again with; only until registered.
    pub enrolment_uri: Option<SecretText>,
    /// When the enrolment can no longer be finished; only until registered.
    pub expires_at: Option<UnixTime>,
    /// Whether the server sends no wake-up messages.
    pub poll_only: bool,
    /// What the server wants before each answer: `pin`, `biometric` or `any`.
    pub unlock: Option<String>,
    /// Kind and version of the server, as far as known.
    pub server: Option<String>,
    /// Challenges that were answered and must not be shown again.
    pub handled_nonces: Vec<HandledNonce>,
    /// Fields of newer programs.
    pub extra: Extra,
}

record!(PushEntry {
    serial: "serial",
    url: "url",
    state: "state",
    private_key_pkcs8: "private_key_pkcs8",
    server_public_key_der: "server_public_key_der",
    enrolment_credential: "enrolment_credential",
    enrolment_uri: "enrolment_uri",
    expires_at: "expires_at",
    poll_only: "poll_only",
    unlock: "unlock",
    server: "server",
    handled_nonces: "handled_nonces",
});

impl PushEntry {
    /// An enrolment that has just been scanned: its key is still to be made.
    pub fn new(serial: &str, url: &str) -> PushEntry {
        PushEntry {
            serial: serial.to_owned(),
            url: url.to_owned(),
            state: PushState::MakingKey,
            private_key_pkcs8: None,
            server_public_key_der: None,
            enrolment_credential: None,
            enrolment_uri: None,
            expires_at: None,
            poll_only: false,
            unlock: None,
            server: None,
            handled_nonces: Vec::new(),
            extra: Extra::new(),
        }
    }
}

/// How far an enrolment came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushState {
    /// The key is being made.
    MakingKey,
    /// The key is saved; the server has not confirmed it yet.
    KeySaved,
    /// The server knows the key.
    Registered,
    /// The server refused, or the time was over.
    Failed,
}

words!(PushState {
    MakingKey: "making_key",
    KeySaved: "key_saved",
    Registered: "registered",
    Failed: "failed",
});

/// A challenge that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandledNonce {
    /// The challenge's nonce.
    pub nonce: String,
    /// When it may be forgotten.
    pub expires_at: UnixTime,
    /// Fields of newer programs.
    pub extra: Extra,
}

record!(HandledNonce {
    nonce: "nonce",
    expires_at: "expires_at"
});
