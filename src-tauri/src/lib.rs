//! The thin shell around segl-core: one window, a tray icon, dialogs. It has no logic of its own:
//! a handler is one call into the core, and what the core says happened is passed on.

mod desk;
mod events;
mod handlers;
mod process;
mod tray;
mod window;

use std::env;
use std::path::PathBuf;

use segl_core::{App, Parts};
use tauri::{Manager, RunEvent};

/// Runs until the person quits.
pub fn run() {
    // The environment first: threads that read it may start with the next statement.
    process::settle();
    segl_core::silence_contained_panics();
    let hidden = env::args().skip(1).any(|argument| argument == "--hidden");
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            window::show(app)
        }))
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(handlers::all())
        .setup(move |shell| {
            let handle = shell.handle();
            let core = App::new(parts(handle)?);
            shell.manage(core.clone());
            events::forward(handle.clone(), &core);
            if let Err(error) = tray::make(handle, &core) {
                tracing::warn!(%error, "there is no tray icon");
            }
            tauri::async_runtime::spawn(events::begin(core));
            if !hidden {
                window::show(handle);
            }
            Ok(())
        })
        .build(tauri::generate_context!());
    let shell = match built {
        Ok(shell) => shell,
        Err(error) => return process::complain(&format!("Segl cannot start: {error}")),
    };
    shell.run(|handle, event| match event {
        // The last window closed into the tray. Quitting gives a code.
        RunEvent::ExitRequested {
            code: None, api, ..
        } if tray::is_there(handle) => {
            api.prevent_exit();
        }
        RunEvent::Exit => handle.state::<App>().quit(),
        RunEvent::WindowEvent { label, event, .. } => window::heard(handle, &label, &event),
        _ => {}
    });
}

/// `--data-dir DIR`, else `SEGL_DATA_DIR`, else where the system wants it.
fn parts(handle: &tauri::AppHandle) -> tauri::Result<Parts> {
    let mut arguments = env::args_os()
        .skip_while(|argument| argument != "--data-dir")
        .skip(1);
    let data_dir = arguments
        .next()
        .or_else(|| env::var_os("SEGL_DATA_DIR"))
        .map(PathBuf::from)
        .or_else(Parts::default_data_dir)
        .ok_or(tauri::Error::UnknownPath)?;
    let parts = Parts::of_this_device(data_dir);
    Ok(Parts {
        desk: Box::new(desk::Dialogs::new(handle.clone())),
        ..parts
    })
}
