//! The process and the system around it. The one place of the project where unsafe code is
//! allowed: the environment can only be changed so, and glibc's `malloc_trim` has no other door.

#![allow(unsafe_code)]

use std::env;

use tracing_subscriber::EnvFilter;

/// WebKitGTK draws this program's quiet pages faster and in half the memory without a GPU
/// process: 179 MiB instead of 262, first drawing after 0.40 s instead of 0.93 (WebKitGTK 2.50).
#[cfg(target_os = "linux")]
const DRAW_WITHOUT_GPU: [(&str, &str); 4] = [
    ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
    ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
    ("WEBKIT_WEB_RENDER_DEVICE_FILE", "/dev/null"),
    ("GDK_GL", "disable"),
];

/// Settles what holds for the whole process. Must be the first thing that `main` does.
pub(crate) fn settle() {
    #[cfg(target_os = "linux")]
    {
        let chosen = DRAW_WITHOUT_GPU
            .iter()
            .any(|(name, _)| env::var_os(name).is_some());
        if !chosen && env::var_os("SEGL_GPU").is_none() {
            for (name, value) in DRAW_WITHOUT_GPU {
                // SAFETY: no other thread runs yet: this is the first statement of `main`.
                unsafe { env::set_var(name, value) };
            }
        }
        no_core_dumps();
    }
    let filter = EnvFilter::try_from_env("SEGL_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

/// Gives freed memory back to the system, after the webview is gone.
pub(crate) fn give_memory_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: malloc_trim takes no pointers and may be called at any time (malloc_trim(3)).
    unsafe {
        libc::malloc_trim(0);
    }
}

/// Whether the desktop shows tray icons. On Linux that is a service on the session bus, which
/// GNOME, for one, does not have.
pub(crate) fn has_tray_host() -> bool {
    #[cfg(target_os = "linux")]
    {
        let asked = || -> zbus::Result<bool> {
            let bus = zbus::blocking::Connection::session()?;
            let name = "org.kde.StatusNotifierWatcher".try_into()?;
            Ok(zbus::blocking::fdo::DBusProxy::new(&bus)?.name_has_owner(name)?)
        };
        asked().unwrap_or(false)
    }
    #[cfg(not(target_os = "linux"))]
    true
}

/// Opens an address in the person's browser, which gets its GPU back.
pub(crate) fn open_in_browser(address: &str) {
    for mut command in open::commands(address) {
        #[cfg(target_os = "linux")]
        for (name, _) in DRAW_WITHOUT_GPU {
            command.env_remove(name);
        }
        if command.spawn().is_ok() {
            return;
        }
    }
    tracing::warn!("no browser could be started");
}

/// The last words of a program that has no window to say them in.
#[allow(clippy::print_stderr)]
pub(crate) fn complain(sentence: &str) {
    eprintln!("{sentence}");
}

#[cfg(target_os = "linux")]
fn no_core_dumps() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    if let Err(error) = setrlimit(Resource::Core, none) {
        // Said on the log only: a system that does not allow this has its own policy.
        tracing::warn!(%error, "core dumps cannot be turned off");
    }
}
