//! Steam Guard codes: TOTP with SHA-1 and 30 seconds, five letters in place of the digits.
//!
//! Not written down by Valve; as read in open authenticators and proven by their vectors.

use std::fmt::Write;

use secrecy::ExposeSecret;
use totp_rs::Builder;

use crate::{
    code::{Code, TimedCode},
    params::{Algorithm, Digits, Period},
    secret::Secret,
};

/// A Steam account. Hash, length and period are always the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steam {
    /// The shared secret, 20 bytes where Steam made it.
    pub secret: Secret,
}

impl Steam {
    /// SHA-1.
    pub const ALGORITHM: Algorithm = Algorithm::Sha1;
    /// Five letters.
    pub const DIGITS: Digits = match Digits::new(5) {
        Some(digits) => digits,
        None => unreachable!(),
    };
    /// 30 seconds.
    pub const PERIOD: Period = Period::DEFAULT;

    /// The code at a Unix time in seconds.
    #[must_use]
    pub fn code_at(&self, unix: u64) -> Code {
        self.code_of(unix / u64::from(Self::PERIOD.seconds()))
    }

    /// The code at a Unix time in seconds, the next one, and when it is valid.
    #[must_use]
    pub fn timed_at(&self, unix: u64) -> TimedCode {
        TimedCode::at(unix, Self::PERIOD, |step| self.code_of(step))
    }

    fn code_of(&self, step: u64) -> Code {
        let token = Builder::new_steam()
            // EXPOSE: the key of the HMAC
            .with_secret(totp_rs::Secret::new(Box::from(self.secret.expose_secret())))
            .with_step_duration(1)
            .build_noncompliant()
            .generate(step);
        let mut code = Code::empty();
        write!(code, "{token}").expect("a code takes five letters");
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_codes_that_keepassxc_tests() {
        let secret = Secret::from_base32("63BEDWCQZKTQWPESARIERL5DTTQFCJTK").unwrap();
        let account = Steam { secret };
        for (unix, code) in [(1_511_200_518, "FR8RV"), (1_511_200_714, "9P3VP")] {
            assert_eq!(account.code_at(unix).expose_secret(), code);
            assert_eq!(account.timed_at(unix).code.expose_secret(), code);
        }
        assert_eq!(account.timed_at(u64::MAX).valid_until, u64::MAX);
    }
}
