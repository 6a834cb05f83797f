//! What an answer says, and what becomes of it.

use jiff::Timestamp;
use segl_push::protocol::answer;
use segl_push::{
    Answer, AnswerOutcome, DeclineReason, DisplayCode, HttpReply, PrivateKey, PushError, Serial,
};
use serde_json::json;

use crate::server::{Memory, NONCE, SERIAL, fields, key, signed, token, verify, with};

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
