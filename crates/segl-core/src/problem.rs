//! What went wrong, before it has words: a reason and what the words will speak of.

use std::collections::BTreeMap;
use std::path::Path;

use segl_otp::{MigrationError, SecretError, UriError};
use segl_push::{EndpointError, EnrolmentUriError, Flavour, PushError};
use segl_scan::PictureError;
use segl_scan::camera::CameraError;
use segl_vault::{
    ChangeError, CreateError, FileError, KeyringError, OpenError, RecoveryCodeError, SaveError,
    SlotError, UnlockError,
};

use crate::api::{ErrorCode, Failure, Language};
use crate::words;

/// A reason, and details under the names that the words use. Never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: ErrorCode,
    details: BTreeMap<&'static str, String>,
}

impl Problem {
    pub(crate) fn new(code: ErrorCode) -> Self {
        Self {
            code,
            details: BTreeMap::new(),
        }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.details.insert(name, value.to_string());
        self
    }

    /// Something that should not happen; the reason is for the help desk.
    pub(crate) fn internal(reason: impl ToString) -> Self {
        Self::new(ErrorCode::Internal).with("reason", reason)
    }

    pub(crate) fn in_folder(self, folder: &Path) -> Self {
        self.with("folder", folder.display())
    }

    pub(crate) fn of_file(self, path: &Path) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str());
        self.with("file", name.to_string_lossy())
    }

    /// In the person's words.
    pub(crate) fn spoken(&self, language: Language) -> Failure {
        let name = self.code.name();
        // Without a measurement the sentence that names one would have a hole in it.
        let unmeasured =
            self.code == ErrorCode::ClockWrong && !self.details.contains_key("seconds");
        let message = if unmeasured { "unmeasured" } else { "message" };
        let details: Vec<_> = self
            .details
            .iter()
            .map(|(key, text)| (*key, &**text))
            .collect();
        Failure {
            code: self.code,
            message: words::say(language, &format!("error.{name}.{message}"), &details),
            hint: words::say(language, &format!("error.{name}.hint"), &details),
            retry: self.code.retry(),
            details: self
                .details
                .iter()
                .map(|(key, text)| ((*key).into(), text.clone()))
                .collect(),
        }
    }
}

impl From<ErrorCode> for Problem {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

impl From<FileError> for Problem {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Full => ErrorCode::DiskFull.into(),
            FileError::ReadOnly => ErrorCode::DiskReadOnly.into(),
            FileError::Denied => ErrorCode::DiskDenied.into(),
            other => Self::new(ErrorCode::DiskFailed).with("reason", other),
        }
    }
}

impl From<OpenError> for Problem {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Empty | OpenError::Damaged(_) => ErrorCode::VaultDamaged.into(),
            OpenError::Newer { .. } => ErrorCode::VaultNewer.into(),
            OpenError::File(error) => error.into(),
            other => Self::internal(other),
        }
    }
}

impl From<KeyringError> for Problem {
    fn from(error: KeyringError) -> Self {
        match error {
            KeyringError::Absent => ErrorCode::KeyringAbsent.into(),
            KeyringError::Locked => ErrorCode::KeyringLocked.into(),
            KeyringError::Denied => ErrorCode::KeyringDenied.into(),
            KeyringError::NoEntry => ErrorCode::KeyringNoEntry.into(),
            KeyringError::Damaged => ErrorCode::KeyringDamaged.into(),
            other => Self::new(ErrorCode::KeyringFailed).with("reason", other),
        }
    }
}

impl From<UnlockError> for Problem {
    fn from(error: UnlockError) -> Self {
        match error {
            UnlockError::NoSuchSlot => ErrorCode::VaultNoSuchSlot.into(),
            UnlockError::WrongPassphrase => ErrorCode::PassphraseWrong.into(),
            UnlockError::WrongRecoveryCode => ErrorCode::RecoveryWrong.into(),
            UnlockError::WrongKeyringKey => ErrorCode::KeyringDamaged.into(),
            UnlockError::Keyring(error) => error.into(),
            UnlockError::Open(error) => error.into(),
            other => Self::internal(other),
        }
    }
}

impl From<SaveError> for Problem {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::InUse => ErrorCode::VaultBusy.into(),
            SaveError::File(error) => error.into(),
            SaveError::Missing => ErrorCode::VaultMissing.into(),
            SaveError::Open(error) => error.into(),
            other => Self::internal(other),
        }
    }
}

impl From<CreateError> for Problem {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::Exists => ErrorCode::VaultExists.into(),
            CreateError::NoSlot => ErrorCode::VaultNoWayIn.into(),
            CreateError::Keyring(error) => error.into(),
            CreateError::Save(error) => error.into(),
            other => Self::internal(other),
        }
    }
}

impl From<SlotError> for Problem {
    fn from(error: SlotError) -> Self {
        match error {
            SlotError::NeedsProof | SlotError::WrongProof => ErrorCode::PassphraseWrong.into(),
            SlotError::LastSlot => ErrorCode::VaultLastWayIn.into(),
            SlotError::NoSuchSlot => ErrorCode::VaultNoSuchSlot.into(),
            SlotError::Keyring(error) => error.into(),
            SlotError::Save(error) => error.into(),
            other => Self::internal(other),
        }
    }
}

impl From<ChangeError<Self>> for Problem {
    fn from(error: ChangeError<Self>) -> Self {
        match error {
            ChangeError::Edit(problem) => problem,
            ChangeError::Save(error) => error.into(),
            _ => Self::internal("the change was not made"),
        }
    }
}

impl From<RecoveryCodeError> for Problem {
    fn from(_: RecoveryCodeError) -> Self {
        ErrorCode::RecoveryTypo.into()
    }
}

impl From<UriError> for Problem {
    fn from(error: UriError) -> Self {
        match error {
            UriError::TooLong => ErrorCode::TextTooLong,
            UriError::NoSecret | UriError::NoParameters => ErrorCode::SecretMissing,
            UriError::BadSecret(error) => return error.into(),
            UriError::UnknownType | UriError::UnsupportedType(_) => ErrorCode::TypeUnsupported,
            UriError::BadAlgorithm => ErrorCode::AlgorithmUnsupported,
            UriError::BadDigits => ErrorCode::DigitsUnsupported,
            UriError::BadPeriod => ErrorCode::PeriodInvalid,
            UriError::BadCounter => ErrorCode::CounterInvalid,
            UriError::TwoStep => ErrorCode::TextTwoStep,
            _ => ErrorCode::LinkDamaged,
        }
        .into()
    }
}

impl From<SecretError> for Problem {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::Empty => ErrorCode::SecretMissing,
            SecretError::NotBase32 { .. } | SecretError::TooShort | SecretError::TooLong => {
                ErrorCode::SecretInvalid
            }
        }
        .into()
    }
}

impl From<MigrationError> for Problem {
    fn from(_: MigrationError) -> Self {
        ErrorCode::MigrationDamaged.into()
    }
}

impl From<EnrolmentUriError> for Problem {
    fn from(error: EnrolmentUriError) -> Self {
        match error {
            EnrolmentUriError::NotYetSupported(Flavour::Container) => ErrorCode::TextContainer,
            EnrolmentUriError::NotYetSupported(Flavour::Edumfa) => ErrorCode::TextEdumfa,
            EnrolmentUriError::Version => ErrorCode::EnrolmentNewer,
            EnrolmentUriError::CertificateCheckWaived
            | EnrolmentUriError::Endpoint(EndpointError::PlainHttp) => ErrorCode::ServerInsecure,
            _ => ErrorCode::EnrolmentDamaged,
        }
        .into()
    }
}

impl From<PushError> for Problem {
    fn from(error: PushError) -> Self {
        let code = match &error {
            PushError::HostNotFound | PushError::CannotConnect | PushError::ConnectionLost => {
                ErrorCode::ServerUnreachable
            }
            PushError::TimedOut => ErrorCode::ServerTimeout,
            PushError::UnknownIssuer => ErrorCode::CertificateUnknown,
            PushError::WrongHost => ErrorCode::CertificateHost,
            PushError::CertificateExpired | PushError::CertificateNotYetValid => {
                ErrorCode::CertificateExpired
            }
            PushError::CertificateRevoked | PushError::Tls => ErrorCode::CertificateInvalid,
            PushError::Redirected => ErrorCode::ServerRedirects,
            PushError::ReplyTooLarge
            | PushError::NotJson
            | PushError::BadReply
            | PushError::NoPushService => ErrorCode::ServerForeign,
            PushError::ClockOutOfRange { .. } => ErrorCode::ClockWrong,
            PushError::SignatureRefused | PushError::BadKey => ErrorCode::KeyRefused,
            PushError::PollingNotAllowed => ErrorCode::PollingForbidden,
            PushError::UnknownToken => ErrorCode::TokenUnknown,
            PushError::EnrolmentClosed => ErrorCode::EnrolmentUsed,
            PushError::WrongCredential => ErrorCode::EnrolmentRefused,
            PushError::EnrolmentExpired => ErrorCode::EnrolmentExpired,
            PushError::Busy { .. } => ErrorCode::ServerBusy,
            PushError::ServerFault { .. } => ErrorCode::ServerError,
            PushError::PresenceMissing => ErrorCode::ChoiceNeeded,
            _ => ErrorCode::ServerRefused,
        };
        let problem = Self::new(code).with("reason", &error);
        match error {
            PushError::ClockOutOfRange {
                offset: Some(offset),
                ..
            } => problem.with("seconds", offset.server_ahead().as_secs().unsigned_abs()),
            _ => problem,
        }
    }
}

impl From<CameraError> for Problem {
    fn from(error: CameraError) -> Self {
        match error {
            CameraError::NonePresent => ErrorCode::CameraNone.into(),
            CameraError::Busy => ErrorCode::CameraBusy.into(),
            CameraError::Denied => ErrorCode::CameraDenied.into(),
            CameraError::Gone => ErrorCode::CameraGone.into(),
            CameraError::Stalled => ErrorCode::CameraStalled.into(),
            CameraError::UnsupportedFormat => ErrorCode::CameraUnsupported.into(),
            other => Self::new(ErrorCode::CameraFailed).with("reason", other),
        }
    }
}

impl From<PictureError> for Problem {
    fn from(error: PictureError) -> Self {
        match error {
            PictureError::Empty => ErrorCode::PictureEmpty,
            PictureError::NotAPicture | PictureError::UnsupportedKind { .. } => {
                ErrorCode::PictureUnknown
            }
            PictureError::TooManyBytes { .. } | PictureError::TooManyPixels { .. } => {
                ErrorCode::PictureTooLarge
            }
            PictureError::Read(_) => ErrorCode::FileUnreadable,
            _ => ErrorCode::PictureDamaged,
        }
        .into()
    }
}
