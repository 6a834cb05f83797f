//! What the numbers mean with which Windows and macOS refuse. Compiled for the tests of every
//! system.

use crate::keyring::KeyringError;

/// The words of the Windows store for an error, whose type it keeps to itself. They are
/// `Windows error code <number>`, or the name of one of five errors.
///
/// Numbers: [MS-ERREF] 2.1 (NTE_*) and 2.2 (ERROR_*).
#[cfg(any(windows, test))]
pub(super) fn windows(words: &str) -> KeyringError {
    let code = words
        .rsplit(' ')
        .next()
        .and_then(|last| last.parse::<u32>().ok());
    match (words, code) {
        // A session without a profile, such as one over the network, has no credentials at all.
        ("Windows ERROR_NO_SUCH_LOGON_SESSION", _) => KeyringError::Absent,
        // ERROR_SERVICE_DISABLED, ERROR_SERVICE_NOT_ACTIVE, RPC_S_SERVER_UNAVAILABLE
        (_, Some(1058 | 1062 | 1722)) => KeyringError::Absent,
        // ERROR_ACCESS_DENIED; NTE_PERM
        (_, Some(5 | 0x8009_0010)) => KeyringError::Denied,
        // ERROR_INVALID_DATA; NTE_BAD_DATA and NTE_BAD_KEY_STATE: the user's master key is lost,
        // as after a password that an administrator reset.
        (_, Some(13 | 0x8009_0005 | 0x8009_000B)) => KeyringError::Damaged,
        _ => KeyringError::Other(words.to_owned()),
    }
}

/// An `OSStatus` of the Keychain (Security/SecBase.h).
#[cfg(any(target_os = "macos", test))]
pub(super) fn apple(code: i32) -> KeyringError {
    match code {
        // errSecItemNotFound
        -25300 => KeyringError::NoEntry,
        // errSecInteractionNotAllowed, errSecInteractionRequired; userCanceledErr and
        // errSecUserCanceled: asked for the password of the keychain, the user gave none.
        -25308 | -25315 | -128 => KeyringError::Locked,
        // errSecAuthFailed, errSecWrPerm, errSecInvalidOwnerEdit, errSecReadOnly,
        // errSecNoAccessForItem, errSecMissingEntitlement
        -25293 | -61 | -25244 | -25292 | -25243 | -34018 => KeyringError::Denied,
        // errSecNotAvailable, errSecNoSuchKeychain, errSecNoDefaultKeychain
        -25291 | -25294 | -25307 => KeyringError::Absent,
        // errSecInvalidKeychain, errSecDecode
        -25295 | -26275 => KeyringError::Damaged,
        code => KeyringError::Other(format!("OSStatus {code}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_refuses_for_reasons_somebody_can_act_on() {
        for (words, meaning) in [
            ("Windows ERROR_NO_SUCH_LOGON_SESSION", KeyringError::Absent),
            ("Windows error code 1722", KeyringError::Absent),
            ("Windows error code 5", KeyringError::Denied),
            ("Windows error code 13", KeyringError::Damaged),
            ("Windows error code 2148073483", KeyringError::Damaged),
        ] {
            assert_eq!(windows(words), meaning, "{words}");
        }
        for words in ["Windows error code 15", "Windows ERROR_INVALID_FLAGS", ""] {
            assert_eq!(windows(words), KeyringError::Other(words.to_owned()));
        }
    }

    #[test]
    fn macos_refuses_for_reasons_somebody_can_act_on() {
        for (code, meaning) in [
            (-25300, KeyringError::NoEntry),
            (-25308, KeyringError::Locked),
            (-128, KeyringError::Locked),
            (-25293, KeyringError::Denied),
            (-61, KeyringError::Denied),
            (-25307, KeyringError::Absent),
            (-25295, KeyringError::Damaged),
            (-50, KeyringError::Other("OSStatus -50".to_owned())),
        ] {
            assert_eq!(apple(code), meaning, "{code}");
        }
    }
}
