//! The application as a whole: its parts, its locks, and the way of a command from a face to a
//! thread that may block.

use std::collections::BTreeMap;
use std::mem;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use tokio::sync::{Notify, broadcast};
use tokio::task;

use segl_vault::{Body, EntryId, KeyStore, OsKeyring, Vault};

use crate::api::{AppEvent, Failure, Language, SettingsView};
use crate::approvals::Approvals;
use crate::camera::CameraDesk;
use crate::clipboard::Clipboard;
use crate::clock::{Clock, CorrectedClock, SystemClock};
use crate::desk::{BareDesk, Desk};
use crate::drafts::Drafts;
use crate::enrolment::Enrolments;
use crate::problem::Problem;
use crate::session::Session;
use crate::settings::Settings;
use crate::words;

/// What an [`App`] is made of; faces and tests choose.
pub struct Parts {
    /// The folder of the vault and the settings. It need not exist yet.
    pub data_dir: PathBuf,
    /// The keyring.
    pub keyring: Arc<dyn KeyStore>,
    /// The time.
    pub clock: Box<dyn Clock>,
    /// The face's dialogs.
    pub desk: Box<dyn Desk>,
    /// The language to speak, whatever was chosen; absent: the chosen one, or the system's.
    pub language: Option<Language>,
}

impl Parts {
    /// The folder given, the operating system's keyring, its clock, and no dialogs.
    #[must_use]
    pub fn of_this_device(data_dir: PathBuf) -> Self {
        Self {
            data_dir,
            keyring: Arc::new(OsKeyring::new()),
            clock: Box::new(SystemClock),
            desk: Box::new(BareDesk),
            language: None,
        }
    }

    /// The folder in which the operating system wants a program's data, without roaming.
    #[must_use]
    pub fn default_data_dir() -> Option<PathBuf> {
        let dirs = directories::ProjectDirs::from("app", "segl", "Segl")?;
        Some(dirs.data_local_dir().to_owned())
    }
}

/// The application. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct App(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) data_dir: PathBuf,
    pub(crate) keyring: Arc<dyn KeyStore>,
    pub(crate) clock: CorrectedClock,
    pub(crate) desk: Box<dyn Desk>,
    pub(crate) settings: Mutex<Settings>,
    pub(crate) session: Mutex<Session>,
    pub(crate) drafts: Mutex<Drafts>,
    pub(crate) enrolments: Mutex<Enrolments>,
    pub(crate) approvals: Mutex<Approvals>,
    pub(crate) camera: CameraDesk,
    pub(crate) clipboard: Clipboard,
    pub(crate) poll_now: Notify,
    /// When codes were used. Written with the next save or when the vault is locked: a save for
    /// each copied code would soon leave no generation with anything else in it.
    pub(crate) used: Mutex<BTreeMap<EntryId, u64>>,
    /// What the keyring answered the first time it was asked.
    pub(crate) keyring_seen: Mutex<Option<Result<(), Problem>>>,
    events: broadcast::Sender<AppEvent>,
    system_language: Language,
    forced_language: Option<Language>,
}

impl App {
    /// Looks at the folder, without opening or writing anything.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let (events, _) = broadcast::channel(64);
        let session = Session::found(Vault::find(&parts.data_dir), &parts.data_dir);
        Self(Arc::new(Inner {
            settings: Mutex::new(Settings::read(&parts.data_dir)),
            session: Mutex::new(session),
            data_dir: parts.data_dir,
            keyring: parts.keyring,
            clock: CorrectedClock::new(parts.clock),
            desk: parts.desk,
            drafts: Mutex::default(),
            enrolments: Mutex::default(),
            approvals: Mutex::default(),
            camera: CameraDesk::default(),
            clipboard: Clipboard::default(),
            poll_now: Notify::new(),
            used: Mutex::default(),
            keyring_seen: Mutex::default(),
            events,
            system_language: words::system_language(),
            forced_language: parts.language,
        }))
    }

    /// What happens from now on.
    #[must_use]
    pub fn events(&self) -> broadcast::Receiver<AppEvent> {
        self.0.events.subscribe()
    }

    /// The language of the person: chosen, or the system's.
    #[must_use]
    pub fn language(&self) -> Language {
        self.0.language()
    }

    /// The preferences.
    #[must_use]
    pub fn settings(&self) -> SettingsView {
        crate::lock(&self.0.settings).view.clone()
    }

    /// Wipes what must not outlive the program: the copied code, the camera, keys.
    pub fn quit(&self) {
        self.0.lock_now();
    }

    /// Runs what may block on a thread of its own.
    pub(crate) async fn work<T, F>(&self, work: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Arc<Inner>) -> Result<T, Problem> + Send + 'static,
    {
        let inner = Arc::clone(&self.0);
        match task::spawn_blocking(move || work(&inner)).await {
            Ok(outcome) => outcome,
            Err(error) => Err(Problem::internal(error)),
        }
    }

    /// [`App::work`], with words for what went wrong: the whole body of most commands.
    pub(crate) async fn blocking<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&Arc<Inner>) -> Result<T, Problem> + Send + 'static,
    {
        let outcome = self.work(work).await;
        self.spoken(outcome)
    }

    pub(crate) fn spoken<T>(&self, outcome: Result<T, Problem>) -> Result<T, Failure> {
        outcome.map_err(|problem| {
            tracing::info!(code = problem.code.name(), "a command failed");
            problem.spoken(self.language())
        })
    }
}

impl Inner {
    pub(crate) fn language(&self) -> Language {
        self.forced_language
            .or_else(|| crate::lock(&self.settings).view.language)
            .unwrap_or(self.system_language)
    }

    pub(crate) fn emit(&self, event: AppEvent) {
        // Nobody listening is fine: the terminal program never does.
        let _ = self.events.send(event);
    }

    /// Reads the open vault.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&Body) -> T) -> Result<T, Problem> {
        Ok(look(crate::lock(&self.session).open()?.body()))
    }

    /// Changes the open vault; true to the caller means durable on the disk.
    pub(crate) fn change<T>(
        &self,
        edit: impl FnOnce(&mut Body) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let now = self.clock.unix();
        let mut used = crate::lock(&self.used);
        let edit = |body: &mut Body| {
            let done = edit(body)?;
            for (id, at) in &*used {
                if let Some(entry) = body.entry_mut(*id) {
                    entry.last_used_at = entry.last_used_at.max(Some(*at));
                }
            }
            Ok(done)
        };
        let done = crate::lock(&self.session)
            .open_mut()?
            .change(now, edit)
            .map_err(|error| Problem::from(error).in_folder(&self.data_dir))?;
        used.clear();
        Ok(done)
    }

    /// Writes down when codes were used, if any were.
    pub(crate) fn write_used(&self) {
        if crate::lock(&self.used).is_empty() {
            return;
        }
        if let Err(problem) = self.change(|_| Ok(())) {
            tracing::info!(code = problem.code.name(), "times of use are not kept");
            mem::take(&mut *crate::lock(&self.used));
        }
    }

    /// Takes over what another process saved, the terminal beside the window for one.
    pub(crate) fn freshen(&self) {
        let refreshed = match crate::lock(&self.session).open_mut() {
            Ok(vault) => vault.refresh(),
            Err(_) => return,
        };
        match refreshed {
            Ok(true) => {
                self.poll_now.notify_one();
                self.emit(AppEvent::Accounts);
            }
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "what is on the disk cannot be taken over"),
        }
    }
}
