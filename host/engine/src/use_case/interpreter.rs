//! `interpreter`: what scripts run on.

use std::path::{Path, PathBuf};

use aludel_build::interpreter_recipe::{self, RecipeError};
use aludel_build::{Interpreter, InterpreterError, ToolEnvironment, interpreter};

use crate::error::Error;
use crate::interpreters;
use crate::options::OpenOptions;
use crate::report::InterpreterReport;

/// The interpreters that there are, the built-in one first. A file that is none is an error.
pub fn list_interpreters(options: &OpenOptions) -> Result<Vec<InterpreterReport>, Error> {
    let found = interpreters::known(options).list();
    found.into_iter().map(|found| found.map(report).map_err(unusable)).collect()
}

/// Copies an interpreter from a file to the user's own. One of the same name and version is replaced.
pub fn install_interpreter(options: &OpenOptions, file: &Path) -> Result<InterpreterReport, Error> {
    let shown = file.display().to_string();
    let interpreter = interpreter::from_file(&options.directory.join(file)).map_err(unusable)?;
    interpreter::check_world(&interpreter, &shown).map_err(unusable)?;
    keep(options, interpreter)
}

/// Makes an interpreter, `python` or `alembic`, with the tools of the machine, and puts it with the user's own.
pub fn make_interpreter(options: &OpenOptions, name: &str) -> Result<InterpreterReport, Error> {
    let environment = ToolEnvironment::from_variables(&*options.variables);
    let folder = user_folder(options)?.join(format!("making-{name}-{}", std::process::id()));
    let made = interpreter_recipe::make(name, &folder, &environment);
    // What is left of it is of no use to anybody, whether it was made or not.
    let _ = std::fs::remove_dir_all(&folder);
    keep(options, made.map_err(not_made)?)
}

fn not_made(error: RecipeError) -> Error {
    match error {
        RecipeError::Interpreter(error) => unusable(error),
        error => Error::Recipe(Box::new(error)),
    }
}

fn keep(options: &OpenOptions, interpreter: Interpreter) -> Result<InterpreterReport, Error> {
    let folder = user_folder(options)?;
    let reference = &interpreter.reference;
    let path = folder.join(format!("{}-{}.wasm", reference.name, reference.version));
    let written = aludel_project::whole_file::write(&path, &interpreter.component);
    written.map_err(|source| Error::Write { path: path.clone(), source })?;
    Ok(report(Interpreter { path: Some(path), ..interpreter }))
}

/// Removes every version of an interpreter from the user's own, and gives what was removed.
pub fn remove_interpreter(options: &OpenOptions, name: &str) -> Result<Vec<InterpreterReport>, Error> {
    let folder = user_folder(options)?;
    let own = interpreters::known(options).list().into_iter().filter_map(Result::ok);
    let named = own.filter(|interpreter| interpreter.reference.name == name);
    let named: Vec<_> = named.filter(|interpreter| is_in(interpreter.path.as_deref(), &folder)).collect();
    if named.is_empty() {
        return Err(Error::Usage {
            code: "no_such_interpreter",
            message: format!("no interpreter `{name}` in {}", folder.display()),
            hint: Some("aludel interpreter list".to_owned()),
        });
    }
    for path in named.iter().filter_map(|interpreter| interpreter.path.clone()) {
        std::fs::remove_file(&path).map_err(|source| Error::Write { path, source })?;
    }
    Ok(named.into_iter().map(report).collect())
}

fn is_in(path: Option<&Path>, folder: &Path) -> bool {
    path.and_then(Path::parent) == Some(folder)
}

fn user_folder(options: &OpenOptions) -> Result<PathBuf, Error> {
    interpreters::user_folder(options).ok_or_else(|| Error::Usage {
        code: "no_data_folder",
        message: "there is no folder for the interpreters of this user: neither HOME nor XDG_DATA_HOME is set"
            .to_owned(),
        hint: None,
    })
}

fn unusable(error: InterpreterError) -> Error {
    Error::InterpreterFile(Box::new(error))
}

fn report(interpreter: Interpreter) -> InterpreterReport {
    InterpreterReport {
        name: interpreter.reference.name,
        version: interpreter.reference.version,
        digest: interpreter.reference.digest.to_string(),
        bytes: interpreter.component.len(),
        path: interpreter.path,
    }
}
