//! What a vault holds: accounts, the people's settings, certificates and the history.
//!
//! Field names in the file are those of docs/vault-format.md and never change; fields that a newer
//! program added are kept in `extra`. What the settings mean is segl-core's business.

mod entry;
mod otp;
mod push;

pub use entry::{Entry, EntryKind};
pub use push::{HandledNonce, PushEntry, PushState};

use crate::id::EntryId;
use crate::wire::{Extra, record};

/// Seconds since 1970-01-01 00:00 UTC.
pub type UnixTime = u64;

/// The content of a vault.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// The accounts in the people's own order, those in the trash included.
    pub accounts: Vec<Entry>,
    /// What became of the recovery code.
    pub recovery: RecoveryState,
    /// Private certificate authorities that the user trusts.
    pub certificates: Vec<Certificate>,
    /// Settings that belong to the accounts rather than to the machine.
    pub settings: Extra,
    /// What was asked and answered, oldest first.
    pub history: Vec<HistoryRecord>,
    /// Fields of newer programs.
    pub extra: Extra,
}

record!(Body {
    accounts: "accounts",
    recovery: "recovery",
    certificates: "certificates",
    settings: "settings",
    history: "history",
});

impl Body {
    /// The account with this id, also when it is in the trash.
    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.accounts.iter().find(|entry| entry.id == id)
    }

    /// The account with this id, to change it.
    pub fn entry_mut(&mut self, id: EntryId) -> Option<&mut Entry> {
        self.accounts.iter_mut().find(|entry| entry.id == id)
    }
}

/// What became of the recovery code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RecoveryState {
    /// None was made yet.
    #[default]
    None,
    /// It was shown, and nobody has shown yet that it was written down.
    Pending,
    /// It was typed from the paper.
    Confirmed {
        /// When.
        at: UnixTime,
    },
    /// The user does without.
    Declined {
        /// When.
        at: UnixTime,
    },
}

mod recovery_wire {
    //! `{"state": "confirmed", "at": 1763775000}`

    use serde::de::{Deserializer, Error};
    use serde::ser::Serializer;

    use super::{RecoveryState, UnixTime};
    use crate::wire::{Extra, Wire, record, words};

    #[derive(Clone, Copy)]
    enum State {
        None,
        Pending,
        Confirmed,
        Declined,
    }

    words!(State {
        None: "none",
        Pending: "pending",
        Confirmed: "confirmed",
        Declined: "declined",
    });

    struct Recovery {
        state: State,
        at: Option<UnixTime>,
        extra: Extra,
    }

    record!(Recovery {
        state: "state",
        at: "at"
    });

    impl Wire for RecoveryState {
        fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let (state, at) = match *self {
                RecoveryState::None => (State::None, None),
                RecoveryState::Pending => (State::Pending, None),
                RecoveryState::Confirmed { at } => (State::Confirmed, Some(at)),
                RecoveryState::Declined { at } => (State::Declined, Some(at)),
            };
            Recovery {
                state,
                at,
                extra: Extra::new(),
            }
            .write(serializer)
        }

        fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let Recovery { state, at, .. } = Recovery::read(deserializer)?;
            let at = at.ok_or_else(|| D::Error::missing_field("at"));
            Ok(match state {
                State::None => RecoveryState::None,
                State::Pending => RecoveryState::Pending,
                State::Confirmed => RecoveryState::Confirmed { at: at? },
                State::Declined => RecoveryState::Declined { at: at? },
            })
        }

        fn absent() -> Option<Self> {
            Some(RecoveryState::None)
        }

        fn is_left_out(&self) -> bool {
            *self == RecoveryState::None
        }
    }
}

/// A certificate authority of an institution's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Certificate {
    /// What the user calls it.
    pub name: String,
    /// The certificates as they were in the file.
    pub pem: String,
    /// When it was added.
    pub added_at: UnixTime,
    /// Fields of newer programs.
    pub extra: Extra,
}

record!(Certificate {
    name: "name",
    pem: "pem",
    added_at: "added_at"
});

/// One approval request as it ended.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryRecord {
    /// When it ended.
    pub at: UnixTime,
    /// The account that was asked.
    pub entry: EntryId,
    /// The host that asked.
    pub server: String,
    /// The server's title.
    pub title: String,
    /// The server's question.
    pub question: String,
    /// What was answered, in segl-core's words.
    pub answer: String,
    /// Why it was denied.
    pub reason: Option<String>,
    /// What the server made of it.
    pub result: Option<String>,
    /// Fields of newer programs.
    pub extra: Extra,
}

record!(HistoryRecord {
    at: "at",
    entry: "entry",
    server: "server",
    title: "title",
    question: "question",
    answer: "answer",
    reason: "reason",
    result: "result",
});
