//! The interpreters that scripts run on: where they are looked for, and how a script meets its own.

use std::path::PathBuf;

use aludel_build::{Interpreters, ToolEnvironment, interpreter};
use aludel_sandbox::{Interpreter, LoadError, Sandbox};

use crate::error::Error;
use crate::event::{Event, Observer};
use crate::housing::{House, Program};
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

/// Loads a component, with the interpreter that it names if it is a script.
pub(crate) fn load(
    Workshop { sandbox, interpreters, observer, .. }: &Workshop,
    (revision, file): (&str, &str),
    (house, component): (House<'_>, &[u8]),
) -> Result<Program, Error> {
    let needed =
        interpreter::needed(component).and_then(|needed| needed.map(|needed| interpreters.get(&needed)).transpose());
    let needed =
        needed.map_err(|source| Error::Interpreter { revision: revision.to_owned(), source: Box::new(source) })?;
    let loaded = match (needed, house) {
        (None, House::Here) => sandbox.load(file, component).map(Program::Here),
        (None, House::Apart(launcher)) => Program::load_apart(launcher, sandbox, (file, component)),
        // An interpreter is the host's own, so it is compiled here, once for all; what runs on it is somebody else's.
        (Some(interpreter), house) => {
            let interpreter = of_sandbox(interpreter);
            announce(sandbox, &**observer, &interpreter)
                .and_then(|()| load_script(sandbox, (file, component), &interpreter, house))
        }
    };
    loaded.map_err(|source| Error::Load { revision: revision.to_owned(), source: Box::new(source) })
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
