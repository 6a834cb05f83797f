use std::path::PathBuf;

use super::{DAY, Generation, file_name, parse_name, superfluous};

fn listed(saved_at: &[u64]) -> Vec<Generation> {
    let count = u64::try_from(saved_at.len()).unwrap();
    (0..count)
        .rev()
        .zip(saved_at)
        .map(|(generation, saved_at)| Generation {
            path: PathBuf::new(),
            generation,
            saved_at: *saved_at,
        })
        .collect()
}

fn kept(saved_at: &[u64], now: u64) -> Vec<u64> {
    let all = listed(saved_at);
    let goes: Vec<u64> = superfluous(&all, now)
        .iter()
        .map(|gone| gone.generation)
        .collect();
    let stays = all.iter().filter(|stays| !goes.contains(&stays.generation));
    stays.map(|stays| stays.saved_at).collect()
}

#[test]
fn keeps_the_five_newest_and_the_last_of_seven_days() {
    let today = 20_000 * DAY;
    for (saved_at, stays) in [
        (vec![], vec![]),
        // Five of a minute stay, the sixth goes: its day is spoken for.
        (
            vec![
                today + 6,
                today + 5,
                today + 4,
                today + 3,
                today + 2,
                today + 1,
            ],
            vec![0, 1, 2, 3, 4],
        ),
        // One a day: seven days of today and before.
        (
            (0..10).map(|day| today - day * DAY).collect(),
            vec![0, 1, 2, 3, 4, 5, 6],
        ),
        // Two a day: five newest, then the later of each day.
        (
            (0..20)
                .map(|half| today + DAY - 1 - half * DAY / 2)
                .collect(),
            vec![0, 1, 2, 3, 4, 6, 8, 10, 12],
        ),
    ] {
        let expected: Vec<u64> = stays.iter().map(|index| saved_at[*index]).collect();
        assert_eq!(kept(&saved_at, today + DAY - 1), expected);
    }
}

#[test]
fn a_clock_that_was_set_back_keeps_no_more_and_not_nothing() {
    let today = 20_000 * DAY;
    let future: Vec<u64> = (0..40).map(|day| today + (40 - day) * DAY).collect();
    assert_eq!(kept(&future, today).len(), 7);
    let past: Vec<u64> = (0..40).map(|day| today - day * DAY).collect();
    assert_eq!(kept(&past, today + 1_000 * DAY).len(), 5);
    assert_eq!(kept(&past, 0).len(), 7);
}

#[test]
fn file_names_say_which_generation_it_is() {
    assert_eq!(file_name(7, 1_763_775_000), "000000000007-1763775000.segl");
    for (name, parsed) in [
        ("000000000007-1763775000.segl", Some((7, 1_763_775_000))),
        ("18446744073709551615-0.segl", Some((u64::MAX, 0))),
        ("000000000007-1763775000.segl.new", None),
        ("+7-1.segl", None),
        ("-.segl", None),
        ("7-.segl", None),
        ("vault.segl", None),
        ("99999999999999999999-1.segl", None),
    ] {
        assert_eq!(parse_name(name.as_ref()), parsed, "{name}");
    }
}
