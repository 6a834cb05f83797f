//! Yandex codes: eight letters from an HMAC-SHA256 whose key is a hash of PIN and secret.
//!
//! Not written down by Yandex; as read in open authenticators and proven by their vectors. It
//! computes codes only; which accounts have a PIN, and whether it is kept, is for the caller to say.

use hmac::Hmac;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{
    code::{Code, TimedCode},
    hotp::digest,
    params::Period,
    secret::Secret,
};

/// How long a code is valid: 30 seconds.
pub const PERIOD: Period = Period::DEFAULT;

/// The code at a Unix time in seconds, the next one, and when it is valid.
///
/// The secret that Yandex shows has 26 bytes, of which the first 16 count (the others are the
/// length of the PIN and a check value); some programs keep those 16 only.
#[must_use]
pub fn timed_at(secret: &Secret, pin: &SecretString, unix: u64) -> TimedCode {
    TimedCode::at(unix, PERIOD, |step| code_of(secret, pin, step))
}

fn code_of(secret: &Secret, pin: &SecretString, step: u64) -> Code {
    // EXPOSE: hashed
    let secret = secret.expose_secret();
    let secret = secret.get(..SECRET_BYTES).unwrap_or(secret);
    let mut hash = Sha256::new();
    // EXPOSE: hashed
    hash.update(pin.expose_secret());
    hash.update(secret);
    let key = Zeroizing::new(<[u8; 32]>::from(hash.finalize()));
    // Yandex' program loses a leading zero byte on the way through a big integer.
    let key = key.strip_prefix(&[0]).unwrap_or(key.as_slice());
    let digest = digest::<Hmac<Sha256>>(key, step);
    let offset = digest.last().map_or(0, |last| usize::from(last & 0x0f));
    let eight: [u8; 8] = digest
        .get(offset..offset + 8)
        .and_then(|bytes| bytes.try_into().ok())
        .expect("the digest has 32 bytes and the offset is at most 15");
    let mut value = u64::from_be_bytes(eight) & 0x7fff_ffff_ffff_ffff;
    let mut letters = Zeroizing::new([0_u8; LETTERS]);
    for letter in letters.iter_mut().rev() {
        let [.., place] = (value % 26).to_be_bytes();
        *letter = b'a' + place;
        value /= 26;
    }
    Code::from_ascii(str::from_utf8(letters.as_slice()).expect("letters are ASCII"))
}

const SECRET_BYTES: usize = 16;
const LETTERS: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_codes_that_other_authenticators_test() {
        // Aegis' YAOTPTest, from KeeYaOtp.
        let table = [
            (
                "6SB2IKNM6OBZPAVBVTOHDKS4FAAAAAAADFUTQMBTRY",
                "5239",
                1_641_559_648,
                "umozdicq",
            ),
            (
                "LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI",
                "7586",
                1_581_064_020,
                "oactmacq",
            ),
        ];
        for (secret, pin, unix, code) in table {
            let secret = Secret::from_base32(secret).unwrap();
            let timed = timed_at(&secret, &SecretString::from(pin), unix);
            assert_eq!(timed.code.expose_secret(), code);
        }
    }
}
