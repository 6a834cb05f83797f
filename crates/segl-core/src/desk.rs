//! What the core asks of the face around it.

use std::path::PathBuf;

/// The desk on which the program runs: a window can offer dialogs, a terminal cannot.
pub trait Desk: Send + Sync {
    /// Asks the person for a file; none where there is no dialog or it was closed.
    /// Called off the UI thread, and blocks until the dialog is closed.
    fn choose_file(&self, kind: FileKind) -> Option<PathBuf>;
}

/// What a dialog offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// PNG, JPEG, WebP, BMP or GIF.
    Picture,
    /// PEM.
    Certificate,
}

/// A desk without dialogs.
#[derive(Debug, Default)]
pub struct BareDesk;

impl Desk for BareDesk {
    fn choose_file(&self, _kind: FileKind) -> Option<PathBuf> {
        None
    }
}
