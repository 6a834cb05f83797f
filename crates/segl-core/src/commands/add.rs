//! Adding accounts: reading, confirming, the camera.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use segl_otp::{Account, Algorithm, Digits, Hotp, Otp, Period, Secret, Steam, Totp};
use segl_push::Unlock;
use segl_scan::Picture;
use segl_vault::{Body, Entry, EntryId, EntryKind, PushEntry, PushState, SecretText};

use super::entry_id;
use crate::api::{
    AccountRequest, AccountView, AppEvent, CameraView, CodeView, ConfirmDraftRequest, DraftRequest,
    ErrorCode, Failure, ReadTextRequest, ScanPictureRequest, ScannedView, Stage,
    StartCameraRequest, TypeAccountRequest, TypedKind,
};
use crate::app::{App, Inner};
use crate::clipboard::Content;
use crate::desk::FileKind;
use crate::drafts::{Draft, Reading};
use crate::problem::Problem;
use crate::{views, words};

/// Reads a typed or pasted text: a link, an export, a bare secret.
///
/// # Errors
/// Only if the program itself fails: what is wrong with the text is a problem in the view.
pub async fn read_text(app: &App, request: &ReadTextRequest) -> Result<ScannedView, Failure> {
    let text = SecretString::from(request.text.clone());
    app.blocking(move |inner| Ok(inner.take_in(&[text]))).await
}

/// Reads the clipboard: a text, or a picture.
///
/// # Errors
/// If the clipboard is empty or cannot be reached, or its picture shows no code.
pub async fn read_clipboard(app: &App, (): &()) -> Result<ScannedView, Failure> {
    app.blocking(|inner| match inner.clipboard.read()? {
        Content::Text(text) => {
            // A copy for as long as it takes to read it; both wipe themselves.
            Ok(inner.take_in(&[SecretString::from(text.as_str())]))
        }
        Content::Picture {
            width,
            height,
            rgba,
        } => {
            let name = words::say(inner.language(), "name.clipboard_picture", &[]);
            let picture = Picture::from_rgba(width, height, &rgba);
            let picture = picture.map_err(|error| Problem::from(error).with("file", name))?;
            inner.scan(&picture)
        }
    })
    .await
}

/// Reads a picture file.
///
/// # Errors
/// If the file cannot be read, is no picture, or shows no code.
pub async fn scan_picture(app: &App, request: &ScanPictureRequest) -> Result<ScannedView, Failure> {
    let path = PathBuf::from(&request.path);
    app.blocking(move |inner| inner.scan_file(&path)).await
}

/// Lets the person choose a picture file, and reads it. None if the dialog was closed.
///
/// # Errors
/// As [`scan_picture`].
pub async fn choose_picture(app: &App, (): &()) -> Result<Option<ScannedView>, Failure> {
    app.blocking(|inner| {
        let path = inner.desk.choose_file(FileKind::Picture);
        path.map(|path| inner.scan_file(&path)).transpose()
    })
    .await
}

/// Takes an account typed in by its parts.
///
/// # Errors
/// What is wrong with a part.
pub async fn type_account(app: &App, request: &TypeAccountRequest) -> Result<ScannedView, Failure> {
    let request = request.clone();
    app.blocking(move |inner| {
        let draft = Draft::Otp(typed(&request)?);
        let id = crate::lock(&inner.drafts).put(draft);
        Ok(inner.scanned(&Reading {
            drafts: vec![id],
            ..Reading::default()
        }))
    })
    .await
}

/// All drafts that wait to be confirmed, and the export that is being collected.
///
/// # Errors
/// Only if the program itself fails.
pub async fn drafts(app: &App, (): &()) -> Result<ScannedView, Failure> {
    app.blocking(|inner| {
        let reading = {
            let drafts = crate::lock(&inner.drafts);
            let ids = drafts.all().map(|(id, _)| id.clone()).collect();
            Reading {
                drafts: ids,
                parts: drafts.parts(),
                ..Reading::default()
            }
        };
        Ok(inner.scanned(&reading))
    })
    .await
}

/// The code that a draft shows: what a web page asks for to finish its set-up.
///
/// # Errors
/// If the draft is gone or has no code. An account by use shows its first code; the counter
/// moves only once it is kept.
pub async fn draft_code(app: &App, request: &DraftRequest) -> Result<CodeView, Failure> {
    let id = request.draft_id.clone();
    app.blocking(move |inner| {
        let unix = inner.unix_corrected();
        let drafts = crate::lock(&inner.drafts);
        let Draft::Otp(account) = drafts.find(&id)? else {
            return Err(ErrorCode::AccountHasNoCode.into());
        };
        Ok(match &account.otp {
            Otp::Hotp(hotp) => views::counted_code(id, &hotp.code(), hotp.counter),
            otp => {
                let timed = otp.timed_at(unix).ok_or(ErrorCode::AccountHasNoCode)?;
                views::timed_code(id, &timed)
            }
        })
    })
    .await
}

/// Keeps a draft. An account for approvals begins its enrolment.
///
/// # Errors
/// If the draft is gone, the enrolment code has run out, the recovery code was neither confirmed
/// nor declined, or the vault cannot be saved; the draft then stays.
pub async fn confirm_draft(
    app: &App,
    request: &ConfirmDraftRequest,
) -> Result<AccountView, Failure> {
    let request = request.clone();
    let view = app.blocking(move |inner| {
        let id = inner.confirm(&request)?;
        inner.emit(AppEvent::Accounts);
        inner.account(id)
    });
    let view = view.await?;
    if let (crate::api::AccountKind::Push { .. }, Ok(id)) = (&view.kind, entry_id(&view.id)) {
        app.enrol(id);
    }
    Ok(view)
}

/// Drops all drafts.
///
/// # Errors
/// Only if the program itself fails.
pub async fn drop_drafts(app: &App, (): &()) -> Result<(), Failure> {
    app.blocking(|inner| {
        crate::lock(&inner.drafts).drop_all();
        Ok(())
    })
    .await
}

/// The cameras of this device, and what the one in use does.
///
/// # Errors
/// Only if the program itself fails.
pub async fn camera(app: &App, (): &()) -> Result<CameraView, Failure> {
    app.blocking(|inner| Ok(inner.camera_view())).await
}

/// Turns a camera on. What it reads arrives as [`AppEvent::Scanned`].
///
/// # Errors
/// Only if the program itself fails: a camera that does not work is a state of the view.
pub async fn start_camera(app: &App, request: &StartCameraRequest) -> Result<CameraView, Failure> {
    let device = request.device.clone();
    app.blocking(move |inner| {
        inner.start_camera(device.as_deref());
        Ok(inner.camera_view())
    })
    .await
}

/// Turns the camera off.
///
/// # Errors
/// Only if the program itself fails.
pub async fn stop_camera(app: &App, (): &()) -> Result<CameraView, Failure> {
    app.blocking(|inner| {
        inner.stop_camera();
        Ok(inner.camera_view())
    })
    .await
}

/// Tries a failed enrolment again.
///
/// # Errors
/// If the account is gone.
pub async fn retry_enrolment(app: &App, request: &AccountRequest) -> Result<AccountView, Failure> {
    let id = app.spoken(entry_id(&request.account_id))?;
    app.enrol(id);
    app.blocking(move |inner| inner.account(id)).await
}

impl Inner {
    /// Reads texts, wherever they come from.
    pub(crate) fn take_in(&self, texts: &[SecretString]) -> ScannedView {
        let now = self.clock.local();
        let mut all = Reading::default();
        {
            let mut drafts = crate::lock(&self.drafts);
            for text in texts {
                let reading = drafts.read(text, now);
                all.drafts.extend(reading.drafts);
                all.problems.extend(reading.problems);
                all.parts = reading.parts.or(all.parts);
            }
        }
        self.scanned(&all)
    }

    fn scanned(&self, reading: &Reading) -> ScannedView {
        let language = self.language();
        let session = crate::lock(&self.session);
        let drafts = crate::lock(&self.drafts);
        let body = session.open().ok().map(|vault| vault.body());
        views::scanned(reading, &drafts, body, language)
    }

    fn scan_file(&self, path: &Path) -> Result<ScannedView, Problem> {
        let picture = Picture::read(path).map_err(|error| Problem::from(error).of_file(path))?;
        self.scan(&picture)
    }

    fn scan(&self, picture: &Picture) -> Result<ScannedView, Problem> {
        let texts: Vec<_> = segl_scan::find(picture)
            .into_iter()
            .map(|found| found.text)
            .collect();
        if texts.is_empty() {
            return Err(ErrorCode::PictureWithoutCode.into());
        }
        Ok(self.take_in(&texts))
    }

    fn confirm(self: &Arc<Self>, request: &ConfirmDraftRequest) -> Result<EntryId, Problem> {
        let session = crate::lock(&self.session);
        session.open()?;
        if session.stage() == Stage::RecoveryPending {
            return Err(ErrorCode::RecoveryPending.into());
        }
        drop(session);
        let draft = crate::lock(&self.drafts).find(&request.draft_id)?.clone();
        let now = self.clock.unix();
        let kind = kind(&draft, self.clock.local())?;
        let replaced = request.replace.as_deref().map(entry_id).transpose()?;
        let id = self.change(|body| Ok(keep(body, kind, request, replaced, now)))?;
        crate::lock(&self.drafts).take(&request.draft_id);
        Ok(id)
    }
}

fn keep(
    body: &mut Body,
    kind: EntryKind,
    request: &ConfirmDraftRequest,
    replaced: Option<EntryId>,
    now: u64,
) -> EntryId {
    let (issuer, account) = (request.issuer.trim(), request.account.trim());
    let group = request
        .group
        .as_deref()
        .map(str::trim)
        .filter(|group| !group.is_empty());
    let mut entry = Entry::new(EntryId::make(), issuer, account, kind, now);
    entry.group = group.map(str::to_owned);
    // The replaced account goes into the trash, not into nothing: its secret may turn out to be
    // the one that the server still wants.
    if let Some(old) = replaced.and_then(|id| body.entry_mut(id)) {
        old.deleted_at = Some(now);
        entry.favourite = old.favourite;
        entry.note.clone_from(&old.note);
        entry.group = entry.group.or_else(|| old.group.clone());
    }
    let id = entry.id;
    body.accounts.push(entry);
    id
}

fn kind(draft: &Draft, now: jiff::Timestamp) -> Result<EntryKind, Problem> {
    match draft {
        Draft::Otp(account) => Ok(EntryKind::Otp(account.otp.clone())),
        Draft::Push(push) => {
            let endpoint = push.uri.endpoint();
            if now >= push.expires_at {
                return Err(Problem::new(ErrorCode::EnrolmentExpired).with("host", endpoint.host()));
            }
            let mut entry = PushEntry::new(push.uri.serial().as_str(), endpoint.as_str());
            entry.state = PushState::MakingKey;
            entry.enrolment_uri = Some({
                // EXPOSE: the vault keeps it until the server knows this device.
                SecretText::new(push.text.expose_secret().to_owned())
            });
            entry.expires_at = u64::try_from(push.expires_at.as_second()).ok();
            entry.poll_only = push.uri.poll_only().unwrap_or(false);
            entry.unlock = push
                .uri
                .unlock()
                .map(|unlock| unlock_name(unlock).to_owned());
            Ok(EntryKind::Push(Box::new(entry)))
        }
    }
}

/// The word for it in the vault (docs/vault-format.md).
fn unlock_name(unlock: Unlock) -> &'static str {
    match unlock {
        Unlock::Any => "any",
        Unlock::Pin => "pin",
        Unlock::Biometric => "biometric",
    }
}

fn typed(request: &TypeAccountRequest) -> Result<Account, Problem> {
    let secret = Secret::from_base32(&request.secret)?;
    let algorithm: Algorithm = request
        .algorithm
        .parse()
        .map_err(|_| ErrorCode::AlgorithmUnsupported)?;
    let digits = Digits::new(request.digits)
        .filter(|digits| (4..=10).contains(&digits.value()))
        .ok_or(ErrorCode::DigitsUnsupported)?;
    let otp = match request.by {
        TypedKind::Totp => {
            let period = Period::new(request.period).ok_or(ErrorCode::PeriodInvalid)?;
            Otp::Totp(Totp {
                secret,
                algorithm,
                digits,
                period,
            })
        }
        TypedKind::Hotp => Otp::Hotp(Hotp {
            secret,
            algorithm,
            digits,
            counter: request.counter,
        }),
        TypedKind::Steam => Otp::Steam(Steam { secret }),
    };
    Ok(Account {
        issuer: request.issuer.trim().to_owned(),
        name: request.account.trim().to_owned(),
        tenant: None,
        otp,
        image: None,
        serial: None,
    })
}
