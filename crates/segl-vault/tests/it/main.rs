//! The vault as its callers use it: folders, saves, slots, keyrings, other processes.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says so by failing"
)]

mod keyring;
mod model;
mod reader;
mod redaction;
mod saves;
mod slots;
mod states;

use std::path::{Path, PathBuf};

use segl_otp::{Account, Otp};
use segl_vault::{
    Argon2Cost, Body, Created, Entry, EntryId, EntryKind, Locked, MemoryKeyring, NewPassphrase,
    NewVault, Passphrase, RecoveryCode, Unlocked, Vault,
};
use tempfile::TempDir;

const NOW: u64 = 1_763_775_000;

/// A folder that is removed in the end, and what opens the vault in it.
struct Home {
    dir: TempDir,
    keyring: MemoryKeyring,
}

impl Home {
    fn new() -> Home {
        Home {
            dir: TempDir::new().unwrap(),
            keyring: MemoryKeyring::new(),
        }
    }

    /// The data folder, which does not exist at first.
    fn data(&self) -> PathBuf {
        self.dir.path().join("share").join("segl")
    }

    fn vault_file(&self) -> PathBuf {
        self.data().join("vault.segl")
    }

    fn create(&self, new: NewVault<'_>) -> Created {
        let Vault::Absent(absent) = Vault::find(&self.data()).unwrap() else {
            panic!("there is a vault");
        };
        absent.create(new, NOW).unwrap()
    }

    fn with_keyring(&self) -> Unlocked {
        self.create(NewVault {
            keyring: Some(&self.keyring),
            ..NewVault::default()
        })
        .vault
    }

    fn with_recovery(&self) -> (Unlocked, RecoveryCode) {
        let created = self.create(NewVault {
            recovery_code: true,
            ..NewVault::default()
        });
        (created.vault, created.recovery_code.unwrap())
    }

    fn locked(&self) -> Locked {
        locked(&self.data())
    }

    fn unlocked(&self) -> Unlocked {
        self.locked().unlock_with_keyring(&self.keyring).unwrap()
    }
}

fn locked(dir: &Path) -> Locked {
    match Vault::find(dir).unwrap() {
        Vault::Locked(locked) => locked,
        Vault::Absent(_) => panic!("there is no vault"),
    }
}

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).unwrap()
}

/// A passphrase slot that costs as little as it may.
fn cheap(passphrase: &Passphrase) -> NewPassphrase<'_> {
    NewPassphrase {
        passphrase,
        hint: None,
        cost: Argon2Cost::FLOOR,
    }
}

fn otp(uri: &str) -> Otp {
    let account: Account = segl_otp::parse_uri(uri).unwrap();
    account.otp
}

fn entry(name: &str) -> Entry {
    let otp = otp("otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    Entry::new(EntryId::make(), "Issuer", name, EntryKind::Otp(otp), NOW)
}

fn add(vault: &mut Unlocked, name: &str) {
    vault
        .change(NOW, |body| {
            body.accounts.push(entry(name));
            Ok::<(), ()>(())
        })
        .unwrap();
}

fn names(body: &Body) -> Vec<&str> {
    body.accounts
        .iter()
        .map(|entry| entry.account.as_str())
        .collect()
}
