//! The interpreters that scripts run on: where they are looked for, and how a script meets its own.

use std::path::PathBuf;

use aludel_build::interpreter::Reference;
use aludel_build::{Interpreters, ToolEnvironment, interpreter};
use aludel_project::installed::component;
use aludel_project::{Config, Digest, Migration};
use aludel_sandbox::{Interpreter, LoadError, Sandbox};

use crate::error::Error;
use crate::event::{Event, Observer};
use crate::housing::{House, Program};
use crate::installation::error::InstallationError;
use crate::options::OpenOptions;
use crate::run::prepare::Workshop;

/// Names a folder of interpreters, which comes before all others.
const VARIABLE: &str = "ALUDEL_INTERPRETERS";

/// The interpreters that there are for whoever opens a project.
pub(crate) fn known(options: &OpenOptions) -> Interpreters {
    let named = (options.variables)(VARIABLE).filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let shipped = options.interpreters.iter().cloned();
    let own = user_folder(options);
    Interpreters::new(named.into_iter().chain(shipped).chain(own).collect())
}

/// The folder of the user's own interpreters; none for a user without a home.
pub(crate) fn user_folder(options: &OpenOptions) -> Option<PathBuf> {
    let data = ToolEnvironment::from_variables(&*options.variables).data_folder()?;
    Some(data.join(interpreter::FOLDER))
}

/// An interpreter, and whose it is.
enum Found {
    /// The host's.
    Own(Interpreter),
    /// Of the package that the script came with: somebody else's, as the script is.
    Packaged(Interpreter),
}

/// Loads a component, with the interpreter that it names if it is a script.
pub(crate) fn load(
    workshop: &Workshop,
    migration: &Migration,
    (house, component): (House<'_>, &[u8]),
) -> Result<Program, Error> {
    let Workshop { sandbox, observer, .. } = workshop;
    let (revision, file) = (&migration.header.revision, migration.source.display_path.as_str());
    let missing = |source| Error::Interpreter { revision: revision.clone(), source: Box::new(source) };
    let needed = interpreter::needed(component).map_err(missing)?;
    let found = needed.map(|needed| find(workshop, migration, &needed)).transpose()?;
    let loaded = match (found, house) {
        (None, House::Here) => sandbox.load(file, component).map(Program::Here),
        (None, House::Apart(launcher)) => Program::load_apart(launcher, sandbox, (file, component)),
        (Some(Found::Packaged(interpreter)), House::Apart(launcher)) => {
            aludel_process::Program::load_with_interpreter(launcher, sandbox, (file, component), &interpreter)
                .map(Program::Apart)
        }
        // The host's own is compiled here, once for all; what runs on it is somebody else's. So is that of a package where it
        // runs in this process anyway.
        (Some(Found::Own(interpreter) | Found::Packaged(interpreter)), house) => {
            announce(sandbox, &**observer, &interpreter)
                .and_then(|()| load_script(sandbox, (file, component), &interpreter, house))
        }
    };
    loaded.map_err(|source| Error::Load { revision: revision.clone(), source: Box::new(source) })
}

/// The interpreter of that digest: the host's, or else the one in the package of the script.
fn find(workshop: &Workshop, migration: &Migration, needed: &Reference) -> Result<Found, Error> {
    let missing = match workshop.interpreters.get(needed) {
        Ok(interpreter) => return Ok(Found::Own(of_sandbox(interpreter))),
        Err(missing) => missing,
    };
    if let Some(interpreter) = packaged(&workshop.config, migration, needed)? {
        return Ok(Found::Packaged(of_sandbox(interpreter)));
    }
    Err(Error::Interpreter { revision: migration.header.revision.clone(), source: Box::new(missing) })
}

/// The interpreter of that digest in the package of a migration, each part of which is held against what was installed.
fn packaged(
    config: &Config,
    migration: &Migration,
    needed: &Reference,
) -> Result<Option<aludel_build::Interpreter>, Error> {
    let Some(from) = &migration.package else { return Ok(None) };
    for digest in &from.package.manifest.interpreters {
        let bytes = component::read(config, &from.package.label, *digest)
            .map_err(|error| Error::Installation(Box::new(InstallationError::Installed(error))))?;
        if Digest::of(&bytes) == needed.digest {
            let component = bytes.into();
            return Ok(Some(aludel_build::Interpreter { reference: needed.clone(), component, path: None }));
        }
    }
    Ok(None)
}

/// Says that an interpreter is about to be compiled, which takes a while.
fn announce(sandbox: &Sandbox, observer: &dyn Observer, interpreter: &Interpreter) -> Result<(), LoadError> {
    if sandbox.will_compile(interpreter)? {
        observer.event(&Event::InterpreterCompiling { interpreter: interpreter.name.clone() });
    }
    Ok(())
}

fn load_script(
    sandbox: &Sandbox,
    (file, component): (&str, &[u8]),
    interpreter: &Interpreter,
    house: House<'_>,
) -> Result<Program, LoadError> {
    match house {
        House::Here => sandbox.load_script(file, component, interpreter).map(Program::Here),
        House::Apart(launcher) => {
            let loaded = aludel_process::Program::load_script(launcher, sandbox, (file, component), interpreter);
            loaded.map(Program::Apart)
        }
    }
}

fn of_sandbox(interpreter: aludel_build::Interpreter) -> Interpreter {
    let reference = interpreter.reference;
    Interpreter {
        name: format!("{} {}", reference.name, reference.version),
        component: interpreter.component,
        digest: reference.digest.to_bytes(),
    }
}
