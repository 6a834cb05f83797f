//! The real window, used as a person uses it: things are found by what they are and what they are called, and every
//! step waits until the window is ready for it.
//!
//! It also keeps what crosses between the page and the core, so that a test can search it for secrets. The app has no
//! part in that.
#![allow(
    clippy::panic,
    reason = "a test that cannot go on is to end, with the reason"
)]

use std::{
    cell::RefCell,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::{Value, json};

use crate::{
    session::{Session, wait_for},
    webdriver::{Handle, Refusal, WebDriver},
};

/// How long a person waits for anything. A window that needs longer has hung.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// One thing that crossed between the page and the core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The command, for a request; empty for what came from the core: an answer, an event, a channel's message.
    pub command: String,
    /// JSON, or how many bytes it had.
    pub content: String,
}

/// The window of the running app. Dropping it ends the app, without warning, as a loss of power does.
#[derive(Debug)]
pub struct Window<'s> {
    session: &'s Session,
    driver: WebDriver,
    app: PathBuf,
    messages: RefCell<Vec<Message>>,
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        // While it is still there, a new start would only raise its window.
        self.session.kill_program(&self.app);
    }
}

impl<'s> Window<'s> {
    /// Starts the app and waits until its first page is drawn.
    pub fn open(session: &'s Session, app: &Path, arguments: &[&str]) -> Self {
        let window = Self::start(session, app, arguments);
        window.wait_until("the first page", |window| {
            window.eval("return document.readyState === 'complete' && document.body.innerText.trim() !== ''", &[])
                .ok()?
                .as_bool()?
                .then_some(())
        });
        window
    }

    fn start(session: &'s Session, app: &Path, arguments: &[&str]) -> Self {
        let driver = WebDriver::start(session, &app.to_string_lossy(), arguments);
        Self {
            session,
            driver,
            app: fs::canonicalize(app).unwrap_or_else(|_| app.to_owned()),
            messages: RefCell::default(),
        }
    }

    /// The desktop that the window is on.
    pub fn session(&self) -> &Session {
        self.session
    }

    /// The button of that name.
    pub fn button(&self, name: &str) -> Element<'_> {
        self.find("button", name)
    }

    /// The text field, or other field to type into, of that name.
    pub fn field(&self, name: &str) -> Element<'_> {
        self.find("textbox", name)
    }

    /// The one visible thing of that role (as ARIA names roles; `any` for all) whose accessible name is `name`. A
    /// name that ends with `…` is the beginning of one. Waits for it, and panics with what there is instead.
    pub fn find(&self, role: &str, name: &str) -> Element<'_> {
        let began = std::time::Instant::now();
        while began.elapsed() < PATIENCE {
            if let Some(element) = self.find_now(role, name) {
                return element;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!(
            "no {role} {name:?}; there are {}\nand the text\n{}",
            self.outline(),
            self.text()
        );
    }

    /// Like [`Self::find`], without waiting.
    pub fn find_now(&self, role: &str, name: &str) -> Option<Element<'_>> {
        let answer = self.eval(
            "return segl.find(arguments[0], arguments[1])",
            &[json!(role), json!(name)],
        );
        let handle = Handle::from_value(&answer.ok()?)?;
        Some(Element {
            window: self,
            handle,
            role: role.to_owned(),
            name: name.to_owned(),
        })
    }

    /// The role and name of everything that can be used, for a person who reads a failed test.
    pub fn outline(&self) -> String {
        let answer = self.eval("return segl.outline()", &[]).unwrap_or_default();
        answer.as_str().unwrap_or_default().to_owned()
    }

    /// The text that is seen.
    pub fn text(&self) -> String {
        let answer = self
            .eval("return document.body.innerText", &[])
            .unwrap_or_default();
        answer.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until a text is seen.
    pub fn wait_for_text(&self, text: &str) {
        let began = std::time::Instant::now();
        while !self.text().contains(text) {
            assert!(
                began.elapsed() < PATIENCE,
                "no text {text:?}; there is\n{}\n{}",
                self.text(),
                self.outline()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until `ask` has an answer; `what` is said if it has none in time.
    pub fn wait_until<T>(&self, what: &str, mut ask: impl FnMut(&Self) -> Option<T>) -> T {
        wait_for(what, PATIENCE, || ask(self))
    }

    /// Presses keys together: `&["Control", "f"]`. What has the focus gets them.
    pub fn press(&self, keys: &[&str]) {
        self.driver
            .press(keys)
            .unwrap_or_else(|refusal| panic!("{keys:?}: {refusal:?}"));
    }

    /// Runs the body of a function in the page.
    pub fn run(&self, script: &str, arguments: &[Value]) -> Value {
        self.eval(script, arguments)
            .unwrap_or_else(|refusal| panic!("{script}: {refusal:?}"))
    }

    /// Makes the page that many CSS pixels wide and high.
    pub fn resize(&self, width: u32, height: u32) {
        let size = [width.to_string(), height.to_string()];
        self.session
            .run("xdotool", &["windowsize", &self.id(), &size[0], &size[1]]);
        self.wait_until("the new size", |window| {
            let size = window.eval("return [innerWidth, innerHeight]", &[]).ok()?;
            (size == json!([width, height])).then_some(())
        });
    }

    /// The window as it is seen on the screen, as PNG. (The driver's own picture never comes where WebKit draws without
    /// compositing, as the app lets it.)
    pub fn screenshot(&self) -> Vec<u8> {
        let id = self.id();
        self.session.run("xdotool", &["windowraise", &id]);
        let output = self
            .session
            .output("import", &["-window", &id, "png:-"], b"");
        assert!(output.status.success(), "import: {output:?}");
        output.stdout
    }

    /// The X server's number of the window.
    fn id(&self) -> String {
        let title = self.run("return document.title", &[]);
        let title = title.as_str().unwrap_or_default().to_owned();
        self.wait_until("the window on the screen", |window| {
            let pattern = format!("^{title}$");
            let arguments = ["search", "--onlyvisible", "--name", &pattern];
            let found = window.session.output("xdotool", &arguments, b"");
            let found = String::from_utf8_lossy(&found.stdout).into_owned();
            found.lines().last().map(str::to_owned)
        })
    }

    /// All that crossed between the page and the core since the window was opened.
    pub fn messages(&self) -> Vec<Message> {
        self.collect();
        self.messages.borrow().clone()
    }

    /// Brings the recorded messages over: the page forgets them when it is loaded anew.
    fn collect(&self) {
        let Ok(answer) = self.eval("return segl.take()", &[]) else {
            return;
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let new = answer.as_array().into_iter().flatten();
        self.messages.borrow_mut().extend(new.map(|pair| Message {
            command: text(&pair[0]),
            content: text(&pair[1]),
        }));
    }

    fn eval(&self, script: &str, arguments: &[Value]) -> Result<Value, Refusal> {
        // The helpers go along each time, so that a page that was loaded anew has them, too.
        self.driver.run(&format!("{PAGE}\n{script}"), arguments)
    }
}

/// Something on the page that can be used.
#[derive(Debug)]
pub struct Element<'w> {
    window: &'w Window<'w>,
    handle: Handle,
    role: String,
    name: String,
}

impl Element<'_> {
    /// Clicks it, as soon as it is enabled.
    pub fn click(&self) {
        self.until_done("be clicked", |driver, handle| driver.click(handle));
    }

    /// Types at the end of what is in it.
    pub fn type_text(&self, text: &str) {
        self.until_done("be typed into", |driver, handle| {
            driver.type_into(handle, text)
        });
    }

    /// Puts `text` in the place of what is in it.
    pub fn fill(&self, text: &str) {
        self.until_done("be emptied", |driver, handle| driver.clear(handle));
        self.type_text(text);
    }

    /// The text that is seen in it.
    pub fn text(&self) -> String {
        self.ask("return arguments[0].innerText")
    }

    /// What was typed into it.
    pub fn value(&self) -> String {
        self.ask("return arguments[0].value")
    }

    /// An attribute, `aria-pressed` for example; empty where it has none.
    pub fn attribute(&self, name: &str) -> String {
        self.ask(&format!("return arguments[0].getAttribute('{name}') ?? ''"))
    }

    /// Whether it can be used now.
    pub fn is_enabled(&self) -> bool {
        self.ask("return String(!arguments[0].matches(':disabled, [aria-disabled=true]'))")
            == "true"
    }

    fn ask(&self, script: &str) -> String {
        let answer = self.window.run(script, &[self.handle.to_value()]);
        answer.as_str().unwrap_or_default().to_owned()
    }

    /// A page that is being drawn refuses for a moment: the element is under another, or was drawn anew.
    fn until_done(&self, what: &str, act: impl Fn(&WebDriver, &Handle) -> Result<(), Refusal>) {
        let mut handle = self.handle.clone();
        let mut last = None;
        let began = std::time::Instant::now();
        while began.elapsed() < PATIENCE {
            let current = Element {
                window: self.window,
                handle: handle.clone(),
                role: self.role.clone(),
                name: self.name.clone(),
            };
            let enabled = self.window.eval(
                "return !arguments[0].matches(':disabled, [aria-disabled=true]')",
                &[current.handle.to_value()],
            );
            match enabled {
                Ok(Value::Bool(false)) => {}
                Ok(_) => match act(&self.window.driver, &handle) {
                    Ok(()) => return,
                    Err(refusal) => last = Some(refusal),
                },
                Err(refusal) => {
                    last = Some(refusal);
                    if let Some(again) = self.window.find_now(&self.role, &self.name) {
                        handle = again.handle;
                    }
                }
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{} {:?} could not {what}: {last:?}", self.role, self.name);
    }
}

/// Finds by role and name, and records.
const PAGE: &str = include_str!("window/page.js");

#[cfg(test)]
mod tests;
