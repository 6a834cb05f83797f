//! The parameters of a code: hash, number of digits, period. A value of these types is valid.

use std::{fmt, num::NonZeroU32, str::FromStr};

use thiserror::Error;

/// The hash under the HMAC. RFC 6238 names SHA-1, SHA-256 and SHA-512; some servers offer the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Algorithm {
    /// SHA-1, what nearly every server uses.
    #[default]
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Algorithm {
    /// All of them, in the order in which people are offered them.
    pub const ALL: [Self; 5] = [
        Self::Sha1,
        Self::Sha224,
        Self::Sha256,
        Self::Sha384,
        Self::Sha512,
    ];

    /// The name that stands in URIs: `SHA1`, `SHA224`, `SHA256`, `SHA384` or `SHA512`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA1",
            Self::Sha224 => "SHA224",
            Self::Sha256 => "SHA256",
            Self::Sha384 => "SHA384",
            Self::Sha512 => "SHA512",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Algorithm {
    type Err = UnknownAlgorithm;

    /// Reads any of the usual spellings: `SHA1`, `sha-256`, `HmacSHA512`, `HMAC-SHA-1`.
    fn from_str(text: &str) -> Result<Self, UnknownAlgorithm> {
        let plain: String = text
            .chars()
            .filter(|character| !matches!(character, '-' | '_' | ' '))
            .map(|character| character.to_ascii_uppercase())
            .take(16)
            .collect();
        let name = plain.strip_prefix("HMAC").unwrap_or(&plain);
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.name() == name)
            .ok_or(UnknownAlgorithm)
    }
}

/// The text names no hash that this crate computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the algorithm is unknown")]
pub struct UnknownAlgorithm;

/// How many decimal digits a code has, 1 to 10.
///
/// RFC 4226 section 5.3 wants at least six; test pages and a few servers use fewer, and ten is all
/// that a truncated value of 31 bits can fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digits(u8);

impl Digits {
    /// One digit.
    pub const MIN: Self = Self(1);
    /// Ten digits.
    pub const MAX: Self = Self(10);
    /// Six digits, what a code has where nothing is said.
    pub const DEFAULT: Self = Self(6);

    /// `None` outside 1 to 10.
    #[must_use]
    pub const fn new(count: u8) -> Option<Self> {
        if count >= Self::MIN.0 && count <= Self::MAX.0 {
            Some(Self(count))
        } else {
            None
        }
    }

    /// The number of digits.
    #[must_use]
    pub const fn value(self) -> u8 {
        self.0
    }
}

impl Default for Digits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How long a TOTP code is valid, in whole seconds: X of RFC 6238 section 4.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(NonZeroU32);

impl Period {
    /// 30 seconds, what a code has where nothing is said.
    pub const DEFAULT: Self = match NonZeroU32::new(30) {
        Some(seconds) => Self(seconds),
        None => unreachable!(),
    };

    /// `None` for 0.
    #[must_use]
    pub const fn new(seconds: u32) -> Option<Self> {
        match NonZeroU32::new(seconds) {
            Some(seconds) => Some(Self(seconds)),
            None => None,
        }
    }

    /// The period in seconds.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        self.0.get()
    }
}

impl Default for Period {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_spellings_of_an_algorithm() {
        let table = [
            ("SHA1", Some(Algorithm::Sha1)),
            ("sha-1", Some(Algorithm::Sha1)),
            ("HmacSHA1", Some(Algorithm::Sha1)),
            ("HMAC-SHA-256", Some(Algorithm::Sha256)),
            ("sha_224", Some(Algorithm::Sha224)),
            ("SHA 384", Some(Algorithm::Sha384)),
            ("sha512", Some(Algorithm::Sha512)),
            ("", None),
            ("SHA", None),
            ("MD5", None),
            ("SHA3-256", None),
            ("SHA-512/256", None),
            ("SHA11", None),
        ];
        for (text, algorithm) in table {
            assert_eq!(text.parse().ok(), algorithm, "{text:?}");
        }
    }

    #[test]
    fn holds_valid_values_only() {
        assert_eq!(Digits::new(0), None);
        assert_eq!(Digits::new(11), None);
        assert_eq!(Digits::new(10), Some(Digits::MAX));
        assert_eq!(Period::new(0), None);
        assert_eq!(Period::new(30), Some(Period::DEFAULT));
    }
}
