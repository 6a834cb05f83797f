//! The manual pages and the completions of shells, made from the command line's own description.

use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::args::Arguments;
use crate::exit::{Exit, Outcome};
use crate::face::Face;

/// Prints the completions of a shell.
pub(crate) fn completions(face: &Face, shell: Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "segl", &mut script);
    face.output.bytes(&script)?;
    Ok(Exit::Fine)
}

/// Prints segl(1), or writes it and one page a command into a folder.
pub(crate) fn pages(face: &Face, dir: Option<&Path>) -> Outcome {
    match dir {
        Some(dir) => clap_mangen::generate_to(Arguments::command(), dir)?,
        None => {
            let mut page = Vec::new();
            Man::new(Arguments::command()).render(&mut page)?;
            face.output.bytes(&page)?;
        }
    }
    Ok(Exit::Fine)
}
