//! `segl list`: the accounts.

use segl_core::api::{AccountKind, AccountView, EnrolmentView};
use segl_core::commands;

use crate::exit::{Exit, Outcome};
use crate::face::Face;
use crate::words::Word;
use crate::{json, open};

/// One account a line.
pub(crate) async fn run(face: &Face) -> Outcome {
    let app = open::vault(face).await?;
    let accounts = commands::accounts(app, &()).await?.accounts;
    if accounts.is_empty() {
        face.output.say(Word::NoAccounts, &[]);
    }
    let widest = accounts
        .iter()
        .map(|account| name(account).chars().count())
        .max()
        .unwrap_or(0);
    for account in &accounts {
        face.output.result(&json::Account::from(account), || {
            let id = account.id.get(..8).unwrap_or(&account.id);
            let group = account.group.as_deref().map(|group| format!("  [{group}]"));
            let name = name(account);
            format!(
                "{id}  {name:widest$}  {}{}",
                kind(account),
                group.unwrap_or_default()
            )
        })?;
    }
    Ok(Exit::Fine)
}

/// An account as a person names it: `Uni, anna`.
pub(crate) fn name(account: &AccountView) -> String {
    named(&account.issuer, &account.account)
}

/// Issuer and account, where there are both.
pub(crate) fn named(issuer: &str, account: &str) -> String {
    match (issuer, account) {
        ("", only) | (only, "") => only.to_owned(),
        (issuer, account) => format!("{issuer}, {account}"),
    }
}

fn kind(account: &AccountView) -> String {
    match &account.kind {
        AccountKind::Totp {
            digits,
            period,
            algorithm,
        } => {
            format!("TOTP {algorithm} {digits} {period} s")
        }
        AccountKind::Hotp {
            digits,
            counter,
            algorithm,
        } => {
            format!("HOTP {algorithm} {digits} #{counter}")
        }
        AccountKind::Steam => "Steam".to_owned(),
        AccountKind::Push {
            host,
            enrolment: EnrolmentView::Ready,
            ..
        } => format!("push {host}"),
        AccountKind::Push { host, .. } => format!("push {host} (…)"),
    }
}
