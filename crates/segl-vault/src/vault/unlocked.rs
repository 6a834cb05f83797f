//! An open vault: what it holds, and changes that are durable or did not happen.

use std::fmt;

use super::locked::VaultFile;
use super::{LOCK_PATIENCE, Locked, header_views};
use crate::crypto::Key;
use crate::error::{ChangeError, OpenError, SaveError};
use crate::file::Folder;
use crate::format::body;
use crate::format::header::{Header, Purpose};
use crate::format::slot::{Slot, SlotKind};
use crate::generations::Generation;
use crate::id::{SlotId, VaultId};
use crate::keyring::KeyName;
use crate::model::{Body, UnixTime};
use crate::random::OsRandom;
use crate::slots::SlotView;

/// An open vault. Dropping it wipes the keys.
pub struct Unlocked {
    pub(crate) folder: Folder,
    pub(crate) header: Header,
    pub(crate) master: Key,
    pub(super) body: Body,
    pub(crate) opened_by: SlotKind,
    /// How long the last file was: the next one will be about as long.
    pub(super) expected: usize,
    /// The save that failed last. It may have got as far as the disk, without anybody knowing
    /// whether it will stay there. What was told to have failed must not come back beside its
    /// second try, so this state is passed over when it is found.
    pub(super) unconfirmed: Option<Header>,
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
