//! Approval requests.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Failure;

/// The requests that wait, and how the servers were reached.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RequestsView {
    /// The corrected time of the answer, in milliseconds since 1970.
    pub now_ms: i64,
    /// The open requests, the oldest first: a newer one never takes another's place.
    pub open: Vec<RequestView>,
    /// The servers, by account.
    pub servers: Vec<ServerView>,
    /// What was answered since the program started, newest first.
    pub answered: Vec<AnsweredView>,
}

/// One open request. Question and title come from the server and are untrusted plain text.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RequestView {
    /// The request's id.
    pub id: String,
    /// The account that it is for.
    pub account_id: String,
    /// Who asks, as the account is named here.
    pub issuer: String,
    /// Whose account it is there.
    pub account: String,
    /// The server's host, and its port where it is not the usual one.
    pub host: String,
    /// The server's title, cleaned.
    pub title: String,
    /// The server's question, cleaned.
    pub question: String,
    /// When it was first seen here.
    pub received_at: i64,
    /// When it runs out, as far as this device can know.
    pub expires_at: i64,
    /// The choices, one of which the sign-in page shows. Empty: none are asked for.
    pub choices: Vec<String>,
    /// An IP address, recognised in the server's text.
    pub ip: Option<String>,
    /// A browser or a system, recognised in the server's text.
    pub browser: Option<String>,
    /// Whether "it wasn't me" can be told to the server with that reason.
    pub can_report: bool,
}

/// How an approval server was reached.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ServerView {
    /// The account.
    pub account_id: String,
    /// As the account is named here.
    pub issuer: String,
    /// The server's host.
    pub host: String,
    /// When it last answered well.
    pub reached_at: Option<i64>,
    /// When it is asked next.
    pub next_at: Option<i64>,
    /// Why it did not work the last time.
    pub failure: Option<Failure>,
}

/// A request that was answered or that ran out.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AnsweredView {
    /// The request's id.
    pub id: String,
    /// Who asked.
    pub issuer: String,
    /// Whose account.
    pub account: String,
    /// The server's host.
    pub host: String,
    /// When.
    pub at: i64,
    /// How it ended.
    pub outcome: AnswerOutcome,
}

/// An answer to a request.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AnswerRequest {
    /// The request's id.
    pub request_id: String,
    /// The answer.
    pub answer: Answer,
    /// The choice that the sign-in page shows, where choices are asked for.
    pub choice: Option<String>,
}

/// What a person says to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Yes, it is me.
    Approve,
    /// No.
    Deny,
    /// No, and I did not start it.
    NotMe,
}

/// How an answer was taken.
#[derive(Clone, Serialize, TS)]
pub struct AnswerView {
    /// How it ended.
    pub outcome: AnswerOutcome,
    /// When.
    pub at: i64,
    /// Code to phone: the number to type at the sign-in page. It cannot be fetched again.
    pub display_code: Option<String>,
    /// Until when that number is good.
    pub display_until: Option<i64>,
    /// What the server said about it, cleaned.
    pub message: Option<String>,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AnswerOutcome {
    /// The server took the approval.
    Approved,
    /// The server took the refusal.
    Denied,
    /// The server took the refusal, and knows that it was not the person.
    Reported,
    /// The choice was wrong; the request was declined.
    WrongChoice,
    /// It ran out before it was answered.
    Expired,
}
