//! The application's own state, preferences and private certificates.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use segl_vault::Certificate;

use crate::api::{
    AddCertificateRequest, AppEvent, CertificateView, CertificatesView, ErrorCode, Failure,
    KeyringState, RemoveCertificateRequest, SettingsView, StatusView, VaultView,
};
use crate::app::{App, Inner};
use crate::desk::FileKind;
use crate::problem::Problem;
use crate::settings::Settings;
use crate::views;

/// A certificate file is a few kilobytes; a megabyte is some other file.
const LARGEST_CERTIFICATE_FILE: u64 = 1024 * 1024;

/// Where the person stands. Looks at the folder again where there was no vault.
///
/// # Errors
/// Only if the program itself fails.
pub async fn status(app: &App, (): &()) -> Result<StatusView, Failure> {
    app.blocking(|inner| {
        crate::lock(&inner.session).look_again(&inner.data_dir);
        Ok(inner.status())
    })
    .await
}

/// Keeps the preferences; numbers out of their bounds are moved to the bound.
///
/// # Errors
/// The reasons of the disk.
pub async fn save_settings(app: &App, request: &SettingsView) -> Result<StatusView, Failure> {
    let view = request.clone();
    app.blocking(move |inner| {
        {
            let mut settings = crate::lock(&inner.settings);
            let changed = Settings {
                view,
                camera: settings.camera.clone(),
            }
            .bounded();
            changed.save(&inner.data_dir)?;
            *settings = changed;
        }
        inner.emit(AppEvent::Status);
        Ok(inner.status())
    })
    .await
}

/// The private certificate authorities of this vault.
///
/// # Errors
/// If the vault is not open.
pub async fn certificates(app: &App, (): &()) -> Result<CertificatesView, Failure> {
    app.blocking(|inner| inner.certificates()).await
}

/// Adds the certificates of a PEM file. One that is there already is not added twice.
///
/// # Errors
/// If the file cannot be read or holds no certificate, or the vault cannot be saved.
pub async fn add_certificate(
    app: &App,
    request: &AddCertificateRequest,
) -> Result<CertificatesView, Failure> {
    let path = request.path.clone().map(PathBuf::from);
    app.blocking(move |inner| {
        let Some(path) = path.or_else(|| inner.desk.choose_file(FileKind::Certificate)) else {
            return inner.certificates();
        };
        let pem = read_certificates(&path)?;
        let now = inner.clock.unix();
        let name = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy()
            .into_owned();
        inner.change(|body| {
            if !body.certificates.iter().any(|known| known.pem == pem) {
                let extra = serde_json::Map::new();
                body.certificates.push(Certificate {
                    name,
                    pem,
                    added_at: now,
                    extra,
                });
            }
            Ok(())
        })?;
        inner.poll_now.notify_one();
        inner.certificates()
    })
    .await
}

/// Takes a private certificate authority out.
///
/// # Errors
/// If the vault is not open or cannot be saved.
pub async fn remove_certificate(
    app: &App,
    request: &RemoveCertificateRequest,
) -> Result<CertificatesView, Failure> {
    let fingerprint = request.fingerprint.clone();
    app.blocking(move |inner| {
        inner.change(|body| {
            body.certificates
                .retain(|known| digest(&known.pem) != fingerprint);
            Ok(())
        })?;
        inner.certificates()
    })
    .await
}

impl Inner {
    pub(crate) fn status(&self) -> StatusView {
        let requests_waiting = self.requests_waiting();
        let settings = crate::lock(&self.settings).view.clone();
        // Before the session is locked: a keyring may keep us waiting.
        let asked = self.keyring_state();
        let session = crate::lock(&self.session);
        let keyring_problem = session.keyring_problem();
        let accounts = session
            .open()
            .ok()
            .map(|vault| views::alive(vault.body()).count());
        let vault = session.header().map(|header| VaultView {
            id: header.id,
            generation: header.generation,
            keyring_slot: header.keyring_slot,
            passphrase_slot: header.passphrase_slot,
            recovery_slot: header.recovery_slot,
            passphrase_hint: header.passphrase_hint,
            accounts: accounts.and_then(|count| u32::try_from(count).ok()),
            keyring_failure: keyring_problem.map(|problem| problem.spoken(self.language())),
        });
        let keyring = match keyring_problem {
            Some(problem) => keyring_state(problem),
            None => asked,
        };
        StatusView {
            stage: session.stage(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            data_dir: self.data_dir.display().to_string(),
            vault,
            keyring,
            requests_waiting,
            settings,
        }
    }

    /// Whether the keyring answers, found once by asking for an entry that nobody has.
    fn keyring_state(&self) -> KeyringState {
        match crate::lock(&self.keyring_seen).get_or_insert_with(|| self.ask_keyring()) {
            Ok(()) => KeyringState::Ready,
            Err(problem) => keyring_state(problem),
        }
    }

    fn certificates(&self) -> Result<CertificatesView, Problem> {
        self.read(|body| CertificatesView {
            certificates: body
                .certificates
                .iter()
                .map(|certificate| CertificateView {
                    fingerprint: digest(&certificate.pem),
                    name: certificate.name.clone(),
                    added_at: i64::try_from(certificate.added_at).unwrap_or(i64::MAX),
                })
                .collect(),
        })
    }
}

fn keyring_state(problem: &Problem) -> KeyringState {
    match problem.code {
        ErrorCode::KeyringLocked => KeyringState::Locked,
        ErrorCode::KeyringDenied => KeyringState::Denied,
        ErrorCode::KeyringNoEntry => KeyringState::NoEntry,
        ErrorCode::KeyringDamaged => KeyringState::Damaged,
        _ => KeyringState::Absent,
    }
}

fn read_certificates(path: &Path) -> Result<String, Problem> {
    let not_a_certificate = || Problem::new(ErrorCode::CertificateFile).of_file(path);
    let unreadable = |_| Problem::new(ErrorCode::FileUnreadable).of_file(path);
    if fs::metadata(path).map_err(unreadable)?.len() > LARGEST_CERTIFICATE_FILE {
        return Err(not_a_certificate());
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    match segl_push::count_certificates(&bytes) {
        Ok(count) if count > 0 => String::from_utf8(bytes).map_err(|_| not_a_certificate()),
        Ok(_) | Err(_) => Err(not_a_certificate()),
    }
}

/// Names a certificate file; it only has to tell files apart.
fn digest(pem: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(pem))
}
