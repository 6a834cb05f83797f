//! Polls and enrolments over a transport that answers from memory.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use segl_push::{
    ApprovalRequest, ChallengeError, ClockOffset, EnrolmentUri, HttpReply, Nonce, PushError,
    SeenNonces,
};
use serde_json::{Value, json};

use crate::server::{Memory, NONCE, SERIAL, failure, fields, key, signed, success, token, with};

#[tokio::test]
async fn handled_and_repeated_requests_are_not_shown() {
    let server = key();
    let ours = key();
    let token = token(&server);
    let (first, second) = (NONCE, "A".repeat(32));
    let list = json!([
        signed(&server, with(&json!({"nonce": first}))),
        signed(&server, with(&json!({"nonce": second}))),
        signed(&server, with(&json!({"nonce": second}))),
        signed(&key(), fields()),
    ]);
    let poll = async |seen: &SeenNonces| {
        let memory = Memory::new([Ok(success(&list))]);
        let now = || Timestamp::UNIX_EPOCH;
        let offset = ClockOffset::default();
        segl_push::poll(&memory, &now, offset, &token, &ours, seen)
            .await
            .outcome
            .unwrap()
    };
    let nonces = |requests: &[ApprovalRequest]| {
        requests
            .iter()
            .map(|r| r.nonce().as_str().to_owned())
            .collect::<Vec<_>>()
    };

    let mut seen = SeenNonces::new();
    let polled = poll(&seen).await;
    assert_eq!(nonces(&polled.requests), [first, second.as_str()]);
    assert_eq!(
        polled.refused,
        [ChallengeError::Repeated, ChallengeError::Signature]
    );

    seen.insert(Nonce::parse(first).unwrap(), Timestamp::UNIX_EPOCH);
    assert_eq!(nonces(&poll(&seen).await.requests), [second.as_str()]);
}

#[tokio::test]
async fn a_poll_out_of_time_is_repeated_once_with_the_servers_time() {
    let server = key();
    let ours = key();
    let token = token(&server);
    let out_of_range = |date: Option<&str>| {
        let mut reply = failure(
            400,
            10,
            "ERR10: Timestamp 1970-01-01T00:00:00.000000Z not in valid range.",
        );
        reply.date = date.map(str::to_owned);
        Ok(reply)
    };
    let date = "Thu, 01 Jan 1970 00:02:00 GMT";
    let cases = [
        // Right the second time.
        (
            vec![out_of_range(Some(date)), Ok(success(&json!([])))],
            2,
            true,
        ),
        // Never more than twice.
        (
            vec![out_of_range(Some(date)), out_of_range(Some(date))],
            2,
            false,
        ),
        // Without the server's time there is nothing to correct by.
        (vec![out_of_range(None)], 1, false),
        // The offset is known already: the server contradicts itself.
        (
            vec![out_of_range(Some("Thu, 01 Jan 1970 00:00:01 GMT"))],
            1,
            false,
        ),
    ];
    for (number, (answers, requests, works)) in cases.into_iter().enumerate() {
        let memory = Memory::new(answers);
        let now = || Timestamp::UNIX_EPOCH;
        let seen = SeenNonces::new();
        let found =
            segl_push::poll(&memory, &now, ClockOffset::default(), &token, &ours, &seen).await;
        assert_eq!(memory.requests(), requests, "case {number}");
        match found.outcome {
            Ok(_) => assert!(works, "case {number}"),
            Err(PushError::ClockOutOfRange { .. }) => assert!(!works, "case {number}"),
            Err(other) => panic!("case {number}: {other}"),
        }
        let asked = memory.asked.lock().unwrap();
        assert_eq!(
            asked[0].field("timestamp"),
            Some("1970-01-01T00:00:00.000000Z")
        );
        if let Some(second) = asked.get(1) {
            assert_eq!(
                second.field("timestamp"),
                Some("1970-01-01T00:02:00.500000Z")
            );
            assert_eq!(second.time_limit(), Duration::from_secs(15));
        }
    }
}

#[tokio::test]
async fn both_tries_together_take_no_longer_than_one_call() {
    let server = key();
    let ours = key();
    let token = token(&server);
    let mut refused = failure(400, 10, "ERR10: Timestamp … not in valid range.");
    refused.date = Some("Thu, 01 Jan 1970 01:00:00 GMT".into());
    let memory = Memory::new([Ok(refused), Ok(success(&json!([])))]);
    // Each look at the clock comes three seconds after the one before.
    let seconds = AtomicI64::new(0);
    let now = || Timestamp::from_second(seconds.fetch_add(3, Ordering::Relaxed)).unwrap();
    let seen = SeenNonces::new();
    segl_push::poll(&memory, &now, ClockOffset::default(), &token, &ours, &seen).await;
    let asked = memory.asked.lock().unwrap();
    let limits: Vec<_> = asked
        .iter()
        .map(|request| request.time_limit().as_secs())
        .collect();
    assert_eq!(limits, [15, 3]);
}

#[tokio::test]
async fn errors_of_polls_are_told_apart() {
    let server = key();
    let ours = key();
    let token = token(&server);
    let hidden = |date: &str| {
        let mut reply = failure(400, -311, "Failed special token function");
        reply.date = Some(date.into());
        reply
    };
    for (reply, expected) in [
        (
            failure(400, 10, "ERR10: Could not verify signature!"),
            PushError::SignatureRefused,
        ),
        (
            failure(400, 10, "Signatur ungültig"),
            PushError::SignatureRefused,
        ),
        (
            failure(
                400,
                10,
                "ERR10: Could not parse timestamp x. ISO-Format required.",
            ),
            PushError::TimestampRefused,
        ),
        (
            failure(403, 303, "Polling not allowed!"),
            PushError::PollingNotAllowed,
        ),
        (
            failure(400, 905, "ERR905: Missing parameter: serial"),
            PushError::MissingParameter,
        ),
        (
            failure(404, 601, "The requested token could not be found."),
            PushError::UnknownToken,
        ),
        (
            failure(500, -500, "500 Internal Server Error"),
            PushError::ServerFault { status: 500 },
        ),
        (
            failure(401, 4033, "no"),
            PushError::Refused {
                status: 401,
                code: 4033,
            },
        ),
        (
            hidden("Thu, 01 Jan 1970 00:00:30 GMT"),
            PushError::HiddenReason,
        ),
        (success(&json!({})), PushError::BadReply),
        (success(&json!(true)), PushError::BadReply),
    ] {
        let memory = Memory::new([Ok(reply)]);
        let seen = SeenNonces::new();
        let now = || Timestamp::UNIX_EPOCH;
        let found =
            segl_push::poll(&memory, &now, ClockOffset::default(), &token, &ours, &seen).await;
        assert_eq!(found.outcome.unwrap_err(), expected);
    }
    // Where the server hides the reason, its clock tells.
    let off = hidden("Thu, 01 Jan 1970 00:05:00 GMT");
    let memory = Memory::new([Ok(off), Ok(success(&json!([])))]);
    let seen = SeenNonces::new();
    let now = || Timestamp::UNIX_EPOCH;
    let found = segl_push::poll(&memory, &now, ClockOffset::default(), &token, &ours, &seen).await;
    assert!(found.outcome.is_ok());
}

#[tokio::test]
async fn an_enrolment_is_believed_only_if_it_is_ours() {
    let text = "otpauth://pipush/x?url=https%3A//mfa.example.org/ttype/push&ttl=10&issuer=Uni&\
                enrollment_credential=626a839d&v=1&serial=PIPU00004C0D&sslverify=1";
    let uri = EnrolmentUri::parse(text).unwrap();
    let ours = key();
    let server_key = key().public_key_text().unwrap();
    let broken: String = server_key
        .as_bytes()
        .chunks(64)
        .flat_map(|line| [line, b"\n"].concat())
        .map(char::from)
        .collect();
    let body = |detail: Value| HttpReply {
        status: 200,
        date: None,
        retry_after: None,
        body: json!({"result": {"status": true, "value": true}, "detail": detail})
            .to_string()
            .into_bytes(),
    };
    for (reply, expected) in [
        (
            body(json!({"public_key": broken, "serial": SERIAL, "rollout_state": "enrolled"})),
            Ok(()),
        ),
        (body(json!({"public_key": server_key})), Ok(())),
        (
            body(json!({"public_key": server_key, "serial": "PIPU2"})),
            Err(PushError::WrongSerial),
        ),
        (
            body(json!({"public_key": server_key, "rollout_state": "clientwait"})),
            Err(PushError::BadReply),
        ),
        (
            body(json!({"public_key": "AAAA"})),
            Err(PushError::BadServerKey),
        ),
        (body(json!({"public_key": 7})), Err(PushError::BadReply)),
        (body(json!({})), Err(PushError::BadReply)),
        (body(json!(null)), Err(PushError::BadReply)),
        (
            failure(400, 905, "ERR905: Invalid enrollment credential."),
            Err(PushError::WrongCredential),
        ),
        (
            failure(400, 905, "ERR905: Missing parameter: fbtoken"),
            Err(PushError::MissingParameter),
        ),
        (
            failure(404, 601, "No token …"),
            Err(PushError::EnrolmentClosed),
        ),
    ] {
        let memory = Memory::new([Ok(reply)]);
        let now = || Timestamp::UNIX_EPOCH;
        let found = segl_push::enrol(&memory, &now, &uri, Timestamp::MAX, &ours).await;
        assert_eq!(
            found
                .outcome
                .map(|token| assert_eq!(token.serial.as_str(), SERIAL)),
            expected
        );
        let asked = memory.asked.lock().unwrap();
        let printed = format!("{:?}", asked[0]);
        assert!(!printed.contains("626a839d"), "{printed}");
    }
    let memory = Memory::default();
    let now = || Timestamp::UNIX_EPOCH;
    let late = segl_push::enrol(&memory, &now, &uri, Timestamp::UNIX_EPOCH, &ours).await;
    assert_eq!(late.outcome.unwrap_err(), PushError::EnrolmentExpired);
    assert_eq!(memory.requests(), 0, "an expired credential is not sent");
}
