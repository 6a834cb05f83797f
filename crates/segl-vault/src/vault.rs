//! A vault in its three states: not there, locked, unlocked.
//!
//! What cannot be done in a state has no function there. A locked vault shows what its header
//! shows to everybody, which is to be believed only after unlocking.

mod locked;
mod unlocked;

pub use locked::Locked;
pub use unlocked::Unlocked;

use std::path::Path;
use std::time::Duration;

use crate::crypto::Key;
use crate::error::{CreateError, OpenError, Refused, SaveError};
use crate::file::Folder;
use crate::format::body;
use crate::format::header::Header;
use crate::format::slot::SlotKind;
use crate::generations;
use crate::id::VaultId;
use crate::keyring::KeyStore;
use crate::model::{Body, RecoveryState, UnixTime};
use crate::random::OsRandom;
use crate::recovery::RecoveryCode;
use crate::slots::{self, NewPassphrase};

/// What a folder holds.
#[derive(Debug)]
pub enum Vault {
    /// No vault.
    Absent(Absent),
    /// A vault, locked.
    Locked(Locked),
}

impl Vault {
    /// Looks into a folder, which need not exist. Writes nothing, and reads no more than the header.
    ///
    /// # Errors
    /// [`OpenError`]; an empty or damaged file is an error and never [`Vault::Absent`], and so is a
    /// folder that has earlier generations only.
    pub fn find(dir: &Path) -> Result<Vault, OpenError> {
        let folder = Folder::new(dir);
        match folder.read_header()? {
            Some(header) => Ok(Vault::Locked(Locked {
                folder,
                header: Box::new(header),
            })),
            None if generations::list(&folder.generations_dir())?.is_empty() => {
                Ok(Vault::Absent(Absent { folder }))
            }
            None => Err(OpenError::Missing),
        }
    }
}

/// A folder without a vault.
#[derive(Debug)]
pub struct Absent {
    folder: Folder,
}

/// What a new vault can be opened with again: at least one of the three.
#[derive(Default)]
pub struct NewVault<'a> {
    /// A key that this keyring keeps.
    pub keyring: Option<&'a dyn KeyStore>,
    /// A passphrase.
    pub passphrase: Option<NewPassphrase<'a>>,
    /// Whether to make a recovery code.
    pub recovery_code: bool,
}

/// A vault that has just been made and saved.
#[derive(Debug)]
pub struct Created {
    /// The vault, open.
    pub vault: Unlocked,
    /// The recovery code, if one was asked for. It cannot be shown again.
    pub recovery_code: Option<RecoveryCode>,
}

impl Absent {
    /// Makes a vault and saves it durably.
    ///
    /// # Errors
    /// [`CreateError`]; nothing that stands under the vault's name is ever overwritten.
    pub fn create(
        self,
        new: NewVault<'_>,
        now: UnixTime,
    ) -> Result<Created, Refused<Absent, CreateError>> {
        match create(&self.folder, &new, now) {
            Ok(created) => Ok(created),
            Err(reason) => Err(Refused {
                state: self,
                reason,
            }),
        }
    }
}

fn create(folder: &Folder, new: &NewVault<'_>, now: UnixTime) -> Result<Created, CreateError> {
    if new.keyring.is_none() && new.passphrase.is_none() && !new.recovery_code {
        return Err(CreateError::NoSlot);
    }
    folder.make().map_err(SaveError::from)?;
    let lock = folder.lock(LOCK_PATIENCE)?;
    let left = || generations::list(&folder.generations_dir()).map_err(SaveError::from);
    if folder.has_vault().map_err(SaveError::from)? || !left()?.is_empty() {
        return Err(CreateError::Exists);
    }

    let mut header = Header::new(VaultId::make(), now);
    let master = Key::make(&mut OsRandom);
    let mut body = Body::default();
    if let Some(passphrase) = &new.passphrase {
        slots::check_new_passphrase(passphrase)?;
        header.slots.push(slots::make_passphrase(
            header.vault,
            passphrase,
            now,
            &master,
        ));
    }
    let recovery_code = new.recovery_code.then(|| {
        let code = RecoveryCode::make(&mut OsRandom);
        header
            .slots
            .push(slots::make_recovery(header.vault, &code, now, &master));
        body.recovery = RecoveryState::Pending;
        code
    });
    let kept = match new.keyring {
        Some(store) => {
            let (slot, name) = slots::make_keyring(header.vault, store, now, &master)?;
            header.slots.push(slot);
            Some((store, name))
        }
        None => None,
    };
    header.generation = 1;
    let saved = body::seal(&mut header, &body, &master, 0, &mut OsRandom)
        .and_then(|bytes| lock.save(&bytes, None, now));
    if let Err(error) = saved {
        if let Some((store, name)) = kept {
            // The key of a vault that does not exist opens nothing.
            let _ = store.delete(&name);
        }
        return Err(error.into());
    }
    drop(lock);
    let opened_by = if kept.is_some() {
        SlotKind::Keyring
    } else if new.passphrase.is_some() {
        SlotKind::Passphrase
    } else {
        SlotKind::Recovery
    };
    let vault = Unlocked {
        folder: folder.clone(),
        header,
        master,
        body,
        opened_by,
        expected: 0,
        unconfirmed: None,
    };
    Ok(Created {
        vault,
        recovery_code,
    })
}

/// What the header shows, in both states.
macro_rules! header_views {
    () => {
        /// The vault's name for life.
        pub fn vault_id(&self) -> VaultId {
            self.header.vault
        }

        /// How many saves made this state.
        pub fn generation(&self) -> u64 {
            self.header.generation
        }

        /// When the vault was made.
        pub fn created_at(&self) -> UnixTime {
            self.header.created_at
        }

        /// When this state was saved.
        pub fn saved_at(&self) -> UnixTime {
            self.header.saved_at
        }

        /// What opens the vault.
        pub fn slots(&self) -> Vec<SlotView> {
            self.header.slots.iter().map(SlotView::of).collect()
        }

        /// Whether there is a slot of this kind.
        pub fn has(&self, kind: SlotKind) -> bool {
            self.header.slots.iter().any(|slot| slot.kind() == kind)
        }

        /// What the user wrote to be reminded of the passphrase. Everybody can read it.
        pub fn passphrase_hint(&self) -> Option<&str> {
            self.header.slots.iter().find_map(Slot::hint)
        }
    };
}

use header_views;

/// How long a save waits for another process's save.
const LOCK_PATIENCE: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests;
