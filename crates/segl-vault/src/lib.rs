//! The encrypted store of Segl: accounts and settings in one file that several things can open.
//!
//! It knows bytes, files, keyrings and accounts; it knows no windows, no servers and no words for
//! people. The file format is specified in docs/vault-format.md. Calls block: on the disk, on
//! Argon2, on a keyring that asks a person.
//!
//! The way in is [`Vault::find`].

#![forbid(unsafe_code)]

mod crypto;
mod error;
mod file;
mod format;
mod generations;
mod id;
mod keyring;
mod model;
mod random;
mod recovery;
mod secret;
mod slots;
mod vault;
mod wire;

pub use self::keyring::{
    KEYRING_SERVICE, KeyName, KeyStore, KeyringError, MemoryKeyring, OsKeyring,
};
pub use crypto::kdf::{Argon2Cost, CostError};
pub use error::{
    ChangeError, CreateError, Damage, FileError, OpenError, Refused, SaveError, SlotError,
    UnlockError,
};
pub use format::slot::SlotKind;
pub use generations::{Generation, generations};
pub use id::{EntryId, NotAnId, SlotId, VaultId};
pub use model::{
    Body, Certificate, Entry, EntryKind, HandledNonce, HistoryRecord, PushEntry, PushState,
    RecoveryState, UnixTime,
};
pub use recovery::{RecoveryCode, RecoveryCodeError};
pub use secret::{Passphrase, SecretBytes, SecretText};
pub use slots::{MAX_HINT_CHARS, NewPassphrase, Proof, SlotView};
pub use vault::{Absent, Created, Locked, NewVault, Unlocked, Vault};
pub use wire::Extra;
