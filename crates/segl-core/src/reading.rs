//! Reading without keeping: what a text or a picture holds, and the code that a link makes.
//! For the terminal, where a person asks to see exactly this; nothing here touches the vault,
//! and no window may call it.

use std::path::Path;

use secrecy::{ExposeSecret, SecretString};

use segl_otp::{Otp, TextKind, UriError};
use segl_scan::Picture;

use crate::api::{CodeView, ErrorCode, Failure, Language};
use crate::problem::Problem;
use crate::{drafts, views};

/// An account as a link says it, with its secret.
pub struct ReadAccount {
    /// `totp`, `hotp` or `steam`.
    pub kind: &'static str,
    /// Who asks for the code; may be empty.
    pub issuer: String,
    /// Whose account it is; may be empty.
    pub name: String,
    /// A label's prefix that differs from the issuer.
    pub tenant: Option<String>,
    /// `SHA1` and kin.
    pub algorithm: &'static str,
    /// Digits of a code.
    pub digits: u8,
    /// Seconds that a code lives, for codes by time.
    pub period: Option<u32>,
    /// The counter of the next code, for codes by use.
    pub counter: Option<u64>,
    /// The secret in base32, upper case, without padding.
    pub secret: SecretString,
}

/// Why a link is no account: the reason by its name, and the words for people.
pub struct Unread {
    /// The parser's own name of the reason, for example `no-secret`; stable.
    pub reason: &'static str,
    /// The same for people.
    pub failure: Failure,
}

/// Reads one link or bare secret.
///
/// # Errors
/// What is wrong with it.
pub fn account(text: &str, language: Language) -> Result<ReadAccount, Unread> {
    let kind = segl_otp::recognise(text);
    if matches!(kind, TextKind::OtpAuth) {
        return segl_otp::parse_uri(text)
            .map(|account| read_account(&account))
            .map_err(|error| {
                let reason = UriError::id(error);
                Unread {
                    reason,
                    failure: Problem::from(error).spoken(language),
                }
            });
    }
    let problem = match kind {
        TextKind::Migration | TextKind::Push | TextKind::Container => {
            Problem::new(ErrorCode::TextOther)
        }
        kind => match drafts::otp(text, kind) {
            Ok(account) => return Ok(read_account(&account)),
            Err(problem) => problem,
        },
    };
    Err(Unread {
        reason: problem.code.name(),
        failure: problem.spoken(language),
    })
}

/// The code that a link makes at a time, in seconds since 1970.
///
/// # Errors
/// What is wrong with the link.
pub fn code(text: &str, at: u64, language: Language) -> Result<CodeView, Unread> {
    let parsed = drafts::otp(text, segl_otp::recognise(text)).map_err(|problem| Unread {
        reason: problem.code.name(),
        failure: problem.spoken(language),
    })?;
    Ok(match &parsed.otp {
        Otp::Hotp(hotp) => views::counted_code(String::new(), &hotp.code(), hotp.counter),
        Otp::Totp(totp) => views::timed_code(String::new(), &totp.timed_at(at)),
        Otp::Steam(steam) => views::timed_code(String::new(), &steam.timed_at(at)),
    })
}

/// All texts of the QR codes in a picture file; none is not an error.
///
/// # Errors
/// If the file cannot be read or is no picture.
pub fn picture(path: &Path, language: Language) -> Result<Vec<SecretString>, Failure> {
    let picture =
        Picture::read(path).map_err(|error| Problem::from(error).of_file(path).spoken(language))?;
    Ok(segl_scan::find(&picture)
        .into_iter()
        .map(|found| found.text)
        .collect())
}

fn read_account(account: &segl_otp::Account) -> ReadAccount {
    let otp = &account.otp;
    // EXPOSE: only to write it in letters; the text is as secret as the bytes.
    let secret = SecretString::from(otp.secret().to_base32().expose_secret());
    ReadAccount {
        kind: otp.kind().name(),
        issuer: account.issuer.clone(),
        name: account.name.clone(),
        tenant: account.tenant.clone(),
        algorithm: otp.algorithm().name(),
        digits: otp.digits().value(),
        period: otp.period().map(|period| period.seconds()),
        counter: otp.counter(),
        secret,
    }
}
