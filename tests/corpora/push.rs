//! `push/vectors.json`: exchanges recorded with real privacyIDEA and eduMFA servers.
//!
//! The server's own verdict is the oracle: our requests must be the recorded ones that it took,
//! byte for byte, and its answers must be read as what they are. Containers, two-step secrets,
//! eduMFA's own enrolments and the update of a push channel are counted and named as "not yet".

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use segl_push::protocol::{answer, challenge, enrol, poll};
use segl_push::{
    Answer, AnswerOutcome, ApprovalRequest, DeclineReason, EnrolmentUri, EnrolmentUriError,
    HttpRequest, PrivateKey, PushError, RequestKind, SeenNonces, ServerKey, Unlock,
};
use serde_json::Value;

use super::report;

mod vectors;

use vectors::{Call, ChallengeCase, EnrolmentCase, Exchange, Scenario, Vectors};

#[test]
fn enrolment_uris_are_read_as_expected() {
    let vectors = Vectors::read();
    let key = vectors.key("A");
    let check = |case: &EnrolmentCase| -> Result<(), String> {
        let uri = EnrolmentUri::parse(&case.uri).map_err(|reason| reason.to_string())?;
        let expected = |name: &str| case.expect.get(name).map(String::as_str);
        let ttl = uri.ttl_minutes().to_string();
        let poll_only = uri
            .poll_only()
            .map(|yes| if yes { "True" } else { "False" });
        let unlock = match expected("app_force_unlock") {
            Some("pin") => Some(Unlock::Pin),
            Some("biometric") => Some(Unlock::Biometric),
            Some(_) => Some(Unlock::Any),
            None if expected("pin") == Some("True") => Some(Unlock::Pin),
            None => None,
        };
        let step_2 = enrol::request(&uri, &key).map_err(|reason| reason.to_string())?;
        let credential = step_2.field("enrollment_credential");
        same("label", Some(uri.label()), expected("label"))?;
        same("url", Some(uri.endpoint().as_str()), expected("url"))?;
        same("ttl", Some(ttl.as_str()), expected("ttl").or(Some("10")))?;
        same(
            "issuer",
            Some(uri.issuer()),
            expected("issuer").or(Some("")),
        )?;
        same(
            "enrollment_credential",
            credential,
            expected("enrollment_credential"),
        )?;
        same("serial", Some(uri.serial().as_str()), expected("serial"))?;
        same("poll_only", poll_only, expected("poll_only"))?;
        same("image", uri.image(), expected("image"))?;
        same("unlock", uri.unlock(), unlock)
    };
    let failures = vectors.enrolment_uris.iter().filter_map(|case| {
        check(case)
            .err()
            .map(|problem| format!("{} {}: {problem}", case.scenario, case.uri))
    });
    report(vectors.enrolment_uris.len(), &failures.collect::<Vec<_>>());
}

#[test]
fn wrong_enrolment_uris_are_refused_with_a_reason() {
    let vectors = Vectors::read();
    let failures =
        vectors.enrolment_uris_reject.iter().filter_map(|case| {
            match EnrolmentUri::parse(&case.uri) {
                Ok(_) => Some(format!("{} is taken", case.id)),
                Err(reason) => {
                    println!("{}: {reason}", case.id);
                    None
                }
            }
        });
    report(
        vectors.enrolment_uris_reject.len(),
        &failures.collect::<Vec<_>>(),
    );
}

#[test]
fn our_signatures_are_the_recorded_ones() {
    let vectors = Vectors::read();
    let keys = vectors.keys();
    let failures = vectors.client_signatures.iter().filter_map(|case| {
        let Some(key) = keys.get(&case.key) else {
            return Some(format!(
                "{} {}: no key {}",
                case.scenario, case.step, case.key
            ));
        };
        let mut ours = key.sign(&case.signed_string).unwrap();
        let mut recorded = case.signature_base32.clone();
        if case.server_answer["status"].as_u64() == Some(500) {
            // Spelled wrong on purpose: the same bytes without padding or in lower case.
            recorded = recorded.to_uppercase();
            recorded.truncate(recorded.trim_end_matches('=').len());
            ours.truncate(ours.trim_end_matches('=').len());
        }
        (ours != recorded).then(|| format!("{} {}", case.scenario, case.step))
    });
    report(
        vectors.client_signatures.len(),
        &failures.collect::<Vec<_>>(),
    );
}

#[test]
fn server_challenges_are_taken_or_refused_as_expected() {
    let vectors = Vectors::read();
    let check = |case: &ChallengeCase| -> Result<(), String> {
        let scenario = vectors.scenario(&case.scenario).ok_or("no such scenario")?;
        let server_key = ServerKey::from_base64(&case.server_public_key_pkcs1_b64)
            .map_err(|reason| reason.to_string())?;
        let token = scenario.token(server_key)?;
        let verdict = challenge::verify(&case.challenge, &token, Timestamp::UNIX_EPOCH);
        same("valid", verdict.is_ok(), case.expect_valid)
            .map_err(|problem| format!("{problem} ({:?})", verdict.err()))
    };
    let failures = vectors.server_challenges.iter().filter_map(|case| {
        let tampered = case.tampered.as_deref().unwrap_or("as recorded");
        check(case)
            .err()
            .map(|problem| format!("{}, {tampered}: {problem}", case.scenario))
    });
    report(
        vectors.server_challenges.len(),
        &failures.collect::<Vec<_>>(),
    );
}

#[test]
fn recorded_exchanges_are_ours_and_are_understood() {
    let vectors = Vectors::read();
    let keys = vectors.keys();
    let mut tally = BTreeMap::<&str, usize>::new();
    let mut failures = Vec::new();
    for scenario in &vectors.scenarios {
        let mut requests = Vec::new();
        for exchange in &scenario.exchanges {
            match check_exchange(scenario, exchange, &keys, &mut requests) {
                Ok(kind) => *tally.entry(kind).or_default() += 1,
                Err(problem) => {
                    failures.push(format!("{} {}: {problem}", scenario.id, exchange.step));
                }
            }
        }
    }
    println!("{tally:#?}");
    for kind in [
        "step 2",
        "poll",
        "answer",
        "our own step 2",
        "our own poll",
        "our own answer",
    ] {
        assert!(tally.contains_key(kind), "no {kind} was checked");
    }
    report(tally.values().sum(), &failures);
}

#[test]
fn what_is_not_supported_yet_is_counted() {
    let vectors = Vectors::read();
    let scenarios = vectors.edumfa["scenarios"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    println!("not yet: {} two-step secrets", vectors.two_step.len());
    println!(
        "not yet: {} container exchanges",
        length(&vectors.container["exchanges"])
    );
    for scenario in scenarios {
        let uri = scenario["enrolment_uri"].as_str().unwrap_or_default();
        let exchanges = length(&scenario["exchanges"]);
        match EnrolmentUri::parse(uri) {
            Ok(_) => println!(
                "{}: taken as privacyIDEA's form, {exchanges} exchanges",
                scenario["id"]
            ),
            Err(EnrolmentUriError::NotYetSupported(flavour)) => {
                println!(
                    "not yet: {flavour:?}, {}, {exchanges} exchanges",
                    scenario["id"]
                );
            }
            Err(reason) => panic!("{}: {reason}", scenario["id"]),
        }
    }
    if let Some(uri) = vectors.container["registration_uri"].as_str() {
        assert!(matches!(
            EnrolmentUri::parse(uri),
            Err(EnrolmentUriError::NotYetSupported(
                segl_push::Flavour::Container
            ))
        ));
    }
}

/// Checks one exchange and says of which kind it was.
fn check_exchange(
    scenario: &Scenario,
    exchange: &Exchange,
    keys: &BTreeMap<String, PrivateKey>,
    requests: &mut Vec<ApprovalRequest>,
) -> Result<&'static str, String> {
    if !exchange.url.contains("/ttype/") {
        return Ok("the login's side");
    }
    let has = |name: &str| exchange.params.get(name).is_some();
    let key = scenario.client_key.as_ref().and_then(|name| keys.get(name));
    if exchange.method == "GET" {
        return check_poll(scenario, exchange, key, requests);
    }
    if exchange.method == "POST" && has("pubkey") {
        return check_step_2(scenario, exchange, key);
    }
    if has("new_fb_token") || exchange.step.starts_with("update_") {
        return Ok("not yet: update of the push channel");
    }
    check_answer(scenario, exchange, key, requests)
}

fn check_step_2(
    scenario: &Scenario,
    exchange: &Exchange,
    key: Option<&PrivateKey>,
) -> Result<&'static str, String> {
    let uri = scenario.uri()?;
    let read = enrol::read(&exchange.reply(), &uri);
    same(
        "outcome",
        read.as_ref().err().cloned(),
        exchange.refusal(Call::Enrol),
    )?;
    if let (Ok(token), Some(server_key)) = (&read, &scenario.server_public_key_pkcs1_b64) {
        same(
            "server key",
            token.server_key.to_base64(),
            server_key.clone(),
        )?;
    }
    let Some(key) = key.filter(|_| read.is_ok()) else {
        return Ok("step 2");
    };
    let ours = enrol::request(&uri, key).map_err(|reason| reason.to_string())?;
    if exchange.param("pubkey") != ours.field("pubkey") {
        // Recorded with another key or in a spelling that does not work later.
        return Ok("step 2");
    }
    same_fields(&ours, exchange, &["capabilities"])?;
    Ok("our own step 2")
}

fn check_poll(
    scenario: &Scenario,
    exchange: &Exchange,
    key: Option<&PrivateKey>,
    requests: &mut Vec<ApprovalRequest>,
) -> Result<&'static str, String> {
    let times = exchange.times();
    let stamp = exchange
        .param("timestamp")
        .and_then(|text| text.parse::<Timestamp>().ok());
    // A poll of another token, or one without an enrolled key: only the refusal matters.
    let server_key = scenario
        .server_public_key_pkcs1_b64
        .as_deref()
        .unwrap_or(ANY_SERVER_KEY);
    let server_key = ServerKey::from_base64(server_key).map_err(|reason| reason.to_string())?;
    let token = scenario.token(server_key)?;
    let seen = SeenNonces::new();
    let read = poll::read(
        &exchange.reply(),
        &token,
        &seen,
        stamp.unwrap_or(times.received),
        times,
    );
    let outcome = read.as_ref().err().map(without_clock);
    same("outcome", outcome, exchange.refusal(Call::Poll))?;
    if let Err(PushError::ClockOutOfRange { offset, .. }) = &read {
        let offset = offset.ok_or("no offset although the server said its time")?;
        same(
            "offset",
            offset.server_ahead().abs() < SignedDuration::from_secs(1),
            true,
        )?;
    }
    if let Ok(polled) = read {
        let sent = length(&exchange.response["result"]["value"]);
        same("refused", polled.refused, Vec::new())?;
        same("requests", polled.requests.len(), sent)?;
        requests.extend(polled.requests);
    }
    let (Some(key), Some(stamp)) = (key, stamp) else {
        return Ok("poll");
    };
    let ours = poll::request(&token, key, stamp).map_err(|reason| reason.to_string())?;
    // Other spellings of the time, other serials and other keys are not what we send.
    let is_ours = exchange.signed_string.as_deref()
        == Some(&format!("{}|{stamp:.6}", token.serial))
        && exchange.param("signature") == ours.field("signature");
    if !is_ours {
        return Ok("poll");
    }
    same_fields(&ours, exchange, &["capabilities"])?;
    Ok("our own poll")
}

fn check_answer(
    scenario: &Scenario,
    exchange: &Exchange,
    key: Option<&PrivateKey>,
    requests: &[ApprovalRequest],
) -> Result<&'static str, String> {
    let read = answer::read(&exchange.reply());
    same(
        "outcome",
        read.as_ref().err().cloned(),
        exchange.refusal(Call::Answer),
    )?;
    if let Ok(outcome) = &read {
        let detail = &exchange.response["detail"];
        let taken = matches!(outcome, AnswerOutcome::Taken { .. });
        same(
            "taken",
            Some(taken),
            exchange.response["result"]["value"].as_bool(),
        )?;
        let code = match outcome {
            AnswerOutcome::Taken { display_code } => display_code.clone(),
            AnswerOutcome::NotTaken => None,
        };
        same(
            "code",
            code.as_ref().map(|c| c.code.as_str()),
            detail["display_code"].as_str(),
        )?;
        if let Some(code) = code {
            same(
                "message",
                code.message.as_deref(),
                detail["message"].as_str(),
            )?;
        }
    }
    let Some(key) = key else { return Ok("answer") };
    let nonce = exchange.param("nonce");
    let request = requests
        .iter()
        .find(|request| Some(request.nonce().as_str()) == nonce);
    let Some((request, ours)) =
        request.and_then(|request| Some((request, same_answer(request, exchange)?)))
    else {
        return Ok("answer");
    };
    let token = scenario
        .token(ServerKey::from_base64(ANY_SERVER_KEY).map_err(|reason| reason.to_string())?)?;
    let ours = answer::request(&token, key, request, &ours).map_err(|reason| reason.to_string())?;
    if ours.field("signature") != exchange.param("signature") {
        return if matches!(read, Ok(AnswerOutcome::Taken { .. })) {
            Err("the server took another signature".to_owned())
        } else {
            Ok("answer") // Recorded with a signature that is wrong on purpose.
        };
    }
    same_fields(&ours, exchange, &[])?;
    Ok("our own answer")
}

/// The answer that we would build for what was recorded, if we would build it at all.
fn same_answer(request: &ApprovalRequest, exchange: &Exchange) -> Option<Answer> {
    if exchange.param("decline") == Some("1") {
        return match exchange.param("decline_reason") {
            None => Some(Answer::Decline(None)),
            Some("unknown_trigger") => Some(Answer::Decline(Some(DeclineReason::UnknownTrigger))),
            Some("cancelled") => Some(Answer::Decline(Some(DeclineReason::Cancelled))),
            Some(_) => None,
        };
    }
    match (request.kind(), exchange.param("presence_answer")) {
        (RequestKind::Plain, None) => Some(Answer::Approve),
        (RequestKind::Presence { .. }, Some(typed)) => request
            .presence_option(typed)
            .cloned()
            .map(Answer::ApprovePresence),
        _ => None,
    }
}

fn without_clock(error: &PushError) -> PushError {
    match error {
        PushError::ClockOutOfRange { .. } => PushError::ClockOutOfRange {
            server_time: None,
            offset: None,
        },
        other => other.clone(),
    }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, ours: T, expected: T) -> Result<(), String> {
    if ours == expected {
        Ok(())
    } else {
        Err(format!("{what} is {ours:?}, not {expected:?}"))
    }
}

/// Every recorded field is ours, and we send nothing else but `extra`.
fn same_fields(ours: &HttpRequest, exchange: &Exchange, extra: &[&str]) -> Result<(), String> {
    let recorded = exchange.params.as_object().ok_or("no parameters")?;
    for name in recorded.keys() {
        same(name, ours.field(name), exchange.param(name))?;
    }
    let sent = ours
        .field_names()
        .filter(|name| !extra.contains(name))
        .count();
    same("number of fields", sent, recorded.len())
}

fn length(value: &Value) -> usize {
    value.as_array().map_or(0, Vec::len)
}

/// For replies in which no challenge is verified.
const ANY_SERVER_KEY: &str = "MIIBCgKCAQEAvQdNkftY9UkL7BASJJEO2pcJjWhCbiXKwD+qF/LfqOLJw1nHyN0DGP5EmTyM1n3Zl7DtehPzLuz32e\
N8VnxhFIo8RPASfWosjLfyKzUJkfAOhUxiVyFDa09NHsSwUKpuUFSDzjmJyX7nzOgTxaUbEA1a20YmUu32IiHsLXgK\
zBVJne/vY0MyF6n6Ml6O5PXeqaAJHwuGTXJMuwpdhWeEkU3ZYnMKnq2Tscc5e7HyXq1IHffE7PY6O9VUaiV3dfVGhl\
B+Ev4v7v8RoyVT7abermtGcwWOLBsrurtd7KDiAqR2I2fzLjbqxSRSYXg6N2LdVXiot6avtMImSCWpeTZ4jQIDAQAB";
