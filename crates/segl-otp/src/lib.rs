//! One-time codes and the texts that carry their secrets.
//!
//! What it is for: TOTP (RFC 6238), HOTP (RFC 4226) and Steam codes, mOTP and Yandex codes,
//! `otpauth://` URIs both ways, the export of Google Authenticator, and saying what a scanned text is.
//!
//! What it is not: it reads no clock, no file and no network, it draws no randomness and keeps
//! nothing. Times come in as Unix seconds. No type that holds a secret can be serialised, printed
//! or dereferenced; whoever needs the bytes calls `expose_secret` and says why.
//!
//! How doubtful URIs are read is written down in `docs/decisions/0001-otpauth-readings.md`.
#![forbid(unsafe_code)]

mod account;
mod code;
mod hotp;
mod migration;
pub mod motp;
mod otp;
mod params;
mod recognise;
mod secret;
mod steam;
mod totp;
mod uri;
pub mod yandex;

pub use secrecy::{ExposeSecret, SecretString};

pub use crate::{
    account::{Account, clean_text},
    code::{Code, TimedCode},
    hotp::Hotp,
    migration::{
        CollectError, Collected, Collector, EntryProblem, EntryReason, MigrationError, Part,
        Progress, WriteError, write_migration,
    },
    otp::{Kind, Otp},
    params::{Algorithm, Digits, Period, UnknownAlgorithm},
    recognise::{TextKind, recognise},
    secret::{Secret, SecretError},
    steam::Steam,
    totp::Totp,
    uri::{MAX_URI_BYTES, UriError, parse_uri, write_uri},
};
