//! Preferences: a small file beside the vault, readable while locked, with nothing secret in it.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::api::SettingsView;
use crate::problem::Problem;

const FILE: &str = "settings.json";

/// What the file holds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Settings {
    /// What the person chooses.
    #[serde(flatten)]
    pub(crate) view: SettingsView,
    /// The camera used last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) camera: Option<String>,
}

impl Settings {
    /// Reads the file. Preferences are no accounts: where they cannot be read, the usual ones
    /// hold, and the next save writes them anew.
    pub(crate) fn read(dir: &Path) -> Self {
        let Ok(bytes) = fs::read(dir.join(FILE)) else {
            return Self::default();
        };
        serde_json::from_slice(&bytes)
            .map(Self::bounded)
            .unwrap_or_else(|error| {
                tracing::warn!(%error, "the settings cannot be read; the usual ones hold");
                Self::default()
            })
    }

    /// Writes the file; the old one stays until the new one is whole.
    pub(crate) fn save(&self, dir: &Path) -> Result<(), Problem> {
        let write = || -> io::Result<()> {
            let bytes = serde_json::to_vec_pretty(self)?;
            fs::create_dir_all(dir)?;
            let mut file = tempfile::Builder::new()
                .prefix(".settings")
                .tempfile_in(dir)?;
            file.write_all(&bytes)?;
            file.as_file().sync_all()?;
            file.persist(dir.join(FILE))?;
            Ok(())
        };
        write().map_err(|error| Problem::from(segl_vault::FileError::from(error)).in_folder(dir))
    }

    pub(crate) fn bounded(mut self) -> Self {
        self.view.clipboard_seconds = self.view.clipboard_seconds.clamp(10, 300);
        self.view.text_size = self.view.text_size.clamp(80, 200);
        self
    }
}
