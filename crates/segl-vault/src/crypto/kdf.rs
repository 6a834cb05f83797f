//! Keys from keys (HKDF-SHA256, RFC 5869) and keys from passphrases (Argon2id, RFC 9106).
//!
//! Costs are checked before any work: a forged header cannot make the program allocate or count.

use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};

use super::Key;

/// HKDF-SHA256 of `input` to 32 bytes.
pub(crate) fn derive_key(input: &[u8], salt: &[u8], info: &[u8]) -> Key {
    let mut key = Key::zero();
    Hkdf::<Sha256>::new(Some(salt), input)
        .expand(info, key.bytes_mut())
        .expect("32 bytes are fewer than the 8,160 that HKDF-SHA256 can give");
    key
}

/// Argon2id 1.3 of `passphrase` to 32 bytes. Takes the cost's time and memory.
pub(crate) fn derive_passphrase_key(passphrase: &[u8], salt: &[u8], cost: Argon2Cost) -> Key {
    let mut key = Key::zero();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, cost.params())
        .hash_password_into(passphrase, salt, key.bytes_mut())
        .expect("the cost is within Argon2's own bounds and the salt has 16 bytes");
    key
}

/// What one guess at a passphrase costs: memory in KiB, passes over it, lanes.
///
/// A value of this type is within the bounds of format 1, so that it can be worked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argon2Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// Why three numbers are no [`Argon2Cost`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CostError {
    /// More memory than this platform's bound, or too little for the lanes.
    #[error("{memory_kib} KiB of memory are outside the bounds")]
    Memory {
        /// KiB asked for.
        memory_kib: u32,
    },
    /// No pass, or more than 20.
    #[error("{passes} passes are outside the bounds")]
    Passes {
        /// Passes asked for.
        passes: u32,
    },
    /// No lane, or more than 8.
    #[error("{lanes} lanes are outside the bounds")]
    Lanes {
        /// Lanes asked for.
        lanes: u32,
    },
}

impl Argon2Cost {
    /// What a new slot starts from: 64 MiB, 3 passes, 1 lane.
    pub const DEFAULT: Argon2Cost = Argon2Cost {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 1,
    };
    /// The least that a new slot may use: 19 MiB, 2 passes, 1 lane (OWASP).
    pub const FLOOR: Argon2Cost = Argon2Cost {
        memory_kib: 19 * 1024,
        passes: 2,
        lanes: 1,
    };
    /// The most memory that is worked with, in KiB: 1 GiB, on phones 256 MiB.
    pub const MAX_MEMORY_KIB: u32 = if cfg!(any(target_os = "android", target_os = "ios")) {
        256 * 1024
    } else {
        1024 * 1024
    };
    /// The most passes that are worked with.
    pub const MAX_PASSES: u32 = 20;
    /// The most lanes that are worked with.
    pub const MAX_LANES: u32 = 8;

    /// Checks three numbers, for instance of a file's header.
    ///
    /// # Errors
    /// Names the number that is outside the bounds of docs/vault-format.md.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Argon2Cost, CostError> {
        if !(1..=Self::MAX_LANES).contains(&lanes) {
            return Err(CostError::Lanes { lanes });
        }
        if !(1..=Self::MAX_PASSES).contains(&passes) {
            return Err(CostError::Passes { passes });
        }
        if !(8 * lanes..=Self::MAX_MEMORY_KIB).contains(&memory_kib) {
            return Err(CostError::Memory { memory_kib });
        }
        Ok(Argon2Cost {
            memory_kib,
            passes,
            lanes,
        })
    }

    /// Memory in KiB.
    pub fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// Passes over the memory.
    pub fn passes(self) -> u32 {
        self.passes
    }

    /// Lanes that could be computed side by side.
    pub fn lanes(self) -> u32 {
        self.lanes
    }

    /// Whether a new slot may be made with it: at least [`Argon2Cost::FLOOR`] in memory and passes.
    pub fn is_strong_enough(self) -> bool {
        self.memory_kib >= Self::FLOOR.memory_kib && self.passes >= Self::FLOOR.passes
    }

    /// Finds a cost that takes 250 to 500 ms, starting from the default. `measure` runs one
    /// derivation and says how long it took; it is called at most eight times.
    ///
    /// A slow machine goes down to the floor and no further, a fast one up to 256 MiB and then to
    /// more passes. Where one step is too fast and the next too slow, the slower one is taken:
    /// half a second more on a rare day costs less than a guessed passphrase.
    pub fn calibrate(mut measure: impl FnMut(Argon2Cost) -> Duration) -> Argon2Cost {
        let mut cost = Self::DEFAULT;
        let mut too_slow = None;
        for _ in 0..8 {
            let took = measure(cost);
            let next = if took < Self::SHORTEST {
                if too_slow.is_some() {
                    break;
                }
                cost.dearer()
            } else if took > Self::LONGEST {
                too_slow = Some(cost);
                cost.cheaper()
            } else {
                return cost;
            };
            if next == cost {
                return cost;
            }
            cost = next;
        }
        too_slow.unwrap_or(cost)
    }

    /// [`Argon2Cost::calibrate`] on this machine, now: about a second of work.
    pub fn calibrate_here() -> Argon2Cost {
        Self::calibrate(|cost| {
            let started = Instant::now();
            derive_passphrase_key(b"a passphrase of usual length", &[0; 16], cost);
            started.elapsed()
        })
    }

    fn dearer(self) -> Argon2Cost {
        let mut cost = self;
        if cost.memory_kib < 256 * 1024 {
            cost.memory_kib = (cost.memory_kib * 2).min(256 * 1024);
        } else {
            cost.passes = (cost.passes + 2).min(Self::MAX_PASSES);
        }
        cost
    }

    fn cheaper(self) -> Argon2Cost {
        let mut cost = self;
        if cost.passes > Self::DEFAULT.passes {
            cost.passes = (cost.passes - 2).max(Self::DEFAULT.passes);
        } else if cost.memory_kib > Self::FLOOR.memory_kib {
            cost.memory_kib = (cost.memory_kib / 2).max(Self::FLOOR.memory_kib);
        } else {
            cost.passes = Self::FLOOR.passes;
        }
        cost
    }

    fn params(self) -> Params {
        Params::new(
            self.memory_kib,
            self.passes,
            self.lanes,
            Some(super::KEY_BYTES),
        )
        .expect("the bounds of the format lie within those of Argon2")
    }

    const SHORTEST: Duration = Duration::from_millis(250);
    const LONGEST: Duration = Duration::from_millis(500);
}

/// SHA-256 over the parts, one behind the other.
pub(crate) fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests;
