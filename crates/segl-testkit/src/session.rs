//! A desktop of its own for one test: home folder, X server, window manager, session bus and keyring.
//!
//! Nothing of the real desktop is seen or changed: programs get an environment made from nothing, the bus starts no
//! service by itself, and the home folder is a temporary one. When the [`Session`] goes, every process that was started in
//! it goes, also those that it has lost sight of.
//!
//! A session fails by panicking: there is nothing that a test could do about a missing X server.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot have its desktop is to end, with the reason"
)]

mod keyring;
mod processes;

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File},
    io::{BufRead, BufReader, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

pub use keyring::Keyring;
use processes::Processes;

/// How long the parts of a desktop may take to start. Ten times what a loaded machine needs.
const START: Duration = Duration::from_secs(20);

/// A private desktop; see the [module](self).
#[derive(Debug)]
pub struct Session {
    processes: Processes,
    desktop: Vec<Child>,
    keyring: Option<Child>,
    variables: Vec<(OsString, OsString)>,
    folder: TempDir,
}

impl Session {
    /// Starts a desktop with an unlocked keyring.
    pub fn start() -> Self {
        Self::with_keyring(Keyring::Unlocked)
    }

    /// Starts a desktop whose keyring is in the given state.
    pub fn with_keyring(keyring: Keyring) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("segl-session.")
            .tempdir()
            .unwrap();
        for name in ["home", "run", "logs"] {
            let path = folder.path().join(name);
            fs::create_dir(&path).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        }
        let mut session = Self {
            processes: Processes::new(folder.path()),
            desktop: Vec::new(),
            keyring: None,
            variables: Vec::new(),
            folder,
        };
        session.start_screen();
        session.start_bus();
        session.start_window_manager();
        session.set_keyring(keyring);
        session
    }

    /// The home folder. The programs' data lies below it at the usual places of XDG.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The folder in which programs started by the session write what they print, one file a program.
    pub fn logs(&self) -> PathBuf {
        self.folder.path().join("logs")
    }

    /// The folder that holds all of the session: [`Self::home`], [`Self::logs`] and the sockets.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Sets a variable for every program that is started from now on.
    pub fn set(&mut self, name: impl Into<OsString>, value: impl Into<OsString>) {
        let name = name.into();
        self.variables.retain(|(known, _)| *known != name);
        self.variables.push((name, value.into()));
    }

    /// A command that runs on this desktop and sees nothing of the real one.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let home = self.home();
        let mut command = Command::new(program);
        command
            .current_dir(&home)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .env("USER", "person")
            .env("RUST_BACKTRACE", "1")
            .env("HOME", &home)
            .env("XDG_DATA_HOME", home.join(".local/share"))
            .env("XDG_STATE_HOME", home.join(".local/state"))
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_CACHE_HOME", home.join(".cache"))
            .env("XDG_RUNTIME_DIR", self.folder.path().join("run"))
            .env("XDG_SESSION_TYPE", "x11")
            .env("XDG_CURRENT_DESKTOP", "Segl-Test")
            // The accessibility bus, portals and the settings daemon are services that the private bus does not have.
            .env("NO_AT_BRIDGE", "1")
            .env("GTK_USE_PORTAL", "0")
            .env("GSETTINGS_BACKEND", "memory")
            .env("GDK_BACKEND", "x11")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            // WebKit's own sandbox needs user namespaces, which containers rarely allow.
            .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
            .env(processes::MARK, self.folder.path())
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        command
    }

    /// Starts a program that goes on until the session ends, or until it is waited for. What it prints is added to
    /// `NAME.log` below [`Self::logs`].
    pub fn spawn(&self, command: &mut Command) -> Child {
        let name = Path::new(command.get_program())
            .file_name()
            .unwrap_or_default();
        let path = self.logs().join(format!("{}.log", name.to_string_lossy()));
        let log = File::options()
            .create(true)
            .append(true)
            .open(&path)
            .unwrap();
        command.stdout(log.try_clone().unwrap()).stderr(log);
        command
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"))
    }

    /// Runs a program to its end and returns what it printed, without the line end. Panics where it fails.
    pub fn run(&self, program: impl AsRef<OsStr>, arguments: &[&str]) -> String {
        let output = self.output(program.as_ref(), arguments, b"");
        assert!(
            output.status.success(),
            "{} {arguments:?}: {output:?}",
            program.as_ref().display()
        );
        String::from_utf8(output.stdout)
            .unwrap()
            .trim_end_matches('\n')
            .to_owned()
    }

    /// Runs a program to its end, with the given bytes as its standard input.
    pub fn output(&self, program: impl AsRef<OsStr>, arguments: &[&str], input: &[u8]) -> Output {
        let program = program.as_ref();
        let mut child = self
            .command(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        // A program that does not read its input may close it before all is written.
        let _ = child.stdin.take().unwrap().write_all(input);
        child.wait_with_output().unwrap()
    }

    /// The text that a person would paste now, if there is any.
    pub fn clipboard(&self) -> Option<String> {
        let arguments = ["5", "xclip", "-selection", "clipboard", "-out"];
        let output = self.output("timeout", &arguments, b"");
        output
            .status
            .success()
            .then(|| String::from_utf8(output.stdout).unwrap())
    }

    /// What kinds of data the clipboard offers, as X names them.
    pub fn clipboard_targets(&self) -> Vec<String> {
        let arguments = [
            "5",
            "xclip",
            "-selection",
            "clipboard",
            "-target",
            "TARGETS",
            "-out",
        ];
        let output = self.output("timeout", &arguments, b"");
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .map(str::to_owned)
            .collect()
    }

    /// Puts something into the clipboard, as another program would: `kind` is `UTF8_STRING`, `image/png`, ...
    pub fn copy(&self, kind: &str, content: &[u8]) {
        let mut command = self.command("xclip");
        command
            .args(["-selection", "clipboard", "-target", kind, "-in"])
            .stdin(Stdio::piped());
        let mut child = self.spawn(&mut command);
        child.stdin.take().unwrap().write_all(content).unwrap();
        // It goes on in the background to serve the content; the first process ends when it is ready to.
        assert!(child.wait().unwrap().success(), "xclip took nothing");
    }

    /// A picture of the whole screen, as PNG.
    pub fn screenshot(&self) -> Vec<u8> {
        let output = self.output("import", &["-window", "root", "png:-"], b"");
        assert!(output.status.success(), "import: {output:?}");
        output.stdout
    }

    /// Ends the keyring that runs and starts one in another state. Its files stay, but for [`Keyring::Wiped`].
    pub fn set_keyring(&mut self, keyring: Keyring) {
        if let Some(mut daemon) = self.keyring.take() {
            processes::end(&mut daemon);
        }
        self.keyring = keyring::start(self, keyring);
    }

    /// Ends every process that runs this program, as a loss of power does, and waits until they are gone.
    pub fn kill_program(&self, program: &Path) {
        self.processes.kill_program(program);
    }

    fn start_screen(&mut self) {
        let mut command = self.command("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1400x1000x24"]);
        command.args(["-nolisten", "tcp", "-noreset"]);
        let display = self.first_line(&mut command);
        self.set("DISPLAY", format!(":{display}"));
    }

    fn start_bus(&mut self) {
        let socket = self.folder.path().join("run/bus");
        let config = self.folder.path().join("run/bus.conf");
        fs::write(
            &config,
            BUS_CONFIG.replace("SOCKET", &socket.to_string_lossy()),
        )
        .unwrap();
        let mut command = self.command("dbus-daemon");
        command.args(["--nofork", "--nopidfile", "--print-address=1"]);
        command.arg("--config-file").arg(config);
        let address = self.first_line(&mut command);
        self.set("DBUS_SESSION_BUS_ADDRESS", address);
    }

    fn start_window_manager(&mut self) {
        let openbox = self.spawn(self.command("openbox").arg("--sm-disable"));
        self.desktop.push(openbox);
        wait_for("openbox", START, || {
            let output = self.output("xdotool", &["get_num_desktops"], b"");
            output.status.success().then_some(())
        });
    }

    /// Starts a program and waits for the one line that it prints when it is ready.
    fn first_line(&mut self, command: &mut Command) -> String {
        let name = command.get_program().to_string_lossy().into_owned();
        let log = File::create(self.logs().join(format!("{name}.log"))).unwrap();
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| panic!("{name} does not start ({error}): run script/setup"));
        let output = child.stdout.take().unwrap();
        self.desktop.push(child);
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).unwrap();
        let log = fs::read_to_string(self.logs().join(format!("{name}.log"))).unwrap();
        assert!(!line.is_empty(), "{name} ended before it was ready: {log}");
        line.trim_end().to_owned()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.processes.end();
        for mut child in self.desktop.drain(..).chain(self.keyring.take()) {
            let _ = child.wait();
        }
    }
}

/// Asks until there is an answer. Panics with `what` when `patience` has run out.
pub fn wait_for<T>(what: &str, patience: Duration, mut ask: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(
            began.elapsed() < patience,
            "waited {patience:?} in vain for {what}"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Unlike the bus of a desktop this one starts no service on demand: what a test did not start is not there.
const BUS_CONFIG: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=SOCKET</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

#[cfg(test)]
mod tests;
