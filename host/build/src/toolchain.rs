//! What a language needs to be built: its tools, found and asked for their version, and what can go wrong with them.

use std::fmt::Debug;
use std::path::Path;

use aludel_project::Digest;
use aludel_project::text_file::TextFileError;

use crate::error::TOOLCHAIN_MISSING;
use crate::interpreter::InterpreterError;
use crate::world::WorldError;

/// The tools of a compiled language.
///
/// One value serves all migrations of a project, from several threads at once; what it finds out of its tools it keeps.
pub trait Toolchain: Debug + Send + Sync {
    /// All that the tools say of themselves. Another text is another toolchain, and builds everything anew.
    fn version(&self) -> Result<String, ToolchainError>;

    /// Whatever decides about the module beside the source, the library and the tools: files outside of the source, say.
    fn inputs(&self, source: &SourceFiles<'_>) -> Result<Digest, ToolchainError> {
        let _ = source;
        Ok(Digest::of(b""))
    }

    /// Compiles a migration to a core module of world `migration` or `checked-migration`, or to a component.
    fn build(&self, job: &Job<'_>) -> Result<Vec<u8>, ToolchainError>;
}

/// The source of a migration.
#[derive(Debug, Clone, Copy)]
pub struct SourceFiles<'a> {
    /// The file, or the folder.
    pub path: &'a Path,
    /// The file with the header: the same, or `migration.EXT` in the folder.
    pub main: &'a Path,
    /// What messages call that file: its path from the root, `/` between its parts.
    pub display_path: &'a str,
    /// The root of the project.
    pub root: &'a Path,
}

impl SourceFiles<'_> {
    /// Whether the migration is a folder of several files.
    pub fn is_folder(&self) -> bool {
        self.path != self.main
    }
}

/// One build.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// What is built.
    pub source: SourceFiles<'a>,
    /// The revision.
    pub revision: &'a str,
    /// A folder for this build alone, empty at its start.
    pub workshop: &'a Path,
    /// The unpacked library of the language.
    pub library: &'a Path,
    /// A folder of the toolchain's own that is kept between builds, and shared by those that run at the same time.
    pub kept: &'a Path,
}

/// Why a source does not become a component.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ToolchainError {
    /// A tool is not there.
    #[error("{tool} is not to be found: {}", .tried.join("; "))]
    Missing {
        /// What is missing, such as `a C compiler for WebAssembly`.
        tool: String,
        /// What was looked at, and what it lacks.
        tried: Vec<String>,
        /// The command that installs it.
        install: String,
    },
    /// A tool is there, but not one that will do.
    #[error("`{program}` is {found}, and {wanted} is needed")]
    WrongVersion {
        /// The program.
        program: String,
        /// The version it says.
        found: String,
        /// What would do.
        wanted: String,
        /// The command that installs one.
        install: String,
    },
    /// A tool cannot be started, or fails for a reason that is not the source's.
    #[error("`{program}` cannot be run: {reason}")]
    Failed {
        /// The program.
        program: String,
        /// What the system or the tool said.
        reason: String,
    },
    /// The source is refused by its compiler.
    #[error("it does not compile:\n{output}")]
    Compile {
        /// What the compiler said, with paths as the project shows them.
        output: String,
        /// What to do about it, where the compiler cannot know.
        hint: Option<String>,
    },
    /// It needs what cannot come with it, or what no migration is given.
    #[error("{file}:{line}: {problem}")]
    Import {
        /// The file that asks for it.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is asked for, and why it cannot be had.
        problem: String,
        /// What to do about it.
        hint: Option<String>,
    },
    /// The interpreter of a script cannot be had.
    #[error(transparent)]
    Interpreter(#[from] InterpreterError),
    /// A folder for what is built cannot be written.
    #[error("{folder}: cannot be written: {reason}")]
    Unwritable {
        /// The folder.
        folder: String,
        /// What the system said.
        reason: String,
    },
    /// A source file cannot be read.
    #[error(transparent)]
    Source(#[from] TextFileError),
    /// What came out is no migration.
    #[error(transparent)]
    World(#[from] WorldError),
}

impl ToolchainError {
    /// A folder that cannot be written.
    pub(crate) fn unwritable(folder: &Path, error: &std::io::Error) -> Self {
        Self::Unwritable { folder: folder.display().to_string(), reason: error.to_string() }
    }

    /// A source that is refused by its compiler, whose words say enough.
    pub(crate) fn compile(output: impl Into<String>) -> Self {
        Self::Compile { output: output.into(), hint: None }
    }

    /// The same with what to do about it.
    pub(crate) fn with_hint(self, hint: Option<String>) -> Self {
        match self {
            Self::Compile { output, .. } => Self::Compile { output, hint },
            other => other,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Missing { install, .. } | Self::WrongVersion { install, .. } => Some(install.clone()),
            Self::Compile { hint, .. } | Self::Import { hint, .. } => hint.clone(),
            Self::Interpreter(error) => error.hint(),
            Self::Source(error) => error.hint(),
            Self::World(error) => Some(error.hint().to_owned()),
            Self::Failed { .. } | Self::Unwritable { .. } => None,
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => TOOLCHAIN_MISSING,
            Self::WrongVersion { .. } => "toolchain_version",
            Self::Failed { .. } => "toolchain_failed",
            Self::Compile { .. } => "compile_failed",
            Self::Import { .. } => "import_refused",
            Self::Interpreter(error) => error.code(),
            Self::Unwritable { .. } => "build_folder_unwritable",
            Self::Source(error) => error.code(),
            Self::World(_) => "not_a_migration",
        }
    }
}
