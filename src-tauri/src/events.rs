//! What the core says happened, passed on to the window and the tray.

use segl_core::api::{AppEvent, Stage, UnlockRequest};
use segl_core::{App, commands};
use tauri::{AppHandle, Emitter};
use tokio::sync::broadcast::error::RecvError;

use crate::{tray, window};

/// The one event that the window listens to; its payload is an [`AppEvent`].
const EVENT: &str = "segl";

/// Opens the vault by the keyring if it can be opened so, and then asks the servers for requests
/// for as long as the program runs.
pub(crate) async fn begin(core: App) {
    if let Ok(status) = commands::status(&core, &()).await
        && status.stage == Stage::Locked
        && status.vault.is_some_and(|vault| vault.keyring_slot)
    {
        // Why it failed stands in the status, which the window shows.
        let _ = commands::unlock(&core, &UnlockRequest::Keyring).await;
    }
    core.keep_polling().await;
}

/// Listens until the core is gone.
pub(crate) fn forward(handle: AppHandle, core: &App) {
    let mut events = core.events();
    let core = core.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            match events.recv().await {
                Ok(event) => pass_on(&handle, &core, &event).await,
                // Too many at once: the window asks for everything anew.
                Err(RecvError::Lagged(_)) => {
                    for event in [AppEvent::Status, AppEvent::Accounts, AppEvent::Requests] {
                        pass_on(&handle, &core, &event).await;
                    }
                }
                Err(RecvError::Closed) => return,
            }
        }
    });
}

async fn pass_on(handle: &AppHandle, core: &App, event: &AppEvent) {
    if let Err(error) = handle.emit(EVENT, event) {
        tracing::warn!(%error, "the window did not hear an event");
    }
    if matches!(event, AppEvent::Status | AppEvent::Requests)
        && let Ok(status) = commands::status(core, &()).await
    {
        tray::show(handle, core, &status);
        window::follow(handle, &status.settings);
    }
}
