//! The dialogs that the core asks for.

use std::path::PathBuf;

use segl_core::{Desk, FileKind};
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt;

/// File dialogs of the operating system.
pub(crate) struct Dialogs(AppHandle);

impl Dialogs {
    pub(crate) fn new(handle: AppHandle) -> Self {
        Self(handle)
    }
}

impl Desk for Dialogs {
    fn choose_file(&self, kind: FileKind) -> Option<PathBuf> {
        let dialog = self.0.dialog().file();
        let dialog = match kind {
            FileKind::Picture => {
                dialog.add_filter("QR", &["png", "jpg", "jpeg", "webp", "bmp", "gif"])
            }
            FileKind::Certificate => dialog.add_filter("PEM", &["pem", "crt", "cer"]),
        };
        dialog.blocking_pick_file()?.into_path().ok()
    }
}
