//! Approval requests: asking the servers, keeping what they ask, and answering.
//!
//! Verifying is segl-push's: what arrives here as a request is genuine. This module sees to it
//! that a closed request is never answered again, and that a wrong choice ends it.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use secrecy::ExposeSecret;
use tokio::task::JoinSet;
use tokio::time;

use segl_push::{
    Answer as Signed, AnswerOutcome as Taken, ApprovalRequest, DeclineReason, Endpoint,
    HttpTransport, NextPoll, PollSchedule, PrivateKey, PushError, RequestKind, SeenNonces, Serial,
    ServerKey, Token,
};
use segl_vault::{EntryId, EntryKind, Extra, HandledNonce, PushEntry, PushState};

use crate::api::{
    Answer, AnswerOutcome, AnswerRequest, AnswerView, AnsweredView, AppEvent, ErrorCode,
    RequestView, RequestsView, ServerView,
};
use crate::app::{App, Inner};
use crate::problem::Problem;
use crate::views;

/// How many answered requests the page remembers until the program ends.
const REMEMBERED: usize = 50;

/// All about approvals that lives only in memory.
#[derive(Default)]
pub(crate) struct Approvals {
    transport: Option<(Vec<String>, HttpTransport)>,
    credentials: HashMap<EntryId, Credentials>,
    servers: HashMap<EntryId, Server>,
    open: Vec<Open>,
    answered: VecDeque<AnsweredView>,
}

/// What signs for one account. The key is parsed once; locking forgets it.
#[derive(Clone)]
struct Credentials {
    token: Token,
    key: PrivateKey,
}

/// How one server was reached.
#[derive(Default)]
struct Server {
    reached_at: Option<Timestamp>,
    next_at: Option<Timestamp>,
    stopped: bool,
    problem: Option<Problem>,
    schedule: PollSchedule,
}

/// A request that waits, or that is being answered.
#[derive(Clone)]
struct Open {
    request: ApprovalRequest,
    account: EntryId,
    /// The answer that a person gave and that was sent, though perhaps not received.
    intent: Option<Answer>,
    sending: bool,
}

/// An account that can be polled, as the vault has it.
struct Approver {
    id: EntryId,
    issuer: String,
    account: String,
    host: String,
}

impl App {
    /// Asks the servers for requests, for as long as the program runs: 3 to 5 seconds apart,
    /// less often while a server does not answer, not at all while the vault is locked.
    pub async fn keep_polling(self) {
        loop {
            let due = self.work(|inner| Ok(inner.due())).await.unwrap_or_default();
            self.poll_all(due).await;
            let pause = self.0.until_next_poll();
            // A change of the vault or an impatient person cuts the pause short.
            let _ = time::timeout(pause, self.0.poll_now.notified()).await;
        }
    }

    /// Asks these accounts' servers now, all at once.
    pub(crate) async fn poll_all(&self, accounts: Vec<EntryId>) {
        let mut polls = JoinSet::new();
        for id in accounts {
            let app = self.clone();
            polls.spawn(async move { app.poll_account(id).await });
        }
        while polls.join_next().await.is_some() {}
    }

    /// Asks one account's server now.
    pub(crate) async fn poll_account(&self, id: EntryId) -> Result<(), Problem> {
        let (credentials, transport, seen) = self
            .work(move |inner| {
                let seen = inner.seen_nonces(id)?;
                Ok((inner.credentials(id)?, inner.transport()?, seen))
            })
            .await?;
        let inner = Arc::clone(&self.0);
        let now = move || inner.clock.local();
        let offset = self.0.clock.measured().unwrap_or_default();
        let Credentials { token, key } = &credentials;
        let exchange = segl_push::poll(&transport, &now, offset, token, key, &seen).await;
        self.0.clock.learn(exchange.measured);
        let host = token.endpoint.host().to_string();
        let outcome = match exchange.outcome {
            Ok(polled) => {
                for refused in &polled.refused {
                    tracing::warn!(%refused, "a request was not genuine and is not shown");
                }
                self.0.take_requests(id, polled.requests);
                Ok(())
            }
            Err(error) => Err(error),
        };
        self.0.note_poll(id, &host, outcome.as_ref().map(|()| ()));
        outcome.map_err(|error| Problem::from(error).with("host", host))
    }

    /// Sends a person's answer.
    pub(crate) async fn answer(&self, wanted: AnswerRequest) -> Result<AnswerView, Problem> {
        let inner = Arc::clone(&self.0);
        let answer = wanted.answer;
        let (open, signed) = inner.begin_answer(&wanted)?;
        let sent = self.send(&open, signed.clone()).await;
        let taken = match sent {
            Ok(taken) => taken,
            Err(problem) => {
                inner.sending_ended(&open);
                return Err(problem);
            }
        };
        let outcome = match (&taken, answer) {
            (Taken::Taken { .. }, Answer::Approve) => AnswerOutcome::Approved,
            (Taken::Taken { .. }, Answer::NotMe) if open.request.takes_reason() => {
                AnswerOutcome::Reported
            }
            (Taken::Taken { .. }, Answer::Deny | Answer::NotMe) => AnswerOutcome::Denied,
            (Taken::NotTaken, Answer::Approve)
                if matches!(signed, Signed::ApprovePresence(_))
                    && inner.clock.local() < open.request.expires_at() =>
            {
                // The server would let another choice be tried. We do not: somebody who guesses
                // is stopped after the first.
                if let Err(problem) = self.send(&open, Signed::Decline(None)).await {
                    tracing::warn!(
                        code = problem.code.name(),
                        "a wrong choice was not declined"
                    );
                }
                AnswerOutcome::WrongChoice
            }
            (Taken::NotTaken, _) => AnswerOutcome::Expired,
        };
        let display = match taken {
            Taken::Taken { display_code } => display_code,
            Taken::NotTaken => None,
        };
        let at = inner.clock.local();
        let closed = self
            .work(move |inner| inner.close(&open, outcome).map(|()| open))
            .await?;
        Ok(AnswerView {
            outcome,
            at: at.as_second(),
            display_until: display
                .is_some()
                .then(|| closed.request.expires_at().as_second()),
            message: display.as_ref().and_then(|display| display.message.clone()),
            display_code: display.map(|display| display.code),
        })
    }

    async fn send(&self, open: &Open, signed: Signed) -> Result<Taken, Problem> {
        let id = open.account;
        let (credentials, transport) = self
            .work(move |inner| Ok((inner.credentials(id)?, inner.transport()?)))
            .await?;
        let inner = Arc::clone(&self.0);
        let now = move || inner.clock.local();
        let Credentials { token, key } = &credentials;
        let exchange =
            segl_push::answer(&transport, &now, token, key, &open.request, &signed).await;
        self.0.clock.learn(exchange.measured);
        exchange
            .outcome
            .map_err(|error| Problem::from(error).with("host", token.endpoint.host()))
    }
}

impl Inner {
    /// The requests and servers as they are.
    pub(crate) fn requests(&self) -> Result<RequestsView, Problem> {
        self.expire();
        let approvers = self.approvers()?;
        let language = self.language();
        let approvals = crate::lock(&self.approvals);
        let open = approvals
            .open
            .iter()
            .filter_map(|open| {
                let approver = approvers
                    .iter()
                    .find(|approver| approver.id == open.account)?;
                Some(request_view(open, approver))
            })
            .collect();
        let servers = approvers
            .iter()
            .map(|approver| {
                let server = approvals.servers.get(&approver.id);
                ServerView {
                    account_id: approver.id.to_string(),
                    issuer: approver.issuer.clone(),
                    host: approver.host.clone(),
                    reached_at: server.and_then(|server| server.reached_at).map(seconds),
                    next_at: server.and_then(|server| server.next_at).map(seconds),
                    failure: server
                        .and_then(|server| server.problem.as_ref())
                        .map(|problem| problem.spoken(language)),
                }
            })
            .collect();
        Ok(RequestsView {
            now_ms: self.clock.corrected().as_millisecond(),
            open,
            servers,
            answered: approvals.answered.iter().cloned().collect(),
        })
    }

    /// How many requests wait.
    pub(crate) fn requests_waiting(&self) -> u32 {
        self.expire();
        u32::try_from(crate::lock(&self.approvals).open.len()).unwrap_or(u32::MAX)
    }

    /// Forgets all that locking must take along: keys and the texts of requests.
    pub(crate) fn forget_approvals(&self) {
        *crate::lock(&self.approvals) = Approvals::default();
    }

    /// The accounts that can be asked, whether or not they are due.
    pub(crate) fn pollable(&self) -> Result<Vec<EntryId>, Problem> {
        Ok(self
            .approvers()?
            .into_iter()
            .map(|approver| approver.id)
            .collect())
    }

    fn approvers(&self) -> Result<Vec<Approver>, Problem> {
        self.read(|body| {
            views::alive(body)
                .filter_map(|entry| match &entry.kind {
                    EntryKind::Push(push) if push.state == PushState::Registered => {
                        Some(Approver {
                            id: entry.id,
                            issuer: entry.issuer.clone(),
                            account: entry.account.clone(),
                            host: views::host(&push.url),
                        })
                    }
                    _ => None,
                })
                .collect()
        })
    }

    fn due(&self) -> Vec<EntryId> {
        let now = self.clock.local();
        let all = self.pollable().unwrap_or_default();
        let mut approvals = crate::lock(&self.approvals);
        // Whoever was deleted meanwhile is forgotten, with all that it asked.
        approvals.servers.retain(|id, _| all.contains(id));
        approvals.credentials.retain(|id, _| all.contains(id));
        approvals.open.retain(|open| all.contains(&open.account));
        all.into_iter()
            .filter(|id| match approvals.servers.get(id) {
                None => true,
                Some(server) => !server.stopped && server.next_at.is_none_or(|next| next <= now),
            })
            .collect()
    }

    fn until_next_poll(&self) -> Duration {
        let now = self.clock.local();
        let approvals = crate::lock(&self.approvals);
        let next = approvals
            .servers
            .values()
            .filter(|server| !server.stopped)
            .filter_map(|server| server.next_at)
            .min();
        match next {
            Some(next) => Duration::try_from(next.duration_since(now))
                .unwrap_or(Duration::ZERO)
                .clamp(Duration::from_millis(200), Duration::from_secs(60)),
            None => Duration::from_secs(60),
        }
    }

    fn credentials(&self, id: EntryId) -> Result<Credentials, Problem> {
        if let Some(known) = crate::lock(&self.approvals).credentials.get(&id) {
            return Ok(known.clone());
        }
        let made = self.push_entry(id, credentials)??;
        crate::lock(&self.approvals)
            .credentials
            .insert(id, made.clone());
        Ok(made)
    }

    fn seen_nonces(&self, id: EntryId) -> Result<SeenNonces, Problem> {
        self.push_entry(id, |push| {
            push.handled_nonces
                .iter()
                .filter_map(|handled| {
                    let until = i64::try_from(handled.expires_at).ok()?;
                    let nonce = segl_push::Nonce::parse(&handled.nonce)?;
                    Some((nonce, Timestamp::from_second(until).ok()?))
                })
                .collect()
        })
    }

    /// The server's list is the truth: what is new is added at the end, and what is not in it
    /// any more was answered elsewhere or ran out.
    fn take_requests(&self, account: EntryId, polled: Vec<ApprovalRequest>) {
        let mut changed = false;
        {
            let mut approvals = crate::lock(&self.approvals);
            let (gone, kept): (Vec<_>, Vec<_>) = approvals.open.drain(..).partition(|open| {
                open.account == account
                    && !open.sending
                    && !polled
                        .iter()
                        .any(|request| request.nonce() == open.request.nonce())
            });
            approvals.open = kept;
            changed |= !gone.is_empty();
            for request in polled {
                if !approvals
                    .open
                    .iter()
                    .any(|open| open.request.nonce() == request.nonce())
                {
                    approvals.open.push(Open {
                        request,
                        account,
                        intent: None,
                        sending: false,
                    });
                    changed = true;
                }
            }
        }
        if changed {
            self.emit(AppEvent::Requests);
        }
    }

    fn note_poll(&self, id: EntryId, host: &str, outcome: Result<(), &PushError>) {
        let now = self.clock.local();
        let mut random = [0; 4];
        // Without randomness there is no jitter; polling goes on.
        let _ = getrandom::fill(&mut random);
        let mut approvals = crate::lock(&self.approvals);
        let server = approvals.servers.entry(id).or_default();
        let before = server.problem.take();
        match outcome {
            Ok(()) => server.reached_at = Some(now),
            Err(error) => {
                server.problem = Some(Problem::from(error.clone()).with("host", host));
            }
        }
        match server.schedule.next(outcome, u32::from_le_bytes(random)) {
            NextPoll::After(pause) => {
                server.stopped = false;
                server.next_at = now.checked_add(pause).ok();
            }
            NextPoll::Stopped => {
                server.stopped = true;
                server.next_at = None;
            }
        }
        let changed = before != server.problem;
        drop(approvals);
        if changed {
            self.emit(AppEvent::Requests);
        }
    }

    /// Checks an answer against the request and marks the request as being answered.
    fn begin_answer(&self, wanted: &AnswerRequest) -> Result<(Open, Signed), Problem> {
        self.expire();
        let mut approvals = crate::lock(&self.approvals);
        let open = approvals.find(&wanted.request_id)?;
        // A refusal stands, whether or not it arrived; an approval that did not arrive may still
        // become a refusal.
        let refused = matches!(open.intent, Some(Answer::Deny | Answer::NotMe));
        if open.sending || (refused && wanted.answer == Answer::Approve) {
            return Err(ErrorCode::RequestMissing.into());
        }
        let signed = match (wanted.answer, open.request.kind(), &wanted.choice) {
            (Answer::Deny, ..) => Signed::Decline(None),
            (Answer::NotMe, ..) => Signed::Decline(Some(DeclineReason::UnknownTrigger)),
            (Answer::Approve, RequestKind::Plain, _) => Signed::Approve,
            (Answer::Approve, RequestKind::Presence { .. }, None) => {
                return Err(ErrorCode::ChoiceNeeded.into());
            }
            (Answer::Approve, RequestKind::Presence { .. }, Some(choice)) => {
                let option = open.request.presence_option(choice);
                Signed::ApprovePresence(option.ok_or(ErrorCode::ChoiceNeeded)?.clone())
            }
        };
        open.sending = true;
        open.intent = Some(wanted.answer);
        Ok((open.clone(), signed))
    }

    /// Sending failed: the request waits again, for the same answer.
    fn sending_ended(&self, open: &Open) {
        let mut approvals = crate::lock(&self.approvals);
        if let Ok(kept) = approvals.find(open.request.nonce().as_str()) {
            kept.sending = false;
        }
    }

    /// Writes down that a request is answered, then lets go of it.
    fn close(&self, open: &Open, outcome: AnswerOutcome) -> Result<(), Problem> {
        let now = self.clock.unix();
        let handled = HandledNonce {
            nonce: open.request.nonce().as_str().to_owned(),
            expires_at: u64::try_from(open.request.expires_at().as_second())
                .unwrap_or(now)
                .saturating_add(NONCE_GRACE),
            extra: Extra::new(),
        };
        {
            let mut approvals = crate::lock(&self.approvals);
            approvals
                .open
                .retain(|kept| kept.request.nonce() != open.request.nonce());
        }
        let view = self.change(|body| {
            let entry = body
                .entry_mut(open.account)
                .ok_or(ErrorCode::AccountMissing)?;
            entry.last_used_at = Some(now);
            let view = AnsweredView {
                id: handled.nonce.clone(),
                issuer: entry.issuer.clone(),
                account: entry.account.clone(),
                host: String::new(),
                at: i64::try_from(now).unwrap_or(i64::MAX),
                outcome,
            };
            let EntryKind::Push(push) = &mut entry.kind else {
                return Err(ErrorCode::AccountMissing.into());
            };
            push.handled_nonces.retain(|kept| kept.expires_at >= now);
            push.handled_nonces.push(handled);
            Ok(AnsweredView {
                host: views::host(&push.url),
                ..view
            })
        });
        match view {
            Ok(view) => crate::lock(&self.approvals).remember(view),
            // The server has taken the answer; that must be said even if the disk is full.
            Err(problem) => {
                tracing::warn!(code = problem.code.name(), "an answer was not written down");
            }
        }
        self.emit(AppEvent::Requests);
        Ok(())
    }

    /// Lets go of requests that ran out.
    fn expire(&self) {
        let now = self.clock.local();
        let gone: Vec<Open> = {
            let mut approvals = crate::lock(&self.approvals);
            let (gone, kept) = approvals
                .open
                .drain(..)
                .partition(|open| !open.sending && open.request.expires_at() <= now);
            approvals.open = kept;
            gone
        };
        if gone.is_empty() {
            return;
        }
        let approvers = self.approvers().unwrap_or_default();
        let mut approvals = crate::lock(&self.approvals);
        for open in gone {
            if let Some(approver) = approvers
                .iter()
                .find(|approver| approver.id == open.account)
            {
                approvals.remember(AnsweredView {
                    id: open.request.nonce().as_str().to_owned(),
                    issuer: approver.issuer.clone(),
                    account: approver.account.clone(),
                    host: approver.host.clone(),
                    at: open.request.expires_at().as_second(),
                    outcome: AnswerOutcome::Expired,
                });
            }
        }
        drop(approvals);
        self.emit(AppEvent::Requests);
    }
}

impl Approvals {
    /// One connection pool for all, made anew when the private authorities changed.
    pub(crate) fn transport(&mut self, pems: &[String]) -> Result<HttpTransport, Problem> {
        match &self.transport {
            Some((known, transport)) if known == pems => Ok(transport.clone()),
            _ => {
                let made = HttpTransport::new(pems).map_err(Problem::internal)?;
                self.transport = Some((pems.to_vec(), made.clone()));
                Ok(made)
            }
        }
    }

    /// The open request with this id, or the only one whose id begins so.
    fn find(&mut self, id: &str) -> Result<&mut Open, Problem> {
        let wanted = id.to_ascii_uppercase();
        let mut fitting = self.open.iter_mut().filter(|open| {
            open.request
                .nonce()
                .as_str()
                .to_ascii_uppercase()
                .starts_with(&wanted)
        });
        match (fitting.next(), fitting.next()) {
            (Some(open), None) => Ok(open),
            (Some(_), Some(_)) => Err(Problem::new(ErrorCode::AccountAmbiguous).with("query", id)),
            (None, _) => Err(ErrorCode::RequestMissing.into()),
        }
    }

    fn remember(&mut self, view: AnsweredView) {
        self.answered.push_front(view);
        self.answered.truncate(REMEMBERED);
    }
}

/// How long after its end a handled request is remembered: the server's own grace and two wrong
/// clocks, in seconds.
const NONCE_GRACE: u64 = 600;

fn credentials(push: &PushEntry) -> Result<Credentials, Problem> {
    let der = push
        .private_key_pkcs8
        .as_ref()
        .ok_or(ErrorCode::KeyRefused)?;
    let server = push
        .server_public_key_der
        .as_ref()
        .ok_or(ErrorCode::KeyRefused)?;
    // EXPOSE: to sign with.
    let key = PrivateKey::from_pkcs8_der(der.expose_secret()).map_err(Problem::internal)?;
    let token = Token {
        serial: Serial::parse(&push.serial).ok_or_else(|| Problem::internal("serial"))?,
        endpoint: Endpoint::parse(&push.url).map_err(Problem::internal)?,
        server_key: ServerKey::from_der(server).map_err(Problem::internal)?,
    };
    Ok(Credentials { token, key })
}

fn request_view(open: &Open, approver: &Approver) -> RequestView {
    let request = &open.request;
    let context = request.context();
    let browser: Vec<&str> = context.browser.into_iter().chain(context.system).collect();
    RequestView {
        id: request.nonce().as_str().to_owned(),
        account_id: approver.id.to_string(),
        issuer: approver.issuer.clone(),
        account: approver.account.clone(),
        host: approver.host.clone(),
        title: request.title().to_owned(),
        question: request.question().to_owned(),
        received_at: request.received_at().as_second(),
        expires_at: request.expires_at().as_second(),
        choices: match request.kind() {
            RequestKind::Plain => Vec::new(),
            RequestKind::Presence { options } => options
                .iter()
                .map(|option| option.as_str().to_owned())
                .collect(),
        },
        ip: context.ip.map(|ip| ip.to_string()),
        browser: (!browser.is_empty()).then(|| browser.join(", ")),
        can_report: request.takes_reason(),
    }
}

fn seconds(time: Timestamp) -> i64 {
    time.as_second()
}
