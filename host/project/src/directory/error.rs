//! What can be wrong with the migrations of a project.

use std::fmt;

use crate::digest::Digest;
use crate::header::{HeaderError, HeaderErrors};
use crate::installed::InstalledError;
use crate::lockfile::LockfileError;
use crate::manifest::ManifestError;
use crate::text_file::TextFileError;

/// One mistake among the migration files.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryError {
    /// A version location that is not there.
    #[error("{}the migrations folder `{location}` does not exist", ConfigPlace { config_file, line })]
    LocationMissing {
        /// The folder, as the configuration writes it.
        location: String,
        /// The configuration.
        config_file: String,
        /// The line that names the folder; none for the default.
        line: Option<usize>,
    },
    /// A version location that cannot be listed.
    #[error("the migrations folder `{location}` cannot be read: {reason}")]
    LocationUnreadable {
        /// The folder, as the configuration writes it.
        location: String,
        /// What the system said.
        reason: String,
    },
    /// A file that cannot be read as what it is.
    #[error(transparent)]
    File(#[from] TextFileError),
    /// A header with a mistake, or none.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// A component that does not say what it holds.
    #[error("{file}: {problem}")]
    Component {
        /// The file.
        file: String,
        /// What is wrong with it.
        problem: ManifestError,
    },
    /// A file with a header, in a language that is not run.
    #[error("{file}:{line}: the file has a migration header, but migrations of this kind are not known")]
    UnknownKind {
        /// The file.
        file: String,
        /// The line of its header.
        line: usize,
    },
    /// An installed package that is not what was installed.
    #[error(transparent)]
    Package(#[from] InstalledError),
    /// The lock file, which says what is installed, cannot be used.
    #[error(transparent)]
    Lockfile(#[from] LockfileError),
    /// Two files of one revision.
    #[error("the revision `{revision}` is in two files: {first} and {second}")]
    DuplicateRevision {
        /// The id.
        revision: String,
        /// The one that is listed first.
        first: String,
        /// The other.
        second: String,
    },
}

impl DirectoryError {
    /// What to type, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::LocationMissing { location, .. } => Some(format!("mkdir -p {location}")),
            Self::LocationUnreadable { .. } => None,
            Self::File(error) => error.hint(),
            Self::Header(error) => error.hint(),
            Self::Component { problem, .. } => problem.hint().map(str::to_owned),
            Self::UnknownKind { .. } => {
                Some("write it in a language that `aludel init --help` names, or take its header away".to_owned())
            }
            Self::Package(error) => error.hint(),
            Self::Lockfile(error) => error.hint(),
            Self::DuplicateRevision { .. } => Some("give one of them another id".to_owned()),
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::LocationMissing { .. } => "migrations_missing",
            Self::LocationUnreadable { .. } => "migrations_unreadable",
            Self::File(error) => error.code(),
            Self::Header(error) => error.code(),
            Self::Component { .. } => "invalid_component",
            Self::UnknownKind { .. } => "unknown_migration_kind",
            Self::Package(error) => error.code(),
            Self::Lockfile(error) => error.code(),
            Self::DuplicateRevision { .. } => "duplicate_revision",
        }
    }
}

/// Something that is odd, and does not stop anybody.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryWarning {
    /// A component of a revision whose source is here too, but is another one than the component was built from.
    #[error(
        "{component} was not built from {source_path} as it is now: it names the source {built_from}, and that is {source_digest}"
    )]
    StaleComponent {
        /// The revision.
        revision: String,
        /// The source, which is used.
        source_path: String,
        /// Its digest.
        source_digest: Digest,
        /// The component, which is not used.
        component: String,
        /// The digest that it names.
        built_from: Digest,
    },
}

impl DirectoryWarning {
    /// What to type.
    pub fn hint(&self) -> Option<String> {
        let Self::StaleComponent { component, .. } = self;
        let folder = component.rsplit_once('/').map_or(".", |(folder, _)| folder);
        Some(format!("aludel build --out {folder}"))
    }

    /// The name of the warning for programs.
    pub fn code(&self) -> &'static str {
        let Self::StaleComponent { .. } = self;
        "stale_component"
    }
}

/// `aludel.toml:2: `, or nothing for the default.
struct ConfigPlace<'a> {
    config_file: &'a str,
    line: &'a Option<usize>,
}

impl fmt::Display for ConfigPlace<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(out, "{}:{line}: ", self.config_file),
            None => Ok(()),
        }
    }
}

/// Everything that is wrong with the migrations; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryErrors {
    /// In the order of the files.
    pub errors: Vec<DirectoryError>,
}

impl std::error::Error for DirectoryErrors {}

impl fmt::Display for DirectoryErrors {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::error_list::write_lines(out, &self.errors)
    }
}

impl DirectoryErrors {
    /// Whether something is not what was installed, in place of being wrong or not there.
    pub fn is_integrity(&self) -> bool {
        self.errors.iter().any(|error| matches!(error, DirectoryError::Package(error) if error.is_integrity()))
    }
}

impl From<DirectoryError> for DirectoryErrors {
    fn from(error: DirectoryError) -> Self {
        Self { errors: vec![error] }
    }
}

impl From<TextFileError> for DirectoryErrors {
    fn from(error: TextFileError) -> Self {
        DirectoryError::from(error).into()
    }
}

impl From<HeaderErrors> for DirectoryErrors {
    fn from(errors: HeaderErrors) -> Self {
        Self { errors: errors.errors.into_iter().map(DirectoryError::Header).collect() }
    }
}
