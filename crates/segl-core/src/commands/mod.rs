//! The commands: one function each, in the order of the one list. A body checks what it was
//! given, calls into the room that it concerns, and answers with a view.
//!
//! All of them fail with a [`Failure`](crate::api::Failure) in the person's language.

mod accounts;
mod add;
mod doctor;
mod requests;
mod settings;
mod vault;

pub use accounts::*;
pub use add::*;
pub use doctor::*;
pub use requests::*;
pub use settings::*;
pub use vault::*;

use segl_vault::EntryId;

use crate::api::ErrorCode;
use crate::problem::Problem;

/// The id of an account, as a face hands it back.
fn entry_id(text: &str) -> Result<EntryId, Problem> {
    text.parse().map_err(|_| ErrorCode::AccountMissing.into())
}
