//! The commands: each one asks segl-core and prints what it says.

mod add;
mod approvals;
mod camera;
mod certificates;
mod code;
mod doctor;
mod dry_run;
mod enrolment;
mod list;
mod manual;
mod recovery;
mod scan;
mod vault;

pub(crate) use list::named;

use crate::args::{CertificateCommand, Command, VaultCommand};
use crate::exit::Outcome;
use crate::face::Face;

/// Does what the command line says.
pub(crate) async fn run(face: &Face, command: Command) -> Outcome {
    match command {
        Command::Add(arguments) if arguments.dry_run => dry_run::run(face, &arguments),
        Command::Add(arguments) => add::run(face, arguments).await,
        Command::Scan(arguments) => scan::run(face, &arguments),
        Command::List => list::run(face).await,
        Command::Code(arguments) => code::run(face, &arguments).await,
        Command::Requests(arguments) => approvals::requests(face, &arguments).await,
        Command::Approve(arguments) => approvals::approve(face, &arguments).await,
        Command::Deny(arguments) => approvals::deny(face, &arguments).await,
        Command::Doctor => doctor::run(face).await,
        Command::Vault(command) => match command {
            VaultCommand::Create(arguments) => vault::create(face, &arguments).await,
            VaultCommand::Status => vault::status(face).await,
            VaultCommand::Unlock => vault::unlock(face).await,
            VaultCommand::Recover { no_keyring } => recovery::recover(face, no_keyring).await,
            VaultCommand::Confirm { code } => recovery::confirm(face, code).await,
            VaultCommand::Decline => recovery::decline(face).await,
            VaultCommand::NewRecoveryCode(arguments) => recovery::renew(face, &arguments).await,
            VaultCommand::Passphrase { remove: true, .. } => vault::remove_passphrase(face).await,
            VaultCommand::Passphrase {
                remove: false,
                hint,
            } => vault::set_passphrase(face, hint).await,
        },
        Command::Certificate(command) => match command {
            CertificateCommand::Add { file } => certificates::add(face, &file).await,
            CertificateCommand::List => certificates::list(face).await,
            CertificateCommand::Remove { fingerprint } => {
                certificates::remove(face, fingerprint).await
            }
        },
        Command::Completions { shell } => manual::completions(face, shell),
        Command::Man { dir } => manual::pages(face, dir.as_deref()),
    }
}
