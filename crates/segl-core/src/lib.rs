//! The application: what every face of Segl calls. Use-cases, the session, views and events;
//! deliberately no window, no terminal and no pixels of either.
//!
//! A face makes one [`App`], calls the functions of [`commands`], and listens to
//! [`App::events`]. Everything that blocks (the disk, Argon2, the keyring, QR decoding, RSA
//! keys) runs on threads of its own inside the commands.

#![forbid(unsafe_code)]

pub mod api;
mod app;
mod approvals;
mod camera;
mod clipboard;
mod clock;
pub mod commands;
mod desk;
mod drafts;
mod enrolment;
mod problem;
pub mod reading;
mod session;
mod settings;
pub mod terminal;
mod views;
pub mod words;

use std::panic;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use app::{App, Parts};
pub use clock::{Clock, SystemClock};
pub use desk::{BareDesk, Desk, FileKind};
pub use segl_vault::{KeyStore, MemoryKeyring, OsKeyring};

/// Says nothing of panics inside QR decoders: segl-scan contains them, and some pictures cause
/// many. To be called once, by the program and not by a library of it; all other panics are
/// reported as before.
pub fn silence_contained_panics() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if !segl_scan::panic_is_contained() {
            usual(panic);
        }
    }));
}

/// Takes a lock. A panic elsewhere while it was held leaves whole values behind everywhere in
/// this crate, because each is replaced, never changed half-way.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
