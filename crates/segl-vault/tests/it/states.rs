//! Absent, locked, unlocked, and the ways between them.

use std::fs;

use segl_vault::{
    CreateError, Damage, FileError, NewVault, OpenError, RecoveryCode, RecoveryState, SaveError,
    SlotKind, UnlockError, Vault,
};

use crate::{Home, NOW, add, cheap, names, passphrase};

#[test]
fn looking_for_a_vault_makes_nothing() {
    let home = Home::new();
    assert!(matches!(
        Vault::find(&home.data()).unwrap(),
        Vault::Absent(_)
    ));
    assert!(!home.data().exists());
}

#[test]
fn a_vault_opens_by_each_slot_and_holds_what_was_saved() {
    let home = Home::new();
    let word = passphrase("correct horse");
    let created = home.create(NewVault {
        keyring: Some(&home.keyring),
        passphrase: Some(cheap(&word)),
        recovery_code: true,
    });
    let code = created.recovery_code.unwrap();
    let mut vault = created.vault;
    assert_eq!(vault.body().recovery, RecoveryState::Pending);
    assert_eq!(vault.opened_by(), SlotKind::Keyring);
    add(&mut vault, "ola");
    let body = vault.body().clone();

    let vault = vault.lock().unlock_with_keyring(&home.keyring).unwrap();
    assert_eq!(
        (vault.body(), vault.opened_by()),
        (&body, SlotKind::Keyring)
    );
    let vault = vault.lock().unlock_with_passphrase(&word).unwrap();
    assert_eq!(
        (vault.body(), vault.opened_by()),
        (&body, SlotKind::Passphrase)
    );
    let vault = vault.lock().unlock_with_recovery_code(&code).unwrap();
    assert_eq!(
        (vault.body(), vault.opened_by()),
        (&body, SlotKind::Recovery)
    );
    assert_eq!(names(home.unlocked().body()), ["ola"]);
}

#[test]
fn a_locked_vault_shows_its_header() {
    let home = Home::new();
    let word = passphrase("correct horse");
    let mut new = cheap(&word);
    new.hint = Some("den vanlige");
    let mut vault = home
        .create(NewVault {
            keyring: Some(&home.keyring),
            passphrase: Some(new),
            recovery_code: false,
        })
        .vault;
    vault.change(NOW + 9, |_| Ok::<(), ()>(())).unwrap();
    let id = vault.vault_id();
    let locked = home.locked();
    assert_eq!(locked.vault_id(), id);
    assert_eq!(locked.generation(), 2);
    assert_eq!((locked.created_at(), locked.saved_at()), (NOW, NOW + 9));
    assert_eq!(locked.passphrase_hint(), Some("den vanlige"));
    assert!(locked.has(SlotKind::Keyring) && locked.has(SlotKind::Passphrase));
    assert!(!locked.has(SlotKind::Recovery));
    assert_eq!(locked.slots().len(), 2);
}

#[test]
fn a_wrong_secret_leaves_the_vault_locked_and_usable() {
    let home = Home::new();
    let word = passphrase("correct horse");
    let (other_vault, other_code) = Home::new().with_recovery();
    drop(other_vault);
    let created = home.create(NewVault {
        passphrase: Some(cheap(&word)),
        recovery_code: true,
        ..NewVault::default()
    });
    let locked = created.vault.lock();
    let refused = locked
        .unlock_with_passphrase(&passphrase("wrong"))
        .unwrap_err();
    assert_eq!(refused.reason, UnlockError::WrongPassphrase);
    let refused = refused
        .state
        .unlock_with_recovery_code(&other_code)
        .unwrap_err();
    assert_eq!(refused.reason, UnlockError::WrongRecoveryCode);
    let refused = refused
        .state
        .unlock_with_keyring(&home.keyring)
        .unwrap_err();
    assert_eq!(refused.reason, UnlockError::NoSuchSlot);
    assert!(refused.state.unlock_with_passphrase(&word).is_ok());
}

#[test]
fn a_vault_without_a_way_back_in_is_not_made() {
    let home = Home::new();
    let Vault::Absent(absent) = Vault::find(&home.data()).unwrap() else {
        panic!()
    };
    let refused = absent.create(NewVault::default(), NOW).unwrap_err();
    assert_eq!(refused.reason, CreateError::NoSlot);
    assert!(!home.data().exists());
}

#[test]
fn what_stands_under_the_name_is_never_taken_for_a_new_vault() {
    for (content, error) in [
        (&b""[..], OpenError::Empty),
        (&b"S"[..], OpenError::Damaged(Damage::Truncated)),
        (&b"SEGLVLT1"[..], OpenError::Damaged(Damage::Truncated)),
        (&b"\0\0\0\0"[..], OpenError::Damaged(Damage::NotAVault)),
        (
            &b"{\"accounts\":[]}"[..],
            OpenError::Damaged(Damage::NotAVault),
        ),
        (
            &b"SEGLVLT1\xff\xff\xff\xff"[..],
            OpenError::Damaged(Damage::OutOfBounds("the header's length")),
        ),
        (
            &b"SEGLVLT1\x02\0\0\0{}"[..],
            OpenError::Damaged(Damage::Header),
        ),
        (
            &b"SEGLVLT1\x10\0\0\0{}"[..],
            OpenError::Damaged(Damage::Truncated),
        ),
    ] {
        let home = Home::new();
        // Found absent, and there a moment later: a second program was faster.
        let Vault::Absent(absent) = Vault::find(&home.data()).unwrap() else {
            panic!()
        };
        fs::create_dir_all(home.data()).unwrap();
        fs::write(home.vault_file(), content).unwrap();
        let new = NewVault {
            keyring: Some(&home.keyring),
            ..NewVault::default()
        };
        let refused = absent.create(new, NOW).unwrap_err();
        assert_eq!(refused.reason, CreateError::Exists);
        assert!(
            home.keyring.names().is_empty(),
            "a key was made for nothing"
        );
        assert_eq!(fs::read(home.vault_file()).unwrap(), content);
        assert_eq!(Vault::find(&home.data()).unwrap_err(), error);
    }
}

#[test]
fn a_vault_that_is_gone_is_not_a_new_one() {
    let home = Home::new();
    let mut vault = home.with_keyring();
    add(&mut vault, "ola");
    fs::remove_file(home.vault_file()).unwrap();
    assert_eq!(Vault::find(&home.data()).unwrap_err(), OpenError::Missing);
    // The open vault says so as well, and does not put itself there.
    let refused = vault.change(NOW, |_| Ok::<(), ()>(())).unwrap_err();
    assert_eq!(refused, SaveError::Missing.into());
    let refused = vault.lock().unlock_with_keyring(&home.keyring).unwrap_err();
    assert_eq!(refused.reason, UnlockError::Open(OpenError::Missing));
}

#[test]
fn a_file_in_the_place_of_the_folder_is_an_error_of_the_file_system() {
    let home = Home::new();
    let file = home.dir.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(matches!(
        Vault::find(&file).unwrap_err(),
        OpenError::File(FileError::Io(_))
    ));
    fs::create_dir_all(home.vault_file()).unwrap();
    assert!(matches!(
        Vault::find(&home.data()).unwrap_err(),
        OpenError::File(FileError::Io(_))
    ));
}

#[test]
fn a_link_to_nowhere_is_not_an_absent_vault() {
    let home = Home::new();
    fs::create_dir_all(home.data()).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/nowhere/vault.segl", home.vault_file()).unwrap();
    #[cfg(unix)]
    assert!(matches!(
        Vault::find(&home.data()).unwrap_err(),
        OpenError::File(_)
    ));
}

#[test]
fn damage_of_the_body_is_told_from_a_wrong_secret() {
    let home = Home::new();
    let (vault, code) = home.with_recovery();
    drop(vault);
    let mut bytes = fs::read(home.vault_file()).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(home.vault_file(), &bytes).unwrap();
    let refused = home.locked().unlock_with_recovery_code(&code).unwrap_err();
    assert_eq!(
        refused.reason,
        UnlockError::Open(OpenError::Damaged(Damage::Body))
    );
    let other: RecoveryCode = "00001-00002-00003-00004-00005-00006".parse().unwrap();
    let refused = refused.state.unlock_with_recovery_code(&other).unwrap_err();
    assert_eq!(refused.reason, UnlockError::WrongRecoveryCode);
}
