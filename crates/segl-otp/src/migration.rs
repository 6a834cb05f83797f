//! The export of Google Authenticator: `otpauth-migration://offline?data=…`, one QR code or more.
//!
//! The payload is a protocol buffer that Google never published; field numbers and enums are those
//! that all open readers agree on. Half an export is data, not an error: an entry that cannot be
//! taken is reported beside those that can. It is not a converter for other apps' files.

mod collect;
mod read;
mod wire;
mod write;

pub use self::{
    collect::{CollectError, Collected, Collector, Progress},
    read::{EntryProblem, EntryReason, MigrationError, Part},
    write::{WriteError, write_migration},
};
