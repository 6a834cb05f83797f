//! `segl add`: from a link, a picture, the camera or the clipboard to an account in the vault.

use secrecy::{ExposeSecret, SecretString};

use segl_core::api::{
    AccountKind, AccountView, ConfirmDraftRequest, DraftKind, DraftView, DuplicateView,
    ReadTextRequest, ScanPictureRequest, ScannedView,
};
use segl_core::{App, commands};

use super::{camera, enrolment, list};
use crate::args::AddArguments;
use crate::exit::{Exit, Outcome, Stop};
use crate::face::Face;
use crate::words::Word;
use crate::{json, open, report};

/// Reads, asks, keeps.
pub(crate) async fn run(face: &Face, arguments: AddArguments) -> Outcome {
    let app = open::vault(face).await?;
    if arguments.resume {
        return enrolment::resume(face, app).await;
    }
    let read = read(face, app, &arguments).await?;
    let mut exit = Exit::Fine;
    for problem in &read.problems {
        let of_this = report::failure(face, problem)?;
        exit = if exit == Exit::Fine { of_this } else { exit };
    }
    if let Some(parts) = read.parts.as_ref().filter(|parts| parts.seen < parts.total) {
        let (seen, total) = (parts.seen.to_string(), parts.total.to_string());
        return Err(face.misused(Word::PartsMissing, &[&seen, &total]));
    }
    check(face, &arguments, read.drafts.len())?;
    for draft in &read.drafts {
        let of_this = keep(face, app, &arguments, draft, read.drafts.len()).await?;
        exit = if exit == Exit::Fine { of_this } else { exit };
    }
    match read.drafts.is_empty() && exit == Exit::Fine {
        true => Ok(Exit::Negative),
        false => Ok(exit),
    }
}

/// Reads all that was named. A text that is no account is a problem beside the others.
async fn read(face: &Face, app: &App, arguments: &AddArguments) -> Result<ScannedView, Stop> {
    if arguments.camera {
        return camera::read(face, app, arguments.timeout).await;
    }
    if arguments.clipboard {
        return Ok(commands::read_clipboard(app, &()).await?);
    }
    let mut all = ScannedView {
        drafts: Vec::new(),
        problems: Vec::new(),
        parts: None,
    };
    for path in &arguments.images {
        let request = ScanPictureRequest {
            path: path.to_string_lossy().into_owned(),
        };
        match commands::scan_picture(app, &request).await {
            Ok(read) => merge(&mut all, read),
            Err(failure) => all.problems.push(failure),
        }
    }
    for text in texts(face, arguments)? {
        // EXPOSE: core reads it, and keeps it to itself.
        let text = text.expose_secret().trim().to_owned();
        merge(
            &mut all,
            commands::read_text(app, &ReadTextRequest { text }).await?,
        );
    }
    Ok(all)
}

fn merge(all: &mut ScannedView, read: ScannedView) {
    all.drafts.extend(read.drafts);
    all.problems.extend(read.problems);
    all.parts = read.parts.or(all.parts.take());
}

fn texts(face: &Face, arguments: &AddArguments) -> Result<Vec<SecretString>, Stop> {
    if arguments.texts.is_empty() && arguments.images.is_empty() {
        if !face.input.has_person() {
            return Err(face.misused(Word::NeedsText, &[]));
        }
        return Ok(vec![face.input.hidden(Word::AskText)?]);
    }
    let read = |text: &String| match &**text {
        "-" => face.input.rest(),
        text => Ok(SecretString::from(text)),
    };
    arguments.texts.iter().map(read).collect()
}

/// Refuses what cannot be meant, before anything is kept.
fn check(face: &Face, arguments: &AddArguments, count: usize) -> Result<(), Stop> {
    if count < 2 {
        return Ok(());
    }
    let count = count.to_string();
    if arguments.issuer.is_some() || arguments.account.is_some() {
        return Err(face.misused(Word::OneNameForSeveral, &[&count]));
    }
    if !arguments.all && !face.input.has_person() {
        return Err(face.misused(Word::SeveralRead, &[&count]));
    }
    Ok(())
}

async fn keep(
    face: &Face,
    app: &App,
    arguments: &AddArguments,
    draft: &DraftView,
    count: usize,
) -> Outcome {
    let issuer = arguments.issuer.as_ref().unwrap_or(&draft.issuer).trim();
    let account = arguments.account.as_ref().unwrap_or(&draft.account).trim();
    for duplicate in &draft.duplicates {
        let name = list::named(&duplicate.issuer, &duplicate.account);
        if is_same(duplicate, issuer, account) {
            let object = json::Match {
                id: &duplicate.account_id,
                issuer: &duplicate.issuer,
                account: &duplicate.account,
            };
            if face.output.json {
                face.output
                    .object(&serde_json::json!({ "duplicate": object }))?;
            }
            face.output.say(Word::ThereAlready, &[&name]);
            return Ok(Exit::Negative);
        }
        face.output.say(Word::LooksLike, &[&name]);
    }
    let settled = arguments.yes || (arguments.all && count > 1);
    if !settled && face.input.has_person() {
        let question = Word::AskAdd.with(face.language(), &[&described(draft, issuer, account)]);
        if !face.input.agrees(&question).await? {
            return Ok(Exit::Negative);
        }
    }
    let request = ConfirmDraftRequest {
        draft_id: draft.draft_id.clone(),
        issuer: issuer.to_owned(),
        account: account.to_owned(),
        group: arguments.group.clone(),
        replace: None,
    };
    let kept = commands::confirm_draft(app, &request).await?;
    if let AccountKind::Push { .. } = kept.kind {
        return enrolment::follow(face, app, &kept.id).await;
    }
    added(face, &kept)?;
    Ok(Exit::Fine)
}

/// Says that an account is kept.
pub(crate) fn added(face: &Face, account: &AccountView) -> Result<(), Stop> {
    face.output.result(&json::Account::from(account), || {
        Word::Added.with(face.language(), &[&list::name(account)])
    })?;
    Ok(())
}

/// The same secret under the same name: there is nothing to add. Under another name it may be
/// meant, and the same name with another secret always is: a second enrolment.
fn is_same(duplicate: &DuplicateView, issuer: &str, account: &str) -> bool {
    duplicate.same_secret
        && duplicate.issuer.to_lowercase() == issuer.to_lowercase()
        && duplicate.account.to_lowercase() == account.to_lowercase()
}

/// What the person is asked about: for approvals the host as well, which is what is trusted.
fn described(draft: &DraftView, issuer: &str, account: &str) -> String {
    let name = list::named(issuer, account);
    match &draft.kind {
        DraftKind::Push { host, .. } => format!("{name} ({host})"),
        DraftKind::Totp { .. } | DraftKind::Hotp { .. } | DraftKind::Steam => name,
    }
}
