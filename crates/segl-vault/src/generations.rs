//! Earlier states of a vault: the five newest, and one a day for seven days.
//!
//! They are whole vault files. Nothing here restores one by itself: that is a person's decision.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::error::{FileError, OpenError};
use crate::file::{self, Folder};
use crate::model::UnixTime;

/// An earlier state of a vault, as its file name says. The content has not been looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generation {
    /// The file.
    pub path: PathBuf,
    /// How many saves came before it.
    pub generation: u64,
    /// When it was saved.
    pub saved_at: UnixTime,
}

impl Generation {
    pub(crate) fn read(&self) -> Result<Vec<u8>, OpenError> {
        file::read_bounded(File::open(&self.path)?)
    }
}

/// The earlier states of the vault in a folder, newest first.
///
/// # Errors
/// What the file system says; a folder without any is an empty list.
pub fn generations(dir: &Path) -> Result<Vec<Generation>, FileError> {
    Ok(list(&Folder::new(dir).generations_dir())?)
}

pub(crate) fn file_name(generation: u64, saved_at: UnixTime) -> String {
    format!("{generation:012}-{saved_at}.segl")
}

pub(crate) fn list(dir: &Path) -> io::Result<Vec<Generation>> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if let Some((generation, saved_at)) = path.file_name().and_then(parse_name) {
            found.push(Generation {
                path,
                generation,
                saved_at,
            });
        }
    }
    found.sort_by_key(|found| std::cmp::Reverse((found.generation, found.saved_at)));
    Ok(found)
}

/// Removes what is neither among the newest nor the last of a recent day, and copies that were not
/// finished. Whoever calls this holds the lock.
pub(crate) fn prune(dir: &Path, now: UnixTime) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.extension() == Some(OsStr::new("new")) {
            fs::remove_file(path)?;
        }
    }
    for generation in superfluous(&list(dir)?, now) {
        fs::remove_file(&generation.path)?;
    }
    Ok(())
}

/// What may go, of a list with the newest first. A clock that was set back makes days of the
/// future; they count as days.
fn superfluous(newest_first: &[Generation], now: UnixTime) -> Vec<&Generation> {
    let oldest_day = (now / DAY).saturating_sub(DAYS_KEPT - 1);
    let mut days = BTreeSet::new();
    let mut goes = Vec::new();
    for (position, generation) in newest_first.iter().enumerate() {
        let day = generation.saved_at / DAY;
        let room = u64::try_from(days.len()).is_ok_and(|days| days < DAYS_KEPT);
        let last_of_its_day = day >= oldest_day && room && days.insert(day);
        if position >= NEWEST_KEPT && !last_of_its_day {
            goes.push(generation);
        }
    }
    goes
}

fn parse_name(name: &OsStr) -> Option<(u64, UnixTime)> {
    let (generation, saved_at) = name.to_str()?.strip_suffix(".segl")?.split_once('-')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(generation) || !digits(saved_at) {
        return None;
    }
    Some((generation.parse().ok()?, saved_at.parse().ok()?))
}

const NEWEST_KEPT: usize = 5;
const DAYS_KEPT: u64 = 7;
const DAY: u64 = 24 * 60 * 60;

#[cfg(test)]
mod tests;
