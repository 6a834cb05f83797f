//! A locked vault and the ways to open it.

use super::{Unlocked, header_views};
use crate::crypto::Key;
use crate::error::{OpenError, Refused, UnlockError};
use crate::file::Folder;
use crate::format::body;
use crate::format::header::Header;
use crate::format::slot::{Secret, Slot, SlotKind};
use crate::id::VaultId;
use crate::keyring::{self, KeyName, KeyStore, KeyringError};
use crate::model::{Body, UnixTime};
use crate::recovery::RecoveryCode;
use crate::secret::Passphrase;
use crate::slots::SlotView;

/// A vault that nobody has opened.
#[derive(Debug)]
pub struct Locked {
    pub(super) folder: Folder,
    pub(super) header: Box<Header>,
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
pub(super) struct VaultFile {
    pub(super) bytes: Vec<u8>,
    pub(super) header: Header,
}

impl VaultFile {
    pub(super) fn read(folder: &Folder) -> Result<Option<VaultFile>, OpenError> {
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
