//! `segl add --dry-run`: what a link or a picture says, without any vault.

use secrecy::{ExposeSecret, SecretString};

use segl_core::reading::{self, Read, ReadAccount, ReadPush, Unread};

use super::list;
use crate::args::AddArguments;
use crate::exit::{Exit, Outcome, Stop};
use crate::face::Face;
use crate::words::Word;
use crate::{json, report};

/// One account or problem a line. A single problem makes the answer negative.
pub(crate) fn run(face: &Face, arguments: &AddArguments) -> Outcome {
    let mut exit = Exit::Fine;
    for text in texts(face, arguments)? {
        // EXPOSE: reading it is what was asked for.
        for read in reading::text(text.expose_secret().trim(), face.language()) {
            match read {
                Ok(Read::Account(account)) => print(face, &account, arguments.reveal)?,
                Ok(Read::Push(push)) => print_push(face, &push)?,
                Err(unread) => {
                    exit = Exit::Negative;
                    refuse(face, &unread)?;
                }
            }
        }
    }
    Ok(exit)
}

fn texts(face: &Face, arguments: &AddArguments) -> Result<Vec<SecretString>, Stop> {
    let mut texts = Vec::new();
    for text in &arguments.texts {
        texts.push(match &**text {
            "-" => face.input.rest()?,
            text => SecretString::from(text),
        });
    }
    for path in &arguments.images {
        texts.extend(reading::picture(path, face.language())?);
    }
    if texts.is_empty() && arguments.images.is_empty() {
        if !face.input.has_person() {
            return Err(face.misused(Word::NeedsText, &[]));
        }
        texts.push(face.input.hidden(Word::AskText)?);
    }
    Ok(texts)
}

fn print(face: &Face, account: &ReadAccount, reveal: bool) -> Result<(), Stop> {
    // EXPOSE: only where the person asks for it with --reveal.
    let secret = reveal.then(|| account.secret.expose_secret());
    let object = json::Parsed {
        kind: account.kind,
        issuer: &account.issuer,
        name: &account.name,
        tenant: account.tenant.as_deref(),
        secret,
        algorithm: account.algorithm,
        digits: account.digits,
        period: account.period,
        counter: account.counter,
    };
    face.output.result(&object, || {
        let mut line = format!("{}  ", list::named(&account.issuer, &account.name));
        line += &format!("{} {} {}", account.kind, account.algorithm, account.digits);
        if let Some(period) = account.period {
            line += &format!(" {period} s");
        }
        if let Some(counter) = account.counter {
            line += &format!(" #{counter}");
        }
        if let Some(secret) = secret {
            line += &format!("  {secret}");
        }
        line
    })?;
    Ok(())
}

fn print_push(face: &Face, push: &ReadPush) -> Result<(), Stop> {
    let object = json::ParsedPush {
        kind: "push",
        issuer: &push.issuer,
        name: &push.name,
        host: &push.host,
        serial: &push.serial,
    };
    face.output.result(&object, || {
        let name = list::named(&push.issuer, &push.name);
        format!("{name}  push {} {}", push.host, push.serial)
    })?;
    Ok(())
}

fn refuse(face: &Face, unread: &Unread) -> Result<(), Stop> {
    if !face.output.json {
        report::failure(face, &unread.failure)?;
        return Ok(());
    }
    let problem = json::Problem {
        reason: unread.reason,
        message: &unread.failure.message,
        hint: &unread.failure.hint,
    };
    face.output.object(&json::Refused { problem })?;
    Ok(())
}
