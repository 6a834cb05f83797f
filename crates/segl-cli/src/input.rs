//! What a person or a script answers: lines of the standard input, hidden prompts, yes or no.

use std::io::{self, BufRead, IsTerminal, Read};

use secrecy::{ExposeSecret, SecretString};

use crate::exit::Stop;
use crate::output::Output;
use crate::words::{self, Word};

/// Longest line or text taken from the standard input, in bytes; a secret or link is far shorter.
const LONGEST: u64 = 1024 * 1024;

/// Where answers come from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Input {
    /// Passphrases are lines of the standard input.
    pub(crate) passphrase_stdin: bool,
    output: Output,
}

impl Input {
    pub(crate) fn new(passphrase_stdin: bool, output: Output) -> Self {
        Self {
            passphrase_stdin,
            output,
        }
    }

    /// Whether somebody sits at the terminal who can be asked.
    pub(crate) fn has_person(self) -> bool {
        !self.passphrase_stdin && io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// The next line of the standard input, without its end.
    pub(crate) fn line(self) -> Result<SecretString, Stop> {
        let mut line = String::new();
        // Not buffered beyond the line by us: std's own buffer is shared by all readers.
        let read = io::stdin().lock().take(LONGEST).read_line(&mut line)?;
        if read == 0 {
            return Err(Stop::Usage(
                Word::InputEnded.text(self.output.language).to_owned(),
            ));
        }
        let text = line.strip_suffix('\n').unwrap_or(&line);
        line.truncate(text.strip_suffix('\r').unwrap_or(text).len());
        Ok(SecretString::from(line))
    }

    /// All of the rest of the standard input.
    pub(crate) fn rest(self) -> Result<SecretString, Stop> {
        let mut text = String::new();
        io::stdin().lock().take(LONGEST).read_to_string(&mut text)?;
        Ok(SecretString::from(text))
    }

    /// Asks for something that is not to be seen while it is typed.
    pub(crate) fn hidden(self, question: Word) -> Result<SecretString, Stop> {
        let typed = rpassword::prompt_password(question.text(self.output.language))?;
        Ok(SecretString::from(typed))
    }

    /// Asks for something that may be seen while it is typed.
    pub(crate) async fn visible(self, question: &str) -> Result<SecretString, Stop> {
        self.output.ask(question)?;
        // On a thread of its own: an interrupt shall end the program while nobody types.
        match tokio::task::spawn_blocking(move || self.line()).await {
            Ok(line) => line,
            Err(_) => Err(Stop::Interrupted),
        }
    }

    /// Asks for yes or no. Anything but a clear yes is a no.
    pub(crate) async fn agrees(self, question: &str) -> Result<bool, Stop> {
        let answer = self.visible(question).await?;
        // EXPOSE: a yes is no secret.
        Ok(words::says_yes(
            answer.expose_secret(),
            self.output.language,
        ))
    }

    /// A passphrase that opens: the next line where the standard input has them, else asked for.
    pub(crate) fn passphrase(self) -> Result<SecretString, Stop> {
        if self.passphrase_stdin {
            self.line()
        } else {
            self.hidden(Word::AskPassphrase)
        }
    }

    /// A new passphrase; a person types it twice.
    pub(crate) fn new_passphrase(self, question: Word) -> Result<SecretString, Stop> {
        if self.passphrase_stdin {
            return self.line();
        }
        let first = self.hidden(question)?;
        // EXPOSE: an empty answer means none, and two answers are compared.
        if first.expose_secret().is_empty() {
            return Ok(first);
        }
        let again = self.hidden(Word::AskAgain)?;
        // EXPOSE: compared only.
        if first.expose_secret() != again.expose_secret() {
            return Err(Stop::Usage(
                Word::PassphrasesDiffer
                    .text(self.output.language)
                    .to_owned(),
            ));
        }
        Ok(first)
    }
}
