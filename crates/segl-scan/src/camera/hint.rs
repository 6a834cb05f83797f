//! What a person could do when no code is read.
//!
//! Measured from the picture alone, and cautious: with nothing striking to say, the usual reason is
//! that the code is too small in the picture.

use std::time::{Duration, Instant};

use crate::{
    luma::LumaImage,
    prepare::{reduce, spread},
};

/// What to do so that a code can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hint {
    /// Hold the code nearer to the camera.
    Closer,
    /// Turn the code or the lamp: something shines.
    LessGlare,
    /// Make light.
    Brighter,
    /// Keep the hand still.
    HoldStill,
}

/// Watches frames without a code, and says something after a while.
#[derive(Debug)]
pub(super) struct Watch {
    since: Instant,
    said: Option<Hint>,
    last: Option<LumaImage>,
    votes: [u32; 4],
}

impl Watch {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            since: now,
            said: None,
            last: None,
            votes: [0; 4],
        }
    }

    /// A code was read: start again.
    pub(super) fn reset(&mut self, now: Instant) {
        *self = Self::new(now);
    }

    /// Takes in a frame without a code. Gives a hint when [`PATIENCE`] is over, and again
    /// each time that it has become another one.
    pub(super) fn look(&mut self, frame: &LumaImage, now: Instant) -> Option<Hint> {
        let small = reduce(frame, (frame.width() / 80).max(1))?;
        let advice = advice(&small, self.last.as_ref());
        self.last = Some(small);
        if let Some(votes) = self.votes.get_mut(slot(advice)) {
            *votes += 1;
        }
        if now.duration_since(self.since) < PATIENCE {
            return None;
        }
        self.since = now;
        let votes = std::mem::take(&mut self.votes);
        let winner = ALL
            .into_iter()
            .max_by_key(|&hint| votes.get(slot(hint)).copied())?;
        (self.said.replace(winner) != Some(winner)).then_some(winner)
    }
}

/// `frame` and `last` are small pictures: single pixels and noise do not count.
fn advice(frame: &LumaImage, last: Option<&LumaImage>) -> Hint {
    let (_, high) = spread(frame, 5);
    if high < DIM {
        return Hint::Brighter;
    }
    if last.is_some_and(|last| movement(frame, last) > MOVING) {
        return Hint::HoldStill;
    }
    let burnt = frame
        .bytes()
        .iter()
        .filter(|&&pixel| pixel >= BURNT)
        .count();
    // A lamp's reflection is a spot. A white page or screen may fill the picture and be read.
    if (frame.pixels() / 50..frame.pixels() / 4).contains(&burnt) {
        return Hint::LessGlare;
    }
    Hint::Closer
}

/// Mean difference of the pixels; 0 if the size has changed.
fn movement(frame: &LumaImage, last: &LumaImage) -> usize {
    if (frame.width(), frame.height()) != (last.width(), last.height()) {
        return 0;
    }
    let pairs = frame.bytes().iter().zip(last.bytes());
    let sum: usize = pairs
        .map(|(&here, &there)| usize::from(here.abs_diff(there)))
        .sum();
    sum / frame.pixels()
}

fn slot(hint: Hint) -> usize {
    match hint {
        Hint::Closer => 0,
        Hint::LessGlare => 1,
        Hint::Brighter => 2,
        Hint::HoldStill => 3,
    }
}

const ALL: [Hint; 4] = [
    Hint::Closer,
    Hint::LessGlare,
    Hint::Brighter,
    Hint::HoldStill,
];

/// Time without a code before anything is said.
const PATIENCE: Duration = Duration::from_secs(3);
/// The lightest parts of a picture in the dark stay below this.
const DIM: u8 = 70;
/// Light beyond what the camera can measure.
const BURNT: u8 = 250;
/// Mean change of a pixel from frame to frame that means a moving hand.
const MOVING: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(value: u8) -> LumaImage {
        LumaImage::new(160, 90, vec![value; 160 * 90]).expect("the size fits")
    }

    fn spotted(value: u8, spot: usize) -> LumaImage {
        let mut bytes = vec![value; 160 * 90];
        bytes[..spot].fill(255);
        LumaImage::new(160, 90, bytes).expect("the size fits")
    }

    /// Shows the two frames in turn for seven seconds.
    fn told(frames: [LumaImage; 2]) -> Vec<(u64, Hint)> {
        let start = Instant::now();
        let mut watch = Watch::new(start);
        let told = (0..140)
            .zip(frames.iter().cycle())
            .filter_map(|(turn, frame)| {
                let passed = Duration::from_millis(turn * 50);
                watch
                    .look(frame, start + passed)
                    .map(|hint| (passed.as_secs(), hint))
            });
        told.collect()
    }

    #[test]
    fn tells_once_after_three_seconds_what_to_do() {
        let cases = [
            ([flat(20), flat(25)], Hint::Brighter),
            ([spotted(120, 1200), spotted(120, 1200)], Hint::LessGlare),
            ([flat(100), flat(160)], Hint::HoldStill),
            ([flat(128), flat(130)], Hint::Closer),
            ([flat(255), flat(255)], Hint::Closer),
        ];
        for (frames, hint) in cases {
            assert_eq!(told(frames), [(3, hint)]);
        }
    }

    #[test]
    fn begins_anew_after_a_code() {
        let start = Instant::now();
        let mut watch = Watch::new(start);
        let at = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(watch.look(&flat(20), at(2)), None);
        watch.reset(at(2));
        assert_eq!(watch.look(&flat(20), at(4)), None);
        assert_eq!(watch.look(&flat(20), at(5)), Some(Hint::Brighter));
    }
}
