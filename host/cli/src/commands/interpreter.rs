//! `aludel interpreter`.

use std::path::PathBuf;

use aludel_engine::{InterpreterReport, install_interpreter, list_interpreters, remove_interpreter};
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
    /// Install one from a file
    Install {
        /// The file: NAME-VERSION.wasm
        #[arg(value_name = "FILE")]
        file: PathBuf,
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
        Verb::Install { file } => {
            let installed = install_interpreter(&options, &file)?;
            shell.answer(&installed, |installed| format!("installed {}", line(installed)))?;
        }
        Verb::Remove { name } => {
            let removed = remove_interpreter(&options, &name)?;
            shell.answer(&removed, |removed| removed.iter().map(|one| format!("removed {}", line(one))).collect())?;
        }
    }
    Ok(Exit::Done)
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
