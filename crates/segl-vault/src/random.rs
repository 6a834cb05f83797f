//! Where random bytes come from.
//!
//! The pure parts of this crate take a [`Random`] as an argument, so that the golden files can be
//! made again byte for byte. Everything that a program calls uses [`OsRandom`].

/// A source of random bytes.
pub(crate) trait Random {
    /// Fills `bytes`.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// The operating system's generator.
pub(crate) struct OsRandom;

impl Random for OsRandom {
    fn fill(&mut self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system has a random generator");
    }
}

/// Makes `N` random bytes.
pub(crate) fn make<const N: usize>(random: &mut dyn Random) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}
