//! The one window. It is made when it is needed, and destroyed a while after it was closed into
//! the tray: a webview that nobody sees costs more memory than everything else together.

use std::time::Duration;

use segl_core::App;
use segl_core::api::{SettingsView, Theme};
use tauri::window::Color;
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};

use crate::{process, tray};

const LABEL: &str = "main";

/// How long a closed window is kept for a quick return.
const KEPT: Duration = Duration::from_secs(60);

/// Grounds of the two themes, so that no white flash comes before the page.
const LIGHT: Color = Color(0xf3, 0xf5, 0xf5, 0xff);
const DARK: Color = Color(0x10, 0x17, 0x19, 0xff);

/// Shows the window and brings it to the front; makes it if there is none.
pub(crate) fn show(handle: &AppHandle) {
    let shown = match handle.get_webview_window(LABEL) {
        Some(window) => raise(&window),
        None => make(handle).and_then(|window| raise(&window)),
    };
    if let Err(error) = shown {
        tracing::error!(%error, "the window cannot be shown");
    }
}

/// Takes over what the settings say about the window.
pub(crate) fn follow(handle: &AppHandle, settings: &SettingsView) {
    let Some(window) = handle.get_webview_window(LABEL) else {
        return;
    };
    let zoom = f64::from(settings.text_size) / 100.0;
    let _ = window.set_zoom(zoom);
    let _ = window.set_theme(theme(settings));
}

/// Closing hides the window where there is a tray to come back from.
pub(crate) fn heard(handle: &AppHandle, label: &str, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else {
        return;
    };
    let Some(window) = handle.get_webview_window(label) else {
        return;
    };
    let wanted = handle.state::<App>().settings().close_to_tray;
    if !wanted || !tray::is_there(handle) {
        handle.exit(0);
        return;
    }
    api.prevent_close();
    let _ = window.hide();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(KEPT).await;
        if !window.is_visible().unwrap_or(true) && window.destroy().is_ok() {
            // The engine lets go of its memory a moment after its window.
            tokio::time::sleep(Duration::from_secs(2)).await;
            process::give_memory_back();
        }
    });
}

fn make(handle: &AppHandle) -> tauri::Result<WebviewWindow> {
    let settings = handle.state::<App>().settings();
    let theme = theme(&settings);
    let ground = match theme {
        Some(tauri::Theme::Dark) => DARK,
        _ => LIGHT,
    };
    WebviewWindowBuilder::new(handle, LABEL, WebviewUrl::default())
        .title("Segl")
        .inner_size(1080.0, 760.0)
        .min_inner_size(360.0, 560.0)
        .background_color(ground)
        .theme(theme)
        .zoom_hotkeys_enabled(false)
        .build()
}

fn raise(window: &WebviewWindow) -> tauri::Result<()> {
    window.show()?;
    window.unminimize()?;
    window.set_focus()
}

fn theme(settings: &SettingsView) -> Option<tauri::Theme> {
    match settings.theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark => Some(tauri::Theme::Dark),
    }
}
