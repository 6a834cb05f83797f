//! Real servers on loopback.
//!
//! [`PrivacyIdea`] is a whole privacyIDEA 3.14 with a database of its own, in Python. It takes some
//! seconds to start, so a test does several things with one server. It ends when the value is
//! dropped, and also when the test process dies in any other way.
//!
//! A server fails by panicking: there is nothing that a test could do about it.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot have its server is to end, with the reason"
)]

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::{Map, Value, json};
use tempfile::TempDir;
use ureq::Agent;

/// A running privacyIDEA; see the [module](self).
pub struct PrivacyIdea {
    process: Child,
    doors: Value,
    agent: Agent,
    folder: TempDir,
}

/// A push token that waits for its second step.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The token's serial.
    pub serial: String,
    /// The text of the QR code.
    pub uri: String,
}

/// A login that waits for its approval.
#[derive(Debug, Clone)]
pub struct Login {
    /// Who logs in.
    pub user: String,
    /// The server's name for this login.
    pub transaction_id: String,
    /// The option that the login page asks the person to choose, if it does.
    pub presence_answer: Option<String>,
}

impl PrivacyIdea {
    /// Starts a server with a realm of the users `alice`, `bob` and `carol`, on free ports.
    ///
    /// With `tls`, apps are sent to an https address whose certificate comes from an authority of
    /// its own ([`Self::authority`]); else to a plain one.
    ///
    /// # Panics
    /// If the server's Python environment is missing, or it does not come up within two minutes.
    pub fn start(tls: bool) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("segl-privacyidea-")
            .tempdir()
            .unwrap();
        let mut command = Command::new(python());
        command
            .arg(script("privacyidea_server.py"))
            .arg(folder.path().join("server"));
        if tls {
            command.args(["--https", "0"]);
        }
        let log = fs::File::create(folder.path().join("output")).unwrap();
        // The server ends when its standard input does, which is when we do.
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let (sender, receiver) = mpsc::channel();
        let output = BufReader::new(process.stdout.take().unwrap());
        thread::spawn(move || sender.send(output.lines().next().and_then(Result::ok)));
        let Ok(Some(line)) = receiver.recv_timeout(START) else {
            process.kill().ok();
            process.wait().ok();
            let output = fs::read_to_string(folder.path().join("output")).unwrap_or_default();
            panic!("privacyIDEA did not start: {output}");
        };
        let doors = serde_json::from_str(&line).unwrap();
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .into();
        let server = Self {
            process,
            doors,
            agent,
            folder,
        };
        server.offer_push(&[]);
        server
    }

    /// Where apps reach the server, without a path.
    pub fn url(&self) -> &str {
        let door = self.doors.get("https").or(self.doors.get("http"));
        door.and_then(Value::as_str).unwrap()
    }

    /// The certificate of the authority that apps have to trust (PEM), with TLS.
    pub fn authority(&self) -> Option<Vec<u8>> {
        let path = self.doors.get("authority").and_then(Value::as_str)?;
        Some(fs::read(path).unwrap())
    }

    /// The server's files: configuration, database, log.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Lets users enrol push tokens that are polled; `extra` are further actions of the policy,
    /// such as `push_ttl`.
    pub fn offer_push(&self, extra: &[(&str, &str)]) {
        let mut actions = Map::from_iter([
            (
                "push_registration_url".to_owned(),
                json!(format!("{}/ttype/push", self.url())),
            ),
            ("push_firebase_configuration".to_owned(), json!("poll only")),
            ("push_ttl".to_owned(), json!("10")),
            ("push_ssl_verify".to_owned(), json!("1")),
        ]);
        actions.extend(
            extra
                .iter()
                .map(|(name, value)| ((*name).to_owned(), json!(value))),
        );
        self.set_policy("offer-push", "enrollment", &Value::Object(actions));
    }

    /// Sets how logins with push tokens go, such as `push_require_presence` or
    /// `push_code_to_phone`, in place of what was set before; nothing for the server's defaults.
    pub fn set_login_policy(&self, actions: &[(&str, &str)]) {
        let actions: Map<_, _> = actions
            .iter()
            .map(|(name, value)| ((*name).to_owned(), json!(value)))
            .collect();
        if actions.is_empty() {
            self.delete("/policy/login");
        } else {
            self.set_policy("login", "authentication", &Value::Object(actions));
        }
    }

    /// Begins to enrol a push token for a user, whose PIN starts logins.
    pub fn offer_token(&self, user: &str, pin: &str) -> Offer {
        let answer = self.administer(
            "/token/init",
            &json!({"type": "push", "genkey": "1", "user": user, "realm": "uni", "pin": pin}),
        );
        let text = |pointer| {
            answer
                .pointer(pointer)
                .and_then(Value::as_str)
                .unwrap()
                .to_owned()
        };
        Offer {
            serial: text("/detail/serial"),
            uri: text("/detail/pushurl/value"),
        }
    }

    /// Deletes a token on the server, as a help desk would.
    pub fn delete_token(&self, serial: &str) {
        self.delete(&format!("/token/{serial}"));
    }

    /// Begins a login as the login page does it, with the token's PIN.
    pub fn begin_login(&self, user: &str, pin: &str) -> Login {
        let answer = self.validate(&[("user", user), ("pass", pin)]);
        let detail = answer.get("detail").unwrap();
        let text = |name| detail.get(name).and_then(Value::as_str).map(str::to_owned);
        let Some(transaction_id) = text("transaction_id") else {
            panic!("the login of {user} asks for no approval: {answer}");
        };
        let presence_answer = text("presence_answer");
        Login {
            user: user.to_owned(),
            transaction_id,
            presence_answer,
        }
    }

    /// What the login page learns while it waits: `pending`, `accept`, `declined` or `cancelled`.
    pub fn login_status(&self, login: &Login) -> String {
        let url = format!("{}/validate/polltransaction", self.http());
        let request = self
            .agent
            .get(url)
            .query("transaction_id", &login.transaction_id);
        let answer = self.send(request.call());
        answer
            .pointer("/detail/challenge_status")
            .and_then(Value::as_str)
            .unwrap()
            .to_owned()
    }

    /// Ends a login as the login page does it, with the code that the app showed, if it did. The
    /// verdict is `ACCEPT` or `REJECT`.
    pub fn finish_login(&self, login: &Login, code: &str) -> String {
        let answer = self.validate(&[
            ("user", &login.user),
            ("transaction_id", &login.transaction_id),
            ("pass", code),
        ]);
        answer
            .pointer("/result/authentication")
            .and_then(Value::as_str)
            .unwrap()
            .to_owned()
    }

    fn set_policy(&self, name: &str, scope: &str, actions: &Value) {
        let policy = json!({
            "scope": scope, "action": actions, "active": true,
            "realm": "", "user": "", "resolver": "", "client": "",
        });
        self.administer(&format!("/policy/{name}"), &policy);
    }

    fn administer(&self, path: &str, body: &Value) -> Value {
        let request = self.agent.post(format!("{}{path}", self.http()));
        self.send(
            request
                .header("Authorization", self.token())
                .send_json(body),
        )
    }

    fn delete(&self, path: &str) {
        let request = self.agent.delete(format!("{}{path}", self.http()));
        self.send(request.header("Authorization", self.token()).call());
    }

    fn token(&self) -> &str {
        self.doors.get("token").and_then(Value::as_str).unwrap()
    }

    fn validate(&self, form: &[(&str, &str)]) -> Value {
        let url = format!("{}/validate/check", self.http());
        self.send(self.agent.post(url).send_form(form.iter().copied()))
    }

    /// The plain address, which tests use for everything that the app does not do.
    fn http(&self) -> &str {
        self.doors.get("http").and_then(Value::as_str).unwrap()
    }

    fn send(&self, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Value {
        let mut answer = answer.unwrap();
        let body: Value = answer.body_mut().read_json().unwrap();
        assert!(
            answer.status().is_success(),
            "privacyIDEA: {}: {body}",
            answer.status()
        );
        body
    }
}

impl Drop for PrivacyIdea {
    fn drop(&mut self) {
        // It keeps nothing that matters, so there is nothing to wait for.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// The Python of the server's environment: `SEGL_PI_PYTHON`, else what `script/setup` made.
fn python() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let venvs = match env::var_os("SEGL_VENVS") {
        Some(folder) => PathBuf::from(folder),
        None => root.join(".cache/venv"),
    };
    let python = match env::var_os("SEGL_PI_PYTHON") {
        Some(python) => PathBuf::from(python),
        None => venvs.join("privacyidea/bin/python"),
    };
    assert!(
        python.is_file(),
        "there is no {}: run script/setup, or name a Python with privacyidea==3.14 in SEGL_PI_PYTHON",
        python.display()
    );
    python
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("servers")
        .join(name)
}

/// Twenty times what an idle machine needs.
const START: Duration = Duration::from_secs(120);
