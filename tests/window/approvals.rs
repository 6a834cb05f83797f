//! Approvals with a real privacyIDEA: it is enrolled with by the picture of its QR code, and its verdict is what counts.

use std::{thread, time::Duration};

use segl_testkit::{
    servers::{Login, PrivacyIdea},
    session::Session,
    traces::{self, Traced},
    window::Window,
};

use super::{begin, open, picture};

const PIN: &str = "1234";

/// Waits for the request of a login and opens it.
fn open_request(window: &Window<'_>) {
    window.find("link", "Requests…").click();
    window.find("link", "Answer…").click();
    window.wait_for_text("Approve sign-in?");
}

/// Waits until the server knows the answer.
fn verdict(window: &Window<'_>, server: &PrivacyIdea, login: &Login) -> String {
    window.wait_until("the server's verdict", |_| {
        let status = server.login_status(login);
        (status != "pending").then_some(status)
    })
}

#[test]
fn logins_are_approved_denied_and_matched_by_number() {
    let server = PrivacyIdea::start(false);
    server.set_login_policy(&[("push_text_on_mobile", "Sign in to the student web?")]);
    let offer = server.offer_token("alice", PIN);
    let session = Session::start();
    let window = open(&session);
    begin(&window, "Use a picture or a link…");
    // As copied from a web page: the picture itself.
    let drawn = session.output("qrencode", &["-s", "6", "-o", "-"], offer.uri.as_bytes());
    session.copy("image/png", &drawn.stdout);
    window.button("Paste…").click();
    window.wait_for_text("Approve sign-ins with this server?");
    window.wait_for_text(&offer.serial);
    picture(&window, "confirm-push");
    window.button("Register").click();
    window.wait_for_text("is ready");
    picture(&window, "enrolled");
    window.button("To the accounts").click();

    let login = server.begin_login("alice", PIN);
    open_request(&window);
    window.wait_for_text("Sign in to the student web?");
    picture(&window, "request");
    let approve = window.button("Approve…");
    approve.click();
    // Held, or pressed twice: once is not enough.
    assert_eq!(server.login_status(&login), "pending");
    let again = window.button("Press again to approve…");
    // What comes sooner is the other half of a double click, and approves nothing.
    thread::sleep(Duration::from_millis(600));
    again.click();
    assert_eq!(verdict(&window, &server, &login), "accept");
    assert_eq!(server.finish_login(&login, ""), "ACCEPT");
    window.wait_for_text("Approved");
    picture(&window, "request-approved");
    window.button("Back to requests").click();

    let login = server.begin_login("alice", PIN);
    open_request(&window);
    window.button("Deny").click();
    assert_eq!(verdict(&window, &server, &login), "declined");
    assert_eq!(server.finish_login(&login, ""), "REJECT");
    window.wait_for_text("Denied");
    window.button("Back to requests").click();

    server.set_login_policy(&[
        ("push_text_on_mobile", "Sign in to the student web?"),
        ("push_require_presence", "1"),
        ("push_presence_options", "NUMERIC"),
        ("push_presence_num_options", "3"),
    ]);
    let login = server.begin_login("alice", PIN);
    let right = login.presence_answer.clone().unwrap();
    open_request(&window);
    window.wait_for_text("Choose the number");
    picture(&window, "request-numbers");
    window.find("radio", &right).click();
    window.button("Approve…").click();
    assert_eq!(verdict(&window, &server, &login), "accept");
    assert_eq!(server.finish_login(&login, ""), "ACCEPT");
    window.button("Back to requests").click();
    window.wait_for_text("Servers");
    picture(&window, "requests");

    let messages = window.messages();
    let link = Traced::text("the enrolment link", &offer.uri);
    traces::assert_nowhere(&session, &messages, &[], &[link]);
}
