//! What is written is read back, and nothing that is read makes the readers stumble.

use proptest::{option, prelude::*};
use segl_otp::{
    Account, Algorithm, Digits, ExposeSecret, Hotp, Otp, Part, Period, Secret, Steam, Totp,
    clean_text, parse_uri, recognise, write_migration, write_uri,
};

fn secrets() -> impl Strategy<Value = Secret> {
    proptest::collection::vec(any::<u8>(), 1..=Secret::MAX_BYTES)
        .prop_map(|bytes| Secret::from_bytes(bytes).unwrap())
}

fn algorithms() -> impl Strategy<Value = Algorithm> {
    proptest::sample::select(Algorithm::ALL.to_vec())
}

fn digits() -> impl Strategy<Value = Digits> {
    (Digits::MIN.value()..=Digits::MAX.value()).prop_map(|count| Digits::new(count).unwrap())
}

fn otps() -> impl Strategy<Value = Otp> {
    prop_oneof![
        (secrets(), algorithms(), digits(), 1_u32..).prop_map(
            |(secret, algorithm, digits, period)| {
                let period = Period::new(period).unwrap();
                Otp::Totp(Totp {
                    secret,
                    algorithm,
                    digits,
                    period,
                })
            }
        ),
        (secrets(), algorithms(), digits(), any::<u64>()).prop_map(
            |(secret, algorithm, digits, counter)| {
                Otp::Hotp(Hotp {
                    secret,
                    algorithm,
                    digits,
                    counter,
                })
            }
        ),
        secrets().prop_map(|secret| Otp::Steam(Steam { secret })),
    ]
}

/// Texts that URIs stumble over, and any others.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9:?#&=+%/@ \u{e6}\u{f8}\u{1f600}-]{0,24}",
        "\\PC{0,24}",
        Just("Steam".to_owned()),
        Just("null".to_owned()),
        Just(String::new()),
    ]
    .prop_map(|text| clean_text(&text))
}

/// Accounts as the readers make them: a tenant stands beside an issuer only, and differs from it.
fn accounts() -> impl Strategy<Value = Account> {
    (
        texts(),
        texts(),
        texts(),
        otps(),
        option::of(texts()),
        option::of(texts()),
    )
        .prop_map(|(issuer, name, tenant, otp, image, serial)| {
            let comparable = |text: &str| clean_text(&text.replace('+', " ")).to_lowercase();
            let differs = !tenant.is_empty() && comparable(&tenant) != comparable(&issuer);
            let filled = |text: &String| !text.is_empty();
            Account {
                tenant: (!issuer.is_empty() && differs).then_some(tenant),
                image: image.filter(filled),
                serial: serial.filter(filled),
                ..Account::new(&issuer, &name, otp)
            }
        })
}

proptest! {
    #[test]
    fn a_written_account_is_read_back(account in accounts()) {
        prop_assert_eq!(parse_uri(write_uri(&account).expose_secret()), Ok(account));
    }

    #[test]
    fn a_secret_shows_base32_that_reads_as_itself(secret in secrets()) {
        let letters = secret.to_base32();
        prop_assert_eq!(Secret::from_base32(letters.expose_secret()), Ok(secret));
    }

    #[test]
    fn a_written_export_is_read_back(
        names in proptest::collection::vec(texts(), 1..40),
        issuer in texts(),
        secret in secrets(),
        counter in 0..=i64::MAX.unsigned_abs(),
        batch_id: i32,
    ) {
        let accounts: Vec<Account> = names
            .iter()
            .enumerate()
            .map(|(position, name)| {
                let secret = secret.clone();
                let algorithm = Algorithm::Sha256;
                let digits = Digits::new(8).unwrap();
                let otp = if position % 2 == 0 {
                    Otp::Totp(Totp { secret, algorithm, digits, period: Period::DEFAULT })
                } else {
                    Otp::Hotp(Hotp { secret, algorithm, digits, counter })
                };
                Account::new(&issuer, name, otp)
            })
            .collect();
        let mut read = Vec::new();
        for (index, text) in (0..).zip(write_migration(&accounts, batch_id).unwrap()) {
            let part = Part::parse(text.expose_secret()).unwrap();
            prop_assert_eq!((part.index, part.batch_id), (index, batch_id));
            prop_assert_eq!(part.problems, vec![]);
            read.extend(part.accounts);
        }
        prop_assert_eq!(read, accounts);
    }

    #[test]
    fn no_text_makes_the_readers_panic(text in "\\PC{0,200}|[ -~]{0,200}") {
        let _ = parse_uri(&text);
        let _ = Part::parse(&text);
        let _ = recognise(&text);
        let _ = Secret::from_base32(&text);
    }

    #[test]
    fn no_set_up_code_makes_the_reader_panic(
        rest in "(totp|hotp|steam|pipush)?/?[:/%?#&=+a-zA-Z0-9\u{e6}]{0,40}",
        query in "((secret|issuer|digits|period|counter|algorithm|2step_salt)(=[A-Z2-7%#+0-9-]{0,24})?&){0,8}",
        time: u64,
    ) {
        if let Ok(account) = parse_uri(&format!("otpauth://{rest}?{query}")) {
            let _ = account.otp.timed_at(time);
            prop_assert_eq!(parse_uri(write_uri(&account).expose_secret()), Ok(account));
        }
    }

    #[test]
    fn no_payload_makes_the_reader_of_exports_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let hex: String = bytes.iter().map(|byte| format!("%{byte:02x}")).collect();
        let _ = Part::parse(&format!("otpauth-migration://offline?data={hex}"));
        let base64 = data_encoding::BASE64.encode(&bytes);
        let _ = Part::parse(&format!("otpauth-migration://offline?data={base64}"));
    }
}
