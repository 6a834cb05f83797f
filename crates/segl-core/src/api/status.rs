//! The state of the whole application, and the ways into the vault.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Failure, SettingsView};

/// What a face needs to choose its first screen.
#[derive(Clone, Debug, Serialize, TS)]
pub struct StatusView {
    /// Where the person stands.
    pub stage: Stage,
    /// The program's version, as in `Cargo.toml`.
    pub version: String,
    /// The folder that holds the vault and the settings.
    pub data_dir: String,
    /// What the header of the vault tells without opening it; absent before the first run.
    pub vault: Option<VaultView>,
    /// Whether the operating system's keyring can be used.
    pub keyring: KeyringState,
    /// How many approval requests wait for an answer. Zero while nothing is known.
    pub requests_waiting: u32,
    /// Preferences that hold while locked as well.
    pub settings: SettingsView,
}

/// Where the person stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// There is no vault yet: welcome.
    FirstRun,
    /// There is a vault, and it is locked.
    Locked,
    /// The vault is open, but its recovery code was neither confirmed nor declined.
    RecoveryPending,
    /// The vault is open.
    Open,
    /// There is a vault file that cannot be read; nothing was changed.
    Damaged,
}

/// What is known of the vault, locked or open.
#[derive(Clone, Debug, Serialize, TS)]
pub struct VaultView {
    /// The vault's random id, hexadecimal. Not a secret.
    pub id: String,
    /// How many times it was saved.
    pub generation: u64,
    /// Whether it can be opened by the keyring of this device.
    pub keyring_slot: bool,
    /// Whether it can be opened by a passphrase.
    pub passphrase_slot: bool,
    /// Whether it can be opened by a recovery code.
    pub recovery_slot: bool,
    /// What the person wrote to remember the passphrase by.
    pub passphrase_hint: Option<String>,
    /// Accounts kept, the deleted ones left out. Absent while locked.
    pub accounts: Option<u32>,
    /// Why the keyring did not open it at the last attempt.
    pub keyring_failure: Option<Failure>,
}

/// The operating system's keyring, as far as it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeyringState {
    /// It answers.
    Ready,
    /// There is none on this system or in this session.
    Absent,
    /// It is locked and was not unlocked.
    Locked,
    /// It refused.
    Denied,
    /// Its entry for this vault is gone.
    NoEntry,
    /// Its entry for this vault is not a key of ours.
    Damaged,
}

/// How a new vault is to be opened. At least one way is needed; a recovery code comes on top.
#[derive(Clone, Deserialize, TS)]
pub struct CreateVaultRequest {
    /// Keep a key in the operating system's keyring.
    pub keyring: bool,
    /// Open it by this passphrase. At least 8 characters.
    pub passphrase: Option<String>,
}

/// One way to open the vault.
#[derive(Clone, Deserialize, TS)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum UnlockRequest {
    /// By the key in the operating system's keyring.
    Keyring,
    /// By the passphrase.
    Passphrase {
        /// As the person typed it.
        passphrase: String,
    },
    /// By the recovery code.
    RecoveryCode {
        /// As the person typed it: blanks, dashes and letter case do not matter.
        code: String,
    },
}

/// Set a passphrase, or change it.
#[derive(Clone, Deserialize, TS)]
pub struct SetPassphraseRequest {
    /// The passphrase until now; needed where there is one.
    pub current: Option<String>,
    /// The new one, at least 8 characters.
    pub new: String,
    /// A hint that is shown while the vault is locked. It is not encrypted.
    pub hint: Option<String>,
}

/// Give up the passphrase.
#[derive(Clone, Deserialize, TS)]
pub struct RemovePassphraseRequest {
    /// The passphrase until now.
    pub current: String,
}

/// Show the recovery code that waits to be confirmed, or make a new one.
#[derive(Clone, Deserialize, TS)]
pub struct RecoveryCodeRequest {
    /// The passphrase. Needed to make a new code where the vault has a passphrase but was opened
    /// by the keyring: somebody at an unlocked desk shall not take a way in along.
    pub passphrase: Option<String>,
}

/// The recovery code, shown once to be written down.
#[derive(Clone, Serialize, TS)]
pub struct RecoveryCodeView {
    /// The code in groups, as it is printed and typed.
    pub groups: Vec<String>,
    /// When it was made.
    pub made_at: i64,
    /// The vault that it opens.
    pub vault_id: String,
    /// The same code as a QR picture, an SVG document.
    pub qr_svg: String,
}

/// The recovery code, typed back to prove that it was written down.
#[derive(Clone, Deserialize, TS)]
pub struct ConfirmRecoveryCodeRequest {
    /// As the person typed it.
    pub code: String,
}

/// One group of a recovery code while it is being typed.
#[derive(Clone, Deserialize, TS)]
pub struct CheckRecoveryGroupRequest {
    /// Which group, from 0.
    pub index: u32,
    /// As the person typed it.
    pub text: String,
}

/// Whether a typed group adds up.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RecoveryGroupView {
    /// True if the group is complete and its check character fits.
    pub fits: bool,
    /// How many groups a code has.
    pub groups: u32,
    /// How many characters a group has.
    pub length: u32,
}

/// One check of the self-test.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CheckView {
    /// What was looked at.
    pub check: Check,
    /// Whose: the host for what concerns a server.
    pub subject: Option<String>,
    /// How it is.
    pub outcome: CheckOutcome,
    /// One sentence in the person's language.
    pub message: String,
    /// What to do about it, where something is to be done.
    pub hint: Option<String>,
}

/// What a self-test looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The operating system's keyring.
    Keyring,
    /// The vault file, its folder and its permissions.
    Vault,
    /// A way in that is not the keyring.
    SecondWay,
    /// The cameras of this device.
    Camera,
    /// The clock, against the servers' own.
    Clock,
    /// A signed poll of one approval account.
    Server,
}

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CheckOutcome {
    /// Fine.
    Fine,
    /// It works, but something should be done.
    Warning,
    /// It does not work.
    Failed,
    /// There was nothing to look at.
    Skipped,
}

/// The self-test, the failed checks first.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DoctorView {
    /// The checks.
    pub checks: Vec<CheckView>,
}

/// Something changed. A hint to ask again, never the truth itself.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum AppEvent {
    /// [`StatusView`] changed: locked, opened, settings.
    Status,
    /// The accounts changed.
    Accounts,
    /// The approval requests changed.
    Requests,
    /// An enrolment went on: ask for the accounts.
    Enrolment {
        /// The account that is being enrolled.
        account_id: String,
    },
    /// The camera's state changed.
    Camera {
        /// What it is now.
        camera: super::CameraView,
    },
    /// The camera or a link read something.
    Scanned {
        /// What it read.
        scanned: super::ScannedView,
    },
}
