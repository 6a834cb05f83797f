//! Writing an export that Google Authenticator and its readers take.

use data_encoding::BASE64;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use prost::Message;
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;
use zeroize::Zeroizing;

use super::{
    read::{EIGHT, Part},
    wire::{OtpParameters, Payload},
};
use crate::{
    account::Account,
    otp::Otp,
    params::{Algorithm, Digits, Period},
};

/// Writes accounts as the texts of one or more QR codes, ten accounts in each as Google does.
///
/// `batch_id` is a random number that the caller draws.
///
/// # Errors
/// A [`WriteError`] where the format cannot hold an account; nothing is written then, because half
/// an export that looks whole loses accounts.
pub fn write_migration(
    accounts: &[Account],
    batch_id: i32,
) -> Result<Vec<SecretString>, WriteError> {
    let parts = accounts.len().div_ceil(ACCOUNTS_PER_PART);
    let batch_size = i32::try_from(parts).map_err(|_| WriteError::TooMany)?;
    if u32::try_from(parts).is_ok_and(|parts| parts > Part::MAX_PARTS) {
        return Err(WriteError::TooMany);
    }
    let mut position = 0;
    (0..batch_size)
        .zip(accounts.chunks(ACCOUNTS_PER_PART))
        .map(|(batch_index, chunk)| {
            let mut otp_parameters = Vec::with_capacity(chunk.len());
            for account in chunk {
                let entry = entry_of(account).ok_or(WriteError::NotRepresentable { position })?;
                otp_parameters.push(entry);
                position += 1;
            }
            let payload = Payload {
                otp_parameters,
                version: 1,
                batch_size,
                batch_index,
                batch_id,
            };
            Ok(uri_of(&payload))
        })
        .collect()
}

/// Why accounts cannot be written as an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WriteError {
    /// The format knows SHA-1, SHA-256 and SHA-512, six and eight digits, and 30 seconds only.
    #[error("account {} cannot be written in this format", position + 1)]
    NotRepresentable {
        /// Its place among the accounts, from 0.
        position: usize,
    },
    /// They would fill more than [`Part::MAX_PARTS`] codes.
    #[error("there are too many accounts for this format")]
    TooMany,
}

fn entry_of(account: &Account) -> Option<OtpParameters> {
    let otp = &account.otp;
    let (kind, counter) = match otp {
        Otp::Totp(totp) if totp.period == Period::DEFAULT => (2, 0),
        Otp::Hotp(hotp) => (1, i64::try_from(hotp.counter).ok()?),
        Otp::Totp(_) | Otp::Steam(_) => return None,
    };
    let algorithm = match otp.algorithm() {
        Algorithm::Sha1 => 1,
        Algorithm::Sha256 => 2,
        Algorithm::Sha512 => 3,
        Algorithm::Sha224 | Algorithm::Sha384 => return None,
    };
    let digits = match otp.digits() {
        Digits::DEFAULT => 1,
        EIGHT => 2,
        _ => return None,
    };
    // As Google Authenticator does: the label stays whole, the issuer stands beside it.
    let name = match account.tenant.as_deref().unwrap_or(&account.issuer) {
        "" => account.name.clone(),
        prefix => format!("{prefix}:{}", account.name),
    };
    Some(OtpParameters {
        // EXPOSE: the export exists to carry it; the entry wipes it
        secret: otp.secret().expose_secret().to_vec(),
        name: name.into_bytes(),
        issuer: account.issuer.clone().into_bytes(),
        algorithm,
        digits,
        kind,
        counter,
    })
}

fn uri_of(payload: &Payload) -> SecretString {
    let bytes = Zeroizing::new(payload.encode_to_vec());
    let data = Zeroizing::new(BASE64.encode(&bytes));
    let data = utf8_percent_encode(&data, NON_ALPHANUMERIC);
    SecretString::from(format!("otpauth-migration://offline?data={data}"))
}

const ACCOUNTS_PER_PART: usize = 10;
