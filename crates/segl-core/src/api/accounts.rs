//! Accounts and their codes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Failure;

/// All accounts, in the order in which they are shown.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AccountsView {
    /// The accounts, favourites first, then by issuer and account.
    pub accounts: Vec<AccountView>,
    /// The groups in use, by name.
    pub groups: Vec<String>,
}

/// One account, without its secret.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AccountView {
    /// The account's id: random, 32 hexadecimal digits.
    pub id: String,
    /// What kind it is.
    pub kind: AccountKind,
    /// Who asks for the code, as the person sees it.
    pub issuer: String,
    /// Whose account it is there.
    pub account: String,
    /// A note of the person's own.
    pub note: String,
    /// The group that it is in.
    pub group: Option<String>,
    /// Whether it stands first.
    pub favourite: bool,
    /// Whether its code is hidden until asked for.
    pub hidden: bool,
    /// When it was added.
    pub created_at: i64,
    /// When its code was last copied or its last request answered.
    pub last_used_at: Option<i64>,
}

/// What kind an account is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AccountKind {
    /// A code that changes with time (RFC 6238).
    Totp {
        /// Digits of a code, 4 to 10.
        digits: u8,
        /// Seconds that a code lives.
        period: u32,
        /// The hash, for example `SHA1`.
        algorithm: String,
    },
    /// A code that changes with use (RFC 4226).
    Hotp {
        /// Digits of a code, 4 to 10.
        digits: u8,
        /// The counter of the next code.
        counter: u64,
        /// The hash, for example `SHA1`.
        algorithm: String,
    },
    /// A Steam Guard code: five letters every 30 seconds.
    Steam,
    /// Sign-ins are approved here.
    Push {
        /// The server's host, and its port where it is not the usual one.
        host: String,
        /// The token's serial on the server.
        serial: String,
        /// How far the enrolment is.
        enrolment: EnrolmentView,
    },
}

/// How far an enrolment for approvals is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum EnrolmentView {
    /// The key is being made on this device; a few seconds.
    MakingKey {
        /// Until when the enrolment code is good.
        expires_at: Option<i64>,
    },
    /// The key is saved, and the server is being told.
    Registering {
        /// Until when the enrolment code is good.
        expires_at: Option<i64>,
    },
    /// The server knows this device; a first signed poll is on its way.
    Testing,
    /// Done.
    Ready,
    /// It did not work.
    Failed {
        /// What happened and what to do.
        failure: Failure,
        /// Whether trying again can help.
        can_retry: bool,
    },
}

/// The codes of all accounts that have one without being asked: by time, and not hidden.
#[derive(Clone, Serialize, TS)]
pub struct CodesView {
    /// The corrected time of the answer, in milliseconds since 1970.
    pub now_ms: i64,
    /// How far this device's clock is off the servers', in seconds, where that was measured.
    pub clock_offset: Option<f64>,
    /// One entry an account.
    pub codes: Vec<CodeView>,
}

/// One code.
#[derive(Clone, Serialize, TS)]
pub struct CodeView {
    /// Whose code it is: an account's id, or a draft's.
    pub account_id: String,
    /// The code, as it is to be typed.
    pub code: String,
    /// The code in the groups in which people read it: `492 017`.
    pub grouped: Vec<String>,
    /// The code after it, for codes by time.
    pub next: Option<String>,
    /// The code after it in groups.
    pub next_grouped: Option<Vec<String>>,
    /// From when it is good, for codes by time.
    pub valid_from: Option<i64>,
    /// Until when it is good, for codes by time.
    pub valid_until: Option<i64>,
    /// The counter that it was made from, for codes by use.
    pub counter: Option<u64>,
}

/// One account is meant.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AccountRequest {
    /// The account's id.
    pub account_id: String,
}

/// What a person may change of an account. A field that is absent stays.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[ts(optional_fields)]
pub struct EditAccountRequest {
    /// The account's id.
    pub account_id: String,
    /// Who asks for the code.
    pub issuer: Option<String>,
    /// Whose account it is there.
    pub account: Option<String>,
    /// A note of the person's own.
    pub note: Option<String>,
    /// The group; an empty text takes it out of its group.
    pub group: Option<String>,
    /// Whether it stands first.
    pub favourite: Option<bool>,
    /// Whether its code is hidden until asked for.
    pub hidden: Option<bool>,
}

/// Copy the code of an account.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CopyCodeRequest {
    /// The account's id.
    pub account_id: String,
    /// Copy this held code instead of the one of the moment. Only a code that this account had
    /// within the last two minutes, or has next, is taken.
    pub code: Option<String>,
}

/// A code is in the clipboard.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CopiedView {
    /// After how many seconds it is cleared.
    pub clears_after: u32,
}
