//! Real cases with their expected results.
//!
//! They lie in the folder that `SEGL_CORPORA` names, else in `tests/fixtures`, which has the same
//! layout. A part that is absent from the folder fails the test and says which file is missing.
#![cfg(test)]

use std::{env, fs, path::PathBuf};

use serde::de::DeserializeOwned;

mod otpauth;
mod push;
mod qr;

/// The folder of the cases.
pub fn folder() -> PathBuf {
    match env::var_os("SEGL_CORPORA") {
        Some(folder) if !folder.is_empty() => named_folder(PathBuf::from(folder)),
        _ => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures"),
    }
}

/// Tests run in their package's folder, people name folders from the workspace's.
fn named_folder(folder: PathBuf) -> PathBuf {
    let workspace = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    if folder.is_absolute() || folder.is_dir() {
        folder
    } else {
        workspace.join(folder)
    }
}

/// The path of a file of the folder, such as `qr/manifest.json`.
///
/// # Panics
/// Where the folder has no such file.
pub fn file(path: &str) -> PathBuf {
    let file = folder().join(path);
    assert!(
        file.is_file(),
        "the corpora folder {} has no {path}; SEGL_CORPORA names the folder",
        folder().display()
    );
    file
}

/// The bytes of a file of the folder.
///
/// # Panics
/// Where the folder has no such file, or it cannot be read.
pub fn read(path: &str) -> Vec<u8> {
    let file = file(path);
    fs::read(&file).unwrap_or_else(|error| panic!("{} cannot be read: {error}", file.display()))
}

/// A JSON file of the folder.
///
/// # Panics
/// Where the folder has no such file, or it is not of the expected form.
pub fn json<T: DeserializeOwned>(path: &str) -> T {
    serde_json::from_slice(&read(path))
        .unwrap_or_else(|error| panic!("{path} is not of the expected form: {error}"))
}

/// Fails with all that went wrong, so that one run shows everything.
///
/// # Panics
/// Where there is any failure, or nothing was checked at all.
pub fn report(checked: usize, failures: &[String]) {
    assert!(checked > 0, "no case was checked");
    assert!(
        failures.is_empty(),
        "{} of {checked} cases failed:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
