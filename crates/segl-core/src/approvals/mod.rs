//! Approval requests: what is known of them and of their servers, in memory only.
//!
//! Verifying is segl-push's: what arrives here as a request is genuine. [`poll`] asks the servers,
//! [`answer`] sends what a person says.

mod answer;
mod poll;

use std::collections::{HashMap, HashSet, VecDeque};

use jiff::Timestamp;
use secrecy::ExposeSecret;

use segl_push::{
    ApprovalRequest, Endpoint, HttpTransport, Nonce, PollSchedule, PrivateKey, RequestKind, Serial,
    ServerKey, Token,
};
use segl_vault::{EntryId, EntryKind, PushEntry, PushState};

use crate::api::{
    Answer, AnswerOutcome, AnsweredView, AppEvent, ErrorCode, RequestView, RequestsView, ServerView,
};
use crate::app::Inner;
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
    /// What was answered: a poll that was under way meanwhile may bring it once more.
    closed: HashSet<Nonce>,
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
