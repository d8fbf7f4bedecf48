//! JavaScript: read, checked and bundled in process, and run on the interpreter that is part of this crate.

mod bundle;
mod complaint;
mod message;
mod module;
mod origin;
mod packages;
mod refusal;
mod types;

use crate::environment::ToolEnvironment;
use crate::script::{Frontend, Script};
use crate::toolchain::{Job, ToolchainError};

pub(super) use bundle::Bundled;
pub(super) use packages::program;

/// The name of the interpreter.
const INTERPRETER: &str = "javascript";

/// Reads migrations in JavaScript.
#[derive(Debug)]
pub(crate) struct JavaScript {
    environment: ToolEnvironment,
}

impl JavaScript {
    /// Bundlers are looked for in that environment.
    pub(crate) fn new(environment: &ToolEnvironment) -> Self {
        Self { environment: environment.clone() }
    }
}

impl Frontend for JavaScript {
    fn read(&self, job: &Job<'_>) -> Result<Script, ToolchainError> {
        Ok(script(bundle::read(job, &self.environment)?))
    }
}

/// What the bundle of a migration in JavaScript or TypeScript is built into.
pub(super) fn script(bundled: Bundled) -> Script {
    Script { bundle: bundled.bundle, interpreter: INTERPRETER, has_verify: bundled.has_verify }
}

/// The bundle of a migration, with all that it imports.
pub(super) fn read(job: &Job<'_>, environment: &ToolEnvironment) -> Result<Bundled, ToolchainError> {
    bundle::read(job, environment)
}

#[cfg(test)]
mod tests;
