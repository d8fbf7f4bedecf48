//! Where guests run: in this process, or in one of their own.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aludel_grants::Section;
use aludel_process::{Launcher, Walls};
use aludel_project::config::{Given, GrantsSection, Housing};
use aludel_project::{Migration, SourceKind};
use aludel_sandbox::{Call, Limits, LoadError, Observer, RunError, Sandbox, TargetDefinition};
use aludel_schema::SchemaDatabase;
use aludel_sql::Dialect;
use tokio::runtime::Handle;

use crate::error::Error;

/// The program that is started for a guest that runs in a process of its own: it has to call [`serve_guest`] before it does
/// anything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestProcess {
    /// The program.
    pub program: PathBuf,
    /// What it is told, so that it knows.
    pub arguments: Vec<OsString>,
}

/// Is the process of a guest: takes one order from the host on stdin, and tells what came of it on stdout.
///
/// What the process may do afterwards is next to nothing, so it ends when this returns. The text of the error says why there
/// was nothing to do.
pub fn serve_guest() -> Result<(), String> {
    aludel_process::serve().map_err(|error| error.to_string())
}

/// How a program is loaded.
pub(crate) enum House<'launcher> {
    Here,
    Apart(&'launcher Launcher),
}

impl<'launcher> House<'launcher> {
    /// Where a migration runs.
    ///
    /// The code of a migration in SQL is the host's own, whoever wrote the statements. What came from elsewhere has a process of
    /// its own where the system can put walls around it that are worth one; else it has one if the project says so.
    pub(crate) fn of(
        migration: &Migration,
        grants: &GrantsSection,
        launcher: Option<&'launcher Launcher>,
    ) -> Result<Self, Error> {
        if migration.source.kind == SourceKind::Sql {
            return Ok(Self::Here);
        }
        Self::given(&grants.given(migration), launcher)
    }

    /// Where a component runs that is no migration: as one in that place would.
    pub(crate) fn of_file(
        file: &Path,
        grants: &GrantsSection,
        launcher: Option<&'launcher Launcher>,
    ) -> Result<Self, Error> {
        Self::given(&grants.given_to_file(file), launcher)
    }

    fn given(given: &Given, launcher: Option<&'launcher Launcher>) -> Result<Self, Error> {
        let is_foreign = matches!(given.section, Section::Trust(_) | Section::Package(_));
        match (given.housing, launcher) {
            (Some(Housing::Process), Some(launcher)) if Walls::HERE != Walls::Nothing => Ok(Self::Apart(launcher)),
            (Some(Housing::Process), _) => Err(not_here(&given.section)),
            (None, Some(launcher)) if is_foreign && Walls::HERE == Walls::CallsAndLimits => Ok(Self::Apart(launcher)),
            (Some(Housing::Sandbox) | None, _) => Ok(Self::Here),
        }
    }
}

fn not_here(section: &Section) -> Error {
    let message = match Walls::HERE {
        Walls::Nothing => "this system has no walls that a process of a guest could be put behind",
        Walls::LimitsOnly | Walls::CallsAndLimits => "this program has not said how the process of a guest is started",
    };
    Error::Usage {
        code: "no_process_isolation",
        message: format!("`isolation = \"process\"` is asked for, and {message}"),
        hint: Some(format!(
            "if the sandbox alone will do, write this into aludel.toml:\n{section}\nisolation = \"sandbox\""
        )),
    }
}

/// A program, wherever it runs.
#[derive(Debug, Clone)]
pub(crate) enum Program {
    Here(aludel_sandbox::Program),
    Apart(aludel_process::Program),
}

impl GuestProcess {
    pub(crate) fn launcher(&self) -> Launcher {
        Launcher::new(&self.program, self.arguments.iter().cloned())
    }
}

impl Program {
    /// Loads a component that runs in a process of its own, on a thread that may wait.
    pub(crate) fn load_apart(
        launcher: &Launcher,
        sandbox: &Sandbox,
        (file, component): (&str, &[u8]),
    ) -> Result<Self, LoadError> {
        let loading = aludel_process::Program::load(launcher, sandbox, file, component);
        Handle::current().block_on(loading).map(Self::Apart)
    }

    pub(crate) fn exports_check(&self) -> bool {
        match self {
            Self::Here(program) => program.exports_check(),
            Self::Apart(program) => program.exports_check(),
        }
    }

    pub(crate) fn exports_target(&self) -> bool {
        match self {
            Self::Here(program) => program.exports_target(),
            Self::Apart(program) => program.exports_target(),
        }
    }

    pub(crate) fn imports_operations(&self) -> bool {
        match self {
            Self::Here(program) => program.imports_operations(),
            Self::Apart(program) => program.imports_operations(),
        }
    }

    pub(crate) fn section(&self, name: &str) -> Option<&[u8]> {
        match self {
            Self::Here(program) => program.section(name),
            Self::Apart(program) => program.section(name),
        }
    }

    pub(crate) fn limits(&self) -> &Limits {
        match self {
            Self::Here(program) => program.limits(),
            Self::Apart(program) => program.limits(),
        }
    }

    pub(crate) fn with_limits(self, limits: Limits) -> Self {
        match self {
            Self::Here(program) => Self::Here(program.with_limits(limits)),
            Self::Apart(program) => Self::Apart(program.with_limits(limits)),
        }
    }

    pub(crate) async fn run(
        &self,
        call: Call,
        database: Box<dyn SchemaDatabase>,
        observer: Arc<dyn Observer>,
    ) -> Result<(), RunError> {
        match self {
            Self::Here(program) => program.run(call, database, observer).await,
            Self::Apart(program) => program.run(call, database, observer).await,
        }
    }

    pub(crate) async fn target(
        &self,
        dialect: Dialect,
        observer: Arc<dyn Observer>,
    ) -> Result<TargetDefinition, RunError> {
        match self {
            Self::Here(program) => program.target(dialect, observer).await,
            Self::Apart(program) => program.target(dialect, observer).await,
        }
    }
}
