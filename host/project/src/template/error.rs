//! What can be wrong with a template.

use crate::text_file::TextFileError;

/// Why a template cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// No template of that name.
    #[error("no template `{name}`", name = .name.escape_debug())]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The nearest one there is.
        nearest: Option<String>,
        /// All there are.
        known: Vec<String>,
    },
    /// A file of it cannot be read.
    #[error(transparent)]
    File(#[from] TextFileError),
    /// The folder of templates cannot be listed.
    #[error("the folder of templates `{folder}` cannot be read: {reason}")]
    FolderUnreadable {
        /// The folder.
        folder: String,
        /// What the system said.
        reason: String,
    },
    /// A folder that is no crate, and no migration of several files.
    #[error(
        "the template `{name}` is a folder without Cargo.toml and src/lib.rs, and without a file such as migration.py",
        name = .name.escape_debug()
    )]
    NotACrate {
        /// The name of the template.
        name: String,
    },
    /// A token that stands for nothing.
    #[error("{file}:{line}: no token `${{{token}}}` for templates", token = .token.escape_debug())]
    UnknownToken {
        /// The file.
        file: String,
        /// The line of the token, from 1.
        line: usize,
        /// Its name.
        token: String,
        /// The nearest one there is.
        nearest: Option<String>,
    },
    /// The place for what the migration does is missing.
    #[error("{file}: the template has no `${{{token}}}`, where the generated {token} goes")]
    NoPlace {
        /// The file.
        file: String,
        /// The token that is missing.
        token: &'static str,
    },
    /// The place for the header is missing.
    #[error("{file}: the template has no line `${{header}}`, where the migration header goes")]
    NoHeader {
        /// The file.
        file: String,
    },
}

impl TemplateError {
    /// What to write instead, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unknown { nearest: Some(nearest), .. } => Some(format!("did you mean `{nearest}`?")),
            Self::Unknown { known, .. } => Some(format!("known: {}", known.join(", "))),
            Self::File(error) => error.hint(),
            Self::UnknownToken { nearest: Some(nearest), .. } => Some(format!("did you mean `${{{nearest}}}`?")),
            Self::UnknownToken { .. } => Some("write `$${` for the two characters themselves".to_owned()),
            Self::NoPlace { token, .. } => {
                Some(format!("write `${{{token}}}` where it is to go, or take another template: `--lang sql`"))
            }
            Self::NoHeader { .. } => Some("give the file a line `${header}`".to_owned()),
            Self::FolderUnreadable { .. } | Self::NotACrate { .. } => None,
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "unknown_template",
            Self::File(error) => error.code(),
            _ => "invalid_template",
        }
    }
}
