//! Making, replacing and removing slots of an open vault. Each is a durable save of its own.
//!
//! Who may do what, so that somebody who finds an open window cannot shut the owner out:
//! * replacing or removing the passphrase needs the passphrase or the recovery code, now or at the
//!   unlocking of this session;
//! * replacing or removing the recovery code needs the same where there is a passphrase;
//! * the keyring slot and a first passphrase need an open vault only.

use crate::crypto::Key;
use crate::crypto::kdf::Argon2Cost;
use crate::error::{ChangeError, CreateError, SlotError};
use crate::format::header::MAX_SLOTS;
use crate::format::slot::{Secret, Slot, SlotKind};
use crate::id::{SlotId, VaultId};
use crate::keyring::{self, KeyName, KeyStore, KeyringError};
use crate::model::{RecoveryState, UnixTime};
use crate::random::OsRandom;
use crate::recovery::RecoveryCode;
use crate::secret::Passphrase;
use crate::vault::Unlocked;

/// The longest hint, in characters.
pub const MAX_HINT_CHARS: usize = 200;

/// A slot, as everybody may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotView {
    /// Its name.
    pub id: SlotId,
    /// What opens it.
    pub kind: SlotKind,
    /// When it was made.
    pub created_at: UnixTime,
    /// The hint of a passphrase.
    pub hint: Option<String>,
}

impl SlotView {
    pub(crate) fn of(slot: &Slot) -> SlotView {
        SlotView {
            id: slot.id(),
            kind: slot.kind(),
            created_at: slot.created_at(),
            hint: slot.hint().map(str::to_owned),
        }
    }
}

/// A passphrase to make a slot with.
#[derive(Clone, Copy, Debug)]
pub struct NewPassphrase<'a> {
    /// The passphrase.
    pub passphrase: &'a Passphrase,
    /// A reminder that everybody can read.
    pub hint: Option<&'a str>,
    /// What a guess shall cost.
    pub cost: Argon2Cost,
}

/// What shows that the owner sits here.
#[derive(Clone, Copy, Debug)]
pub enum Proof<'a> {
    /// The passphrase.
    Passphrase(&'a Passphrase),
    /// The recovery code.
    RecoveryCode(&'a RecoveryCode),
}

impl Unlocked {
    /// Puts a fresh key into the keyring and a slot for it into the vault, in the place of an older
    /// one. This is how a vault finds back to a keyring that lost its key.
    ///
    /// # Errors
    /// [`SlotError`]; the older slot and its key are then as they were.
    pub fn set_keyring(&mut self, store: &dyn KeyStore, now: UnixTime) -> Result<(), SlotError> {
        let (slot, name) = make_keyring(self.vault_id(), store, now, &self.master)?;
        match self.replace(SlotKind::Keyring, Some(slot), now, |_| {}) {
            Ok(replaced) => {
                self.forget_keys(store, &replaced);
                Ok(())
            }
            Err(error) => {
                let _ = store.delete(&name);
                Err(error)
            }
        }
    }

    /// Removes the keyring slot, then its key.
    ///
    /// # Errors
    /// [`SlotError::LastSlot`] and others.
    pub fn remove_keyring(&mut self, store: &dyn KeyStore, now: UnixTime) -> Result<(), SlotError> {
        let removed = self.replace(SlotKind::Keyring, None, now, |_| {})?;
        self.forget_keys(store, &removed);
        Ok(())
    }

    /// Adds the passphrase, or puts another in its place.
    ///
    /// # Errors
    /// [`SlotError::NeedsProof`] and others, see the module.
    pub fn set_passphrase(
        &mut self,
        proof: Option<Proof<'_>>,
        new: NewPassphrase<'_>,
        now: UnixTime,
    ) -> Result<(), SlotError> {
        check_new_passphrase(&new)?;
        if self.has(SlotKind::Passphrase) {
            self.prove(proof)?;
        }
        let slot = make_passphrase(self.vault_id(), &new, now, &self.master);
        self.replace(SlotKind::Passphrase, Some(slot), now, |_| {})
            .map(|_| ())
    }

    /// Removes the passphrase.
    ///
    /// # Errors
    /// [`SlotError::NeedsProof`], [`SlotError::LastSlot`] and others.
    pub fn remove_passphrase(
        &mut self,
        proof: Option<Proof<'_>>,
        now: UnixTime,
    ) -> Result<(), SlotError> {
        self.prove(proof)?;
        self.replace(SlotKind::Passphrase, None, now, |_| {})
            .map(|_| ())
    }

    /// Makes a recovery code, in the place of an older one, which opens nothing from then on. It is
    /// returned once; the vault's recovery state is then [`RecoveryState::Pending`].
    ///
    /// # Errors
    /// [`SlotError::NeedsProof`] and others, see the module.
    pub fn make_recovery_code(
        &mut self,
        proof: Option<Proof<'_>>,
        now: UnixTime,
    ) -> Result<RecoveryCode, SlotError> {
        if self.has(SlotKind::Recovery) && self.has(SlotKind::Passphrase) {
            self.prove(proof)?;
        }
        let code = RecoveryCode::make(&mut OsRandom);
        let slot = make_recovery(self.vault_id(), &code, now, &self.master);
        self.replace(SlotKind::Recovery, Some(slot), now, |recovery| {
            *recovery = RecoveryState::Pending;
        })?;
        Ok(code)
    }

    /// Notes that the recovery code was written down: `typed` is what a person read from the paper,
    /// and it must open the vault.
    ///
    /// # Errors
    /// [`SlotError::WrongProof`] when it does not.
    pub fn confirm_recovery_code(
        &mut self,
        typed: &RecoveryCode,
        now: UnixTime,
    ) -> Result<(), SlotError> {
        self.refresh()?;
        self.check_proof(Proof::RecoveryCode(typed))?;
        let confirmed = self.change(now, |body| {
            body.recovery = RecoveryState::Confirmed { at: now };
            Ok::<(), SlotError>(())
        });
        confirmed.map_err(flatten)
    }

    /// Notes that the user does without a recovery code, and removes its slot if there is one and
    /// something else opens the vault.
    ///
    /// # Errors
    /// [`SlotError::LastSlot`] when nothing else opens the vault.
    pub fn decline_recovery_code(&mut self, now: UnixTime) -> Result<(), SlotError> {
        self.transact(now, |slots, body| {
            slots.retain(|slot| slot.kind() != SlotKind::Recovery);
            if slots.is_empty() {
                return Err(SlotError::LastSlot);
            }
            body.recovery = RecoveryState::Declined { at: now };
            Ok(())
        })
        .map_err(flatten)
    }

    /// Says whether the vault knows a passphrase or recovery code.
    ///
    /// # Errors
    /// [`SlotError::WrongProof`] when not, [`SlotError::NoSuchSlot`] when there is no such slot.
    pub fn check_proof(&self, proof: Proof<'_>) -> Result<(), SlotError> {
        let kind = match proof {
            Proof::Passphrase(_) => SlotKind::Passphrase,
            Proof::RecoveryCode(_) => SlotKind::Recovery,
        };
        let mut refusal = SlotError::NoSuchSlot;
        for slot in self.header.slots.iter().filter(|slot| slot.kind() == kind) {
            let opened = match proof {
                Proof::RecoveryCode(code) => {
                    slot.open(self.header.vault, &Secret::Recovery(code)).ok()
                }
                // The bounds were checked when the header was parsed.
                Proof::Passphrase(passphrase) => slot.cost().ok().and_then(|cost| {
                    slot.open(self.header.vault, &Secret::Passphrase(passphrase, cost))
                        .ok()
                }),
            };
            match opened {
                Some(key) if key.matches(self.master.bytes()) => return Ok(()),
                _ => refusal = SlotError::WrongProof,
            }
        }
        Err(refusal)
    }

    fn prove(&mut self, proof: Option<Proof<'_>>) -> Result<(), SlotError> {
        // Another process may have changed the passphrase meanwhile.
        self.refresh()?;
        let shown = match self.opened_by {
            SlotKind::Passphrase | SlotKind::Recovery | SlotKind::KeyringAndPassphrase => true,
            SlotKind::Keyring | SlotKind::Biometric | SlotKind::Unknown => false,
        };
        match proof {
            Some(proof) => self.check_proof(proof),
            None if shown => Ok(()),
            None => Err(SlotError::NeedsProof),
        }
    }

    /// Puts a slot in the place of all slots of a kind, or removes them. Returns those that went.
    fn replace(
        &mut self,
        kind: SlotKind,
        slot: Option<Slot>,
        now: UnixTime,
        note: impl FnOnce(&mut RecoveryState),
    ) -> Result<Vec<SlotId>, SlotError> {
        self.transact(now, |slots, body| {
            let went: Vec<SlotId> = slots
                .iter()
                .filter(|slot| slot.kind() == kind)
                .map(Slot::id)
                .collect();
            if slot.is_none() && went.is_empty() {
                return Err(SlotError::NoSuchSlot);
            }
            slots.retain(|slot| slot.kind() != kind);
            slots.extend(slot);
            if slots.is_empty() {
                return Err(SlotError::LastSlot);
            }
            if slots.len() > MAX_SLOTS {
                return Err(SlotError::TooManySlots);
            }
            note(&mut body.recovery);
            Ok(went)
        })
        .map_err(flatten)
    }

    /// The slots are gone, so that their keys open nothing: a keyring that keeps them does no harm.
    fn forget_keys(&self, store: &dyn KeyStore, slots: &[SlotId]) {
        for slot in slots {
            if let Err(error) = store.delete(&self.key_name(*slot))
                && error != KeyringError::NoEntry
            {
                tracing::warn!(%error, "an old key could not be removed from the keyring");
            }
        }
    }
}

pub(crate) fn make_passphrase(
    vault: VaultId,
    new: &NewPassphrase<'_>,
    now: UnixTime,
    master: &Key,
) -> Slot {
    let secret = Secret::Passphrase(new.passphrase, new.cost);
    let hint = new.hint.filter(|hint| !hint.is_empty());
    Slot::make(
        vault,
        SlotId::make(),
        &secret,
        hint,
        now,
        master,
        &mut OsRandom,
    )
}

pub(crate) fn make_recovery(
    vault: VaultId,
    code: &RecoveryCode,
    now: UnixTime,
    master: &Key,
) -> Slot {
    let secret = Secret::Recovery(code);
    Slot::make(
        vault,
        SlotId::make(),
        &secret,
        None,
        now,
        master,
        &mut OsRandom,
    )
}

/// Puts a fresh key into the keyring, under a name of its own, and makes the slot for it.
pub(crate) fn make_keyring(
    vault: VaultId,
    store: &dyn KeyStore,
    now: UnixTime,
    master: &Key,
) -> Result<(Slot, KeyName), KeyringError> {
    let name = KeyName {
        vault,
        slot: SlotId::make(),
    };
    // Only a keyring that is open and knows nothing of this name may be given a new key.
    match store.read(&name) {
        Err(KeyringError::NoEntry) => {}
        Ok(_) => return Err(KeyringError::Damaged),
        Err(error) => return Err(error),
    }
    let key = Key::make(&mut OsRandom);
    keyring::write_key(store, &name, &key)?;
    let secret = Secret::Keyring(&key);
    let slot = Slot::make(vault, name.slot, &secret, None, now, master, &mut OsRandom);
    Ok((slot, name))
}

/// What is wrong with a new passphrase, if anything.
pub(crate) fn check_new_passphrase(new: &NewPassphrase<'_>) -> Result<(), NotTaken> {
    if new
        .hint
        .is_some_and(|hint| hint.chars().count() > MAX_HINT_CHARS)
    {
        return Err(NotTaken::HintTooLong);
    }
    if !new.cost.is_strong_enough() {
        return Err(NotTaken::CostTooLow);
    }
    Ok(())
}

pub(crate) enum NotTaken {
    HintTooLong,
    CostTooLow,
}

impl From<NotTaken> for CreateError {
    fn from(reason: NotTaken) -> CreateError {
        match reason {
            NotTaken::HintTooLong => CreateError::HintTooLong,
            NotTaken::CostTooLow => CreateError::CostTooLow,
        }
    }
}

impl From<NotTaken> for SlotError {
    fn from(reason: NotTaken) -> SlotError {
        match reason {
            NotTaken::HintTooLong => SlotError::HintTooLong,
            NotTaken::CostTooLow => SlotError::CostTooLow,
        }
    }
}

fn flatten(error: ChangeError<SlotError>) -> SlotError {
    match error {
        ChangeError::Edit(error) => error,
        ChangeError::Save(error) => SlotError::Save(error),
    }
}
