//! Making the vault and getting into it again, by the passphrase and the recovery code.

use std::fs;

use crate::harness::{Home, PASSPHRASE, draw, oathtool};

#[test]
fn a_wrong_passphrase_opens_nothing_and_changes_nothing() {
    let home = Home::with_vault();
    let before = home.run(&["vault", "status", "--json"]).object();
    assert_eq!(before["stage"], "locked");
    assert_eq!(before["vault"]["passphrase_slot"], true);
    assert_eq!(before["vault"]["recovery_slot"], false);

    let wrong = home.run_with(
        &["--passphrase-stdin", "list", "--json"],
        "wrong horse battery\n",
    );
    assert_eq!((wrong.code, &*wrong.error_code()), (3, "passphrase_wrong"));
    let none = home.run(&["list", "--json"]);
    assert_eq!((none.code, &*none.error_code()), (3, "vault_locked"));
    let empty = home.run(&["--passphrase-stdin", "list"]);
    assert_eq!(empty.code, 2, "{empty:?}");
    let unlock = home.open(&["vault", "unlock", "--json"]);
    assert_eq!(
        (unlock.code, unlock.object()["opened_by"].as_str()),
        (0, Some("passphrase"))
    );

    let again = home.open(&[
        "vault",
        "create",
        "--json",
        "--no-keyring",
        "--no-recovery-code",
    ]);
    assert_eq!((again.code, &*again.error_code()), (3, "vault_exists"));
    assert_eq!(home.run(&["vault", "status", "--json"]).object(), before);
}

#[test]
fn without_a_keyring_none_is_promised() {
    let home = Home::new();
    let ran = home.run(&["vault", "create", "--json", "--no-recovery-code"]);
    assert_eq!(
        (ran.code, &*ran.error_code()),
        (4, "keyring_absent"),
        "{ran:?}"
    );
    let status = home.run(&["vault", "status", "--json"]).object();
    assert_eq!(
        (&status["stage"], &status["keyring"]),
        (&"first_run".into(), &"absent".into())
    );
}

#[test]
fn a_short_passphrase_is_refused_before_anything_is_written() {
    let home = Home::new();
    let arguments = [
        "--passphrase-stdin",
        "--json",
        "vault",
        "create",
        "--no-keyring",
        "--recovery-code-file",
        "sheet",
    ];
    let ran = home.run_with(&arguments, "short\n");
    assert_eq!((ran.code, &*ran.error_code()), (2, "passphrase_short"));
    assert!(!home.path("sheet").exists() && !home.path("data").exists());
    assert_eq!(
        home.run(&["vault", "status", "--json"]).object()["stage"],
        "first_run"
    );
}

/// From the code in a file to a new passphrase: the way of somebody who forgot the old one.
#[test]
fn the_recovery_code_opens_the_vault_and_sets_a_new_passphrase() {
    let home = Home::new();
    let made = home.open(&[
        "vault",
        "create",
        "--json",
        "--no-keyring",
        "--recovery-code-file",
        "sheet",
    ]);
    assert_eq!(
        (made.code, made.object()["recovery"].as_str()),
        (0, Some("confirmed")),
        "{made:?}"
    );
    let code = fs::read_to_string(home.path("sheet")).unwrap();
    assert_eq!(code.trim().split('-').count(), 6, "six groups");
    assert!(
        !format!("{made:?}").contains(code.trim()),
        "it is in the file alone"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(home.path("sheet"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    home.add("otpauth://totp/Uni:anna?secret=JBSWY3DPEHPK3PXP&issuer=Uni");

    let other = if code.starts_with('2') { "3" } else { "2" };
    let typo = home.run_with(
        &["vault", "recover", "--json"],
        &format!("{other}{}", &code[1..]),
    );
    assert_eq!(typo.code, 3, "{typo:?}");
    let lower = code.trim().to_lowercase().replace('-', " ");
    let new = "another horse altogether";
    let recovered = home.run_with(
        &[
            "--passphrase-stdin",
            "vault",
            "recover",
            "--json",
            "--no-keyring",
        ],
        &format!("{lower}\n{new}\n"),
    );
    assert_eq!(recovered.code, 0, "{recovered:?}");
    assert_eq!(recovered.object()["passphrase"], true);

    assert_eq!(
        home.open(&["list"]).code,
        3,
        "the old passphrase opens nothing any more"
    );
    let list = home.run_with(
        &["--passphrase-stdin", "list", "--json"],
        &format!("{new}\n"),
    );
    assert_eq!(list.object()["issuer"], "Uni", "nothing is lost");

    // And back, by the new passphrase: the second line is the newest.
    let changed = home.run_with(
        &[
            "--passphrase-stdin",
            "vault",
            "passphrase",
            "--hint",
            "horses",
            "--json",
        ],
        &format!("{new}\n{PASSPHRASE}\n"),
    );
    assert_eq!(changed.code, 0, "{changed:?}");
    assert_eq!(home.open(&["list"]).code, 0);
    let status = home.run(&["vault", "status", "--json"]).object();
    assert_eq!(status["vault"]["passphrase_hint"], "horses");
}

#[test]
fn no_account_is_added_before_the_recovery_code_is_settled() {
    let home = Home::new();
    draw(
        "otpauth://totp/Uni:anna?secret=JBSWY3DPEHPK3PXP&issuer=Uni",
        &home.path("code.png"),
    );
    let made = home.open(&["vault", "create", "--json", "--no-keyring"]);
    assert_eq!(
        (made.code, made.object()["recovery"].as_str()),
        (0, Some("pending")),
        "{made:?}"
    );
    let code = made.object()["recovery_code"].as_str().unwrap().to_owned();

    let early = home.open(&["add", "--json", "--image", "code.png"]);
    assert_eq!((early.code, &*early.error_code()), (3, "recovery_pending"));
    let other = home.open_with(
        &["vault", "confirm", "--json"],
        "00000-00000-00000-00000-00000-00000\n",
    );
    assert_eq!(other.code, 3, "{other:?}");
    let confirmed = home.open_with(&["vault", "confirm", "--json"], &format!("{code}\n"));
    assert_eq!(
        (confirmed.code, confirmed.object()["recovery"].as_str()),
        (0, Some("confirmed")),
        "{confirmed:?}"
    );

    let added = home.open(&[
        "add", "--json", "--image", "code.png", "--issuer", "My Uni", "--group", "Work",
    ]);
    let account = added.object();
    assert_eq!(
        (added.code, &account["issuer"], &account["group"]),
        (0, &"My Uni".into(), &"Work".into())
    );
    let shown = home.open(&["code", "my uni", "--at", "59"]);
    assert_eq!(
        shown.stdout.trim(),
        oathtool(&["--totp", "-b", "--now", "@59", "JBSWY3DPEHPK3PXP"])
    );
}

#[test]
fn the_self_test_names_what_does_not_work() {
    let home = Home::new();
    let without = home.run(&["doctor", "--json"]);
    assert_eq!(without.code, 1, "{without:?}");
    let outcome = |ran: &crate::harness::Ran, check: &str| {
        let checks = ran.objects();
        let found = checks.iter().find(|line| line["check"] == check);
        found.unwrap_or_else(|| panic!("{check}: {ran:?}"))["outcome"].clone()
    };
    assert_eq!(outcome(&without, "vault"), "failed", "{without:?}");

    let home = Home::with_vault();
    let with = home.open(&["doctor", "--json"]);
    assert_eq!(with.code, 0, "{with:?}");
    let expected = [
        ("keyring", "warning"),
        ("vault", "fine"),
        ("second_way", "fine"),
        ("clock", "skipped"),
        ("server", "skipped"),
    ];
    for (check, fine) in expected {
        assert_eq!(outcome(&with, check), fine, "{check}: {with:?}");
    }
    assert!(home.open(&["doctor"]).stdout.lines().count() >= expected.len());

    // The same vault keeps private authorities: its own file is one, a picture is none.
    let pem = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/it/fixtures/authority.pem"
    );
    let added = home.open(&["certificate", "add", "--json", pem]);
    assert_eq!(
        (added.code, added.object()["name"].as_str()),
        (0, Some("authority.pem"))
    );
    fs::write(home.path("no.pem"), "no certificate").unwrap();
    let refused = home.open(&["certificate", "add", "--json", "no.pem"]);
    assert_eq!(
        (refused.code, &*refused.error_code()),
        (1, "certificate_file")
    );
    let listed = home.open(&["certificate", "list", "--json"]);
    let fingerprint = listed.object()["fingerprint"].as_str().unwrap().to_owned();
    assert_eq!(home.open(&["certificate", "remove", "0000"]).code, 1);
    let removed = home.open(&["certificate", "remove", "--json", &fingerprint]);
    assert_eq!((removed.code, &*removed.stdout), (0, ""));
    let nobody = home.open(&["requests", "--json"]);
    assert_eq!((nobody.code, &*nobody.error_code()), (1, "no_approvals"));
}
