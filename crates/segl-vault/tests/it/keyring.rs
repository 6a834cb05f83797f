//! The operating system's keyring, for real: gnome-keyring on a session bus of the test's own.
//!
//! Each test starts itself again inside `dbus-run-session`, with a home folder of its own. Nothing
//! of the user's session is touched; where a person has to answer, it is on a screen of the test's
//! own.
#![cfg(target_os = "linux")]

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};
use segl_vault::{
    KeyName, KeyStore, KeyringError, NewVault, OsKeyring, SlotId, UnlockError, VaultId,
};
use tempfile::TempDir;

use crate::{Home, NOW, add, names};

/// Of the login keyring.
const PASSWORD: &str = "password";

const INSIDE: &str = "SEGL_TEST_INSIDE_PRIVATE_BUS";

/// Runs `body` on a bus of its own. `name` is the test's full name.
fn on_a_private_bus(name: &str, body: impl FnOnce()) {
    if env::var_os(INSIDE).is_some() {
        return body();
    }
    let home = TempDir::new().unwrap();
    let dir = |name: &str| {
        let dir = home.path().join(name);
        fs::create_dir(&dir).unwrap();
        private(&dir);
        dir
    };
    let mut inside = Command::new("dbus-run-session");
    inside
        .arg("--")
        .arg(env::current_exe().unwrap())
        .args(["--exact", name])
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", dir("data"))
        .env("XDG_CONFIG_HOME", dir("config"))
        .env("XDG_CACHE_HOME", dir("cache"))
        .env("XDG_RUNTIME_DIR", dir("run"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY");
    assert_passes(&mut inside);
}

/// Runs this test inside another process, and makes sure that it was run.
fn assert_passes(inside: &mut Command) {
    let output = inside
        .env(INSIDE, "1")
        .output()
        .expect("dbus-run-session (package dbus) is installed; script/setup sees to that");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && told.contains("test result: ok. 1 passed"),
        "{told}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn private(dir: &Path) {
    use std::os::unix::fs::PermissionsExt;

    fs::set_permissions(dir, fs::Permissions::from_mode(0o700)).unwrap();
}

/// A running gnome-keyring with its login keyring open; ends when dropped.
struct Daemon(Child);

impl Daemon {
    fn start() -> Daemon {
        let daemon = Daemon::start_with(&["--unlock"], PASSWORD.as_bytes());
        wait_for(|| {
            has_property(
                "/org/freedesktop/secrets/collection/login",
                "org.freedesktop.Secret.Collection",
                "Label",
            )
        });
        daemon
    }

    fn start_without_a_login_keyring() -> Daemon {
        let daemon = Daemon::start_with(&[], b"");
        wait_for(|| {
            has_property(
                "/org/freedesktop/secrets",
                "org.freedesktop.Secret.Service",
                "Collections",
            )
        });
        daemon
    }

    fn start_with(arguments: &[&str], password: &[u8]) -> Daemon {
        let mut daemon = Command::new("gnome-keyring-daemon")
            .args(["--foreground", "--components=secrets"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("gnome-keyring is installed; script/setup sees to that");
        daemon.stdin.take().unwrap().write_all(password).unwrap();
        // It says where it listens as soon as it is on the bus.
        let mut line = String::new();
        BufReader::new(daemon.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        Daemon(daemon)
    }
}

fn wait_for(condition: impl Fn() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "gnome-keyring did not come up"
        );
        thread::sleep(Duration::from_millis(20));
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A screen on which the keyring asks for its password; ends when dropped.
struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    fn start() -> Screen {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp"])
            .args(["-screen", "0", "800x600x24"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb (package xvfb) is installed; script/setup sees to that");
        let mut number = String::new();
        BufReader::new(server.stdout.as_mut().unwrap())
            .read_line(&mut number)
            .unwrap();
        let display = format!(":{}", number.trim());
        // The bus starts the program that asks.
        let told = Command::new("dbus-update-activation-environment")
            .arg(format!("DISPLAY={display}"))
            .arg("NO_AT_BRIDGE=1")
            .status()
            .unwrap();
        assert!(told.success());
        Screen { server, display }
    }

    fn xdotool(&self, arguments: &[&str]) -> bool {
        Command::new("xdotool")
            .args(arguments)
            .env("DISPLAY", &self.display)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("xdotool is installed; script/setup sees to that")
            .success()
    }

    /// Does `act` while a person answers the question for a password, which is asked `fields` times
    /// in one window. Says whether there was a question.
    fn while_answering<T>(&self, fields: usize, act: impl FnOnce() -> T) -> (T, bool) {
        let done = AtomicBool::new(false);
        thread::scope(|scope| {
            let person = scope.spawn(|| {
                let mut asked = false;
                while !done.load(Ordering::Acquire) {
                    thread::sleep(Duration::from_millis(300));
                    if self.xdotool(&["search", "--onlyvisible", "--class", "gcr-prompter"]) {
                        asked = true;
                        thread::sleep(Duration::from_millis(300));
                        for field in 0..fields {
                            if field > 0 {
                                self.xdotool(&["key", "Tab"]);
                            }
                            self.xdotool(&["key", "ctrl+a"]);
                            self.xdotool(&["type", PASSWORD]);
                        }
                        self.xdotool(&["key", "Return"]);
                    }
                }
                asked
            });
            let answer = act();
            done.store(true, Ordering::Release);
            (answer, person.join().unwrap())
        })
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn call_service(arguments: &[&str]) -> bool {
    let output = Command::new("dbus-send")
        .args([
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.secrets",
        ])
        .args(arguments)
        .output()
        .expect("dbus-send (package dbus) is installed; script/setup sees to that");
    output.status.success()
}

fn has_property(path: &str, interface: &str, property: &str) -> bool {
    call_service(&[
        path,
        "org.freedesktop.DBus.Properties.Get",
        &format!("string:{interface}"),
        &format!("string:{property}"),
    ])
}

fn lock_the_keyring() {
    assert!(call_service(&[
        "/org/freedesktop/secrets",
        "org.freedesktop.Secret.Service.Lock",
        "array:objpath:/org/freedesktop/secrets/aliases/default",
    ]));
}

fn name() -> KeyName {
    KeyName {
        vault: VaultId::make(),
        slot: SlotId::make(),
    }
}

fn text(text: &str) -> SecretString {
    text.into()
}

fn read(name: &KeyName) -> Result<String, KeyringError> {
    OsKeyring::new()
        .read(name)
        .map(|text| text.expose_secret().to_owned())
}

#[test]
fn keeps_replaces_and_forgets_a_line() {
    on_a_private_bus("keyring::keeps_replaces_and_forgets_a_line", || {
        let _daemon = Daemon::start();
        let keyring = OsKeyring::new();
        let (one, two) = (name(), name());
        assert_eq!(read(&one), Err(KeyringError::NoEntry));
        assert_eq!(keyring.delete(&one), Err(KeyringError::NoEntry));
        keyring.write(&one, &text("first")).unwrap();
        keyring.write(&two, &text("second")).unwrap();
        keyring.write(&one, &text("again")).unwrap();
        assert_eq!(read(&one).as_deref(), Ok("again"));
        assert_eq!(read(&two).as_deref(), Ok("second"));
        // Another program finds it under the names that the specification says.
        let found = Command::new("secret-tool")
            .args([
                "lookup",
                "service",
                "app.segl.Segl",
                "username",
                &one.to_string(),
            ])
            .output()
            .expect(
                "secret-tool (package libsecret-tools) is installed; script/setup sees to that",
            );
        assert_eq!(String::from_utf8_lossy(&found.stdout), "again");
        keyring.delete(&one).unwrap();
        assert_eq!(read(&one), Err(KeyringError::NoEntry));
        assert_eq!(read(&two).as_deref(), Ok("second"));
    });
}

#[test]
fn copies_in_two_keyrings_are_one_entry() {
    on_a_private_bus("keyring::copies_in_two_keyrings_are_one_entry", || {
        let _daemon = Daemon::start();
        let keyring = OsKeyring::new();
        let name = name();
        let entry = ["service", "app.segl.Segl", "username", &name.to_string()];
        let copy = || {
            let mut copying = Command::new("secret-tool")
                .args(["store", "--collection=session", "--label=copy"])
                .args(entry)
                .stdin(Stdio::piped())
                .spawn()
                .expect(
                    "secret-tool (package libsecret-tools) is installed; script/setup sees to that",
                );
            copying.stdin.take().unwrap().write_all(b"key").unwrap();
            assert!(copying.wait().unwrap().success());
        };
        keyring.write(&name, &text("key")).unwrap();
        copy();
        assert_eq!(read(&name).as_deref(), Ok("key"));
        keyring.write(&name, &text("new")).unwrap();
        let found = Command::new("secret-tool")
            .args(["search", "--all"])
            .args(entry)
            .output()
            .unwrap();
        let found = String::from_utf8_lossy(&found.stdout).into_owned();
        assert_eq!(found.matches("secret = new").count(), 2, "{found}");
        assert_eq!(read(&name).as_deref(), Ok("new"));
        keyring.delete(&name).unwrap();
        assert_eq!(read(&name), Err(KeyringError::NoEntry), "none is left");
    });
}

#[test]
fn a_session_that_never_had_a_keyring_is_asked_to_make_one() {
    let test = "keyring::a_session_that_never_had_a_keyring_is_asked_to_make_one";
    on_a_private_bus(test, || {
        let _daemon = Daemon::start_without_a_login_keyring();
        assert_eq!(read(&name()), Err(KeyringError::NoEntry));
        // Nobody is there to choose a password for it.
        assert_eq!(
            OsKeyring::new().write(&name(), &text("x")),
            Err(KeyringError::Locked)
        );
    });
}

#[test]
fn a_person_who_types_the_password_gets_what_was_asked_for() {
    let test = "keyring::a_person_who_types_the_password_gets_what_was_asked_for";
    on_a_private_bus(test, || {
        let screen = Screen::start();
        let keyring = OsKeyring::with_timeout(Duration::from_secs(30));
        let (one, two) = (name(), name());
        {
            let _daemon = Daemon::start_without_a_login_keyring();
            let made = screen.while_answering(2, || keyring.write(&one, &text("first")));
            assert_eq!(made, (Ok(()), true), "a new keyring");
            assert_eq!(read(&one).as_deref(), Ok("first"));
        }
        // The next session begins with a locked keyring, and so does each of these questions.
        let _daemon = Daemon::start_without_a_login_keyring();
        let (kept, asked) = screen.while_answering(1, || keyring.read(&one));
        assert_eq!((kept.unwrap().expose_secret(), asked), ("first", true));
        lock_the_keyring();
        let (absent, asked) = screen.while_answering(1, || keyring.read(&two).unwrap_err());
        assert_eq!((absent, asked), (KeyringError::NoEntry, true));
        lock_the_keyring();
        let written = screen.while_answering(1, || keyring.write(&two, &text("second")));
        assert_eq!(written, (Ok(()), true));
        lock_the_keyring();
        let deleted = screen.while_answering(1, || keyring.delete(&one));
        assert_eq!(deleted, (Ok(()), true));
        assert_eq!(read(&one), Err(KeyringError::NoEntry));
        assert_eq!(read(&two).as_deref(), Ok("second"));
    });
}

#[test]
fn a_vault_survives_a_keyring_that_is_locked_restarted_and_wiped() {
    let test = "keyring::a_vault_survives_a_keyring_that_is_locked_restarted_and_wiped";
    on_a_private_bus(test, || {
        let daemon = Daemon::start();
        let keyring = OsKeyring::new();
        let home = Home::new();
        let created = home.create(NewVault {
            keyring: Some(&keyring),
            recovery_code: true,
            ..NewVault::default()
        });
        let mut vault = created.vault;
        add(&mut vault, "ola");
        let vault = vault.lock().unlock_with_keyring(&keyring).unwrap();

        // Locked, and nobody there whom it could ask.
        lock_the_keyring();
        let refused = vault.lock().unlock_with_keyring(&keyring).unwrap_err();
        assert_eq!(refused.reason, UnlockError::Keyring(KeyringError::Locked));
        assert_eq!(
            keyring.write(&name(), &text("x")),
            Err(KeyringError::Locked)
        );
        assert_eq!(
            read(&name()),
            Err(KeyringError::Locked),
            "not: there is no such entry"
        );

        // Restarted: the same handle finds the new one.
        drop(daemon);
        let daemon = Daemon::start();
        let vault = refused.state.unlock_with_keyring(&keyring).unwrap();
        assert_eq!(names(vault.body()), ["ola"]);

        // Wiped.
        drop(daemon);
        let keyrings = Path::new(&env::var_os("XDG_DATA_HOME").unwrap()).join("keyrings");
        fs::remove_dir_all(&keyrings).unwrap();
        let _daemon = Daemon::start();
        let refused = vault.lock().unlock_with_keyring(&keyring).unwrap_err();
        assert_eq!(refused.reason, UnlockError::Keyring(KeyringError::NoEntry));
        let code = created.recovery_code.unwrap();
        let mut vault = refused.state.unlock_with_recovery_code(&code).unwrap();
        vault.set_keyring(&keyring, NOW).unwrap();
        let vault = vault.lock().unlock_with_keyring(&keyring).unwrap();
        assert_eq!(names(vault.body()), ["ola"]);
    });
}

#[test]
fn what_another_program_put_in_our_place_is_damaged() {
    on_a_private_bus(
        "keyring::what_another_program_put_in_our_place_is_damaged",
        || {
            let _daemon = Daemon::start();
            let keyring = OsKeyring::new();
            let home = Home::new();
            let new = NewVault {
                keyring: Some(&keyring),
                ..NewVault::default()
            };
            let vault = home.create(new).vault;
            let name = KeyName {
                vault: vault.vault_id(),
                slot: vault.slots()[0].id,
            };
            keyring.write(&name, &text("two\nlines")).unwrap();
            let refused = vault.lock().unlock_with_keyring(&keyring).unwrap_err();
            assert_eq!(refused.reason, UnlockError::Keyring(KeyringError::Damaged));
        },
    );
}

#[test]
fn without_a_bus_or_a_service_there_is_no_keyring() {
    let name_of_test = "keyring::without_a_bus_or_a_service_there_is_no_keyring";
    if env::var_os(INSIDE).is_some() {
        let keyring = OsKeyring::new();
        assert_eq!(read(&name()), Err(KeyringError::Absent));
        assert_eq!(
            keyring.write(&name(), &text("x")),
            Err(KeyringError::Absent)
        );
        assert_eq!(keyring.delete(&name()), Err(KeyringError::Absent));
        return;
    }
    let home = TempDir::new().unwrap();
    let run = |bus: &str| {
        let mut inside = Command::new(env::current_exe().unwrap());
        inside
            .args(["--exact", name_of_test])
            .env("XDG_RUNTIME_DIR", home.path())
            .env("DBUS_SESSION_BUS_ADDRESS", bus)
            .env_remove("DISPLAY");
        assert_passes(&mut inside);
    };
    run("");
    run("nonsense");
    run(&format!("unix:path={}/nobody", home.path().display()));

    // A bus on which no service can be started.
    let config = home.path().join("bus.conf");
    let socket = format!("unix:path={}/bus", home.path().display());
    fs::write(
        &config,
        format!(
            "<busconfig><type>session</type><listen>{socket}</listen><auth>EXTERNAL</auth>\
             <policy context=\"default\"><allow send_destination=\"*\"/><allow own=\"*\"/>\
             <allow receive_sender=\"*\"/></policy></busconfig>"
        ),
    )
    .unwrap();
    let mut bus = Command::new("dbus-daemon")
        .arg("--nofork")
        .arg("--print-address")
        .arg(format!("--config-file={}", config.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("dbus-daemon (package dbus) is installed; script/setup sees to that");
    let mut line = String::new();
    BufReader::new(bus.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    let outcome = std::panic::catch_unwind(|| run(&socket));
    bus.kill().unwrap();
    bus.wait().unwrap();
    outcome.unwrap();
}

#[test]
fn a_keyring_that_says_nothing_is_not_waited_for() {
    let name_of_test = "keyring::a_keyring_that_says_nothing_is_not_waited_for";
    if env::var_os(INSIDE).is_some() {
        let keyring = OsKeyring::with_timeout(Duration::from_millis(200));
        let started = Instant::now();
        assert!(matches!(keyring.read(&name()), Err(KeyringError::NoAnswer)));
        assert!(started.elapsed() >= Duration::from_millis(200));
        // While the question is open no second one is asked.
        let keyring_of_a_thread = keyring.clone();
        let started = Instant::now();
        assert!(matches!(
            keyring_of_a_thread.read(&name()),
            Err(KeyringError::NoAnswer)
        ));
        assert!(started.elapsed() < Duration::from_millis(150));
        return;
    }
    // A bus that takes the call and never answers.
    let home = TempDir::new().unwrap();
    let socket = home.path().join("silent");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let status = Command::new(env::current_exe().unwrap())
        .args(["--exact", name_of_test])
        .env(INSIDE, "1")
        .env(
            "DBUS_SESSION_BUS_ADDRESS",
            format!("unix:path={}", socket.display()),
        )
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
}
