//! Says what a text is, so that people get the right page or the right words. It looks at the
//! outside only: a text that is recognised may still be wrong inside.

use crate::uri::{split_scheme, trimmed};

/// What a scanned, pasted or typed text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextKind {
    /// A set-up code of one account, for [`crate::parse_uri`].
    OtpAuth,
    /// A part of an export of Google Authenticator, for [`crate::Part::parse`].
    Migration,
    /// An enrolment for approval requests of privacyIDEA or eduMFA.
    Push,
    /// The roll-out of a privacyIDEA container.
    Container,
    /// An enrolment that only Microsoft Authenticator can take. The way out is "I want to use a
    /// different authenticator app" on the page that shows it.
    MicrosoftPhoneFactor,
    /// A sign-in of Steam's own program.
    SteamMobile,
    /// A sign-in with a passkey on another device.
    Passkey,
    /// A web address.
    WebAddress {
        /// Its host in lower case, without user and port.
        host: String,
    },
    /// The key of a wireless network.
    Wifi,
    /// What looks like a secret that was typed or pasted, for [`crate::Secret::from_base32`].
    BareSecret,
    /// Nothing but blanks.
    Empty,
    /// None of these.
    Other,
}

/// Says what a text is. Schemes are read in either case; blanks around do not matter.
#[must_use]
pub fn recognise(text: &str) -> TextKind {
    let text = trimmed(text);
    if text.is_empty() {
        return TextKind::Empty;
    }
    if let Some((scheme, rest)) = split_scheme(text) {
        return recognise_uri(&scheme.to_ascii_lowercase(), rest);
    }
    match text
        .split_once(':')
        .map(|(scheme, _)| scheme.to_ascii_lowercase())
        .as_deref()
    {
        Some("wifi") => TextKind::Wifi,
        Some("fido") => TextKind::Passkey,
        Some(_) => TextKind::Other,
        None if looks_like_a_secret(text) => TextKind::BareSecret,
        None => TextKind::Other,
    }
}

fn recognise_uri(scheme: &str, rest: &str) -> TextKind {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match (scheme, authority.to_ascii_lowercase().as_str()) {
        ("otpauth" | "pia", "pipush" | "push" | "edupush") | ("edumfa-push", _) => TextKind::Push,
        ("otpauth" | "apple-otpauth" | "steam" | "motp", _) => TextKind::OtpAuth,
        ("otpauth-migration", _) => TextKind::Migration,
        ("pia", "container") => TextKind::Container,
        ("phonefactor" | "microsoft-authenticator" | "ms-msa" | "msauth", _) => {
            TextKind::MicrosoftPhoneFactor
        }
        ("steammobile", _) | ("https" | "http", "s.team") => TextKind::SteamMobile,
        ("http" | "https", authority) => match host_of(authority) {
            "" => TextKind::Other,
            host => TextKind::WebAddress {
                host: host.to_owned(),
            },
        },
        ("fido", _) => TextKind::Passkey,
        _ => TextKind::Other,
    }
}

/// The host of `user:password@host:port`, as far as it consists of what hosts consist of.
fn host_of(authority: &str) -> &str {
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let host = match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => host,
    };
    let of_a_host = |character: char| {
        character.is_alphanumeric() || matches!(character, '.' | '-' | '_' | '[' | ']' | ':' | '%')
    };
    if host.chars().all(of_a_host) {
        host
    } else {
        ""
    }
}

/// At least 80 bits of base32 in one piece, or in groups as servers show them: words of a sentence
/// differ in length and have no digits.
fn looks_like_a_secret(text: &str) -> bool {
    let groups: Vec<&str> = text
        .trim_end_matches('=')
        .split(|character: char| character.is_whitespace() || character == '-')
        .filter(|group| !group.is_empty())
        .take(MAX_GROUPS + 1)
        .collect();
    let letters: usize = groups.iter().map(|group| group.len()).sum();
    let base32 = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'2'..=b'7');
    if groups.len() > MAX_GROUPS
        || !(MIN_LETTERS..=MAX_LETTERS).contains(&letters)
        || !groups.iter().all(|group| group.bytes().all(base32))
    {
        return false;
    }
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let even = match groups.as_slice() {
        [first, middle @ .., last] => {
            middle.iter().all(|group| group.len() == first.len()) && last.len() <= first.len()
        }
        _ => true,
    };
    has_digit || even
}

const MIN_LETTERS: usize = 16;
const MAX_LETTERS: usize = 820;
const MAX_GROUPS: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_a_text_is() {
        let web = |host: &str| TextKind::WebAddress {
            host: host.to_owned(),
        };
        let table = [
            ("otpauth://totp/a?secret=AA", TextKind::OtpAuth),
            ("\u{feff} OTPAUTH://HOTP/a?secret=AA\r\n", TextKind::OtpAuth),
            ("apple-otpauth://totp/a?secret=AA", TextKind::OtpAuth),
            ("steam://ABCDEFGH", TextKind::OtpAuth),
            ("motp://a:b?secret=00", TextKind::OtpAuth),
            ("otpauth://nonsense", TextKind::OtpAuth),
            ("otpauth-migration://offline?data=AA", TextKind::Migration),
            ("otpauthmigration://offline?data=AA", TextKind::Other),
            ("otpauth://pipush/PIPU1?url=https%3A//a", TextKind::Push),
            ("OtpAuth://PiPush/PIPU1", TextKind::Push),
            ("pia://pipush/PIPU1?v=1", TextKind::Push),
            ("edumfa-push://edumfa/EDUP1?v=1", TextKind::Push),
            ("pia://container/SMPH1?issuer=a", TextKind::Container),
            (
                "phonefactor://activate_account?code=1",
                TextKind::MicrosoftPhoneFactor,
            ),
            (
                "PhoneFactor://activate_account",
                TextKind::MicrosoftPhoneFactor,
            ),
            ("ms-msa://code=M.C5", TextKind::MicrosoftPhoneFactor),
            ("https://s.team/q/1/123", TextKind::SteamMobile),
            ("steammobile://confirm", TextKind::SteamMobile),
            ("FIDO:/123456", TextKind::Passkey),
            ("WIFI:T:WPA;S:uni;P:secret;;", TextKind::Wifi),
            ("https://www.Uni.example/path?x=1", web("www.uni.example")),
            ("HTTP://uni.example:8080", web("uni.example")),
            ("https://uni.example@evil.example/", web("evil.example")),
            ("https://user:pw@[::1]:443/", web("[::1]")),
            ("https:///path", TextKind::Other),
            ("https://a b/", TextKind::Other),
            ("JBSWY3DPEHPK3PXP", TextKind::BareSecret),
            ("jbsw y3dp ehpk 3pxp", TextKind::BareSecret),
            ("JBSW-Y3DP-EHPK-3PXP", TextKind::BareSecret),
            ("abcd efgh ijkl mnop qr", TextKind::BareSecret),
            (
                "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA====",
                TextKind::BareSecret,
            ),
            ("JBSWY3DP", TextKind::Other),
            ("please scan the code on the page", TextKind::Other),
            ("JBSWY3DPEHPK3PX0", TextKind::Other),
            ("MATMSG:TO:a@b;;", TextKind::Other),
            ("", TextKind::Empty),
            (" \n", TextKind::Empty),
            ("://", TextKind::Other),
            ("hello", TextKind::Other),
        ];
        for (text, kind) in table {
            assert_eq!(recognise(text), kind, "{text:?}");
        }
    }
}
