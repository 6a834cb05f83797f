//! Adding accounts: what was read, what it would become, and the camera.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Failure;

/// What a picture, the camera, the clipboard or a typed text held.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ScannedView {
    /// Accounts that can be added, once confirmed.
    pub drafts: Vec<DraftView>,
    /// Codes that were read but cannot be added, and why.
    pub problems: Vec<Failure>,
    /// An export of several parts is being collected.
    pub parts: Option<PartsView>,
}

/// The parts of a Google Authenticator export that were seen so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PartsView {
    /// Parts seen.
    pub seen: u32,
    /// Parts there are.
    pub total: u32,
}

/// An account that was read and is not kept yet. Its secret stays in the core.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DraftView {
    /// The draft's id; good until it is confirmed or dropped.
    pub draft_id: String,
    /// Who asks for the code.
    pub issuer: String,
    /// Whose account it is there.
    pub account: String,
    /// What kind it would be.
    pub kind: DraftKind,
    /// Accounts in the vault that look like the same one.
    pub duplicates: Vec<DuplicateView>,
}

/// What kind of account a draft would become.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DraftKind {
    /// A code that changes with time.
    Totp {
        /// Digits of a code, 4 to 10.
        digits: u8,
        /// Seconds that a code lives.
        period: u32,
        /// The hash, for example `SHA1`.
        algorithm: String,
    },
    /// A code that changes with use.
    Hotp {
        /// Digits of a code, 4 to 10.
        digits: u8,
        /// The counter of the next code.
        counter: u64,
        /// The hash, for example `SHA1`.
        algorithm: String,
    },
    /// A Steam Guard code.
    Steam,
    /// Sign-ins are approved here.
    Push {
        /// The server's host, and its port where it is not the usual one.
        host: String,
        /// The token's serial on the server.
        serial: String,
        /// Until when the enrolment code is good.
        expires_at: Option<i64>,
    },
}

/// An account that looks like the one read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DuplicateView {
    /// The account's id.
    pub account_id: String,
    /// Who asks for its code.
    pub issuer: String,
    /// Whose account it is there.
    pub account: String,
    /// Whether the secret is the same, too: then nothing is lost by replacing it.
    pub same_secret: bool,
}

/// A link or a secret, typed or pasted.
#[derive(Clone, Deserialize, TS)]
pub struct ReadTextRequest {
    /// As the person typed it.
    pub text: String,
}

/// A picture file.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ScanPictureRequest {
    /// The file's path.
    pub path: String,
}

/// An account typed in by its parts.
#[derive(Clone, Deserialize, TS)]
pub struct TypeAccountRequest {
    /// Who asks for the code.
    pub issuer: String,
    /// Whose account it is there.
    pub account: String,
    /// The secret in base32: blanks, dashes and letter case do not matter.
    pub secret: String,
    /// By time or by use.
    pub by: TypedKind,
    /// The hash: `SHA1`, `SHA224`, `SHA256`, `SHA384` or `SHA512`.
    pub algorithm: String,
    /// Digits of a code, 4 to 10.
    pub digits: u8,
    /// Seconds that a code lives, for codes by time.
    pub period: u32,
    /// The counter of the next code, for codes by use.
    pub counter: u64,
}

/// What kind a typed account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TypedKind {
    /// A code that changes with time.
    Totp,
    /// A code that changes with use.
    Hotp,
    /// A Steam Guard code.
    Steam,
}

/// One draft is meant.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct DraftRequest {
    /// The draft's id.
    pub draft_id: String,
}

/// Keep a draft as an account.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ConfirmDraftRequest {
    /// The draft's id.
    pub draft_id: String,
    /// The name in the list.
    pub issuer: String,
    /// Whose account it is there.
    pub account: String,
    /// The group to put it in.
    pub group: Option<String>,
    /// Put it in the place of this account, whose secret is given up.
    pub replace: Option<String>,
}

/// The camera.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CameraView {
    /// The cameras of this device.
    pub devices: Vec<CameraDeviceView>,
    /// What it does.
    pub state: CameraState,
}

/// One camera.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CameraDeviceView {
    /// Names it in [`StartCameraRequest`].
    pub id: String,
    /// As the system calls it.
    pub name: String,
}

/// What the camera does.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CameraState {
    /// It is off.
    Off,
    /// It is on. Frames are taken with `camera_frame`.
    On {
        /// The camera's id.
        device: String,
        /// What would help, after some seconds without a code.
        hint: Option<CameraHint>,
        /// Where codes are in the picture: per code four corners, each x and y from 0 to 1.
        codes: Vec<Vec<[f32; 2]>>,
    },
    /// It does not work.
    Failed {
        /// What happened and what to do.
        failure: Failure,
    },
}

/// What would help the camera to read a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CameraHint {
    /// A code is in view but too unsteady.
    HoldStill,
    /// Go closer.
    Closer,
    /// There is a reflection.
    LessGlare,
    /// There is too little light.
    Brighter,
}

/// Turn a camera on.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct StartCameraRequest {
    /// The camera's id; absent: the first, or the one used last.
    pub device: Option<String>,
}
