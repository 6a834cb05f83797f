//! The text of an enrolment QR code: `otpauth://pipush/…` and `pia://pipush/…`.
//!
//! Both privacyIDEA and eduMFA's "legacy push" write this form. eduMFA's own form and smartphone
//! containers are recognised, so that a person learns why they are refused, and nothing more.

use std::borrow::Cow;
use std::fmt;

use jiff::{SignedDuration, Timestamp};
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;
use url::Url;

use crate::protocol::endpoint::{Endpoint, EndpointError};
use crate::protocol::text;
use crate::protocol::value::Serial;

/// What the server offers in an enrolment QR code. Debug hides the one-time credential.
#[derive(Clone)]
pub struct EnrolmentUri {
    serial: Serial,
    endpoint: Endpoint,
    credential: SecretString,
    issuer: String,
    label: String,
    ttl_minutes: u32,
    poll_only: Option<bool>,
    image: Option<String>,
    unlock: Option<Unlock>,
}

/// What the server wants a person to do before the token is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlock {
    /// Any unlocking.
    Any,
    /// A PIN or passphrase.
    Pin,
    /// A fingerprint or a face.
    Biometric,
}

/// Push enrolments of other kinds, recognised only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// `edumfa-push://edumfa/…`
    Edumfa,
    /// `pia://container/…`
    Container,
}

/// Why a text is not taken as a push enrolment.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EnrolmentUriError {
    /// Something else altogether.
    #[error("this is not a push enrolment")]
    NotAnEnrolment,
    /// A push enrolment of a kind that is not supported yet.
    #[error("this kind of push enrolment is not supported yet")]
    NotYetSupported(Flavour),
    /// `v` is missing or not 1.
    #[error("this version of push enrolments is not known")]
    Version,
    /// A parameter without which nothing works.
    #[error("the push enrolment has no {0}")]
    Missing(&'static str),
    /// The same parameter twice: readers would differ in which one they believe.
    #[error("the push enrolment has {0} twice")]
    Repeated(&'static str),
    /// Longer than any real server writes it.
    #[error("the push enrolment's {0} is too long")]
    TooLong(&'static str),
    /// A parameter that cannot be read.
    #[error("the push enrolment's {0} is malformed")]
    Malformed(&'static str),
    /// The server's address is not taken.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// `sslverify=0` with a server that is not this machine.
    #[error("the push enrolment asks not to check the server's certificate")]
    CertificateCheckWaived,
}

impl EnrolmentUri {
    /// Parses the text of a QR code or link.
    ///
    /// `sslverify=0` is refused, since certificates are always checked and a server that asks for
    /// this would fail later with less of an explanation. Towards this very machine it is
    /// harmless: it is ignored, and an https certificate is checked all the same. Unknown
    /// parameters are ignored.
    ///
    /// # Errors
    /// An [`EnrolmentUriError`] that names the first reason found.
    pub fn parse(uri: &str) -> Result<Self, EnrolmentUriError> {
        let uri = uri.trim();
        if uri.len() > LONGEST_URI {
            return Err(EnrolmentUriError::TooLong("text"));
        }
        let (kind, path, query) = split(uri).ok_or(EnrolmentUriError::NotAnEnrolment)?;
        match kind {
            Kind::Push => {}
            Kind::Other(flavour) => return Err(EnrolmentUriError::NotYetSupported(flavour)),
        }
        let parameters = Parameters::read(query)?;
        if parameters.value(Name::Version) != Some("1") {
            return Err(EnrolmentUriError::Version);
        }
        let serial = Serial::parse(parameters.required(Name::Serial)?)
            .ok_or(EnrolmentUriError::Malformed("serial"))?;
        let endpoint = Endpoint::parse(parameters.required(Name::Url)?)?;
        check_sslverify(parameters.value(Name::Sslverify), &endpoint)?;
        let (issuer, label) = names(path, parameters.value(Name::Issuer), &serial)?;
        Ok(Self {
            credential: credential(parameters.required(Name::Credential)?)?,
            ttl_minutes: ttl(parameters.value(Name::Ttl))?,
            poll_only: parameters.value(Name::PollOnly).and_then(truth),
            image: parameters.value(Name::Image).and_then(image),
            unlock: unlock(
                parameters.value(Name::ForceUnlock),
                parameters.value(Name::Pin),
            ),
            serial,
            endpoint,
            issuer,
            label,
        })
    }

    /// True if the text is meant as a push enrolment, whether it is a right one or not.
    pub fn is_candidate(uri: &str) -> bool {
        split(uri.trim()).is_some()
    }

    /// The token's serial.
    pub fn serial(&self) -> &Serial {
        &self.serial
    }

    /// Where the server is reached.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Who issues the token, cleaned for showing; may be empty.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The token's name, cleaned for showing; the serial if the server gave none.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// How long the code may be used after scanning, in minutes. Only the app enforces this.
    pub fn ttl_minutes(&self) -> u32 {
        self.ttl_minutes
    }

    /// When an enrolment scanned at that time expires.
    pub fn expires_at(&self, scanned_at: Timestamp) -> Timestamp {
        let lifetime = SignedDuration::from_mins(i64::from(self.ttl_minutes));
        scanned_at
            .saturating_add(lifetime)
            .unwrap_or(Timestamp::MAX)
    }

    /// Whether the server never sends notifications of its own; unknown if it does not say so.
    pub fn poll_only(&self) -> Option<bool> {
        self.poll_only
    }

    /// The https address of a picture. Fetching it tells the server, so it is not done unasked.
    pub fn image(&self) -> Option<&str> {
        self.image.as_deref()
    }

    /// What the server wants before the token is used.
    pub fn unlock(&self) -> Option<Unlock> {
        self.unlock
    }

    pub(crate) fn expose_credential(&self) -> &str {
        // EXPOSE: step 2 sends the one-time credential to the server that made it.
        self.credential.expose_secret()
    }
}

impl fmt::Debug for EnrolmentUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnrolmentUri")
            .field("serial", &self.serial)
            .field("endpoint", &self.endpoint)
            .field("credential", &"[redacted]")
            .finish_non_exhaustive()
    }
}

enum Kind {
    Push,
    Other(Flavour),
}

/// Splits a URI into kind, path (after the first `/`) and query.
fn split(uri: &str) -> Option<(Kind, &str, &str)> {
    let (scheme, rest) = uri.split_once("://")?;
    let rest = rest.split_once('#').map_or(rest, |(before, _)| before);
    let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = before.split_once('/').unwrap_or((before, ""));
    let is = |wanted: (&str, &str)| {
        scheme.eq_ignore_ascii_case(wanted.0) && host.eq_ignore_ascii_case(wanted.1)
    };
    let kind = if is(("otpauth", "pipush")) || is(("pia", "pipush")) {
        Kind::Push
    } else if is(("edumfa-push", "edumfa")) {
        Kind::Other(Flavour::Edumfa)
    } else if is(("pia", "container")) {
        Kind::Other(Flavour::Container)
    } else {
        return None;
    };
    Some((kind, path, query))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Url,
    Ttl,
    Issuer,
    Credential,
    Version,
    Serial,
    Sslverify,
    PollOnly,
    Image,
    Pin,
    ForceUnlock,
}

impl Name {
    const ALL: [Self; 11] = [
        Self::Url,
        Self::Ttl,
        Self::Issuer,
        Self::Credential,
        Self::Version,
        Self::Serial,
        Self::Sslverify,
        Self::PollOnly,
        Self::Image,
        Self::Pin,
        Self::ForceUnlock,
    ];

    fn text(self) -> &'static str {
        match self {
            Self::Url => "url",
            Self::Ttl => "ttl",
            Self::Issuer => "issuer",
            Self::Credential => "enrollment_credential",
            Self::Version => "v",
            Self::Serial => "serial",
            Self::Sslverify => "sslverify",
            Self::PollOnly => "poll_only",
            Self::Image => "image",
            Self::Pin => "pin",
            Self::ForceUnlock => "app_force_unlock",
        }
    }
}

/// The parameters that we know, each at most once.
struct Parameters(Vec<(Name, String)>);

impl Parameters {
    fn read(query: &str) -> Result<Self, EnrolmentUriError> {
        let mut found = Self(Vec::new());
        for pair in query.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let Some(name) = Name::ALL.into_iter().find(|name| name.text() == key) else {
                continue;
            };
            if found.value(name).is_some() {
                return Err(EnrolmentUriError::Repeated(name.text()));
            }
            let value = decode(&value.replace('+', " "))
                .ok_or(EnrolmentUriError::Malformed(name.text()))?
                .into_owned();
            if value.len() > LONGEST_VALUE {
                return Err(EnrolmentUriError::TooLong(name.text()));
            }
            found.0.push((name, value));
        }
        Ok(found)
    }

    fn value(&self, name: Name) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.as_str())
    }

    fn required(&self, name: Name) -> Result<&str, EnrolmentUriError> {
        let value = self.value(name).filter(|value| !value.is_empty());
        value.ok_or(EnrolmentUriError::Missing(name.text()))
    }
}

/// Percent-decodes UTF-8; None for bytes that are not UTF-8.
fn decode(text: &str) -> Option<Cow<'_, str>> {
    match percent_decode_str(text).decode_utf8().ok()? {
        Cow::Borrowed(_) => Some(Cow::Owned(text.to_owned())),
        Cow::Owned(decoded) => Some(Cow::Owned(decoded)),
    }
}

/// Issuer and label for showing. A label of the form `issuer:name` is split where that repeats or
/// replaces the issuer.
fn names(
    path: &str,
    issuer: Option<&str>,
    serial: &Serial,
) -> Result<(String, String), EnrolmentUriError> {
    let label = decode(path).ok_or(EnrolmentUriError::Malformed("label"))?;
    if label.len() > LONGEST_VALUE {
        return Err(EnrolmentUriError::TooLong("label"));
    }
    let issuer = text::clean(issuer.unwrap_or_default(), LONGEST_NAME);
    let label = text::clean(&label, LONGEST_NAME);
    let (issuer, label) = match label.split_once(':') {
        Some((prefix, rest)) if issuer.is_empty() || prefix.trim() == issuer => {
            (prefix.trim().to_owned(), rest.trim().to_owned())
        }
        _ => (issuer, label),
    };
    let label = if label.is_empty() {
        serial.as_str().to_owned()
    } else {
        label
    };
    Ok((issuer, label))
}

fn check_sslverify(value: Option<&str>, endpoint: &Endpoint) -> Result<(), EnrolmentUriError> {
    match value.unwrap_or("1") {
        "1" | "True" | "true" => Ok(()),
        "0" | "False" | "false" if endpoint.is_loopback() => Ok(()),
        "0" | "False" | "false" => Err(EnrolmentUriError::CertificateCheckWaived),
        _ => Err(EnrolmentUriError::Malformed("sslverify")),
    }
}

fn credential(text: &str) -> Result<SecretString, EnrolmentUriError> {
    let right = text.len() <= 128 && text.bytes().all(|b| b.is_ascii_alphanumeric());
    let secret = right.then(|| SecretString::from(text.to_owned()));
    secret.ok_or(EnrolmentUriError::Malformed("enrollment_credential"))
}

fn ttl(value: Option<&str>) -> Result<u32, EnrolmentUriError> {
    match value {
        None | Some("") => Ok(DEFAULT_TTL_MINUTES),
        Some(text) => text
            .parse()
            .map_err(|_| EnrolmentUriError::Malformed("ttl")),
    }
}

fn truth(text: &str) -> Option<bool> {
    match text {
        "True" | "true" | "1" => Some(true),
        "False" | "false" | "0" => Some(false),
        _ => None,
    }
}

fn image(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    (url.scheme() == "https").then(|| url.into())
}

/// `pin=True` is what servers before 3.13 sent. A demand that is not known is still a demand.
fn unlock(force: Option<&str>, pin: Option<&str>) -> Option<Unlock> {
    match force {
        Some("pin") => Some(Unlock::Pin),
        Some("biometric") => Some(Unlock::Biometric),
        Some(text) if !text.is_empty() => Some(Unlock::Any),
        _ => pin.and_then(truth).filter(|pin| *pin).map(|_| Unlock::Pin),
    }
}

const LONGEST_URI: usize = 8192;
const LONGEST_VALUE: usize = 2048;
const LONGEST_NAME: usize = 200;
const DEFAULT_TTL_MINUTES: u32 = 10;

#[cfg(test)]
mod tests;
