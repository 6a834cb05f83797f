//! What every command gets: the application, and how to speak with the person.

use std::path::PathBuf;
use std::sync::OnceLock;

use segl_core::api::Language;
use segl_core::{App, Parts, words};

use crate::args::Global;
use crate::exit::Stop;
use crate::input::Input;
use crate::output::Output;
use crate::words::Word;

/// The terminal as a face of Segl.
pub(crate) struct Face {
    pub(crate) output: Output,
    pub(crate) input: Input,
    data_dir: Option<PathBuf>,
    language: Option<Language>,
    app: OnceLock<App>,
}

impl Face {
    pub(crate) fn new(global: Global) -> Self {
        let language = global.lang.map(Language::from);
        let output = Output {
            json: global.json,
            language: language.unwrap_or_else(words::system_language),
        };
        Self {
            output,
            input: Input::new(global.passphrase_stdin, output),
            // An empty variable is how a shell says that there is none.
            data_dir: global.data_dir.filter(|dir| !dir.as_os_str().is_empty()),
            language,
            app: OnceLock::new(),
        }
    }

    /// The application, made when it is first needed: what only reads a link or a picture must
    /// not look for a vault.
    pub(crate) fn app(&self) -> Result<&App, Stop> {
        if let Some(app) = self.app.get() {
            return Ok(app);
        }
        let data_dir = self.data_dir.clone().or_else(Parts::default_data_dir);
        let data_dir = data_dir.ok_or_else(|| self.misused(Word::NoHome, &[]))?;
        let parts = Parts::of_this_device(data_dir);
        Ok(self.app.get_or_init(|| {
            App::new(Parts {
                language: self.language,
                ..parts
            })
        }))
    }

    /// The application, if a command needed it.
    pub(crate) fn started(&self) -> Option<&App> {
        self.app.get()
    }

    /// The person's language.
    pub(crate) fn language(&self) -> Language {
        self.output.language
    }

    /// What does not go together, in words.
    pub(crate) fn misused(&self, word: Word, values: &[&str]) -> Stop {
        Stop::Usage(word.with(self.output.language, values))
    }
}
