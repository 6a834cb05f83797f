//! The terminal and the window on the same accounts, at the same time.

use std::{env, path::PathBuf};

use segl_testkit::session::Session;

use super::{open, picture};

/// Ten accounts as a member of a university's staff may have them; the secrets are of no use.
const ACCOUNTS: [&str; 10] = [
    "otpauth://totp/Nordvik:ingrid.solberg@nordvik.example?secret=JBSWY3DPEHPK3PXPAAAAAAAAAAAAAAAB&issuer=Microsoft",
    "otpauth://totp/Nordvik%20sign-in:insol?secret=JBSWY3DPEHPK3PXPAAAAAAAAAAAAAAAC",
    "otpauth://totp/GitHub:isolberg?secret=JBSWY3DPEHPK3PXPAAAAAAAAAAAAAAAD&issuer=GitHub",
    "otpauth://totp/Fram%20cluster:insol@login.fram.example?secret=JBSWY3DPEHPK3PXPAAAAAAAAAAAAAAAE&algorithm=SHA256",
    "otpauth://totp/Google:ingrid@solberg.example?secret=JBSWY3DPEHPK3PXPAAAAAAAAAAAAAAAF&issuer=Google",
    "otpauth://totp/Nextcloud:cloud.nordvik.example?secret=JBSWY3DPEHPK3PXPAAAAAAAAAAAAAAAG",
    "otpauth://hotp/Nordvik%20Library:lending%20desk%202?secret=JBSWY3DPEHPK3PXPAAAAAAAAAAAAAAAH&counter=41",
    "otpauth://totp/Sparebanken%20Nord:Ingrid%20Solberg?secret=JBSWY3DPEHPK3PXPAAAAAAAAAAAAAAAI&digits=8",
    "otpauth://totp/Steam:solbergi?secret=JBSWY3DPEHPK3PXPAAAAAAAAAAAAAAAJ&encoder=steam",
    "otpauth://totp/Overleaf:ingrid.solberg@nordvik.example?secret=JBSWY3DPEHPK3PXPAAAAAAAAAAAAAAAK",
];

/// The program to test. Never looked for: an old one could be found.
fn program() -> PathBuf {
    let Some(program) = env::var_os("SEGL_CLI").map(PathBuf::from) else {
        panic!("SEGL_CLI does not name the program segl: run the tests by script/test");
    };
    program
}

#[test]
fn accounts_of_the_terminal_are_in_the_window() {
    let session = Session::start();
    let segl = program();
    session.run(&segl, &["vault", "create", "--no-recovery-code"]);
    for uri in &ACCOUNTS[..9] {
        session.run(&segl, &["add", "--yes", uri]);
    }

    let window = open(&session);
    window.button("Copy the code of GitHub");
    picture(&window, "accounts-many");
    let code = session.run(&segl, &["code", "GitHub"]);
    let shown = window.wait_until("the code that the terminal shows", |window| {
        let text: String = window.text().split_whitespace().collect();
        let now = session.run(&segl, &["code", "GitHub"]);
        [&code, &now]
            .iter()
            .any(|code| text.contains(code.trim()))
            .then_some(true)
    });
    assert!(shown);

    // While the window is open: it takes over what the terminal saved when it asks next.
    session.run(&segl, &["add", "--yes", ACCOUNTS[9]]);
    window.find("link", "Add").click();
    window.find("link", "Codes").click();
    window.button("Copy the code of Overleaf");
}
