//! Running `segl` in a home of its own, without a session bus and without a terminal.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The passphrase of the vaults made here; Argon2 makes every opening take a moment.
pub const PASSPHRASE: &str = "correct horse battery";

/// A home without a keyring, so that nothing outside of it is touched or asked.
pub struct Home {
    dir: TempDir,
}

/// What a run of the program left behind.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Home {
    pub fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    /// A home with a vault that the passphrase opens.
    pub fn with_vault() -> Self {
        let home = Self::new();
        let made = home.open(&["vault", "create", "--no-keyring", "--no-recovery-code"]);
        assert_eq!(made.code, 0, "{made:?}");
        home
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_segl"));
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.dir.path())
            .env("XDG_RUNTIME_DIR", self.dir.path())
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
            .env("SEGL_DATA_DIR", self.path("data"))
            .current_dir(self.dir.path());
        command
    }

    /// Runs without anything on the standard input.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, "")
    }

    /// Runs with the vault's passphrase on the standard input.
    pub fn open(&self, arguments: &[&str]) -> Ran {
        self.open_with(arguments, "")
    }

    /// [`Home::open`] with more on the standard input after the passphrase.
    pub fn open_with(&self, arguments: &[&str], more: &str) -> Ran {
        let input = format!("{PASSPHRASE}\n{more}");
        finish(self.opening(arguments), &input)
    }

    /// A command that takes the passphrase as the first line of its input.
    pub fn opening(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(&["--passphrase-stdin"]);
        command.args(arguments);
        command
    }

    pub fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        finish(self.command(arguments), input)
    }

    /// Adds a link, and hands back the id of the account.
    pub fn add(&self, uri: &str) -> String {
        let added = self.open(&["add", "--json", uri]);
        assert_eq!(added.code, 0, "{added:?}");
        added.object()["id"].as_str().unwrap().to_owned()
    }
}

impl Ran {
    /// The only line, as an object.
    pub fn object(&self) -> Value {
        let objects = self.objects();
        assert_eq!(objects.len(), 1, "{self:?}");
        objects.into_iter().next().unwrap()
    }

    /// Every line, as an object.
    pub fn objects(&self) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{self:?}"));
        self.stdout.lines().map(parse).collect()
    }

    pub fn error_code(&self) -> String {
        self.object()["error"]["code"]
            .as_str()
            .unwrap_or_else(|| panic!("{self:?}"))
            .to_owned()
    }
}

/// Runs a command to its end.
pub fn finish(mut command: Command, input: &str) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that does not read its input may have closed it; that is its right.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().unwrap();
    Ran {
        code: status.code().unwrap_or(-1),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
    }
}

/// What oathtool computes; `script/setup` installs it, and without it the test fails.
pub fn oathtool(arguments: &[&str]) -> String {
    let output = Command::new("oathtool")
        .args(arguments)
        .output()
        .expect("oathtool is installed");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Draws a picture of a code into a file.
pub fn draw(text: &str, path: &Path) {
    let picture = segl_testkit::qr::draw(text, segl_testkit::qr::Style::default());
    segl_testkit::qr::save(&picture, path).unwrap();
}
