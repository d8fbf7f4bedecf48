//! Why a crate cannot be built.

use crate::error::TOOLCHAIN_MISSING;
use crate::world::WorldError;
use aludel_project::text_file::TextFileError;

/// Why a crate cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RustError {
    /// No compiler here makes WebAssembly.
    #[error("no Rust toolchain here builds for {target}: {}", .tried.join("; "), target = super::TARGET)]
    ToolchainMissing {
        /// What was looked at, and what it lacks.
        tried: Vec<String>,
    },
    /// A tool cannot be started.
    #[error("`{program}` cannot be run: {reason}")]
    ToolFailed {
        /// The tool.
        program: String,
        /// What the system or the tool said.
        reason: String,
    },
    /// The standard library that the compiler lacks cannot be built.
    #[error("the standard library for {target} cannot be built:\n{output}", target = super::TARGET)]
    StandardLibrary {
        /// What the compiler said.
        output: String,
    },
    /// A folder for what is built cannot be written.
    #[error("{folder}: cannot be written: {reason}")]
    Unwritable {
        /// The folder.
        folder: String,
        /// What the system said.
        reason: String,
    },
    /// A crate that this one depends on cannot be read.
    #[error("a dependency cannot be read: {0}")]
    Dependency(TextFileError),
    /// It does not compile.
    #[error("it does not compile:\n{output}")]
    Compile {
        /// What the compiler said.
        output: String,
    },
    /// It compiles to something else than a module.
    #[error("it compiles, but not to a WebAssembly module")]
    NoModule,
    /// It is no migration.
    #[error(transparent)]
    World(#[from] WorldError),
}

/// What cargo says of a package that it cannot have.
const PACKAGE_MISSING: [&str; 4] =
    ["no matching package", "failed to download", "failed to get `", "Unable to update registry"];

impl RustError {
    /// The error of a folder that cannot be written.
    pub(crate) fn unwritable(folder: &std::path::Path, error: &std::io::Error) -> Self {
        Self::Unwritable { folder: folder.display().to_string(), reason: error.to_string() }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::ToolchainMissing { .. } => Some(
                "rustup target add wasm32-unknown-unknown   (on Debian without rustup: apt install rustc-web cargo-web \
                 rust-web-src lld)"
                    .to_owned(),
            ),
            Self::NoModule => Some("write this into its Cargo.toml: [lib] crate-type = [\"cdylib\"]".to_owned()),
            Self::Compile { output } if PACKAGE_MISSING.iter().any(|words| output.contains(words)) => Some(
                "look at its name in Cargo.toml; where there is no network, `cargo vendor` brings packages into the \
                 project while there is one"
                    .to_owned(),
            ),
            Self::World(error @ WorldError::ForeignImport { .. }) => Some(error.hint().to_owned()),
            Self::World(_) => Some("name its functions: aludel_guest::migration!(upgrade, downgrade);".to_owned()),
            _ => None,
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ToolchainMissing { .. } => TOOLCHAIN_MISSING,
            Self::ToolFailed { .. } | Self::StandardLibrary { .. } => "toolchain_failed",
            Self::Unwritable { .. } => "build_folder_unwritable",
            Self::Dependency(error) => error.code(),
            Self::Compile { .. } => "compile_failed",
            Self::NoModule | Self::World(_) => "not_a_migration",
        }
    }
}
