//! Why a project of Alembic cannot be taken over.

use std::path::PathBuf;

use crate::new_files::WriteError;
use crate::text_file::TextFileError;

/// Why a project of Alembic cannot be taken over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AlembicProjectError {
    /// There is no project.
    #[error("{folder} is no project of Alembic: neither alembic.ini nor [tool.alembic] in pyproject.toml", folder = .folder.display())]
    SettingsMissing {
        /// The folder.
        folder: PathBuf,
    },
    /// A file cannot be read.
    #[error(transparent)]
    File(#[from] TextFileError),
    /// `pyproject.toml` is not TOML.
    #[error("{file} is not valid TOML: {reason}", file = .file.display())]
    Malformed {
        /// The file.
        file: PathBuf,
        /// What the parser said.
        reason: String,
    },
    /// The settings do not say where the scripts are.
    #[error("{file} does not say `script_location`", file = .file.display())]
    LocationUnsaid {
        /// The file.
        file: PathBuf,
    },
    /// A folder that the settings name.
    #[error("the folder {path}, which the settings of Alembic name, is not there", path = .path.display())]
    LocationMissing {
        /// The folder.
        path: PathBuf,
    },
    /// There is a project of Aludel already.
    #[error("there is a project already: {path} exists", path = .path.display())]
    ProjectExists {
        /// Its configuration.
        path: PathBuf,
    },
    /// A file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl AlembicProjectError {
    /// What to type, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::SettingsMissing { .. } => {
                Some("name the folder of alembic.ini: aludel import alembic FOLDER".to_owned())
            }
            Self::ProjectExists { path } => {
                Some(format!("set `migrations` and `version_table` in {}, or move it away", path.display()))
            }
            Self::File(error) => error.hint(),
            Self::Malformed { .. } | Self::LocationUnsaid { .. } | Self::LocationMissing { .. } | Self::Write(_) => {
                None
            }
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SettingsMissing { .. } => "alembic_project_missing",
            Self::File(error) => error.code(),
            Self::Malformed { .. } => "alembic_settings_malformed",
            Self::LocationUnsaid { .. } | Self::LocationMissing { .. } => "alembic_location_missing",
            Self::ProjectExists { .. } => "project_exists",
            Self::Write(error) => error.code(),
        }
    }
}
