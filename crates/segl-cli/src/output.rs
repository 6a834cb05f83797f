//! All that is printed: results on the standard output, everything else on the standard error.
//! The only place of this crate that prints, and it prints no secret of its own accord.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use segl_core::api::Language;

use crate::words::Word;

/// How to print.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    /// One JSON object a line, and no words.
    pub(crate) json: bool,
    /// The person's language.
    pub(crate) language: Language,
}

impl Output {
    /// A JSON object where JSON is asked for, else words.
    pub(crate) fn result(
        self,
        object: &impl Serialize,
        words: impl FnOnce() -> String,
    ) -> io::Result<()> {
        if self.json {
            self.object(object)
        } else {
            self.line(&words())
        }
    }

    /// One JSON object on a line.
    pub(crate) fn object(self, object: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(object)?;
        line.push(b'\n');
        put(&line)
    }

    /// A line for people. What an account or a server put into it cannot steer the terminal.
    pub(crate) fn line(self, text: &str) -> io::Result<()> {
        put(format!("{}\n", tamed(text)).as_bytes())
    }

    /// A text as it is, but for a terminal, which it must not be able to steer.
    pub(crate) fn raw(self, text: &str) -> io::Result<()> {
        let text = if io::stdout().is_terminal() {
            tamed(text)
        } else {
            text.to_owned()
        };
        put(format!("{text}\n").as_bytes())
    }

    /// Bytes as they are: a manual page, a completion.
    pub(crate) fn bytes(self, bytes: &[u8]) -> io::Result<()> {
        put(bytes)
    }

    /// Something to know that is not the result; nothing with JSON.
    pub(crate) fn note(self, text: &str) {
        if !self.json {
            self.complain(text);
        }
    }

    /// [`Output::note`] in the words of the terminal.
    pub(crate) fn say(self, word: Word, values: &[&str]) {
        self.note(&word.with(self.language, values));
    }

    /// Something beside a result that somebody looks at; nothing where a program takes it.
    pub(crate) fn aside(self, word: Word, values: &[&str]) {
        if io::stdout().is_terminal() {
            self.say(word, values);
        }
    }

    /// A sentence on the standard error. If nobody hears it, there is nobody to tell.
    pub(crate) fn complain(self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{}", tamed(text));
    }

    /// A question, with the cursor left behind it.
    pub(crate) fn ask(self, question: &str) -> io::Result<()> {
        let mut stderr = io::stderr().lock();
        write!(stderr, "{}", tamed(question))?;
        stderr.flush()
    }
}

fn put(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}

/// The text without control characters other than line ends: an issuer may hold an escape
/// sequence that clears the screen or sets the title of the window, and marks that turn the
/// direction of writing can make one host look like another.
fn tamed(text: &str) -> String {
    let steers = |character: char| {
        (character.is_control() && character != '\n')
            || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .map(|character| {
            if steers(character) {
                '\u{fffd}'
            } else {
                character
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        let cases = [
            ("Uni\u{1b}[2J", "Uni\u{fffd}[2J"),
            ("a\rb\u{7}", "a\u{fffd}b\u{fffd}"),
            ("C1: \u{9b}31m", "C1: \u{fffd}31m"),
            ("moc.live\u{202e}", "moc.live\u{fffd}"),
            ("two\nlines, Åbo, 大学", "two\nlines, Åbo, 大学"),
        ];
        for (text, printed) in cases {
            assert_eq!(tamed(text), printed);
        }
    }
}
