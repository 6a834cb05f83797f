//! What was read and is not kept yet. Secrets stay here until a person confirms or drops them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use segl_otp::{Account, Collector, EntryProblem, Part, TextKind};
use segl_push::{EnrolmentUri, EnrolmentUriError};

use crate::api::{ErrorCode, PartsView};
use crate::problem::Problem;

/// Drafts by id, and the export that is being collected.
#[derive(Default)]
pub(crate) struct Drafts {
    waiting: BTreeMap<String, Draft>,
    collector: Option<Collector>,
    next: u64,
}

/// An account that was read.
#[derive(Clone)]
pub(crate) enum Draft {
    /// It would show codes.
    Otp(Account),
    /// Sign-ins would be approved with it.
    Push(Box<PushDraft>),
}

/// A push enrolment that was read.
#[derive(Clone)]
pub(crate) struct PushDraft {
    pub(crate) uri: EnrolmentUri,
    pub(crate) text: SecretString,
    pub(crate) expires_at: Timestamp,
}

/// What one reading gave.
#[derive(Default)]
pub(crate) struct Reading {
    pub(crate) drafts: Vec<String>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) parts: Option<PartsView>,
}

impl Drafts {
    /// Reads one text, whatever it is.
    pub(crate) fn read(&mut self, text: &SecretString, now: Timestamp) -> Reading {
        self.recognise(text, now).unwrap_or_else(|problem| Reading {
            problems: vec![problem],
            ..Reading::default()
        })
    }

    /// Puts an account in by hand.
    pub(crate) fn put(&mut self, draft: Draft) -> String {
        self.next += 1;
        // The number keeps the order of reading; it is good only within this process.
        let id = format!("draft-{:06}", self.next);
        self.waiting.insert(id.clone(), draft);
        id
    }

    pub(crate) fn find(&self, id: &str) -> Result<&Draft, Problem> {
        self.waiting
            .get(id)
            .ok_or_else(|| ErrorCode::DraftMissing.into())
    }

    pub(crate) fn take(&mut self, id: &str) -> Option<Draft> {
        self.waiting.remove(id)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (&String, &Draft)> {
        self.waiting.iter()
    }

    pub(crate) fn parts(&self) -> Option<PartsView> {
        let progress = self.collector.as_ref()?.progress()?;
        Some(PartsView {
            seen: progress.have,
            total: progress.size,
        })
    }

    pub(crate) fn drop_all(&mut self) {
        self.waiting.clear();
        self.collector = None;
    }

    fn recognise(&mut self, text: &SecretString, now: Timestamp) -> Result<Reading, Problem> {
        // EXPOSE: parsing is what a text that was read is for.
        let plain = text.expose_secret();
        match segl_otp::recognise(plain) {
            TextKind::Migration => self.collect(plain),
            TextKind::Push | TextKind::Container => {
                let push = push(text, now)?;
                Ok(self.one(Draft::Push(Box::new(push))))
            }
            kind => {
                let account = otp(plain, kind)?;
                Ok(self.one(Draft::Otp(account)))
            }
        }
    }

    fn one(&mut self, draft: Draft) -> Reading {
        Reading {
            drafts: vec![self.put(draft)],
            ..Reading::default()
        }
    }

    fn collect(&mut self, text: &str) -> Result<Reading, Problem> {
        let part = Part::parse(text)?;
        let collector = self.collector.get_or_insert_default();
        let progress = collector
            .add(part)
            .map_err(|_| ErrorCode::MigrationOtherBatch)?;
        let mut reading = Reading {
            parts: Some(PartsView {
                seen: progress.have,
                total: progress.size,
            }),
            ..Reading::default()
        };
        if progress.is_complete()
            && let Some(collector) = self.collector.take()
        {
            let collected = collector.finish();
            for account in collected.accounts {
                reading.drafts.push(self.put(Draft::Otp(account)));
            }
            reading
                .problems
                .extend(collected.problems.iter().map(|problem| {
                    tracing::info!(reason = ?problem.reason, "an entry was left out");
                    left_out(problem)
                }));
        }
        Ok(reading)
    }
}

/// An entry of an export that cannot be taken, by its name or its place.
pub(crate) fn left_out(problem: &EntryProblem) -> Problem {
    let name = match (&*problem.issuer, &*problem.name) {
        ("", "") => format!("{}", problem.position + 1),
        ("", name) | (name, "") => name.to_owned(),
        (issuer, name) => format!("{issuer}, {name}"),
    };
    Problem::new(ErrorCode::MigrationEntry).with("account", name)
}

/// An account by its parts or by its link.
pub(crate) fn otp(text: &str, kind: TextKind) -> Result<Account, Problem> {
    match kind {
        TextKind::OtpAuth => Ok(segl_otp::parse_uri(text)?),
        TextKind::BareSecret => Ok(Account {
            issuer: String::new(),
            name: String::new(),
            tenant: None,
            otp: segl_otp::Otp::Totp(segl_otp::Totp {
                secret: segl_otp::Secret::from_base32(text)?,
                algorithm: segl_otp::Algorithm::default(),
                digits: segl_otp::Digits::default(),
                period: segl_otp::Period::default(),
            }),
            image: None,
            serial: None,
        }),
        TextKind::WebAddress { host } => {
            Err(Problem::new(ErrorCode::TextWebAddress).with("host", host))
        }
        TextKind::Wifi => Err(ErrorCode::TextWifi.into()),
        TextKind::MicrosoftPhoneFactor => Err(ErrorCode::TextMicrosoft.into()),
        TextKind::Empty => Err(ErrorCode::TextEmpty.into()),
        TextKind::Migration | TextKind::Push | TextKind::Container => Err(Problem::internal(
            "a text of another kind was read as a code",
        )),
        TextKind::SteamMobile | TextKind::Passkey | TextKind::Other => {
            Err(ErrorCode::TextOther.into())
        }
    }
}

fn push(text: &SecretString, now: Timestamp) -> Result<PushDraft, Problem> {
    // EXPOSE: parsing is what a text that was read is for.
    let uri = EnrolmentUri::parse(text.expose_secret())
        .map_err(|error: EnrolmentUriError| Problem::from(error))?;
    let expires_at = uri.expires_at(now);
    Ok(PushDraft {
        text: text.clone(),
        expires_at,
        uri,
    })
}
