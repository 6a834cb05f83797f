//! A code as people see it, and the time it is valid. Codes are short-lived, but they open doors:
//! they are wiped when dropped and do not print themselves.

use std::fmt;

use secrecy::ExposeSecret;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::params::Period;

/// One code: up to ten ASCII digits or letters, and up to three blanks where it is grouped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Code {
    /// The first `len` bytes are ASCII, the others 0.
    bytes: [u8; Code::CAPACITY],
    len: usize,
}

impl Code {
    const CAPACITY: usize = 14;

    /// The code with blanks between its groups, as people read it out: 6 digits as 3+3, 7 as 3+4,
    /// 8 as 4+4, 9 as 3+3+3, 10 as 3+3+4; shorter ones whole.
    #[must_use]
    pub fn grouped(&self) -> Self {
        let groups: &[usize] = match self.len {
            6 => &[3, 3],
            7 => &[3, 4],
            8 => &[4, 4],
            9 => &[3, 3, 3],
            10 => &[3, 3, 4],
            _ => return self.clone(),
        };
        let mut rest = self.as_str();
        let mut grouped = Self::empty();
        for (position, size) in groups.iter().enumerate() {
            let (group, after) = rest.split_at(*size);
            if position > 0 {
                grouped.push_str(" ");
            }
            grouped.push_str(group);
            rest = after;
        }
        grouped
    }

    pub(crate) const fn empty() -> Self {
        Self {
            bytes: [0; Self::CAPACITY],
            len: 0,
        }
    }

    /// Writes `value` with exactly `digits` decimal digits, the leading ones 0 or cut off.
    pub(crate) fn from_decimal(mut value: u32, digits: usize) -> Self {
        let mut code = Self {
            bytes: [0; Self::CAPACITY],
            len: digits.min(Self::CAPACITY),
        };
        let len = code.len;
        for place in code.bytes.iter_mut().take(len).rev() {
            let [.., digit] = (value % 10).to_be_bytes();
            *place = b'0' + digit;
            value /= 10;
        }
        code
    }

    pub(crate) fn from_ascii(text: &str) -> Self {
        let mut code = Self::empty();
        code.push_str(text);
        code
    }

    fn push_str(&mut self, text: &str) {
        for byte in text.bytes().filter(u8::is_ascii) {
            if let Some(place) = self.bytes.get_mut(self.len) {
                *place = byte;
                self.len += 1;
            }
        }
    }

    fn as_str(&self) -> &str {
        let written = self.bytes.get(..self.len).unwrap_or_default();
        str::from_utf8(written).expect("only ASCII is written into a code")
    }
}

impl fmt::Write for Code {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push_str(text);
        Ok(())
    }
}

impl ExposeSecret<str> for Code {
    fn expose_secret(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// The code of one moment, the one after it, and when it is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedCode {
    /// The code of this moment.
    pub code: Code,
    /// The code of the following period.
    pub next: Code,
    /// The first second at which `code` is valid, Unix time.
    pub valid_from: u64,
    /// The first second at which it is not any more, Unix time; `u64::MAX` at the end of time.
    pub valid_until: u64,
}

impl TimedCode {
    /// How many seconds `code` is still valid at `unix`; 0 when it is over.
    #[must_use]
    pub fn seconds_left(&self, unix: u64) -> u64 {
        self.valid_until.saturating_sub(unix)
    }

    /// Asks `code_of` for the code of the step of `unix` and the one after it.
    pub(crate) fn at(unix: u64, period: Period, code_of: impl Fn(u64) -> Code) -> Self {
        let seconds = u64::from(period.seconds());
        let step = unix / seconds;
        let valid_from = step * seconds;
        Self {
            code: code_of(step),
            next: code_of(step.saturating_add(1)),
            valid_from,
            valid_until: valid_from.saturating_add(seconds),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_prints_itself() {
        assert_eq!(format!("{:?}", Code::from_ascii("123456")), "[redacted]");
    }

    #[test]
    fn groups_digits_as_people_read_them() {
        let table = [
            ("1", "1"),
            ("1234", "1234"),
            ("2BCDF", "2BCDF"),
            ("123456", "123 456"),
            ("1234567", "123 4567"),
            ("12345678", "1234 5678"),
            ("123456789", "123 456 789"),
            ("1234567890", "123 456 7890"),
        ];
        for (plain, grouped) in table {
            assert_eq!(Code::from_ascii(plain).grouped().expose_secret(), grouped);
        }
    }

    #[test]
    fn writes_exactly_so_many_digits() {
        for (digits, text) in [(10, "0000000042"), (2, "42"), (1, "2")] {
            assert_eq!(Code::from_decimal(42, digits).expose_secret(), text);
        }
        assert_eq!(
            Code::from_decimal(u32::MAX, 10).expose_secret(),
            "4294967295"
        );
    }
}
