//! What a challenge has to be like to be shown, and what an answer says.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use segl_push::protocol::{answer, challenge};
use segl_push::{
    Answer, AnswerOutcome, ApprovalRequest, ChallengeError, ClockOffset, DeclineReason,
    DisplayCode, EnrolmentUri, HttpReply, Nonce, PrivateKey, PushError, RequestKind, SeenNonces,
    Serial, Token,
};
use serde_json::{Map, Value, json};

use crate::server::{Memory, NONCE, SERIAL, URL, failure, fields, key, signed, success, token};

fn verify(token: &Token, challenge: &Value) -> Result<ApprovalRequest, ChallengeError> {
    challenge::verify(challenge, token, Timestamp::UNIX_EPOCH)
}

/// The fields of a challenge with some changed, added, or (null) left out.
fn with(changes: &Value) -> Map<String, Value> {
    let mut fields = fields();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            fields.remove(name);
        } else {
            fields.insert(name.clone(), value.clone());
        }
    }
    fields
}

#[test]
fn rightly_signed_challenges_are_taken_only_in_the_strict_grammar() {
    use ChallengeError::*;
    let server = key();
    let token = token(&server);
    let eleven = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"].join(",");
    for (changes, expected) in [
        (json!({}), Ok(())),
        (json!({"sslverify": "0"}), Ok(())),
        (
            json!({"question": "A | pipe", "title": "Title | x"}),
            Ok(()),
        ),
        (json!({"question": "", "title": ""}), Ok(())),
        (json!({"something": "new", "number": 7}), Ok(())),
        (json!({"require_presence": "A,B", "version": "2"}), Ok(())),
        (json!({"require_presence": "1 ,ø, Å"}), Ok(())),
        (json!({"version": "3"}), Err(Version)),
        (
            json!({"nonce": "6ek6eztaubkgkgnyfd43l2eupec7ujvc"}),
            Err(Malformed("nonce")),
        ),
        (
            json!({"nonce": "AAAAAAAAAAAAAAAA|AAAA"}),
            Err(Malformed("nonce")),
        ),
        (json!({"nonce": ""}), Err(Malformed("nonce"))),
        (json!({"nonce": "A".repeat(129)}), Err(TooLong("nonce"))),
        (json!({"serial": "PIPU00004C0E"}), Err(OtherSerial)),
        (json!({"serial": "pipu00004c0d"}), Err(OtherSerial)),
        (
            json!({"url": "https://mfa.example.org/ttype/push/"}),
            Err(OtherEndpoint),
        ),
        (
            json!({"url": "https://MFA.example.org/ttype/push"}),
            Err(OtherEndpoint),
        ),
        (
            json!({"url": "https://evil.example/ttype/push"}),
            Err(OtherEndpoint),
        ),
        (json!({"sslverify": "True"}), Err(TooLong("sslverify"))),
        (json!({"sslverify": ""}), Err(Malformed("sslverify"))),
        (json!({"sslverify": "2"}), Err(Malformed("sslverify"))),
        (json!({"sslverify": 1}), Err(NotText("sslverify"))),
        (json!({"sslverify": null}), Err(Missing("sslverify"))),
        (json!({"question": null}), Err(Missing("question"))),
        (json!({"question": ["a"]}), Err(NotText("question"))),
        (
            json!({"question": "x".repeat(4097)}),
            Err(TooLong("question")),
        ),
        (json!({"title": "x".repeat(1025)}), Err(TooLong("title"))),
        (
            json!({"require_presence": "A"}),
            Err(Malformed("require_presence")),
        ),
        (
            json!({"require_presence": ""}),
            Err(Malformed("require_presence")),
        ),
        (
            json!({"require_presence": "A,,B"}),
            Err(Malformed("require_presence")),
        ),
        (
            json!({"require_presence": "A, "}),
            Err(Malformed("require_presence")),
        ),
        (
            json!({"require_presence": "A|B,C"}),
            Err(Malformed("require_presence")),
        ),
        (
            json!({"require_presence": "A,\u{202E}B"}),
            Err(Malformed("require_presence")),
        ),
        (
            json!({"require_presence": eleven}),
            Err(Malformed("require_presence")),
        ),
        (
            json!({"require_presence": false}),
            Err(NotText("require_presence")),
        ),
    ] {
        let challenge = signed(&server, with(&changes));
        assert_eq!(verify(&token, &challenge).map(drop), expected, "{changes}");
    }
    assert_eq!(verify(&token, &json!("x")).unwrap_err(), NotAnObject);
    assert_eq!(verify(&token, &json!(null)).unwrap_err(), NotAnObject);
}

#[test]
fn fields_cannot_be_moved_under_the_same_signature() {
    let server = key();
    let token = token(&server);
    let original = signed(
        &server,
        with(&json!({"require_presence": "A,B,C", "version": "2"})),
    );
    let RequestKind::Presence { options } = verify(&token, &original).unwrap().kind().clone()
    else {
        panic!("no presence");
    };
    assert_eq!(
        options.iter().map(|o| o.as_str()).collect::<Vec<_>>(),
        ["A", "B", "C"]
    );
    // Each of these joins to the very text that was signed.
    for changes in [
        json!({"require_presence": null, "sslverify": "1|A,B,C"}),
        json!({"require_presence": null, "title": "privacyIDEA|1", "sslverify": "A,B,C"}),
        json!({"require_presence": "A,B,C", "title": "1", "question":
               "Do you want to confirm the login?|privacyIDEA", "sslverify": ""}),
        json!({"nonce": format!("{NONCE}|{URL}"), "url": SERIAL}),
    ] {
        let mut moved = original.as_object().unwrap().clone();
        for (name, value) in changes.as_object().unwrap() {
            moved.insert(name.clone(), value.clone());
        }
        moved.retain(|_, value| !value.is_null());
        assert!(verify(&token, &Value::Object(moved)).is_err(), "{changes}");
    }
    // A plain request whose title ends like an option list stays a plain request.
    let plain = signed(&server, with(&json!({"title": "x|1|A,B"})));
    assert_eq!(*verify(&token, &plain).unwrap().kind(), RequestKind::Plain);
    let mut moved = plain.as_object().unwrap().clone();
    moved.insert("title".into(), "x".into());
    moved.insert("require_presence".into(), "A,B|1".into());
    assert!(verify(&token, &Value::Object(moved)).is_err());
}

#[test]
fn wrong_and_respelled_signatures_are_refused() {
    let server = key();
    let token = token(&server);
    let good = signed(&server, fields());
    let text = good["signature"].as_str().unwrap();
    let stranger = signed(&key(), fields());
    for signature in [
        text.to_lowercase(),
        text.trim_end_matches('=').to_owned(),
        format!("{text}\n"),
        String::new(),
        "A".repeat(2000),
        stranger["signature"].as_str().unwrap().to_owned(),
    ] {
        let mut challenge = good.clone();
        challenge["signature"] = signature.clone().into();
        assert_eq!(
            verify(&token, &challenge),
            Err(ChallengeError::Signature),
            "{signature}"
        );
    }
    assert!(verify(&token, &good).is_ok());
}

#[test]
fn capabilities_count_only_with_their_signature() {
    use ChallengeError::CapabilitiesSignature;
    let server = key();
    let token = token(&server);
    let sign = |canonical: &str, nonce: &str| -> Value {
        let text = format!(r#"{{"capabilities":{canonical},"nonce":"{nonce}"}}"#);
        server.sign(&text).unwrap().into()
    };
    let yes = r#"{"decline_reason":true}"#;
    let other_nonce = "A".repeat(32);
    for (text, signature, expected) in [
        (json!(yes), sign(yes, NONCE), Ok(true)),
        (
            json!(r#"{ "decline_reason" : true }"#),
            sign(yes, NONCE),
            Ok(true),
        ),
        (
            json!(r#"{"z": [1, {}], "decline_reason": true, "a": "\u00e6"}"#),
            sign(r#"{"a":"æ","decline_reason":true,"z":[1,{}]}"#, NONCE),
            Ok(true),
        ),
        (
            json!(r#"{"decline_reason": false}"#),
            sign(r#"{"decline_reason":false}"#, NONCE),
            Ok(false),
        ),
        (
            json!(r#"{"decline_reason": "yes"}"#),
            sign(r#"{"decline_reason":"yes"}"#, NONCE),
            Ok(false),
        ),
        (json!("{}"), sign("{}", NONCE), Ok(false)),
        (
            json!(r#"{"decline_reason": false}"#),
            sign(yes, NONCE),
            Err(CapabilitiesSignature),
        ),
        (
            json!(yes),
            sign(yes, &other_nonce),
            Err(CapabilitiesSignature),
        ),
        (json!(yes), json!("AAAA===="), Err(CapabilitiesSignature)),
        (json!(yes), json!(""), Err(CapabilitiesSignature)),
        (json!(yes), json!(null), Ok(false)),
        (json!(null), sign(yes, NONCE), Ok(false)),
        (
            json!("{\"decline_reason\": tru"),
            sign(yes, NONCE),
            Ok(false),
        ),
        (json!("[]"), sign("[]", NONCE), Ok(false)),
        (
            json!(r#"{"decline_reason": true, "x": 1.5}"#),
            sign(yes, NONCE),
            Ok(false),
        ),
        (
            json!({"decline_reason": true}),
            sign(yes, NONCE),
            Err(ChallengeError::NotText("capabilities")),
        ),
    ] {
        let fields = with(&json!({"capabilities": text, "capabilities_signature": signature}));
        let verdict = verify(&token, &signed(&server, fields));
        assert_eq!(
            verdict.map(|request| request.takes_reason()),
            expected,
            "{text}"
        );
    }
}

#[test]
fn shows_clean_text_and_what_it_says_about_the_login() {
    let server = key();
    let fields = with(&json!({
        "title": "Uni\u{202E}versity\n",
        "question": "Log in from 192.0.2.7\u{7} with\tFirefox on Windows?\u{200B}",
    }));
    let request = verify(&token(&server), &signed(&server, fields)).unwrap();
    assert_eq!(request.title(), "University");
    assert_eq!(
        request.question(),
        "Log in from 192.0.2.7 with Firefox on Windows?"
    );
    assert_eq!(request.context().ip, "192.0.2.7".parse().ok());
    assert_eq!(request.context().browser, Some("Firefox"));
    assert_eq!(request.context().system, Some("Windows"));
    assert_eq!(
        request.expires_at(),
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(120)
    );
}

#[test]
fn answers_sign_what_the_protocol_says() {
    let server = key();
    let ours = key();
    let token = token(&server);
    let yes = r#"{"decline_reason":true}"#;
    let capabilities_text = format!(r#"{{"capabilities":{yes},"nonce":"{NONCE}"}}"#);
    let capable = json!({
        "capabilities": yes, "capabilities_signature": server.sign(&capabilities_text).unwrap(),
    });
    let presence = json!({"require_presence": "07,B,Å c"});
    let unknown = Some(DeclineReason::UnknownTrigger);
    let option = |typed: &str| {
        let request = verify(&token, &signed(&server, with(&presence))).unwrap();
        Answer::ApprovePresence(request.presence_option(typed).unwrap().clone())
    };
    for (challenge, answer, expected) in [
        (
            &json!({}),
            Answer::Approve,
            Ok((format!("{NONCE}|{SERIAL}"), vec![])),
        ),
        (
            &presence,
            option("b "),
            Ok((
                format!("{NONCE}|{SERIAL}|B"),
                vec![("presence_answer", "B")],
            )),
        ),
        (
            &presence,
            option(" å C"),
            Ok((
                format!("{NONCE}|{SERIAL}|Å c"),
                vec![("presence_answer", "Å c")],
            )),
        ),
        (
            &presence,
            Answer::Decline(None),
            Ok((format!("{NONCE}|{SERIAL}|decline"), vec![("decline", "1")])),
        ),
        (
            &capable,
            Answer::Decline(unknown),
            Ok((
                format!("{NONCE}|{SERIAL}|decline|unknown_trigger"),
                vec![("decline", "1"), ("decline_reason", "unknown_trigger")],
            )),
        ),
        // Without the signed capability a reason would make the answer worthless.
        (
            &json!({}),
            Answer::Decline(unknown),
            Ok((format!("{NONCE}|{SERIAL}|decline"), vec![("decline", "1")])),
        ),
        (&presence, Answer::Approve, Err(PushError::PresenceMissing)),
        (&json!({}), option("07"), Err(PushError::PresenceNotOffered)),
        (
            &json!({"require_presence": "X,Y"}),
            option("07"),
            Err(PushError::PresenceNotOffered),
        ),
    ] {
        let request = verify(&token, &signed(&server, with(challenge))).unwrap();
        let built = answer::request(&token, &ours, &request, &answer);
        let expected = expected.map(|(text, extra)| {
            let mut fields = vec![("serial", SERIAL), ("nonce", NONCE)];
            fields.extend(extra);
            let mut fields: Vec<_> = fields
                .into_iter()
                .map(|(name, value)| (name, value.to_owned()))
                .collect();
            fields.push(("signature", ours.sign(&text).unwrap()));
            fields
        });
        let built = built.map(|request| {
            let names: Vec<_> = request.field_names().collect();
            let value = |name| request.field(name).unwrap().to_owned();
            names
                .into_iter()
                .map(|name| (name, value(name)))
                .collect::<Vec<_>>()
        });
        assert_eq!(built, expected, "{challenge} {answer:?}");
    }
    let request = verify(&token, &signed(&server, fields())).unwrap();
    let mut other = token.clone();
    other.serial = Serial::parse("PIPU2").unwrap();
    let built = answer::request(&other, &ours, &request, &Answer::Approve);
    assert_eq!(built.unwrap_err(), PushError::WrongSerial);
}

#[test]
fn reads_what_became_of_an_answer() {
    let code = |code: &str, message: Option<&str>| {
        let code = DisplayCode {
            code: code.into(),
            message: message.map(str::to_owned),
        };
        Ok(AnswerOutcome::Taken {
            display_code: Some(code),
        })
    };
    let plain = Ok(AnswerOutcome::Taken { display_code: None });
    for (body, expected) in [
        (
            json!({"result": {"status": true, "value": true}}),
            plain.clone(),
        ),
        (
            json!({"result": {"status": true, "value": true}, "detail": {"message": "ok"}}),
            plain.clone(),
        ),
        (
            json!({"result": {"status": true, "value": false}}),
            Ok(AnswerOutcome::NotTaken),
        ),
        (
            json!({"result": {"status": true, "value": true},
                   "detail": {"display_code": "39", "message": "Enter the\ncode"}}),
            code("39", Some("Enter the code")),
        ),
        (
            json!({"result": {"status": true, "value": true}, "detail": {"display_code": "07"}}),
            code("07", None),
        ),
        (
            json!({"result": {"status": true, "value": true}, "detail": {"display_code": 42}}),
            code("42", None),
        ),
        (
            json!({"result": {"status": true, "value": true}, "detail": {"display_code": ""}}),
            plain,
        ),
        (
            json!({"result": {"status": true, "value": "true"}}),
            Err(PushError::BadReply),
        ),
        (
            json!({"result": {"status": true, "value": 1}}),
            Err(PushError::BadReply),
        ),
        (
            json!({"result": {"status": true}}),
            Err(PushError::BadReply),
        ),
    ] {
        let reply = HttpReply {
            status: 200,
            date: None,
            retry_after: None,
            body: body.to_string().into_bytes(),
        };
        assert_eq!(answer::read(&reply), expected, "{body}");
    }
}

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

#[tokio::test]
async fn nothing_is_sent_that_does_not_fit_the_request() {
    let server = key();
    let ours: PrivateKey = key();
    let token = token(&server);
    let request = verify(
        &token,
        &signed(&server, with(&json!({"require_presence": "A,B"}))),
    )
    .unwrap();
    let memory = Memory::default();
    let now = || Timestamp::UNIX_EPOCH;
    let found = segl_push::answer(&memory, &now, &token, &ours, &request, &Answer::Approve).await;
    assert_eq!(found.outcome, Err(PushError::PresenceMissing));
    assert_eq!(memory.requests(), 0);
}

proptest::proptest! {
    #[test]
    fn replies_of_any_bytes_never_panic(status: u16, bytes: Vec<u8>, text in "[\\[\\]{}:,\"a-z0-9]{0,200}") {
        for body in [bytes, text.into_bytes()] {
            let reply = HttpReply { status, date: None, retry_after: None, body };
            let _ = answer::read(&reply);
        }
    }
}
