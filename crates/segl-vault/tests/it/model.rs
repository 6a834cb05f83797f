//! Whatever is done to a vault, what comes back from disk is what a plain list would hold.

use proptest::prelude::*;
use segl_vault::{Body, Entry, EntryId, EntryKind, MemoryKeyring, Proof, Unlocked};

use crate::{Home, NOW, cheap, entry, otp, passphrase};

#[derive(Clone, Debug)]
enum Step {
    Add(String, u8),
    Edit(usize, String),
    Trash(usize),
    Remove(usize),
    Refuse,
    Reopen,
    OtherHandle(String),
    NewKeyringSlot,
    NewRecoveryCode,
    NewPassphrase,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let text = "\\PC{0,12}";
    let step = prop_oneof![
        4 => (text, any::<u8>()).prop_map(|(name, kind)| Step::Add(name, kind)),
        3 => (any::<usize>(), text).prop_map(|(index, note)| Step::Edit(index, note)),
        1 => any::<usize>().prop_map(Step::Trash),
        1 => any::<usize>().prop_map(Step::Remove),
        1 => Just(Step::Refuse),
        2 => Just(Step::Reopen),
        2 => text.prop_map(Step::OtherHandle),
        1 => Just(Step::NewKeyringSlot),
        1 => Just(Step::NewRecoveryCode),
        1 => Just(Step::NewPassphrase),
    ];
    proptest::collection::vec(step, 1..14)
}

fn make(name: &str, kind: u8) -> Entry {
    const SECRET: &str = "secret=GEZDGNBVGY3TQOJQ";
    let uri = match kind % 3 {
        0 => format!("otpauth://totp/x?{SECRET}&digits=8&algorithm=SHA256&period=60"),
        1 => format!("otpauth://hotp/x?{SECRET}&counter={kind}"),
        _ => format!("otpauth://steam/x?{SECRET}"),
    };
    Entry::new(EntryId::make(), "I", name, EntryKind::Otp(otp(&uri)), NOW)
}

/// Applies a change to the vault and to the plain body.
fn both(vault: &mut Unlocked, model: &mut Body, edit: impl Fn(&mut Body)) {
    edit(model);
    vault
        .change(NOW, |body| {
            edit(body);
            Ok::<(), ()>(())
        })
        .unwrap();
}

fn run(steps: Vec<Step>) {
    let home = Home::new();
    let keyring: &MemoryKeyring = &home.keyring;
    let mut vault = home.with_keyring();
    let mut model = vault.body().clone();
    for step in steps {
        match step {
            Step::Add(name, kind) => {
                let entry = make(&name, kind);
                both(&mut vault, &mut model, |body| {
                    body.accounts.push(entry.clone())
                });
            }
            Step::Edit(index, note) => both(&mut vault, &mut model, |body| {
                if let Some(count) = body.accounts.len().checked_sub(1) {
                    body.accounts[index % (count + 1)].note.clone_from(&note);
                }
            }),
            Step::Trash(index) => both(&mut vault, &mut model, |body| {
                if !body.accounts.is_empty() {
                    let index = index % body.accounts.len();
                    body.accounts[index].deleted_at = Some(NOW);
                }
            }),
            Step::Remove(index) => both(&mut vault, &mut model, |body| {
                if !body.accounts.is_empty() {
                    body.accounts.remove(index % body.accounts.len());
                }
            }),
            Step::Refuse => {
                let refused = vault.change(NOW, |body| {
                    body.accounts.clear();
                    Err::<(), ()>(())
                });
                assert!(refused.is_err());
            }
            Step::Reopen => vault = vault.lock().unlock_with_keyring(keyring).unwrap(),
            Step::OtherHandle(name) => {
                let entry = entry(&name);
                both(&mut home.unlocked(), &mut model, |body| {
                    body.accounts.push(entry.clone())
                });
                vault.refresh().unwrap();
            }
            Step::NewKeyringSlot => vault.set_keyring(keyring, NOW).unwrap(),
            Step::NewRecoveryCode => {
                // Where there is a passphrase, it is the one that this model sets.
                let word = passphrase("model");
                let code = vault.make_recovery_code(Some(Proof::Passphrase(&word)), NOW);
                let code = code
                    .or_else(|_| vault.make_recovery_code(None, NOW))
                    .unwrap();
                vault.confirm_recovery_code(&code, NOW).unwrap();
                vault = vault.lock().unlock_with_recovery_code(&code).unwrap();
                model.recovery = vault.body().recovery;
            }
            Step::NewPassphrase => {
                let word = passphrase("model");
                let proof = vault
                    .has(segl_vault::SlotKind::Passphrase)
                    .then_some(Proof::Passphrase(&word));
                vault.set_passphrase(proof, cheap(&word), NOW).unwrap();
                vault = vault.lock().unlock_with_passphrase(&word).unwrap();
            }
        }
        assert_eq!(vault.body(), &model);
    }
    assert_eq!(home.unlocked().body(), &model);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_vault_is_a_list_that_survives(steps in steps()) {
        run(steps);
    }
}
