//! From what is kept to what is shown: nothing secret passes here.

use secrecy::ExposeSecret;

use segl_otp::{Code, Otp, TimedCode};
use segl_push::Endpoint;
use segl_vault::{Body, Entry, EntryKind, PushEntry, PushState};

use crate::api::{
    AccountKind, AccountView, AccountsView, CodeView, DraftKind, DraftView, DuplicateView,
    EnrolmentView, Language, ScannedView,
};
use crate::drafts::{Draft, Drafts, Reading};
use crate::enrolment::Enrolments;

/// The accounts that are not deleted, in the order in which they are shown.
pub(crate) fn accounts(body: &Body, enrolments: &Enrolments, language: Language) -> AccountsView {
    let mut kept: Vec<&Entry> = alive(body).collect();
    kept.sort_by_cached_key(|entry| {
        (
            !entry.favourite,
            entry.issuer.to_lowercase(),
            entry.account.to_lowercase(),
            entry.id,
        )
    });
    let mut groups: Vec<String> = kept
        .iter()
        .filter_map(|entry| entry.group.clone())
        .collect();
    groups.sort_by_key(|name| name.to_lowercase());
    groups.dedup();
    let accounts = kept
        .into_iter()
        .filter_map(|entry| account(entry, enrolments, language))
        .collect();
    AccountsView { accounts, groups }
}

/// The entries that are not deleted.
pub(crate) fn alive(body: &Body) -> impl Iterator<Item = &Entry> {
    body.accounts
        .iter()
        .filter(|entry| entry.deleted_at.is_none())
}

/// One account; none where a newer program made a kind that this one does not know.
pub(crate) fn account(
    entry: &Entry,
    enrolments: &Enrolments,
    language: Language,
) -> Option<AccountView> {
    let kind = match &entry.kind {
        EntryKind::Otp(otp) => otp_kind(otp),
        EntryKind::Push(push) => AccountKind::Push {
            host: host(&push.url),
            serial: push.serial.clone(),
            enrolment: enrolment(entry, push, enrolments, language),
        },
        _ => return None,
    };
    Some(AccountView {
        id: entry.id.to_string(),
        kind,
        issuer: entry.issuer.clone(),
        account: entry.account.clone(),
        note: entry.note.clone(),
        group: entry.group.clone(),
        favourite: entry.favourite,
        hidden: entry.hidden,
        created_at: signed(entry.created_at),
        last_used_at: entry.last_used_at.map(signed),
    })
}

/// A code by time.
pub(crate) fn timed_code(id: String, timed: &TimedCode) -> CodeView {
    CodeView {
        account_id: id,
        code: text(&timed.code),
        grouped: groups(&timed.code),
        next: Some(text(&timed.next)),
        next_grouped: Some(groups(&timed.next)),
        valid_from: Some(signed(timed.valid_from)),
        valid_until: Some(signed(timed.valid_until)),
        counter: None,
    }
}

/// A code by use.
pub(crate) fn counted_code(id: String, code: &Code, counter: u64) -> CodeView {
    CodeView {
        account_id: id,
        code: text(code),
        grouped: groups(code),
        next: None,
        next_grouped: None,
        valid_from: None,
        valid_until: None,
        counter: Some(counter),
    }
}

/// What one reading gave, with the accounts that it looks like.
pub(crate) fn scanned(
    reading: &Reading,
    drafts: &Drafts,
    body: Option<&Body>,
    language: Language,
) -> ScannedView {
    ScannedView {
        drafts: reading
            .drafts
            .iter()
            .filter_map(|id| Some(draft(id, drafts.find(id).ok()?, body)))
            .collect(),
        problems: reading
            .problems
            .iter()
            .map(|problem| problem.spoken(language))
            .collect(),
        parts: reading.parts.clone(),
    }
}

/// An account that is not kept yet.
pub(crate) fn draft(id: &str, draft: &Draft, body: Option<&Body>) -> DraftView {
    let (issuer, account) = names(draft);
    let duplicates = body.map(|body| duplicates(draft, body)).unwrap_or_default();
    let kind = match draft {
        Draft::Otp(account) => draft_kind(&account.otp),
        Draft::Push(push) => DraftKind::Push {
            host: push.uri.endpoint().host().to_string(),
            serial: push.uri.serial().to_string(),
            expires_at: Some(push.expires_at.as_second()),
        },
    };
    DraftView {
        draft_id: id.to_owned(),
        issuer,
        account,
        kind,
        duplicates,
    }
}

/// Issuer and account as a draft proposes them. A label's prefix that differs from the issuer is
/// the tenant (Microsoft), and both are needed to tell two tenants apart.
pub(crate) fn names(draft: &Draft) -> (String, String) {
    match draft {
        Draft::Otp(account) => {
            let issuer = match &account.tenant {
                Some(tenant) if account.issuer.is_empty() => tenant.clone(),
                Some(tenant) => format!("{} ({tenant})", account.issuer),
                None => account.issuer.clone(),
            };
            (issuer, account.name.clone())
        }
        Draft::Push(push) => (push.uri.issuer().to_owned(), push.uri.label().to_owned()),
    }
}

/// The host of an approval server, with its port where that is not the usual one.
pub(crate) fn host(url: &str) -> String {
    Endpoint::parse(url)
        .map(|endpoint| endpoint.host().to_string())
        .unwrap_or_default()
}

fn duplicates(draft: &Draft, body: &Body) -> Vec<DuplicateView> {
    let (issuer, account) = names(draft);
    let same_name = |entry: &Entry| {
        entry.issuer.to_lowercase() == issuer.to_lowercase()
            && entry.account.to_lowercase() == account.to_lowercase()
    };
    alive(body)
        .filter_map(|entry| {
            let same_secret = match (draft, &entry.kind) {
                (Draft::Otp(account), EntryKind::Otp(otp)) => account.otp.secret() == otp.secret(),
                (Draft::Push(push), EntryKind::Push(kept)) => {
                    push.uri.serial().as_str() == kept.serial
                        && push.uri.endpoint().as_str() == kept.url
                }
                _ => false,
            };
            let same_kind = matches!(
                (draft, &entry.kind),
                (Draft::Otp(_), EntryKind::Otp(_)) | (Draft::Push(_), EntryKind::Push(_))
            );
            (same_secret || (same_kind && same_name(entry))).then(|| DuplicateView {
                account_id: entry.id.to_string(),
                issuer: entry.issuer.clone(),
                account: entry.account.clone(),
                same_secret,
            })
        })
        .collect()
}

fn otp_kind(otp: &Otp) -> AccountKind {
    match draft_kind(otp) {
        DraftKind::Totp {
            digits,
            period,
            algorithm,
        } => AccountKind::Totp {
            digits,
            period,
            algorithm,
        },
        DraftKind::Hotp {
            digits,
            counter,
            algorithm,
        } => AccountKind::Hotp {
            digits,
            counter,
            algorithm,
        },
        DraftKind::Steam | DraftKind::Push { .. } => AccountKind::Steam,
    }
}

fn draft_kind(otp: &Otp) -> DraftKind {
    match otp {
        Otp::Totp(totp) => DraftKind::Totp {
            digits: totp.digits.value(),
            period: totp.period.seconds(),
            algorithm: totp.algorithm.name().to_owned(),
        },
        Otp::Hotp(hotp) => DraftKind::Hotp {
            digits: hotp.digits.value(),
            counter: hotp.counter,
            algorithm: hotp.algorithm.name().to_owned(),
        },
        Otp::Steam(_) => DraftKind::Steam,
    }
}

fn enrolment(
    entry: &Entry,
    push: &PushEntry,
    enrolments: &Enrolments,
    language: Language,
) -> EnrolmentView {
    if let Some(step) = enrolments.view(entry.id, push, language) {
        return step;
    }
    let expires_at = push.expires_at.map(signed);
    match push.state {
        PushState::MakingKey => EnrolmentView::MakingKey { expires_at },
        PushState::KeySaved => EnrolmentView::Registering { expires_at },
        PushState::Registered => EnrolmentView::Ready,
        PushState::Failed => EnrolmentView::Failed {
            failure: crate::enrolment::refused(push).spoken(language),
            can_retry: false,
        },
    }
}

fn text(code: &Code) -> String {
    // EXPOSE: a code is shown; that is what it is for.
    code.expose_secret().to_owned()
}

fn groups(code: &Code) -> Vec<String> {
    // EXPOSE: a code is shown; that is what it is for.
    code.grouped()
        .expose_secret()
        .split(' ')
        .map(str::to_owned)
        .collect()
}

fn signed(time: u64) -> i64 {
    i64::try_from(time).unwrap_or(i64::MAX)
}
