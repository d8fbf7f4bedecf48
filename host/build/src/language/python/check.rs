//! The syntax, checked by a Python of the machine, where there is one that knows the language well enough.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use aludel_project::Digest;

use super::finder;
use crate::environment::ToolEnvironment;
use crate::script::Module;
use crate::toolchain::{Job, ToolchainError};

/// What Python runs.
const SCRIPT: &str = include_str!("check.py");

/// How it says that the file is no Python.
const REFUSED: i32 = 3;

/// Checks texts.
#[derive(Debug)]
pub(super) struct Checker {
    environment: ToolEnvironment,
    python: OnceLock<Option<PathBuf>>,
}

impl Checker {
    pub(super) fn new(environment: ToolEnvironment) -> Self {
        Self { environment, python: OnceLock::new() }
    }

    /// Nothing is wrong as far as is known here: the interpreter looks again.
    pub(super) fn check(&self, module: &Module, job: &Job<'_>) -> Result<(), ToolchainError> {
        let known = job.kept.join("checked").join(Digest::of(module.text.as_bytes()).to_string());
        if known.is_file() {
            return Ok(());
        }
        let Some(python) = self.python.get_or_init(|| finder::find(&self.environment, job.kept)) else { return Ok(()) };
        let file = job.workshop.join("checked.py");
        fs::write(&file, &module.text).map_err(|error| ToolchainError::unwritable(job.workshop, &error))?;
        let mut command = self.environment.command(python, job.workshop);
        command.args(["-I", "-B", "-c", SCRIPT]).arg(&file).arg(&module.name);
        let done = command.output().map_err(|error| ToolchainError::Failed {
            program: python.display().to_string(),
            reason: error.to_string(),
        })?;
        if done.status.code() == Some(REFUSED) {
            return Err(ToolchainError::compile(String::from_utf8_lossy(&done.stdout)));
        }
        if done.status.success() {
            // Whoever cannot keep this checks again.
            let _ = fs::create_dir_all(job.kept.join("checked")).and_then(|()| fs::write(&known, ""));
        }
        Ok(())
    }
}
