//! The objects of `--json`: docs/cli.md says what each field means. They are stable; a field may
//! be added, none goes or changes its meaning. They are therefore types of their own and not the
//! views of segl-core, which change with the window.

use serde::Serialize;

use segl_core::api::{
    AccountKind, AccountView, AnswerOutcome, AnswerView, CertificateView, Check, CheckOutcome,
    CheckView, CodeView, DraftKind, DraftView, EnrolmentView, Failure, KeyringState, RequestView,
    Stage, StatusView,
};

/// An account, or one that was read and not kept.
#[derive(Serialize)]
pub(crate) struct Account<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<&'a str>,
    #[serde(flatten)]
    pub(crate) kind: Kind<'a>,
    pub(crate) issuer: &'a str,
    pub(crate) account: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) group: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) favourite: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) created_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_used_at: Option<i64>,
}

/// What kind an account is.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Kind<'a> {
    Totp {
        algorithm: &'a str,
        digits: u8,
        period: u32,
    },
    Hotp {
        algorithm: &'a str,
        digits: u8,
        counter: u64,
    },
    Steam,
    Push {
        host: &'a str,
        serial: &'a str,
        enrolment: &'static str,
    },
}

impl<'a> From<&'a AccountView> for Account<'a> {
    fn from(view: &'a AccountView) -> Self {
        let kind = match &view.kind {
            AccountKind::Totp {
                digits,
                period,
                algorithm,
            } => Kind::Totp {
                algorithm,
                digits: *digits,
                period: *period,
            },
            AccountKind::Hotp {
                digits,
                counter,
                algorithm,
            } => Kind::Hotp {
                algorithm,
                digits: *digits,
                counter: *counter,
            },
            AccountKind::Steam => Kind::Steam,
            AccountKind::Push {
                host,
                serial,
                enrolment,
            } => Kind::Push {
                host,
                serial,
                enrolment: enrolment_name(enrolment),
            },
        };
        Self {
            id: Some(&view.id),
            kind,
            issuer: &view.issuer,
            account: &view.account,
            group: view.group.as_deref(),
            favourite: Some(view.favourite),
            created_at: Some(view.created_at),
            last_used_at: view.last_used_at,
        }
    }
}

impl<'a> From<&'a DraftView> for Account<'a> {
    fn from(view: &'a DraftView) -> Self {
        let kind = match &view.kind {
            DraftKind::Totp {
                digits,
                period,
                algorithm,
            } => Kind::Totp {
                algorithm,
                digits: *digits,
                period: *period,
            },
            DraftKind::Hotp {
                digits,
                counter,
                algorithm,
            } => Kind::Hotp {
                algorithm,
                digits: *digits,
                counter: *counter,
            },
            DraftKind::Steam => Kind::Steam,
            DraftKind::Push { host, serial, .. } => Kind::Push {
                host,
                serial,
                enrolment: "none",
            },
        };
        Self {
            id: None,
            kind,
            issuer: &view.issuer,
            account: &view.account,
            group: None,
            favourite: None,
            created_at: None,
            last_used_at: None,
        }
    }
}

fn enrolment_name(enrolment: &EnrolmentView) -> &'static str {
    match enrolment {
        EnrolmentView::MakingKey { .. } => "making_key",
        EnrolmentView::Registering { .. } => "registering",
        EnrolmentView::Testing => "testing",
        EnrolmentView::Ready => "ready",
        EnrolmentView::Failed { .. } => "failed",
    }
}

/// An account as a link says it: `segl add --dry-run`.
#[derive(Serialize)]
pub(crate) struct Parsed<'a> {
    #[serde(rename = "type")]
    pub(crate) kind: &'a str,
    pub(crate) issuer: &'a str,
    pub(crate) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tenant: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) secret: Option<&'a str>,
    pub(crate) algorithm: &'a str,
    pub(crate) digits: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) period: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) counter: Option<u64>,
}

/// An enrolment for approvals as a link says it: `segl add --dry-run`.
#[derive(Serialize)]
pub(crate) struct ParsedPush<'a> {
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) issuer: &'a str,
    pub(crate) name: &'a str,
    pub(crate) host: &'a str,
    pub(crate) serial: &'a str,
}

/// A link that is no account: `{"problem":{"reason":…,"message":…}}`.
#[derive(Serialize)]
pub(crate) struct Refused<'a> {
    pub(crate) problem: Problem<'a>,
}

#[derive(Serialize)]
pub(crate) struct Problem<'a> {
    pub(crate) reason: &'a str,
    pub(crate) message: &'a str,
    pub(crate) hint: &'a str,
}

/// The codes in one picture: `segl scan`.
#[derive(Serialize)]
pub(crate) struct Scanned<'a> {
    pub(crate) file: &'a str,
    pub(crate) codes: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<Error<'a>>,
}

/// A code: `segl code`.
#[derive(Serialize)]
pub(crate) struct Code<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) issuer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) account: Option<&'a str>,
    pub(crate) code: &'a str,
    pub(crate) next: Option<&'a str>,
    pub(crate) valid_from: Option<i64>,
    pub(crate) valid_until: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) counter: Option<u64>,
}

impl<'a> Code<'a> {
    pub(crate) fn new(code: &'a CodeView, account: Option<&'a AccountView>) -> Self {
        Self {
            id: account.map(|account| &*account.id),
            issuer: account.map(|account| &*account.issuer),
            account: account.map(|account| &*account.account),
            code: &code.code,
            next: code.next.as_deref(),
            valid_from: code.valid_from,
            valid_until: code.valid_until,
            counter: code.counter,
        }
    }
}

/// An open request: `segl requests`.
#[derive(Serialize)]
pub(crate) struct Request<'a> {
    id: &'a str,
    account_id: &'a str,
    issuer: &'a str,
    account: &'a str,
    host: &'a str,
    title: &'a str,
    question: &'a str,
    received_at: i64,
    expires_at: i64,
    choices: &'a [String],
    ip: Option<&'a str>,
    browser: Option<&'a str>,
    can_report: bool,
}

impl<'a> From<&'a RequestView> for Request<'a> {
    fn from(view: &'a RequestView) -> Self {
        Self {
            id: &view.id,
            account_id: &view.account_id,
            issuer: &view.issuer,
            account: &view.account,
            host: &view.host,
            title: &view.title,
            question: &view.question,
            received_at: view.received_at,
            expires_at: view.expires_at,
            choices: &view.choices,
            ip: view.ip.as_deref(),
            browser: view.browser.as_deref(),
            can_report: view.can_report,
        }
    }
}

/// How an answer was taken: `segl approve` and `segl deny`.
#[derive(Serialize)]
pub(crate) struct Answer<'a> {
    pub(crate) id: &'a str,
    pub(crate) outcome: AnswerOutcome,
    at: i64,
    display_code: Option<&'a str>,
    display_until: Option<i64>,
    message: Option<&'a str>,
}

impl<'a> Answer<'a> {
    pub(crate) fn new(id: &'a str, view: &'a AnswerView) -> Self {
        Self {
            id,
            outcome: view.outcome,
            at: view.at,
            display_code: view.display_code.as_deref(),
            display_until: view.display_until,
            message: view.message.as_deref(),
        }
    }
}

/// What is known of the vault without opening it: `segl vault status`.
#[derive(Serialize)]
pub(crate) struct Status<'a> {
    stage: Stage,
    version: &'a str,
    data_dir: &'a str,
    keyring: KeyringState,
    vault: Option<Vault<'a>>,
}

#[derive(Serialize)]
struct Vault<'a> {
    id: &'a str,
    generation: u64,
    keyring_slot: bool,
    passphrase_slot: bool,
    recovery_slot: bool,
    passphrase_hint: Option<&'a str>,
}

impl<'a> From<&'a StatusView> for Status<'a> {
    fn from(view: &'a StatusView) -> Self {
        Self {
            stage: view.stage,
            version: &view.version,
            data_dir: &view.data_dir,
            keyring: view.keyring,
            vault: view.vault.as_ref().map(|vault| Vault {
                id: &vault.id,
                generation: vault.generation,
                keyring_slot: vault.keyring_slot,
                passphrase_slot: vault.passphrase_slot,
                recovery_slot: vault.recovery_slot,
                passphrase_hint: vault.passphrase_hint.as_deref(),
            }),
        }
    }
}

/// A check of the self-test: `segl doctor`.
#[derive(Serialize)]
pub(crate) struct Checked<'a> {
    check: Check,
    outcome: CheckOutcome,
    subject: Option<&'a str>,
    message: &'a str,
    hint: Option<&'a str>,
}

impl<'a> From<&'a CheckView> for Checked<'a> {
    fn from(view: &'a CheckView) -> Self {
        Self {
            check: view.check,
            outcome: view.outcome,
            subject: view.subject.as_deref(),
            message: &view.message,
            hint: view.hint.as_deref(),
        }
    }
}

/// A private certificate authority: `segl certificate`.
#[derive(Serialize)]
pub(crate) struct Certificate<'a> {
    fingerprint: &'a str,
    name: &'a str,
    added_at: i64,
}

impl<'a> From<&'a CertificateView> for Certificate<'a> {
    fn from(view: &'a CertificateView) -> Self {
        Self {
            fingerprint: &view.fingerprint,
            name: &view.name,
            added_at: view.added_at,
        }
    }
}

/// Why something did not work.
#[derive(Serialize)]
pub(crate) struct Error<'a> {
    pub(crate) code: &'a str,
    pub(crate) message: &'a str,
    pub(crate) hint: &'a str,
    pub(crate) retry: bool,
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub(crate) details: &'a std::collections::BTreeMap<String, String>,
}

impl<'a> From<&'a Failure> for Error<'a> {
    fn from(failure: &'a Failure) -> Self {
        Self {
            code: failure.code.name(),
            message: &failure.message,
            hint: &failure.hint,
            retry: failure.retry,
            details: &failure.details,
        }
    }
}

/// `{"error":{…}}`, the whole line.
#[derive(Serialize)]
pub(crate) struct Failed<'a> {
    pub(crate) error: Error<'a>,
    /// Where several accounts or requests fit: these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) matches: Vec<Match<'a>>,
}

/// One of several that fit.
#[derive(Serialize)]
pub(crate) struct Match<'a> {
    pub(crate) id: &'a str,
    pub(crate) issuer: &'a str,
    pub(crate) account: &'a str,
}
