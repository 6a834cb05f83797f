//! Opening the vault: the keyring, else the passphrase.

use secrecy::{ExposeSecret, SecretString};

use segl_core::api::{ErrorCode, Failure, UnlockRequest};
use segl_core::{App, commands, terminal};

use crate::exit::Stop;
use crate::face::Face;
use crate::words::Word;

/// What opened the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Keyring,
    Passphrase,
}

/// Opens the vault for a command and hands over the application.
///
/// A passphrase on the standard input is used at once: whoever gives one does not want a dialog
/// of the keyring. Else the keyring is asked, and where it does not open, the person.
pub(crate) async fn vault(face: &Face) -> Result<&App, Stop> {
    way(face).await?;
    face.app()
}

/// [`vault`], and tells what opened it.
pub(crate) async fn way(face: &Face) -> Result<Way, Stop> {
    let app = face.app()?;
    let has_passphrase = terminal::has_passphrase(app);
    // Where no passphrase was set yet, the line is the one to set.
    if face.input.passphrase_stdin && has_passphrase {
        by_passphrase(app, &face.input.line()?).await?;
        return Ok(Way::Passphrase);
    }
    let refusal = match terminal::open(app, &UnlockRequest::Keyring).await {
        Ok(()) => return Ok(Way::Keyring),
        Err(refusal) => refusal,
    };
    let slot_missing = refusal.code == ErrorCode::VaultNoSuchSlot;
    if !slot_missing && !is_of_keyring(&refusal) {
        return Err(refusal.into());
    }
    if has_passphrase && face.input.has_person() {
        if !slot_missing {
            face.output.note(&refusal.message);
        }
        let vault = commands::status(app, &()).await?.vault;
        if let Some(hint) = vault.and_then(|vault| vault.passphrase_hint) {
            face.output.say(Word::PassphraseHint, &[&hint]);
        }
        by_passphrase(app, &face.input.passphrase()?).await?;
        return Ok(Way::Passphrase);
    }
    if slot_missing {
        // "Not set up" would be true of the keyring, but the person did not ask for it.
        return Err(terminal::failure(app, ErrorCode::VaultLocked).into());
    }
    Err(refusal.into())
}

async fn by_passphrase(app: &App, passphrase: &SecretString) -> Result<(), Failure> {
    // EXPOSE: to open the vault with it.
    let passphrase = passphrase.expose_secret().to_owned();
    terminal::open(app, &UnlockRequest::Passphrase { passphrase }).await
}

fn is_of_keyring(failure: &Failure) -> bool {
    matches!(
        failure.code,
        ErrorCode::KeyringAbsent
            | ErrorCode::KeyringLocked
            | ErrorCode::KeyringDenied
            | ErrorCode::KeyringNoEntry
            | ErrorCode::KeyringDamaged
            | ErrorCode::KeyringFailed
    )
}
