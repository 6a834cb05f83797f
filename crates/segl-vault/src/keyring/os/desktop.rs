//! Desktops, through the crate `keyring`. What differs between the systems is in `system`: how an
//! entry is made, and what the system's own errors mean.
//!
//! `keyring::Entry::new` is not used: it connects once per process, so that a keyring which comes
//! later or was restarted is never found, and it keeps the reason to itself.

#[cfg(any(windows, target_os = "macos", test))]
#[path = "codes.rs"]
mod codes;
#[cfg(all(unix, not(target_vendor = "apple")))]
#[path = "freedesktop.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "macos.rs"]
mod system;
#[cfg(windows)]
#[path = "windows.rs"]
mod system;

use keyring::{Entry, Error, Result};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroize;

use super::KeyringError;

pub(super) fn read(user: &str) -> std::result::Result<SecretString, KeyringError> {
    let text = ask(user, |entry| match entry.get_password() {
        Err(Error::Ambiguous(copies)) => first(copies),
        answer => answer,
    })?;
    Ok(text.into())
}

pub(super) fn write(user: &str, text: &SecretString) -> std::result::Result<(), KeyringError> {
    // EXPOSE: the key is handed to the keyring.
    let text = text.expose_secret();
    ask(user, |entry| match entry.set_password(text) {
        Err(Error::Ambiguous(copies)) => each(copies, |copy| copy.set_password(text)),
        answer => answer,
    })
}

pub(super) fn delete(user: &str) -> std::result::Result<(), KeyringError> {
    ask(user, |entry| match entry.delete_credential() {
        Err(Error::Ambiguous(copies)) => each(copies, Entry::delete_credential),
        answer => answer,
    })
}

/// Asks a keyring that was connected for this question, and once more when it first had to be
/// opened or made.
fn ask<T>(
    user: &str,
    question: impl Fn(&Entry) -> Result<T>,
) -> std::result::Result<T, KeyringError> {
    let inner = system::entry(user).map_err(reason)?;
    let entry = Entry { inner };
    match question(&entry) {
        Err(error) if system::opened_after(&error)? => question(&entry).map_err(reason),
        answer => answer.map_err(reason),
    }
}

/// Copies lie in several keyrings of a person who moved from one to another. A name holds random
/// ids, so whatever is under it was put there as the same key: the first that can be read is it.
fn first(copies: Vec<keyring_core::Entry>) -> Result<String> {
    let mut refused = Error::NoEntry;
    for inner in copies {
        match (Entry { inner }).get_password() {
            Ok(text) => return Ok(text),
            Err(error) => refused = error,
        }
    }
    Err(refused)
}

/// No copy may be left behind that says something else, or is still there.
fn each(copies: Vec<keyring_core::Entry>, act: impl Fn(&Entry) -> Result<()>) -> Result<()> {
    copies
        .into_iter()
        .try_for_each(|inner| act(&Entry { inner }))
}

/// What an error means for the user. No text of an error is kept that could hold what was stored.
fn reason(error: Error) -> KeyringError {
    match error {
        Error::NoEntry => KeyringError::NoEntry,
        Error::PlatformFailure(error) | Error::NoStorageAccess(error) => {
            system::reason(error.as_ref())
        }
        Error::BadEncoding(mut bytes) | Error::BadDataFormat(mut bytes, _) => {
            bytes.zeroize();
            KeyringError::Damaged
        }
        Error::BadStoreFormat(_) | Error::Ambiguous(_) => KeyringError::Damaged,
        Error::NoDefaultStore | Error::NotSupportedByStore(_) => KeyringError::Absent,
        other => KeyringError::Other(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_the_crate_has_one_meaning() {
        let other = || Box::new(std::fmt::Error);
        for (error, meaning) in [
            (Error::NoEntry, KeyringError::NoEntry),
            (Error::BadEncoding(vec![0xff]), KeyringError::Damaged),
            (
                Error::BadDataFormat(vec![1], other()),
                KeyringError::Damaged,
            ),
            (Error::BadStoreFormat("x".into()), KeyringError::Damaged),
            (Error::NoDefaultStore, KeyringError::Absent),
            (Error::NotSupportedByStore("x".into()), KeyringError::Absent),
            (
                Error::PlatformFailure(other()),
                KeyringError::Other(std::fmt::Error.to_string()),
            ),
        ] {
            assert_eq!(reason(error), meaning);
        }
    }
}
