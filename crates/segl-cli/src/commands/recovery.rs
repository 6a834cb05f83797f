//! The recovery code: showing it once, having it confirmed, and opening with it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use segl_core::api::{
    ConfirmRecoveryCodeRequest, Failure, RecoveryCodeRequest, SetPassphraseRequest, UnlockRequest,
};
use segl_core::{App, commands, terminal};

use super::vault;
use crate::args::RecoveryArguments;
use crate::exit::{Exit, Outcome, Stop};
use crate::face::Face;
use crate::words::Word;
use crate::{open, report};

/// How often a person may mistype the code before the program lets it be for now.
const ATTEMPTS: usize = 3;

/// Where a new recovery code goes; decided before it is made, because it is shown only once.
pub(crate) enum Plan {
    /// There shall be none.
    Decline,
    /// Into a file that was made for it.
    Write(File, PathBuf),
    /// To the person, who types it back.
    Show,
    /// Into the output; it is confirmed later.
    Print,
}

impl Plan {
    pub(crate) fn of(
        face: &Face,
        arguments: &RecoveryArguments,
        decline: bool,
    ) -> Result<Self, Stop> {
        if decline {
            return Ok(Self::Decline);
        }
        if let Some(path) = &arguments.recovery_code_file {
            return match make_private(path) {
                Ok(file) => Ok(Self::Write(file, path.clone())),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    Err(face.misused(Word::FileExists, &[&path.to_string_lossy()]))
                }
                Err(error) => Err(error.into()),
            };
        }
        match (face.output.json, face.input.has_person()) {
            (true, _) => Ok(Self::Print),
            (false, true) => Ok(Self::Show),
            (false, false) => Err(face.misused(Word::NeedsRecoveryChoice, &[])),
        }
    }

    /// The code is not made after all: takes the file away that was made for it.
    pub(crate) fn give_up(self) {
        if let Self::Write(file, path) = self {
            drop(file);
            // It is empty; leaving it behind would only be untidy.
            let _ = fs::remove_file(path);
        }
    }

    /// Shows or writes the code of the open vault, and has it confirmed or declined.
    pub(crate) async fn settle(self, face: &Face, app: &App) -> Outcome {
        if let Self::Decline = self {
            return decline_now(face, app).await;
        }
        let shown = commands::recovery_code(app, &RecoveryCodeRequest { passphrase: None }).await?;
        let code = SecretString::from(shown.groups.join("-"));
        match self {
            Self::Decline => Ok(Exit::Fine),
            Self::Write(mut file, path) => {
                // EXPOSE: the person asked for a file with it.
                writeln!(file, "{}", code.expose_secret())?;
                file.sync_all()?;
                confirm_with(app, &code).await?;
                said(face, "confirmed", None, || {
                    Word::RecoveryWritten.with(face.language(), &[&path.to_string_lossy()])
                })
            }
            Self::Show => show(face, app, &code).await,
            Self::Print => said(face, "pending", Some(&code), String::new),
        }
    }
}

async fn show(face: &Face, app: &App, code: &SecretString) -> Outcome {
    face.output
        .line(Word::RecoveryShown.text(face.language()))?;
    // EXPOSE: the person is to write it down.
    face.output
        .line(&format!("\n    {}\n", code.expose_secret()))?;
    for _ in 0..ATTEMPTS {
        let typed = face
            .input
            .visible(Word::AskTypeBack.text(face.language()))
            .await?;
        // EXPOSE: nothing typed means "later".
        if typed.expose_secret().trim().is_empty() {
            break;
        }
        match confirm_with(app, &typed).await {
            Ok(()) => {
                return said(face, "confirmed", None, || {
                    Word::RecoveryConfirmed.text(face.language()).to_owned()
                });
            }
            Err(failure) => report::failure(face, &failure)?,
        };
    }
    face.output.say(Word::RecoveryLater, &[]);
    Ok(Exit::Negative)
}

/// Takes the code typed back.
pub(crate) async fn confirm(face: &Face, code: Option<String>) -> Outcome {
    let app = open::vault(face).await?;
    let code = match code {
        Some(code) => SecretString::from(code),
        None => typed_code(face).await?,
    };
    confirm_with(app, &code).await?;
    said(face, "confirmed", None, || {
        Word::RecoveryConfirmed.text(face.language()).to_owned()
    })
}

/// Does without one.
pub(crate) async fn decline(face: &Face) -> Outcome {
    let app = open::vault(face).await?;
    decline_now(face, app).await
}

/// Makes a new one.
pub(crate) async fn renew(face: &Face, arguments: &RecoveryArguments) -> Outcome {
    let way = open::way(face).await?;
    let app = face.app()?;
    let proof = vault::proof(face, app, way)?;
    let plan = Plan::of(face, arguments, false)?;
    // EXPOSE: core compares it.
    let passphrase = proof.map(|proof| proof.expose_secret().to_owned());
    match commands::renew_recovery_code(app, &RecoveryCodeRequest { passphrase }).await {
        Ok(_) => plan.settle(face, app).await,
        Err(failure) => {
            plan.give_up();
            Err(failure.into())
        }
    }
}

/// Opens with the recovery code, so that the keyring or a passphrase opens the vault again.
pub(crate) async fn recover(face: &Face, no_keyring: bool) -> Outcome {
    let app = face.app()?;
    if no_keyring && !face.input.passphrase_stdin && !face.input.has_person() {
        return Err(face.misused(Word::NeedsPassphrase, &[]));
    }
    // EXPOSE: to open the vault with it.
    let code = typed_code(face).await?.expose_secret().to_owned();
    terminal::open(app, &UnlockRequest::RecoveryCode { code }).await?;
    let passphrase = set_passphrase(face, app, no_keyring).await?;
    let had_keyring = commands::status(app, &())
        .await?
        .vault
        .is_some_and(|vault| vault.keyring_slot);
    let mut refusal = None;
    if !no_keyring && (had_keyring || !passphrase) {
        match commands::renew_keyring(app, &()).await {
            Ok(_) => face.output.say(Word::KeyringRenewed, &[]),
            Err(failure) => refusal = Some(failure),
        }
    }
    match refusal {
        Some(failure) if !passphrase => return Err(failure.into()),
        Some(failure) => face.output.note(&failure.to_string()),
        None => {}
    }
    if face.output.json {
        let keyring = commands::status(app, &())
            .await?
            .vault
            .is_some_and(|vault| vault.keyring_slot);
        face.output
            .object(&serde_json::json!({ "keyring": keyring, "passphrase": passphrase }))?;
    }
    Ok(Exit::Fine)
}

/// Sets a new passphrase where one is given. True if so.
async fn set_passphrase(face: &Face, app: &App, needed: bool) -> Result<bool, Stop> {
    if !face.input.passphrase_stdin && !face.input.has_person() {
        return Ok(false);
    }
    let question = if needed {
        Word::AskNewPassphrase
    } else {
        Word::AskOptionalPassphrase
    };
    let new = face.input.new_passphrase(question)?;
    // EXPOSE: an empty answer means none, and core seals with it.
    let new = new.expose_secret().to_owned();
    if new.is_empty() && !needed {
        return Ok(false);
    }
    let request = SetPassphraseRequest {
        current: None,
        new,
        hint: None,
    };
    commands::set_passphrase(app, &request).await?;
    face.output.say(Word::PassphraseSet, &[]);
    Ok(true)
}

async fn decline_now(face: &Face, app: &App) -> Outcome {
    commands::decline_recovery_code(app, &()).await?;
    said(face, "declined", None, || {
        Word::RecoveryDeclined.text(face.language()).to_owned()
    })
}

async fn confirm_with(app: &App, code: &SecretString) -> Result<(), Failure> {
    // EXPOSE: core compares it.
    let code = code.expose_secret().to_owned();
    commands::confirm_recovery_code(app, &ConfirmRecoveryCodeRequest { code })
        .await
        .map(drop)
}

async fn typed_code(face: &Face) -> Result<SecretString, Stop> {
    if face.input.has_person() {
        face.input
            .visible(Word::AskRecoveryCode.text(face.language()))
            .await
    } else {
        face.input.line()
    }
}

fn said(
    face: &Face,
    state: &str,
    code: Option<&SecretString>,
    words: impl FnOnce() -> String,
) -> Outcome {
    let object = serde_json::json!({
        "recovery": state,
        // EXPOSE: shown once, to whoever makes it.
        "recovery_code": code.map(SecretString::expose_secret),
    });
    face.output.result(&object, words)?;
    Ok(Exit::Fine)
}

/// A new file that only this user can read.
fn make_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
