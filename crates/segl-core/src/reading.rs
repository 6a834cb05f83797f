//! Reading without keeping: what a text or a picture holds, and the code that a link makes.
//! For the terminal, where a person asks to see exactly this; nothing here touches the vault,
//! and no window may call it.

use std::path::Path;

use secrecy::{ExposeSecret, SecretString};

use segl_otp::{Account, Otp, Part, TextKind, UriError};
use segl_push::EnrolmentUri;
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

/// What a text holds.
pub enum Read {
    /// An account that shows codes.
    Account(ReadAccount),
    /// An enrolment for approvals.
    Push(ReadPush),
}

/// An enrolment for approvals as a link says it, without its credential.
pub struct ReadPush {
    /// Who asks for approvals; may be empty.
    pub issuer: String,
    /// Whose account it is; may be empty.
    pub name: String,
    /// The server's host, and its port where it is not the usual one.
    pub host: String,
    /// The token's serial on the server.
    pub serial: String,
}

/// Reads a text, whatever it is: a link, a bare secret, an enrolment, a part of an export. Only an
/// export holds several accounts.
#[must_use]
pub fn text(text: &str, language: Language) -> Vec<Result<Read, Unread>> {
    match segl_otp::recognise(text) {
        TextKind::Migration => export(text, language),
        TextKind::Push | TextKind::Container => vec![push(text, language).map(Read::Push)],
        _ => vec![account(text, language).map(Read::Account)],
    }
}

/// Reads one link or bare secret.
///
/// # Errors
/// What is wrong with it.
pub fn account(text: &str, language: Language) -> Result<ReadAccount, Unread> {
    one(text, language).map(|account| read_account(&account))
}

/// The code that a link makes at a time, in seconds since 1970.
///
/// # Errors
/// What is wrong with the link.
pub fn code(text: &str, at: u64, language: Language) -> Result<CodeView, Unread> {
    let parsed = one(text, language)?;
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

/// The one account of a text.
fn one(text: &str, language: Language) -> Result<Account, Unread> {
    match segl_otp::recognise(text) {
        TextKind::OtpAuth => segl_otp::parse_uri(text).map_err(|error| Unread {
            reason: UriError::id(error),
            failure: Problem::from(error).spoken(language),
        }),
        TextKind::Migration | TextKind::Push | TextKind::Container => {
            Err(unread(ErrorCode::TextOther.into(), language))
        }
        kind => drafts::otp(text, kind).map_err(|problem| unread(problem, language)),
    }
}

fn export(text: &str, language: Language) -> Vec<Result<Read, Unread>> {
    let part = match Part::parse(text) {
        Ok(part) => part,
        Err(error) => return vec![Err(unread(error.into(), language))],
    };
    let accounts = part
        .accounts
        .iter()
        .map(|account| Ok(Read::Account(read_account(account))));
    let problems = part.problems.iter();
    let problems = problems.map(|problem| Err(unread(drafts::left_out(problem), language)));
    accounts.chain(problems).collect()
}

fn push(text: &str, language: Language) -> Result<ReadPush, Unread> {
    let uri = EnrolmentUri::parse(text).map_err(|error| unread(error.into(), language))?;
    Ok(ReadPush {
        issuer: uri.issuer().to_owned(),
        name: uri.label().to_owned(),
        host: uri.endpoint().host().to_string(),
        serial: uri.serial().to_string(),
    })
}

fn unread(problem: Problem, language: Language) -> Unread {
    Unread {
        reason: problem.code.name(),
        failure: problem.spoken(language),
    }
}

fn read_account(account: &Account) -> ReadAccount {
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
