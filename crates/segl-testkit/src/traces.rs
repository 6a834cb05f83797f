//! Searches what a test left behind for the secrets that it used.
//!
//! A secret hides in many forms: an OTP secret is typed as base32, is computed with as bytes, and may be logged as hex. All of them
//! are looked for.
#![allow(
    clippy::panic,
    reason = "a test that cannot go on is to end, with the reason"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use data_encoding::{
    BASE32_NOPAD, BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER_PERMISSIVE, HEXUPPER_PERMISSIVE,
};

use crate::{session::Session, window::Message};

/// Something that must not be found anywhere, in every form that it may have.
#[derive(Clone, Debug)]
pub struct Traced {
    what: String,
    forms: Vec<Vec<u8>>,
}

impl Traced {
    /// A secret of an account, as base32 without padding.
    pub fn base32(what: &str, secret: &str) -> Self {
        let upper = secret.replace(' ', "").to_uppercase();
        let bytes = BASE32_NOPAD
            .decode(upper.trim_end_matches('=').as_bytes())
            .unwrap_or_else(|error| panic!("{what} is not base32: {error}"));
        let groups: Vec<&str> = upper
            .as_bytes()
            .chunks(4)
            .filter_map(|group| str::from_utf8(group).ok())
            .collect();
        let mut traced = Self::bytes(what, &bytes);
        let texts = [
            upper.to_lowercase(),
            groups.join(" "),
            groups.join(" ").to_lowercase(),
            upper.clone(),
        ];
        traced.forms.extend(texts.map(String::into_bytes));
        traced
    }

    /// A text: a passphrase, a recovery code, an enrolment link. It is looked for as it is, with any case, and without its
    /// spaces and hyphens.
    pub fn text(what: &str, text: &str) -> Self {
        let bare: String = text
            .chars()
            .filter(|character| !" -".contains(*character))
            .collect();
        let mut forms = vec![
            text.to_owned(),
            text.to_lowercase(),
            bare.to_lowercase(),
            bare,
        ];
        forms.dedup();
        Self::new(what, forms.into_iter().map(String::into_bytes).collect())
    }

    /// Bytes: a key.
    pub fn bytes(what: &str, bytes: &[u8]) -> Self {
        let texts = [
            HEXLOWER_PERMISSIVE.encode(bytes),
            HEXUPPER_PERMISSIVE.encode(bytes),
            BASE64_NOPAD.encode(bytes),
            BASE64URL_NOPAD.encode(bytes),
            // As serde_json writes a Vec<u8>.
            bytes
                .iter()
                .map(u8::to_string)
                .collect::<Vec<_>>()
                .join(","),
        ];
        let texts = texts.into_iter().map(String::into_bytes);
        Self::new(what, texts.chain([bytes.to_vec()]).collect())
    }

    fn new(what: &str, forms: Vec<Vec<u8>>) -> Self {
        for form in &forms {
            assert!(
                form.len() >= 8,
                "{what} is too short: it would be found by chance"
            );
        }
        Self {
            what: what.to_owned(),
            forms,
        }
    }

    fn is_in(&self, content: &[u8]) -> bool {
        self.forms
            .iter()
            .any(|form| content.windows(form.len()).any(|window| window == form))
    }
}

/// Panics if a secret is in a file of the session, the logs and the vault among them, or in what crossed between page
/// and core. The requests of the commands in `typed` are left out: what a person types has to get to the core.
pub fn assert_nowhere(session: &Session, messages: &[Message], typed: &[&str], secrets: &[Traced]) {
    let found = search(session.folder(), messages, typed, secrets);
    assert!(
        found.is_empty(),
        "secrets were left behind:\n{}",
        found.join("\n")
    );
}

fn search(folder: &Path, messages: &[Message], typed: &[&str], secrets: &[Traced]) -> Vec<String> {
    let mut found = Vec::new();
    let mut look = |place: &str, content: &[u8]| {
        let present = secrets.iter().filter(|secret| secret.is_in(content));
        found.extend(present.map(|secret| format!("{} in {place}", secret.what)));
    };
    for message in messages
        .iter()
        .filter(|message| !typed.contains(&message.command.as_str()))
    {
        look(
            &format!("the message {:?}", message.command),
            message.content.as_bytes(),
        );
    }
    for file in files_below(folder) {
        // Sockets cannot be read; files may go while we look.
        look(
            &file.to_string_lossy(),
            &fs::read(&file).unwrap_or_default(),
        );
    }
    found
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .filter_map(Result::ok)
        .flat_map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => files_below(&entry.path()),
            Ok(kind) if kind.is_file() => vec![entry.path()],
            _ => Vec::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_secret_in_every_form() {
        let folder = tempfile::tempdir().unwrap();
        let secrets = [
            Traced::base32("otp", "JBSWY3DPEHPK3PXP"),
            Traced::text("recovery", "ABCD-EFGH-1234-5678"),
        ];
        let leaks: &[(&[u8], &str)] = &[
            (b"secret=JBSWY3DPEHPK3PXP&", "otp"),
            (b"jbsw y3dp ehpk 3pxp", "otp"),
            (b"\x00Hello!\xde\xad\xbe\xef\x00", "otp"),
            (b"key 48656c6c6f21deadbeef", "otp"),
            (b"[72,101,108,108,111,33,222,173,190,239]", "otp"),
            (b"SGVsbG8h3q2+7w==", "otp"),
            (b"typed abcdefgh12345678", "recovery"),
            (b"ABCD-EFGH-1234-5678", "recovery"),
        ];
        fs::create_dir(folder.path().join("deep")).unwrap();
        let file = folder.path().join("deep/file");
        for (content, what) in leaks {
            fs::write(&file, content).unwrap();
            let expected = format!("{what} in {}", file.display());
            assert_eq!(search(folder.path(), &[], &[], &secrets), [expected]);
        }
        fs::write(&file, b"JBSWY3DPEHPK, Hello, ABCD-EFGH").unwrap();
        assert!(search(folder.path(), &[], &[], &secrets).is_empty());
    }

    #[test]
    fn what_was_typed_may_go_to_the_core_but_not_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let secrets = [Traced::text("passphrase", "correct horse")];
        let message = |command: &str| Message {
            command: command.to_owned(),
            content: r#"{"passphrase":"correct horse"}"#.to_owned(),
        };
        let found = |command| search(folder.path(), &[message(command)], &["unlock"], &secrets);
        assert!(found("unlock").is_empty());
        assert_eq!(found(""), ["passphrase in the message \"\""]);
        assert_eq!(
            found("accounts"),
            ["passphrase in the message \"accounts\""]
        );
    }
}
