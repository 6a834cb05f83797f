//! Putting the parts of an export together, in whatever order they are scanned.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    fmt,
};

use thiserror::Error;

use super::read::{EntryProblem, Part};
use crate::account::Account;

/// The parts of one export that were seen so far.
#[derive(Debug, Default)]
pub struct Collector {
    parts: BTreeMap<u32, Part>,
}

impl Collector {
    /// Takes one more part. The same part again changes nothing: a camera sees a code many times.
    ///
    /// # Errors
    /// [`CollectError::OtherExport`], and the collector is as it was.
    pub fn add(&mut self, part: Part) -> Result<Progress, CollectError> {
        let same_export = |known: &Part| known.batch_id == part.batch_id && known.size == part.size;
        if !self.parts.values().all(same_export) {
            return Err(CollectError::OtherExport);
        }
        let size = part.size;
        match self.parts.entry(part.index) {
            Entry::Vacant(place) => {
                place.insert(part);
            }
            Entry::Occupied(known) if *known.get() == part => {}
            Entry::Occupied(_) => return Err(CollectError::OtherExport),
        }
        Ok(Progress {
            have: self.have(),
            size,
        })
    }

    /// How far it is; `None` before the first part.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        let (_, part) = self.parts.first_key_value()?;
        Some(Progress {
            have: self.have(),
            size: part.size,
        })
    }

    /// The parts that were not seen yet, from 0.
    #[must_use]
    pub fn missing(&self) -> Vec<u32> {
        let size = self.progress().map_or(0, |progress| progress.size);
        (0..size)
            .filter(|index| !self.parts.contains_key(index))
            .collect()
    }

    /// All that was collected, in the order of the parts; complete or not.
    #[must_use]
    pub fn finish(self) -> Collected {
        let mut collected = Collected {
            missing: self.missing(),
            accounts: Vec::new(),
            problems: Vec::new(),
        };
        for part in self.parts.into_values() {
            collected.accounts.extend(part.accounts);
            collected.problems.extend(part.problems);
        }
        collected
    }

    fn have(&self) -> u32 {
        u32::try_from(self.parts.len()).unwrap_or(u32::MAX)
    }
}

/// How many parts of an export were seen. Displays as `2 of 3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// How many different parts were seen.
    pub have: u32,
    /// How many there are.
    pub size: u32,
}

impl Progress {
    /// Whether all parts were seen.
    #[must_use]
    pub fn is_complete(self) -> bool {
        self.have >= self.size
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.have, self.size)
    }
}

/// What a [`Collector`] holds in the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collected {
    /// The accounts of all parts.
    pub accounts: Vec<Account>,
    /// The entries that were not taken; positions count within their parts.
    pub problems: Vec<EntryProblem>,
    /// The parts that were never seen, from 0.
    pub missing: Vec<u32>,
}

/// Why a part was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CollectError {
    /// It has another batch id, another size, or other contents under a number that was seen.
    #[error("this code belongs to another export than the ones before")]
    OtherExport,
}
