//! Accounts and their codes.

use std::time::Duration;

use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use segl_otp::{Code, Otp};
use segl_vault::{Body, Entry, EntryKind};

use super::entry_id;
use crate::api::{
    AccountRequest, AccountView, AccountsView, AppEvent, CodeView, CodesView, CopiedView,
    CopyCodeRequest, EditAccountRequest, ErrorCode, Failure,
};
use crate::app::{App, Inner};
use crate::problem::Problem;
use crate::views;

/// Longest text that a person can give to an account, in characters.
const LONGEST_TEXT: usize = 1_000;

/// All accounts.
///
/// # Errors
/// If the vault is not open.
pub async fn accounts(app: &App, (): &()) -> Result<AccountsView, Failure> {
    app.blocking(|inner| {
        inner.freshen();
        inner.accounts()
    })
    .await
}

/// The codes of this moment: of all accounts by time that are not hidden.
///
/// # Errors
/// If the vault is not open.
pub async fn codes(app: &App, (): &()) -> Result<CodesView, Failure> {
    app.blocking(|inner| {
        inner.freshen();
        let now = inner.clock.corrected();
        let unix = u64::try_from(now.as_second()).unwrap_or(0);
        let hide_all = crate::lock(&inner.settings).view.hide_codes;
        let codes = inner.read(|body| {
            views::alive(body)
                .filter(|entry| !entry.hidden && !hide_all)
                .filter_map(|entry| Some((entry, otp(entry)?.timed_at(unix)?)))
                .map(|(entry, timed)| views::timed_code(entry.id.to_string(), &timed))
                .collect()
        })?;
        Ok(CodesView {
            now_ms: now.as_millisecond(),
            clock_offset: inner
                .clock
                .measured()
                .map(|offset| offset.server_ahead().as_secs_f64()),
            codes,
        })
    })
    .await
}

/// The code of one account by time, hidden or not.
///
/// # Errors
/// If the account is gone or has no code by time.
pub async fn show_code(app: &App, request: &AccountRequest) -> Result<CodeView, Failure> {
    code_at(app, request, None).await
}

/// The code of one account by time: of a time in seconds since 1970, or of now.
pub(crate) async fn code_at(
    app: &App,
    request: &AccountRequest,
    unix: Option<u64>,
) -> Result<CodeView, Failure> {
    let id = entry_id(&request.account_id);
    app.blocking(move |inner| {
        let id = id?;
        let unix = unix.unwrap_or_else(|| inner.unix_corrected());
        inner.read(|body| {
            let timed = kept_otp(body, id)?
                .timed_at(unix)
                .ok_or(ErrorCode::AccountHasNoCode)?;
            Ok(views::timed_code(id.to_string(), &timed))
        })?
    })
    .await
}

/// The next code of an account by use. Its counter is on the disk before the code is shown.
///
/// # Errors
/// If the account is gone, has no counter or has used it up, or the vault cannot be saved.
pub async fn advance_counter(app: &App, request: &AccountRequest) -> Result<CodeView, Failure> {
    let id = entry_id(&request.account_id);
    app.blocking(move |inner| {
        let id = id?;
        let now = inner.clock.unix();
        let (code, counter) = inner.change(|body| {
            let entry = body.entry_mut(id).ok_or(ErrorCode::AccountMissing)?;
            let EntryKind::Otp(Otp::Hotp(hotp)) = &mut entry.kind else {
                return Err(ErrorCode::AccountHasNoCode.into());
            };
            let next = hotp.advanced().ok_or(ErrorCode::CounterAtEnd)?;
            let used = (hotp.code(), hotp.counter);
            *hotp = next;
            entry.last_used_at = Some(now);
            Ok(used)
        })?;
        inner.emit(AppEvent::Accounts);
        Ok(views::counted_code(id.to_string(), &code, counter))
    })
    .await
}

/// Copies a code, out of reach of clipboard histories, and clears it after the time set.
///
/// # Errors
/// If the account is gone, the code is not one of its own, or there is no clipboard.
pub async fn copy_code(app: &App, request: &CopyCodeRequest) -> Result<CopiedView, Failure> {
    let request = request.clone();
    app.blocking(move |inner| {
        let id = entry_id(&request.account_id)?;
        let unix = inner.unix_corrected();
        let held = request.code.map(Zeroizing::new);
        let code = inner.read(|body| {
            chosen_code(
                kept_otp(body, id)?,
                held.as_ref().map(|held| held.as_str()),
                unix,
            )
        })??;
        let seconds = crate::lock(&inner.settings).view.clipboard_seconds;
        // EXPOSE: copying is what the person asked for.
        let text = Zeroizing::new(code.expose_secret().to_owned());
        inner
            .clipboard
            .copy(text, Duration::from_secs(seconds.into()))?;
        crate::lock(&inner.used).insert(id, inner.clock.unix());
        inner.emit(AppEvent::Accounts);
        Ok(CopiedView {
            clears_after: seconds,
        })
    })
    .await
}

/// Changes what a person may change.
///
/// # Errors
/// If the account is gone or the vault cannot be saved.
pub async fn edit_account(app: &App, request: &EditAccountRequest) -> Result<AccountView, Failure> {
    let request = request.clone();
    app.blocking(move |inner| {
        let id = entry_id(&request.account_id)?;
        inner.change(|body| {
            let entry = body.entry_mut(id).ok_or(ErrorCode::AccountMissing)?;
            edit(entry, request);
            Ok(())
        })?;
        inner.emit(AppEvent::Accounts);
        inner.account(id)
    })
    .await
}

/// Puts an account into the trash.
///
/// # Errors
/// If the account is gone or the vault cannot be saved.
pub async fn delete_account(app: &App, request: &AccountRequest) -> Result<AccountsView, Failure> {
    set_deleted(app, request, true).await
}

/// Takes an account out of the trash again.
///
/// # Errors
/// If the account is gone for good or the vault cannot be saved.
pub async fn restore_account(app: &App, request: &AccountRequest) -> Result<AccountsView, Failure> {
    set_deleted(app, request, false).await
}

async fn set_deleted(
    app: &App,
    request: &AccountRequest,
    deleted: bool,
) -> Result<AccountsView, Failure> {
    let id = entry_id(&request.account_id);
    app.blocking(move |inner| {
        let id = id?;
        let now = inner.clock.unix();
        inner.change(|body| {
            let entry = body.entry_mut(id).ok_or(ErrorCode::AccountMissing)?;
            entry.deleted_at = deleted.then_some(now);
            Ok(())
        })?;
        inner.poll_now.notify_one();
        inner.emit(AppEvent::Accounts);
        inner.accounts()
    })
    .await
}

impl Inner {
    pub(crate) fn accounts(&self) -> Result<AccountsView, Problem> {
        let language = self.language();
        let used = crate::lock(&self.used).clone();
        let enrolments = crate::lock(&self.enrolments);
        let mut view = self.read(|body| views::accounts(body, &enrolments, language))?;
        for (id, at) in used {
            let id = id.to_string();
            if let Some(account) = view.accounts.iter_mut().find(|account| account.id == id) {
                account.last_used_at = i64::try_from(at).ok();
            }
        }
        Ok(view)
    }

    pub(crate) fn account(&self, id: segl_vault::EntryId) -> Result<AccountView, Problem> {
        let language = self.language();
        let enrolments = crate::lock(&self.enrolments);
        self.read(|body| {
            let entry = body.entry(id).filter(|entry| entry.deleted_at.is_none())?;
            views::account(entry, &enrolments, language)
        })?
        .ok_or_else(|| ErrorCode::AccountMissing.into())
    }

    pub(crate) fn unix_corrected(&self) -> u64 {
        u64::try_from(self.clock.corrected().as_second()).unwrap_or(0)
    }
}

fn otp(entry: &Entry) -> Option<&Otp> {
    match &entry.kind {
        EntryKind::Otp(otp) => Some(otp),
        _ => None,
    }
}

fn kept_otp(body: &Body, id: segl_vault::EntryId) -> Result<&Otp, Problem> {
    let entry = body.entry(id).filter(|entry| entry.deleted_at.is_none());
    let entry = entry.ok_or(ErrorCode::AccountMissing)?;
    otp(entry).ok_or_else(|| ErrorCode::AccountHasNoCode.into())
}

/// The code to copy: the one held, if it is this account's and young enough, else the one of now.
/// The webview hands a held code back, and must not be able to copy anything else this way.
fn chosen_code(otp: &Otp, held: Option<&str>, unix: u64) -> Result<Code, Problem> {
    // EXPOSE: to compare with what the face holds.
    let is_held = |code: &Code| held == Some(code.expose_secret());
    match otp {
        Otp::Hotp(hotp) => {
            let counter = hotp.counter.checked_sub(1).ok_or(ErrorCode::CodeStale)?;
            let code = segl_otp::Hotp {
                counter,
                ..hotp.clone()
            }
            .code();
            if held.is_none() || is_held(&code) {
                return Ok(code);
            }
            Err(ErrorCode::CodeStale.into())
        }
        Otp::Totp(_) | Otp::Steam(_) => {
            let timed = otp.timed_at(unix).ok_or(ErrorCode::AccountHasNoCode)?;
            if held.is_none() {
                return Ok(timed.code);
            }
            let period = timed.valid_until.saturating_sub(timed.valid_from).max(1);
            let back = HELD_AT_MOST / period + 1;
            (0..=back)
                .filter_map(|step| otp.timed_at(unix.checked_sub(step * period)?))
                .flat_map(|timed| [timed.code, timed.next])
                .find(is_held)
                .ok_or_else(|| ErrorCode::CodeStale.into())
        }
    }
}

/// How old a held code may be, in seconds.
const HELD_AT_MOST: u64 = 120;

fn edit(entry: &mut Entry, request: EditAccountRequest) {
    let trimmed = |text: String| text.trim().chars().take(LONGEST_TEXT).collect::<String>();
    if let Some(issuer) = request.issuer {
        entry.issuer = trimmed(issuer);
    }
    if let Some(account) = request.account {
        entry.account = trimmed(account);
    }
    if let Some(note) = request.note {
        entry.note = trimmed(note);
    }
    if let Some(group) = request.group {
        entry.group = Some(trimmed(group)).filter(|group| !group.is_empty());
    }
    entry.favourite = request.favourite.unwrap_or(entry.favourite);
    entry.hidden = request.hidden.unwrap_or(entry.hidden);
}
