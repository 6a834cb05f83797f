//! Pictures of QR codes: those in `qr/manifest.json` of the corpora folder, with what they say.
//!
//! The manifest is a list of `{file, corpus, expected}`: a picture beside the manifest, the
//! collection that it belongs to, and its text, or null if it shows no code that can be
//! read. A listed picture that is not there is counted and told, for collections may be kept
//! elsewhere; a missing manifest is an error.
//!
//! Of every collection a least share must be read. The shares are what the cascade reads at the
//! time of writing, with one picture in fifty to spare for a library's update.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use secrecy::ExposeSecret;
use segl_scan::{Picture, find};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    file: String,
    corpus: String,
    expected: Option<String>,
}

enum Outcome {
    Read,
    Missed,
    /// Something was read, and none of it is what the picture says.
    Wrong(Vec<String>),
    Panicked,
    Absent,
}

#[test]
fn reads_the_pictures_of_every_collection() {
    let cases: Vec<Case> = super::json("qr/manifest.json");
    let root = super::folder().join("qr");
    let outcomes = judge_all(&root, &cases);
    let mut failures = Vec::new();
    let mut collections: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut absent = 0;
    for (case, outcome) in cases.iter().zip(&outcomes) {
        let tally = collections.entry(&case.corpus).or_default();
        match outcome {
            Outcome::Read => tally.read += 1,
            Outcome::Missed => tally.missed.push(&case.file),
            Outcome::Wrong(texts) => {
                failures.push(format!(
                    "{}: read {texts:?}, it says {:?}",
                    case.file, case.expected
                ));
            }
            Outcome::Panicked => failures.push(format!("{}: a panic came through", case.file)),
            Outcome::Absent => {
                println!("{} is not there", case.file);
                absent += 1;
            }
        }
    }
    for (corpus, tally) in &collections {
        let (read, all) = (tally.read, tally.read + tally.missed.len());
        println!("{corpus}: {read} of {all}, missed: {:?}", tally.missed);
        let share = least_share(corpus);
        if read * 100 < all * share {
            failures.push(format!(
                "{corpus}: read {read} of {all}, less than {share} %"
            ));
        }
    }
    println!("{absent} of {} listed pictures are not there", cases.len());
    super::report(cases.len() - absent, &failures);
}

#[derive(Default)]
struct Tally<'a> {
    read: usize,
    missed: Vec<&'a str>,
}

/// Percent of the pictures of a collection that must be read.
///
/// The collections of ZXing and zxing-cpp have some pictures that no reader known to us reads:
/// codes cut off, drawn over or of four pixels a module out of focus. What the project draws itself
/// is read without exception, and so is a collection that is not listed here.
fn least_share(corpus: &str) -> usize {
    match corpus {
        "zxing-2" => 95,
        "zxing-4" => 81,
        "zxcpp-2" => 94,
        "zxcpp-4" => 66,
        _ => 100,
    }
}

fn judge_all(root: &Path, cases: &[Case]) -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(BTreeMap::new());
    let threads = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(case) = cases.get(index) else { return };
                    let outcome = judge(&root.join(&case.file), case.expected.as_deref());
                    outcomes
                        .lock()
                        .expect("no thread panics")
                        .insert(index, outcome);
                }
            });
        }
    });
    outcomes
        .into_inner()
        .expect("no thread panics")
        .into_values()
        .collect()
}

fn judge(file: &Path, expected: Option<&str>) -> Outcome {
    if !file.exists() {
        return Outcome::Absent;
    }
    let reading = catch_unwind(AssertUnwindSafe(|| {
        let Ok(picture) = Picture::read(file) else {
            return Vec::new();
        };
        let found = find(&picture);
        found
            .iter()
            .map(|code| code.text.expose_secret().to_owned())
            .collect()
    }));
    let Ok(texts) = reading else {
        return Outcome::Panicked;
    };
    match expected {
        Some(expected) if texts.iter().any(|text| text == expected) => Outcome::Read,
        None if texts.is_empty() => Outcome::Read,
        _ if texts.is_empty() => Outcome::Missed,
        _ => Outcome::Wrong(texts),
    }
}
