use std::cell::RefCell;
use std::time::Duration;

use data_encoding::HEXLOWER;

use super::{Argon2Cost, CostError, derive_key, derive_passphrase_key};

#[test]
fn derives_what_rfc_5869_says() {
    // Test case 1, whose first 32 of 42 bytes are those of a shorter output.
    let ikm = [0x0b; 22];
    let salt = HEXLOWER.decode(b"000102030405060708090a0b0c").unwrap();
    let info = HEXLOWER.decode(b"f0f1f2f3f4f5f6f7f8f9").unwrap();
    assert_eq!(
        HEXLOWER.encode(derive_key(&ikm, &salt, &info).bytes()),
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
    );
}

#[test]
fn derives_what_the_reference_implementation_of_argon2_does() {
    // phc-winner-argon2 test.c: hashtest(version, 2, 8, 1, "password", "somesalt", …, Argon2_id)
    let cost = Argon2Cost::new(256, 2, 1).unwrap();
    assert_eq!(
        HEXLOWER.encode(derive_passphrase_key(b"password", b"somesalt", cost).bytes()),
        "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"
    );
}

#[test]
fn refuses_costs_out_of_bounds() {
    for (memory_kib, passes, lanes, refused) in [
        (64 * 1024, 3, 1, None),
        (1024 * 1024, 20, 8, None),
        (8, 1, 1, None),
        (7, 1, 1, Some(CostError::Memory { memory_kib: 7 })),
        (63, 1, 8, Some(CostError::Memory { memory_kib: 63 })),
        (
            1024 * 1024 + 1,
            3,
            1,
            Some(CostError::Memory {
                memory_kib: 1024 * 1024 + 1,
            }),
        ),
        (
            u32::MAX,
            3,
            1,
            Some(CostError::Memory {
                memory_kib: u32::MAX,
            }),
        ),
        (64 * 1024, 0, 1, Some(CostError::Passes { passes: 0 })),
        (64 * 1024, 21, 1, Some(CostError::Passes { passes: 21 })),
        (64 * 1024, 3, 0, Some(CostError::Lanes { lanes: 0 })),
        (64 * 1024, 3, 9, Some(CostError::Lanes { lanes: 9 })),
        (
            64 * 1024,
            3,
            u32::MAX,
            Some(CostError::Lanes { lanes: u32::MAX }),
        ),
    ] {
        assert_eq!(Argon2Cost::new(memory_kib, passes, lanes).err(), refused);
    }
}

/// A machine that needs this many nanoseconds for a KiB and pass.
fn calibrated_on(nanoseconds: u64) -> (Argon2Cost, Duration) {
    let time = |cost: Argon2Cost| {
        let work = u64::from(cost.memory_kib()) * u64::from(cost.passes());
        Duration::from_nanos(work * nanoseconds)
    };
    let measured = RefCell::new(0);
    let cost = Argon2Cost::calibrate(|cost| {
        *measured.borrow_mut() += 1;
        time(cost)
    });
    assert!(
        *measured.borrow() <= 8,
        "measured {} times",
        measured.borrow()
    );
    (cost, time(cost))
}

#[test]
fn calibrates_to_a_quarter_to_half_a_second() {
    // From a machine a hundred times slower than a laptop to one fifty times faster.
    for nanoseconds in [20, 60, 150, 400, 700, 1_070, 1_500, 2_500, 6_000, 12_000] {
        let (cost, took) = calibrated_on(nanoseconds);
        assert!(cost.is_strong_enough());
        let in_reach = took <= Duration::from_millis(510) || cost == Argon2Cost::FLOOR;
        let strong = took >= Duration::from_millis(250) || cost.passes() >= 13;
        assert!(
            in_reach && strong,
            "{nanoseconds} ns: {cost:?} takes {took:?}"
        );
    }
}

#[test]
fn never_goes_below_the_floor() {
    assert_eq!(calibrated_on(100_000).0, Argon2Cost::FLOOR);
}

#[test]
fn debug_of_a_key_shows_nothing() {
    assert_eq!(
        format!("{:?}", derive_key(b"k", b"s", b"i")),
        "Key([redacted])"
    );
}
