//! The shared secret of an account: bytes that are wiped when dropped and never printed.
//!
//! It knows base32 (RFC 4648 section 6), because that is how people and URIs write secrets. It is
//! not a key store and does not judge how strong a secret is.

use std::fmt;

use data_encoding::BASE32_NOPAD;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use thiserror::Error;
use zeroize::Zeroizing;

/// The shared secret of one account.
///
/// Two secrets are equal when their bytes are. `Debug` prints `[redacted]`.
#[derive(Clone)]
pub struct Secret {
    bytes: SecretSlice<u8>,
    /// The letters it was read from, where encoding the bytes would give others: a server may fill
    /// the leftover bits of the last letter, and people compare what they see with what it showed.
    letters: Option<SecretString>,
}

impl Secret {
    /// The longest secret that is taken, in bytes. HMAC gains nothing past one block of 128 bytes.
    pub const MAX_BYTES: usize = 512;

    /// Takes raw bytes.
    ///
    /// # Errors
    /// [`SecretError::Empty`] and [`SecretError::TooLong`].
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, SecretError> {
        let bytes = SecretSlice::from(bytes);
        // EXPOSE: to know its length
        match bytes.expose_secret().len() {
            0 => Err(SecretError::Empty),
            1..=Self::MAX_BYTES => Ok(Self {
                bytes,
                letters: None,
            }),
            _ => Err(SecretError::TooLong),
        }
    }

    /// Reads base32 as people and servers write it: in either case, with or without padding, with
    /// blanks and dashes anywhere. Leftover bits (fewer than eight) at the end do not count.
    ///
    /// # Errors
    /// Every [`SecretError`]. `0`, `1`, `8` and `9` are not guessed to be letters.
    pub fn from_base32(text: &str) -> Result<Self, SecretError> {
        let letters = base32_letters(text)?;
        let symbols = letters.as_bytes();
        let bits = symbols.len() * 5;
        if bits / 8 > Self::MAX_BYTES {
            return Err(SecretError::TooLong);
        }
        let mut bytes = Zeroizing::new(Vec::with_capacity(bits / 8));
        let (mut pending, mut pending_bits) = (0_u32, 0_u32);
        for value in symbols.iter().filter_map(|symbol| base32_value(*symbol)) {
            pending = (pending << 5) | u32::from(value);
            pending_bits += 5;
            if pending_bits >= 8 {
                pending_bits -= 8;
                let [.., byte] = (pending >> pending_bits).to_be_bytes();
                bytes.push(byte);
                pending &= (1 << pending_bits) - 1;
            }
        }
        let mut secret = match Self::from_bytes(std::mem::take(&mut *bytes)) {
            Err(SecretError::Empty) if !symbols.is_empty() => return Err(SecretError::TooShort),
            secret => secret?,
        };
        // EXPOSE: to compare with the letters that were read
        if secret.encoded().expose_secret() != letters.as_str() {
            secret.letters = Some(SecretString::from(letters.as_str()));
        }
        Ok(secret)
    }

    /// The secret in base32, upper case without padding or blanks; the letters it was read from,
    /// if it was read from base32.
    #[must_use]
    pub fn to_base32(&self) -> SecretString {
        self.letters.clone().unwrap_or_else(|| self.encoded())
    }

    /// Its length in bytes, 1 to [`Secret::MAX_BYTES`].
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a secret is never empty")]
    pub fn len(&self) -> usize {
        // EXPOSE: to know its length
        self.bytes.expose_secret().len()
    }

    fn encoded(&self) -> SecretString {
        // EXPOSE: to encode it into a text that is wiped as well
        SecretString::from(BASE32_NOPAD.encode(self.bytes.expose_secret()))
    }
}

impl ExposeSecret<[u8]> for Secret {
    fn expose_secret(&self) -> &[u8] {
        // EXPOSE: handed through to the caller, who gives the reason
        self.bytes.expose_secret()
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        // EXPOSE: to compare two secrets that are both ours; nobody measures how long it takes
        self.bytes.expose_secret() == other.bytes.expose_secret()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Why a text or some bytes are not a secret. The words name no more of it than one wrong character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SecretError {
    /// There is nothing.
    #[error("the secret is empty")]
    Empty,
    /// One letter alone does not fill a byte.
    #[error("the secret is too short")]
    TooShort,
    /// It is longer than [`Secret::MAX_BYTES`].
    #[error("the secret is longer than {} bytes", Secret::MAX_BYTES)]
    TooLong,
    /// A character that base32 does not have.
    #[error(
        "the secret has a {character:?}, but only the letters A to Z and the digits 2 to 7 can be in one (base32)"
    )]
    NotBase32 {
        /// The first such character.
        character: char,
    },
}

/// The letters of a base32 text: upper case, without blanks, dashes, padding and invisible marks.
fn base32_letters(text: &str) -> Result<Zeroizing<String>, SecretError> {
    let mut letters = Zeroizing::new(String::with_capacity(text.len()));
    for character in text.chars() {
        match character.to_ascii_uppercase() {
            letter @ ('A'..='Z' | '2'..='7') => letters.push(letter),
            '-'
            | '='
            | '\u{2010}'..='\u{2015}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2060}'
            | '\u{feff}' => {}
            other if other.is_whitespace() => {}
            _ => return Err(SecretError::NotBase32 { character }),
        }
    }
    if letters.is_empty() {
        Err(SecretError::Empty)
    } else {
        Ok(letters)
    }
}

fn base32_value(symbol: u8) -> Option<u8> {
    match symbol {
        b'A'..=b'Z' => Some(symbol - b'A'),
        b'2'..=b'7' => Some(symbol - b'2' + 26),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_prints_itself() {
        let secret = Secret::from_base32("JBSWY3DPEHPK3PXP").unwrap();
        assert_eq!(format!("{secret:?}"), "[redacted]");
        assert_eq!(
            format!("{:?}", secret.to_base32()),
            "SecretBox<str>([REDACTED])"
        );
    }

    #[test]
    fn reads_base32_as_people_write_it() {
        // The bytes are those of RFC 4648 section 10 and of coreutils' `base32 -d`.
        let table: &[(&str, &[u8])] = &[
            ("MZXW6YTBOI======", b"foobar"),
            ("mzxw6ytboi", b"foobar"),
            (" MZXW 6YTB-OI ", b"foobar"),
            ("\u{feff}MZXW\u{a0}6YTB\tOI\n", b"foobar"),
            ("MZXW6YTB", b"fooba"),
            ("MZXW6YQ", b"foob"),
            ("MZXW6YR", b"foob"),
            ("MZXW6", b"foo"),
            ("MZXQ", b"fo"),
            ("MY", b"f"),
            ("MYA", b"f"),
        ];
        for (text, bytes) in table {
            let secret = Secret::from_base32(text).unwrap();
            assert_eq!(secret.expose_secret(), *bytes, "{text:?}");
        }
    }

    #[test]
    fn says_what_is_wrong_with_a_text() {
        let table = [
            ("", SecretError::Empty),
            (" -== ", SecretError::Empty),
            ("A", SecretError::TooShort),
            ("ABC0", SecretError::NotBase32 { character: '0' }),
            ("ABC1", SecretError::NotBase32 { character: '1' }),
            ("ABC8", SecretError::NotBase32 { character: '8' }),
            ("abcä", SecretError::NotBase32 { character: 'ä' }),
        ];
        for (text, error) in table {
            assert_eq!(Secret::from_base32(text).unwrap_err(), error, "{text:?}");
        }
        let longest = "A".repeat((Secret::MAX_BYTES * 8).div_ceil(5));
        assert_eq!(
            Secret::from_base32(&longest).unwrap().len(),
            Secret::MAX_BYTES
        );
        let longer = "A".repeat(((Secret::MAX_BYTES + 1) * 8).div_ceil(5));
        assert_eq!(
            Secret::from_base32(&longer).unwrap_err(),
            SecretError::TooLong
        );
        assert_eq!(
            Secret::from_bytes(Vec::new()).unwrap_err(),
            SecretError::Empty
        );
        assert_eq!(
            Secret::from_bytes(vec![0; 513]).unwrap_err(),
            SecretError::TooLong
        );
    }

    #[test]
    fn shows_the_letters_that_were_read() {
        for (text, shown) in [
            ("abcd efg", "ABCDEFG"),
            ("QWERTYUIOP======", "QWERTYUIOP"),
            ("MYA", "MYA"),
        ] {
            assert_eq!(
                Secret::from_base32(text)
                    .unwrap()
                    .to_base32()
                    .expose_secret(),
                shown
            );
        }
        let bytes = Secret::from_bytes(b"foob".to_vec()).unwrap();
        assert_eq!(bytes.to_base32().expose_secret(), "MZXW6YQ");
        assert_eq!(bytes, Secret::from_base32("MZXW6YR").unwrap());
    }
}
