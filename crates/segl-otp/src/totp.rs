//! Time codes: RFC 6238, counted from the Unix epoch. The time comes in; nothing here reads a clock.

use crate::{
    code::{Code, TimedCode},
    hotp,
    params::{Algorithm, Digits, Period},
    secret::Secret,
};

/// A TOTP account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totp {
    /// The shared secret.
    pub secret: Secret,
    /// The hash under the HMAC.
    pub algorithm: Algorithm,
    /// How many digits a code has.
    pub digits: Digits,
    /// How long a code is valid.
    pub period: Period,
}

impl Totp {
    /// The code at a Unix time in seconds.
    #[must_use]
    pub fn code_at(&self, unix: u64) -> Code {
        self.code_of(unix / u64::from(self.period.seconds()))
    }

    /// The code at a Unix time in seconds, the next one, and when it is valid.
    #[must_use]
    pub fn timed_at(&self, unix: u64) -> TimedCode {
        TimedCode::at(unix, self.period, |step| self.code_of(step))
    }

    fn code_of(&self, step: u64) -> Code {
        hotp::code_at_counter(&self.secret, self.algorithm, self.digits, step)
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn account(secret: &[u8], algorithm: Algorithm, digits: u8, period: u32) -> Totp {
        Totp {
            secret: Secret::from_bytes(secret.to_vec()).unwrap(),
            algorithm,
            digits: Digits::new(digits).unwrap(),
            period: Period::new(period).unwrap(),
        }
    }

    #[test]
    fn gives_the_codes_of_rfc_6238_appendix_b() {
        // The secrets of SHA256 and SHA512 are those of the errata: repeated to the hash's length.
        let sha1 = account(b"12345678901234567890", Algorithm::Sha1, 8, 30);
        let sha256 = account(
            b"12345678901234567890123456789012",
            Algorithm::Sha256,
            8,
            30,
        );
        let secret = b"1234567890123456789012345678901234567890123456789012345678901234";
        let sha512 = account(secret, Algorithm::Sha512, 8, 30);
        let table = [
            (59, "94287082", "46119246", "90693936"),
            (1_111_111_109, "07081804", "68084774", "25091201"),
            (1_111_111_111, "14050471", "67062674", "99943326"),
            (1_234_567_890, "89005924", "91819424", "93441116"),
            (2_000_000_000, "69279037", "90698825", "38618901"),
            (20_000_000_000, "65353130", "77737706", "47863826"),
        ];
        for (unix, first, second, third) in table {
            assert_eq!(sha1.code_at(unix).expose_secret(), first);
            assert_eq!(sha256.code_at(unix).expose_secret(), second);
            assert_eq!(sha512.code_at(unix).expose_secret(), third);
        }
    }

    #[test]
    fn gives_codes_that_python_computes_too() {
        // hmac.new(key, struct.pack(">Q", t // period), hash) and RFC 4226 section 5.3, in Python 3.
        let key = b"12345678901234567890";
        let table = [
            (Algorithm::Sha1, 10, 30, 59_u64, "1094287082"),
            (Algorithm::Sha1, 4, 30, 59, "7082"),
            (Algorithm::Sha1, 1, 300, 59, "4"),
            (Algorithm::Sha224, 6, 30, 59, "812810"),
            (Algorithm::Sha384, 8, 60, 1_111_111_109, "25718507"),
            (Algorithm::Sha512, 10, 7, 2_000_000_000, "0096021343"),
        ];
        for (algorithm, digits, period, unix, code) in table {
            let account = account(key, algorithm, digits, period);
            assert_eq!(
                account.code_at(unix).expose_secret(),
                code,
                "{account:?} at {unix}"
            );
        }
    }

    #[test]
    fn says_how_long_a_code_is_valid() {
        let account = account(b"12345678901234567890", Algorithm::Sha1, 8, 30);
        let timed = account.timed_at(59);
        assert_eq!(timed.code.expose_secret(), "94287082");
        assert_eq!((timed.valid_from, timed.valid_until), (30, 60));
        assert_eq!(timed.next, account.code_at(60));
        assert_eq!(
            [29, 30, 59, 60, 61].map(|unix| timed.seconds_left(unix)),
            [31, 30, 1, 0, 0]
        );
    }

    #[test]
    fn survives_the_end_of_time() {
        for period in [1, 30, u32::MAX] {
            let timed = account(b"key", Algorithm::Sha1, 6, period).timed_at(u64::MAX);
            assert!(timed.valid_from <= timed.valid_until);
            assert_eq!(timed.valid_until, u64::MAX);
        }
    }
}
