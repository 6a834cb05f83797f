//! `otpauth://` URIs, both ways.
//!
//! There is no standard; the text everybody refers to is the Key URI Format of Google
//! Authenticator's wiki. Servers stray from it, so reading is done by hand and not through a URL
//! type: a raw `#` in a label (Microsoft writes `name#EXT#@tenant`) would cut the secret off.
//!
//! Where the known readers disagree, the choice and its reason stand in
//! `docs/decisions/0001-otpauth-readings.md`. Writing uses the plainest spelling.

mod label;
mod parse;
mod query;
mod write;

use thiserror::Error;

use self::query::Query;
pub(crate) use self::{label::without_issuer, query::decode};
pub use self::{parse::parse_uri, write::write_uri};
use crate::secret::SecretError;

/// The longest URI that is read, in bytes. The largest QR code holds 2,953 bytes.
pub const MAX_URI_BYTES: usize = 8192;

/// What is wrong with a text that should be an `otpauth://` URI, in words for people.
///
/// Neither the words nor `Debug` hold any of the URI but a single character that base32 lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UriError {
    /// It is longer than [`MAX_URI_BYTES`].
    #[error("the text is too long to be a set-up code")]
    TooLong,
    /// It starts with another scheme or none.
    #[error("this is not a set-up code: it does not start with otpauth://")]
    NotOtpauth,
    /// It is an export of Google Authenticator, for [`crate::Part::parse`].
    #[error("this is an export of Google Authenticator, which holds several accounts")]
    Migration,
    /// It enrols for approval requests.
    #[error("this code is for approval requests, not for codes")]
    Push,
    /// A type of code that exists, but not in this crate's URIs.
    #[error("codes of the type {0} cannot be added from a URI")]
    UnsupportedType(&'static str),
    /// The type is not one that is known.
    #[error("the type of code is unknown: it is none of totp, hotp and steam")]
    UnknownType,
    /// Nothing follows the label.
    #[error("the set-up code has no parameters, so it holds no secret")]
    NoParameters,
    /// The parameters hold no secret, or an empty one.
    #[error("the set-up code holds no secret")]
    NoSecret,
    /// The secret cannot be read.
    #[error("{0}")]
    BadSecret(SecretError),
    /// The hash is none of [`crate::Algorithm::ALL`].
    #[error("the algorithm is unknown: it is none of SHA1, SHA224, SHA256, SHA384 and SHA512")]
    BadAlgorithm,
    /// The number of digits is not a number from 1 to 10.
    #[error("the number of digits is not a number from 1 to 10")]
    BadDigits,
    /// The period is not a number of seconds from 1 to 4294967295.
    #[error("the period must be positive: a whole number of seconds")]
    BadPeriod,
    /// The counter is not a number from 0 to 18446744073709551615.
    #[error("the counter is not a whole number that is 0 or more")]
    BadCounter,
    /// The same parameter stands there twice with different values.
    #[error("the set-up code names its {0} twice, with different values")]
    Conflict(&'static str),
    /// privacyIDEA's two-step enrolment, of which the secret is only one half. It must not be kept.
    #[error("this is a two-step set-up code, which is not supported: its secret is only one half")]
    TwoStep,
}

impl UriError {
    /// A stable word for programs, such as `no-secret`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::TooLong => "too-long",
            Self::NotOtpauth => "not-otpauth",
            Self::Migration => "migration",
            Self::Push => "push",
            Self::UnsupportedType(_) => "unsupported-type",
            Self::UnknownType => "unknown-type",
            Self::NoParameters => "no-parameters",
            Self::NoSecret => "no-secret",
            Self::BadSecret(_) => "bad-secret",
            Self::BadAlgorithm => "bad-algorithm",
            Self::BadDigits => "bad-digits",
            Self::BadPeriod => "bad-period",
            Self::BadCounter => "bad-counter",
            Self::Conflict(_) => "conflict",
            Self::TwoStep => "two-step",
        }
    }
}

/// Splits off the scheme of a URI: `("otpauth", "totp/…")` of `otpauth://totp/…`.
pub(crate) fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once("://")?;
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    (!scheme.is_empty() && scheme.bytes().all(known)).then_some((scheme, rest))
}

/// The text without what copying adds around it: blanks, line ends, a byte order mark, zero-width
/// marks.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(|character: char| {
        character.is_whitespace()
            || character.is_control()
            || matches!(
                character,
                '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'
            )
    })
}
