//! `segl vault`: making the vault, looking at it, and its passphrase.

use secrecy::{ExposeSecret, SecretString};

use segl_core::api::{
    CreateVaultRequest, ErrorCode, RemovePassphraseRequest, SetPassphraseRequest, Stage, StatusView,
};
use segl_core::{App, commands, terminal};

use super::recovery;
use crate::args::CreateArguments;
use crate::exit::{Exit, Outcome, Stop};
use crate::face::Face;
use crate::open::Way;
use crate::words::Word;
use crate::{json, open};

/// Makes the vault. Everything that can be asked or refused is, before anything is written.
pub(crate) async fn create(face: &Face, arguments: &CreateArguments) -> Outcome {
    let app = face.app()?;
    if commands::status(app, &()).await?.stage != Stage::FirstRun {
        return Err(terminal::failure(app, ErrorCode::VaultExists).into());
    }
    let keyring = !arguments.no_keyring;
    let passphrase = chosen_passphrase(face, keyring)?;
    let plan = recovery::Plan::of(face, &arguments.recovery, arguments.no_recovery_code)?;
    let request = CreateVaultRequest {
        keyring,
        // EXPOSE: the vault is to be opened by it.
        passphrase: passphrase.map(|passphrase| passphrase.expose_secret().to_owned()),
    };
    match commands::create_vault(app, &request).await {
        Ok(status) => {
            face.output.say(Word::VaultCreated, &[&status.data_dir]);
            plan.settle(face, app).await
        }
        Err(failure) => {
            plan.give_up();
            if keyring && failure.code != ErrorCode::PassphraseShort {
                face.output.say(Word::HintNoKeyring, &[]);
            }
            Err(failure.into())
        }
    }
}

/// The passphrase of the new vault; none where the keyring alone shall open it.
fn chosen_passphrase(face: &Face, keyring: bool) -> Result<Option<SecretString>, Stop> {
    let passphrase = match (face.input.passphrase_stdin, face.input.has_person()) {
        (true, _) => Some(face.input.line()?),
        (false, true) => {
            let question = if keyring {
                Word::AskOptionalPassphrase
            } else {
                Word::AskNewPassphrase
            };
            let typed = face.input.new_passphrase(question)?;
            // EXPOSE: an empty answer means none.
            (!typed.expose_secret().is_empty()).then_some(typed)
        }
        (false, false) => None,
    };
    if passphrase.is_none() && !keyring {
        return Err(face.misused(Word::NeedsPassphrase, &[]));
    }
    Ok(passphrase)
}

/// What is known without opening it.
pub(crate) async fn status(face: &Face) -> Outcome {
    let status = commands::status(face.app()?, &()).await?;
    face.output
        .result(&json::Status::from(&status), || described(face, &status))?;
    Ok(match status.stage {
        Stage::Damaged => Exit::Vault,
        Stage::FirstRun | Stage::Locked | Stage::RecoveryPending | Stage::Open => Exit::Fine,
    })
}

fn described(face: &Face, status: &StatusView) -> String {
    let language = face.language();
    let stage = match status.stage {
        Stage::FirstRun => Word::StageFirstRun,
        Stage::Damaged => Word::StageDamaged,
        Stage::Locked | Stage::RecoveryPending | Stage::Open => Word::StageLocked,
    };
    let mut lines = vec![
        stage.text(language).to_owned(),
        Word::Folder.with(language, &[&status.data_dir]),
    ];
    if let Some(vault) = &status.vault {
        let ways = [
            (vault.keyring_slot, Word::WayKeyring),
            (vault.passphrase_slot, Word::WayPassphrase),
            (vault.recovery_slot, Word::WayRecovery),
        ];
        let ways: Vec<&str> = ways
            .iter()
            .filter(|(has, _)| *has)
            .map(|(_, word)| word.text(language))
            .collect();
        lines.push(Word::OpensWith.with(language, &[&ways.join(", ")]));
        lines.push(Word::TimesSaved.with(language, &[&vault.generation.to_string()]));
        if let Some(hint) = &vault.passphrase_hint {
            lines.push(Word::PassphraseHint.with(language, &[hint]));
        }
    }
    lines.join("\n")
}

/// Opens it, and says by what.
pub(crate) async fn unlock(face: &Face) -> Outcome {
    let (name, word) = match open::way(face).await? {
        Way::Keyring => ("keyring", Word::OpenedByKeyring),
        Way::Passphrase => ("passphrase", Word::OpenedByPassphrase),
    };
    face.output
        .result(&serde_json::json!({ "opened_by": name }), || {
            word.text(face.language()).to_owned()
        })?;
    Ok(Exit::Fine)
}

/// Sets or changes the passphrase.
pub(crate) async fn set_passphrase(face: &Face, hint: Option<String>) -> Outcome {
    let way = open::way(face).await?;
    let app = face.app()?;
    let current = proof(face, app, way)?;
    let new = face.input.new_passphrase(Word::AskNewPassphrase)?;
    let request = SetPassphraseRequest {
        // EXPOSE: core compares it, and seals with the new one.
        current: current.map(|current| current.expose_secret().to_owned()),
        // EXPOSE: as above.
        new: new.expose_secret().to_owned(),
        hint,
    };
    commands::set_passphrase(app, &request).await?;
    said(face, true, Word::PassphraseSet)
}

/// Gives up the passphrase.
pub(crate) async fn remove_passphrase(face: &Face) -> Outcome {
    let way = open::way(face).await?;
    let app = face.app()?;
    let current = proof(face, app, way)?;
    // EXPOSE: core compares it. Opened by it a moment ago, nothing more is asked for.
    let current = current
        .map(|current| current.expose_secret().to_owned())
        .unwrap_or_default();
    commands::remove_passphrase(app, &RemovePassphraseRequest { current }).await?;
    said(face, false, Word::PassphraseRemoved)
}

fn said(face: &Face, passphrase: bool, word: Word) -> Outcome {
    face.output
        .result(&serde_json::json!({ "passphrase": passphrase }), || {
            word.text(face.language()).to_owned()
        })?;
    Ok(Exit::Fine)
}

/// The passphrase until now, where the keyring opened the vault and there is one: somebody at an
/// unlocked desk shall not change the ways in.
pub(crate) fn proof(face: &Face, app: &App, way: Way) -> Result<Option<SecretString>, Stop> {
    let needed = way == Way::Keyring && terminal::has_passphrase(app);
    if !needed || !face.input.has_person() {
        return Ok(None);
    }
    Ok(Some(face.input.passphrase()?))
}
