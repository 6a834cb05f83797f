//! The exit codes, in one place, and the ways in which a command stops early.

use std::io;
use std::process::ExitCode;

use segl_core::api::{ErrorCode, Failure};

/// How the program ends. The numbers are part of its interface: docs/cli.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// It worked.
    Fine,
    /// Nothing was found, or the answer is no.
    Negative,
    /// A mistake in the command line.
    Usage,
    /// The vault is locked, missing or cannot be opened.
    Vault,
    /// The keyring does not work.
    Keyring,
    /// The network or a server.
    Network,
    /// The disk.
    Disk,
    /// A picture, the clipboard or the camera.
    Device,
    /// A mistake in the program.
    Internal,
    /// Interrupted by the person.
    Interrupted,
}

impl Exit {
    /// The number for the shell.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Negative => 1,
            Self::Usage => 2,
            Self::Vault => 3,
            Self::Keyring => 4,
            Self::Network => 5,
            Self::Disk => 6,
            Self::Device => 7,
            Self::Internal => 70,
            Self::Interrupted => 130,
        }
    }

    /// The table: which number a reason has.
    pub(crate) fn of(code: ErrorCode) -> Self {
        use ErrorCode::*;
        match code {
            AccountMissing | AccountHasNoCode | CounterAtEnd | AccountAmbiguous | DraftMissing
            | CodeStale | TextOther | TextWebAddress | TextWifi | TextMicrosoft | TextContainer
            | TextEdumfa | TextTwoStep | TextEmpty | TextTooLong | LinkDamaged | SecretMissing
            | SecretInvalid | TypeUnsupported | AlgorithmUnsupported | DigitsUnsupported
            | PeriodInvalid | CounterInvalid | MigrationDamaged | MigrationOtherBatch
            | MigrationEntry | PictureWithoutCode | EnrolmentDamaged | EnrolmentNewer
            | ServerInsecure | CertificateFile | RequestMissing | RequestExpired | NoApprovals => {
                Self::Negative
            }
            PassphraseShort | ChoiceNeeded | VaultNoWayIn => Self::Usage,
            VaultLocked | VaultMissing | VaultExists | VaultDamaged | VaultNewer | VaultBusy
            | VaultLastWayIn | VaultNoSuchSlot | PassphraseWrong | RecoveryWrong | RecoveryTypo
            | RecoveryMismatch | RecoverySettled | RecoveryPending => Self::Vault,
            KeyringAbsent | KeyringLocked | KeyringDenied | KeyringNoEntry | KeyringDamaged
            | KeyringFailed => Self::Keyring,
            EnrolmentExpired | EnrolmentRefused | EnrolmentUsed | EnrolmentInterrupted
            | ServerUnreachable | ServerTimeout | CertificateUnknown | CertificateHost
            | CertificateExpired | CertificateInvalid | ServerRedirects | ServerForeign
            | ServerError | ServerBusy | ServerRefused | ClockWrong | KeyRefused
            | PollingForbidden | TokenUnknown => Self::Network,
            DiskFull | DiskReadOnly | DiskDenied | DiskFailed | FileUnreadable => Self::Disk,
            PictureUnknown | PictureDamaged | PictureTooLarge | PictureEmpty | ClipboardEmpty
            | ClipboardFailed | CameraNone | CameraBusy | CameraDenied | CameraGone
            | CameraStalled | CameraUnsupported | CameraFailed => Self::Device,
            BadRequest | Internal => Self::Internal,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.number().into()
    }
}

/// What a command ends with: everything is printed by then, but for why it stopped.
pub(crate) type Outcome = Result<Exit, Stop>;

/// Why a command stopped before its end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// What segl-core said.
    Failed(Box<Failure>),
    /// The command line asks for something that does not go together; a sentence.
    Usage(String),
    /// Nobody reads what is printed, as after `| head`.
    Closed,
    /// The terminal or the standard input cannot be read, or the output cannot be written.
    Terminal(io::Error),
    /// Interrupted by the person.
    Interrupted,
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(Box::new(failure))
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            io::ErrorKind::Interrupted => Self::Interrupted,
            _ => Self::Terminal(error),
        }
    }
}
