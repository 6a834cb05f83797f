//! The head of a file: `magic (8) | u32 header length, little endian | header JSON`.
//!
//! It is readable by everybody and trusted by nobody: every bound is checked before anything is
//! allocated or computed, and a changed byte shows when the body is opened, because all bytes
//! before the ciphertext are its associated data.

use crate::crypto::seal::{NONCE_BYTES, TAG_BYTES};
use crate::error::{Damage, OpenError};
use crate::format::slot::Slot;
use crate::id::VaultId;
use crate::wire::{self, Extra, record, words};

/// The version of the format that this program writes and reads.
pub(crate) const FORMAT: u32 = 1;
/// What stands before the digit of the format.
pub(crate) const MAGIC: &[u8; 7] = b"SEGLVLT";
/// Bytes before the header JSON.
pub(crate) const PREFIX_BYTES: usize = 12;
/// Longest header JSON.
pub(crate) const MAX_HEADER_BYTES: usize = 64 * 1024;
/// Most slots.
pub(crate) const MAX_SLOTS: usize = 16;
/// Longest body before it is sealed.
pub(crate) const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;
/// Longest file.
pub(crate) const MAX_FILE_BYTES: usize =
    PREFIX_BYTES + MAX_HEADER_BYTES + MAX_BODY_BYTES + TAG_BYTES;

const SUITE: &str = "AES-256-GCM HKDF-SHA256";

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Vault,
    Backup,
}

words!(Purpose {
    Vault: "vault",
    Backup: "backup"
});

/// How the body is sealed. All of it is made anew with each save.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sealing {
    pub(crate) salt: [u8; 32],
    pub(crate) nonce: [u8; NONCE_BYTES],
    pub(crate) commitment: [u8; 32],
    pub(crate) extra: Extra,
}

record!(Sealing {
    salt: "salt",
    nonce: "nonce",
    commitment: "commitment"
});

/// The header's content.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Header {
    suite: String,
    min_reader: u32,
    pub(crate) purpose: Purpose,
    pub(crate) vault: VaultId,
    pub(crate) generation: u64,
    pub(crate) created_at: u64,
    pub(crate) saved_at: u64,
    pub(crate) sealing: Sealing,
    pub(crate) slots: Vec<Slot>,
    extra: Extra,
}

record!(Header {
    suite: "suite",
    min_reader: "min_reader",
    purpose: "purpose",
    vault: "vault",
    generation: "generation",
    created_at: "created_at",
    saved_at: "saved_at",
    sealing: "body",
    slots: "slots",
});

impl Header {
    /// The header of a new vault that has not been saved yet: generation 0.
    pub(crate) fn new(vault: VaultId, now: u64) -> Header {
        Header {
            suite: SUITE.to_owned(),
            min_reader: FORMAT,
            purpose: Purpose::Vault,
            vault,
            generation: 0,
            created_at: now,
            saved_at: now,
            sealing: Sealing {
                salt: [0; 32],
                nonce: [0; NONCE_BYTES],
                commitment: [0; 32],
                extra: Extra::new(),
            },
            slots: Vec::new(),
            extra: Extra::new(),
        }
    }

    /// The bytes before the ciphertext. `None` when the header grew over its bound.
    pub(crate) fn write(&self) -> Option<Vec<u8>> {
        let json = wire::to_json(self, 4096, 0);
        if json.len() > MAX_HEADER_BYTES {
            return None;
        }
        let mut out = Vec::with_capacity(PREFIX_BYTES + json.len());
        out.extend_from_slice(MAGIC);
        out.push(b'1');
        out.extend_from_slice(&u32::try_from(json.len()).ok()?.to_le_bytes());
        out.extend_from_slice(&json);
        Some(out)
    }

    /// Reads the header at the start of `bytes`, which may go on behind it.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Header, OpenError> {
        let json = json_of(bytes)?;
        let magic_digit = bytes.get(MAGIC.len()).copied().unwrap_or_default();
        let needs = wire::from_json::<Version>(json)
            .map_err(|_| Damage::Header)?
            .min_reader;
        // The digit and the number say the same: a flipped bit in one of them is damage, not news.
        if needs == 0 || u32::from(magic_digit) != u32::from(b'0').saturating_add(needs) {
            return Err(Damage::Header.into());
        }
        if needs > FORMAT {
            return Err(OpenError::Newer { needs });
        }
        let header: Header = wire::from_json(json).map_err(|_| Damage::Header)?;
        if header.suite != SUITE {
            return Err(Damage::Header.into());
        }
        if header.slots.is_empty() || header.slots.len() > MAX_SLOTS {
            return Err(Damage::OutOfBounds("the number of slots").into());
        }
        for slot in &header.slots {
            slot.check(header.vault)?;
        }
        Ok(header)
    }
}

/// How many bytes stand before the ciphertext, by the first [`PREFIX_BYTES`] of a file.
pub(crate) fn length(prefix: &[u8]) -> Result<usize, OpenError> {
    if prefix.is_empty() {
        return Err(OpenError::Empty);
    }
    let magic = prefix.len().min(MAGIC.len());
    if prefix.get(..magic) != MAGIC.get(..magic) {
        return Err(Damage::NotAVault.into());
    }
    let length: [u8; 4] = prefix
        .get(MAGIC.len() + 1..PREFIX_BYTES)
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(Damage::Truncated)?;
    let length = usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX);
    if length > MAX_HEADER_BYTES {
        return Err(Damage::OutOfBounds("the header's length").into());
    }
    Ok(PREFIX_BYTES + length)
}

fn json_of(bytes: &[u8]) -> Result<&[u8], OpenError> {
    let end = length(bytes)?;
    Ok(bytes.get(PREFIX_BYTES..end).ok_or(Damage::Truncated)?)
}

/// Only what tells whether the rest can be understood.
struct Version {
    min_reader: u32,
    extra: Extra,
}

record!(Version {
    min_reader: "min_reader"
});
