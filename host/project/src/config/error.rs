//! What can be wrong with a configuration.

use std::fmt;

use crate::setting::SettingError;
use crate::text_file::TextFileError;

/// One mistake in a configuration, or in what was asked of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read as text.
    #[error(transparent)]
    File(#[from] TextFileError),
    /// A mistake at one place of the file.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// No database of that name.
    #[error("no database `{name}` in the configuration", name = .name.escape_debug())]
    UnknownDatabase {
        /// The name that was asked for.
        name: String,
        /// The nearest one there is.
        nearest: Option<String>,
        /// All there are.
        known: Vec<String>,
    },
    /// Several databases, and nobody said which.
    #[error("the configuration has several databases ({known}) and none was chosen", known = .known.join(", "))]
    SeveralDatabases {
        /// All there are.
        known: Vec<String>,
    },
}

impl ConfigError {
    /// What to write or type, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::File(error) => error.hint(),
            Self::Setting(error) => error.hint(),
            Self::UnknownDatabase { nearest: Some(nearest), .. } => Some(format!("did you mean `-n {nearest}`?")),
            Self::UnknownDatabase { known, .. } if known.is_empty() => Some("leave `-n` out".to_owned()),
            Self::UnknownDatabase { known, .. } => Some(format!("known: {}", known.join(", "))),
            Self::SeveralDatabases { known } => known.first().map(|name| format!("choose one: -n {name}")),
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(error) => error.code(),
            Self::Setting(error) => error.code(),
            Self::UnknownDatabase { .. } => "unknown_database",
            Self::SeveralDatabases { .. } => "several_databases",
        }
    }
}

/// Everything that is wrong with a configuration; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigErrors {
    /// In the order of the file.
    pub errors: Vec<ConfigError>,
}

impl std::error::Error for ConfigErrors {}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::error_list::write_lines(out, &self.errors)
    }
}

impl From<TextFileError> for ConfigErrors {
    fn from(error: TextFileError) -> Self {
        Self { errors: vec![error.into()] }
    }
}
