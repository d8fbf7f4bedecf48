//! What can be wrong with the lock file.

use std::fmt;

use super::FILE_NAME;
use crate::setting::SettingError;
use crate::text_file::TextFileError;

/// Why the file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LockfileError {
    /// It cannot be read as text.
    #[error(transparent)]
    File(#[from] TextFileError),
    /// It is not what the tool writes.
    #[error("{}", Lines(.errors))]
    Malformed {
        /// Each mistake.
        errors: Vec<SettingError>,
        /// Whether it names packages, whose digests are nowhere else.
        names_packages: bool,
    },
    /// A merge was not brought to its end.
    #[error("{FILE_NAME}:{line}: the file has the marks of a merge with conflicts")]
    Unmerged {
        /// The line of the first one, from 1.
        line: usize,
    },
    /// It cannot be written.
    #[error("{file}: cannot be written: {reason}")]
    Unwritable {
        /// The file.
        file: String,
        /// What the system said.
        reason: String,
    },
}

/// Several errors, each on a line.
struct Lines<'all>(&'all [SettingError]);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::error_list::write_lines(out, self.0)
    }
}

impl LockfileError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::File(error) => error.hint(),
            Self::Malformed { names_packages: true, .. } => Some(format!(
                "take it back from version control: git checkout -- {FILE_NAME}; or make it again of what is in packages/: rm {FILE_NAME} && aludel package install && aludel build"
            )),
            Self::Unmerged { .. } => Some(format!(
                "keep the lines of both sides where they name different revisions or packages, then run `aludel build`; or make it again: rm {FILE_NAME} && aludel package install && aludel build"
            )),
            Self::Malformed { .. } => Some(format!("make it again: rm {FILE_NAME} && aludel build")),
            Self::Unwritable { .. } => None,
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(error) => error.code(),
            Self::Malformed { .. } => "lockfile_malformed",
            Self::Unmerged { .. } => "lockfile_unmerged",
            Self::Unwritable { .. } => "lockfile_unwritable",
        }
    }
}
