//! Mobile-OTP codes: the first six hex digits of an MD5 over time, secret and PIN.
//!
//! Source: <https://motp.sourceforge.net>. It computes codes only; which accounts have a PIN, and
//! whether it is kept, is for the caller to say.

use std::fmt::Write;

use data_encoding::HEXLOWER;
use md5::{Digest, Md5};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::{
    code::{Code, TimedCode},
    params::Period,
    secret::Secret,
};

/// How long a code is valid: 10 seconds.
pub const PERIOD: Period = match Period::new(10) {
    Some(period) => period,
    None => unreachable!(),
};

/// The code at a Unix time in seconds, the next one, and when it is valid.
///
/// The secret is hashed as the lower-case hexadecimal text in which servers show it.
#[must_use]
pub fn timed_at(secret: &Secret, pin: &SecretString, unix: u64) -> TimedCode {
    TimedCode::at(unix, PERIOD, |step| code_of(secret, pin, step))
}

fn code_of(secret: &Secret, pin: &SecretString, step: u64) -> Code {
    // EXPOSE: hashed
    let secret = Zeroizing::new(HEXLOWER.encode(secret.expose_secret()));
    let mut digest = Md5::new();
    digest.update(step.to_string());
    digest.update(secret.as_bytes());
    // EXPOSE: hashed
    digest.update(pin.expose_secret());
    let mut code = Code::empty();
    for byte in digest.finalize().iter().take(3) {
        write!(code, "{byte:02x}").expect("a code takes six letters");
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_codes_that_other_authenticators_test() {
        // Aegis' MOTPTest and Stratum's MobileOtpTest.
        let table = [
            ("e3152afee62599c8", "1234", 165_892_298, "e7d8b6"),
            ("7ac61d4736f51a2b", "5555", 0, "c42a26"),
        ];
        for (secret, pin, unix, code) in table {
            let secret = Secret::from_bytes(HEXLOWER.decode(secret.as_bytes()).unwrap()).unwrap();
            let timed = timed_at(&secret, &SecretString::from(pin), unix);
            assert_eq!(timed.code.expose_secret(), code);
            assert_eq!(timed.valid_until, unix / 10 * 10 + 10);
        }
    }
}
