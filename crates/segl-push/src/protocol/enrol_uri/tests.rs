//! What is taken from an enrolment QR code, and what is refused.

use super::*;

const REST: &str = "&ttl=10&issuer=privacyIDEA&enrollment_credential=\
                    626a839d36d6d443dfb77399055d678490b7a2a5&v=1&serial=PIPU1&sslverify=1";

fn parse(start: &str) -> Result<EnrolmentUri, EnrolmentUriError> {
    EnrolmentUri::parse(&format!("{start}{REST}"))
}

#[test]
fn reads_labels_and_issuers() {
    let url = "url=https%3A//mfa.example.org/ttype/push";
    for (path, issuer, expected_issuer, expected_label) in [
        ("PIPU1", "&issuer=privacyIDEA", "privacyIDEA", "PIPU1"),
        (
            "bob%40uni%20/%20PIPU1",
            "&issuer=%C3%86r%C3%B8%20Uni%3A%20uni",
            "Ærø Uni: uni",
            "bob@uni / PIPU1",
        ),
        ("uni:bob", "&issuer=uni", "uni", "bob"),
        ("uni%3Abob", "", "uni", "bob"),
        ("uni:bob", "&issuer=Other", "Other", "uni:bob"),
        ("", "&issuer=uni", "uni", "PIPU1"),
        ("a%E2%80%AEb%0A", "&issuer=x%00y", "xy", "ab"),
        ("a+b", "&issuer=a+b", "a b", "a+b"),
    ] {
        let uri = format!(
            "otpauth://pipush/{path}?{url}{issuer}&enrollment_credential=ab12&v=1&serial=PIPU1"
        );
        let parsed = EnrolmentUri::parse(&uri).unwrap();
        assert_eq!(
            (parsed.issuer(), parsed.label()),
            (expected_issuer, expected_label),
            "{uri}"
        );
        assert_eq!((parsed.poll_only(), parsed.ttl_minutes()), (None, 10));
    }
}

#[test]
fn refuses_with_the_reason() {
    let good = "otpauth://pipush/PIPU1?url=https%3A//mfa.example.org/ttype/push";
    let with = |from: &str, to: &str| format!("{good}{REST}").replace(from, to);
    use EnrolmentUriError::*;
    for (uri, expected) in [
        (with("v=1", "v=2"), Version),
        (with("&v=1", ""), Version),
        (with("v=1", "v=1.0"), Version),
        (with("&serial=PIPU1", ""), Missing("serial")),
        (with("&serial=PIPU1", "&serial="), Missing("serial")),
        (with("serial=PIPU1", "serial=A%7CB"), Malformed("serial")),
        (with("url=", "urlx="), Missing("url")),
        (with("https%3A", "ftp%3A"), Endpoint(EndpointError::Scheme)),
        (
            with("https%3A", "http%3A"),
            Endpoint(EndpointError::PlainHttp),
        ),
        (
            with("mfa.example.org", "localhost%40mfa.example.org"),
            Endpoint(EndpointError::Credentials),
        ),
        (
            with("enrollment_credential=", "x="),
            Missing("enrollment_credential"),
        ),
        (
            with("=626a", "=%0A626a"),
            Malformed("enrollment_credential"),
        ),
        (with("ttl=10", "ttl=-1"), Malformed("ttl")),
        (with("ttl=10", "ttl=soon"), Malformed("ttl")),
        (with("sslverify=1", "sslverify=0"), CertificateCheckWaived),
        (
            with("sslverify=1", "sslverify=maybe"),
            Malformed("sslverify"),
        ),
        (
            with("sslverify=1", "sslverify=1&url=https%3A//evil.example/"),
            Repeated("url"),
        ),
        (with("privacyIDEA", "%FF%FE"), Malformed("issuer")),
        (with("/PIPU1?", "/%C3%28?"), Malformed("label")),
        (with("privacyIDEA", &"x".repeat(2049)), TooLong("issuer")),
        (with("privacyIDEA", &"x".repeat(9000)), TooLong("text")),
        (with("pipush", "pipush2"), NotAnEnrolment),
        (with("otpauth:", "https:"), NotAnEnrolment),
        (with("otpauth://", "otpauth:"), NotAnEnrolment),
        (
            with("otpauth://pipush", "edumfa-push://edumfa"),
            NotYetSupported(Flavour::Edumfa),
        ),
        (
            with("otpauth://pipush", "pia://container"),
            NotYetSupported(Flavour::Container),
        ),
        ("otpauth://totp/x?secret=AAAA".into(), NotAnEnrolment),
        (String::new(), NotAnEnrolment),
    ] {
        assert_eq!(
            EnrolmentUri::parse(&uri).unwrap_err(),
            expected,
            "{uri:.300}"
        );
    }
    assert!(EnrolmentUri::parse(&format!("{good}{REST}")).is_ok());
}

#[test]
fn sslverify_0_is_harmless_on_this_machine_only() {
    for (address, taken) in [
        ("http%3A//127.0.0.1%3A5000/ttype/push", true),
        ("https%3A//localhost/ttype/push", true),
        ("https%3A//mfa.example.org/ttype/push", false),
    ] {
        let uri = format!("otpauth://pipush/x?url={address}{REST}").replace("verify=1", "verify=0");
        assert_eq!(EnrolmentUri::parse(&uri).is_ok(), taken, "{address}");
    }
}

#[test]
fn reads_what_must_be_unlocked() {
    for (text, expected) in [
        ("", None),
        ("&pin=True", Some(Unlock::Pin)),
        ("&pin=False", None),
        ("&pin=True&app_force_unlock=pin", Some(Unlock::Pin)),
        ("&app_force_unlock=biometric", Some(Unlock::Biometric)),
        ("&app_force_unlock=any", Some(Unlock::Any)),
        ("&app_force_unlock=retina", Some(Unlock::Any)),
    ] {
        let uri = format!("pia://pipush/x?url=https%3A//mfa.example.org/p{REST}{text}");
        assert_eq!(
            EnrolmentUri::parse(&uri).unwrap().unlock(),
            expected,
            "{text}"
        );
    }
}

#[test]
fn takes_pictures_over_https_only_and_never_fails_over_them() {
    for (text, expected) in [
        (
            "https%3A//example.org/i.png%3Fx%3D1%26y%3D2",
            Some("https://example.org/i.png?x=1&y=2"),
        ),
        ("http%3A//example.org/i.png", None),
        ("nonsense", None),
    ] {
        let start = format!("OTPAUTH://PiPush/x?image={text}&url=https%3A//mfa.example.org/p");
        assert_eq!(parse(&start).unwrap().image(), expected);
    }
}

#[test]
fn expires_its_minutes_after_scanning() {
    let scanned: Timestamp = "2026-11-22T02:00:00Z".parse().unwrap();
    for (ttl, expected) in [
        ("0", "2026-11-22T02:00:00Z"),
        ("10", "2026-11-22T02:10:00Z"),
        ("4294967295", "9999-12-30T22:00:00.999999999Z"),
    ] {
        let start = "otpauth://pipush/x?url=https%3A//mfa.example.org/p";
        let uri = format!("{start}{REST}").replace("ttl=10", &format!("ttl={ttl}"));
        let expected: Timestamp = expected.parse().unwrap();
        assert_eq!(
            EnrolmentUri::parse(&uri).unwrap().expires_at(scanned),
            expected,
            "{ttl}"
        );
    }
}

#[test]
fn debug_hides_the_credential() {
    let uri = parse("otpauth://pipush/x?url=https%3A//mfa.example.org/p").unwrap();
    let printed = format!("{uri:?}");
    assert!(
        printed.contains("[redacted]") && !printed.contains("626a839d"),
        "{printed}"
    );
}

proptest::proptest! {
    #[test]
    fn never_panics(text in ".{0,300}", tail in "[ -~]{0,300}") {
        let _ = EnrolmentUri::parse(&text);
        let _ = EnrolmentUri::parse(&format!("otpauth://pipush/{tail}"));
        let _ = EnrolmentUri::parse(&format!("otpauth://pipush/x?{tail}{REST}"));
    }
}
