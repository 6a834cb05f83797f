//! The cascade: reading attempts in the order of their worth, cheap and strong ones first.
//!
//! A code that one reader misses, another one often reads, or the same one after the picture was
//! sharpened or made smaller. A reader either gives a text that passed the code's own error
//! correction or nothing; the cascade never mends or guesses a text.

use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};

use crate::{contain::contained, luma::LumaImage, picture::Picture};

mod stages;

/// A code that was read.
///
/// The text may be an account's secret: it is wiped on drop and not shown in debug output.
#[derive(Clone)]
pub struct Found {
    /// What the code says, to the letter.
    pub text: SecretString,
    /// The corners of the code in pixels of the picture, clockwise from the corner that is top
    /// left when the code is held upright. Good to about two modules.
    pub corners: [Point; 4],
}

impl Found {
    fn same_text(&self, other: &Self) -> bool {
        // EXPOSE: two readings of one code are one finding
        self.text.expose_secret() == other.text.expose_secret()
    }
}

impl std::fmt::Debug for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Found {{ text: [redacted], corners: {:?} }}",
            self.corners
        )
    }
}

/// A place in a picture, in pixels from the top left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Pixels from the left.
    pub x: f32,
    /// Pixels from the top.
    pub y: f32,
}

/// Looks for codes in a still picture, with all means and for about four seconds at most.
///
/// Each text is given once, however often the picture shows it; an empty list means that no code
/// can be read.
#[must_use]
pub fn find(picture: &Picture) -> Vec<Found> {
    find_within(picture, STILL_BUDGET)
}

/// As [`find`], with another time limit. No new attempt is begun after `budget`; the one under way
/// is finished.
#[must_use]
pub fn find_within(picture: &Picture, budget: Duration) -> Vec<Found> {
    let began = Instant::now();
    let mut found = Vec::new();
    for luma in picture.grounds() {
        for stage in still_order(luma) {
            if began.elapsed() >= budget {
                return found;
            }
            add(&mut found, run(stage, luma));
            if !found.is_empty() && !stage.every_time {
                return found;
            }
        }
        if !found.is_empty() {
            return found;
        }
    }
    found
}

/// Reads the frames of a moving picture: the cheap attempts on each frame, of the dear ones one
/// a frame, by turns.
#[derive(Debug, Default)]
pub struct LiveDecoder {
    turn: usize,
}

impl LiveDecoder {
    /// Starts with the strongest of the dear attempts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The codes in one frame, each text once.
    pub fn decode(&mut self, frame: &LumaImage) -> Vec<Found> {
        let mut found = Vec::new();
        for stage in stages::ALL.iter().filter(|stage| stage.every_time) {
            add(&mut found, run(stage, frame));
            if !found.is_empty() {
                return found;
            }
        }
        let by_turns = || stages::ALL.iter().filter(|stage| !stage.every_time);
        if let Some(stage) = by_turns().cycle().nth(self.turn) {
            add(&mut found, run(stage, frame));
            self.turn = (self.turn + 1) % by_turns().count();
        }
        found
    }
}

/// The stages for a still picture. A large one is made smaller first: a photograph of 12 megapixels
/// shows its code well enough at a quarter of that, in a tenth of the time.
fn still_order(luma: &LumaImage) -> impl Iterator<Item = &'static stages::Stage> {
    let large = luma.pixels() > LARGE_PIXELS;
    let first = stages::ALL
        .iter()
        .filter(move |stage| large && stage.reduces);
    let rest = stages::ALL
        .iter()
        .filter(move |stage| !(large && stage.reduces));
    first.chain(rest)
}

fn run(stage: &stages::Stage, luma: &LumaImage) -> Vec<Found> {
    let began = Instant::now();
    let found = contained(|| (stage.read)(luma));
    tracing::trace!(
        stage = stage.name,
        width = luma.width(),
        height = luma.height(),
        codes = found.as_ref().map(Vec::len),
        micros = began.elapsed().as_micros(),
        "looked for codes"
    );
    found.unwrap_or_default()
}

fn add(found: &mut Vec<Found>, more: Vec<Found>) {
    for new in more {
        // EXPOSE: a code that says nothing is no finding
        let empty = new.text.expose_secret().is_empty();
        if !empty && !found.iter().any(|known| known.same_text(&new)) {
            found.push(new);
        }
    }
}

const STILL_BUDGET: Duration = Duration::from_secs(4);
const LARGE_PIXELS: usize = 4_000_000;

#[cfg(test)]
mod tests;
