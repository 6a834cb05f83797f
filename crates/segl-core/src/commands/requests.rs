//! Approval requests.

use crate::api::{AnswerRequest, AnswerView, ErrorCode, Failure, RequestsView};
use crate::app::App;

/// The open requests, as they are known.
///
/// # Errors
/// If the vault is not open.
pub async fn requests(app: &App, (): &()) -> Result<RequestsView, Failure> {
    app.blocking(|inner| inner.requests()).await
}

/// Asks all servers now. A server that does not answer is a failure in the view.
///
/// # Errors
/// If the vault is not open, or no account is for approvals.
pub async fn check_requests(app: &App, (): &()) -> Result<RequestsView, Failure> {
    let accounts = app.blocking(|inner| {
        let accounts = inner.pollable()?;
        if accounts.is_empty() {
            return Err(ErrorCode::NoApprovals.into());
        }
        Ok(accounts)
    });
    app.poll_all(accounts.await?).await;
    requests(app, &()).await
}

/// Answers a request. A wrong choice declines it.
///
/// # Errors
/// If the request is gone, a choice is needed, or the server cannot be reached; then the request
/// stays and the same answer can be sent again.
pub async fn answer_request(app: &App, request: &AnswerRequest) -> Result<AnswerView, Failure> {
    let outcome = app.answer(request.clone()).await;
    app.spoken(outcome)
}
