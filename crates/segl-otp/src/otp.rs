//! What makes the codes of an account: one of the kinds, each with exactly the parameters it has.

use std::fmt;

use crate::{
    code::TimedCode,
    hotp::Hotp,
    params::{Algorithm, Digits, Period},
    secret::Secret,
    steam::Steam,
    totp::Totp,
};

/// What makes the codes of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Otp {
    /// Codes of the time, RFC 6238.
    Totp(Totp),
    /// Codes of a counter, RFC 4226.
    Hotp(Hotp),
    /// Steam's letters.
    Steam(Steam),
}

impl Otp {
    /// Which kind it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Totp(_) => Kind::Totp,
            Self::Hotp(_) => Kind::Hotp,
            Self::Steam(_) => Kind::Steam,
        }
    }

    /// The shared secret.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        match self {
            Self::Totp(totp) => &totp.secret,
            Self::Hotp(hotp) => &hotp.secret,
            Self::Steam(steam) => &steam.secret,
        }
    }

    /// The hash under the HMAC.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        match self {
            Self::Totp(totp) => totp.algorithm,
            Self::Hotp(hotp) => hotp.algorithm,
            Self::Steam(_) => Steam::ALGORITHM,
        }
    }

    /// How many digits or letters a code has.
    #[must_use]
    pub fn digits(&self) -> Digits {
        match self {
            Self::Totp(totp) => totp.digits,
            Self::Hotp(hotp) => hotp.digits,
            Self::Steam(_) => Steam::DIGITS,
        }
    }

    /// How long a code is valid; `None` for HOTP.
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        match self {
            Self::Totp(totp) => Some(totp.period),
            Self::Hotp(_) => None,
            Self::Steam(_) => Some(Steam::PERIOD),
        }
    }

    /// The counter of the next code; `None` for all but HOTP.
    #[must_use]
    pub fn counter(&self) -> Option<u64> {
        match self {
            Self::Hotp(hotp) => Some(hotp.counter),
            Self::Totp(_) | Self::Steam(_) => None,
        }
    }

    /// The code at a Unix time in seconds, the next one, and when it is valid; `None` for HOTP.
    #[must_use]
    pub fn timed_at(&self, unix: u64) -> Option<TimedCode> {
        match self {
            Self::Totp(totp) => Some(totp.timed_at(unix)),
            Self::Steam(steam) => Some(steam.timed_at(unix)),
            Self::Hotp(_) => None,
        }
    }
}

/// The kinds of [`Otp`], without their parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Codes of the time.
    Totp,
    /// Codes of a counter.
    Hotp,
    /// Steam's letters.
    Steam,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Totp, Self::Hotp, Self::Steam];

    /// The name that stands in URIs: `totp`, `hotp` or `steam`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Hotp => "hotp",
            Self::Steam => "steam",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
