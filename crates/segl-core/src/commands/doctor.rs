//! The self-test: what works, and what to do about what does not.

use std::sync::Arc;
use std::time::Instant;

use segl_vault::RecoveryState;

use crate::api::{Check, CheckOutcome, CheckView, DoctorView, ErrorCode, Failure};
use crate::app::{App, Inner};
use crate::problem::Problem;
use crate::words;

/// Looks at the keyring, the vault, the second way in, the camera, the clock and each server.
/// Changes nothing; safe at any time, locked as well.
///
/// # Errors
/// Only if the program itself fails: what does not work is a check in the view.
pub async fn doctor(app: &App, (): &()) -> Result<DoctorView, Failure> {
    let mut checks = app
        .blocking(|inner| {
            Ok(vec![
                inner.check_keyring(),
                inner.check_vault(),
                inner.check_second_way(),
                check_camera(inner),
            ])
        })
        .await?;
    checks.extend(check_servers(app).await);
    // After the servers were asked: only then is there something to compare the clock with.
    checks.push(check_clock(&app.0));
    checks.sort_by_key(|check| match check.outcome {
        CheckOutcome::Failed => 0,
        CheckOutcome::Warning => 1,
        CheckOutcome::Fine => 2,
        CheckOutcome::Skipped => 3,
    });
    Ok(DoctorView { checks })
}

impl Inner {
    fn check_keyring(&self) -> CheckView {
        match self.ask_keyring() {
            Ok(()) => self.check(Check::Keyring, CheckOutcome::Fine, &[]),
            Err(problem) if problem.code == ErrorCode::KeyringAbsent => {
                self.check(Check::Keyring, CheckOutcome::Warning, &[])
            }
            Err(problem) => self.failed(Check::Keyring, None, &problem),
        }
    }

    fn check_vault(&self) -> CheckView {
        let session = crate::lock(&self.session);
        match session.open() {
            Ok(vault) => {
                let count = crate::views::alive(vault.body()).count().to_string();
                let generation = vault.generation().to_string();
                let details = [("count", &*count), ("generation", &*generation)];
                self.check(Check::Vault, CheckOutcome::Fine, &details)
            }
            Err(problem) => self.failed(Check::Vault, None, &problem),
        }
    }

    fn check_second_way(&self) -> CheckView {
        let session = crate::lock(&self.session);
        let Some(header) = session.header() else {
            return self.check(Check::SecondWay, CheckOutcome::Skipped, &[]);
        };
        // Whether the code was ever written down is known only once the vault is open.
        let lost = session
            .open()
            .is_ok_and(|vault| !matches!(vault.body().recovery, RecoveryState::Confirmed { .. }));
        let fine = header.passphrase_slot || (header.recovery_slot && !lost);
        let outcome = if fine {
            CheckOutcome::Fine
        } else {
            CheckOutcome::Warning
        };
        self.check(Check::SecondWay, outcome, &[])
    }

    fn check(&self, check: Check, outcome: CheckOutcome, details: &[(&str, &str)]) -> CheckView {
        let language = self.language();
        let key = format!("check.{}.{}", name(check), outcome_name(outcome));
        let hint = matches!(outcome, CheckOutcome::Warning | CheckOutcome::Failed)
            .then(|| words::say(language, &format!("{key}.hint"), details));
        let message = words::say(language, &key, details);
        CheckView {
            check,
            subject: None,
            outcome,
            message,
            hint,
        }
    }

    fn failed(&self, check: Check, subject: Option<String>, problem: &Problem) -> CheckView {
        let failure = problem.spoken(self.language());
        CheckView {
            check,
            subject,
            outcome: CheckOutcome::Failed,
            message: failure.message,
            hint: Some(failure.hint),
        }
    }
}

fn check_camera(inner: &Arc<Inner>) -> CheckView {
    match inner.camera_view().devices.first() {
        Some(device) => inner.check(Check::Camera, CheckOutcome::Fine, &[("name", &device.name)]),
        None => inner.check(Check::Camera, CheckOutcome::Warning, &[]),
    }
}

fn check_clock(inner: &Inner) -> CheckView {
    let Some(offset) = inner.clock.measured() else {
        return inner.check(Check::Clock, CheckOutcome::Skipped, &[]);
    };
    let seconds = offset.server_ahead().as_secs().unsigned_abs().to_string();
    let outcome = if offset.is_notable() {
        CheckOutcome::Warning
    } else {
        CheckOutcome::Fine
    };
    inner.check(Check::Clock, outcome, &[("seconds", &seconds)])
}

async fn check_servers(app: &App) -> Vec<CheckView> {
    let inner = &app.0;
    let accounts = inner.pollable().unwrap_or_default();
    if accounts.is_empty() {
        return vec![inner.check(Check::Server, CheckOutcome::Skipped, &[])];
    }
    let mut checks = Vec::new();
    for id in accounts {
        let started = Instant::now();
        let outcome = app.poll_account(id).await;
        let milliseconds = started.elapsed().as_millis().to_string();
        let host = inner
            .push_entry(id, |push| crate::views::host(&push.url))
            .unwrap_or_default();
        let check = match outcome {
            Ok(()) => {
                let details = [("host", &*host), ("milliseconds", &*milliseconds)];
                let check = inner.check(Check::Server, CheckOutcome::Fine, &details);
                CheckView {
                    subject: Some(host),
                    ..check
                }
            }
            Err(problem) => inner.failed(Check::Server, Some(host), &problem),
        };
        checks.push(check);
    }
    checks
}

fn name(check: Check) -> &'static str {
    match check {
        Check::Keyring => "keyring",
        Check::Vault => "vault",
        Check::SecondWay => "second_way",
        Check::Camera => "camera",
        Check::Clock => "clock",
        Check::Server => "server",
    }
}

fn outcome_name(outcome: CheckOutcome) -> &'static str {
    match outcome {
        CheckOutcome::Fine => "fine",
        CheckOutcome::Warning => "warning",
        CheckOutcome::Failed => "failed",
        CheckOutcome::Skipped => "skipped",
    }
}
