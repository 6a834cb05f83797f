//! The vault as the running program has it: absent, locked, open, or not readable.

use std::mem;
use std::path::Path;
use std::sync::Arc;

use segl_vault::{
    Absent, Locked, OpenError, RecoveryCode, RecoveryState, Refused, SlotKind, Unlocked, Vault,
};

use crate::api::{ErrorCode, Stage};
use crate::problem::Problem;

/// Where the vault stands.
pub(crate) enum Session {
    /// There is none.
    Absent(Absent),
    /// There is one, locked. The problem is why the keyring did not open it.
    Locked(Locked, Option<Problem>),
    /// Open.
    Open(Box<OpenVault>),
    /// There is one that cannot be read.
    Damaged(Problem),
    /// Being created or opened on another thread; what the header told is kept for the views.
    Busy(Header),
}

/// The open vault, and its recovery code for as long as the person has not settled it.
pub(crate) struct OpenVault {
    pub(crate) vault: Unlocked,
    pub(crate) unsettled: Option<Arc<RecoveryCode>>,
}

/// What a vault tells without being opened.
#[derive(Clone, Default)]
pub(crate) struct Header {
    pub(crate) id: String,
    pub(crate) generation: u64,
    pub(crate) keyring_slot: bool,
    pub(crate) passphrase_slot: bool,
    pub(crate) recovery_slot: bool,
    pub(crate) passphrase_hint: Option<String>,
    /// Why the keyring did not open it.
    pub(crate) keyring_problem: Option<Problem>,
}

macro_rules! header_of {
    ($vault:expr) => {
        Header {
            id: $vault.vault_id().to_string(),
            generation: $vault.generation(),
            keyring_slot: $vault.has(SlotKind::Keyring),
            passphrase_slot: $vault.has(SlotKind::Passphrase),
            recovery_slot: $vault.has(SlotKind::Recovery),
            passphrase_hint: $vault.passphrase_hint().map(str::to_owned),
            keyring_problem: None,
        }
    };
}

impl Session {
    pub(crate) fn found(found: Result<Vault, OpenError>, dir: &Path) -> Self {
        match found {
            Ok(Vault::Absent(absent)) => Self::Absent(absent),
            Ok(Vault::Locked(locked)) => Self::Locked(locked, None),
            Err(error) => Self::Damaged(Problem::from(error).in_folder(dir)),
        }
    }

    pub(crate) fn stage(&self) -> Stage {
        match self {
            Self::Absent(_) => Stage::FirstRun,
            Self::Locked(..) => Stage::Locked,
            Self::Busy(header) if header.id.is_empty() => Stage::FirstRun,
            Self::Busy(_) => Stage::Locked,
            Self::Damaged(_) => Stage::Damaged,
            Self::Open(open) => match open.vault.body().recovery {
                RecoveryState::None | RecoveryState::Pending => Stage::RecoveryPending,
                RecoveryState::Confirmed { .. } | RecoveryState::Declined { .. } => Stage::Open,
            },
        }
    }

    pub(crate) fn header(&self) -> Option<Header> {
        match self {
            Self::Absent(_) | Self::Damaged(_) => None,
            Self::Busy(header) => (!header.id.is_empty()).then(|| header.clone()),
            Self::Locked(locked, _) => Some(header_of!(locked)),
            Self::Open(open) => Some(header_of!(open.vault)),
        }
    }

    pub(crate) fn keyring_problem(&self) -> Option<&Problem> {
        match self {
            Self::Locked(_, problem) => problem.as_ref(),
            Self::Busy(header) => header.keyring_problem.as_ref(),
            Self::Absent(_) | Self::Open(_) | Self::Damaged(_) => None,
        }
    }

    /// The open vault, or why there is none.
    pub(crate) fn open(&self) -> Result<&Unlocked, Problem> {
        match self {
            Self::Open(open) => Ok(&open.vault),
            other => Err(other.closed()),
        }
    }

    pub(crate) fn open_mut(&mut self) -> Result<&mut Unlocked, Problem> {
        self.open_vault_mut().map(|open| &mut open.vault)
    }

    pub(crate) fn open_vault_mut(&mut self) -> Result<&mut OpenVault, Problem> {
        match self {
            Self::Open(open) => Ok(open),
            other => Err(other.closed()),
        }
    }

    fn closed(&self) -> Problem {
        match self {
            Self::Absent(_) => ErrorCode::VaultMissing.into(),
            Self::Damaged(problem) => problem.clone(),
            Self::Locked(..) => ErrorCode::VaultLocked.into(),
            Self::Busy(_) => ErrorCode::VaultBusy.into(),
            Self::Open(_) => Problem::internal("an open vault was called closed"),
        }
    }

    /// Takes the locked vault out, to be opened without holding the lock.
    pub(crate) fn take_locked(&mut self) -> Result<Locked, Problem> {
        let header = Header {
            keyring_problem: self.keyring_problem().cloned(),
            ..self.header().unwrap_or_default()
        };
        match mem::replace(self, Self::Busy(header)) {
            Self::Locked(locked, _) => Ok(locked),
            other => {
                *self = other;
                Err(match self {
                    Self::Open(_) => Problem::internal("the vault is open already"),
                    _ => self.closed(),
                })
            }
        }
    }

    /// Takes the place for a new vault out, to be filled without holding the lock.
    pub(crate) fn take_absent(&mut self) -> Result<Absent, Problem> {
        match mem::replace(self, Self::Busy(Header::default())) {
            Self::Absent(absent) => Ok(absent),
            other => {
                *self = other;
                Err(ErrorCode::VaultExists.into())
            }
        }
    }

    /// Puts back what a way in made of the vault.
    pub(crate) fn settle<E>(
        &mut self,
        outcome: Result<Unlocked, Refused<Locked, E>>,
        by_keyring: bool,
    ) -> Result<(), Problem>
    where
        Problem: From<E>,
    {
        match outcome {
            Ok(vault) => {
                *self = Self::Open(Box::new(OpenVault {
                    vault,
                    unsettled: None,
                }));
                Ok(())
            }
            Err(Refused { state, reason }) => {
                let problem = Problem::from(reason);
                // A wrong passphrase says nothing new of the keyring.
                let keyring = match by_keyring {
                    true => Some(problem.clone()),
                    false => self.keyring_problem().cloned(),
                };
                *self = Self::Locked(state, keyring);
                Err(problem)
            }
        }
    }

    /// Locks an open vault; anything else stays as it is.
    pub(crate) fn lock(&mut self) {
        let place = Self::Busy(self.header().unwrap_or_default());
        *self = match mem::replace(self, place) {
            Self::Open(open) => Self::Locked(open.vault.lock(), None),
            other => other,
        };
    }

    /// Looks at the folder again, where there was nothing to open so far.
    pub(crate) fn look_again(&mut self, dir: &Path) {
        if matches!(self, Self::Absent(_) | Self::Damaged(_)) {
            *self = Self::found(Vault::find(dir), dir);
        }
    }
}
