//! The Credential Manager of Windows.

use std::collections::HashMap;

use keyring_core::api::CredentialStoreApi;
use keyring_core::{Entry, Error};
use windows_native_keyring_store::Store;

use crate::keyring::{KEYRING_SERVICE, KeyringError};

/// The default persistence, Enterprise, would carry the key to every machine of a domain.
pub(super) fn entry(user: &str) -> keyring::Result<Entry> {
    let local = HashMap::from([("persistence", "Local")]);
    Store::new()?.build(KEYRING_SERVICE, user, Some(&local))
}

/// It is open as long as the user is signed in.
pub(super) fn opened_after(_error: &Error) -> Result<bool, KeyringError> {
    Ok(false)
}

pub(super) fn reason(error: &(dyn std::error::Error + 'static)) -> KeyringError {
    super::codes::windows(&error.to_string())
}
