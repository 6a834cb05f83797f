//! The tray icon: the way back to a closed window, to a locked vault and out of the program, and
//! the sign that a request waits.

use segl_core::api::{Stage, StatusView};
use segl_core::{App, commands, words};
use tauri::image::Image;
use tauri::menu::{Menu, MenuBuilder, MenuItemBuilder};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry};

use crate::{process, window};

const ID: &str = "segl";

/// Makes the icon.
pub(crate) fn make(handle: &AppHandle, core: &App) -> tauri::Result<TrayIcon> {
    TrayIconBuilder::with_id(ID)
        .icon(picture(0)?)
        .icon_as_template(cfg!(target_os = "macos"))
        .tooltip(words::say(core.language(), "tray.tooltip_idle", &[]))
        .menu(&menu(handle, core, None)?)
        .show_menu_on_left_click(cfg!(target_os = "macos"))
        .on_menu_event(|handle, event| chosen(handle, event.id().as_ref()))
        .on_tray_icon_event(|icon, event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: MouseButtonState::Up,
                ..
            } = event
            {
                window::show(icon.app_handle());
            }
        })
        .build(handle)
}

/// Whether a person can come back by the tray: on Linux not every desktop has one.
pub(crate) fn is_there(handle: &AppHandle) -> bool {
    handle.tray_by_id(ID).is_some() && process::has_tray_host()
}

/// Shows how many requests wait. Nothing of what they ask: the tray is seen by everybody.
pub(crate) fn show(handle: &AppHandle, core: &App, status: &StatusView) {
    let Some(icon) = handle.tray_by_id(ID) else {
        return;
    };
    let update = || -> tauri::Result<()> {
        icon.set_icon(Some(picture(status.requests_waiting)?))?;
        icon.set_tooltip(Some(waiting(core, status.requests_waiting)))?;
        icon.set_menu(Some(menu(handle, core, Some(status))?))
    };
    if let Err(error) = update() {
        tracing::warn!(%error, "the tray icon cannot be changed");
    }
}

fn menu(handle: &AppHandle, core: &App, status: Option<&StatusView>) -> tauri::Result<Menu<Wry>> {
    let say = |key| words::say(core.language(), key, &[]);
    let open = status.is_some_and(|status| status.stage == Stage::Open);
    let mut menu = MenuBuilder::new(handle);
    let count = status.map_or(0, |status| status.requests_waiting);
    if count > 0 {
        menu = menu.text("waiting", waiting(core, count)).separator();
    }
    let lock = MenuItemBuilder::with_id("lock", say("tray.lock"))
        .enabled(open)
        .build(handle)?;
    menu.text("open", say("tray.open"))
        .item(&lock)
        .separator()
        .text("quit", say("tray.quit"))
        .build()
}

fn chosen(handle: &AppHandle, item: &str) {
    match item {
        "open" | "waiting" => window::show(handle),
        "lock" => {
            let core = handle.state::<App>().inner().clone();
            tauri::async_runtime::spawn(async move { commands::lock(&core, &()).await });
        }
        "quit" => handle.exit(0),
        _ => {}
    }
}

fn waiting(core: &App, count: u32) -> String {
    match count {
        0 => words::say(core.language(), "tray.tooltip_idle", &[]),
        1 => words::say(core.language(), "tray.waiting.one", &[]),
        _ => words::say(
            core.language(),
            "tray.waiting",
            &[("count", &count.to_string())],
        ),
    }
}

fn picture(waiting: u32) -> tauri::Result<Image<'static>> {
    Image::from_bytes(match (waiting > 0, cfg!(target_os = "macos")) {
        (false, false) => include_bytes!("../../icons/tray-idle@2x.png"),
        (true, false) => include_bytes!("../../icons/tray-pending@2x.png"),
        (false, true) => include_bytes!("../../icons/tray-idle-template@2x.png"),
        (true, true) => include_bytes!("../../icons/tray-pending-template@2x.png"),
    })
}
