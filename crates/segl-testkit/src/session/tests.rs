use std::{fs, process::Command};

use super::{Keyring, Session};

fn store(session: &Session, key: &str, secret: &[u8]) -> bool {
    let arguments = ["10", "secret-tool", "store", "--label=test", "test", key];
    session
        .output("timeout", &arguments, secret)
        .status
        .success()
}

fn look_up(session: &Session, key: &str) -> Option<Vec<u8>> {
    let output = session.output(
        "timeout",
        &["10", "secret-tool", "lookup", "test", key],
        b"",
    );
    output.status.success().then_some(output.stdout)
}

#[test]
fn each_state_of_the_keyring_is_what_a_program_meets() {
    let mut session = Session::start();
    assert!(store(&session, "a", b"word"));
    assert_eq!(look_up(&session, "a").as_deref(), Some(&b"word"[..]));

    session.set_keyring(Keyring::Locked);
    assert_eq!(look_up(&session, "a"), None, "locked");
    assert!(!store(&session, "b", b"word"), "locked");

    session.set_keyring(Keyring::Unlocked);
    assert_eq!(
        look_up(&session, "a").as_deref(),
        Some(&b"word"[..]),
        "unlocked again"
    );

    session.set_keyring(Keyring::Absent);
    assert_eq!(look_up(&session, "a"), None, "absent");

    session.set_keyring(Keyring::Wiped);
    assert_eq!(look_up(&session, "a"), None, "wiped");
    assert!(store(&session, "a", b"new"), "wiped, but it works");
}

#[test]
fn nothing_is_left_of_an_ended_session() {
    let session = Session::start();
    let folder = session.folder().to_owned();
    // A process that got out of sight: its parent is gone, and it leads a process group of its own.
    session.run(
        "sh",
        &[
            "-c",
            "setsid sleep 1000 >/dev/null 2>&1 & echo $! > forgotten",
        ],
    );
    let pid = fs::read_to_string(session.home().join("forgotten")).unwrap();
    let pid = pid.trim();
    assert!(fs::exists(format!("/proc/{pid}/environ")).unwrap());

    drop(session);

    assert!(!fs::exists(&folder).unwrap());
    let state = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    assert!(
        state.is_empty() || state.contains(") Z "),
        "still running: {state}"
    );
}

#[test]
fn the_clipboard_is_the_sessions_own() {
    let session = Session::with_keyring(Keyring::Absent);
    assert_eq!(session.clipboard(), None);
    session.copy("UTF8_STRING", "åäö 123".as_bytes());
    assert_eq!(session.clipboard().as_deref(), Some("åäö 123"));
    assert!(
        session
            .clipboard_targets()
            .iter()
            .any(|kind| kind == "UTF8_STRING")
    );
}

#[test]
fn a_program_sees_nothing_of_the_real_desktop() {
    let session = Session::with_keyring(Keyring::Absent);
    assert_eq!(
        session.run("sh", &["-c", "echo $HOME"]),
        session.home().to_string_lossy()
    );
    let real = Command::new("env").output().unwrap();
    let real = String::from_utf8(real.stdout).unwrap();
    let seen = session.run("env", &[]);
    for name in [
        "HOME",
        "DISPLAY",
        "DBUS_SESSION_BUS_ADDRESS",
        "XDG_RUNTIME_DIR",
    ] {
        let value = |text: &str| {
            text.lines()
                .find_map(|line| Some(line.strip_prefix(name)?.strip_prefix('=')?.to_owned()))
        };
        assert!(value(&seen).is_some(), "{name}");
        assert_ne!(value(&seen), value(&real), "{name}");
    }
}
