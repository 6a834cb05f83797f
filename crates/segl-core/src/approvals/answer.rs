//! Sending a person's answer: a closed request is never answered again, and a wrong choice ends it.

use std::sync::Arc;

use segl_push::{Answer as Signed, AnswerOutcome as Taken, DeclineReason, RequestKind};
use segl_vault::{EntryKind, Extra, HandledNonce};

use super::{Credentials, Open};
use crate::api::{
    Answer, AnswerOutcome, AnswerRequest, AnswerView, AnsweredView, AppEvent, ErrorCode,
};
use crate::app::{App, Inner};
use crate::problem::Problem;
use crate::views;

/// How long after its end a handled request is remembered: the server's own grace and two wrong
/// clocks, in seconds.
const NONCE_GRACE: u64 = 600;

impl App {
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
            approvals.closed.insert(open.request.nonce().clone());
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
}
