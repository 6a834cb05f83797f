//! Reading one part of an export.

use data_encoding::{BASE64_NOPAD, Encoding};
use prost::Message;
use thiserror::Error;
use zeroize::Zeroizing;

use super::wire::{OtpParameters, Payload};
use crate::{
    account::{Account, clean_text},
    hotp::Hotp,
    otp::Otp,
    params::{Algorithm, Digits, Period},
    secret::{Secret, SecretError},
    totp::Totp,
    uri::{decode, split_scheme, trimmed, without_issuer},
};

/// One QR code of an export: some accounts, and what it says about the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The same in all parts of one export.
    pub batch_id: i32,
    /// Which part this is, from 0; less than `size`.
    pub index: u32,
    /// How many parts the export has, 1 to [`Part::MAX_PARTS`].
    pub size: u32,
    /// The accounts in the order in which they stand there.
    pub accounts: Vec<Account>,
    /// The entries that are no account, in the same order.
    pub problems: Vec<EntryProblem>,
}

impl Part {
    /// The longest text that is read, in bytes. A QR code holds 2,953; pasted texts may hold more.
    pub const MAX_BYTES: usize = 64 * 1024;
    /// The most parts that an export may claim to have.
    pub const MAX_PARTS: u32 = 256;
    /// The most entries in one part; Google writes ten.
    pub const MAX_ENTRIES: usize = 1000;

    /// Reads the text of one QR code.
    ///
    /// # Errors
    /// A [`MigrationError`] where the part as a whole cannot be read; what is wrong with single
    /// entries is in `problems`.
    pub fn parse(text: &str) -> Result<Self, MigrationError> {
        if text.len() > Self::MAX_BYTES {
            return Err(MigrationError::TooLong);
        }
        let bytes = payload_bytes(trimmed(text))?;
        let payload = Payload::decode(bytes.as_slice()).map_err(|_| MigrationError::Damaged)?;
        Self::from_payload(payload)
    }

    fn from_payload(payload: Payload) -> Result<Self, MigrationError> {
        let size = u32::try_from(payload.batch_size)
            .map_err(|_| MigrationError::BadNumbering)?
            .max(1);
        let index = u32::try_from(payload.batch_index).map_err(|_| MigrationError::BadNumbering)?;
        if index >= size || size > Self::MAX_PARTS {
            return Err(MigrationError::BadNumbering);
        }
        if payload.otp_parameters.is_empty() {
            return Err(MigrationError::NoAccounts);
        }
        if payload.otp_parameters.len() > Self::MAX_ENTRIES {
            return Err(MigrationError::TooLong);
        }
        let mut part = Self {
            batch_id: payload.batch_id,
            index,
            size,
            accounts: Vec::new(),
            problems: Vec::new(),
        };
        for (position, mut entry) in payload.otp_parameters.into_iter().enumerate() {
            let issuer = text(&entry.issuer);
            let name = without_issuer(&text(&entry.name), &issuer);
            match read_otp(&mut entry) {
                Ok(otp) => part.accounts.push(Account::new(&issuer, &name, otp)),
                Err(reason) => {
                    part.problems.push(EntryProblem {
                        position,
                        issuer,
                        name,
                        reason,
                    });
                }
            }
        }
        Ok(part)
    }
}

/// An entry of an export that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryProblem {
    /// Its place in the part, from 0.
    pub position: usize,
    /// Who issued it, as far as it says.
    pub issuer: String,
    /// For whom, as far as it says.
    pub name: String,
    /// Why not.
    pub reason: EntryReason,
}

/// Why an entry of an export was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EntryReason {
    /// Its secret is empty or too long.
    #[error("{0}")]
    BadSecret(SecretError),
    /// MD5, or one that is not known.
    #[error("its algorithm is not supported")]
    Algorithm,
    /// A number of digits that is not known.
    #[error("its number of digits is not supported")]
    Digits,
    /// Neither TOTP nor HOTP.
    #[error("its type of code is not supported")]
    Type,
    /// Less than 0.
    #[error("its counter is negative")]
    Counter,
}

/// Why a text is not a part of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MigrationError {
    /// It starts with another scheme or none.
    #[error("this is not an export of Google Authenticator")]
    NotMigration,
    /// It is longer than [`Part::MAX_BYTES`] or has more than [`Part::MAX_ENTRIES`] entries.
    #[error("the export is too long")]
    TooLong,
    /// It has no `data`, or that is empty.
    #[error("the export holds no data")]
    NoData,
    /// The data are not base64 or not what Google Authenticator writes; mostly cut off.
    #[error("the export is damaged or cut off")]
    Damaged,
    /// It is part 4 of 3, or has more than [`Part::MAX_PARTS`] parts.
    #[error("the export numbers its parts wrongly")]
    BadNumbering,
    /// It can be read, but is empty.
    #[error("the export holds no accounts")]
    NoAccounts,
}

impl MigrationError {
    /// A stable word for programs, such as `damaged`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::NotMigration => "not-migration",
            Self::TooLong => "too-long",
            Self::NoData => "no-data",
            Self::Damaged => "damaged",
            Self::BadNumbering => "bad-numbering",
            Self::NoAccounts => "no-accounts",
        }
    }
}

fn payload_bytes(text: &str) -> Result<Zeroizing<Vec<u8>>, MigrationError> {
    let (scheme, rest) = split_scheme(text).ok_or(MigrationError::NotMigration)?;
    if !scheme.eq_ignore_ascii_case("otpauth-migration") {
        return Err(MigrationError::NotMigration);
    }
    let (_, query) = rest.split_once('?').ok_or(MigrationError::NoData)?;
    let data = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find_map(|(name, value)| name.eq_ignore_ascii_case("data").then_some(value))
        .ok_or(MigrationError::NoData)?;
    let base64 = plain_base64(&Zeroizing::new(decode(data)));
    if base64.is_empty() {
        return Err(MigrationError::NoData);
    }
    let bytes = lenient_base64().decode(base64.as_bytes());
    bytes
        .map(Zeroizing::new)
        .map_err(|_| MigrationError::Damaged)
}

/// Some writers leave `+` unescaped, so that it arrives as a blank; some use the URL alphabet.
fn plain_base64(data: &str) -> Zeroizing<String> {
    data.trim()
        .chars()
        .filter(|character| !matches!(character, '=' | '\r' | '\n' | '\t'))
        .map(|character| match character {
            ' ' | '-' => '+',
            '_' => '/',
            other => other,
        })
        .collect::<String>()
        .into()
}

fn lenient_base64() -> Encoding {
    let mut specification = BASE64_NOPAD.specification();
    specification.check_trailing_bits = false;
    specification
        .encoding()
        .expect("base64 without the check of its last bits is an encoding")
}

fn text(bytes: &[u8]) -> String {
    clean_text(&String::from_utf8_lossy(bytes))
}

/// Takes the secret out of the entry.
fn read_otp(entry: &mut OtpParameters) -> Result<Otp, EntryReason> {
    let secret =
        Secret::from_bytes(std::mem::take(&mut entry.secret)).map_err(EntryReason::BadSecret)?;
    let algorithm = match entry.algorithm {
        0 | 1 => Algorithm::Sha1,
        2 => Algorithm::Sha256,
        3 => Algorithm::Sha512,
        _ => return Err(EntryReason::Algorithm),
    };
    let digits = match entry.digits {
        0 | 1 => Digits::DEFAULT,
        2 => EIGHT,
        _ => return Err(EntryReason::Digits),
    };
    match entry.kind {
        0 | 2 => Ok(Otp::Totp(Totp {
            secret,
            algorithm,
            digits,
            period: Period::DEFAULT,
        })),
        1 => {
            let counter = u64::try_from(entry.counter).map_err(|_| EntryReason::Counter)?;
            Ok(Otp::Hotp(Hotp {
                secret,
                algorithm,
                digits,
                counter,
            }))
        }
        _ => Err(EntryReason::Type),
    }
}

pub(super) const EIGHT: Digits = match Digits::new(8) {
    Some(digits) => digits,
    None => unreachable!(),
};
