//! `segl requests`, `segl approve` and `segl deny`.

use std::time::Duration;

use secrecy::ExposeSecret;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{self, Instant};

use segl_core::api::{Answer, AnswerOutcome, AnswerRequest, AnswerView, RequestView, RequestsView};
use segl_core::terminal::UnfoundRequest;
use segl_core::{App, commands, terminal};

use super::list;
use crate::args::{ApproveArguments, DenyArguments, RequestsArguments};
use crate::exit::{Exit, Outcome, Stop};
use crate::face::Face;
use crate::words::Word;
use crate::{json, open, report};

/// Asks the servers, and prints one request a line, the oldest first.
pub(crate) async fn requests(face: &Face, arguments: &RequestsArguments) -> Outcome {
    let app = open::vault(face).await?;
    let mut view = commands::check_requests(app, &()).await?;
    if let Some(seconds) = arguments.wait
        && view.open.is_empty()
    {
        view = wait(app, Duration::from_secs(seconds)).await?;
    }
    for request in &view.open {
        face.output.result(&json::Request::from(request), || {
            described(face, request, &view)
        })?;
    }
    let failed = server_failures(face, &view)?;
    match (view.open.is_empty(), failed) {
        (false, _) => Ok(Exit::Fine),
        (true, Some(exit)) => Ok(exit),
        (true, None) => {
            face.output.say(Word::NoRequests, &[]);
            Ok(Exit::Negative)
        }
    }
}

/// Approves the request that is named, or the only one.
pub(crate) async fn approve(face: &Face, arguments: &ApproveArguments) -> Outcome {
    let app = open::vault(face).await?;
    let (view, request) = match find(face, app, arguments.id.as_deref()).await? {
        Found::One(view, request) => (view, request),
        Found::None(exit) => return Ok(exit),
    };
    let mut choice = arguments.number.clone();
    if face.input.has_person() {
        face.output.note(&described(face, &request, &view));
        if !request.choices.is_empty() && choice.is_none() {
            let choices = request.choices.join(" ");
            let question = Word::AskNumber.with(face.language(), &[&choices]);
            let typed = face.input.visible(&question).await?;
            // EXPOSE: a number that a page shows is no secret.
            choice = Some(typed.expose_secret().trim().to_owned());
        } else if request.choices.is_empty() && !arguments.yes {
            let question = Word::AskApprove.text(face.language());
            if !face.input.agrees(question).await? {
                face.output.say(Word::NotAnswered, &[]);
                return Ok(Exit::Negative);
            }
        }
    }
    answer(face, app, &request, Answer::Approve, choice).await
}

/// Denies the request that is named, or the only one.
pub(crate) async fn deny(face: &Face, arguments: &DenyArguments) -> Outcome {
    let app = open::vault(face).await?;
    let request = match find(face, app, arguments.id.as_deref()).await? {
        Found::One(_, request) => request,
        Found::None(exit) => return Ok(exit),
    };
    let how = if arguments.not_me {
        Answer::NotMe
    } else {
        Answer::Deny
    };
    answer(face, app, &request, how, None).await
}

/// Stays until there is a request or the time is over. Polls as the window does, with its pauses
/// and its patience with servers that do not answer.
async fn wait(app: &App, patience: Duration) -> Result<RequestsView, Stop> {
    let mut events = app.events();
    let polling = tokio::spawn(app.clone().keep_polling());
    let until = Instant::now().checked_add(patience);
    let mut view = commands::requests(app, &()).await?;
    while view.open.is_empty() {
        let event = match until {
            Some(until) => time::timeout_at(until, events.recv()).await,
            None => Ok(events.recv().await),
        };
        match event {
            Ok(Ok(_) | Err(RecvError::Lagged(_))) => {
                view = commands::requests(app, &()).await?;
            }
            Ok(Err(RecvError::Closed)) | Err(_) => break,
        }
    }
    polling.abort();
    Ok(commands::requests(app, &()).await?)
}

enum Found {
    One(RequestsView, Box<RequestView>),
    /// There is none that is meant; the reason is printed.
    None(Exit),
}

async fn find(face: &Face, app: &App, id: Option<&str>) -> Result<Found, Stop> {
    let view = commands::check_requests(app, &()).await?;
    match terminal::request(app, id.unwrap_or_default()).await {
        Ok(request) => Ok(Found::One(view, Box::new(request))),
        Err(UnfoundRequest { failure, matches }) => {
            if matches.is_empty()
                && let Some(exit) = server_failures(face, &view)?
            {
                return Ok(Found::None(exit));
            }
            if id.is_none() && matches.is_empty() && !face.output.json {
                face.output.say(Word::NoRequests, &[]);
                return Ok(Found::None(Exit::Negative));
            }
            Ok(Found::None(report::unfound_request(
                face, &failure, &matches,
            )?))
        }
    }
}

/// Says which servers did not answer. The exit code is the first one's.
fn server_failures(face: &Face, view: &RequestsView) -> Result<Option<Exit>, Stop> {
    let mut exit = None;
    for failure in view
        .servers
        .iter()
        .filter_map(|server| server.failure.as_ref())
    {
        let of_this = report::failure(face, failure)?;
        exit = exit.or(Some(of_this));
    }
    Ok(exit)
}

async fn answer(
    face: &Face,
    app: &App,
    request: &RequestView,
    answer: Answer,
    choice: Option<String>,
) -> Outcome {
    let wanted = AnswerRequest {
        request_id: request.id.clone(),
        answer,
        choice,
    };
    let taken = commands::answer_request(app, &wanted).await?;
    face.output
        .result(&json::Answer::new(&request.id, &taken), || {
            answered(face, &taken)
        })?;
    Ok(match taken.outcome {
        AnswerOutcome::Approved | AnswerOutcome::Denied | AnswerOutcome::Reported => Exit::Fine,
        AnswerOutcome::WrongChoice | AnswerOutcome::Expired => Exit::Negative,
    })
}

fn answered(face: &Face, taken: &AnswerView) -> String {
    let language = face.language();
    let outcome = match taken.outcome {
        AnswerOutcome::Approved => Word::Approved,
        AnswerOutcome::Denied => Word::Denied,
        AnswerOutcome::Reported => Word::Reported,
        AnswerOutcome::WrongChoice => Word::WrongChoice,
        AnswerOutcome::Expired => Word::Expired,
    };
    let mut text = outcome.text(language).to_owned();
    if let Some(code) = &taken.display_code {
        // Set apart, because it is read from here and typed elsewhere.
        let spread: Vec<String> = code.chars().map(String::from).collect();
        text += &format!(
            "\n{}\n\n    {}\n",
            Word::DisplayCode.text(language),
            spread.join(" ")
        );
    }
    if let Some(message) = &taken.message {
        text += &format!("\n{message}");
    }
    text
}

/// A request for people: who asks, for whom, from where; the question is the server's own text.
fn described(face: &Face, request: &RequestView, view: &RequestsView) -> String {
    let language = face.language();
    let id = request.id.get(..8).unwrap_or(&request.id);
    let name = list::named(&request.issuer, &request.account);
    let mut text = format!("{id}  {name} ({})", request.host);
    let asked = [&*request.title, &*request.question].map(str::trim);
    let asked: Vec<&str> = asked.into_iter().filter(|part| !part.is_empty()).collect();
    text += &format!("\n    {}", asked.join(": ").replace('\n', " "));
    let from = [request.ip.as_deref(), request.browser.as_deref()];
    let from: Vec<&str> = from.into_iter().flatten().collect();
    let left = request
        .expires_at
        .saturating_sub(view.now_ms / 1000)
        .max(0)
        .to_string();
    let mut facts = Vec::new();
    if !from.is_empty() {
        facts.push(Word::RequestFrom.with(language, &[&from.join(", ")]));
    }
    if !request.choices.is_empty() {
        facts.push(Word::RequestNumbers.with(language, &[&request.choices.join(" ")]));
    }
    facts.push(Word::RequestSeconds.with(language, &[&left]));
    text += &format!("\n    {}", facts.join("; "));
    text
}
