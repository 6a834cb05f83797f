//! The keyring of a session, in the states in which desktops have it.

use std::{fs, io::Write, process::Child, process::Stdio};

use super::{START, Session, wait_for};

/// The state of the keyring that a desktop offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyring {
    /// As after a login with a password.
    Unlocked,
    /// There is one, with a login collection that is locked, and nobody answers the question for its password.
    Locked,
    /// No program offers one.
    Absent,
    /// Unlocked, but all that was in it is gone.
    Wiped,
}

/// The password of the login collection.
const PASSWORD: &[u8] = b"password of the test keyring";

pub(super) fn start(session: &Session, state: Keyring) -> Option<Child> {
    let folder = session.home().join(".local/share/keyrings");
    match state {
        Keyring::Absent => None,
        Keyring::Unlocked => Some(start_unlocked(session)),
        Keyring::Wiped => {
            if folder.exists() {
                fs::remove_dir_all(&folder).unwrap();
            }
            Some(start_unlocked(session))
        }
        Keyring::Locked => {
            if !folder.join("login.keyring").exists() {
                super::processes::end(&mut start_unlocked(session));
            }
            let mut command = session.command("gnome-keyring-daemon");
            command.args(["--foreground", "--components=secrets"]);
            let daemon = session.spawn(&mut command);
            wait_until_offered(session);
            Some(daemon)
        }
    }
}

fn start_unlocked(session: &Session) -> Child {
    let mut command = session.command("gnome-keyring-daemon");
    command
        .args(["--foreground", "--unlock", "--components=secrets"])
        .stdin(Stdio::piped());
    let mut daemon = session.spawn(&mut command);
    // The end of the input ends the password.
    daemon.stdin.take().unwrap().write_all(PASSWORD).unwrap();
    wait_until_offered(session);
    daemon
}

fn wait_until_offered(session: &Session) {
    wait_for("org.freedesktop.secrets on the bus", START, || {
        let answer = session.run(
            "dbus-send",
            &[
                "--session",
                "--print-reply=literal",
                "--dest=org.freedesktop.DBus",
                "/org/freedesktop/DBus",
                "org.freedesktop.DBus.NameHasOwner",
                "string:org.freedesktop.secrets",
            ],
        );
        answer.contains("true").then_some(())
    });
}
