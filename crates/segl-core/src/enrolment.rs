//! Enrolling this device for approvals: a key in the background, saved before the server hears
//! of it, then the registration, then a first signed poll.
//!
//! A lost answer cannot be asked for again (the server's step 2 works once), so each step is
//! durable before the next begins, and a restart goes on where the vault says it stopped.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use secrecy::ExposeSecret;

use segl_push::{EnrolmentUri, HttpTransport, PrivateKey, PushError};
use segl_vault::{EntryId, EntryKind, PushEntry, PushState, SecretBytes};

use crate::api::{AppEvent, EnrolmentView, ErrorCode, Language};
use crate::app::{App, Inner};
use crate::problem::Problem;
use crate::views;

/// The enrolments that this process works on or failed at.
#[derive(Default)]
pub(crate) struct Enrolments(HashMap<EntryId, Step>);

#[derive(Clone)]
enum Step {
    MakingKey,
    Registering,
    Testing,
    Failed { problem: Problem, can_retry: bool },
}

/// What the registration needs, read from the vault.
struct Begun {
    uri: EnrolmentUri,
    expires_at: Timestamp,
    /// Present where an earlier process got this far.
    key: Option<PrivateKey>,
}

impl Enrolments {
    pub(crate) fn view(
        &self,
        id: EntryId,
        push: &PushEntry,
        language: Language,
    ) -> Option<EnrolmentView> {
        let expires_at = push.expires_at.and_then(|time| i64::try_from(time).ok());
        Some(match self.0.get(&id)? {
            Step::MakingKey => EnrolmentView::MakingKey { expires_at },
            Step::Registering => EnrolmentView::Registering { expires_at },
            Step::Testing => EnrolmentView::Testing,
            Step::Failed { problem, can_retry } => EnrolmentView::Failed {
                failure: problem.spoken(language),
                can_retry: *can_retry,
            },
        })
    }

    /// Whether this process works on it right now.
    pub(crate) fn runs(&self, id: EntryId) -> bool {
        matches!(
            self.0.get(&id),
            Some(Step::MakingKey | Step::Registering | Step::Testing)
        )
    }

    pub(crate) fn forget_all(&mut self) {
        self.0.clear();
    }
}

/// Why an enrolment that the vault calls failed did so: the words for after a restart.
pub(crate) fn refused(push: &PushEntry) -> Problem {
    Problem::new(ErrorCode::EnrolmentInterrupted).with("host", views::host(&push.url))
}

impl App {
    /// Goes on with every enrolment that an earlier process left unfinished.
    pub(crate) fn resume_enrolments(&self) {
        let unfinished = self.0.read(|body| {
            views::alive(body)
                .filter(|entry| match &entry.kind {
                    EntryKind::Push(push) => {
                        matches!(push.state, PushState::MakingKey | PushState::KeySaved)
                    }
                    _ => false,
                })
                .map(|entry| entry.id)
                .collect::<Vec<_>>()
        });
        for id in unfinished.unwrap_or_default() {
            self.enrol(id);
        }
    }

    /// Enrols in the background; the accounts' views and [`AppEvent::Enrolment`] tell how far.
    pub(crate) fn enrol(&self, id: EntryId) {
        {
            let mut enrolments = crate::lock(&self.0.enrolments);
            if enrolments.runs(id) {
                return;
            }
            enrolments.0.insert(id, Step::MakingKey);
        }
        let app = self.clone();
        tokio::spawn(async move {
            match app.enrol_now(id).await {
                Ok(()) => {
                    crate::lock(&app.0.enrolments).0.remove(&id);
                    app.0.poll_now.notify_one();
                }
                Err((problem, can_retry)) => {
                    tracing::info!(code = problem.code.name(), "an enrolment failed");
                    app.0.step(id, Step::Failed { problem, can_retry });
                }
            }
            app.0.emit(AppEvent::Accounts);
            app.0.emit(AppEvent::Enrolment {
                account_id: id.to_string(),
            });
        });
    }

    async fn enrol_now(&self, id: EntryId) -> Result<(), (Problem, bool)> {
        let again = |problem: Problem| (problem, true);
        if !self.registered(id).await.map_err(again)? {
            let begun = self
                .work(move |inner| inner.begun(id))
                .await
                .map_err(again)?;
            let host = begun.uri.endpoint().host().to_string();
            let resumed = begun.key.is_some();
            let begun = self.with_key(id, begun).await.map_err(again)?;
            self.register(id, begun, resumed)
                .await
                .map_err(|(problem, can_retry)| (problem.with("host", host), can_retry))?;
        }
        self.0.step(id, Step::Testing);
        self.poll_account(id).await.map_err(again)
    }

    async fn registered(&self, id: EntryId) -> Result<bool, Problem> {
        self.work(move |inner| inner.push_entry(id, |push| push.state == PushState::Registered))
            .await
    }

    /// Makes the key and saves it, unless an earlier process did.
    async fn with_key(&self, id: EntryId, mut begun: Begun) -> Result<Begun, Problem> {
        if begun.key.is_none() {
            let key = self
                .work(move |inner| {
                    let key = PrivateKey::make().map_err(Problem::internal)?;
                    // EXPOSE: the key goes into the vault, and is there before the server knows.
                    let saved = SecretBytes::new(key.expose_pkcs8_der().to_vec());
                    inner.change_push(id, |push| {
                        push.private_key_pkcs8 = Some(saved);
                        push.state = PushState::KeySaved;
                    })?;
                    Ok(key)
                })
                .await?;
            begun.key = Some(key);
        }
        Ok(begun)
    }

    async fn register(
        &self,
        id: EntryId,
        begun: Begun,
        resumed: bool,
    ) -> Result<(), (Problem, bool)> {
        self.0.step(id, Step::Registering);
        let key = begun
            .key
            .ok_or_else(|| (Problem::internal("no key"), true))?;
        let transport = self
            .work(|inner| inner.transport())
            .await
            .map_err(|error| (error, true))?;
        let inner = Arc::clone(&self.0);
        let now = move || inner.clock.local();
        let exchange = segl_push::enrol(&transport, &now, &begun.uri, begun.expires_at, &key).await;
        self.0.clock.learn(exchange.measured);
        match exchange.outcome {
            Ok(token) => self
                .work(move |inner| {
                    inner.change_push(id, |push| {
                        push.server_public_key_der = Some(token.server_key.der().to_vec());
                        push.state = PushState::Registered;
                        push.enrolment_uri = None;
                        push.enrolment_credential = None;
                        push.expires_at = None;
                    })
                })
                .await
                .map_err(|problem| (problem, true)),
            Err(error) => Err(self.registration_failed(id, error, resumed).await),
        }
    }

    /// A refusal is final and is written down; anything else can be tried again, while the
    /// enrolment code lives.
    async fn registration_failed(
        &self,
        id: EntryId,
        error: PushError,
        resumed: bool,
    ) -> (Problem, bool) {
        let is_final = matches!(
            error,
            PushError::EnrolmentClosed | PushError::WrongCredential | PushError::EnrolmentExpired
        );
        // The server may have taken an earlier attempt whose answer never arrived.
        let interrupted = resumed && error == PushError::EnrolmentClosed;
        if is_final {
            let written = self
                .work(move |inner| {
                    inner.change_push(id, |push| {
                        push.state = PushState::Failed;
                        push.enrolment_uri = None;
                        push.enrolment_credential = None;
                    })
                })
                .await;
            if let Err(problem) = written {
                return (problem, true);
            }
        }
        let problem = match interrupted {
            true => ErrorCode::EnrolmentInterrupted.into(),
            false => error.into(),
        };
        (problem, !is_final)
    }
}

impl Inner {
    fn step(&self, id: EntryId, step: Step) {
        crate::lock(&self.enrolments).0.insert(id, step);
        self.emit(AppEvent::Enrolment {
            account_id: id.to_string(),
        });
    }

    fn begun(&self, id: EntryId) -> Result<Begun, Problem> {
        self.push_entry(id, |push| {
            let text = push.enrolment_uri.as_ref().ok_or_else(|| refused(push))?;
            // EXPOSE: the credential in it is what the server wants to see once.
            let uri = EnrolmentUri::parse(text.expose_secret())?;
            let key = match &push.private_key_pkcs8 {
                Some(der) => {
                    // EXPOSE: to sign with.
                    let key = PrivateKey::from_pkcs8_der(der.expose_secret());
                    Some(key.map_err(Problem::internal)?)
                }
                None => None,
            };
            let expires_at = push.expires_at.and_then(|time| i64::try_from(time).ok());
            let expires_at =
                Timestamp::from_second(expires_at.unwrap_or(i64::MAX)).unwrap_or(Timestamp::MAX);
            Ok(Begun {
                uri,
                expires_at,
                key,
            })
        })?
    }

    /// Looks at the push part of an account.
    pub(crate) fn push_entry<T>(
        &self,
        id: EntryId,
        look: impl FnOnce(&PushEntry) -> T,
    ) -> Result<T, Problem> {
        self.read(|body| match body.entry(id).map(|entry| &entry.kind) {
            Some(EntryKind::Push(push)) => Ok(look(push)),
            _ => Err(ErrorCode::AccountMissing.into()),
        })?
    }

    /// Changes the push part of an account, durably.
    pub(crate) fn change_push(
        &self,
        id: EntryId,
        edit: impl FnOnce(&mut PushEntry),
    ) -> Result<(), Problem> {
        self.change(
            |body| match body.entry_mut(id).map(|entry| &mut entry.kind) {
                Some(EntryKind::Push(push)) => {
                    edit(push);
                    Ok(())
                }
                _ => Err(ErrorCode::AccountMissing.into()),
            },
        )
    }

    /// The way to the servers: the platform's authorities and the private ones of this vault.
    pub(crate) fn transport(&self) -> Result<HttpTransport, Problem> {
        let pems: Vec<String> = self.read(|body| {
            body.certificates
                .iter()
                .map(|certificate| certificate.pem.clone())
                .collect()
        })?;
        let mut approvals = crate::lock(&self.approvals);
        approvals.transport(&pems)
    }
}
