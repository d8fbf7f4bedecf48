//! Go, by the compiler of Go itself: a module of WASI, whose imports the stub answers.
//!
//! A migration is a program of its own in the workshop: its files, and one that exports its functions. The user's own
//! cache of compiled packages is shared, so that only the first build on a machine compiles Go's library.

mod imports;
mod program;
#[cfg(test)]
mod tests;
mod tool;
mod workshop;

use std::sync::OnceLock;

use crate::environment::ToolEnvironment;
use crate::toolchain::{Job, Toolchain, ToolchainError};
use program::Program;
use tool::Tool;

/// Builds migrations in Go.
#[derive(Debug)]
pub(super) struct Go {
    environment: ToolEnvironment,
    tool: OnceLock<Result<Tool, ToolchainError>>,
}

impl Go {
    /// Finds its tools in this environment when they are asked for.
    pub(super) fn new(environment: &ToolEnvironment) -> Self {
        Self { environment: environment.clone(), tool: OnceLock::new() }
    }

    fn tool(&self) -> Result<&Tool, ToolchainError> {
        self.tool.get_or_init(|| Tool::find(&self.environment)).as_ref().map_err(Clone::clone)
    }
}

impl Toolchain for Go {
    fn version(&self) -> Result<String, ToolchainError> {
        Ok(self.tool()?.version.clone())
    }

    fn build(&self, job: &Job<'_>) -> Result<Vec<u8>, ToolchainError> {
        let tool = self.tool()?;
        let program = Program::read(&job.source)?;
        imports::check(&program)?;
        workshop::furnish(job, &program)?;
        tool.compile(&self.environment, job, &program)
    }
}
