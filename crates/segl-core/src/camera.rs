//! The camera between segl-scan and a face: its state as a view, its newest frame, and what it
//! read as drafts.

use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use secrecy::SecretString;
use tokio::sync::watch;
use tokio::{task, time};

use segl_scan::Found;
use segl_scan::camera::{self as device, DeviceId, Frame, Hint, ScanEvent, ScanSession};

use crate::api::{AppEvent, CameraDeviceView, CameraHint, CameraState, CameraView};
use crate::app::{App, Inner};
use crate::problem::Problem;

/// Widest preview handed to a face, in pixels; a phone shows it 1:1, a window a little enlarged.
const PREVIEW_WIDTH: u32 = 800;
const PREVIEW_QUALITY: u8 = 70;

/// The camera as the program has it.
pub(crate) struct CameraDesk {
    session: Mutex<Option<ScanSession>>,
    state: Mutex<State>,
    frame: watch::Sender<Option<Arc<Frame>>>,
}

#[derive(Clone, Default)]
enum State {
    #[default]
    Off,
    On {
        device: String,
        hint: Option<CameraHint>,
        codes: Vec<Vec<[f32; 2]>>,
    },
    Failed(Problem),
}

impl Default for CameraDesk {
    fn default() -> Self {
        let (frame, _) = watch::channel(None);
        Self {
            session: Mutex::default(),
            state: Mutex::default(),
            frame,
        }
    }
}

impl App {
    /// The next frame of the camera as a JPEG picture, at most 800 pixels wide. Empty after a
    /// second without one, and while the camera is off. Frames that nobody asks for are dropped.
    pub async fn camera_frame(&self) -> Vec<u8> {
        let mut newest = self.0.camera.frame.subscribe();
        let changed = time::timeout(Duration::from_secs(1), newest.changed()).await;
        let frame = match changed {
            Ok(Ok(())) => newest.borrow_and_update().clone(),
            Ok(Err(_)) | Err(_) => None,
        };
        let Some(frame) = frame else {
            return Vec::new();
        };
        task::spawn_blocking(move || frame.preview_jpeg(PREVIEW_WIDTH, PREVIEW_QUALITY))
            .await
            .unwrap_or_default()
    }
}

impl Inner {
    pub(crate) fn camera_view(&self) -> CameraView {
        let devices = device::devices().unwrap_or_default();
        let devices = devices
            .into_iter()
            .map(|device| CameraDeviceView {
                id: device.id.to_string(),
                name: device.name,
            })
            .collect();
        let state = match crate::lock(&self.camera.state).clone() {
            State::Off => CameraState::Off,
            State::On {
                device,
                hint,
                codes,
            } => CameraState::On {
                device,
                hint,
                codes,
            },
            State::Failed(problem) => CameraState::Failed {
                failure: problem.spoken(self.language()),
            },
        };
        CameraView { devices, state }
    }

    /// Turns a camera on; the one that runs is turned off first.
    pub(crate) fn start_camera(self: &Arc<Self>, wanted: Option<&str>) {
        self.stop_camera();
        let remembered = crate::lock(&self.settings).camera.clone();
        let id = wanted.map(str::to_owned).or(remembered);
        let known = device::devices().unwrap_or_default();
        let id = id.filter(|id| known.iter().any(|device| device.id.as_str() == id));
        self.camera.turn(State::On {
            device: id.clone().unwrap_or_default(),
            hint: None,
            codes: Vec::new(),
        });
        let owner = Arc::downgrade(self);
        let session = ScanSession::start(id.as_deref().map(DeviceId::new).as_ref(), move |event| {
            hear(&owner, event);
        });
        *crate::lock(&self.camera.session) = Some(session);
    }

    /// Turns the camera off; its light goes out before this returns.
    pub(crate) fn stop_camera(&self) {
        let session = crate::lock(&self.camera.session).take();
        if let Some(session) = session {
            session.stop();
        }
        self.camera.turn(State::Off);
        self.camera.frame.send_replace(None);
    }

    fn remember_camera(&self, id: &str) {
        let mut settings = crate::lock(&self.settings);
        if settings.camera.as_deref() != Some(id) {
            settings.camera = Some(id.to_owned());
            // A preference that cannot be saved is not worth a word.
            let _ = settings.save(&self.data_dir);
        }
    }
}

impl CameraDesk {
    fn turn(&self, state: State) {
        *crate::lock(&self.state) = state;
    }

    fn change(&self, edit: impl FnOnce(&mut String, &mut Option<CameraHint>, &mut Codes)) {
        if let State::On {
            device,
            hint,
            codes,
        } = &mut *crate::lock(&self.state)
        {
            edit(device, hint, codes);
        }
    }
}

type Codes = Vec<Vec<[f32; 2]>>;

/// Runs on the camera's own threads.
fn hear(owner: &Weak<Inner>, event: ScanEvent) {
    let Some(inner) = owner.upgrade() else { return };
    match event {
        ScanEvent::Preview(frame) => {
            inner.camera.frame.send_replace(Some(frame));
            return;
        }
        ScanEvent::Opened { device, .. } => {
            let id = device.id.to_string();
            inner.remember_camera(&id);
            inner.camera.change(|device, _, _| *device = id);
        }
        ScanEvent::Hint(found) => {
            inner
                .camera
                .change(|_, hint, _| *hint = Some(hint_view(found)));
        }
        ScanEvent::Found(found) => {
            let frame = inner.camera.frame.borrow().clone();
            let corners = frame
                .map(|frame| corners(&found, &frame))
                .unwrap_or_default();
            inner.camera.change(|_, hint, codes| {
                *hint = None;
                *codes = corners;
            });
            let texts: Vec<SecretString> = found.into_iter().map(|code| code.text).collect();
            let scanned = inner.take_in(&texts);
            inner.emit(AppEvent::Scanned { scanned });
        }
        ScanEvent::Failed(error) => inner.camera.turn(State::Failed(error.into())),
        _ => return,
    }
    inner.emit(AppEvent::Camera {
        camera: inner.camera_view(),
    });
}

/// The corners of each code, from 0 to 1 in both directions.
fn corners(found: &[Found], frame: &Frame) -> Codes {
    let part = |value: f32, whole: u32| {
        let whole = f32::from(u16::try_from(whole).unwrap_or(u16::MAX)).max(1.0);
        (value / whole).clamp(0.0, 1.0)
    };
    found
        .iter()
        .map(|code| {
            code.corners
                .iter()
                .map(|point| [part(point.x, frame.width()), part(point.y, frame.height())])
                .collect()
        })
        .collect()
}

fn hint_view(hint: Hint) -> CameraHint {
    match hint {
        Hint::Closer => CameraHint::Closer,
        Hint::LessGlare => CameraHint::LessGlare,
        Hint::Brighter => CameraHint::Brighter,
        Hint::HoldStill => CameraHint::HoldStill,
    }
}
