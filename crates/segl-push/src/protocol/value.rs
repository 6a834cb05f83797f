//! Small values that are already right once they exist, and the memory of handled nonces.

use std::collections::HashMap;
use std::fmt;

use jiff::{SignedDuration, Timestamp};

/// A token's serial, such as `PIPU00004C0D`: 1 to 64 of `A-Z a-z 0-9 - _`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial(String);

impl Serial {
    /// Parses a serial; None if it holds anything that could be mistaken in a signed text.
    pub fn parse(text: &str) -> Option<Self> {
        let right = (1..=64).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        right.then(|| Self(text.to_owned()))
    }

    /// The text as sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A challenge's nonce: base32, 16 to 128 characters (privacyIDEA sends 32 for 20 random bytes).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nonce(String);

impl Nonce {
    /// Parses a nonce.
    pub fn parse(text: &str) -> Option<Self> {
        let right = (16..=128).contains(&text.len())
            && text.bytes().all(|b| matches!(b, b'A'..=b'Z' | b'2'..=b'7'));
        right.then(|| Self(text.to_owned()))
    }

    /// The text as sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Nonces that were answered or closed, with the time of that. A request with such a nonce is never
/// shown or answered again, even though the server may still offer it (after a wrong presence
/// answer) or would take another answer (eduMFA after a decline).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeenNonces(HashMap<Nonce, Timestamp>);

impl SeenNonces {
    /// An empty memory.
    pub fn new() -> Self {
        Self::default()
    }

    /// Remembers a nonce.
    pub fn insert(&mut self, nonce: Nonce, handled_at: Timestamp) {
        self.0.insert(nonce, handled_at);
    }

    /// True if the nonce was handled.
    pub fn contains(&self, nonce: &Nonce) -> bool {
        self.0.contains_key(nonce)
    }

    /// Forgets nonces handled more than a day ago; a challenge lives for minutes.
    pub fn forget_old(&mut self, now: Timestamp) {
        self.0
            .retain(|_, handled_at| now.duration_since(*handled_at) < MEMORY);
    }

    /// All nonces with the time at which they were handled, to keep them across a restart.
    pub fn iter(&self) -> impl Iterator<Item = (&Nonce, Timestamp)> {
        self.0
            .iter()
            .map(|(nonce, handled_at)| (nonce, *handled_at))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Nonce, Timestamp)> for SeenNonces {
    fn from_iter<T: IntoIterator<Item = (Nonce, Timestamp)>>(pairs: T) -> Self {
        Self(pairs.into_iter().collect())
    }
}

const MEMORY: SignedDuration = SignedDuration::from_hours(24);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_real_serials_and_refuses_what_could_be_mistaken() {
        for (text, right) in [
            ("PIPU00004C0D", true),
            ("edup-1_x", true),
            ("", false),
            ("A|B", false),
            ("A B", false),
            ("Æ", false),
            (&"A".repeat(65), false),
        ] {
            assert_eq!(Serial::parse(text).is_some(), right, "{text}");
        }
    }

    #[test]
    fn takes_base32_nonces_only() {
        for (text, right) in [
            ("6EK6EZTAUBKGKGNYFD43L2EUPEC7UJVC", true),
            ("6ek6eztaubkgkgnyfd43l2eupec7ujvc", false),
            ("6EK6EZTAUBKGKGNY|D43L2EUPEC7UJVC", false),
            ("AAAA", false),
            (&"A".repeat(129), false),
        ] {
            assert_eq!(Nonce::parse(text).is_some(), right, "{text}");
        }
    }

    #[test]
    fn remembers_nonces_for_a_day() {
        let start: Timestamp = "2026-11-22T00:00:00Z".parse().unwrap();
        let nonce = Nonce::parse(&"A".repeat(32)).unwrap();
        let mut seen: SeenNonces = [(nonce.clone(), start)].into_iter().collect();
        seen.forget_old(start + SignedDuration::from_hours(23));
        assert!(seen.contains(&nonce));
        seen.forget_old(start + SignedDuration::from_hours(24));
        assert!(seen.is_empty());
    }
}
