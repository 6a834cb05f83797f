//! The main job: set up, scan, read the code, copy it, and find it again after a restart.

use segl_testkit::{
    camera::VirtualCamera,
    qr,
    session::{Keyring, Session},
    traces::{self, Traced},
    window::Window,
};

use super::{begin, open, picture, recovery_code, type_recovery_code};

const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const URI: &str = "otpauth://totp/Example%20University:ola@example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example%20University";

/// The code that holds now, by a program that is not ours.
fn true_code(session: &Session, secret: &str) -> String {
    session.run("oathtool", &["--totp", "--base32", secret])
}

/// Waits until the window shows the code that holds.
fn wait_for_the_code(window: &Window<'_>, secret: &str) {
    window.wait_until("the code that oathtool computes", |window| {
        let code = true_code(window.session(), secret);
        let text: String = window.text().split_whitespace().collect();
        text.contains(&code).then_some(())
    });
}

/// Runs `act`; the code that holds, which may change meanwhile.
fn codes_around(session: &Session, act: impl FnOnce()) -> [String; 2] {
    let before = true_code(session, SECRET);
    act();
    [before, true_code(session, SECRET)]
}

#[test]
fn an_account_is_scanned_used_and_still_there_after_a_restart() {
    let mut session = Session::start();
    let camera = VirtualCamera::new(session.folder()).unwrap();
    for (name, value) in camera.environment() {
        session.set(name, value);
    }
    let session = session;

    let window = open(&session);
    window.wait_for_text("Say yes when it is you");
    picture(&window, "welcome");
    window.button("Scan a QR code…").click();

    window.wait_for_text("Write down your recovery code");
    picture(&window, "recovery");
    let recovery = recovery_code(&window);
    window.button("I have written it down").click();
    window.wait_for_text("Type it back");
    let mut wrong = recovery.clone();
    let other = if wrong[2].starts_with('7') { "8" } else { "7" };
    wrong[2].replace_range(..1, other);
    type_recovery_code(&window, &wrong);
    window.wait_for_text("Group 3 does not add up");
    picture(&window, "recovery-typed-wrong");
    type_recovery_code(&window, &recovery);
    window.button("Confirm").click();

    window.wait_for_text("Hold the QR code in front of the camera");
    picture(&window, "add");
    let code = qr::draw(URI, qr::Style::default());
    camera.show(&qr::scene(&code).into()).unwrap();
    window.wait_for_text("Is this the account?");
    window.wait_for_text("ola@example.org");
    wait_for_the_code(&window, SECRET);
    picture(&window, "confirm");
    window.button("Add account").click();

    window.button("Copy the code of Example University");
    wait_for_the_code(&window, SECRET);
    picture(&window, "accounts");
    let codes = codes_around(&session, || {
        window.button("Copy the code of Example University").click();
        window.wait_for_text("Copied");
    });
    let copied = session.clipboard().unwrap_or_default();
    assert!(codes.contains(&copied), "{copied} is none of {codes:?}");
    let kinds = session.clipboard_targets();
    assert!(
        kinds.iter().any(|kind| kind == "x-kde-passwordManagerHint"),
        "a clipboard history would keep the code: {kinds:?}"
    );

    let mut messages = window.messages();
    drop(window);
    let window = open(&session);
    wait_for_the_code(&window, SECRET);
    assert!(window.text().contains("ola@example.org"));
    messages.extend(window.messages());

    let account = [
        Traced::base32("the secret", SECRET),
        Traced::text("the enrolment link", URI),
    ];
    traces::assert_nowhere(&session, &messages, &[], &account);
    // That one was shown and typed, so it was in the messages.
    let code = Traced::text("the recovery code", &recovery.join("-"));
    traces::assert_nowhere(&session, &[], &[], &[code]);
}

#[test]
fn a_typed_account_is_kept_and_found_by_the_search() {
    let session = Session::start();
    let window = open(&session);
    begin(&window, "Type it in…");
    window.wait_for_text("Type it in");
    window
        .field("Key or link…")
        .type_text("jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp");
    window.field("Service…").type_text("Library");
    window.field("Account…").type_text("kari");
    picture(&window, "type");
    window.button("Continue").click();
    window.wait_for_text("Is this the account?");
    wait_for_the_code(&window, SECRET);
    window.button("Add account").click();
    window.button("Copy the code of Library");

    window.field("Search accounts").type_text("nothing like it");
    window.wait_for_text("Nothing found");
    picture(&window, "accounts-found-none");
    window.field("Search accounts").fill("libr");
    window.button("Copy the code of Library");

    let messages = window.messages();
    let secret = Traced::base32("the secret", SECRET);
    traces::assert_nowhere(
        &session,
        &messages,
        &["type_account", "read_text"],
        &[secret],
    );
}

#[test]
fn without_a_keyring_a_passphrase_opens_the_accounts() {
    const PASSPHRASE: &str = "four words of one person";
    let session = Session::with_keyring(Keyring::Absent);
    let window = open(&session);
    window.button("Type it in…").click();
    window.wait_for_text("Choose a passphrase");
    picture(&window, "passphrase");
    window.field("Passphrase…").type_text(PASSPHRASE);
    window.field("The same again…").type_text(PASSPHRASE);
    window.button("Continue").click();
    window.wait_for_text("Write down your recovery code");
    let recovery = recovery_code(&window);
    super::confirm_recovery_code(&window, &recovery);
    window.field("Key or link…").type_text(URI);
    window.button("Continue").click();
    window.wait_for_text("Is this the account?");
    window.button("Add account").click();
    window.button("Copy the code of Example University");
    drop(window);

    let window = open(&session);
    window.wait_for_text("Segl is locked");
    picture(&window, "unlock");
    window.field("Passphrase…").type_text("not this one");
    window.button("Unlock").click();
    window.wait_until("the refusal", |window| {
        let field = window.find_now("textbox", "Passphrase…")?;
        (field.attribute("aria-invalid") == "true").then_some(())
    });
    picture(&window, "unlock-refused");
    window.field("Passphrase…").fill(PASSPHRASE);
    window.button("Unlock").click();
    wait_for_the_code(&window, SECRET);

    window.button("Lock").click();
    window.wait_for_text("Segl is locked");
    let text: String = window.text().split_whitespace().collect();
    assert!(
        !text.contains(&true_code(&session, SECRET)),
        "a locked window shows a code"
    );
    window.button("I can’t get in").click();
    window.wait_for_text("It is on the sheet");
    picture(&window, "recover");
    type_recovery_code(&window, &recovery);
    window.button("Open my accounts").click();
    wait_for_the_code(&window, SECRET);

    let secrets = [
        Traced::base32("the secret", SECRET),
        Traced::text("the passphrase", PASSPHRASE),
        Traced::text("the recovery code", &recovery.join("-")),
    ];
    traces::assert_nowhere(&session, &[], &[], &secrets);
}
