//! The only place that names aes-gcm, argon2 and hkdf.
//!
//! It knows keys and bytes, not files: what is derived from what is said in docs/vault-format.md
//! and put together in [`crate::format`].

pub(crate) mod kdf;
pub(crate) mod seal;

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::random::Random;

/// Bytes in each symmetric key of the format.
pub(crate) const KEY_BYTES: usize = 32;

/// 32 secret bytes: a master key, a key-encryption key or a derived key.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Key([u8; KEY_BYTES]);

impl Key {
    pub(crate) fn make(random: &mut dyn Random) -> Key {
        let mut key = Key::zero();
        random.fill(&mut key.0);
        key
    }

    pub(crate) fn zero() -> Key {
        Key([0; KEY_BYTES])
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Key> {
        let mut key = Key::zero();
        if bytes.len() != KEY_BYTES {
            return None;
        }
        key.0.copy_from_slice(bytes);
        Some(key)
    }

    pub(crate) fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut [u8; KEY_BYTES] {
        &mut self.0
    }

    /// Compares in constant time.
    pub(crate) fn matches(&self, other: &[u8]) -> bool {
        self.0.ct_eq(other).into()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key([redacted])")
    }
}
