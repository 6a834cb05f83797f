//! Writing: an [`Account`] in the spelling that most readers understand.

use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};

use crate::{account::Account, otp::Otp, steam::Steam};

/// Writes the URI from which [`super::parse_uri`] reads the same account.
///
/// Every parameter is spelled out, because not all readers agree on what is meant by silence.
#[must_use]
pub fn write_uri(account: &Account) -> SecretString {
    let mut uri = String::with_capacity(INITIAL_CAPACITY);
    write_into(&mut uri, account).expect("a String takes all that is written");
    SecretString::from(uri)
}

fn write_into(uri: &mut String, account: &Account) -> std::fmt::Result {
    let Account {
        issuer,
        name,
        tenant,
        otp,
        image,
        serial,
    } = account;
    write!(uri, "otpauth://{}/", otp.kind())?;
    match tenant {
        Some(tenant) if !issuer.is_empty() => write!(uri, "{}:", encoded(tenant))?,
        // Before a raw colon, even an empty issuer, those in the name are not taken for separators.
        _ if !issuer.is_empty() || name.contains(':') => write!(uri, "{}:", encoded(issuer))?,
        _ => {}
    }
    let secret = otp.secret().to_base32();
    // EXPOSE: the URI exists to carry it, and is wiped like it
    write!(uri, "{}?secret={}", encoded(name), secret.expose_secret())?;
    if !issuer.is_empty() {
        write!(uri, "&issuer={}", encoded(issuer))?;
    }
    write!(
        uri,
        "&algorithm={}&digits={}",
        otp.algorithm(),
        otp.digits()
    )?;
    match otp {
        Otp::Totp(totp) => {
            write!(uri, "&period={}", totp.period)?;
            if totp.digits == Steam::DIGITS && issuer.eq_ignore_ascii_case("steam") {
                // Without an encoder, this reader and others would take it for Steam's letters.
                uri.push_str("&encoder=decimal");
            }
        }
        Otp::Hotp(hotp) => write!(uri, "&counter={}", hotp.counter)?,
        Otp::Steam(_) => write!(uri, "&period={}", Steam::PERIOD)?,
    }
    for (parameter, value) in [("image", image), ("serial", serial)] {
        if let Some(value) = value {
            write!(uri, "&{parameter}={}", encoded(value))?;
        }
    }
    Ok(())
}

fn encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

/// All but the unreserved characters of RFC 3986, and `@`, which readers show as it is.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'@');

/// Enough for nearly all URIs, so that no half-written copy is left behind by growing.
const INITIAL_CAPACITY: usize = 1024;
