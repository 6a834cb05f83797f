//! What crosses the border to a face: views out, requests in, failures, events, and the one list
//! of commands.
//!
//! Nothing here holds a secret, with three exceptions that a person asked for and that their names
//! announce: a code ([`CodeView`]), the recovery code ([`RecoveryCodeView`]) and the number of a
//! code-to-phone sign-in ([`AnswerView::display_code`]).
//!
//! All times are seconds since 1970-01-01 UTC unless a name ends in `_ms`.

mod accounts;
mod add;
pub mod bindings;
mod commands;
mod failure;
mod requests;
mod settings;
mod status;

pub use accounts::*;
pub use add::*;
pub use failure::*;
pub use requests::*;
pub use settings::*;
pub use status::*;
