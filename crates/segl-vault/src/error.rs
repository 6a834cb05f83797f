//! Why something did not work: each variant is a reason that a person or a program can act on.
//!
//! No text here holds a secret, and none is meant for people's eyes: segl-core has their words.

use std::io;

use crate::id::SlotId;
use crate::keyring::KeyringError;

/// Why a vault file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The file has no bytes. It is never taken for a new vault.
    #[error("the vault file is empty")]
    Empty,
    /// The bytes are not those that were saved. An older generation may open.
    #[error("the vault file is damaged: {0}")]
    Damaged(#[from] Damage),
    /// A newer program wrote it.
    #[error("the vault needs a reader of format {needs}, this program reads format 1")]
    Newer {
        /// The format that is needed.
        needs: u32,
    },
    /// The vault file is gone, but older generations of it are there.
    #[error("the vault file is gone, older generations are there")]
    Missing,
    /// The file system refused.
    #[error(transparent)]
    File(#[from] FileError),
}

/// What is wrong with the bytes of a vault file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// It does not start as a vault does.
    #[error("this is not a vault")]
    NotAVault,
    /// It ends too early.
    #[error("the end is missing")]
    Truncated,
    /// A length or cost is larger than the format allows. Nothing was allocated or computed for it.
    #[error("{0} is out of bounds")]
    OutOfBounds(&'static str),
    /// The header is not what a header is.
    #[error("the header cannot be read")]
    Header,
    /// The checksum of a slot does not fit.
    #[error("slot {0} was changed")]
    Slot(SlotId),
    /// The key that a slot gave is not the key of this body.
    #[error("the key commitment does not fit")]
    Commitment,
    /// The header or body was changed after it was saved.
    #[error("the body is not authentic")]
    Body,
    /// The body is authentic, but not what a body is: a fault of the program that wrote it.
    #[error("the content cannot be read")]
    Content,
}

/// Why a locked vault stays locked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnlockError {
    /// The vault has no slot of this kind.
    #[error("the vault has no such slot")]
    NoSuchSlot,
    /// The slot is sound, the passphrase is another.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// The slot is sound, the recovery code is another: of another vault, or replaced since.
    #[error("the recovery code is not the one of this vault")]
    WrongRecoveryCode,
    /// The slot is sound, the keyring holds another key under this name.
    #[error("the key in the keyring is not the one of this vault")]
    WrongKeyringKey,
    /// The keyring did not give the key. [`KeyringError::NoEntry`]: it lost it.
    #[error("the keyring did not give the key: {0}")]
    Keyring(#[from] KeyringError),
    /// The file cannot be read.
    #[error(transparent)]
    Open(#[from] OpenError),
}

/// Why no vault was created.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CreateError {
    /// There is a vault file, or what is left of one.
    #[error("there is a vault already")]
    Exists,
    /// Nothing was named that could open it again.
    #[error("a vault needs at least one slot")]
    NoSlot,
    /// The hint has more than [`crate::MAX_HINT_CHARS`] characters.
    #[error("the hint is too long")]
    HintTooLong,
    /// The cost is below [`crate::Argon2Cost::FLOOR`].
    #[error("the cost of the passphrase is too low")]
    CostTooLow,
    /// The keyring did not take the key.
    #[error("the keyring did not take the key: {0}")]
    Keyring(#[from] KeyringError),
    /// The file was not written.
    #[error(transparent)]
    Save(#[from] SaveError),
}

/// Why a save did not happen. The vault on disk and in memory is the one from before.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SaveError {
    /// Another process holds the lock for longer than five seconds.
    #[error("the vault is in use by another process")]
    InUse,
    /// The file system refused.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file is another vault, or an older state than the one that is open: lock and open again.
    #[error("the vault on disk was replaced")]
    Replaced,
    /// The vault file is gone.
    #[error("the vault file is gone")]
    Missing,
    /// The content would have more than 64 MiB.
    #[error("the vault would be too large")]
    TooLarge,
    /// What another process saved cannot be read.
    #[error(transparent)]
    Open(#[from] OpenError),
}

/// Why a change did not happen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChangeError<E> {
    /// The change itself said no; nothing was saved.
    #[error("the change was refused: {0}")]
    Edit(E),
    /// It could not be saved.
    #[error(transparent)]
    Save(#[from] SaveError),
}

/// Why a slot was not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SlotError {
    /// The passphrase or the recovery code has to be given first.
    #[error("the passphrase or the recovery code is needed for this")]
    NeedsProof,
    /// The passphrase or recovery code that was given is wrong.
    #[error("the passphrase or recovery code is wrong")]
    WrongProof,
    /// Without this slot nothing would open the vault.
    #[error("the last slot cannot be removed")]
    LastSlot,
    /// The vault has no slot of this kind.
    #[error("the vault has no such slot")]
    NoSuchSlot,
    /// The vault has 16 slots.
    #[error("the vault has no room for another slot")]
    TooManySlots,
    /// The hint has more than [`crate::MAX_HINT_CHARS`] characters.
    #[error("the hint is too long")]
    HintTooLong,
    /// The cost is below [`crate::Argon2Cost::FLOOR`].
    #[error("the cost of the passphrase is too low")]
    CostTooLow,
    /// The keyring refused.
    #[error("the keyring refused: {0}")]
    Keyring(#[from] KeyringError),
    /// It could not be saved.
    #[error(transparent)]
    Save(#[from] SaveError),
}

/// What a file system said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The disk or the quota is full.
    #[error("no space is left on the device")]
    Full,
    /// The file system is read-only.
    #[error("the file system is read-only")]
    ReadOnly,
    /// The permissions do not allow it.
    #[error("permission denied")]
    Denied,
    /// Something else.
    #[error("input or output failed: {0}")]
    Io(io::ErrorKind),
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> FileError {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => FileError::Full,
            io::ErrorKind::ReadOnlyFilesystem => FileError::ReadOnly,
            io::ErrorKind::PermissionDenied => FileError::Denied,
            kind => FileError::Io(kind),
        }
    }
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> OpenError {
        OpenError::File(error.into())
    }
}

impl From<io::Error> for SaveError {
    fn from(error: io::Error) -> SaveError {
        SaveError::File(error.into())
    }
}

/// A refusal that gives the state back, so that another way can be tried.
#[derive(Debug)]
pub struct Refused<S, E> {
    /// The state as it was.
    pub state: S,
    /// Why it did not change.
    pub reason: E,
}
