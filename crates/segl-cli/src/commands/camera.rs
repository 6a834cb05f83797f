//! Reading a code by the camera, with hints in words instead of a picture.

use std::time::Duration;

use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{self, Instant};

use segl_core::api::{
    AppEvent, CameraHint, CameraState, CameraView, Failure, PartsView, ScannedView,
    StartCameraRequest,
};
use segl_core::{App, commands};

use crate::exit::Stop;
use crate::face::Face;
use crate::report;
use crate::words::Word;

/// Waits until the camera has read an account. Nothing read is an empty answer.
pub(crate) async fn read(face: &Face, app: &App, seconds: u64) -> Result<ScannedView, Stop> {
    let events = app.events();
    let started = commands::start_camera(app, &StartCameraRequest { device: None }).await?;
    let read = match failure(&started) {
        Some(failure) => Err(failure.clone().into()),
        None => {
            face.output.say(Word::CameraOn, &[]);
            watch(face, events, Duration::from_secs(seconds)).await
        }
    };
    commands::stop_camera(app, &()).await?;
    read
}

async fn watch(
    face: &Face,
    mut events: Receiver<AppEvent>,
    patience: Duration,
) -> Result<ScannedView, Stop> {
    let until = Instant::now().checked_add(patience);
    let mut said = Said::default();
    loop {
        let event = match until {
            Some(until) => time::timeout_at(until, events.recv()).await,
            None => Ok(events.recv().await),
        };
        match event {
            Ok(Ok(AppEvent::Scanned { scanned })) => {
                if !scanned.drafts.is_empty() {
                    return Ok(scanned);
                }
                said.read(face, &scanned)?;
            }
            Ok(Ok(AppEvent::Camera { camera })) => {
                if let Some(failure) = failure(&camera) {
                    return Err(failure.clone().into());
                }
                said.hint(face, &camera);
            }
            Ok(Ok(_) | Err(RecvError::Lagged(_))) => {}
            Ok(Err(RecvError::Closed)) | Err(_) => {
                face.output.say(Word::NoCodeSeen, &[]);
                return Ok(ScannedView {
                    drafts: Vec::new(),
                    problems: Vec::new(),
                    parts: None,
                });
            }
        }
    }
}

/// What was said last: the camera sees the same code many times a second.
#[derive(Default)]
struct Said {
    hint: Option<CameraHint>,
    problem: Option<Failure>,
    parts: Option<PartsView>,
}

impl Said {
    fn read(&mut self, face: &Face, scanned: &ScannedView) -> Result<(), Stop> {
        if let Some(problem) = scanned.problems.first()
            && self.problem.as_ref() != Some(problem)
        {
            report::failure(face, problem)?;
            self.problem = Some(problem.clone());
        }
        if let Some(parts) = &scanned.parts
            && self.parts.as_ref() != Some(parts)
        {
            let (seen, total) = (parts.seen.to_string(), parts.total.to_string());
            face.output.say(Word::PartsMissing, &[&seen, &total]);
            self.parts = Some(parts.clone());
        }
        Ok(())
    }

    fn hint(&mut self, face: &Face, camera: &CameraView) {
        let CameraState::On { hint, .. } = &camera.state else {
            return;
        };
        if let Some(hint) = hint
            && self.hint != Some(*hint)
        {
            let word = match hint {
                CameraHint::HoldStill => Word::HoldStill,
                CameraHint::Closer => Word::Closer,
                CameraHint::LessGlare => Word::LessGlare,
                CameraHint::Brighter => Word::Brighter,
            };
            face.output.say(word, &[]);
        }
        self.hint = *hint;
    }
}

fn failure(camera: &CameraView) -> Option<&Failure> {
    match &camera.state {
        CameraState::Failed { failure } => Some(failure),
        CameraState::Off | CameraState::On { .. } => None,
    }
}
