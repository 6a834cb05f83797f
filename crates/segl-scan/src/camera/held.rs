//! Which cameras this program has open by nokhwa.
//!
//! Nothing can call a thread back that waits in nokhwa for a frame. If its camera stalls the thread
//! is let go, and the camera stays open until it gives a frame or is pulled out. Whoever opens it
//! meanwhile would hear that another program uses it, and look for that program in vain.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{CameraError, DeviceId};

/// A camera is open; dropped when it is closed.
pub(super) struct Hold {
    id: DeviceId,
}

struct Entry {
    id: DeviceId,
    frames: u64,
}

impl Hold {
    /// Waits a moment if a session that just ended still closes the camera.
    ///
    /// # Errors
    /// [`CameraError::Busy`] if another session of this program takes frames out of it,
    /// [`CameraError::Stalled`] if one waits for frames that do not come.
    pub(super) fn take(id: &DeviceId) -> Result<Self, CameraError> {
        let held = lock();
        let before = frames(&held, id);
        let waited = FREED.wait_timeout_while(held, CLOSING, |held| frames(held, id).is_some());
        let mut held = waited.unwrap_or_else(PoisonError::into_inner).0;
        match frames(&held, id) {
            None => {
                held.push(Entry {
                    id: id.clone(),
                    frames: 0,
                });
                Ok(Self { id: id.clone() })
            }
            after if after > before => Err(CameraError::Busy),
            Some(_) => Err(CameraError::Stalled),
        }
    }

    /// The camera gave a frame.
    pub(super) fn count(&self) {
        let mut held = lock();
        if let Some(entry) = held.iter_mut().find(|entry| entry.id == self.id) {
            entry.frames = entry.frames.wrapping_add(1);
        }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        lock().retain(|entry| entry.id != self.id);
        FREED.notify_all();
    }
}

/// Each change is a single step: after a panic the list is as good as before.
fn lock() -> MutexGuard<'static, Vec<Entry>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

fn frames(held: &[Entry], id: &DeviceId) -> Option<u64> {
    let entry = held.iter().find(|entry| entry.id == *id)?;
    Some(entry.frames)
}

static HELD: Mutex<Vec<Entry>> = Mutex::new(Vec::new());
static FREED: Condvar = Condvar::new();

/// How long the end of the last session may take.
const CLOSING: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, thread};

    use super::*;

    #[test]
    fn a_camera_is_free_again_when_its_hold_is_dropped() {
        let id = DeviceId::new("dropped");
        for _ in 0..2 {
            assert!(Hold::take(&id).is_ok());
        }
    }

    #[test]
    fn tells_a_stalled_camera_from_a_busy_one() {
        let id = DeviceId::new("stalled");
        let hold = Hold::take(&id).expect("nobody has it");
        assert_eq!(Hold::take(&id).err(), Some(CameraError::Stalled));

        let (stop, stopped) = mpsc::channel::<()>();
        let counting = thread::spawn(move || {
            while stopped.try_recv().is_err() {
                hold.count();
                thread::yield_now();
            }
        });
        assert_eq!(Hold::take(&id).err(), Some(CameraError::Busy));
        stop.send(()).expect("it still counts");
        counting.join().expect("it ends");
        assert!(Hold::take(&id).is_ok());
    }
}
