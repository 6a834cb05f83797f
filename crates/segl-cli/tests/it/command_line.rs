//! What every command has in common: exit codes, objects, the manual, a closed pipe.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::harness::Home;

const COMMANDS: &[&str] = &[
    "add",
    "scan",
    "list",
    "code",
    "requests",
    "approve",
    "deny",
    "doctor",
    "vault",
    "certificate",
];

#[test]
fn a_mistake_in_the_command_line_ends_with_2_and_says_what() {
    let home = Home::new();
    let cases: &[&[&str]] = &[
        &[],
        &["frobnicate"],
        &["code", "--at", "soon"],
        &["code", "x", "--uri", "JBSWY3DPEHPK3PXP"],
        &["code", "--copy", "--uri", "JBSWY3DPEHPK3PXP"],
        &["scan"],
        &["add", "--reveal", "JBSWY3DPEHPK3PXP"],
        &["add", "--camera", "--clipboard"],
        &["add", "--dry-run"],
        &["vault", "create", "--no-keyring"],
        &[
            "vault",
            "create",
            "--no-recovery-code",
            "--recovery-code-file",
            "x",
        ],
        &["--lang", "tlh", "list"],
    ];
    for arguments in cases {
        let ran = home.run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {ran:?}");
        assert!(!ran.stderr.trim().is_empty(), "{arguments:?}");
        assert_eq!(ran.stdout, "", "{arguments:?}");
    }
    assert!(!home.path("data").exists(), "nothing was written");
}

#[test]
fn without_a_vault_each_command_says_so() {
    let home = Home::new();
    let cases: &[&[&str]] = &[
        &["list"],
        &["code", "x"],
        &["requests"],
        &["approve"],
        &["deny"],
        &["certificate", "list"],
        &["vault", "unlock"],
        &["vault", "passphrase"],
        &["add", "JBSWY3DPEHPK3PXP"],
    ];
    for arguments in cases {
        let all: Vec<&str> = ["--json"].into_iter().chain(arguments.to_vec()).collect();
        let ran = home.run(&all);
        assert_eq!(ran.code, 3, "{arguments:?}: {ran:?}");
        assert_eq!(ran.error_code(), "vault_missing", "{arguments:?}");
        assert_eq!(ran.stderr, "", "{arguments:?}");
    }
    let status = home.run(&["vault", "status", "--json"]);
    assert_eq!(
        (status.code, status.object()["stage"].as_str()),
        (0, Some("first_run"))
    );
    assert!(!home.path("data").exists(), "looking writes nothing");
}

#[test]
fn speaks_the_language_that_is_asked_for() {
    let home = Home::new();
    let cases = [
        ("en", "has not been set up"),
        ("nb", "satt opp"),
        ("da", "sat op"),
        ("sv", "ställts in"),
        ("fi", "otettu käyttöön"),
    ];
    for (language, words) in cases {
        let ran = home.run(&["--lang", language, "list"]);
        assert_eq!(ran.code, 3, "{ran:?}");
        assert!(
            ran.stdout.is_empty() && ran.stderr.contains(words),
            "{language}: {ran:?}"
        );
        let mut by_locale = home.command(&["list"]);
        by_locale.env("LANG", format!("{language}_XX.UTF-8"));
        let ran = crate::harness::finish(by_locale, "");
        assert!(ran.stderr.contains(words), "{language}: {ran:?}");
    }
}

#[test]
fn the_manual_and_the_completions_name_every_command() {
    let home = Home::new();
    let page = home.run(&["man"]);
    assert_eq!(page.code, 0, "{page:?}");
    assert!(page.stdout.contains(".TH segl 1"), "{page:?}");
    for command in COMMANDS {
        assert!(page.stdout.contains(command), "{command}");
    }
    assert!(
        page.stdout.contains("Exit codes"),
        "the exit codes are in the manual"
    );

    std::fs::create_dir(home.path("man")).unwrap();
    let ran = home.run(&["man", "--dir", home.path("man").to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for name in ["segl.1", "segl-code.1", "segl-vault-create.1"] {
        let text = std::fs::read_to_string(home.path("man").join(name)).unwrap();
        assert!(text.contains(".SH SYNOPSIS"), "{name}");
    }

    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = home.run(&["completions", shell]);
        assert_eq!(script.code, 0, "{script:?}");
        for command in COMMANDS {
            assert!(script.stdout.contains(command), "{shell}: {command}");
        }
    }
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let home = Home::new();
    // Far more than a pipe holds, so that writing meets the closed end.
    let mut child = home
        .command(&["add", "--dry-run", "--json", "--"])
        .args(vec!["otpauth://totp/a:b?secret=JBSWY3DPEHPK3PXP"; 4_000])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    assert!(line.starts_with('{'), "{line}");
    drop(stdout);
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{ended:?}");
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}
