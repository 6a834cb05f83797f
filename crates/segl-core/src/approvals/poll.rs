//! Asking the servers for requests.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::task::JoinSet;
use tokio::time;

use segl_push::{ApprovalRequest, NextPoll, PushError, SeenNonces};
use segl_vault::EntryId;

use super::{Credentials, Open};
use crate::api::AppEvent;
use crate::app::{App, Inner};
use crate::problem::Problem;

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
        self.0.note_poll(id, &host, outcome.as_ref().copied());
        outcome.map_err(|error| Problem::from(error).with("host", host))
    }
}

impl Inner {
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
        // Locked while the server was being asked: what it said is not kept in memory.
        if self.read(|_| ()).is_err() {
            return;
        }
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
                let known = approvals.closed.contains(request.nonce())
                    || approvals
                        .open
                        .iter()
                        .any(|open| open.request.nonce() == request.nonce());
                if !known {
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
}
