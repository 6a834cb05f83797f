//! `segl scan`: the texts of the QR codes in picture files.

use secrecy::{ExposeSecret, SecretString};

use segl_core::reading;

use crate::args::ScanArguments;
use crate::exit::{Exit, Outcome};
use crate::face::Face;
use crate::json;
use crate::words::Word;

/// One line a picture, or one line a text. A picture without a code makes the answer negative,
/// but the others are read all the same.
pub(crate) fn run(face: &Face, arguments: &ScanArguments) -> Outcome {
    let mut exit = Exit::Fine;
    for path in &arguments.files {
        let file = path.to_string_lossy();
        let (texts, failure) = match reading::picture(path, face.language()) {
            Ok(texts) => (texts, None),
            Err(failure) => (Vec::new(), Some(failure)),
        };
        // EXPOSE: the texts are what was asked for.
        let codes: Vec<&str> = texts.iter().map(SecretString::expose_secret).collect();
        if codes.is_empty() {
            exit = Exit::Negative;
        }
        if face.output.json {
            let error = failure.as_ref().map(json::Error::from);
            face.output.object(&json::Scanned {
                file: &file,
                codes,
                error,
            })?;
            continue;
        }
        match &failure {
            Some(failure) => face.output.complain(&failure.to_string()),
            None if codes.is_empty() => face.output.say(Word::NoCodeIn, &[&file]),
            None => {}
        }
        for text in codes {
            face.output.raw(text)?;
        }
    }
    Ok(exit)
}
