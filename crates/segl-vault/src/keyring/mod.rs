//! The operating system's keyring, as a place for one line of text per slot.
//!
//! A keyring that fails is never an answer of "no key": each way of failing has its own name,
//! because each has another way out. What is kept is a single line of base64url text: other
//! content, stored by other programs, is what made keyrings unreadable in the field.

mod memory;
mod os;

pub use memory::MemoryKeyring;
pub use os::OsKeyring;

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::crypto::Key;
use crate::id::{SlotId, VaultId};

/// The name of the program in keyrings: attribute `service`.
pub const KEYRING_SERVICE: &str = "app.segl.Segl";

/// A place that keeps one line of text under a name. Calls may block while a person is asked.
pub trait KeyStore: Send + Sync {
    /// Reads the text under a name.
    ///
    /// # Errors
    /// [`KeyringError::NoEntry`] only when the keyring is open and has no such entry.
    fn read(&self, name: &KeyName) -> Result<SecretString, KeyringError>;

    /// Keeps a text under a name, in the place of one that is there.
    ///
    /// # Errors
    /// Says why it is not kept.
    fn write(&self, name: &KeyName, text: &SecretString) -> Result<(), KeyringError>;

    /// Forgets the text under a name.
    ///
    /// # Errors
    /// [`KeyringError::NoEntry`] when there is none.
    fn delete(&self, name: &KeyName) -> Result<(), KeyringError>;
}

/// Under what name a slot's key is kept: `<vault id>/<slot id>`, in hexadecimal digits.
///
/// The slot's id is part of it, so that a slot can be made again without a moment in which neither
/// the old nor the new key is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName {
    /// The vault.
    pub vault: VaultId,
    /// The slot of the vault.
    pub slot: SlotId,
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.vault, self.slot)
    }
}

/// Why the keyring did not do what it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyringError {
    /// There is no keyring: no session bus, no secret service.
    #[error("there is no keyring")]
    Absent,
    /// The keyring is locked and was not unlocked when asked.
    #[error("the keyring is locked")]
    Locked,
    /// The keyring is open and refuses this program.
    #[error("the keyring refused access")]
    Denied,
    /// The keyring is open and has no such entry.
    #[error("the keyring has no such entry")]
    NoEntry,
    /// The entry is not the text that was put there.
    #[error("the entry in the keyring is damaged")]
    Damaged,
    /// No answer in time; the keyring may be asking the user in a window of its own.
    #[error("the keyring does not answer")]
    NoAnswer,
    /// Something else, in the keyring's words.
    #[error("the keyring failed: {0}")]
    Other(String),
}

/// Reads the key-encryption key of a slot.
pub(crate) fn read_key(store: &dyn KeyStore, name: &KeyName) -> Result<Key, KeyringError> {
    let text = store.read(name)?;
    // EXPOSE: the text is decoded into the key.
    let text = text.expose_secret();
    let bytes = BASE64URL_NOPAD
        .decode(text.as_bytes())
        .map_err(|_| KeyringError::Damaged)?;
    Key::from_slice(&Zeroizing::new(bytes)).ok_or(KeyringError::Damaged)
}

/// Keeps the key-encryption key of a slot and makes sure that it can be read again.
pub(crate) fn write_key(
    store: &dyn KeyStore,
    name: &KeyName,
    key: &Key,
) -> Result<(), KeyringError> {
    store.write(name, &BASE64URL_NOPAD.encode(key.bytes()).into())?;
    if read_key(store, name)?.matches(key.bytes()) {
        Ok(())
    } else {
        Err(KeyringError::Damaged)
    }
}
