//! The sealed content behind the header: AES-256-GCM under a key of its own for each save.

use zeroize::Zeroizing;

use crate::crypto::seal::{self, TAG_BYTES};
use crate::crypto::{Key, kdf};
use crate::error::{Damage, OpenError, SaveError};
use crate::format::header::{self, Header, MAX_BODY_BYTES, MAX_FILE_BYTES};
use crate::model::Body;
use crate::random::{self, Random};
use crate::wire;

/// Seals `body` under a fresh key and writes that into `header`. Returns the file's bytes.
pub(crate) fn seal(
    header: &mut Header,
    body: &Body,
    master: &Key,
    expected: usize,
    random: &mut dyn Random,
) -> Result<Vec<u8>, SaveError> {
    let plain = wire::to_json(body, expected, TAG_BYTES);
    if plain.len() > MAX_BODY_BYTES {
        return Err(SaveError::TooLarge);
    }
    header.sealing.salt = random::make(random);
    header.sealing.nonce = random::make(random);
    let keys = Keys::derive(master, &header.sealing.salt);
    header.sealing.commitment = *keys.commitment.bytes();
    let mut file = header.write().ok_or(SaveError::TooLarge)?;
    let sealed = seal::seal(&keys.body, &header.sealing.nonce, &file, plain);
    file.extend_from_slice(&sealed);
    Ok(file)
}

/// Opens the body of a file whose header was parsed before.
///
/// # Errors
/// [`Damage::Commitment`] when `master` is the key of another file, the other kinds when bytes
/// were changed.
pub(crate) fn open(file: &[u8], header: &Header, master: &Key) -> Result<Body, OpenError> {
    let plain = open_plain(file, header, master)?;
    Ok(wire::from_json(&plain).map_err(|_| Damage::Content)?)
}

fn open_plain(file: &[u8], header: &Header, master: &Key) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    if file.len() > MAX_FILE_BYTES {
        return Err(Damage::OutOfBounds("the file's length").into());
    }
    let keys = Keys::derive(master, &header.sealing.salt);
    if !keys.commitment.matches(&header.sealing.commitment) {
        return Err(Damage::Commitment.into());
    }
    let (associated, sealed) = file
        .split_at_checked(header::length(file)?)
        .ok_or(Damage::Truncated)?;
    if sealed.len() < TAG_BYTES {
        return Err(Damage::Truncated.into());
    }
    Ok(
        seal::open(&keys.body, &header.sealing.nonce, associated, sealed)
            .map_err(|_| Damage::Body)?,
    )
}

/// What the master key and a file's salt give.
struct Keys {
    body: Key,
    commitment: Key,
}

impl Keys {
    fn derive(master: &Key, salt: &[u8; 32]) -> Keys {
        Keys {
            body: kdf::derive_key(master.bytes(), salt, b"body/v1"),
            commitment: kdf::derive_key(master.bytes(), salt, b"commitment/v1"),
        }
    }
}
