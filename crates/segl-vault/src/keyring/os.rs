//! The keyring of the operating system: the Secret Service on Linux and the BSDs, the Credential
//! Manager on Windows, the Keychain on macOS.
//!
//! Each call connects anew and runs in a thread of its own: a keyring that comes later is found,
//! one that was restarted is no stale connection, and one that asks a person who is not there does
//! not hold up the program.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use secrecy::SecretString;

use super::{KEYRING_SERVICE, KeyName, KeyStore, KeyringError};

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

#[cfg(all(unix, not(any(target_vendor = "apple", target_os = "android"))))]
mod platform {
    //! The Secret Service over D-Bus: gnome-keyring, KWallet, KeePassXC.

    use std::collections::HashMap;
    use std::io;

    use secrecy::{ExposeSecret, SecretString};
    use secret_service::blocking::{Collection, Item, SecretService};
    use secret_service::{EncryptionType, Error};
    use zeroize::Zeroizing;

    use super::{KEYRING_SERVICE, KeyringError};

    const LABEL: &str = "Segl: key of the vault";

    pub(super) fn read(user: &str) -> Result<SecretString, KeyringError> {
        let service = connect()?;
        let item = find(&service, user)?.ok_or(KeyringError::NoEntry)?;
        let bytes = Zeroizing::new(item.get_secret().map_err(|error| reason(&error))?);
        let text = str::from_utf8(&bytes).map_err(|_| KeyringError::Damaged)?;
        Ok(text.into())
    }

    pub(super) fn write(user: &str, text: &SecretString) -> Result<(), KeyringError> {
        let service = connect()?;
        let collection = default_collection(&service)?;
        // EXPOSE: the key is handed to the keyring, over an encrypted session.
        let text = text.expose_secret().as_bytes();
        collection
            .create_item(LABEL, attributes(user), text, true, "text/plain")
            .map_err(|error| reason(&error))?;
        Ok(())
    }

    pub(super) fn delete(user: &str) -> Result<(), KeyringError> {
        let service = connect()?;
        let item = find(&service, user)?.ok_or(KeyringError::NoEntry)?;
        item.delete().map_err(|error| reason(&error))
    }

    fn connect() -> Result<SecretService<'static>, KeyringError> {
        SecretService::connect(EncryptionType::Dh).map_err(|error| reason(&error))
    }

    fn attributes(user: &str) -> HashMap<&str, &str> {
        HashMap::from([("service", KEYRING_SERVICE), ("username", user)])
    }

    /// The entry, unlocked. Some keyrings say nothing about what a locked collection holds, so "not
    /// there" counts only once the collection in which it would be is open. Others are left alone:
    /// the user would be asked for the passwords of keyrings that have nothing to do with us.
    fn find<'a>(
        service: &'a SecretService<'_>,
        user: &str,
    ) -> Result<Option<Item<'a>>, KeyringError> {
        if let Some(item) = search(service, user)? {
            return Ok(Some(item));
        }
        let collection = match service.get_default_collection() {
            Ok(collection) => collection,
            Err(Error::NoResult) => return Ok(None),
            Err(error) => return Err(reason(&error)),
        };
        if !collection.is_locked().map_err(|error| reason(&error))? {
            return Ok(None);
        }
        unlock(&collection)?;
        search(service, user)
    }

    fn search<'a>(
        service: &'a SecretService<'_>,
        user: &str,
    ) -> Result<Option<Item<'a>>, KeyringError> {
        let found = service
            .search_items(attributes(user))
            .map_err(|error| reason(&error))?;
        if let Some(item) = found.unlocked.into_iter().next() {
            return Ok(Some(item));
        }
        let Some(item) = found.locked.into_iter().next() else {
            return Ok(None);
        };
        item.unlock().map_err(|error| reason(&error))?;
        if item.is_locked().map_err(|error| reason(&error))? {
            return Err(KeyringError::Locked);
        }
        Ok(Some(item))
    }

    fn default_collection<'a>(
        service: &'a SecretService<'_>,
    ) -> Result<Collection<'a>, KeyringError> {
        let collection = match service.get_default_collection() {
            Ok(collection) => collection,
            // A session that never had a keyring: the service asks the user for a password.
            Err(Error::NoResult) => service
                .create_collection("Login", "default")
                .map_err(|error| reason(&error))?,
            Err(error) => return Err(reason(&error)),
        };
        if collection.is_locked().map_err(|error| reason(&error))? {
            unlock(&collection)?;
        }
        Ok(collection)
    }

    fn unlock(collection: &Collection<'_>) -> Result<(), KeyringError> {
        collection.unlock().map_err(|error| reason(&error))?;
        match collection.is_locked() {
            Ok(false) => Ok(()),
            Ok(true) => Err(KeyringError::Locked),
            Err(error) => Err(reason(&error)),
        }
    }

    /// What an error of the Secret Service means for the user. Its text holds no secrets: the
    /// service is asked by name and answers with its own words.
    fn reason(error: &Error) -> KeyringError {
        match error {
            Error::Unavailable => KeyringError::Absent,
            Error::Locked | Error::Prompt => KeyringError::Locked,
            Error::PromptDisconnected => KeyringError::NoAnswer,
            Error::Crypto(_) => KeyringError::Damaged,
            Error::Zbus(error) => reason_of_bus(error),
            Error::ZbusFdo(error) => reason_of_fdo(error),
            other => KeyringError::Other(other.to_string()),
        }
    }

    fn reason_of_bus(error: &zbus::Error) -> KeyringError {
        match error {
            zbus::Error::Address(_)
            | zbus::Error::InterfaceNotFound
            | zbus::Error::Handshake(_)
            | zbus::Error::Connection(..) => KeyringError::Absent,
            zbus::Error::InputOutput(error) => match error.kind() {
                io::ErrorKind::NotFound
                | io::ErrorKind::ConnectionRefused
                | io::ErrorKind::PermissionDenied => KeyringError::Absent,
                kind => KeyringError::Other(kind.to_string()),
            },
            zbus::Error::FDO(error) => reason_of_fdo(error),
            zbus::Error::MethodError(name, ..) => reason_of_name(name.as_str()),
            other => KeyringError::Other(other.to_string()),
        }
    }

    fn reason_of_fdo(error: &zbus::fdo::Error) -> KeyringError {
        use zbus::fdo::Error as Fdo;

        match error {
            Fdo::ServiceUnknown(_)
            | Fdo::NameHasNoOwner(_)
            | Fdo::SpawnServiceNotFound(_)
            | Fdo::SpawnExecFailed(_)
            | Fdo::SpawnFailed(_)
            | Fdo::NoServer(_)
            | Fdo::Disconnected(_) => KeyringError::Absent,
            Fdo::AccessDenied(_) | Fdo::AuthFailed(_) => KeyringError::Denied,
            Fdo::NoReply(_) | Fdo::Timeout(_) | Fdo::TimedOut(_) => KeyringError::NoAnswer,
            Fdo::ZBus(error) => reason_of_bus(error),
            other => KeyringError::Other(other.to_string()),
        }
    }

    fn reason_of_name(name: &str) -> KeyringError {
        match name {
            "org.freedesktop.DBus.Error.ServiceUnknown"
            | "org.freedesktop.DBus.Error.NameHasNoOwner"
            | "org.freedesktop.DBus.Error.NoServer"
            | "org.freedesktop.DBus.Error.Disconnected" => KeyringError::Absent,
            "org.freedesktop.DBus.Error.AccessDenied" | "org.freedesktop.DBus.Error.AuthFailed" => {
                KeyringError::Denied
            }
            "org.freedesktop.Secret.Error.IsLocked" => KeyringError::Locked,
            "org.freedesktop.Secret.Error.NoSuchObject" => KeyringError::NoEntry,
            "org.freedesktop.DBus.Error.NoReply" | "org.freedesktop.DBus.Error.TimedOut" => {
                KeyringError::NoAnswer
            }
            name if name.starts_with("org.freedesktop.DBus.Error.Spawn") => KeyringError::Absent,
            name => KeyringError::Other(name.to_owned()),
        }
    }
}

#[cfg(any(windows, target_os = "macos"))]
mod platform {
    //! The stores of keyring-core.

    use keyring_core::api::CredentialStoreApi;
    use keyring_core::{Entry, Error};
    use secrecy::{ExposeSecret, SecretString};

    use super::{KEYRING_SERVICE, KeyringError};

    pub(super) fn read(user: &str) -> Result<SecretString, KeyringError> {
        Ok(entry(user)?
            .get_password()
            .map_err(|error| reason(&error))?
            .into())
    }

    pub(super) fn write(user: &str, text: &SecretString) -> Result<(), KeyringError> {
        // EXPOSE: the key is handed to the keyring.
        entry(user)?
            .set_password(text.expose_secret())
            .map_err(|error| reason(&error))
    }

    pub(super) fn delete(user: &str) -> Result<(), KeyringError> {
        entry(user)?
            .delete_credential()
            .map_err(|error| reason(&error))
    }

    /// The default persistence, Enterprise, would carry the key to every machine of a domain.
    #[cfg(windows)]
    fn entry(user: &str) -> Result<Entry, KeyringError> {
        let local = std::collections::HashMap::from([("persistence", "Local")]);
        windows_native_keyring_store::Store::new()
            .and_then(|store| store.build(KEYRING_SERVICE, user, Some(&local)))
            .map_err(|error| reason(&error))
    }

    /// Items of the login keychain stay on this Mac.
    #[cfg(target_os = "macos")]
    fn entry(user: &str) -> Result<Entry, KeyringError> {
        apple_native_keyring_store::keychain::Store::new()
            .and_then(|store| store.build(KEYRING_SERVICE, user, None))
            .map_err(|error| reason(&error))
    }

    fn reason(error: &Error) -> KeyringError {
        match error {
            Error::NoEntry => KeyringError::NoEntry,
            Error::NoStorageAccess(_) => KeyringError::Locked,
            Error::BadEncoding(_)
            | Error::BadDataFormat(..)
            | Error::BadStoreFormat(_)
            | Error::Ambiguous(_) => KeyringError::Damaged,
            Error::NoDefaultStore | Error::NotSupportedByStore(_) => KeyringError::Absent,
            other => KeyringError::Other(other.to_string()),
        }
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
