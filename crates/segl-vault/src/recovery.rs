//! The recovery code: 128 random bits as six groups of five letters and digits.
//!
//! The alphabet is Crockford's base32 (no I, L, O, U). Each group carries its own check, so that a
//! slip of the pen is found in the group where it happened and not only at the end: the group,
//! read as a number, leaves the remainder k when divided by 11, where k is the group's position
//! from 1 to 6. docs/vault-format.md, "Recovery code", has the whole rule.

use std::fmt;
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::random::Random;

/// A recovery code. It opens the vault, so it is as secret as all that is in it.
#[derive(Clone, Zeroize, ZeroizeOnDrop, PartialEq, Eq)]
pub struct RecoveryCode(u128);

/// Why a text is not a recovery code. Groups are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecoveryCodeError {
    /// It is not thirty letters and digits, or a group not five.
    #[error("the recovery code has {found} letters and digits instead of {expected}")]
    Length {
        /// How many there are, without blanks and hyphens.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A character that no recovery code has.
    #[error("group {group} has a character that recovery codes do not have")]
    Symbol {
        /// The group.
        group: usize,
        /// The character.
        symbol: char,
    },
    /// The group's check does not fit: something in it was misread.
    #[error("group {group} does not add up")]
    Group {
        /// The group.
        group: usize,
    },
}

impl RecoveryCode {
    /// How many groups a code has.
    pub const GROUPS: usize = 6;
    /// How many letters and digits a group has.
    pub const GROUP_LENGTH: usize = 5;

    pub(crate) fn make(random: &mut dyn Random) -> RecoveryCode {
        let mut bytes = Zeroizing::new([0; 16]);
        random.fill(&mut *bytes);
        RecoveryCode(u128::from_be_bytes(*bytes))
    }

    /// Reads what a person typed or a QR code holds. Case, blanks and hyphens do not matter; O is
    /// read as 0, I and L as 1.
    ///
    /// # Errors
    /// Names the first group that cannot be right.
    pub fn parse(text: &str) -> Result<RecoveryCode, RecoveryCodeError> {
        let symbols = symbols(text);
        let expected = Self::GROUPS * Self::GROUP_LENGTH;
        let mut value: u128 = 0;
        for (group, position) in symbols.chunks(Self::GROUP_LENGTH).zip(1..) {
            let part = read_group(group, position)?;
            value = value
                .checked_mul(BASE)
                .and_then(|value| value.checked_add(part.into()))
                .ok_or(RecoveryCodeError::Group { group: position })?;
        }
        if symbols.len() != expected {
            return Err(RecoveryCodeError::Length {
                found: symbols.len(),
                expected,
            });
        }
        Ok(RecoveryCode(value))
    }

    /// Checks one group as soon as it is full. `position` counts from 1.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn check_group(position: usize, text: &str) -> Result<(), RecoveryCodeError> {
        let symbols = symbols(text);
        if symbols.len() != Self::GROUP_LENGTH {
            let found = symbols.len();
            return Err(RecoveryCodeError::Length {
                found,
                expected: Self::GROUP_LENGTH,
            });
        }
        read_group(&symbols, position).map(|_| ())
    }

    /// The six groups, to be shown.
    pub fn groups(&self) -> [SecretString; Self::GROUPS] {
        let mut rest = self.0;
        let mut groups = [const { [0; Self::GROUP_LENGTH] }; Self::GROUPS];
        for (group, position) in groups.iter_mut().rev().zip([6, 5, 4, 3, 2, 1]) {
            let mut number = rest % BASE * CHECK_BASE + position;
            rest /= BASE;
            for symbol in group.iter_mut().rev() {
                *symbol = symbol_of(number % 32);
                number /= 32;
            }
        }
        groups.map(|group| {
            group
                .iter()
                .copied()
                .map(char::from)
                .collect::<String>()
                .into()
        })
    }

    /// The groups joined by hyphens, for a QR code and for paper.
    pub fn to_text(&self) -> SecretString {
        let groups = self.groups();
        let mut text = String::with_capacity(Self::GROUPS * (Self::GROUP_LENGTH + 1));
        for group in &groups {
            if !text.is_empty() {
                text.push('-');
            }
            // EXPOSE: joined into another text that is wiped.
            text.push_str(group.expose_secret());
        }
        text.into()
    }

    /// The 16 bytes that open the slot.
    pub(crate) fn key_bytes(&self) -> Zeroizing<[u8; 16]> {
        Zeroizing::new(self.0.to_be_bytes())
    }
}

impl FromStr for RecoveryCode {
    type Err = RecoveryCodeError;

    fn from_str(text: &str) -> Result<RecoveryCode, RecoveryCodeError> {
        RecoveryCode::parse(text)
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode([redacted])")
    }
}

/// What counts in a typed text.
fn symbols(text: &str) -> Zeroizing<Vec<char>> {
    let mut symbols = Zeroizing::new(Vec::with_capacity(text.len()));
    symbols.extend(
        text.chars()
            .filter(|c| !c.is_whitespace() && !is_hyphen(*c)),
    );
    symbols
}

/// Word processors like to replace hyphens.
fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '_' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}'
    )
}

/// The part of the code's number that a group carries.
fn read_group(symbols: &[char], position: usize) -> Result<u32, RecoveryCodeError> {
    let mut number: u32 = 0;
    for symbol in symbols {
        let value = value_of(*symbol).ok_or(RecoveryCodeError::Symbol {
            group: position,
            symbol: *symbol,
        })?;
        number = number.saturating_mul(32).saturating_add(value);
    }
    // A group that is not full has no check yet; the length is told at the end.
    if symbols.len() != RecoveryCode::GROUP_LENGTH {
        return Ok(0);
    }
    let check = usize::try_from(number % 11).unwrap_or_default();
    let part = number / 11;
    if check != position || u128::from(part) >= BASE {
        return Err(RecoveryCodeError::Group { group: position });
    }
    Ok(part)
}

fn value_of(symbol: char) -> Option<u32> {
    let symbol = match symbol.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    (0..32).find(|value| char::from(symbol_of(u128::from(*value))) == symbol)
}

fn symbol_of(value: u128) -> u8 {
    let index = usize::try_from(value).unwrap_or_default();
    *ALPHABET.get(index).unwrap_or(&b'0')
}

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// The least whole number whose sixth power is at least 2^128.
const BASE: u128 = 2_642_246;
const CHECK_BASE: u128 = 11;

#[cfg(test)]
mod tests;
