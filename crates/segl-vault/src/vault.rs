//! A vault in its three states: not there, locked, unlocked.
//!
//! What cannot be done in a state has no function there. A locked vault shows what its header
//! shows to everybody, which is to be believed only after unlocking.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use crate::crypto::Key;
use crate::error::{ChangeError, CreateError, OpenError, Refused, SaveError, UnlockError};
use crate::file::Folder;
use crate::format::body;
use crate::format::header::{Header, Purpose};
use crate::format::slot::{Secret, Slot, SlotKind};
use crate::generations::{self, Generation};
use crate::id::{SlotId, VaultId};
use crate::keyring::{self, KeyName, KeyStore, KeyringError};
use crate::model::{Body, RecoveryState, UnixTime};
use crate::random::OsRandom;
use crate::recovery::RecoveryCode;
use crate::secret::Passphrase;
use crate::slots::{self, NewPassphrase, SlotView};

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

/// A vault that nobody has opened.
#[derive(Debug)]
pub struct Locked {
    folder: Folder,
    header: Box<Header>,
}

impl Locked {
    header_views!();

    /// Opens with the key that the keyring keeps.
    ///
    /// # Errors
    /// [`UnlockError::Keyring`] tells in which way the keyring failed; the vault comes back locked.
    pub fn unlock_with_keyring(
        self,
        store: &dyn KeyStore,
    ) -> Result<Unlocked, Refused<Locked, UnlockError>> {
        self.unlock(SlotKind::Keyring, |file, slot| {
            let key = file.read_key(store, slot)?;
            file.try_slot(slot, &Secret::Keyring(&key), UnlockError::WrongKeyringKey)
        })
    }

    /// Opens with the passphrase. Takes as long as the slot's Argon2 cost says.
    ///
    /// # Errors
    /// [`UnlockError::WrongPassphrase`] and others; the vault comes back locked.
    pub fn unlock_with_passphrase(
        self,
        passphrase: &Passphrase,
    ) -> Result<Unlocked, Refused<Locked, UnlockError>> {
        self.unlock(SlotKind::Passphrase, |file, slot| {
            let secret = Secret::Passphrase(passphrase, slot.cost().map_err(OpenError::from)?);
            file.try_slot(slot, &secret, UnlockError::WrongPassphrase)
        })
    }

    /// Opens with the recovery code.
    ///
    /// # Errors
    /// [`UnlockError::WrongRecoveryCode`] and others; the vault comes back locked.
    pub fn unlock_with_recovery_code(
        self,
        code: &RecoveryCode,
    ) -> Result<Unlocked, Refused<Locked, UnlockError>> {
        self.unlock(SlotKind::Recovery, |file, slot| {
            file.try_slot(
                slot,
                &Secret::Recovery(code),
                UnlockError::WrongRecoveryCode,
            )
        })
    }

    /// Opens with both the key that the keyring keeps and the passphrase.
    ///
    /// # Errors
    /// [`UnlockError::Keyring`], or [`UnlockError::WrongPassphrase`] also where the key of the
    /// keyring is another one; the vault comes back locked.
    pub fn unlock_with_keyring_and_passphrase(
        self,
        store: &dyn KeyStore,
        passphrase: &Passphrase,
    ) -> Result<Unlocked, Refused<Locked, UnlockError>> {
        self.unlock(SlotKind::KeyringAndPassphrase, |file, slot| {
            let cost = slot.cost().map_err(OpenError::from)?;
            let key = file.read_key(store, slot)?;
            let secret = Secret::KeyringAndPassphrase(&key, passphrase, cost);
            file.try_slot(slot, &secret, UnlockError::WrongPassphrase)
        })
    }

    fn unlock(
        self,
        kind: SlotKind,
        open: impl Fn(&VaultFile, &Slot) -> Result<Key, UnlockError>,
    ) -> Result<Unlocked, Refused<Locked, UnlockError>> {
        match self.open_newest(kind, open) {
            Ok((file, master, body)) => Ok(Unlocked {
                folder: self.folder,
                expected: file.bytes.len(),
                unconfirmed: None,
                header: file.header,
                master,
                body,
                opened_by: kind,
            }),
            Err(reason) => Err(Refused {
                state: self,
                reason,
            }),
        }
    }

    /// The header may be of yesterday: what counts is what is on disk now.
    fn open_newest(
        &self,
        kind: SlotKind,
        open: impl Fn(&VaultFile, &Slot) -> Result<Key, UnlockError>,
    ) -> Result<(VaultFile, Key, Body), UnlockError> {
        let file = VaultFile::read(&self.folder)?.ok_or(OpenError::Missing)?;
        let mut refusal = UnlockError::NoSuchSlot;
        for slot in file.header.slots.iter().filter(|slot| slot.kind() == kind) {
            match open(&file, slot) {
                Ok(master) => {
                    let body = body::open(&file.bytes, &file.header, &master)?;
                    return Ok((file, master, body));
                }
                Err(reason) => refusal = reason,
            }
        }
        Err(refusal)
    }
}

/// A vault file in memory, its header parsed.
struct VaultFile {
    bytes: Vec<u8>,
    header: Header,
}

impl VaultFile {
    fn read(folder: &Folder) -> Result<Option<VaultFile>, OpenError> {
        let Some(bytes) = folder.read()? else {
            return Ok(None);
        };
        let header = Header::parse(&bytes)?;
        Ok(Some(VaultFile { bytes, header }))
    }

    fn read_key(&self, store: &dyn KeyStore, slot: &Slot) -> Result<Key, KeyringError> {
        keyring::read_key(
            store,
            &KeyName {
                vault: self.header.vault,
                slot: slot.id(),
            },
        )
    }

    fn try_slot(
        &self,
        slot: &Slot,
        secret: &Secret<'_>,
        refusal: UnlockError,
    ) -> Result<Key, UnlockError> {
        slot.open(self.header.vault, secret).map_err(|_| refusal)
    }
}

/// An open vault. Dropping it wipes the keys.
pub struct Unlocked {
    pub(crate) folder: Folder,
    pub(crate) header: Header,
    pub(crate) master: Key,
    body: Body,
    pub(crate) opened_by: SlotKind,
    /// How long the last file was: the next one will be about as long.
    expected: usize,
    /// The save that failed last. It may have got as far as the disk, without anybody knowing
    /// whether it will stay there. What was told to have failed must not come back beside its
    /// second try, so this state is passed over when it is found.
    unconfirmed: Option<Header>,
}

impl Unlocked {
    header_views!();

    /// What the vault holds.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// What it was opened with in this session.
    pub fn opened_by(&self) -> SlotKind {
        self.opened_by
    }

    /// Changes the content: takes the lock, takes over what another process saved meanwhile, applies
    /// `edit` to a copy, and saves that durably. Only then is it the current state.
    ///
    /// # Errors
    /// [`ChangeError::Edit`] is what `edit` said, and nothing was saved. [`ChangeError::Save`] is
    /// what the disk said: the state is the one from before, and the same change can be tried again.
    pub fn change<T, E>(
        &mut self,
        now: UnixTime,
        edit: impl FnOnce(&mut Body) -> Result<T, E>,
    ) -> Result<T, ChangeError<E>> {
        self.transact(now, |_, body| edit(body))
    }

    /// [`Unlocked::change`] with the slots as well.
    pub(crate) fn transact<T, E>(
        &mut self,
        now: UnixTime,
        edit: impl FnOnce(&mut Vec<Slot>, &mut Body) -> Result<T, E>,
    ) -> Result<T, ChangeError<E>> {
        let folder = self.folder.clone();
        let lock = folder.lock(LOCK_PATIENCE)?;
        let on_disk = self.take_over()?;
        let mut header = self.header.clone();
        let mut body = self.body.clone();
        let value = edit(&mut header.slots, &mut body).map_err(ChangeError::Edit)?;
        header.generation = on_disk
            .generation
            .checked_add(1)
            .ok_or(SaveError::TooLarge)?;
        header.saved_at = now;
        // A backup that was put in the vault's place is a vault from now on.
        header.purpose = Purpose::Vault;
        let bytes = body::seal(
            &mut header,
            &body,
            &self.master,
            self.expected,
            &mut OsRandom,
        )?;
        if let Err(error) = lock.save(&bytes, Some(&on_disk), now) {
            self.unconfirmed = Some(header);
            return Err(error.into());
        }
        self.unconfirmed = None;
        self.header = header;
        self.body = body;
        self.expected = bytes.len();
        Ok(value)
    }

    /// Takes over what another process saved. Says whether there was anything. Cheap when not: only
    /// the header is read.
    ///
    /// # Errors
    /// [`SaveError::Replaced`] and [`SaveError::Missing`] when the file is not a later state of this
    /// vault, [`SaveError::Open`] when it cannot be read. The state is the one from before.
    pub fn refresh(&mut self) -> Result<bool, SaveError> {
        let before = self.header.generation;
        self.take_over()?;
        Ok(self.header.generation != before)
    }

    /// Returns the header of the file that is on disk, whose state is then this one, or the one of
    /// this vault's own save that failed.
    fn take_over(&mut self) -> Result<Header, SaveError> {
        let on_disk = self.folder.read_header()?.ok_or(SaveError::Missing)?;
        if on_disk == self.header || Some(&on_disk) == self.unconfirmed.as_ref() {
            return Ok(on_disk);
        }
        if on_disk.vault != self.header.vault || on_disk.generation <= self.header.generation {
            return Err(SaveError::Replaced);
        }
        let file = VaultFile::read(&self.folder)?.ok_or(SaveError::Missing)?;
        self.body = body::open(&file.bytes, &file.header, &self.master)?;
        self.expected = file.bytes.len();
        self.header = file.header;
        self.unconfirmed = None;
        Ok(self.header.clone())
    }

    /// Reads an earlier state of this vault. It changes nothing.
    ///
    /// # Errors
    /// [`OpenError`] when it cannot be read, or is not of this vault.
    pub fn read_generation(&self, generation: &Generation) -> Result<Body, OpenError> {
        let bytes = generation.read()?;
        body::open(&bytes, &Header::parse(&bytes)?, &self.master)
    }

    /// Wipes the keys and the content.
    pub fn lock(self) -> Locked {
        Locked {
            folder: self.folder,
            header: Box::new(self.header),
        }
    }

    /// The name under which a slot's key is in the keyring.
    pub(crate) fn key_name(&self, slot: SlotId) -> KeyName {
        KeyName {
            vault: self.header.vault,
            slot,
        }
    }
}

impl fmt::Debug for Unlocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unlocked")
            .field("vault", &self.header.vault)
            .field("generation", &self.header.generation)
            .field("accounts", &self.body.accounts.len())
            .finish_non_exhaustive()
    }
}

/// How long a save waits for another process's save.
const LOCK_PATIENCE: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests;
