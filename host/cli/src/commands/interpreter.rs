//! `aludel interpreter`.

use std::path::Path;

use aludel_engine::{InterpreterReport, install_interpreter, list_interpreters, make_interpreter, remove_interpreter};
use clap::Subcommand;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::render::human::path;
use crate::render::printable::one_line;
use crate::shell::Shell;

/// The interpreters that migrations in Python and JavaScript run on
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List those that are there
    List,
    /// Install one: make it with the tools of this machine, or copy it from a file
    Install {
        /// `python` or `alembic`, or a file: NAME-VERSION.wasm
        #[arg(value_name = "NAME|FILE")]
        what: String,
    },
    /// Remove one that was installed
    Remove {
        /// Its name
        #[arg(value_name = "NAME")]
        name: String,
    },
}

pub(crate) fn run(args: Args, shell: &Shell) -> Result<Exit, Failure> {
    let options = shell.open_options();
    match args.verb {
        Verb::List => shell.answer(&list_interpreters(&options)?, |found| found.iter().map(line).collect())?,
        Verb::Install { what } => {
            let installed = match file(&what) {
                Some(file) => install_interpreter(&options, file)?,
                None => make_interpreter(&options, &what)?,
            };
            shell.answer(&installed, |installed| format!("installed {}", line(installed)))?;
        }
        Verb::Remove { name } => {
            let removed = remove_interpreter(&options, &name)?;
            shell.answer(&removed, |removed| removed.iter().map(|one| format!("removed {}", line(one))).collect())?;
        }
    }
    Ok(Exit::Done)
}

/// A name has neither a folder nor an ending.
fn file(what: &str) -> Option<&Path> {
    let path = Path::new(what);
    (path.components().count() > 1 || path.extension().is_some()).then_some(path)
}

fn line(interpreter: &InterpreterReport) -> String {
    let place = interpreter.path.as_deref().map_or_else(|| "built in".to_owned(), path);
    format!(
        "{} {} ({} bytes, {place})\n",
        one_line(&interpreter.name),
        one_line(&interpreter.version),
        interpreter.bytes
    )
}
