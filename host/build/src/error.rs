//! Why a migration cannot be built.

use std::fmt;
use std::path::Path;

use crate::rust::RustError;
use crate::toolchain::ToolchainError;
use aludel_project::installed::InstalledError;
use aludel_project::source::SourceError;
use aludel_project::sql_section::SqlSourceError;
use aludel_project::text_file::TextFileError;

/// The code of an error for a machine without the tools of a language.
pub(crate) const TOOLCHAIN_MISSING: &str = "toolchain_missing";

/// Why a migration cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// Its source cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// A component of an installed package is not what was installed.
    #[error(transparent)]
    Installed(#[from] InstalledError),
    /// The text of a `.sql` file is no SQL migration.
    #[error("{file}:{line}: {problem}", line = .problem.line())]
    Sql {
        /// The file.
        file: String,
        /// What is wrong.
        problem: SqlSourceError,
    },
    /// A crate cannot be built.
    #[error("migration `{revision}` ({file}): {problem}")]
    Rust {
        /// The revision.
        revision: String,
        /// The folder of the crate.
        file: String,
        /// What is wrong.
        problem: RustError,
    },
    /// A migration in another language cannot be built.
    #[error("migration `{revision}` ({file}): {problem}")]
    Code {
        /// The revision.
        revision: String,
        /// The file or folder.
        file: String,
        /// What is wrong.
        problem: Box<ToolchainError>,
    },
    /// A component stands beside a source that cannot be built here, and nothing says that it is what was built from it.
    #[error("{problem}; and {component} does not run in its place, since aludel.lock does not have it")]
    NotLocked {
        /// The component.
        component: String,
        /// Why the source cannot be built.
        problem: Box<BuildError>,
    },
}

impl BuildError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Source(error) => error.hint(),
            Self::Installed(error) => error.hint(),
            Self::Sql { problem, .. } => problem.hint(),
            Self::Rust { problem, .. } => problem.hint(),
            Self::Code { problem, .. } => problem.hint(),
            Self::NotLocked { component, .. } => {
                let folder = Path::new(component).parent().unwrap_or(Path::new("")).display();
                Some(format!(
                    "where its tools are, run `aludel build --out {folder}`, and keep aludel.lock with the project"
                ))
            }
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Source(error) => error.code(),
            Self::Installed(error) => error.code(),
            Self::Sql { .. } => "sql_not_split",
            Self::Rust { problem, .. } => problem.code(),
            Self::Code { problem, .. } => problem.code(),
            Self::NotLocked { .. } => "component_not_locked",
        }
    }

    /// Whether a component is not what was installed.
    pub fn is_integrity(&self) -> bool {
        matches!(self, Self::Installed(error) if error.is_integrity())
    }

    /// Whether all that is wrong is that this machine has no tools for it.
    pub(crate) fn is_missing_tool(&self) -> bool {
        self.code() == TOOLCHAIN_MISSING
    }
}

impl From<TextFileError> for BuildError {
    fn from(error: TextFileError) -> Self {
        Self::Source(SourceError::File(error))
    }
}

/// Every migration that cannot be built; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildErrors {
    /// In the order of the migrations.
    pub errors: Vec<BuildError>,
}

impl std::error::Error for BuildErrors {}

impl fmt::Display for BuildErrors {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        aludel_project::error_list::write_lines(out, &self.errors)
    }
}
