//! What can be wrong with an installed package.

use crate::lockfile::FILE_NAME;
use crate::package::{ContentDigest, PackageError};
use crate::text_file::TextFileError;

/// Why an installed package cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InstalledError {
    /// `aludel.toml` names it, and its folder is not there.
    #[error("the package `{label}` is named in aludel.toml, and {folder} is not there")]
    FolderMissing {
        /// The label.
        label: String,
        /// Its folder.
        folder: String,
    },
    /// `aludel.toml` names it, and the lock file does not have it.
    #[error("the package `{label}` is named in aludel.toml, and {FILE_NAME} does not have it")]
    NotLocked {
        /// The label.
        label: String,
    },
    /// A file of it cannot be read.
    #[error(transparent)]
    File(#[from] TextFileError),
    /// Its documents are not those of a package.
    #[error("{folder}: {problem}")]
    Package {
        /// Its folder.
        folder: String,
        /// What is wrong.
        problem: Box<PackageError>,
    },
    /// A file has another digest than the lock file, or than what the lock file vouches for.
    #[error("{file} is not what was installed: its digest is {found}, and {FILE_NAME} has {locked}")]
    Changed {
        /// The file.
        file: String,
        /// The digest that it should have.
        locked: ContentDigest,
        /// The digest that it has.
        found: ContentDigest,
    },
    /// The folder holds another package, or another version of it, than the lock file has.
    #[error("{folder} does not hold what {FILE_NAME} has: a package with the digest {locked}")]
    OtherPackage {
        /// Its folder.
        folder: String,
        /// The digest that the lock file has.
        locked: ContentDigest,
    },
    /// The lock file says other things of it than its own documents, whose digest is right.
    #[error("{FILE_NAME} was changed by hand: for the package `{label}` it has another {what} than {folder}")]
    LockChanged {
        /// The label.
        label: String,
        /// Its folder.
        folder: String,
        /// `name`, `version` or `component of the revision …`.
        what: String,
    },
    /// The package in the folder has another label than the folder.
    #[error("{folder} holds a package with the label `{found}`")]
    OtherLabel {
        /// Its folder.
        folder: String,
        /// The label that it says it has.
        found: String,
    },
}

impl InstalledError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::FolderMissing { .. } | Self::NotLocked { .. } => Some("aludel package install".to_owned()),
            Self::File(error) => error.hint(),
            Self::Package { problem, .. } => problem.hint(),
            Self::Changed { file, .. } => {
                let folder = folder_of(file);
                Some(format!(
                    "take it back from version control, or fetch it anew: rm -r {folder} && aludel package install"
                ))
            }
            Self::LockChanged { .. } => Some(format!("git checkout -- {FILE_NAME}")),
            Self::OtherPackage { folder, .. } | Self::OtherLabel { folder, .. } => {
                Some(format!("rm -r {folder} && aludel package install"))
            }
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::FolderMissing { .. } => "package_missing",
            Self::NotLocked { .. } => "package_not_locked",
            Self::File(error) => error.code(),
            Self::Package { problem, .. } => problem.code(),
            Self::Changed { .. } | Self::OtherPackage { .. } => "package_changed",
            Self::LockChanged { .. } => "lockfile_changed",
            Self::OtherLabel { .. } => "package_other_label",
        }
    }

    /// Whether something is not what was installed, in place of not being there.
    pub fn is_integrity(&self) -> bool {
        matches!(
            self,
            Self::Changed { .. }
                | Self::OtherPackage { .. }
                | Self::LockChanged { .. }
                | Self::OtherLabel { .. }
                | Self::Package { .. }
        )
    }
}

/// `packages/audit` of `packages/audit/blobs/x.wasm`.
fn folder_of(file: &str) -> String {
    file.splitn(3, '/').take(2).collect::<Vec<_>>().join("/")
}
