//! Random names of vaults, slots and accounts, written as lower-case hexadecimal digits.
//!
//! They say nothing about what they name and are not secret.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;

use crate::random::{self, OsRandom, Random};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $bytes:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $bytes]);

        impl $name {
            /// Makes a new one from the operating system's randomness.
            pub fn make() -> Self {
                Self::make_with(&mut OsRandom)
            }

            pub(crate) fn make_with(random: &mut dyn Random) -> Self {
                $name(random::make(random))
            }

            /// The id as bytes.
            pub fn bytes(&self) -> &[u8] {
                &self.0
            }
        }

        impl From<[u8; $bytes]> for $name {
            fn from(bytes: [u8; $bytes]) -> Self {
                $name(bytes)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| NotAnId)?;
                bytes.try_into().map($name).map_err(|_| NotAnId)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&HEXLOWER.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::wire::read_text(deserializer, |text| text.parse().ok())
            }
        }
    };
}

id!(
    /// The name of one vault, for its whole life: 16 bytes.
    VaultId,
    16
);
id!(
    /// The name of one slot: 8 bytes. A slot that is made again gets a new one.
    SlotId,
    8
);
id!(
    /// The name of one account: 16 bytes.
    EntryId,
    16
);

/// A text that is not the hexadecimal form of the id asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a known form of id")]
pub struct NotAnId;
