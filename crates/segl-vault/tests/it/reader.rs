//! docs/open_vault.py, which shares no code with this crate, opens what this crate writes.

use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use secrecy::ExposeSecret;
use segl_vault::{KeyStore, NewVault};
use serde_json::Value;

use crate::{Home, add, cheap, passphrase};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A Python that has what the reader needs: `SEGL_PYTHON`, else what `script/setup` made.
fn python() -> PathBuf {
    let venvs = match env::var_os("SEGL_VENVS") {
        Some(folder) => PathBuf::from(folder),
        None => root().join(".cache/venv"),
    };
    let python = match env::var_os("SEGL_PYTHON") {
        Some(python) => PathBuf::from(python),
        None => venvs.join("vault/bin/python"),
    };
    assert!(
        python.is_file(),
        "there is no {}: run script/setup, or name a Python with cryptography and argon2-cffi in \
         SEGL_PYTHON",
        python.display()
    );
    python
}

/// Runs the reader with what a person would type.
fn read(file: &Path, kind: &str, typed: &str) -> Output {
    let mut reader = Command::new(python())
        .arg(root().join("docs/open_vault.py"))
        .arg(file)
        .arg(kind)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("python can be started");
    writeln!(reader.stdin.take().unwrap(), "{typed}").unwrap();
    reader.wait_with_output().unwrap()
}

fn read_json(file: &Path, kind: &str, typed: &str) -> Value {
    let output = read(file, kind, typed);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn opens_a_vault_by_passphrase_recovery_code_and_keyring_line() {
    let home = Home::new();
    let word = passphrase("blåbær på Ærø");
    let created = home.create(NewVault {
        keyring: Some(&home.keyring),
        passphrase: Some(cheap(&word)),
        recovery_code: true,
    });
    let mut vault = created.vault;
    add(&mut vault, "ola@example.edu");
    let code = created.recovery_code.unwrap().to_text();
    let line = home.keyring.read(&home.keyring.names()[0]).unwrap();
    let file = home.vault_file();
    let body = read_json(&file, "passphrase", "bla\u{30a}bær på Ærø");
    assert_eq!(body["accounts"][0]["account"], "ola@example.edu");
    assert_eq!(
        body["accounts"][0]["kind"]["totp"]["secret"],
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    );
    assert_eq!(body["recovery"]["state"], "pending");
    let typed = code.expose_secret().to_lowercase().replace('-', " ");
    assert_eq!(read_json(&file, "recovery", &typed), body);
    assert_eq!(read_json(&file, "keyring", line.expose_secret()), body);
}

#[test]
fn opens_the_golden_files() {
    for name in ["format-1-vault", "format-1-backup"] {
        let vectors = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
        let told = std::fs::read(vectors.join(format!("{name}.json"))).unwrap();
        let told: Value = serde_json::from_slice(&told).unwrap();
        let file = vectors.join(format!("{name}.segl"));
        for (kind, typed) in [("passphrase", "passphrase"), ("recovery", "recovery_code")] {
            assert_eq!(
                read_json(&file, kind, told[typed].as_str().unwrap()),
                told["body"]
            );
        }
    }
}

#[test]
fn says_what_is_wrong() {
    let home = Home::new();
    let (vault, code) = home.with_recovery();
    drop(vault);
    let code = code.to_text();
    let stderr = |kind, typed: &str| {
        let output = read(&home.vault_file(), kind, typed);
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(
        stderr("passphrase", "x"),
        "the vault has no slot of the kind passphrase\n"
    );
    assert_eq!(
        stderr("recovery", "00001-00002-00003-00004-00005-00006"),
        "wrong recovery\n"
    );
    assert_eq!(
        stderr("recovery", "00001-00002-00003-00004-00005-00007"),
        "group 6 does not add up\n"
    );
    let mut bytes = std::fs::read(home.vault_file()).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(home.vault_file(), bytes).unwrap();
    assert_eq!(
        stderr("recovery", code.expose_secret()),
        "the file is damaged: the body is not authentic\n"
    );
}
