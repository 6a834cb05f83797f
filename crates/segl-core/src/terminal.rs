//! What only the terminal asks for: opening the vault for one command, finding an account by
//! what a person types, the code of another time. No window may call this, and none needs it.

use crate::api::{
    AccountKind, AccountRequest, AccountView, CodeView, ErrorCode, Failure, RequestView,
    UnlockRequest,
};
use crate::app::App;
use crate::commands;
use crate::problem::Problem;

/// Opens the vault for a program that ends soon: unlike [`commands::unlock`] it does not go on
/// with interrupted enrolments, whose answer from the server would be lost with the program.
///
/// # Errors
/// As [`commands::unlock`].
pub async fn open(app: &App, request: &UnlockRequest) -> Result<(), Failure> {
    commands::open(app, request).await.map(drop)
}

/// Whether the vault says that a passphrase opens it. Asks neither the keyring nor the disk.
#[must_use]
pub fn has_passphrase(app: &App) -> bool {
    crate::lock(&app.0.session)
        .header()
        .is_some_and(|header| header.passphrase_slot)
}

/// A reason in the person's words, where a face finds it out by itself.
#[must_use]
pub fn failure(app: &App, code: ErrorCode) -> Failure {
    Problem::new(code).spoken(app.language())
}

/// Why a query names no account.
pub struct Unfound {
    /// [`ErrorCode::AccountMissing`], [`ErrorCode::AccountAmbiguous`], or why the vault is closed.
    pub failure: Failure,
    /// All accounts that fit, where several do.
    pub matches: Vec<AccountView>,
}

impl From<Failure> for Unfound {
    fn from(failure: Failure) -> Self {
        Self {
            failure,
            matches: Vec::new(),
        }
    }
}

/// The one account with a code that a query means: by its id or the beginning of it, by its whole
/// name, else by parts of its issuer and account. Letter case does not matter.
///
/// # Errors
/// If none fits, or several do; if only accounts for approvals fit, they have no code.
pub async fn account_with_code(app: &App, query: &str) -> Result<AccountView, Unfound> {
    let all = commands::accounts(app, &()).await?.accounts;
    let (approvals, with_code): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|account| matches!(account.kind, AccountKind::Push { .. }));
    let mut matches = fitting(with_code, query);
    let code = match matches.len() {
        1 => return Ok(matches.remove(0)),
        0 if fitting(approvals, query).is_empty() => ErrorCode::AccountMissing,
        0 => ErrorCode::AccountHasNoCode,
        _ => ErrorCode::AccountAmbiguous,
    };
    let failure = Problem::new(code)
        .with("query", query.trim())
        .spoken(app.language());
    Err(Unfound { failure, matches })
}

/// The code of an account by time at `unix`, in seconds since 1970.
///
/// # Errors
/// If the account is gone or has no code by time.
pub async fn code_at(app: &App, request: &AccountRequest, unix: u64) -> Result<CodeView, Failure> {
    commands::code_at(app, request, Some(unix)).await
}

/// Why no request is meant.
pub struct UnfoundRequest {
    /// [`ErrorCode::RequestMissing`], [`ErrorCode::AccountAmbiguous`], or why the vault is closed.
    pub failure: Failure,
    /// All requests that fit, where several do.
    pub matches: Vec<RequestView>,
}

/// The open request whose id begins so; the only one, if nothing is given. Asks no server.
///
/// # Errors
/// If none fits, or several do.
pub async fn request(app: &App, id: &str) -> Result<RequestView, UnfoundRequest> {
    let unfound = |failure| UnfoundRequest {
        failure,
        matches: Vec::new(),
    };
    let mut open = commands::requests(app, &()).await.map_err(unfound)?.open;
    let id = id.trim().to_lowercase();
    open.retain(|request| request.id.to_lowercase().starts_with(&id));
    let code = match open.len() {
        1 => return Ok(open.remove(0)),
        0 => ErrorCode::RequestMissing,
        _ => ErrorCode::AccountAmbiguous,
    };
    let failure = Problem::new(code).with("query", id).spoken(app.language());
    Err(UnfoundRequest {
        failure,
        matches: open,
    })
}

/// Shortest beginning of an id that names an account; fewer digits are part of too many names.
const SHORTEST_ID: usize = 4;

/// Whether an id, an issuer and an account, in small letters, fit.
type Rule<'a> = dyn Fn(&str, &str, &str) -> bool + 'a;

/// The accounts that fit best: those of the first rule that any account passes.
fn fitting(accounts: Vec<AccountView>, query: &str) -> Vec<AccountView> {
    let query = query.trim().to_lowercase();
    if query.is_empty() {
        return Vec::new();
    }
    let words: Vec<&str> = query.split_whitespace().collect();
    let rules: [&Rule<'_>; 4] = [
        &|id, _, _| query.len() >= SHORTEST_ID && id.starts_with(&query),
        &|_, issuer, account| {
            query == format!("{issuer}:{account}") || query == format!("{issuer} {account}")
        },
        &|_, issuer, account| query == issuer || query == account,
        &|_, issuer, account| {
            words
                .iter()
                .all(|word| issuer.contains(word) || account.contains(word))
        },
    ];
    for rule in rules {
        let fits = |account: &AccountView| {
            rule(
                &account.id,
                &account.issuer.to_lowercase(),
                &account.account.to_lowercase(),
            )
        };
        let found: Vec<AccountView> = accounts
            .iter()
            .filter(|account| fits(account))
            .cloned()
            .collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(id: &str, issuer: &str, account: &str) -> AccountView {
        AccountView {
            id: id.to_owned(),
            kind: AccountKind::Steam,
            issuer: issuer.to_owned(),
            account: account.to_owned(),
            note: String::new(),
            group: None,
            favourite: false,
            hidden: false,
            created_at: 0,
            last_used_at: None,
        }
    }

    #[test]
    fn the_best_rule_decides_what_a_query_means() {
        let accounts = [
            account("aaaa1111", "GitHub", "anna"),
            account("aaaa2222", "GitHub", "bo"),
            account("bbbb3333", "GitHub Enterprise", "anna"),
            account("cccc4444", "Åbo Akademi", "anna@abo.fi"),
            account("dddd5555", "", "aaaa1111"),
        ];
        let cases: &[(&str, &[&str])] = &[
            // The id, whole or begun, before any name.
            ("bbbb3333", &["bbbb3333"]),
            ("CCCC", &["cccc4444"]),
            ("aaaa1111", &["aaaa1111"]),
            ("aaaa", &["aaaa1111", "aaaa2222"]),
            // Both names, then one of them, whole.
            ("github:anna", &["aaaa1111"]),
            ("GitHub bo", &["aaaa2222"]),
            ("github", &["aaaa1111", "aaaa2222"]),
            ("bo", &["aaaa2222"]),
            ("anna", &["aaaa1111", "bbbb3333"]),
            // Parts of names.
            ("enterprise anna", &["bbbb3333"]),
            ("åbo", &["cccc4444"]),
            ("ÅBO akad", &["cccc4444"]),
            ("git", &["aaaa1111", "aaaa2222", "bbbb3333"]),
            // Nothing.
            ("gitlab", &[]),
            ("anna gitlab", &[]),
            ("  ", &[]),
        ];
        for (query, ids) in cases {
            let found = fitting(accounts.to_vec(), query);
            let found: Vec<&str> = found.iter().map(|account| &*account.id).collect();
            assert_eq!(found, *ids, "{query:?}");
        }
    }
}
