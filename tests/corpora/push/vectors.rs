//! The recorded file, and what its replies mean by the protocol's table of errors.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use jiff::{SignedDuration, Timestamp};
use segl_push::protocol::reply::Times;
use segl_push::{EnrolmentUri, HttpReply, PrivateKey, PushError, ServerKey, Token};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::corpora::json;

#[derive(Deserialize)]
pub struct Vectors {
    pub keys: BTreeMap<String, KeyPair>,
    pub scenarios: Vec<Scenario>,
    pub enrolment_uris: Vec<EnrolmentCase>,
    pub enrolment_uris_reject: Vec<RejectCase>,
    pub client_signatures: Vec<SignatureCase>,
    pub server_challenges: Vec<ChallengeCase>,
    #[serde(default)]
    pub two_step: Vec<Value>,
    #[serde(default)]
    pub container: Value,
    #[serde(default)]
    pub edumfa: Value,
}

impl Vectors {
    pub fn read() -> Self {
        json("push/vectors.json")
    }

    pub fn key(&self, name: &str) -> PrivateKey {
        let der = BASE64
            .decode(self.keys[name].pkcs8_der_b64.as_bytes())
            .unwrap();
        let key = PrivateKey::from_pkcs8_der(&der).unwrap();
        assert_eq!(
            key.public_key_text().unwrap(),
            self.keys[name].public_spki_b64,
            "key {name}"
        );
        key
    }

    pub fn keys(&self) -> BTreeMap<String, PrivateKey> {
        self.keys
            .keys()
            .map(|name| (name.clone(), self.key(name)))
            .collect()
    }

    pub fn scenario(&self, id: &str) -> Option<&Scenario> {
        self.scenarios.iter().find(|scenario| scenario.id == id)
    }
}

#[derive(Deserialize)]
pub struct KeyPair {
    pub pkcs8_der_b64: String,
    pub public_spki_b64: String,
}

#[derive(Deserialize)]
pub struct Scenario {
    pub id: String,
    #[serde(default)]
    pub enrolment_uri: String,
    pub client_key: Option<String>,
    pub server_public_key_pkcs1_b64: Option<String>,
    #[serde(default)]
    pub exchanges: Vec<Exchange>,
}

impl Scenario {
    pub fn uri(&self) -> Result<EnrolmentUri, String> {
        EnrolmentUri::parse(&self.enrolment_uri).map_err(|reason| reason.to_string())
    }

    pub fn token(&self, server_key: ServerKey) -> Result<Token, String> {
        let uri = self.uri()?;
        Ok(Token {
            serial: uri.serial().clone(),
            endpoint: uri.endpoint().clone(),
            server_key,
        })
    }
}

#[derive(Deserialize)]
pub struct Exchange {
    pub step: String,
    pub method: String,
    pub url: String,
    #[serde(default = "no_params")]
    pub params: Value,
    pub signed_string: Option<String>,
    pub status: u16,
    pub response: Value,
}

fn no_params() -> Value {
    Value::Object(Map::new())
}

#[derive(Deserialize)]
pub struct EnrolmentCase {
    pub scenario: String,
    pub uri: String,
    pub expect: BTreeMap<String, String>,
}

#[derive(Deserialize)]
pub struct RejectCase {
    pub id: String,
    pub uri: String,
}

#[derive(Deserialize)]
pub struct SignatureCase {
    pub scenario: String,
    pub step: String,
    pub key: String,
    pub signed_string: String,
    pub signature_base32: String,
    #[serde(default)]
    pub server_answer: Value,
}

#[derive(Deserialize)]
pub struct ChallengeCase {
    pub scenario: String,
    pub server_public_key_pkcs1_b64: String,
    pub challenge: Value,
    pub expect_valid: bool,
    pub tampered: Option<String>,
}

#[derive(Clone, Copy)]
pub enum Call {
    Enrol,
    Poll,
    Answer,
}

impl Exchange {
    /// What the recorded reply means by the protocol's table of errors; None for success. The
    /// clock's details are left out.
    pub fn refusal(&self, call: Call) -> Option<PushError> {
        let error = &self.response["result"]["error"];
        let code = error["code"].as_i64();
        let message = error["message"].as_str().unwrap_or_default();
        Some(match (call, self.status, code) {
            (_, 200, None) => return None,
            (_, 404 | 405, None) => PushError::NoPushService,
            (_, 500, _) => PushError::ServerFault { status: 500 },
            (_, _, Some(905)) if message.contains("Missing parameter") => {
                PushError::MissingParameter
            }
            (Call::Enrol, 400, Some(905)) => PushError::WrongCredential,
            (Call::Enrol, 404, Some(601)) => PushError::EnrolmentClosed,
            (_, 404, Some(601)) => PushError::UnknownToken,
            (Call::Poll, 403, Some(303)) => PushError::PollingNotAllowed,
            (Call::Poll, 400, Some(10)) if message.contains("not in valid range") => {
                PushError::ClockOutOfRange {
                    server_time: None,
                    offset: None,
                }
            }
            (Call::Poll, 400, Some(10)) if message.contains("Could not parse") => {
                PushError::TimestampRefused
            }
            (Call::Poll, 400, Some(10)) => PushError::SignatureRefused,
            // Recorded with a stamp an hour off, so that the clocks tell what the server hides.
            (Call::Poll, 400, Some(-311)) if self.is_out_of_time() => PushError::ClockOutOfRange {
                server_time: None,
                offset: None,
            },
            (_, 400, Some(-311)) => PushError::HiddenReason,
            (_, status, code) => PushError::Refused {
                status,
                code: code.unwrap_or_default(),
            },
        })
    }

    fn is_out_of_time(&self) -> bool {
        let stamp = self
            .param("timestamp")
            .and_then(|text| text.parse::<Timestamp>().ok());
        stamp.is_some_and(|stamp| {
            self.times().received.duration_since(stamp).abs() > SignedDuration::from_secs(60)
        })
    }

    /// The local clock is taken to be the server's own, as it was when this was recorded.
    pub fn times(&self) -> Times {
        let since_1970 = self.response["time"].as_f64().unwrap_or_default();
        let time = SignedDuration::from_secs_f64(since_1970);
        let time = Timestamp::from_duration(time).unwrap();
        Times {
            sent: time,
            received: time,
        }
    }

    pub fn reply(&self) -> HttpReply {
        let body = match self.response.get("_text").and_then(Value::as_str) {
            Some(html) => html.to_owned(),
            None => self.response.to_string(),
        };
        HttpReply {
            status: self.status,
            date: None,
            retry_after: None,
            body: body.into_bytes(),
        }
    }

    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.get(name)?.as_str()
    }
}
