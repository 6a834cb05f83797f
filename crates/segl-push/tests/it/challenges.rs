//! What a challenge has to be like to be shown.

use jiff::{SignedDuration, Timestamp};
use segl_push::{ChallengeError, RequestKind};
use serde_json::{Value, json};

use crate::server::{NONCE, SERIAL, URL, fields, key, signed, token, verify, with};

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
