use proptest::prelude::*;
use secrecy::ExposeSecret;

use super::{ALPHABET, BASE, RecoveryCode, RecoveryCodeError};

#[test]
fn writes_and_reads_the_codes_of_the_specification() {
    // Made by the rule of docs/vault-format.md, section 6, in Python.
    for (key, text) in [
        (0, "00001-00002-00003-00004-00005-00006"),
        (1, "00001-00002-00003-00004-00005-0000H"),
        (u128::MAX, "VPZFR-KAX96-KKQNC-MA632-R9DG4-303WH"),
        (
            0x0001_0203_0405_0607_0809_0a0b_0c0d_0e0f,
            "000DS-HJKSM-CW3WB-EM9V6-7QBWV-58X7Z",
        ),
    ] {
        let code = RecoveryCode(key);
        assert_eq!(code.to_text().expose_secret(), text);
        assert_eq!(RecoveryCode::parse(text), Ok(code));
    }
}

#[test]
fn the_base_is_the_least_that_suffices() {
    assert!(
        BASE.checked_pow(6).is_none(),
        "2^128 is at most the sixth power"
    );
    assert!((BASE - 1).checked_pow(6).is_some());
    assert!(
        BASE * 11 < 32_u128.pow(5),
        "a group with its check has room in five characters"
    );
}

#[test]
fn forgives_what_people_do_when_they_type() {
    let code = RecoveryCode(0);
    for typed in [
        "00001-00002-00003-00004-00005-00006",
        "000010000200003000040000500006",
        " 00001 00002 00003\n00004 00005 00006 ",
        "ooool-OOOO2-oo003-00004-00005-00006",
        "0000i-00002-00003-00004-00005-00006",
        "00001\u{2013}00002\u{2013}00003\u{2013}00004\u{2013}00005\u{2013}00006",
    ] {
        assert_eq!(RecoveryCode::parse(typed), Ok(code.clone()), "{typed}");
    }
}

#[test]
fn names_the_group_that_is_wrong() {
    for (typed, reason) in [
        (
            "",
            RecoveryCodeError::Length {
                found: 0,
                expected: 30,
            },
        ),
        (
            "00001-00002",
            RecoveryCodeError::Length {
                found: 10,
                expected: 30,
            },
        ),
        (
            "00001-00002-00003-00004-00005-000067",
            RecoveryCodeError::Length {
                found: 31,
                expected: 30,
            },
        ),
        (
            "00001-00002-00003-0000B-00005-00006",
            RecoveryCodeError::Group { group: 4 },
        ),
        // Two groups in each other's place.
        (
            "00001-00003-00002-00004-00005-00006",
            RecoveryCodeError::Group { group: 2 },
        ),
        (
            "00001-00U02-00003-00004-00005-00006",
            RecoveryCodeError::Symbol {
                group: 2,
                symbol: 'U',
            },
        ),
        (
            "00001-00002-000ü3-00004-00005-00006",
            RecoveryCodeError::Symbol {
                group: 3,
                symbol: 'ü',
            },
        ),
        // A group whose number leaves the right remainder and is too high.
        (
            "ZZZZQ-00002-00003-00004-00005-00006",
            RecoveryCodeError::Group { group: 1 },
        ),
    ] {
        assert_eq!(RecoveryCode::parse(typed), Err(reason), "{typed}");
    }
}

#[test]
fn checks_a_group_as_soon_as_it_is_full() {
    assert_eq!(RecoveryCode::check_group(4, "00004"), Ok(()));
    assert_eq!(RecoveryCode::check_group(4, "oooo4"), Ok(()));
    assert_eq!(
        RecoveryCode::check_group(4, "00005"),
        Err(RecoveryCodeError::Group { group: 4 })
    );
    assert_eq!(
        RecoveryCode::check_group(4, "0004"),
        Err(RecoveryCodeError::Length {
            found: 4,
            expected: 5
        })
    );
}

#[test]
fn finds_nearly_all_misread_characters_in_their_group() {
    // All single characters misread in one group: the two that the remainder cannot see are
    // those whose values differ by 11 or 22.
    let text = b"3F8NJ";
    let number = |text: &[u8]| {
        text.iter().fold(0, |number, symbol| {
            number * 32 + ALPHABET.iter().position(|known| known == symbol).unwrap()
        })
    };
    let position = number(text) % 11;
    assert!((1..=6).contains(&position), "the example is a group");
    let mut missed = 0;
    for place in 0..5 {
        for symbol in ALPHABET {
            let mut misread = *text;
            misread[place] = *symbol;
            let misread = str::from_utf8(&misread).unwrap();
            let found = RecoveryCode::check_group(position, misread).is_err();
            missed += usize::from(!found && misread.as_bytes() != text);
        }
    }
    assert!(missed <= 10, "{missed} of 155 were missed");
}

#[test]
fn debug_shows_nothing() {
    assert_eq!(format!("{:?}", RecoveryCode(7)), "RecoveryCode([redacted])");
    let groups = RecoveryCode(7).groups();
    assert!(!format!("{groups:?}").contains("0000"));
}

proptest! {
    #[test]
    fn reads_what_it_writes(key: u128) {
        let code = RecoveryCode(key);
        let text = code.to_text();
        prop_assert_eq!(text.expose_secret().len(), 35);
        for (group, position) in code.groups().iter().zip(1..) {
            prop_assert_eq!(RecoveryCode::check_group(position, group.expose_secret()), Ok(()));
        }
        prop_assert_eq!(RecoveryCode::parse(text.expose_secret()), Ok(code));
    }

    #[test]
    fn never_panics(text in "\\PC{0,60}") {
        let _ = RecoveryCode::parse(&text);
        let _ = RecoveryCode::check_group(3, &text);
    }
}
