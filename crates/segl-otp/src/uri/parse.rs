//! Reading: from a stranger's text to an [`Account`] that is right, or to the reason why not.

use zeroize::Zeroizing;

use super::{MAX_URI_BYTES, Query, UriError, label, split_scheme, trimmed};
use crate::{
    account::{Account, clean_text},
    hotp::Hotp,
    otp::{Kind, Otp},
    params::{Algorithm, Digits, Period},
    secret::{Secret, SecretError},
    steam::Steam,
    totp::Totp,
};

/// Reads a URI that enrols one account: `otpauth://totp/…`, `otpauth://hotp/…`, Steam's
/// `otpauth://steam/…`, `otpauth://totp/…&encoder=steam` and `steam://SECRET`.
///
/// Schemes, types, parameter names and algorithms are read in either case; blanks, line ends and
/// a byte order mark around the text do not matter; unknown parameters are ignored.
///
/// # Errors
/// The first thing that is wrong, in an order that helps people most: what kind of text it is, then
/// its secret, then its parameters.
pub fn parse_uri(text: &str) -> Result<Account, UriError> {
    if text.len() > MAX_URI_BYTES {
        return Err(UriError::TooLong);
    }
    let text = without_line_ends(trimmed(text));
    let (scheme, rest) = split_scheme(&text).ok_or(UriError::NotOtpauth)?;
    match scheme.to_ascii_lowercase().as_str() {
        "otpauth" | "apple-otpauth" => parse_otpauth(rest),
        "steam" => parse_steam_scheme(rest),
        "otpauth-migration" => Err(UriError::Migration),
        "motp" => Err(UriError::UnsupportedType("mOTP")),
        "pia" | "edumfa-push" => Err(UriError::Push),
        _ => Err(UriError::NotOtpauth),
    }
}

fn parse_otpauth(rest: &str) -> Result<Account, UriError> {
    let (path, query) = split_query(rest);
    let (kind, label) = path.split_once('/').unwrap_or((path, ""));
    let kind = parse_kind(kind)?;
    if query.is_empty() {
        return Err(UriError::NoParameters);
    }
    if query.any_starts_with("2step") {
        return Err(UriError::TwoStep);
    }
    let secret = parse_secret(&query)?;
    let issuer = query.first("issuer").unwrap_or_default();
    let label = label::split_encoded(label.trim_start_matches('/'), issuer);
    let otp = match kind {
        Kind::Totp if !means_steam(&query, &label.issuer) => Otp::Totp(Totp {
            secret,
            algorithm: parse_algorithm(&query)?,
            digits: parse_digits(&query)?,
            period: parameter(&query, "period", UriError::BadPeriod, |value| {
                Period::new(value.parse().ok()?)
            })?
            .unwrap_or_default(),
        }),
        Kind::Hotp => Otp::Hotp(Hotp {
            secret,
            algorithm: parse_algorithm(&query)?,
            digits: parse_digits(&query)?,
            counter: parameter(&query, "counter", UriError::BadCounter, |value| {
                value.parse().ok()
            })?
            .unwrap_or_default(),
        }),
        Kind::Steam | Kind::Totp => Otp::Steam(Steam { secret }),
    };
    Ok(Account {
        issuer: label.issuer,
        name: label.name,
        tenant: label.tenant,
        otp,
        image: text_parameter(&query, "image"),
        serial: text_parameter(&query, "serial"),
    })
}

/// `steam://SECRET`, as password managers write it.
fn parse_steam_scheme(rest: &str) -> Result<Account, UriError> {
    let (secret, query) = split_query(rest);
    let secret = read_secret(secret.trim_end_matches('/'))?;
    let name = text_parameter(&query, "name").unwrap_or_default();
    Ok(Account::new("Steam", &name, Otp::Steam(Steam { secret })))
}

/// Splits at the `?` that begins the parameters. A label may hold a raw `?` too, so it is the first
/// one after which a secret is named.
fn split_query(rest: &str) -> (&str, Query) {
    let splits = rest
        .match_indices('?')
        .take(MAX_QUESTION_MARKS)
        .map(|(position, _)| {
            let (path, query) = rest.split_at(position);
            (path, Query::parse(query.strip_prefix('?').unwrap_or(query)))
        });
    let mut first = None;
    for split in splits {
        if split.1.first("secret").is_some() {
            return split;
        }
        first.get_or_insert(split);
    }
    first.unwrap_or_else(|| (rest, Query::parse("")))
}

fn parse_kind(text: &str) -> Result<Kind, UriError> {
    match text.trim().to_ascii_lowercase().as_str() {
        "totp" => Ok(Kind::Totp),
        "hotp" => Ok(Kind::Hotp),
        "steam" => Ok(Kind::Steam),
        "pipush" | "push" | "edupush" => Err(UriError::Push),
        "yaotp" => Err(UriError::UnsupportedType("Yandex")),
        "motp" => Err(UriError::UnsupportedType("mOTP")),
        "daypassword" => Err(UriError::UnsupportedType("day password")),
        _ => Err(UriError::UnknownType),
    }
}

/// Whether a URI of the type `totp` is one of Steam's. Its codes differ from TOTP in their letters
/// only, so several programs kept the type and marked them in one of these ways.
fn means_steam(query: &Query, issuer: &str) -> bool {
    let is = |name, value: &str| {
        query
            .all(name)
            .any(|known| plain(known).eq_ignore_ascii_case(value))
    };
    let flag = query.first("steam").is_some() && !is("steam", "0") && !is("steam", "false");
    if flag || is("encoder", "steam") || is("algorithm", "steam") {
        return true;
    }
    let five = query
        .first("digits")
        .is_none_or(|digits| matches!(plain(digits), "" | "5"));
    five && query.first("encoder").is_none() && issuer.eq_ignore_ascii_case("steam")
}

fn parse_secret(query: &Query) -> Result<Secret, UriError> {
    let mut secrets = query.all("secret").filter(|value| !plain(value).is_empty());
    let secret = read_secret(secrets.next().ok_or(UriError::NoSecret)?)?;
    for other in secrets {
        if read_secret(other)? != secret {
            return Err(UriError::Conflict("secret"));
        }
    }
    Ok(secret)
}

fn read_secret(text: &str) -> Result<Secret, UriError> {
    Secret::from_base32(plain(text)).map_err(|error| match error {
        SecretError::Empty => UriError::NoSecret,
        error => UriError::BadSecret(error),
    })
}

fn parse_algorithm(query: &Query) -> Result<Algorithm, UriError> {
    let algorithm = parameter(query, "algorithm", UriError::BadAlgorithm, |value| {
        value.parse().ok()
    })?;
    Ok(algorithm.unwrap_or_default())
}

fn parse_digits(query: &Query) -> Result<Digits, UriError> {
    let digits = parameter(query, "digits", UriError::BadDigits, |value| {
        Digits::new(value.parse().ok()?)
    })?;
    Ok(digits.unwrap_or_default())
}

/// The value of a parameter, `None` where it is absent, empty or `null` (Ente writes that).
fn parameter<T: PartialEq>(
    query: &Query,
    name: &'static str,
    bad: UriError,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, UriError> {
    let mut found = None;
    for value in query.all(name).map(plain) {
        if value.is_empty() || value.eq_ignore_ascii_case("null") {
            continue;
        }
        let value = read(value).ok_or(bad)?;
        if found.as_ref().is_some_and(|earlier| *earlier != value) {
            return Err(UriError::Conflict(name));
        }
        found = Some(value);
    }
    Ok(found)
}

fn text_parameter(query: &Query, name: &str) -> Option<String> {
    query
        .first(name)
        .map(clean_text)
        .filter(|value| !value.is_empty())
}

/// A value without blanks and an empty fragment after it, which neither numbers nor base32 have.
fn plain(value: &str) -> &str {
    value.trim().trim_end_matches('#')
}

/// Mail programs break long texts.
fn without_line_ends(text: &str) -> Zeroizing<String> {
    text.chars()
        .filter(|character| !matches!(character, '\r' | '\n' | '\t'))
        .collect::<String>()
        .into()
}

/// Bounds the work on a hostile text.
const MAX_QUESTION_MARKS: usize = 8;
