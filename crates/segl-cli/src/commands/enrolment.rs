//! Following the enrolment of an account for approvals to its end.

use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;
use tokio::time;

use segl_core::api::{AccountKind, AccountRequest, AccountView, EnrolmentView, ErrorCode};
use segl_core::{App, commands, terminal};

use super::{add, list};
use crate::exit::{Exit, Outcome, Stop};
use crate::face::Face;
use crate::report;
use crate::words::Word;

/// Stays until the account is enrolled or the enrolment failed, and tells how far it is.
pub(crate) async fn follow(face: &Face, app: &App, id: &str) -> Outcome {
    let mut events = app.events();
    let mut shown = None;
    loop {
        let account = account(app, id).await?;
        let AccountKind::Push {
            host, enrolment, ..
        } = &account.kind
        else {
            return Err(terminal::failure(app, ErrorCode::AccountMissing).into());
        };
        let word = match enrolment {
            EnrolmentView::MakingKey { .. } => Word::MakingKey,
            EnrolmentView::Registering { .. } => Word::Registering,
            EnrolmentView::Testing => Word::Testing,
            EnrolmentView::Ready => {
                add::added(face, &account)?;
                face.output.say(Word::Enrolled, &[&list::name(&account)]);
                return Ok(Exit::Fine);
            }
            EnrolmentView::Failed { failure, can_retry } => {
                let exit = report::failure(face, failure)?;
                if *can_retry {
                    face.output.say(Word::TryAgainResume, &[]);
                }
                return Ok(exit);
            }
        };
        let step = std::mem::discriminant(enrolment);
        if shown.replace(step) != Some(step) {
            face.output.say(word, &[host]);
        }
        // An event says that something changed; without one a look now and then is enough.
        match time::timeout(Duration::from_millis(500), events.recv()).await {
            Ok(Err(RecvError::Closed)) => time::sleep(Duration::from_millis(100)).await,
            Ok(Ok(_) | Err(RecvError::Lagged(_))) | Err(_) => {}
        }
    }
}

/// Goes on with every enrolment that was interrupted or can be tried again.
pub(crate) async fn resume(face: &Face, app: &App) -> Outcome {
    let accounts = commands::accounts(app, &()).await?.accounts;
    let mut exit = None;
    for account in &accounts {
        let AccountKind::Push { enrolment, .. } = &account.kind else {
            continue;
        };
        let of_this = match enrolment {
            EnrolmentView::Ready => continue,
            EnrolmentView::Failed {
                failure,
                can_retry: false,
            } => report::failure(face, failure)?,
            EnrolmentView::Failed {
                can_retry: true, ..
            }
            | EnrolmentView::MakingKey { .. }
            | EnrolmentView::Registering { .. }
            | EnrolmentView::Testing => {
                let request = AccountRequest {
                    account_id: account.id.clone(),
                };
                commands::retry_enrolment(app, &request).await?;
                follow(face, app, &account.id).await?
            }
        };
        exit = exit.filter(|exit| *exit != Exit::Fine).or(Some(of_this));
    }
    if exit.is_none() {
        face.output.say(Word::NothingToResume, &[]);
    }
    Ok(exit.unwrap_or(Exit::Fine))
}

async fn account(app: &App, id: &str) -> Result<AccountView, Stop> {
    let accounts = commands::accounts(app, &()).await?.accounts;
    accounts
        .into_iter()
        .find(|account| account.id == id)
        .ok_or_else(|| terminal::failure(app, ErrorCode::AccountMissing).into())
}
