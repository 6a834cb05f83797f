//! What cannot be brought about from outside: a disk that fails after the rename.

use std::fs;

use super::{NewVault, Unlocked, Vault};
use crate::id::EntryId;
use crate::keyring::MemoryKeyring;
use crate::model::{Entry, EntryKind};
use crate::wire::Extra;

fn add(vault: &mut Unlocked, id: EntryId) {
    vault
        .change(2, |body| {
            let kind = EntryKind::Unknown(Extra::from_iter([("x".to_owned(), 1.into())]));
            body.accounts.push(Entry::new(id, "", "", kind, 2));
            Ok::<(), ()>(())
        })
        .unwrap();
}

#[test]
fn a_change_that_was_told_to_have_failed_is_there_once_after_a_second_try() {
    let dir = tempfile::tempdir().unwrap();
    let keyring = MemoryKeyring::new();
    let Vault::Absent(absent) = Vault::find(dir.path()).unwrap() else {
        unreachable!()
    };
    let new = NewVault {
        keyring: Some(&keyring),
        ..NewVault::default()
    };
    let mut vault = absent.create(new, 1).unwrap().vault;
    let (header, body) = (vault.header.clone(), vault.body.clone());
    let id = EntryId::make();
    add(&mut vault, id);
    // The save came as far as the disk, but its last step failed, and memory has the old state.
    vault.unconfirmed = Some(std::mem::replace(&mut vault.header, header));
    vault.body = body;

    assert!(
        !vault.refresh().unwrap(),
        "what failed does not come back by itself"
    );
    add(&mut vault, id);
    assert_eq!(vault.body().accounts.len(), 1);
    assert_eq!(vault.generation(), 3);
    let again = vault.lock().unlock_with_keyring(&keyring).unwrap();
    assert_eq!(again.body().accounts.len(), 1);
    // The state that was passed over is kept, as every state is.
    assert_eq!(
        fs::read_dir(dir.path().join("generations"))
            .unwrap()
            .count(),
        2
    );
}

#[test]
fn a_failed_save_that_another_process_went_on_from_is_taken_over() {
    let dir = tempfile::tempdir().unwrap();
    let keyring = MemoryKeyring::new();
    let Vault::Absent(absent) = Vault::find(dir.path()).unwrap() else {
        unreachable!()
    };
    let new = NewVault {
        keyring: Some(&keyring),
        ..NewVault::default()
    };
    let mut vault = absent.create(new, 1).unwrap().vault;
    let (header, body) = (vault.header.clone(), vault.body.clone());
    add(&mut vault, EntryId::make());
    vault.unconfirmed = Some(std::mem::replace(&mut vault.header, header));
    vault.body = body;
    let Vault::Locked(other) = Vault::find(dir.path()).unwrap() else {
        unreachable!()
    };
    add(
        &mut other.unlock_with_keyring(&keyring).unwrap(),
        EntryId::make(),
    );
    assert!(vault.refresh().unwrap());
    assert_eq!(vault.body().accounts.len(), 2);
}
