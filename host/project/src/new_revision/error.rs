//! What can be wrong with a new migration.

use aludel_revision::IdError;

use crate::new_files::WriteError;
use crate::template::TemplateError;

/// Why a new migration was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NewRevisionError {
    /// The chosen id cannot be one.
    #[error(transparent)]
    Id(IdError),
    /// The system gave no random numbers for an id.
    #[error("the system gives no random numbers: {reason}")]
    NoRandomness {
        /// What the system said.
        reason: String,
    },
    /// A folder that is none of the version locations.
    #[error("`{location}` is none of the version locations", location = .location.escape_debug())]
    UnknownLocation {
        /// The folder that was asked for.
        location: String,
        /// The nearest location.
        nearest: Option<String>,
        /// All locations.
        known: Vec<String>,
    },
    /// The template cannot be used.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl NewRevisionError {
    /// What to type, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Id(error) => error.hint(),
            Self::NoRandomness { .. } => Some("choose the id yourself: --rev-id ID".to_owned()),
            Self::UnknownLocation { nearest: Some(nearest), .. } => {
                Some(format!("did you mean `--version-path {nearest}`?"))
            }
            Self::UnknownLocation { known, .. } => {
                Some(format!("add it to `migrations` in aludel.toml, or use one of: {}", known.join(", ")))
            }
            Self::Template(error) => error.hint(),
            Self::Write(_) => None,
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Id(error) => error.code(),
            Self::NoRandomness { .. } => "no_randomness",
            Self::UnknownLocation { .. } => "unknown_location",
            Self::Template(error) => error.code(),
            Self::Write(error) => error.code(),
        }
    }
}
