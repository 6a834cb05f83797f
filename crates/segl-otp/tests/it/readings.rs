//! How doubtful URIs are read: the choices of `docs/decisions/0001-otpauth-readings.md`, one table
//! for what is taken and one for what is refused.

use segl_otp::{ExposeSecret, MAX_URI_BYTES, SecretError, UriError, parse_uri};

const SECRET: &str = "JBSWY3DPEHPK3PXP";

/// The account in one line: type, issuer, tenant, name, algorithm, digits, period or counter.
fn reading(uri: &str) -> String {
    let account = match parse_uri(&uri.replace("SECRET", SECRET)) {
        Ok(account) => account,
        Err(error) => return format!("refused: {error}"),
    };
    let otp = &account.otp;
    assert_eq!(otp.secret().to_base32().expose_secret(), SECRET, "{uri}");
    let moving = otp
        .period()
        .map(|period| format!("{period}s"))
        .or_else(|| otp.counter().map(|counter| format!("#{counter}")))
        .unwrap();
    let tenant = account
        .tenant
        .map(|tenant| format!("<{tenant}>"))
        .unwrap_or_default();
    format!(
        "{} {}{tenant}/{} {} {} {moving}",
        otp.kind(),
        account.issuer,
        account.name,
        otp.algorithm(),
        otp.digits()
    )
}

#[test]
fn reads_labels_as_decided() {
    let table = [
        // The parameter is the issuer; the label's prefix stays visible where it differs.
        (
            "totp/Org:ada?secret=SECRET&issuer=Microsoft",
            "Microsoft<Org>/ada",
        ),
        (
            "totp/Org:ada%23EXT%23@x?secret=SECRET&issuer=Microsoft",
            "Microsoft<Org>/ada#EXT#@x",
        ),
        (
            "totp/Org:ada#EXT#@x?secret=SECRET&issuer=Microsoft",
            "Microsoft<Org>/ada#EXT#@x",
        ),
        (
            "totp/Org%3Aada?secret=SECRET&issuer=Microsoft",
            "Microsoft/Org:ada",
        ),
        ("totp/github:ada?secret=SECRET&issuer=GitHub", "GitHub/ada"),
        ("totp/My+Uni:ada?secret=SECRET&issuer=My+Uni", "My Uni/ada"),
        (
            "totp/My%20Uni%3Aada?secret=SECRET&issuer=My%20Uni",
            "My Uni/ada",
        ),
        (
            "totp/My%20Uni:ada?secret=SECRET&issuer=My Uni",
            "My Uni/ada",
        ),
        // Without the parameter, or with an empty one, the prefix is the issuer.
        ("totp/Uni:ada?secret=SECRET", "Uni/ada"),
        ("totp/Uni:%20ada%20?secret=SECRET&issuer=", "Uni/ada"),
        ("totp/Uni%3A%20ada?secret=SECRET&issuer=+", "Uni/ada"),
        ("totp/a%3Ab:c%3Ad?secret=SECRET", "a:b/c:d"),
        ("totp/a:b:c?secret=SECRET", "a/b:c"),
        // Either may be missing.
        ("totp/ada?secret=SECRET", "/ada"),
        ("totp/:ada?secret=SECRET", "/ada"),
        ("totp/Uni:?secret=SECRET", "Uni/"),
        ("totp/?secret=SECRET&issuer=Uni", "Uni/"),
        ("totp?secret=SECRET&issuer=Uni", "Uni/"),
        ("totp/?secret=SECRET", "/"),
        // What people and old programs write.
        ("totp/ada+b@x?secret=SECRET&issuer=C%2B%2B", "C++/ada+b@x"),
        ("totp/Uni / Dep:ada?secret=SECRET", "Uni / Dep/ada"),
        ("totp//Uni:ada?secret=SECRET", "Uni/ada"),
        ("totp/Who?:ada?secret=SECRET", "Who?/ada"),
        ("totp/100%:ada?secret=SECRET", "100%/ada"),
        ("totp/%C3%98:%e6%97%a5?secret=SECRET", "Ø/日"),
        ("totp/%D8:%E5se?secret=SECRET", "Ø/åse"),
        ("totp/Ø:日?secret=SECRET", "Ø/日"),
        ("totp/Uni:ada%00%0A%E2%80%AEx?secret=SECRET", "Uni/adax"),
        ("totp/Uni:ada?issuer=Uni&amp;secret=SECRET&amp;", "Uni/ada"),
        (
            "totp/Uni:ada?secret=SECRET&issuer=First&issuer=Second",
            "First<Uni>/ada",
        ),
    ];
    for (uri, account) in table {
        assert_eq!(
            reading(&format!("otpauth://{uri}")),
            format!("totp {account} SHA1 6 30s")
        );
    }
}

#[test]
fn reads_parameters_as_decided() {
    let table = [
        (
            "otpauth://totp/a?secret=SECRET&digits=1&period=4294967295",
            "totp /a SHA1 1 4294967295s",
        ),
        (
            "otpauth://totp/a?secret=SECRET&digits=010&period=+60",
            "totp /a SHA1 10 60s",
        ),
        (
            "otpauth://totp/a?secret=SECRET&digits=&period=&algorithm=",
            "totp /a SHA1 6 30s",
        ),
        (
            "otpauth://totp/a?secret=SECRET&digits=null&algorithm=null",
            "totp /a SHA1 6 30s",
        ),
        (
            "otpauth://totp/a?secret=SECRET&algorithm=HmacSHA384",
            "totp /a SHA384 6 30s",
        ),
        (
            "otpauth://totp/a?secret=SECRET&algorithm=sha-224&counter=x",
            "totp /a SHA224 6 30s",
        ),
        (
            "otpauth://totp/a?secret=SECRET&secret=jbswy3dp-ehpk3pxp&digits=7&digits=07",
            "totp /a SHA1 7 30s",
        ),
        (
            "otpauth://totp/a?Secret=SECRET&Digits=8&PERIOD=15",
            "totp /a SHA1 8 15s",
        ),
        ("otpauth://totp/a?secret=SECRET#", "totp /a SHA1 6 30s"),
        (
            "otpauth://totp/a?secret=JBSWY3DP%20ehpk%2D3pxp%3D%3D&icon=x&color=1",
            "totp /a SHA1 6 30s",
        ),
        (
            "otpauth://hotp/a?secret=SECRET&period=0",
            "hotp /a SHA1 6 #0",
        ),
        (
            "otpauth://hotp/a?secret=SECRET&counter=18446744073709551615",
            "hotp /a SHA1 6 #18446744073709551615",
        ),
        ("apple-otpauth://totp/a?secret=SECRET", "totp /a SHA1 6 30s"),
        (
            "\u{feff} OtpAuth://ToTp/a?secret=SECRET\r\n",
            "totp /a SHA1 6 30s",
        ),
        (
            "otpauth://totp/Uni:a?sec\r\n\tret=SECRET",
            "totp Uni/a SHA1 6 30s",
        ),
        // The spellings of Steam.
        ("steam://SECRET", "steam Steam/ SHA1 5 30s"),
        ("STEAM://SECRET/", "steam Steam/ SHA1 5 30s"),
        (
            "otpauth://steam/Steam:a?secret=SECRET&digits=6&period=60",
            "steam Steam/a SHA1 5 30s",
        ),
        (
            "otpauth://totp/x:a?secret=SECRET&encoder=Steam",
            "steam x/a SHA1 5 30s",
        ),
        (
            "otpauth://totp/x:a?secret=SECRET&algorithm=STEAM",
            "steam x/a SHA1 5 30s",
        ),
        (
            "otpauth://totp/x:a?secret=SECRET&steam",
            "steam x/a SHA1 5 30s",
        ),
        (
            "otpauth://totp/x:a?secret=SECRET&steam=true",
            "steam x/a SHA1 5 30s",
        ),
        (
            "otpauth://totp/x:a?secret=SECRET&steam=false",
            "totp x/a SHA1 6 30s",
        ),
        (
            "otpauth://totp/Steam:a?secret=SECRET",
            "steam Steam/a SHA1 5 30s",
        ),
        (
            "otpauth://totp/a?secret=SECRET&issuer=Steam&digits=5",
            "steam Steam/a SHA1 5 30s",
        ),
        (
            "otpauth://totp/a?secret=SECRET&issuer=Steam&digits=6",
            "totp Steam/a SHA1 6 30s",
        ),
    ];
    for (uri, account) in table {
        assert_eq!(reading(uri), account, "{uri}");
    }
}

#[test]
fn keeps_what_the_server_adds() {
    let uri = "otpauth://totp/a?secret=GEZDGNBV&image=https%3A%2F%2Fx.example%2Fi.png&serial=TOTP1";
    let account = parse_uri(uri).unwrap();
    assert_eq!(account.image.as_deref(), Some("https://x.example/i.png"));
    assert_eq!(account.serial.as_deref(), Some("TOTP1"));
}

#[test]
fn refuses_what_cannot_be_right() {
    let not_base32 = |character| UriError::BadSecret(SecretError::NotBase32 { character });
    let table = [
        ("", UriError::NotOtpauth),
        ("foo", UriError::NotOtpauth),
        ("JBSWY3DPEHPK3PXP", UriError::NotOtpauth),
        (
            "https://uni.example/?secret=JBSWY3DPEHPK3PXP",
            UriError::NotOtpauth,
        ),
        (
            "otpauth:totp/a?secret=JBSWY3DPEHPK3PXP",
            UriError::NotOtpauth,
        ),
        (
            "phonefactor://activate_account?code=1",
            UriError::NotOtpauth,
        ),
        ("otpauth-migration://offline?data=AA", UriError::Migration),
        ("otpauth://pipush/PIPU1?v=1", UriError::Push),
        ("pia://pipush/PIPU1?v=1", UriError::Push),
        ("edumfa-push://edumfa/EDUP1?v=1", UriError::Push),
        (
            "motp://a:b?secret=30edcc8edae50a60",
            UriError::UnsupportedType("mOTP"),
        ),
        (
            "otpauth://yaotp/a?secret=JBSWY3DPEHPK3PXP",
            UriError::UnsupportedType("Yandex"),
        ),
        ("otpauth://potp", UriError::UnknownType),
        ("otpauth://", UriError::UnknownType),
        (
            "otpauth:///totp/a?secret=JBSWY3DPEHPK3PXP",
            UriError::UnknownType,
        ),
        ("otpauth://totp", UriError::NoParameters),
        ("otpauth://totp/a?", UriError::NoParameters),
        ("otpauth://totp/a?issuer=x", UriError::NoSecret),
        ("otpauth://totp/a?secret", UriError::NoSecret),
        ("otpauth://totp/a?secret=+&issuer=x", UriError::NoSecret),
        ("otpauth://totp/a?secret=====", UriError::NoSecret),
        ("steam://", UriError::NoSecret),
        (
            "otpauth://totp/a?secret=A",
            UriError::BadSecret(SecretError::TooShort),
        ),
        ("otpauth://totp/a?secret=JBSWY3DP0HPK3PXP", not_base32('0')),
        ("otpauth://totp/a?secret=JBSWY3DP1HPK3PXP", not_base32('1')),
        ("otpauth://totp/a?secret=JBSWY3DP8HPK3PXP", not_base32('8')),
        (
            "otpauth://totp/a?secret=QWERT!£$%^&*(YUIOP",
            not_base32('!'),
        ),
        ("otpauth://totp/a?secret=JBSW#Y3DP", not_base32('#')),
        (
            "otpauth://totp/a?secret=JBSWY3DP&secret=GEZDGNBV",
            UriError::Conflict("secret"),
        ),
        (
            "otpauth://totp/a?secret=JBSWY3DP&digits=6&digits=8",
            UriError::Conflict("digits"),
        ),
        (
            "otpauth://totp/a?secret=JBSWY3DP&algorithm=MD5",
            UriError::BadAlgorithm,
        ),
        (
            "otpauth://totp/a?secret=JBSWY3DP&algorithm=something",
            UriError::BadAlgorithm,
        ),
        (
            "otpauth://totp/a?secret=JBSWY3DP&digits=0",
            UriError::BadDigits,
        ),
        (
            "otpauth://totp/a?secret=JBSWY3DP&digits=-1",
            UriError::BadDigits,
        ),
        (
            "otpauth://totp/a?secret=JBSWY3DP&digits=11",
            UriError::BadDigits,
        ),
        (
            "otpauth://totp/a?secret=JBSWY3DP&digits=six",
            UriError::BadDigits,
        ),
        (
            "otpauth://totp/a?secret=JBSWY3DP&period=0",
            UriError::BadPeriod,
        ),
        (
            "otpauth://totp/a?secret=JBSWY3DP&period=-30",
            UriError::BadPeriod,
        ),
        (
            "otpauth://totp/a?secret=JBSWY3DP&period=30s",
            UriError::BadPeriod,
        ),
        (
            "otpauth://totp/a?secret=JBSWY3DP&period=4294967296",
            UriError::BadPeriod,
        ),
        (
            "otpauth://hotp/a?secret=JBSWY3DP&counter=-1",
            UriError::BadCounter,
        ),
        (
            "otpauth://hotp/a?secret=JBSWY3DP&counter=18446744073709551616",
            UriError::BadCounter,
        ),
        (
            "otpauth://totp/a?secret=JBSWY3DP&2step_salt=10",
            UriError::TwoStep,
        ),
        (
            "otpauth://hotp/a?secret=JBSWY3DP&2STEP_output=20",
            UriError::TwoStep,
        ),
        (
            "otpauth://totp/a?secret=&2step_difficulty=10000",
            UriError::TwoStep,
        ),
    ];
    for (uri, error) in table {
        assert_eq!(parse_uri(uri), Err(error), "{uri}");
    }
    let long = format!(
        "otpauth://totp/{}?secret={SECRET}",
        "a".repeat(MAX_URI_BYTES)
    );
    assert_eq!(parse_uri(&long), Err(UriError::TooLong));
}

#[test]
fn words_for_people_and_debug_hold_no_secret() {
    for uri in [
        "otpauth://totp/label?secret=JBSWY3DPEHPK3PX0",
        "otpauth://totp/label?secret=JBSWY3DPEHPK3PXP&period=JBSWY3DPEHPK3PXP",
        "otpauth://totp/label?secret=JBSWY3DPEHPK3PXP&algorithm=JBSWY3DPEHPK3PXP",
        "otpauth://totp/label?secret=JBSWY3DPEHPK3PXP&secret=GEZDGNBVGY3TQOJQ",
        "otpauth://JBSWY3DPEHPK3PXP/label?secret=JBSWY3DPEHPK3PXP",
        "JBSWY3DPEHPK3PXP",
    ] {
        let error = parse_uri(uri).unwrap_err();
        let said = format!("{error} {error:?} {}", error.id());
        assert!(!said.contains("JBSW") && !said.contains("GEZD"), "{said}");
        assert!(!said.contains("label"), "{said}");
    }
    let account = parse_uri("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP").unwrap();
    let said = format!("{account:?} {:?}", account.otp.timed_at(0));
    assert!(
        said.contains("[redacted]") && !said.contains("JBSW"),
        "{said}"
    );
    assert!(!said.contains("282760"), "the code at 0 is {said}");
}
