//! `segl doctor`: what works on this device.

use segl_core::api::CheckOutcome;
use segl_core::commands;

use crate::exit::{Exit, Outcome, Stop};
use crate::face::Face;
use crate::words::Word;
use crate::{json, open};

/// One check a line, the failed ones first.
pub(crate) async fn run(face: &Face) -> Outcome {
    match open::way(face).await {
        // What cannot be opened is one of the checks.
        Ok(_) | Err(Stop::Failed(_)) => {}
        Err(other) => return Err(other),
    }
    let checks = commands::doctor(face.app()?, &()).await?.checks;
    for check in &checks {
        face.output.result(&json::Checked::from(check), || {
            let outcome = match check.outcome {
                CheckOutcome::Fine => Word::CheckFine,
                CheckOutcome::Warning => Word::CheckWarning,
                CheckOutcome::Failed => Word::CheckFailed,
                CheckOutcome::Skipped => Word::CheckSkipped,
            };
            let outcome = outcome.text(face.language());
            let hint = check.hint.as_deref().unwrap_or_default();
            format!("{outcome}: {} {hint}", check.message)
                .trim_end()
                .to_owned()
        })?;
    }
    let failed = checks
        .iter()
        .any(|check| check.outcome == CheckOutcome::Failed);
    Ok(if failed { Exit::Negative } else { Exit::Fine })
}
