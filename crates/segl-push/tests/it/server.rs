//! A server that exists only here: it signs challenges and answers from memory.

use std::collections::VecDeque;
use std::sync::{LazyLock, Mutex};

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use jiff::Timestamp;
use segl_push::protocol::challenge;
use segl_push::{
    ApprovalRequest, ChallengeError, Endpoint, HttpReply, HttpRequest, PrivateKey, PushError,
    Serial, ServerKey, Token, Transport,
};
use serde_json::{Map, Value, json};

pub const URL: &str = "https://mfa.example.org/ttype/push";
pub const SERIAL: &str = "PIPU00004C0D";
pub const NONCE: &str = "6EK6EZTAUBKGKGNYFD43L2EUPEC7UJVC";

/// A key that is made quickly: half the size of ours.
pub fn key() -> PrivateKey {
    let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let der: Pkcs8V1Der<'_> = pair.as_der().unwrap();
    PrivateKey::from_pkcs8_der(der.as_ref()).unwrap()
}

/// One key for tests in which nobody looks at signatures.
pub fn any_key() -> &'static PrivateKey {
    static KEY: LazyLock<PrivateKey> = LazyLock::new(key);
    &KEY
}

pub fn token(server: &PrivateKey) -> Token {
    Token {
        serial: Serial::parse(SERIAL).unwrap(),
        endpoint: Endpoint::parse(URL).unwrap(),
        server_key: ServerKey::from_base64(&server.public_key_text().unwrap()).unwrap(),
    }
}

/// The seven fields of every challenge, without a signature.
pub fn fields() -> Map<String, Value> {
    let fields = json!({
        "nonce": NONCE, "url": URL, "serial": SERIAL, "sslverify": "1",
        "question": "Do you want to confirm the login?", "title": "privacyIDEA",
    });
    fields.as_object().unwrap().clone()
}

/// Signs the fields as a server does, in the order of the protocol.
pub fn signed(server: &PrivateKey, mut fields: Map<String, Value>) -> Value {
    let names = [
        "nonce",
        "url",
        "serial",
        "question",
        "title",
        "sslverify",
        "require_presence",
    ];
    let text: Vec<_> = names
        .iter()
        .filter_map(|name| fields.get(*name)?.as_str())
        .collect();
    let signature = server.sign(&text.join("|")).unwrap();
    fields.insert("signature".into(), signature.into());
    Value::Object(fields)
}

pub fn verify(token: &Token, challenge: &Value) -> Result<ApprovalRequest, ChallengeError> {
    challenge::verify(challenge, token, Timestamp::UNIX_EPOCH)
}

/// The fields of a challenge with some changed, added, or (null) left out.
pub fn with(changes: &Value) -> Map<String, Value> {
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

pub fn success(value: &Value) -> HttpReply {
    reply(
        200,
        &json!({"result": {"status": true, "value": value}, "detail": null}),
    )
}

pub fn failure(status: u16, code: i64, message: &str) -> HttpReply {
    let error = json!({"code": code, "message": message});
    reply(
        status,
        &json!({"result": {"status": false, "error": error}}),
    )
}

fn reply(status: u16, body: &Value) -> HttpReply {
    HttpReply {
        status,
        date: None,
        retry_after: None,
        body: body.to_string().into_bytes(),
    }
}

/// Answers with what it was given, in order, and keeps what it was asked.
#[derive(Default)]
pub struct Memory {
    answers: Mutex<VecDeque<Result<HttpReply, PushError>>>,
    pub asked: Mutex<Vec<HttpRequest>>,
}

impl Memory {
    pub fn new(answers: impl IntoIterator<Item = Result<HttpReply, PushError>>) -> Self {
        Self {
            answers: Mutex::new(answers.into_iter().collect()),
            asked: Mutex::default(),
        }
    }

    pub fn requests(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

impl Transport for Memory {
    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, PushError> {
        self.asked.lock().unwrap().push(request.clone());
        self.answers
            .lock()
            .unwrap()
            .pop_front()
            .expect("no answer is left")
    }
}
