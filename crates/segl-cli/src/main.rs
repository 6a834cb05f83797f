//! The program segl: codes and approvals in the terminal, and the lever of scripts.
//!
//! A thin face: a command asks segl-core and prints what it says. What is meant by a link, which
//! account a query names, whether a request is genuine: all that is decided there.

#![forbid(unsafe_code)]

mod args;
mod commands;
mod exit;
mod face;
mod input;
mod json;
mod open;
mod output;
mod report;
mod words;

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use tokio::runtime::Builder;

use args::{Arguments, Command};
use exit::{Exit, Outcome, Stop};
use face::Face;

/// How long work that nobody waits for any more may go on: a name that is being looked up, a
/// keyring that does not answer. A save that was begun is far quicker.
const PATIENCE_AT_END: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    segl_core::silence_contained_panics();
    let Arguments { global, command } = Arguments::parse();
    let face = Face::new(global);
    let runtime = match Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return report::stop(&face, &Stop::Terminal(error)).into(),
    };
    let outcome = runtime.block_on(run(&face, command));
    let exit = match outcome {
        Ok(exit) => exit,
        Err(stop) => report::stop(&face, &stop),
    };
    match exit {
        // What is still being typed is not waited for.
        Exit::Interrupted => runtime.shutdown_background(),
        _ => runtime.shutdown_timeout(PATIENCE_AT_END),
    }
    exit.into()
}

async fn run(face: &Face, command: Command) -> Outcome {
    let outcome = tokio::select! {
        biased;
        () = interrupted() => Err(Stop::Interrupted),
        outcome = commands::run(face, command) => outcome,
    };
    if let (Err(Stop::Interrupted), Some(app)) = (&outcome, face.started()) {
        // Takes a copied code out of the clipboard and turns the camera off.
        let _ = segl_core::commands::lock(app, &()).await;
    }
    outcome
}

/// Until the person or the system ends the program. Listening for it also lets a hidden prompt
/// give the terminal back before it does.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (Ok(mut terminated), Ok(mut hung_up)) = (
            signal(SignalKind::terminate()),
            signal(SignalKind::hangup()),
        ) else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminated.recv() => {}
            _ = hung_up.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}
