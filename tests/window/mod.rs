//! The real window, on a desktop of its own, used as a person uses it. What is expected comes from elsewhere: codes from oathtool,
//! the clipboard from xclip, verdicts from a real privacyIDEA.
//!
//! `script/test` builds the app and names it in `SEGL_APP`. With `SEGL_SCREENSHOTS` each page that a test passes is kept there as
//! a picture.

mod approvals;
mod bad_days;
mod main_job;
mod terminal;

use std::{env, fs, path::PathBuf};

use segl_testkit::{session::Session, window::Window};

/// The app to test. Never looked for: an old one could be found.
fn app() -> PathBuf {
    let Some(app) = env::var_os("SEGL_APP").map(PathBuf::from) else {
        panic!("SEGL_APP does not name the app: run the tests by script/test");
    };
    assert!(
        app.is_file(),
        "SEGL_APP names {}, which is not there",
        app.display()
    );
    app
}

/// Starts the app, or starts it again.
fn open(session: &Session) -> Window<'_> {
    Window::open(session, &app(), &[])
}

/// Keeps pictures of the page in both sizes and themes, if they are asked for.
fn picture(window: &Window<'_>, name: &str) {
    let Some(folder) = env::var_os("SEGL_SCREENSHOTS").map(PathBuf::from) else {
        return;
    };
    fs::create_dir_all(&folder).unwrap();
    // A picture taken in the middle of a transition shows colours that no theme has.
    for token in ["--t-fast", "--t-mid", "--t-seal"] {
        window.run(
            "document.documentElement.style.setProperty(arguments[0], '0ms')",
            &[token.into()],
        );
    }
    for (size, width, height) in [("phone", 390, 844), ("desk", 1280, 800)] {
        window.resize(width, height);
        for theme in ["light", "dark"] {
            window.run(
                "document.documentElement.dataset.theme = arguments[0]",
                &[theme.into()],
            );
            let path = folder.join(format!("{name}-{size}-{theme}.png"));
            fs::write(path, window.screenshot()).unwrap();
        }
    }
    window.run("delete document.documentElement.dataset.theme", &[]);
}

/// From the first page past the recovery code, on the way of that name.
fn begin(window: &Window<'_>, way: &str) {
    window.button(way).click();
    window.wait_for_text("Write down your recovery code");
    confirm_recovery_code(window, &recovery_code(window));
}

/// The six groups that the page shows.
fn recovery_code(window: &Window<'_>) -> Vec<String> {
    let text = window.find("list", "Recovery code").text();
    let groups: Vec<String> = text
        .split_whitespace()
        .filter(|word| word.len() == 5)
        .map(str::to_owned)
        .collect();
    assert_eq!(groups.len(), 6, "{text}");
    groups
}

fn confirm_recovery_code(window: &Window<'_>, groups: &[String]) {
    window.button("I have written it down").click();
    window.wait_for_text("Type it back");
    type_recovery_code(window, groups);
    window.button("Confirm").click();
}

/// Group by group, from the paper.
fn type_recovery_code(window: &Window<'_>, groups: &[String]) {
    for (index, group) in groups.iter().enumerate() {
        window.field(&format!("Group {}", index + 1)).fill(group);
    }
}
