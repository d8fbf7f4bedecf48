//! The content of a migration's source.

use std::path::Path;

use crate::manifest::{self, ManifestEntry, ManifestError};
use crate::migration::Source;
use crate::source_digest::SOURCE_SIZE;
use crate::text_file::{self, SizeLimit, TextFileError};

/// The largest component that any limit allows: an interpreter.
pub const COMPONENT_SIZE: SizeLimit = SizeLimit { name: "component_file_size", bytes: 64 << 20 };

/// Why the content of a source cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// A file cannot be read.
    #[error(transparent)]
    File(#[from] TextFileError),
    /// A component file is none, or does not name its revisions.
    #[error("{file}: {problem}")]
    Component {
        /// The file.
        file: String,
        /// What is wrong.
        problem: ManifestError,
    },
    /// A component file that does not hold the revision any more.
    #[error("{file}: the component does not hold the revision `{revision}`")]
    RevisionMissing {
        /// The file.
        file: String,
        /// The revision.
        revision: String,
    },
}

impl SourceError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::File(error) => error.hint(),
            Self::Component { problem, .. } => problem.hint().map(str::to_owned),
            Self::RevisionMissing { .. } => None,
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(error) => error.code(),
            Self::Component { .. } => "not_a_migration_component",
            Self::RevisionMissing { .. } => "revision_missing",
        }
    }
}

/// The text of a migration that is one file.
pub fn read_text(source: &Source) -> Result<String, TextFileError> {
    text_file::read_text(&source.path, &source.display_path, SOURCE_SIZE)
}

/// The bytes of a component file.
pub fn read_component(path: &Path, file: &str) -> Result<Vec<u8>, TextFileError> {
    text_file::read_bytes(path, file, COMPONENT_SIZE)
}

/// What a component says of a revision.
pub fn find_entry(component: &[u8], file: &str, revision: &str) -> Result<ManifestEntry, SourceError> {
    let entries = manifest::read(component);
    let entries = entries.map_err(|problem| SourceError::Component { file: file.to_owned(), problem })?;
    let entry = entries.into_iter().find(|entry| entry.header.revision == revision);
    entry.ok_or_else(|| SourceError::RevisionMissing { file: file.to_owned(), revision: revision.to_owned() })
}
