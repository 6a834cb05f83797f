//! Nothing that is printed for developers shows what is secret.

use secrecy::ExposeSecret;
use segl_vault::{
    EntryKind, Extra, NewVault, PushEntry, SecretBytes, SecretText, UnlockError, Unlocked,
};

use crate::{Home, NOW, cheap, entry, passphrase};

const NEEDLES: [&str; 5] = [
    "GEZDGNBV",
    "kanskje-hemmelig",
    "credential-9311",
    "[7, 7, 7",
    "BwcH",
];

fn fill(vault: &mut Unlocked) {
    vault
        .change(NOW, |body| {
            body.accounts.push(entry("ola"));
            let mut push = PushEntry::new("PIPU1", "https://mfa.example.edu");
            push.private_key_pkcs8 = Some(SecretBytes::new(vec![7; 64]));
            push.enrolment_credential = Some(SecretText::new("credential-9311".to_owned()));
            push.enrolment_uri = Some(SecretText::new("credential-9311".to_owned()));
            let mut account = entry("push");
            account.kind = EntryKind::Push(Box::new(push));
            body.accounts.push(account);
            let mut account = entry("unknown");
            let fields = [("new".to_owned(), "kanskje-hemmelig".into())];
            account.kind = EntryKind::Unknown(Extra::from_iter(fields));
            body.accounts.push(account);
            Ok::<(), ()>(())
        })
        .unwrap();
}

#[test]
fn debug_of_a_vault_and_its_parts_shows_no_secret() {
    let home = Home::new();
    let word = passphrase("kanskje-hemmelig");
    let created = home.create(NewVault {
        keyring: Some(&home.keyring),
        passphrase: Some(cheap(&word)),
        recovery_code: true,
    });
    let code = created.recovery_code.as_ref().unwrap().to_text();
    let shown = format!("{created:?} {word:?} {:?} {:?}", cheap(&word), home.keyring);
    assert!(!shown.contains(code.expose_secret()));
    let mut vault = created.vault;
    fill(&mut vault);
    let shown = format!("{shown} {vault:?} {:?} {:#?}", vault.body(), vault.body());
    let refused = vault
        .lock()
        .unlock_with_passphrase(&passphrase("wrong"))
        .unwrap_err();
    assert_eq!(refused.reason, UnlockError::WrongPassphrase);
    let shown = format!("{shown} {refused:?} {}", refused.reason);
    for needle in NEEDLES {
        assert!(!shown.contains(needle), "{needle} is in {shown}");
    }
    assert!(shown.contains("[redacted]"));
}

#[test]
fn no_file_of_the_folder_shows_a_secret_or_an_account() {
    let home = Home::new();
    let mut vault = home.with_keyring();
    fill(&mut vault);
    fill(&mut vault);
    let mut files = vec![home.vault_file(), home.data().join("vault.lock")];
    files.extend(
        segl_vault::generations(&home.data())
            .unwrap()
            .into_iter()
            .map(|found| found.path),
    );
    assert_eq!(files.len(), 4);
    for file in files {
        let content = std::fs::read(&file).unwrap();
        for needle in NEEDLES
            .into_iter()
            .chain(["ola", "Issuer", "PIPU1", "example.edu"])
        {
            let found = content
                .windows(needle.len())
                .any(|part| part == needle.as_bytes());
            assert!(!found, "{needle} is in {}", file.display());
        }
    }
}
