//! The Secret Service over D-Bus (gnome-keyring, KWallet, KeePassXC), as keyring's own store for it
//! speaks it.

use std::collections::HashMap;
use std::io;

use keyring_core::api::CredentialStoreApi;
use keyring_core::{Entry, Error};
use secret_service::EncryptionType;
use secret_service::blocking::SecretService;
use zbus_secret_service_keyring_store::Store;

use crate::keyring::{KEYRING_SERVICE, KeyringError};

const LABEL: &str = "Segl: key of the vault";

pub(super) fn entry(user: &str) -> keyring::Result<Entry> {
    let label = HashMap::from([("label", LABEL)]);
    Store::new()?.build(KEYRING_SERVICE, user, Some(&label))
}

/// Whether the default collection had to be opened or made, so that asking again is worth it.
///
/// The one use of the Secret Service past keyring, which neither tells "not there" from "not to be
/// seen while locked" (some services say nothing about what a locked collection holds) nor makes a
/// collection for a person who never had one. Other collections are left alone: the user would be
/// asked for the passwords of keyrings that have nothing to do with us.
pub(super) fn opened_after(error: &Error) -> Result<bool, KeyringError> {
    match error {
        Error::NoEntry => open_collection(),
        Error::NoStorageAccess(error)
            if matches!(error.downcast_ref(), Some(secret_service::Error::NoResult)) =>
        {
            make_collection()
        }
        _ => Ok(false),
    }
}

fn open_collection() -> Result<bool, KeyringError> {
    let service = connect()?;
    let collection = match service.get_default_collection() {
        Ok(collection) => collection,
        Err(secret_service::Error::NoResult) => return Ok(false),
        Err(error) => return Err(reason_of_service(&error)),
    };
    let is_locked = || {
        collection
            .is_locked()
            .map_err(|error| reason_of_service(&error))
    };
    if !is_locked()? {
        return Ok(false);
    }
    collection
        .unlock()
        .map_err(|error| reason_of_service(&error))?;
    if is_locked()? {
        return Err(KeyringError::Locked);
    }
    Ok(true)
}

/// The service asks the user for a password.
fn make_collection() -> Result<bool, KeyringError> {
    connect()?
        .create_collection("Login", "default")
        .map_err(|error| reason_of_service(&error))?;
    Ok(true)
}

fn connect() -> Result<SecretService<'static>, KeyringError> {
    SecretService::connect(EncryptionType::Dh).map_err(|error| reason_of_service(&error))
}

/// What an error of the Secret Service means for the user. Its text holds no secrets: the service is
/// asked by name and answers with its own words.
pub(super) fn reason(error: &(dyn std::error::Error + 'static)) -> KeyringError {
    match error.downcast_ref() {
        Some(error) => reason_of_service(error),
        None => KeyringError::Other(error.to_string()),
    }
}

fn reason_of_service(error: &secret_service::Error) -> KeyringError {
    use secret_service::Error;

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
