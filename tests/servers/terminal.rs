//! The main job by the program `segl` alone, with a real privacyIDEA behind an authority of its
//! own: enrol, be asked, answer. The login page is the judge.

use std::env;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use segl_testkit::servers::{Login, PrivacyIdea};
use serde_json::Value;
use tempfile::TempDir;

const PASSPHRASE: &str = "correct horse battery";
const PIN: &str = "1234";

#[test]
fn logins_are_answered_in_the_terminal() {
    let server = PrivacyIdea::start(true);
    let terminal = Terminal::new();
    let offer = server.offer_token("carol", PIN);

    // The authority is not known yet: the account is kept, and says why it does not go on.
    let (code, lines) = terminal.segl(&["add", &offer.uri]);
    assert_eq!((code, error(&lines)), (5, "certificate_unknown"));
    let (code, lines) = terminal.segl(&["list"]);
    assert_eq!((code, &lines[0]["type"]), (0, &"push".into()));
    assert_ne!(lines[0]["enrolment"], "ready");

    let authority = terminal.folder.path().join("university.pem");
    fs::write(&authority, server.authority().unwrap()).unwrap();
    let (code, lines) = terminal.segl(&["certificate", "add", authority.to_str().unwrap()]);
    assert_eq!((code, &lines[0]["name"]), (0, &"university.pem".into()));
    let (code, lines) = terminal.segl(&["add", "--resume"]);
    assert_eq!(
        (code, &lines[0]["enrolment"]),
        (0, &"ready".into()),
        "{lines:?}"
    );
    assert_eq!(lines[0]["serial"], *offer.serial);
    assert_eq!(
        terminal.segl(&["add", "--resume"]),
        (0, vec![]),
        "nothing is left to do"
    );

    assert_eq!(terminal.segl(&["requests"]), (1, vec![]), "nobody logs in");
    assert_eq!(terminal.segl(&["requests", "--wait", "1"]), (1, vec![]));
    let (code, lines) = terminal.segl(&["approve"]);
    assert_eq!((code, error(&lines)), (1, "request_missing"));

    let login = server.begin_login("carol", PIN);
    let (code, lines) = terminal.segl(&["requests", "--wait", "30"]);
    assert_eq!((code, lines.len()), (0, 1), "{lines:?}");
    assert_eq!(lines[0]["choices"], Value::Array(Vec::new()));
    let id = lines[0]["id"].as_str().unwrap();
    assert_eq!(
        terminal.answered(&["approve", &id[..6]]),
        (0, "approved".to_owned())
    );
    assert_eq!(server.login_status(&login), "accept");
    assert_eq!(server.finish_login(&login, ""), "ACCEPT");

    for (how, outcome) in [
        (&["deny"][..], "denied"),
        (&["deny", "--not-me"], "reported"),
    ] {
        let login = server.begin_login("carol", PIN);
        assert_eq!(terminal.answered(how), (0, outcome.to_owned()));
        assert_eq!(server.finish_login(&login, ""), "REJECT", "{how:?}");
    }

    // Two at once: neither is answered by accident.
    let logins = [
        server.begin_login("carol", PIN),
        server.begin_login("carol", PIN),
    ];
    let (code, lines) = terminal.segl(&["approve"]);
    assert_eq!((code, error(&lines)), (1, "account_ambiguous"));
    assert_eq!(lines[0]["matches"].as_array().unwrap().len(), 2);
    let (_, lines) = terminal.segl(&["requests"]);
    for line in &lines {
        assert_eq!(
            terminal.answered(&["deny", line["id"].as_str().unwrap()]).0,
            0
        );
    }
    for login in &logins {
        assert_eq!(server.finish_login(login, ""), "REJECT");
    }

    numbers_and_codes(&server, &terminal);
}

fn numbers_and_codes(server: &PrivacyIdea, terminal: &Terminal) {
    server.set_login_policy(&[("push_require_presence", "1")]);
    let login = server.begin_login("carol", PIN);
    let (_, lines) = terminal.segl(&["requests"]);
    let choices = lines[0]["choices"].as_array().unwrap();
    assert!(choices.len() > 1, "{lines:?}");
    let (code, lines) = terminal.segl(&["approve"]);
    assert_eq!((code, error(&lines)), (2, "choice_needed"));
    assert_eq!(server.login_status(&login), "pending", "nothing was sent");
    let shown = login.presence_answer.as_deref().unwrap();
    assert_eq!(
        terminal.answered(&["approve", "--number", shown]),
        (0, "approved".to_owned())
    );
    assert_eq!(server.finish_login(&login, ""), "ACCEPT");

    let login = server.begin_login("carol", PIN);
    let wrong = wrong_choice(terminal, &login);
    assert_eq!(
        terminal.answered(&["approve", "--number", &wrong]),
        (1, "wrong_choice".to_owned())
    );
    assert_eq!(server.finish_login(&login, ""), "REJECT");

    server.set_login_policy(&[("push_code_to_phone", "1")]);
    let login = server.begin_login("carol", PIN);
    let (code, lines) = terminal.segl(&["approve"]);
    assert_eq!(
        (code, &lines[0]["outcome"]),
        (0, &"approved".into()),
        "{lines:?}"
    );
    let shown = lines[0]["display_code"].as_str().unwrap();
    assert_eq!(server.finish_login(&login, shown), "ACCEPT");
}

/// One of the choices that the login page does not show.
fn wrong_choice(terminal: &Terminal, login: &Login) -> String {
    let (_, lines) = terminal.segl(&["requests"]);
    let choices = lines[0]["choices"].as_array().unwrap();
    let right = login.presence_answer.as_deref();
    let wrong = choices.iter().map(|choice| choice.as_str().unwrap());
    wrong
        .into_iter()
        .find(|choice| Some(*choice) != right)
        .unwrap()
        .to_owned()
}

/// A person's terminal: a home without a keyring, and a vault that a passphrase opens.
struct Terminal {
    folder: TempDir,
    program: PathBuf,
}

impl Terminal {
    fn new() -> Self {
        let program = env::var_os("SEGL_CLI").expect("SEGL_CLI names the program: see script/test");
        let terminal = Self {
            folder: tempfile::tempdir().unwrap(),
            program: program.into(),
        };
        let made = terminal.segl(&["vault", "create", "--no-keyring", "--no-recovery-code"]);
        assert_eq!(made.0, 0, "{made:?}");
        terminal
    }

    /// The exit code and the lines, as objects.
    fn segl(&self, arguments: &[&str]) -> (i32, Vec<Value>) {
        let mut child = Command::new(&self.program)
            .args(["--passphrase-stdin", "--json"])
            .args(arguments)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("SEGL_DATA_DIR", self.folder.path().join("data"))
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        writeln!(child.stdin.take().unwrap(), "{PASSPHRASE}").unwrap();
        let Output {
            status,
            stdout,
            stderr,
        } = child.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&stderr);
        assert_eq!(
            stderr, "",
            "with --json the standard error stays empty: {arguments:?}"
        );
        let lines = String::from_utf8(stdout).unwrap();
        let lines = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        (status.code().unwrap(), lines)
    }

    /// The exit code and the outcome of an answer.
    fn answered(&self, arguments: &[&str]) -> (i32, String) {
        let (code, lines) = self.segl(arguments);
        let outcome = lines[0]["outcome"]
            .as_str()
            .unwrap_or_else(|| panic!("{lines:?}"));
        (code, outcome.to_owned())
    }
}

/// The code of the error in the last line.
fn error(lines: &[Value]) -> &str {
    lines
        .last()
        .and_then(|line| line["error"]["code"].as_str())
        .unwrap_or("none")
}
