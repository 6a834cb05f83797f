//! What went wrong, in words for people.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use ts_rs::TS;

/// Something did not work. `message` and `hint` are in the person's language already; a face
/// shows them and switches only on `code`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Failure {
    /// The reason.
    pub code: ErrorCode,
    /// One sentence: what happened.
    pub message: String,
    /// One sentence: what to do.
    pub hint: String,
    /// Whether trying the same again can help.
    pub retry: bool,
    /// What the words speak of: a host, a file's name, seconds. Never a secret.
    pub details: BTreeMap<String, String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.message, self.hint)
    }
}

impl std::error::Error for Failure {}

macro_rules! error_codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, retry $retry:literal;)*) => {
        /// Every reason for which something does not work. The names are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, TS)]
        pub enum ErrorCode {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl ErrorCode {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable name, as it stands in JSON and in the catalogues of words.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Whether trying the same again can help.
            #[must_use]
            pub fn retry(self) -> bool {
                match self {
                    $(Self::$variant => $retry,)*
                }
            }
        }
    };
}

error_codes! {
    // The vault
    /// The vault is locked.
    VaultLocked = "vault_locked", retry false;
    /// There is no vault yet.
    VaultMissing = "vault_missing", retry false;
    /// There is a vault already.
    VaultExists = "vault_exists", retry false;
    /// The vault file cannot be read.
    VaultDamaged = "vault_damaged", retry false;
    /// The vault was written by a newer version.
    VaultNewer = "vault_newer", retry false;
    /// Another process is saving.
    VaultBusy = "vault_busy", retry true;
    /// No way to open the new vault was chosen.
    VaultNoWayIn = "vault_no_way_in", retry false;
    /// The last way in cannot be given up.
    VaultLastWayIn = "vault_last_way_in", retry false;
    /// The vault has no slot of that kind.
    VaultNoSuchSlot = "vault_no_such_slot", retry false;
    /// The passphrase is wrong.
    PassphraseWrong = "passphrase_wrong", retry true;
    /// The new passphrase is too short.
    PassphraseShort = "passphrase_short", retry false;
    /// The recovery code is wrong.
    RecoveryWrong = "recovery_wrong", retry true;
    /// The recovery code has a slip of the pen in it.
    RecoveryTypo = "recovery_typo", retry true;
    /// Not the recovery code that was shown.
    RecoveryMismatch = "recovery_mismatch", retry true;
    /// The recovery code was settled already.
    RecoverySettled = "recovery_settled", retry false;
    /// Neither confirmed nor declined.
    RecoveryPending = "recovery_pending", retry false;

    // The keyring
    /// There is no keyring.
    KeyringAbsent = "keyring_absent", retry true;
    /// The keyring is locked.
    KeyringLocked = "keyring_locked", retry true;
    /// The keyring refused.
    KeyringDenied = "keyring_denied", retry true;
    /// The keyring has lost the key.
    KeyringNoEntry = "keyring_no_entry", retry true;
    /// The keyring's entry is not a key, or not this vault's.
    KeyringDamaged = "keyring_damaged", retry true;
    /// The keyring failed in some other way.
    KeyringFailed = "keyring_failed", retry true;

    // Files
    /// The disk is full.
    DiskFull = "disk_full", retry true;
    /// The folder cannot be written to.
    DiskReadOnly = "disk_read_only", retry true;
    /// The folder or file belongs to somebody else.
    DiskDenied = "disk_denied", retry true;
    /// Reading or writing failed in some other way.
    DiskFailed = "disk_failed", retry true;
    /// A file cannot be read.
    FileUnreadable = "file_unreadable", retry false;

    // Accounts
    /// The account is not there any more.
    AccountMissing = "account_missing", retry false;
    /// The account shows no code.
    AccountHasNoCode = "account_has_no_code", retry false;
    /// The counter has reached its end.
    CounterAtEnd = "counter_at_end", retry false;
    /// Several accounts fit what was asked for.
    AccountAmbiguous = "account_ambiguous", retry false;
    /// What was read is not there any more; read it again.
    DraftMissing = "draft_missing", retry false;
    /// The code to copy is not one of this account.
    CodeStale = "code_stale", retry true;

    // Texts that were read
    /// Not an account: some other text.
    TextOther = "text_other", retry false;
    /// A web address.
    TextWebAddress = "text_web_address", retry false;
    /// A wireless network.
    TextWifi = "text_wifi", retry false;
    /// Microsoft's own kind of code.
    TextMicrosoft = "text_microsoft", retry false;
    /// A container of privacyIDEA.
    TextContainer = "text_container", retry false;
    /// An enrolment of eduMFA.
    TextEdumfa = "text_edumfa", retry false;
    /// A code that is finished in two steps.
    TextTwoStep = "text_two_step", retry false;
    /// Nothing was typed or pasted.
    TextEmpty = "text_empty", retry false;
    /// Longer than any account.
    TextTooLong = "text_too_long", retry false;
    /// The link is not written as it should be.
    LinkDamaged = "link_damaged", retry false;
    /// The link has no secret.
    SecretMissing = "secret_missing", retry false;
    /// The secret is not base32.
    SecretInvalid = "secret_invalid", retry false;
    /// Neither by time nor by use.
    TypeUnsupported = "type_unsupported", retry false;
    /// A hash that is not offered.
    AlgorithmUnsupported = "algorithm_unsupported", retry false;
    /// Not 4 to 10 digits.
    DigitsUnsupported = "digits_unsupported", retry false;
    /// Not a period.
    PeriodInvalid = "period_invalid", retry false;
    /// Not a counter.
    CounterInvalid = "counter_invalid", retry false;
    /// The export of another app cannot be read.
    MigrationDamaged = "migration_damaged", retry false;
    /// A part of another export.
    MigrationOtherBatch = "migration_other_batch", retry false;
    /// One account of an export cannot be read.
    MigrationEntry = "migration_entry", retry false;

    // Pictures, the clipboard, the camera
    /// The picture shows no code.
    PictureWithoutCode = "picture_without_code", retry false;
    /// Not a picture.
    PictureUnknown = "picture_unknown", retry false;
    /// The picture is damaged.
    PictureDamaged = "picture_damaged", retry false;
    /// The picture is too large.
    PictureTooLarge = "picture_too_large", retry false;
    /// The file is empty.
    PictureEmpty = "picture_empty", retry false;
    /// The clipboard holds neither text nor a picture.
    ClipboardEmpty = "clipboard_empty", retry true;
    /// The clipboard cannot be reached.
    ClipboardFailed = "clipboard_failed", retry true;
    /// There is no camera.
    CameraNone = "camera_none", retry true;
    /// Another program uses the camera.
    CameraBusy = "camera_busy", retry true;
    /// The camera is not allowed.
    CameraDenied = "camera_denied", retry true;
    /// The camera went away.
    CameraGone = "camera_gone", retry true;
    /// The camera sends no picture.
    CameraStalled = "camera_stalled", retry true;
    /// The camera offers no format that can be read.
    CameraUnsupported = "camera_unsupported", retry false;
    /// The camera failed in some other way.
    CameraFailed = "camera_failed", retry true;

    // Approvals: enrolment
    /// The enrolment code has run out.
    EnrolmentExpired = "enrolment_expired", retry false;
    /// The server does not know the enrolment code.
    EnrolmentRefused = "enrolment_refused", retry false;
    /// The server knows the enrolment code as used.
    EnrolmentUsed = "enrolment_used", retry false;
    /// The program was closed before the server answered.
    EnrolmentInterrupted = "enrolment_interrupted", retry false;
    /// A version of the protocol that is not known.
    EnrolmentNewer = "enrolment_newer", retry false;
    /// The enrolment link is not written as it should be.
    EnrolmentDamaged = "enrolment_damaged", retry false;
    /// The enrolment link leads to a server without encryption.
    ServerInsecure = "server_insecure", retry false;

    // Approvals: the server
    /// The server cannot be reached.
    ServerUnreachable = "server_unreachable", retry true;
    /// The server did not answer in time.
    ServerTimeout = "server_timeout", retry true;
    /// The server's certificate is of an unknown authority.
    CertificateUnknown = "certificate_unknown", retry false;
    /// The server's certificate is another host's.
    CertificateHost = "certificate_host", retry false;
    /// The server's certificate has run out or is not good yet.
    CertificateExpired = "certificate_expired", retry false;
    /// The server's certificate does not hold in some other way.
    CertificateInvalid = "certificate_invalid", retry false;
    /// The file holds no certificate.
    CertificateFile = "certificate_file", retry false;
    /// The server sends elsewhere.
    ServerRedirects = "server_redirects", retry false;
    /// The answer is not of an approval server.
    ServerForeign = "server_foreign", retry true;
    /// The server has an error.
    ServerError = "server_error", retry true;
    /// The server is busy.
    ServerBusy = "server_busy", retry true;
    /// The server refused for another reason.
    ServerRefused = "server_refused", retry true;
    /// This device's clock is wrong.
    ClockWrong = "clock_wrong", retry true;
    /// The server does not accept this device's key.
    KeyRefused = "key_refused", retry false;
    /// The server does not allow asking for requests.
    PollingForbidden = "polling_forbidden", retry false;
    /// The server does not know this account any more.
    TokenUnknown = "token_unknown", retry false;

    // Approvals: requests
    /// The request is not there any more.
    RequestMissing = "request_missing", retry false;
    /// The request has expired.
    RequestExpired = "request_expired", retry false;
    /// A choice is needed.
    ChoiceNeeded = "choice_needed", retry true;
    /// There is no account for approvals.
    NoApprovals = "no_approvals", retry false;

    // The program itself
    /// The face asked for something that is not there; a mistake in the program.
    BadRequest = "bad_request", retry false;
    /// Something that should not happen.
    Internal = "internal", retry true;
}
