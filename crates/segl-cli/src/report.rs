//! The last words: why a command stopped, for people or as an object, and its exit code.

use segl_core::api::{ErrorCode, Failure, RequestView};
use segl_core::terminal::Unfound;

use crate::commands;
use crate::exit::{Exit, Outcome, Stop};
use crate::face::Face;
use crate::json;
use crate::words::Word;

/// Says why a command stopped.
pub(crate) fn stop(face: &Face, stop: &Stop) -> Exit {
    match stop {
        Stop::Failed(failure) => {
            // Whoever does not read any more does not read this either.
            let _ = failed(face, failure, Vec::new());
            Exit::of(failure.code)
        }
        Stop::Usage(sentence) => {
            face.output.complain(sentence);
            Exit::Usage
        }
        Stop::Closed => Exit::Fine,
        Stop::Terminal(error) => {
            face.output
                .complain(&Word::NotAnswerable.with(face.language(), &[&error.to_string()]));
            Exit::Disk
        }
        Stop::Interrupted => Exit::Interrupted,
    }
}

/// Says what did not work, and goes on: the exit code is the caller's business.
pub(crate) fn failure(face: &Face, failure: &Failure) -> Result<Exit, Stop> {
    failed(face, failure, Vec::new())?;
    Ok(Exit::of(failure.code))
}

/// Says that a query names no account, and which ones it could mean.
pub(crate) fn unfound(face: &Face, query: &str, unfound: &Unfound) -> Outcome {
    if unfound.failure.code == ErrorCode::AccountMissing && !face.output.json {
        // The words of segl-core are for an account that was there a moment ago.
        face.output.say(Word::NoAccountFits, &[query]);
        return Ok(Exit::of(unfound.failure.code));
    }
    let matches = unfound.matches.iter().map(|account| json::Match {
        id: &account.id,
        issuer: &account.issuer,
        account: &account.account,
    });
    failed(face, &unfound.failure, matches.collect())?;
    Ok(Exit::of(unfound.failure.code))
}

/// Says that no request is meant, and which ones there are.
pub(crate) fn unfound_request(face: &Face, failure: &Failure, matches: &[RequestView]) -> Outcome {
    if !matches.is_empty() && !face.output.json {
        // The words of segl-core for what fits several times speak of accounts.
        face.output.say(Word::SeveralRequests, &[]);
        for request in matches {
            let name = commands::named(&request.issuer, &request.account);
            face.output.complain(&format!("  {}  {name}", request.id));
        }
        return Ok(Exit::of(failure.code));
    }
    let listed = matches.iter().map(|request| json::Match {
        id: &request.id,
        issuer: &request.issuer,
        account: &request.account,
    });
    failed(face, failure, listed.collect())?;
    Ok(Exit::of(failure.code))
}

fn failed(face: &Face, failure: &Failure, matches: Vec<json::Match<'_>>) -> Result<(), Stop> {
    if face.output.json {
        face.output.object(&json::Failed {
            error: failure.into(),
            matches,
        })?;
        return Ok(());
    }
    face.output.complain(&failure.to_string());
    if let Some(hint) = hint(failure.code) {
        face.output.complain(hint.text(face.language()));
    }
    for one in matches {
        let name = commands::named(one.issuer, one.account);
        face.output.complain(&format!("  {}  {name}", one.id));
    }
    Ok(())
}

/// What to do in a terminal, where the words of segl-core speak of the window.
fn hint(code: ErrorCode) -> Option<Word> {
    match code {
        ErrorCode::VaultMissing => Some(Word::HintCreate),
        ErrorCode::VaultLocked => Some(Word::HintOtherWays),
        ErrorCode::RecoveryPending => Some(Word::HintConfirm),
        ErrorCode::KeyringAbsent
        | ErrorCode::KeyringLocked
        | ErrorCode::KeyringDenied
        | ErrorCode::KeyringNoEntry
        | ErrorCode::KeyringDamaged
        | ErrorCode::KeyringFailed => Some(Word::HintOtherWays),
        _ => None,
    }
}
