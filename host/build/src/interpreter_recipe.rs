//! How the interpreters of Python are made: with componentize-py, of files that are part of this crate.
//!
//! They are too large to be part of it themselves, and made once for a machine.

use std::fs;
use std::path::{Path, PathBuf};

use aludel_project::{Language, whole_file};

use crate::embedded::PYTHON_INTERPRETERS;
use crate::environment::ToolEnvironment;
use crate::interpreter::{self, Interpreter, InterpreterError};
use crate::sdk;
use crate::toolchain::ToolchainError;

/// The tool that makes them, as its package is called.
const TOOL: &str = "componentize-py";

/// The version that was tried.
const TOOL_VERSION: &str = "0.25.1";

/// The interpreters that can be made.
pub const NAMES: [&str; 2] = ["python", "alembic"];

/// Why an interpreter cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecipeError {
    /// There is no recipe of that name.
    #[error("there is no interpreter `{name}` to install; there are {}", NAMES.join(" and "))]
    Unknown {
        /// The name.
        name: String,
    },
    /// A tool is missing, or fails.
    #[error(transparent)]
    Tool(#[from] ToolchainError),
    /// What came out is no interpreter.
    #[error(transparent)]
    Interpreter(#[from] InterpreterError),
}

impl RecipeError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unknown { .. } => Some(format!("aludel interpreter install {}", NAMES[0])),
            Self::Tool(error) => error.hint(),
            Self::Interpreter(error) => error.hint(),
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "no_such_interpreter",
            Self::Tool(error) => error.code(),
            Self::Interpreter(error) => error.code(),
        }
    }
}

/// Makes an interpreter in a folder, which goes away with whoever made it.
pub fn make(name: &str, folder: &Path, environment: &ToolEnvironment) -> Result<Interpreter, RecipeError> {
    let Some(name) = NAMES.into_iter().find(|known| *known == name) else {
        return Err(RecipeError::Unknown { name: name.to_owned() });
    };
    let python = find_python(environment)?;
    unpack(folder).map_err(|error| ToolchainError::unwritable(folder, &error))?;
    let made = folder.join(format!("{name}.wasm"));
    run(name, &python, &made, folder, environment)?;
    Ok(interpreter::from_file(&made)?)
}

fn find_python(environment: &ToolEnvironment) -> Result<PathBuf, ToolchainError> {
    let missing = |tool: &str| ToolchainError::Missing {
        tool: tool.to_owned(),
        tried: vec![format!("there is no program `{tool}` on PATH")],
        install: format!("pip install {TOOL}=={TOOL_VERSION}"),
    };
    environment.find_program(TOOL).ok_or_else(|| missing(TOOL))?;
    // Whoever has the tool has a Python: the tool is a package of it.
    let python = ["python3", "python"].into_iter().find_map(|name| environment.find_program(name));
    python.ok_or_else(|| missing("python3"))
}

/// Lays the files out as they are in the repository, which is what the recipe expects.
fn unpack(folder: &Path) -> std::io::Result<()> {
    for (path, content) in PYTHON_INTERPRETERS {
        whole_file::write(&folder.join(path), content)?;
    }
    for (path, content) in sdk::files(Language::Python) {
        whole_file::write(&folder.join("sdk").join(path), content)?;
    }
    fs::create_dir_all(folder)
}

fn run(
    name: &str,
    python: &Path,
    out: &Path,
    folder: &Path,
    environment: &ToolEnvironment,
) -> Result<(), ToolchainError> {
    let mut command = environment.command(python, folder);
    command.arg("-B");
    if name == "alembic" {
        command.arg("alembic/build.py").arg(out).args(["--work", "work"]);
    } else {
        command.args(["build", "--name", name, "--out"]).arg(out);
    }
    let program = "guest-sdk/python/build".to_owned();
    let failed = |reason: String| ToolchainError::Failed { program: program.clone(), reason };
    let done = command.output().map_err(|error| failed(error.to_string()))?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(if done.stderr.is_empty() { &done.stdout } else { &done.stderr }).into_owned();
    Err(failed(said.trim_end().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_the_recipe_needs_is_part_of_the_crate() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        unpack(folder.path()).expect("the folder is writable");
        for file in [
            "build",
            "interpreter/python_interpreter.py",
            "interpreter/aludel_interpreter/standard_library.txt",
            "alembic/build.py",
            "sdk/aludel/__init__.py",
            "wit/migration.wit",
            "wit/deps/aludel-sql/package.wit",
        ] {
            assert!(folder.path().join(file).is_file(), "{file}");
        }
    }

    #[test]
    fn a_missing_tool_is_named_with_the_command_that_installs_it() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let error = make("python", folder.path(), &ToolEnvironment::default()).expect_err("there are no tools");
        assert_eq!(error.hint().as_deref(), Some("pip install componentize-py==0.25.1"));
        let error = make("perl", folder.path(), &ToolEnvironment::default()).expect_err("there is no recipe");
        assert_eq!(error.to_string(), "there is no interpreter `perl` to install; there are python and alembic");
    }

    #[test]
    fn the_recipe_names_the_same_version() {
        let (_, recipe) = PYTHON_INTERPRETERS.iter().find(|(path, _)| *path == "build").expect("it is embedded");
        let recipe = std::str::from_utf8(recipe).expect("it is text");
        assert!(recipe.contains(&format!("TOOL_VERSION = \"{TOOL_VERSION}\"")));
    }
}
