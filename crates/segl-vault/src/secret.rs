//! Secrets in memory: wiped when dropped, never printed, written by nobody but this crate.

use std::fmt;

use secrecy::ExposeSecret;
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Secret bytes of any length, such as a private key.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SecretBytes(Vec<u8>);

impl SecretBytes {
    /// Takes the bytes over.
    pub fn new(bytes: Vec<u8>) -> SecretBytes {
        SecretBytes(bytes)
    }
}

impl ExposeSecret<[u8]> for SecretBytes {
    fn expose_secret(&self) -> &[u8] {
        &self.0
    }
}

/// Secret text of any length, such as an enrolment credential.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SecretText(String);

impl SecretText {
    /// Takes the text over.
    pub fn new(text: String) -> SecretText {
        SecretText(text)
    }
}

impl ExposeSecret<str> for SecretText {
    fn expose_secret(&self) -> &str {
        &self.0
    }
}

/// A passphrase that opens a vault, in Unicode's composed form (NFC): the same word typed on
/// another system is the same passphrase.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Passphrase(String);

impl Passphrase {
    /// The passphrase that a person typed; `None` when it is empty.
    pub fn new(typed: String) -> Option<Passphrase> {
        let typed = Zeroizing::new(typed);
        if typed.is_empty() {
            return None;
        }
        // NFC makes a text at most three times as long (UAX #15), so that it never moves while it
        // grows.
        let mut composed = String::with_capacity(typed.len().saturating_mul(3));
        composed.extend(typed.nfc());
        Some(Passphrase(composed))
    }
}

impl ExposeSecret<str> for Passphrase {
    fn expose_secret(&self) -> &str {
        &self.0
    }
}

macro_rules! redacted {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                let (one, other): (&[u8], &[u8]) = (self.0.as_ref(), other.0.as_ref());
                one.ct_eq(other).into()
            }
        }

        impl Eq for $name {}
    )*};
}

redacted!(SecretBytes, SecretText, Passphrase);
