//! A scan from the opening of a camera to its closing, told by events.
//!
//! Two threads: one owns the camera and does nothing but take frames out of it, the other looks at
//! the newest frame and tells. Between them is room for one frame; a frame that comes while
//! the last one is still waiting takes its place.
//!
//! The looking thread is the watchdog too. A driver that hangs cannot be interrupted, so its
//! thread is let go: it holds nothing but the camera, and ends when the driver comes back (with a
//! frame, or because the camera was pulled out), or with the program.

use std::{
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use secrecy::{ExposeSecret, SecretString};

use super::{
    CameraError, Device, DeviceId, Frame, device_portable,
    frame::RawFrame,
    hint::{Hint, Watch},
};
use crate::{
    contain::contained,
    decode::{Found, LiveDecoder},
};

/// What happens in a [`ScanSession`].
#[derive(Debug)]
#[non_exhaustive]
pub enum ScanEvent {
    /// The camera is open; frames of this size follow.
    Opened {
        /// The camera that was taken.
        device: Device,
        /// Width of its frames in pixels.
        width: u32,
        /// Height of its frames in pixels.
        height: u32,
    },
    /// A frame to show, at most twenty a second.
    Preview(Arc<Frame>),
    /// Codes that this session has not told of before.
    Found(Vec<Found>),
    /// No code for three seconds: what could help. Told again when it is another one.
    Hint(Hint),
    /// The session is over. No event follows.
    Failed(CameraError),
}

/// A camera that is being looked through.
///
/// Dropping it ends the session and turns the camera off.
#[derive(Debug)]
pub struct ScanSession {
    shared: Arc<Shared>,
    looker: Option<JoinHandle<()>>,
}

impl ScanSession {
    /// Starts with `device`, or with the first one if it is `None`. Returns at once.
    ///
    /// `on_event` is called from another thread, one call at a time, and not any more when
    /// [`ScanSession::stop`] or the drop has returned. It should be quick: frames are dropped
    /// while it works. It must not wait for something that whoever drops the session holds.
    pub fn start(
        device: Option<&DeviceId>,
        mut on_event: impl FnMut(ScanEvent) + Send + 'static,
    ) -> Self {
        let shared = Arc::new(Shared::default());
        let (for_taker, for_looker) = (Arc::clone(&shared), Arc::clone(&shared));
        let device = device.cloned();
        let taker = thread::Builder::new()
            .name("camera".to_owned())
            .spawn(move || {
                // v4l panics when a driver refuses to stop. The camera is lost then, no more.
                let outcome = contained(|| take(&for_taker, device.as_ref()));
                let failure =
                    outcome.unwrap_or_else(|| Err(CameraError::Other(PANICKED.to_owned())));
                for_taker.end(failure.err());
            });
        if let Err(error) = taker {
            shared.end(Some(CameraError::Other(error.to_string())));
        }
        let looker = thread::Builder::new()
            .name("scan".to_owned())
            .spawn(move || {
                Looker::new(&mut on_event).look(&for_looker);
            });
        Self {
            shared,
            looker: looker.ok(),
        }
    }

    /// Ends the session and turns the camera off; the same as dropping it.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for ScanSession {
    /// Waits for the last event, then for the camera, for at most `LETTING_GO`.
    fn drop(&mut self) {
        self.shared.stop();
        let Some(looker) = self.looker.take() else {
            return;
        };
        // Dropped from inside an event: the thread cannot wait for itself.
        if looker.thread().id() == thread::current().id() {
            return;
        }
        if looker.join().is_err() {
            tracing::warn!("the scanning thread panicked");
        }
        self.shared.wait_for_the_camera();
    }
}

/// What the two threads and the session share.
#[derive(Debug, Default)]
struct Shared {
    stopping: AtomicBool,
    desk: Mutex<Desk>,
    changed: Condvar,
}

/// What lies ready for the looking thread.
#[derive(Default)]
struct Desk {
    opened: Option<(Device, u32, u32)>,
    frame: Option<RawFrame>,
    failure: Option<CameraError>,
    /// The camera is closed.
    ended: bool,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Desk {{ ended: {} }}", self.ended)
    }
}

impl Shared {
    /// The desk is only ever written in single assignments: after a panic it is as good as before.
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
        // Taken and given back, so that a thread between its check and its wait hears the call.
        drop(self.desk());
        self.changed.notify_all();
    }

    fn put(&self, change: impl FnOnce(&mut Desk)) {
        change(&mut self.desk());
        self.changed.notify_all();
    }

    fn end(&self, failure: Option<CameraError>) {
        self.put(|desk| {
            desk.failure = failure;
            desk.ended = true;
        });
    }

    fn wait_for_the_camera(&self) {
        let waited = self
            .changed
            .wait_timeout_while(self.desk(), LETTING_GO, |desk| !desk.ended);
        if waited.is_ok_and(|(desk, _)| !desk.ended) {
            tracing::warn!("the camera's driver hangs; its thread is let go");
        }
    }
}

/// The life of the thread that owns the camera.
fn take(shared: &Shared, device: Option<&DeviceId>) -> Result<(), CameraError> {
    let mut camera = device_portable::open(device)?;
    let opened = (camera.device.clone(), camera.width, camera.height);
    shared.put(|desk| desk.opened = Some(opened));
    while !shared.stopping() {
        if let Some(frame) = camera.source.next(TICK)? {
            shared.put(|desk| desk.frame = Some(frame));
        }
    }
    Ok(())
}

/// The life of the thread that looks and tells.
struct Looker<'a> {
    tell: &'a mut dyn FnMut(ScanEvent),
    decoder: LiveDecoder,
    told: Vec<SecretString>,
    watch: Watch,
    last_preview: Option<Instant>,
    last_look: Option<Instant>,
}

impl<'a> Looker<'a> {
    fn new(tell: &'a mut dyn FnMut(ScanEvent)) -> Self {
        let watch = Watch::new(Instant::now());
        let decoder = LiveDecoder::new();
        Self {
            tell,
            decoder,
            told: Vec::new(),
            watch,
            last_preview: None,
            last_look: None,
        }
    }

    fn look(&mut self, shared: &Shared) {
        let mut deadline = Instant::now() + OPENING;
        while let Some(next) = next(shared, deadline) {
            match next {
                Next::Opened(device, width, height) => {
                    deadline = Instant::now() + PATIENCE;
                    self.watch.reset(Instant::now());
                    (self.tell)(ScanEvent::Opened {
                        device,
                        width,
                        height,
                    });
                }
                Next::Frame(raw) => {
                    // A damaged frame is no sign of life: the watchdog goes on.
                    let Some(frame) = Frame::from_raw(raw) else {
                        continue;
                    };
                    deadline = Instant::now() + PATIENCE;
                    self.see(Arc::new(frame), shared);
                }
                Next::Failed(error) => {
                    (self.tell)(ScanEvent::Failed(error));
                    return;
                }
                Next::Nothing => {
                    shared.stop();
                    (self.tell)(ScanEvent::Failed(CameraError::Stalled));
                    return;
                }
            }
        }
    }

    fn see(&mut self, frame: Arc<Frame>, shared: &Shared) {
        let now = frame.captured();
        if self
            .last_preview
            .is_none_or(|last| now.duration_since(last) >= PREVIEW_PAUSE)
        {
            self.last_preview = Some(now);
            (self.tell)(ScanEvent::Preview(Arc::clone(&frame)));
        }
        // A camera of sixty frames a second shall not keep a whole core busy.
        if self
            .last_look
            .is_some_and(|last| now.duration_since(last) < LOOK_PAUSE)
        {
            return;
        }
        self.last_look = Some(now);
        let mut found = self.decoder.decode(frame.luma());
        if shared.stopping() {
            return;
        }
        if found.is_empty() {
            if let Some(hint) = self.watch.look(frame.luma(), now) {
                (self.tell)(ScanEvent::Hint(hint));
            }
            return;
        }
        self.watch.reset(now);
        found.retain(|code| !self.has_told(&code.text));
        if !found.is_empty() {
            self.told.extend(found.iter().map(|code| code.text.clone()));
            (self.tell)(ScanEvent::Found(found));
        }
    }

    fn has_told(&self, text: &SecretString) -> bool {
        // EXPOSE: a code is told of once, however long it is held up
        self.told
            .iter()
            .any(|known| known.expose_secret() == text.expose_secret())
    }
}

enum Next {
    Opened(Device, u32, u32),
    Frame(RawFrame),
    Failed(CameraError),
    /// Nothing came before the deadline.
    Nothing,
}

/// The next thing to tell; `None` when the session is to end.
fn next(shared: &Shared, deadline: Instant) -> Option<Next> {
    let mut desk = shared.desk();
    loop {
        if shared.stopping() {
            return None;
        }
        if let Some((device, width, height)) = desk.opened.take() {
            return Some(Next::Opened(device, width, height));
        }
        if let Some(frame) = desk.frame.take() {
            return Some(Next::Frame(frame));
        }
        if desk.ended {
            return desk.failure.take().map(Next::Failed);
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Some(Next::Nothing);
        }
        let waited = shared.changed.wait_timeout(desk, left);
        desk = waited.unwrap_or_else(PoisonError::into_inner).0;
    }
}

/// How long the camera's thread waits for a frame before it looks whether to stop.
const TICK: Duration = Duration::from_millis(100);
/// How long a camera may take to open; on macOS a person may be asked meanwhile.
const OPENING: Duration = Duration::from_secs(if cfg!(target_os = "macos") { 65 } else { 12 });
/// How long an open camera may be without a frame.
const PATIENCE: Duration = Duration::from_secs(4);
/// At most twenty previews a second.
const PREVIEW_PAUSE: Duration = Duration::from_millis(50);
/// At most about twenty looks a second.
const LOOK_PAUSE: Duration = Duration::from_millis(45);
/// How long the end of a session waits for the driver.
const LETTING_GO: Duration = Duration::from_millis(600);
/// What a person may send to the help desk.
const PANICKED: &str = "its driver failed";
