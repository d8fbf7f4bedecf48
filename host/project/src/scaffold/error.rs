//! What can be in the way of a new project.

use std::path::PathBuf;

use crate::new_files::WriteError;
use crate::template::TemplateError;

/// Why a project was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScaffoldError {
    /// There is one.
    #[error("there is a project already: {path} exists", path = .path.display())]
    ProjectExists {
        /// Its configuration.
        path: PathBuf,
    },
    /// A file where a folder should be.
    #[error("{path} is no folder", path = .path.display())]
    NotAFolder {
        /// The file.
        path: PathBuf,
    },
    /// The place cannot be looked at.
    #[error("{path} cannot be read: {reason}", path = .path.display())]
    Unreadable {
        /// The place.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// No such template.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl ScaffoldError {
    /// What to type, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::ProjectExists { .. } => Some("add a migration to it: aludel revision -m \"...\"".to_owned()),
            Self::NotAFolder { .. } => Some("choose another folder: aludel init FOLDER".to_owned()),
            Self::Template(error) => error.hint(),
            Self::Unreadable { .. } | Self::Write(_) => None,
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ProjectExists { .. } => "project_exists",
            Self::NotAFolder { .. } => "not_a_folder",
            Self::Unreadable { .. } => "file_unreadable",
            Self::Template(error) => error.code(),
            Self::Write(error) => error.code(),
        }
    }
}
