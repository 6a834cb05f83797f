//! `segl code`: the code of an account, of all accounts, or of a link that is not kept.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use secrecy::{ExposeSecret, SecretString};
use tokio::time;

use segl_core::api::{
    AccountKind, AccountRequest, AccountView, CodeView, CodesView, CopyCodeRequest,
};
use segl_core::{App, commands, reading, terminal};

use super::list;
use crate::args::CodeArguments;
use crate::exit::{Exit, Outcome, Stop};
use crate::face::Face;
use crate::words::Word;
use crate::{json, open, report};

/// Prints codes.
pub(crate) async fn run(face: &Face, arguments: &CodeArguments) -> Outcome {
    if let Some(text) = &arguments.uri {
        return of_link(face, text, arguments.at);
    }
    let app = open::vault(face).await?;
    if arguments.query.is_empty() {
        return all(face, app, arguments.at).await;
    }
    let query = arguments.query.join(" ");
    let account = match terminal::account_with_code(app, &query).await {
        Ok(account) => account,
        Err(unfound) => return report::unfound(face, &query, &unfound),
    };
    let code = code(face, app, &account, arguments.at).await?;
    print(face, &code, Some(&account), arguments.at)?;
    if arguments.copy {
        copy(face, app, &account).await?;
    }
    Ok(Exit::Fine)
}

/// The code of a link, without any vault.
fn of_link(face: &Face, text: &str, at: Option<u64>) -> Outcome {
    let text = match text {
        "-" => face.input.rest()?,
        text => SecretString::from(text),
    };
    // EXPOSE: the link's code is asked for.
    match reading::code(
        text.expose_secret().trim(),
        at.unwrap_or_else(now),
        face.language(),
    ) {
        Ok(code) => {
            print(face, &code, None, at)?;
            Ok(Exit::Fine)
        }
        Err(unread) => Err(unread.failure.into()),
    }
}

/// The codes of all accounts by time that are not hidden.
async fn all(face: &Face, app: &App, at: Option<u64>) -> Outcome {
    let accounts = commands::accounts(app, &()).await?.accounts;
    let CodesView { codes, .. } = commands::codes(app, &()).await?;
    if codes.is_empty() {
        face.output.say(Word::NoCodes, &[]);
        return Ok(Exit::Negative);
    }
    for account in &accounts {
        let Some(code) = codes.iter().find(|code| code.account_id == account.id) else {
            continue;
        };
        let other = match at {
            Some(unix) => Some(terminal::code_at(app, &request(account), unix).await?),
            None => None,
        };
        print_named(face, other.as_ref().unwrap_or(code), account)?;
    }
    Ok(Exit::Fine)
}

async fn code(
    face: &Face,
    app: &App,
    account: &AccountView,
    at: Option<u64>,
) -> Result<CodeView, Stop> {
    let request = request(account);
    Ok(match (&account.kind, at) {
        (AccountKind::Hotp { .. }, Some(_)) => return Err(face.misused(Word::NoTimeForUse, &[])),
        (AccountKind::Hotp { .. }, None) => commands::advance_counter(app, &request).await?,
        (_, Some(unix)) => terminal::code_at(app, &request, unix).await?,
        (_, None) => commands::show_code(app, &request).await?,
    })
}

/// Puts the code into the clipboard and stays until it is out again: on X11 and Wayland what was
/// copied lives only as long as the program. An interrupt takes it out, too.
async fn copy(face: &Face, app: &App, account: &AccountView) -> Result<(), Stop> {
    let request = CopyCodeRequest {
        account_id: account.id.clone(),
        code: None,
    };
    let seconds = commands::copy_code(app, &request).await?.clears_after;
    face.output.say(Word::Copied, &[&seconds.to_string()]);
    time::sleep(Duration::from_secs(seconds.into())).await;
    commands::lock(app, &()).await?;
    face.output.say(Word::Cleared, &[]);
    Ok(())
}

/// The bare code on the standard output, so that a script can take it; the rest beside it.
fn print(
    face: &Face,
    code: &CodeView,
    account: Option<&AccountView>,
    at: Option<u64>,
) -> Result<(), Stop> {
    face.output
        .result(&json::Code::new(code, account), || code.code.clone())?;
    if let (Some(next), Some(until)) = (&code.next, code.valid_until) {
        let now = i64::try_from(at.unwrap_or_else(now)).unwrap_or(i64::MAX);
        let left = until.saturating_sub(now).max(0).to_string();
        face.output.aside(Word::NextAndLeft, &[next, &left]);
    }
    Ok(())
}

fn print_named(face: &Face, code: &CodeView, account: &AccountView) -> Result<(), Stop> {
    face.output
        .result(&json::Code::new(code, Some(account)), || {
            format!("{}  {}", code.grouped.join(" "), list::name(account))
        })?;
    Ok(())
}

fn request(account: &AccountView) -> AccountRequest {
    AccountRequest {
        account_id: account.id.clone(),
    }
}

/// The device's time, in seconds since 1970: a link has no server whose clock could be known.
fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
