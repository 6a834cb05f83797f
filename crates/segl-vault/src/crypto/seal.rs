//! AES-256-GCM (NIST SP 800-38D) with a 12-byte nonce and a 16-byte tag behind the ciphertext.

use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit, Nonce};
use zeroize::Zeroizing;

use super::Key;

/// Bytes in a nonce.
pub(crate) const NONCE_BYTES: usize = 12;
/// Bytes that sealing adds.
pub(crate) const TAG_BYTES: usize = 16;

/// The tag does not fit: another key, or bytes that were changed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotAuthentic;

/// Seals `plain` in place and returns ciphertext and tag. `plain` SHOULD have room for
/// [`TAG_BYTES`] more, or growing leaves a copy of it in freed memory.
pub(crate) fn seal(
    key: &Key,
    nonce: &[u8; NONCE_BYTES],
    aad: &[u8],
    mut plain: Zeroizing<Vec<u8>>,
) -> Vec<u8> {
    Aes256Gcm::new(key.bytes().into())
        .encrypt_in_place(&Nonce::from(*nonce), aad, &mut *plain)
        .expect("a body of at most 64 MiB is within what AES-GCM can seal");
    std::mem::take(&mut *plain)
}

/// Opens ciphertext and tag.
pub(crate) fn open(
    key: &Key,
    nonce: &[u8; NONCE_BYTES],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, NotAuthentic> {
    let mut plain = Zeroizing::new(sealed.to_vec());
    Aes256Gcm::new(key.bytes().into())
        .decrypt_in_place(&Nonce::from(*nonce), aad, &mut *plain)
        .map_err(|_| NotAuthentic)?;
    Ok(plain)
}
