//! Exports of Google Authenticator. The parts were written by hand in Python, field by field, so
//! that no protocol buffer library of ours has a say in them.

use segl_otp::{
    Account, CollectError, Collector, EntryReason, ExposeSecret, MigrationError, Part, SecretError,
    WriteError, parse_uri, write_migration,
};

/// Two TOTP accounts, batch id -123456, part 1 of 3.
const FIRST: &str = "otpauth-migration://offline?data=CioKFDEyMzQ1Njc4OTAxMjM0NTY3ODkwEgdVbmk6YWRhGgNVbmkgASgBMAIKLwoUMTIzNDU2Nzg5MDEyMzQ1Njc4OTASD2JvYkB1bmkuZXhhbXBsZRoAIAEoATACEAEYAyAAKMC7%2BP%2F%2F%2F%2F%2F%2F%2FwE%3D";
/// One HOTP account with SHA256, 8 digits, counter 7, and a field of newer versions.
const SECOND: &str = "otpauth-migration://offline?data=CjAKFDEyMzQ1Njc4OTAxMjM0NTY3ODkwEgNjbnQaA1VuaSACKAIwATgHQgZ1bmlxdWUQARgDIAEowLv4%2F%2F%2F%2F%2F%2F%2F%2FAQ%3D%3D";
/// MD5, an empty secret, digits 3, type 9, counter -1; then one that is right, with SHA512.
const THIRD: &str = "otpauth-migration://offline?data=CiYKFDEyMzQ1Njc4OTAxMjM0NTY3ODkwEgNtZDUaA1VuaSAEKAEwAgoTCgASBG5vbmUaA1VuaSABKAEwAgokChQxMjM0NTY3ODkwMTIzNDU2Nzg5MBIBZBoDVW5pIAEoAzACCiQKFDEyMzQ1Njc4OTAxMjM0NTY3ODkwEgF0GgNVbmkgASgBMAkKLwoUMTIzNDU2Nzg5MDEyMzQ1Njc4OTASAWMaA1VuaSABKAEwATj%2F%2F%2F%2F%2F%2F%2F%2F%2F%2F%2F8BCicKFDEyMzQ1Njc4OTAxMjM0NTY3ODkwEgRsYXN0GgNVbmkgAygBMAIQARgDIAIowLv4%2F%2F%2F%2F%2F%2F%2F%2FAQ%3D%3D";
/// Part 2 of 3 of another export.
const OTHER: &str = "otpauth-migration://offline?data=CiIKFDEyMzQ1Njc4OTAxMjM0NTY3ODkwEgF4GgFZIAEoATACEAEYAyABKGM%3D";

fn part(text: &str) -> Part {
    Part::parse(text).unwrap()
}

fn line(account: &Account) -> String {
    let otp = &account.otp;
    assert_eq!(otp.secret().expose_secret(), b"12345678901234567890");
    let counter = otp
        .counter()
        .map(|counter| format!(" #{counter}"))
        .unwrap_or_default();
    format!(
        "{} {}/{} {} {}{counter}",
        otp.kind(),
        account.issuer,
        account.name,
        otp.algorithm(),
        otp.digits()
    )
}

#[test]
fn reads_the_accounts_of_a_part() {
    let first = part(FIRST);
    assert_eq!((first.batch_id, first.index, first.size), (-123_456, 0, 3));
    let lines: Vec<String> = first.accounts.iter().map(line).collect();
    assert_eq!(
        lines,
        ["totp Uni/ada SHA1 6", "totp /bob@uni.example SHA1 6"]
    );
    let lines: Vec<String> = part(SECOND).accounts.iter().map(line).collect();
    assert_eq!(lines, ["hotp Uni/cnt SHA256 8 #7"]);
}

#[test]
fn takes_what_is_right_and_says_what_is_not() {
    let third = part(THIRD);
    let lines: Vec<String> = third.accounts.iter().map(line).collect();
    assert_eq!(lines, ["totp Uni/last SHA512 6"]);
    let reasons: Vec<_> = third
        .problems
        .iter()
        .map(|problem| (problem.position, problem.name.as_str(), problem.reason))
        .collect();
    let expected = [
        (0, "md5", EntryReason::Algorithm),
        (1, "none", EntryReason::BadSecret(SecretError::Empty)),
        (2, "d", EntryReason::Digits),
        (3, "t", EntryReason::Type),
        (4, "c", EntryReason::Counter),
    ];
    assert_eq!(reasons, expected);
}

#[test]
fn reads_the_spellings_of_a_part() {
    let table = [
        FIRST
            .replace("%2B", "+")
            .replace("%2F", "/")
            .replace("%3D", "="),
        FIRST.replace("%2B", " "),
        FIRST
            .replace("%2B", "-")
            .replace("%2F", "_")
            .replace("%3D", ""),
        FIRST.replace("otpauth-migration", " OTPAUTH-Migration"),
        FIRST.replace("offline?", "OFFLINE/?x=1&"),
        format!("\u{feff}{FIRST}\n"),
        FIRST.replace("MDEyMzQ1", "MDEy\nMzQ1"),
    ];
    for text in table {
        assert_eq!(part(&text), part(FIRST), "{text}");
    }
}

#[test]
fn collects_parts_in_any_order() {
    let mut collector = Collector::default();
    assert_eq!(collector.progress(), None);
    assert_eq!(collector.add(part(THIRD)).unwrap().to_string(), "1 of 3");
    assert_eq!(collector.add(part(THIRD)).unwrap().to_string(), "1 of 3");
    assert_eq!(collector.add(part(FIRST)).unwrap().to_string(), "2 of 3");
    assert_eq!(collector.missing(), [1]);
    assert_eq!(collector.add(part(OTHER)), Err(CollectError::OtherExport));
    let progress = collector.add(part(SECOND)).unwrap();
    assert!(progress.is_complete());
    assert_eq!(collector.progress(), Some(progress));
    let collected = collector.finish();
    let names: Vec<&str> = collected
        .accounts
        .iter()
        .map(|account| &*account.name)
        .collect();
    assert_eq!(names, ["ada", "bob@uni.example", "cnt", "last"]);
    assert_eq!(collected.problems.len(), 5);
    assert!(collected.missing.is_empty());
}

#[test]
fn refuses_other_contents_under_a_number_it_has() {
    let mut collector = Collector::default();
    collector.add(part(FIRST)).unwrap();
    let mut forged = part(SECOND);
    forged.index = 0;
    assert_eq!(collector.add(forged), Err(CollectError::OtherExport));
    assert_eq!(collector.finish().missing, [1, 2]);
}

#[test]
fn refuses_what_is_no_part() {
    let migration = |data: &str| format!("otpauth-migration://offline?data={data}");
    let with_numbers = |size: u8, index: u8| {
        let payload = [0x0a, 0, 0x18, size, 0x20, index];
        migration(&data_encoding::BASE64.encode(&payload))
    };
    let table = [
        (String::new(), MigrationError::NotMigration),
        (
            "otpauthmigration://offline?data=CiQK".to_owned(),
            MigrationError::NotMigration,
        ),
        (
            "otpauth://totp/a?secret=JBSWY3DP".to_owned(),
            MigrationError::NotMigration,
        ),
        (
            "otpauth-migration://offline".to_owned(),
            MigrationError::NoData,
        ),
        (
            "otpauth-migration://offline?datafail=CjUK".to_owned(),
            MigrationError::NoData,
        ),
        (migration(""), MigrationError::NoData),
        (migration("%3D%3D"), MigrationError::NoData),
        (migration("C*"), MigrationError::Damaged),
        (migration("C"), MigrationError::Damaged),
        (
            FIRST.get(..120).unwrap().to_owned(),
            MigrationError::Damaged,
        ),
        (migration("EAEYASAA"), MigrationError::NoAccounts),
        (with_numbers(3, 3), MigrationError::BadNumbering),
        (with_numbers(0, 1), MigrationError::BadNumbering),
        (
            migration(&"A".repeat(Part::MAX_BYTES)),
            MigrationError::TooLong,
        ),
        (
            migration(&"CgAK".repeat(2).repeat(1000)),
            MigrationError::Damaged,
        ),
        (migration(&"CgAKAAoA".repeat(400)), MigrationError::TooLong),
    ];
    for (text, error) in table {
        assert_eq!(Part::parse(&text), Err(error), "{text:.80}");
    }
    // A size of 0 is what a writer without parts leaves out.
    assert_eq!(part(&with_numbers(0, 0)).size, 1);
}

#[test]
fn writes_only_what_the_format_can_hold() {
    let account = |uri: &str| parse_uri(&format!("otpauth://{uri}")).unwrap();
    let good = account("totp/Org:ada?secret=JBSWY3DP&issuer=Microsoft");
    for uri in [
        "totp/a?secret=JBSWY3DP&period=60",
        "totp/a?secret=JBSWY3DP&digits=7",
        "totp/a?secret=JBSWY3DP&algorithm=SHA224",
        "hotp/a?secret=JBSWY3DP&counter=9223372036854775808",
        "steam/a?secret=JBSWY3DP",
    ] {
        let accounts = [good.clone(), account(uri)];
        let error = WriteError::NotRepresentable { position: 1 };
        assert_eq!(write_migration(&accounts, 1).unwrap_err(), error, "{uri}");
    }
    let accounts = vec![good; 21];
    let texts = write_migration(&accounts, 1).unwrap();
    assert_eq!(texts.len(), 3);
    let last = part(texts.last().unwrap().expose_secret());
    assert_eq!((last.index, last.size, last.accounts.len()), (2, 3, 1));
    // Google Authenticator keeps the whole label of Microsoft 365 as the name.
    assert_eq!(last.accounts.first().unwrap().name, "Org:ada");
}
