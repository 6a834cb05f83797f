//! The login keychain of macOS.

use apple_native_keyring_store::keychain::Store;
use keyring_core::api::CredentialStoreApi;
use keyring_core::{Entry, Error};

use crate::keyring::{KEYRING_SERVICE, KeyringError};

/// Items of the login keychain stay on this Mac: it is a file that iCloud does not carry away, and
/// so knows no accessibility classes one could ask for.
pub(super) fn entry(user: &str) -> keyring::Result<Entry> {
    Store::new()?.build(KEYRING_SERVICE, user, None)
}

/// The system itself asks the user to unlock it, within the question.
pub(super) fn opened_after(_error: &Error) -> Result<bool, KeyringError> {
    Ok(false)
}

pub(super) fn reason(error: &(dyn std::error::Error + 'static)) -> KeyringError {
    match error.downcast_ref::<security_framework::base::Error>() {
        Some(error) => super::codes::apple(error.code()),
        None => KeyringError::Other(error.to_string()),
    }
}
