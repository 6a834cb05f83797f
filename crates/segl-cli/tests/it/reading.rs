//! Reading without a vault: links, secrets and pictures.

use serde_json::{Value, json};

use crate::harness::{Home, draw};

#[test]
fn a_dry_run_prints_what_a_link_says() {
    let home = Home::new();
    let cases = [
        (
            "otpauth://totp/Uni%20Nord:anna@uni.example?secret=jbswy3dpehpk3pxp&issuer=Uni%20Nord",
            json!({"type": "totp", "issuer": "Uni Nord", "name": "anna@uni.example",
                   "secret": "JBSWY3DPEHPK3PXP", "algorithm": "SHA1", "digits": 6, "period": 30}),
        ),
        (
            "otpauth://hotp/b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=7&digits=8&algorithm=SHA512",
            json!({"type": "hotp", "issuer": "", "name": "b",
                   "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "algorithm": "SHA512",
                   "digits": 8, "counter": 7}),
        ),
        (
            "otpauth://totp/Fabrikam:anna?secret=JBSWY3DPEHPK3PXP&issuer=Microsoft",
            json!({"type": "totp", "issuer": "Microsoft", "name": "anna", "tenant": "Fabrikam",
                   "secret": "JBSWY3DPEHPK3PXP", "algorithm": "SHA1", "digits": 6, "period": 30}),
        ),
    ];
    for (uri, expected) in &cases {
        let ran = home.run(&["add", "--dry-run", "--json", "--reveal", uri]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert_eq!(ran.object(), *expected);
    }
    assert!(!home.path("data").exists(), "a dry run touches no vault");
}

/// The exports are those of two public test suites: 2FAuth (two entries), Proton Pass (SHA-256).
#[test]
fn a_dry_run_prints_each_entry_of_an_export_and_the_server_of_an_enrolment() {
    let home = Home::new();
    let two = "otpauth-migration://offline?data=CiQKCgcNEp61iE2P0RYSB2FjY291bnQaB3NlcnZpY2UgASgBMAIKLAoKBw0SnrWITY/RFhILYWNjb3VudF9iaXMaC3NlcnZpY2VfYmlzIAEoATACEAEYASAA";
    let ran = home.run(&["add", "--dry-run", "--json", "--reveal", two]);
    let account = |issuer: &str, name: &str| {
        json!({"type": "totp", "issuer": issuer, "name": name, "secret": "A4GRFHVVRBGY7UIW",
               "algorithm": "SHA1", "digits": 6, "period": 30})
    };
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(
        ran.objects(),
        [
            account("service", "account"),
            account("service_bis", "account_bis")
        ]
    );

    let sha256 = "otpauth-migration://offline?data=CjUKBWYkQUSTEgdNWUxBQkVMGghNWUlTU1VFUiACKAIwAkITNjE5NGJjMTczNzcyNzc5ODc5MxACGAEgAA%3D%3D";
    let ran = home.run(&["add", "--dry-run", "--json", sha256]);
    let expected = json!({"type": "totp", "issuer": "MYISSUER", "name": "MYLABEL",
                          "algorithm": "SHA256", "digits": 8, "period": 30});
    assert_eq!((ran.code, ran.object()), (0, expected));

    let cut_off = home.run(&["add", "--dry-run", "--json", &two[..90]]);
    assert_eq!(cut_off.code, 1, "{cut_off:?}");
    assert_eq!(cut_off.object()["problem"]["reason"], "migration_damaged");

    let push = "otpauth://pipush/PIPU0001A2B3?url=https%3A//id.uni.example/ttype/push&ttl=2\
                &issuer=Uni%20Nord&enrollment_credential=9311ee50678983c0f29d3d843f86e39405e2b427\
                &v=1&serial=PIPU0001A2B3&sslverify=1";
    let ran = home.run(&["add", "--dry-run", "--json", "--reveal", push]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let expected = json!({"type": "push", "issuer": "Uni Nord", "name": "PIPU0001A2B3",
                          "host": "id.uni.example", "serial": "PIPU0001A2B3"});
    assert_eq!(ran.object(), expected);
    assert!(
        !format!("{ran:?}").contains("9311ee50"),
        "the credential is a secret, too"
    );
}

#[test]
fn a_secret_is_printed_only_when_asked_for() {
    let home = Home::new();
    let uri = "otpauth://totp/a:b?secret=JBSWY3DPEHPK3PXP";
    for arguments in [
        &["add", "--dry-run", "--json", uri][..],
        &["add", "--dry-run", uri],
    ] {
        let ran = home.run(arguments);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(
            !format!("{ran:?}").to_uppercase().contains("JBSWY3DP"),
            "{ran:?}"
        );
    }
    let broken = "otpauth://totp/a:b?secret=JBSWY3DPEHPK3PXP&period=0";
    for arguments in [
        &["add", "--dry-run", "--json", broken][..],
        &["code", "--uri", broken],
    ] {
        let ran = home.run(arguments);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(
            !format!("{ran:?}").to_uppercase().contains("JBSWY3DP"),
            "{ran:?}"
        );
    }
    let shown = home.run(&["add", "--dry-run", "--reveal", uri]);
    assert!(shown.stdout.contains("JBSWY3DPEHPK3PXP"), "{shown:?}");
}

#[test]
fn a_dry_run_says_what_is_wrong_with_a_link() {
    let home = Home::new();
    let cases = [
        (
            "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&period=0",
            "bad-period",
        ),
        ("otpauth://totp/a?secret=", "no-secret"),
        ("otpauth://xotp/a?secret=JBSWY3DPEHPK3PXP", "unknown-type"),
        ("otpauth://totp/a?secret=JBSWY3DPEHPK3PX0", "bad-secret"),
        (
            "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&digits=40",
            "bad-digits",
        ),
        ("https://example.org/", "text_web_address"),
        ("WIFI:S:eduroam;;", "text_wifi"),
        ("phonefactor://activate_account?code=1", "text_microsoft"),
    ];
    for (text, reason) in cases {
        let ran = home.run(&["add", "--dry-run", "--json", "--reveal", text]);
        assert_eq!(ran.code, 1, "{text}: {ran:?}");
        let problem = &ran.object()["problem"];
        assert_eq!(problem["reason"], reason, "{text}: {ran:?}");
        assert!(
            problem["message"].as_str().unwrap().len() > 10,
            "{text}: {ran:?}"
        );
    }
    // One bad link among good ones: the good ones are printed, and the answer is no.
    let good = "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP";
    let ran = home.run(&["add", "--dry-run", "--json", good, "nonsense", good]);
    let kinds: Vec<bool> = ran
        .objects()
        .iter()
        .map(|line| line["type"] == "totp")
        .collect();
    assert_eq!((ran.code, kinds), (1, vec![true, false, true]));
}

#[test]
fn a_link_on_the_standard_input_stays_out_of_the_list_of_processes() {
    let home = Home::new();
    let uri = "otpauth://totp/a:b?secret=JBSWY3DPEHPK3PXP\n";
    let ran = home.run_with(&["add", "--dry-run", "--json", "-"], uri);
    assert_eq!((ran.code, ran.object()["name"].as_str()), (0, Some("b")));
    let ran = home.run_with(&["code", "--json", "--at", "59", "--uri", "-"], uri);
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn scans_each_picture_and_says_which_has_no_code() {
    let home = Home::new();
    let first = "otpauth://totp/Uni:anna?secret=JBSWY3DPEHPK3PXP&issuer=Uni";
    draw(first, &home.path("first.png"));
    draw("Grüße aus Åbo\nzweite Zeile", &home.path("text.png"));
    segl_testkit::qr::save(
        &segl_testkit::qr::page((200, 200), [255; 3], &[]),
        &home.path("blank.png"),
    )
    .unwrap();
    std::fs::write(home.path("noise.png"), b"not a picture at all").unwrap();

    let ran = home.run(&["scan", "--json", "first.png", "text.png"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(
        ran.objects(),
        [
            json!({"file": "first.png", "codes": [first]}),
            json!({"file": "text.png", "codes": ["Grüße aus Åbo\nzweite Zeile"]}),
        ]
    );

    let ran = home.run(&[
        "scan",
        "--json",
        "blank.png",
        "first.png",
        "noise.png",
        "gone.png",
    ]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let lines = ran.objects();
    assert_eq!(lines[0], json!({"file": "blank.png", "codes": []}));
    assert_eq!(lines[1]["codes"][0], first);
    for (line, code) in [(2, "picture_unknown"), (3, "file_unreadable")] {
        assert_eq!(lines[line]["error"]["code"], code, "{ran:?}");
        assert_eq!(lines[line]["codes"], Value::Array(Vec::new()), "{ran:?}");
    }

    let plain = home.run(&["scan", "first.png"]);
    assert_eq!((plain.code, &*plain.stdout), (0, &*format!("{first}\n")));
    assert!(!home.path("data").exists(), "scanning touches no vault");
}

#[test]
fn finds_several_codes_in_one_picture() {
    let home = Home::new();
    let style = segl_testkit::qr::Style::default();
    let (left, right) = ("the left one", "the right one");
    let (a, b) = (
        segl_testkit::qr::draw(left, style),
        segl_testkit::qr::draw(right, style),
    );
    let page = segl_testkit::qr::page(
        (a.width() + b.width() + 60, a.height() + 40),
        [255; 3],
        &[(&a, (10, 20)), (&b, (a.width() + 50, 20))],
    );
    segl_testkit::qr::save(&page, &home.path("two.png")).unwrap();
    let ran = home.run(&["scan", "--json", "two.png"]);
    let object = ran.object();
    let mut codes: Vec<&str> = object["codes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|code| code.as_str().unwrap())
        .collect();
    codes.sort_unstable();
    assert_eq!((ran.code, codes), (0, vec![left, right]));
}
