//! Codes: of links against the RFCs' own vectors, of kept accounts against oathtool.

use serde_json::Value;

use crate::harness::{Home, oathtool};

/// The secrets of RFC 6238 appendix B: 20, 32 and 64 bytes of `1234567890` repeated.
fn rfc_secret(bytes: usize) -> String {
    let text: String = "1234567890".chars().cycle().take(bytes).collect();
    data_encoding::BASE32_NOPAD.encode(text.as_bytes())
}

#[test]
fn computes_the_vectors_of_rfc_6238() {
    let home = Home::new();
    let cases = [
        ("SHA1", 20, 59, "94287082"),
        ("SHA256", 32, 59, "46119246"),
        ("SHA512", 64, 59, "90693936"),
        ("SHA1", 20, 1_111_111_109, "07081804"),
        ("SHA256", 32, 1_234_567_890, "91819424"),
        ("SHA512", 64, 20_000_000_000, "47863826"),
    ];
    for (algorithm, bytes, at, code) in cases {
        let at: i64 = at;
        let secret = rfc_secret(bytes);
        let uri = format!("otpauth://totp/rfc?secret={secret}&algorithm={algorithm}&digits=8");
        let ran = home.run(&["code", "--json", "--at", &at.to_string(), "--uri", &uri]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let object = ran.object();
        assert_eq!(object["code"], code, "{algorithm} at {at}");
        assert_eq!(object["valid_from"], at / 30 * 30);
        assert_eq!(object["valid_until"], at / 30 * 30 + 30);
        let next = home.run(&["code", "--at", &(at + 30).to_string(), "--uri", &uri]);
        assert_eq!(object["next"], next.stdout.trim(), "{algorithm} at {at}");
    }
}

#[test]
fn computes_the_vectors_of_rfc_4226_without_moving_a_counter() {
    let home = Home::new();
    for (counter, code) in [(0, "755224"), (1, "287082"), (9, "520489")] {
        let secret = rfc_secret(20);
        let uri = format!("otpauth://hotp/rfc?secret={secret}&counter={counter}");
        let ran = home.run(&["code", "--json", "--uri", &uri]);
        let object = ran.object();
        assert_eq!(
            (ran.code, &object["code"], &object["counter"]),
            (0, &code.into(), &counter.into())
        );
        assert_eq!(
            (&object["next"], &object["valid_until"]),
            (&Value::Null, &Value::Null)
        );
    }
    assert!(!home.path("data").exists());
}

/// One vault for the whole story, because making and opening one is slow on purpose.
#[test]
fn keeps_accounts_and_shows_their_codes() {
    let home = Home::with_vault();
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    let nord = home.add(&format!(
        "otpauth://totp/Uni%20Nord:anna?secret={secret}&issuer=Uni%20Nord"
    ));
    home.add("otpauth://totp/Uni%20Syd:anna?secret=JBSWY3DPEHPK3PXP&issuer=Uni%20Syd&digits=8&algorithm=SHA256&period=60");
    let counted = home.add(&format!(
        "otpauth://hotp/Bank:bo?secret={secret}&issuer=Bank&counter=3"
    ));

    // The list: in order, without secrets.
    let list = home.open(&["list", "--json"]);
    let names: Vec<String> = list
        .objects()
        .iter()
        .map(|account| {
            format!(
                "{} {}",
                account["type"].as_str().unwrap(),
                account["issuer"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(names, ["hotp Bank", "totp Uni Nord", "totp Uni Syd"]);
    assert_eq!(list.objects()[0]["id"], *counted);
    assert!(!list.stdout.contains("GEZDGNBV"), "{list:?}");
    let plain = home.open(&["list"]);
    assert_eq!(plain.stdout.lines().count(), 3, "{plain:?}");
    assert!(plain.stdout.contains("Uni Nord, anna"), "{plain:?}");

    // The code by id, by names and by a part of one: oathtool's.
    let at = "1700000000";
    let expected = oathtool(&["--totp", "-b", "--now", &format!("@{at}"), secret]);
    for query in [
        &[&*nord][..],
        &["uni nord:anna"],
        &["uni", "nord"],
        &["NORD"],
    ] {
        let arguments: Vec<&str> = ["code", "--at", at]
            .into_iter()
            .chain(query.to_vec())
            .collect();
        let ran = home.open(&arguments);
        assert_eq!(
            (ran.code, ran.stdout.trim()),
            (0, &*expected),
            "{query:?}: {ran:?}"
        );
    }
    let syd = home.open(&["code", "syd", "--json", "--at", at]);
    let oracle = [
        "--totp=sha256",
        "-d",
        "8",
        "-s",
        "60",
        "-b",
        "--now",
        &format!("@{at}"),
        "JBSWY3DPEHPK3PXP",
    ];
    assert_eq!(syd.object()["code"], *oathtool(&oracle));
    assert_eq!(syd.object()["issuer"], "Uni Syd");

    // Two that fit: neither is taken, both are named.
    let ambiguous = home.open(&["code", "anna", "--json"]);
    assert_eq!(
        (ambiguous.code, &*ambiguous.error_code()),
        (1, "account_ambiguous")
    );
    assert_eq!(
        ambiguous.object()["matches"].as_array().unwrap().len(),
        2,
        "{ambiguous:?}"
    );
    let missing = home.open(&["code", "nobody", "--json"]);
    assert_eq!(
        (missing.code, &*missing.error_code()),
        (1, "account_missing")
    );

    // A counter moves once a code, in the file and not only in memory.
    for counter in 3..6 {
        let ran = home.open(&["code", "bank", "--json"]);
        let expected = oathtool(&["--hotp", "-b", "-c", &counter.to_string(), secret]);
        assert_eq!(
            (&ran.object()["code"], &ran.object()["counter"]),
            (&expected.into(), &counter.into())
        );
    }
    let again = home.open(&["list", "--json"]);
    assert_eq!(again.objects()[0]["counter"], 6, "{again:?}");
    let timed = home.open(&["code", "bank", "--at", at]);
    assert_eq!(timed.code, 2, "{timed:?}");
    assert_eq!(
        home.open(&["list", "--json"]).objects()[0]["counter"],
        6,
        "a refusal moves nothing"
    );

    // All codes at once: those by time, and no counter moves.
    let all = home.open(&["code", "--json", "--at", at]);
    let issuers: Vec<_> = all
        .objects()
        .iter()
        .map(|code| code["issuer"].clone())
        .collect();
    assert_eq!(issuers, ["Uni Nord", "Uni Syd"], "{all:?}");

    // The same again is not added twice; the same name with another secret is.
    let twice = home.open(&[
        "add",
        "--json",
        &format!("otpauth://totp/Uni%20Nord:anna?secret={secret}&issuer=Uni%20Nord"),
    ]);
    assert_eq!(
        (twice.code, twice.object()["duplicate"]["id"].as_str()),
        (1, Some(&*nord))
    );
    assert_eq!(home.open(&["list", "--json"]).objects().len(), 3);
}
