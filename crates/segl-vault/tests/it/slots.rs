//! Slots and the keyring in all its moods.

use std::sync::Arc;

use segl_vault::{
    Argon2Cost, CreateError, KeyName, KeyringError, MAX_HINT_CHARS, MemoryKeyring, NewVault, Proof,
    RecoveryCode, RecoveryState, SlotError, SlotKind, UnlockError, Unlocked, Vault,
};

use crate::{Home, NOW, add, cheap, names, passphrase};

fn kinds(vault: &Unlocked) -> Vec<SlotKind> {
    vault.slots().iter().map(|slot| slot.kind).collect()
}

#[test]
fn each_failure_of_the_keyring_keeps_its_name() {
    let failures = [
        KeyringError::Absent,
        KeyringError::Locked,
        KeyringError::Denied,
        KeyringError::NoAnswer,
        KeyringError::Damaged,
        KeyringError::Other("something".to_owned()),
    ];
    let home = Home::new();
    let mut locked = home.with_keyring().lock();
    for failure in failures {
        home.keyring.fail_with(Some(failure.clone()));
        let refused = locked.unlock_with_keyring(&home.keyring).unwrap_err();
        assert_eq!(refused.reason, UnlockError::Keyring(failure.clone()));
        locked = refused.state;

        // A new vault does not get around it either, and leaves nothing behind.
        let other = Home::new();
        let Vault::Absent(absent) = Vault::find(&other.data()).unwrap() else {
            panic!()
        };
        let new = NewVault {
            keyring: Some(&home.keyring),
            recovery_code: true,
            ..NewVault::default()
        };
        let refused = absent.create(new, NOW).unwrap_err();
        assert_eq!(refused.reason, CreateError::Keyring(failure));
        assert!(!other.vault_file().exists());
    }
    home.keyring.fail_with(None);
    assert!(locked.unlock_with_keyring(&home.keyring).is_ok());
}

#[test]
fn an_entry_that_is_not_our_line_of_text_is_damaged() {
    let home = Home::new();
    drop(home.with_keyring());
    let name = home.keyring.names()[0];
    for text in [
        "",
        "short",
        "two\nlines",
        "{\"key\":1}",
        &"A".repeat(42),
        &"A".repeat(44),
        "+/+/",
    ] {
        home.keyring.put(name, text);
        let refused = home
            .locked()
            .unlock_with_keyring(&home.keyring)
            .unwrap_err();
        assert_eq!(
            refused.reason,
            UnlockError::Keyring(KeyringError::Damaged),
            "{text:?}"
        );
    }
    home.keyring.put(name, &"A".repeat(43));
    let refused = home
        .locked()
        .unlock_with_keyring(&home.keyring)
        .unwrap_err();
    assert_eq!(refused.reason, UnlockError::WrongKeyringKey);
}

#[test]
fn the_keyring_gets_one_short_line_under_the_names_of_vault_and_slot() {
    use secrecy::ExposeSecret;
    use segl_vault::KeyStore;

    let home = Home::new();
    let vault = home.with_keyring();
    let name = KeyName {
        vault: vault.vault_id(),
        slot: vault.slots()[0].id,
    };
    assert_eq!(home.keyring.names(), [name]);
    assert_eq!(
        name.to_string(),
        format!("{}/{}", vault.vault_id(), vault.slots()[0].id)
    );
    let text = home.keyring.read(&name).unwrap();
    let text = text.expose_secret();
    assert_eq!(text.len(), 43);
    assert!(
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    );
}

#[test]
fn a_lost_keyring_is_found_back_through_the_recovery_code() {
    let home = Home::new();
    let created = home.create(NewVault {
        keyring: Some(&home.keyring),
        recovery_code: true,
        ..NewVault::default()
    });
    let mut vault = created.vault;
    add(&mut vault, "ola");
    home.keyring.forget_all();
    let refused = vault.lock().unlock_with_keyring(&home.keyring).unwrap_err();
    assert_eq!(refused.reason, UnlockError::Keyring(KeyringError::NoEntry));
    assert!(
        home.keyring.names().is_empty(),
        "a key was made beside an existing vault"
    );

    let code = created.recovery_code.unwrap();
    let mut vault = refused.state.unlock_with_recovery_code(&code).unwrap();
    vault.set_keyring(&home.keyring, NOW).unwrap();
    assert_eq!(home.keyring.names().len(), 1);
    assert_eq!(kinds(&vault), [SlotKind::Recovery, SlotKind::Keyring]);
    assert_eq!(names(home.unlocked().body()), ["ola"]);
}

#[test]
fn a_fresh_keyring_slot_takes_the_place_of_the_old_and_of_its_key() {
    let home = Home::new();
    let mut vault = home.with_keyring();
    let old = home.keyring.names();
    vault.set_keyring(&home.keyring, NOW).unwrap();
    assert_eq!(home.keyring.names().len(), 1);
    assert_ne!(home.keyring.names(), old);
    assert_eq!(kinds(&vault), [SlotKind::Keyring]);
    assert!(home.locked().unlock_with_keyring(&home.keyring).is_ok());
}

#[test]
fn a_keyring_that_fails_while_a_slot_is_made_changes_nothing() {
    let home = Home::new();
    let mut vault = home.with_keyring();
    let before = vault.slots();
    home.keyring.fail_with(Some(KeyringError::Locked));
    let refused = vault.set_keyring(&home.keyring, NOW).unwrap_err();
    assert_eq!(refused, SlotError::Keyring(KeyringError::Locked));
    home.keyring.fail_with(None);
    assert_eq!(vault.slots(), before);
    assert!(home.locked().unlock_with_keyring(&home.keyring).is_ok());
}

#[test]
fn several_vaults_share_one_keyring() {
    let keyring = Arc::new(MemoryKeyring::new());
    let homes = [Home::new(), Home::new()];
    for home in &homes {
        let new = NewVault {
            keyring: Some(keyring.as_ref()),
            ..NewVault::default()
        };
        add(&mut home.create(new).vault, "ola");
    }
    assert_eq!(keyring.names().len(), 2);
    for home in &homes {
        assert!(home.locked().unlock_with_keyring(keyring.as_ref()).is_ok());
    }
}

#[test]
fn the_last_slot_is_never_removed() {
    let home = Home::new();
    let mut vault = home.with_keyring();
    assert_eq!(
        vault.remove_keyring(&home.keyring, NOW),
        Err(SlotError::LastSlot)
    );
    assert_eq!(home.keyring.names().len(), 1);

    let home = Home::new();
    let (mut vault, _) = home.with_recovery();
    assert_eq!(vault.decline_recovery_code(NOW), Err(SlotError::LastSlot));
    assert_eq!(
        vault.remove_passphrase(None, NOW),
        Err(SlotError::NoSuchSlot)
    );

    let home = Home::new();
    let word = passphrase("correct horse");
    let new = NewVault {
        passphrase: Some(cheap(&word)),
        ..NewVault::default()
    };
    let mut vault = home.create(new).vault;
    assert_eq!(vault.remove_passphrase(None, NOW), Err(SlotError::LastSlot));
    assert!(home.locked().unlock_with_passphrase(&word).is_ok());
}

#[test]
fn a_slot_that_was_removed_opens_nothing() {
    let home = Home::new();
    let word = passphrase("correct horse");
    let created = home.create(NewVault {
        keyring: Some(&home.keyring),
        passphrase: Some(cheap(&word)),
        recovery_code: true,
    });
    let mut vault = created.vault;
    vault.remove_keyring(&home.keyring, NOW).unwrap();
    assert!(home.keyring.names().is_empty());
    vault.decline_recovery_code(NOW + 1).unwrap();
    assert_eq!(
        vault.body().recovery,
        RecoveryState::Declined { at: NOW + 1 }
    );
    assert_eq!(kinds(&vault), [SlotKind::Passphrase]);
    let code = created.recovery_code.unwrap();
    let refused = vault.lock().unlock_with_recovery_code(&code).unwrap_err();
    assert_eq!(refused.reason, UnlockError::NoSuchSlot);
    assert!(refused.state.unlock_with_passphrase(&word).is_ok());
}

#[test]
fn a_passphrase_is_changed_only_by_somebody_who_shows_who_he_is() {
    let home = Home::new();
    let (old, new, wrong) = (passphrase("old"), passphrase("new"), passphrase("wrong"));
    let created = home.create(NewVault {
        keyring: Some(&home.keyring),
        passphrase: Some(cheap(&old)),
        recovery_code: true,
    });
    let code = created.recovery_code.unwrap();
    drop(created.vault);

    let mut vault = home.unlocked();
    let change = |vault: &mut Unlocked, proof| vault.set_passphrase(proof, cheap(&new), NOW);
    assert_eq!(change(&mut vault, None), Err(SlotError::NeedsProof));
    assert_eq!(
        vault.remove_passphrase(None, NOW),
        Err(SlotError::NeedsProof)
    );
    assert_eq!(
        vault.make_recovery_code(None, NOW),
        Err(SlotError::NeedsProof)
    );
    assert_eq!(
        change(&mut vault, Some(Proof::Passphrase(&wrong))),
        Err(SlotError::WrongProof)
    );
    let stranger: RecoveryCode = "00001-00002-00003-00004-00005-00006".parse().unwrap();
    let refused = change(&mut vault, Some(Proof::RecoveryCode(&stranger)));
    assert_eq!(refused, Err(SlotError::WrongProof));
    assert!(home.locked().unlock_with_passphrase(&old).is_ok());

    change(&mut vault, Some(Proof::Passphrase(&old))).unwrap();
    let refused = home.locked().unlock_with_passphrase(&old).unwrap_err();
    assert_eq!(refused.reason, UnlockError::WrongPassphrase);
    let mut vault = refused.state.unlock_with_passphrase(&new).unwrap();
    assert_eq!(vault.slots().len(), 3);

    // Opened by the passphrase: nothing more is asked. By the recovery code: the same.
    vault.set_passphrase(None, cheap(&old), NOW).unwrap();
    let mut vault = vault.lock().unlock_with_recovery_code(&code).unwrap();
    vault.remove_passphrase(None, NOW).unwrap();
    assert!(!home.locked().has(SlotKind::Passphrase));
}

#[test]
fn somebody_who_lost_the_paper_makes_another_code() {
    let home = Home::new();
    let created = home.create(NewVault {
        keyring: Some(&home.keyring),
        recovery_code: true,
        ..NewVault::default()
    });
    let first = created.recovery_code.unwrap();
    let mut vault = created.vault;
    vault.confirm_recovery_code(&first, NOW + 1).unwrap();
    assert_eq!(
        vault.body().recovery,
        RecoveryState::Confirmed { at: NOW + 1 }
    );

    // There is no passphrase that could be asked for.
    let second = vault.make_recovery_code(None, NOW + 2).unwrap();
    assert_eq!(vault.body().recovery, RecoveryState::Pending);
    assert_eq!(
        vault.confirm_recovery_code(&first, NOW + 3),
        Err(SlotError::WrongProof)
    );
    vault.confirm_recovery_code(&second, NOW + 3).unwrap();
    let refused = vault.lock().unlock_with_recovery_code(&first).unwrap_err();
    assert_eq!(refused.reason, UnlockError::WrongRecoveryCode);
    assert!(refused.state.unlock_with_recovery_code(&second).is_ok());
}

#[test]
fn hints_and_costs_have_bounds() {
    let home = Home::new();
    let word = passphrase("correct horse");
    let long = "å".repeat(MAX_HINT_CHARS + 1);
    let weak = Argon2Cost::new(19 * 1024 - 1, 2, 1).unwrap();
    let mut vault = home.with_keyring();
    let mut new = cheap(&word);
    new.hint = Some(&long);
    assert_eq!(
        vault.set_passphrase(None, new, NOW),
        Err(SlotError::HintTooLong)
    );
    new.hint = Some(long.strip_suffix('å').unwrap());
    new.cost = weak;
    assert_eq!(
        vault.set_passphrase(None, new, NOW),
        Err(SlotError::CostTooLow)
    );
    new.cost = Argon2Cost::FLOOR;
    vault.set_passphrase(None, new, NOW).unwrap();
    assert_eq!(home.locked().passphrase_hint(), new.hint);
}

#[test]
fn fresh_verification_asks_the_slot() {
    let home = Home::new();
    let word = passphrase("correct horse");
    let new = NewVault {
        passphrase: Some(cheap(&word)),
        ..NewVault::default()
    };
    let vault = home.create(new).vault;
    let stranger: RecoveryCode = "00001-00002-00003-00004-00005-00006".parse().unwrap();
    assert_eq!(vault.check_proof(Proof::Passphrase(&word)), Ok(()));
    assert_eq!(
        vault.check_proof(Proof::Passphrase(&passphrase("wrong"))),
        Err(SlotError::WrongProof)
    );
    assert_eq!(
        vault.check_proof(Proof::RecoveryCode(&stranger)),
        Err(SlotError::NoSuchSlot)
    );
}
