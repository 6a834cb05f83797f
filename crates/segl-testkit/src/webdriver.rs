//! The few requests of [WebDriver](https://www.w3.org/TR/webdriver2/) that the window tests need, sent to WebKit's own
//! driver. It is deliberately not a general client: no waiting, no page objects; see [`crate::window`] for those.
#![allow(
    clippy::panic,
    reason = "a test that cannot go on is to end, with the reason"
)]

use std::{
    net::{Ipv4Addr, TcpListener},
    process::Child,
    time::Duration,
};

use serde_json::{Value, json};
use ureq::{Agent, http::Method};

use crate::session::{Session, wait_for};

/// The key under which an element stands in an answer (WebDriver, section 12.1).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// How long the driver may take for one request. Starting the app is one.
const REQUEST: Duration = Duration::from_secs(60);

/// What the driver says when it does not do as asked, e.g. `stale element reference`.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The error code of the specification.
    pub code: String,
    /// The driver's explanation.
    pub message: String,
}

/// Something on the page. It gets stale when the page draws that part anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handle(String);

impl Handle {
    /// The element in a script's answer, if it is one.
    pub fn from_value(value: &Value) -> Option<Self> {
        Some(Self(value.get(ELEMENT)?.as_str()?.to_owned()))
    }

    /// The element as an argument of a script.
    pub fn to_value(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }
}

/// A driver with the one program that it started. Dropping ends both.
#[derive(Debug)]
pub struct WebDriver {
    agent: Agent,
    base: String,
    session: String,
    driver: Child,
}

impl WebDriver {
    /// Starts the driver on the desktop of `session`, and through it the program. Panics where either does not start.
    pub fn start(session: &Session, program: &str, arguments: &[&str]) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(REQUEST))
            .http_status_as_error(false)
            .proxy(None)
            .build();
        let agent = Agent::new_with_config(config);
        let port = free_port();
        let mut command = session.command("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .arg("--host=127.0.0.1");
        // Without it the app would not let itself be driven.
        command.env("TAURI_WEBVIEW_AUTOMATION", "true");
        let driver = session.spawn(&mut command);
        let mut this = Self {
            agent,
            base: format!("http://127.0.0.1:{port}"),
            session: String::new(),
            driver,
        };
        wait_for("WebKitWebDriver", Duration::from_secs(20), || {
            this.agent.get(format!("{}/status", this.base)).call().ok()
        });
        let options = json!({ "binary": program, "args": arguments });
        let capabilities = json!({ "webkitgtk:browserOptions": options });
        let body = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let answer = this
            .request(Method::POST, "/session", Some(body))
            .unwrap_or_else(|refusal| panic!("{program} could not be driven: {refusal:?}"));
        this.session = answer["sessionId"].as_str().unwrap_or_default().to_owned();
        this
    }

    /// Loads another page.
    #[cfg(test)]
    pub(crate) fn go_to(&self, url: &str) -> Result<(), Refusal> {
        self.post("/url", json!({ "url": url })).map(drop)
    }

    /// Runs a script in the page: the body of a function with the given arguments.
    pub fn run(&self, script: &str, arguments: &[Value]) -> Result<Value, Refusal> {
        self.post(
            "/execute/sync",
            json!({ "script": script, "args": arguments }),
        )
    }

    /// Clicks into the middle of the element, as a pointer does: what lies above it gets the click.
    pub fn click(&self, element: &Handle) -> Result<(), Refusal> {
        self.post(&format!("/element/{}/click", element.0), json!({}))
            .map(drop)
    }

    /// Gives the element the focus and types into it.
    pub fn type_into(&self, element: &Handle, text: &str) -> Result<(), Refusal> {
        self.post(
            &format!("/element/{}/value", element.0),
            json!({ "text": text }),
        )
        .map(drop)
    }

    /// Empties a text field.
    pub fn clear(&self, element: &Handle) -> Result<(), Refusal> {
        self.post(&format!("/element/{}/clear", element.0), json!({}))
            .map(drop)
    }

    /// Presses keys one after the other, then lets them go: `&["Control", "f"]`. What has the focus gets them.
    pub fn press(&self, keys: &[&str]) -> Result<(), Refusal> {
        let value = |kind: &str, key: &str| json!({ "type": kind, "value": key_code(key) });
        let down = keys.iter().map(|key| value("keyDown", key));
        let up = keys.iter().rev().map(|key| value("keyUp", key));
        let actions: Vec<Value> = down.chain(up).collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.post("/actions", json!({ "actions": [keyboard] }))
            .map(drop)
    }

    /// The windows that can be driven.
    pub fn windows(&self) -> Result<Vec<String>, Refusal> {
        let answer = self.request(Method::GET, &self.path("/window/handles"), None)?;
        let handles = answer.as_array().into_iter().flatten();
        Ok(handles
            .filter_map(|handle| handle.as_str().map(str::to_owned))
            .collect())
    }

    /// Goes on with another of the [`Self::windows`].
    pub fn switch_to(&self, window: &str) -> Result<(), Refusal> {
        self.post("/window", json!({ "handle": window })).map(drop)
    }

    fn path(&self, path: &str) -> String {
        format!("/session/{}{path}", self.session)
    }

    fn post(&self, path: &str, body: Value) -> Result<Value, Refusal> {
        self.request(Method::POST, &self.path(path), Some(body))
    }

    fn request(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value, Refusal> {
        let url = format!("{}{path}", self.base);
        let answer = match (method, body) {
            (Method::POST, body) => self.agent.post(url).send_json(body.unwrap_or(Value::Null)),
            (Method::DELETE, _) => self.agent.delete(url).call(),
            _ => self.agent.get(url).call(),
        };
        let lost = |error: ureq::Error| Refusal {
            code: "no answer".to_owned(),
            message: error.to_string(),
        };
        let mut answer = answer.map_err(lost)?;
        // The recorded messages can be many.
        let body = answer
            .body_mut()
            .with_config()
            .limit(64 << 20)
            .read_json::<Value>();
        let mut body = body.map_err(lost)?;
        let value = body["value"].take();
        match value["error"].as_str() {
            None => Ok(value),
            Some(code) => Err(Refusal {
                code: code.to_owned(),
                message: value["message"].as_str().unwrap_or_default().to_owned(),
            }),
        }
    }
}

impl Drop for WebDriver {
    fn drop(&mut self) {
        // The driver ends the program together with its session.
        let _ = self.request(Method::DELETE, &self.path(""), None);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has free ports");
    listener
        .local_addr()
        .expect("a bound socket has an address")
        .port()
}

/// The character that stands for a key (WebDriver, section 17.4.2, "normalised key value").
fn key_code(name: &str) -> &str {
    match name {
        "Enter" => "\u{e007}",
        "Tab" => "\u{e004}",
        "Escape" => "\u{e00c}",
        "Backspace" => "\u{e003}",
        "Delete" => "\u{e017}",
        "Shift" => "\u{e008}",
        "Control" => "\u{e009}",
        "Alt" => "\u{e00a}",
        "ArrowLeft" => "\u{e012}",
        "ArrowUp" => "\u{e013}",
        "ArrowRight" => "\u{e014}",
        "ArrowDown" => "\u{e015}",
        "Home" => "\u{e011}",
        "End" => "\u{e010}",
        "Space" => " ",
        character => character,
    }
}
