//! Counter codes: RFC 4226, and the truncation that all other codes here rest on.

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use secrecy::ExposeSecret;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use totp_rs::Builder;

use crate::{
    code::Code,
    params::{Algorithm, Digits},
    secret::Secret,
};

/// An HOTP account: each code is used once, then the counter moves on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hotp {
    /// The shared secret.
    pub secret: Secret,
    /// The hash under the HMAC.
    pub algorithm: Algorithm,
    /// How many digits a code has.
    pub digits: Digits,
    /// The counter of the next code to be shown.
    pub counter: u64,
}

impl Hotp {
    /// The code at the counter. The caller keeps `advanced()` durably before showing it.
    #[must_use]
    pub fn code(&self) -> Code {
        code_at_counter(&self.secret, self.algorithm, self.digits, self.counter)
    }

    /// The account after its code was used; `None` where the counter has reached its end.
    #[must_use]
    pub fn advanced(&self) -> Option<Self> {
        let counter = self.counter.checked_add(1)?;
        Some(Self {
            counter,
            ..self.clone()
        })
    }
}

/// The code of RFC 4226 section 5.3 at a counter, or of RFC 6238 at a time step.
///
/// `totp-rs` computes what the RFCs name; it knows neither SHA-224 nor SHA-384, and overflows at
/// ten digits, so the rest is truncated here.
pub(crate) fn code_at_counter(
    secret: &Secret,
    algorithm: Algorithm,
    digits: Digits,
    counter: u64,
) -> Code {
    // EXPOSE: the key of the HMAC
    let key = secret.expose_secret();
    match (algorithm, digits.value()) {
        (Algorithm::Sha1, 6..=8) => through_library(key, totp_rs::Algorithm::SHA1, digits, counter),
        (Algorithm::Sha256, 6..=8) => {
            through_library(key, totp_rs::Algorithm::SHA256, digits, counter)
        }
        (Algorithm::Sha512, 6..=8) => {
            through_library(key, totp_rs::Algorithm::SHA512, digits, counter)
        }
        _ => Code::from_decimal(
            truncated(key, algorithm, counter),
            usize::from(digits.value()),
        ),
    }
}

/// A period of one second makes the time of `totp-rs` a counter.
fn through_library(
    key: &[u8],
    algorithm: totp_rs::Algorithm,
    digits: Digits,
    counter: u64,
) -> Code {
    let token = Builder::new()
        .with_secret(totp_rs::Secret::new(Box::from(key)))
        .with_algorithm(algorithm)
        .with_digits(digits.value())
        .with_step_duration(1)
        .build_noncompliant()
        .generate(counter);
    let mut code = Code::empty();
    write!(code, "{token}").expect("a code takes eight digits");
    code
}

/// The 31 bits of RFC 4226 section 5.3, steps 1 and 2.
pub(crate) fn truncated(key: &[u8], algorithm: Algorithm, counter: u64) -> u32 {
    match algorithm {
        Algorithm::Sha1 => truncate(&digest::<Hmac<Sha1>>(key, counter)),
        Algorithm::Sha224 => truncate(&digest::<Hmac<Sha224>>(key, counter)),
        Algorithm::Sha256 => truncate(&digest::<Hmac<Sha256>>(key, counter)),
        Algorithm::Sha384 => truncate(&digest::<Hmac<Sha384>>(key, counter)),
        Algorithm::Sha512 => truncate(&digest::<Hmac<Sha512>>(key, counter)),
    }
}

pub(crate) fn digest<M: Mac + KeyInit>(key: &[u8], counter: u64) -> hmac::digest::Output<M> {
    let mut mac = <M as KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(&counter.to_be_bytes());
    mac.finalize().into_bytes()
}

/// Four bytes at the offset that the low nibble of the last byte names, without the sign bit.
fn truncate(digest: &[u8]) -> u32 {
    let offset = digest.last().map_or(0, |last| usize::from(last & 0x0f));
    let four: [u8; 4] = digest
        .get(offset..offset + 4)
        .and_then(|bytes| bytes.try_into().ok())
        .expect("a digest has at least 20 bytes and the offset is at most 15");
    u32::from_be_bytes(four) & 0x7fff_ffff
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RFC_SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn gives_the_codes_of_rfc_4226_appendix_d() {
        let table = [
            (0x4c93_cf18, "755224"),
            (0x4139_7eea, "287082"),
            (0x082f_ef30, "359152"),
            (0x66ef_7655, "969429"),
            (0x61c5_938a, "338314"),
            (0x33c0_83d4, "254676"),
            (0x7256_c032, "287922"),
            (0x04e5_b397, "162583"),
            (0x2823_443f, "399871"),
            (0x2679_dc69, "520489"),
        ];
        let mut account = Hotp {
            secret: Secret::from_bytes(RFC_SECRET.to_vec()).unwrap(),
            algorithm: Algorithm::Sha1,
            digits: Digits::DEFAULT,
            counter: 0,
        };
        for (value, code) in table {
            assert_eq!(
                truncated(RFC_SECRET, Algorithm::Sha1, account.counter),
                value
            );
            assert_eq!(
                account.code().expose_secret(),
                code,
                "counter {}",
                account.counter
            );
            account = account.advanced().unwrap();
        }
    }

    #[test]
    fn does_not_pass_the_last_counter() {
        let account = Hotp {
            secret: Secret::from_bytes(RFC_SECRET.to_vec()).unwrap(),
            algorithm: Algorithm::Sha512,
            digits: Digits::MAX,
            counter: u64::MAX,
        };
        assert_eq!(account.code().expose_secret().len(), 10);
        assert_eq!(account.advanced(), None);
    }

    proptest! {
        #[test]
        fn both_ways_agree(
            key in proptest::collection::vec(any::<u8>(), 1..200),
            counter: u64,
            digits in 6_u8..=8,
        ) {
            let digits = Digits::new(digits).unwrap();
            let count = usize::from(digits.value());
            for (algorithm, theirs) in [
                (Algorithm::Sha1, totp_rs::Algorithm::SHA1),
                (Algorithm::Sha256, totp_rs::Algorithm::SHA256),
                (Algorithm::Sha512, totp_rs::Algorithm::SHA512),
            ] {
                let ours = Code::from_decimal(truncated(&key, algorithm, counter), count);
                prop_assert_eq!(
                    ours,
                    through_library(&key, theirs, digits, counter)
                );
            }
        }
    }
}
