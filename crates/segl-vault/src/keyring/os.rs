//! The keyring of the operating system: the Secret Service on Linux and the BSDs, the Credential
//! Manager on Windows, the Keychain on macOS.
//!
//! Each call connects anew and runs in a thread of its own: a keyring that comes later is found,
//! one that was restarted is no stale connection, and one that asks a person who is not there does
//! not hold up the program.

#[cfg(not(any(target_os = "android", target_os = "ios")))]
#[path = "os/desktop.rs"]
mod platform;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use secrecy::SecretString;

use super::{KeyName, KeyStore, KeyringError};

/// The keyring of the operating system.
#[derive(Clone, Debug)]
pub struct OsKeyring {
    timeout: Duration,
    /// Whether the call that got no answer in time has ended meanwhile. Until then it probably
    /// waits behind a question on the screen, and nothing else is asked: questions would pile up.
    unanswered: Arc<Mutex<Option<Arc<AtomicBool>>>>,
}

impl OsKeyring {
    /// How long a call waits for an answer: 15 s.
    pub const TIMEOUT: Duration = Duration::from_secs(15);

    /// The keyring with the usual patience.
    pub fn new() -> OsKeyring {
        Self::with_timeout(Self::TIMEOUT)
    }

    /// The keyring with another patience.
    pub fn with_timeout(timeout: Duration) -> OsKeyring {
        OsKeyring {
            timeout,
            unanswered: Arc::default(),
        }
    }

    fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce() -> Result<T, KeyringError> + Send + 'static,
    ) -> Result<T, KeyringError> {
        let mut unanswered = self
            .unanswered
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if unanswered
            .as_ref()
            .is_some_and(|ended| !ended.load(Ordering::Acquire))
        {
            return Err(KeyringError::NoAnswer);
        }
        *unanswered = None;
        let (sender, receiver) = mpsc::channel();
        let ended = Arc::new(AtomicBool::new(false));
        let ends = Arc::clone(&ended);
        thread::Builder::new()
            .name("keyring".to_owned())
            .spawn(move || {
                // Nobody listens any more when the answer comes too late.
                let _ = sender.send(question());
                ends.store(true, Ordering::Release);
            })
            .map_err(|error| KeyringError::Other(error.kind().to_string()))?;
        match receiver.recv_timeout(self.timeout) {
            Ok(answer) => answer,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                *unanswered = Some(ended);
                Err(KeyringError::NoAnswer)
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(KeyringError::Other(
                "the thread that asked it ended".to_owned(),
            )),
        }
    }
}

impl Default for OsKeyring {
    fn default() -> OsKeyring {
        OsKeyring::new()
    }
}

impl KeyStore for OsKeyring {
    fn read(&self, name: &KeyName) -> Result<SecretString, KeyringError> {
        let user = name.to_string();
        self.ask(move || platform::read(&user))
    }

    fn write(&self, name: &KeyName, text: &SecretString) -> Result<(), KeyringError> {
        let (user, text) = (name.to_string(), text.clone());
        self.ask(move || platform::write(&user, &text))
    }

    fn delete(&self, name: &KeyName) -> Result<(), KeyringError> {
        let user = name.to_string();
        self.ask(move || platform::delete(&user))
    }
}

#[cfg(any(target_os = "android", target_os = "ios"))]
mod platform {
    //! Phones keep the key behind their own biometric slot; there is no keyring to ask.

    use secrecy::SecretString;

    use super::KeyringError;

    pub(super) fn read(_user: &str) -> Result<SecretString, KeyringError> {
        Err(KeyringError::Absent)
    }

    pub(super) fn write(_user: &str, _text: &SecretString) -> Result<(), KeyringError> {
        Err(KeyringError::Absent)
    }

    pub(super) fn delete(_user: &str) -> Result<(), KeyringError> {
        Err(KeyringError::Absent)
    }
}
