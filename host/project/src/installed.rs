//! Packages that are installed in a project: each in its folder below `packages/`, named by `[packages.LABEL]` in
//! `aludel.toml`, and held to the byte by `aludel.lock`.
//!
//! The folder is an OCI image layout, which other tools read as well. The lock file has the digest of the manifest, the
//! manifest has those of all other parts, and each part is called by its own:
//!
//! ```text
//! packages/audit/oci-layout
//! packages/audit/index.json            the manifests: of the package, and of its signatures
//! packages/audit/blobs/sha256/…        manifests, configs, components
//! ```
//!
//! - [`folder`]: one of them is read, and held against the lock file
//! - [`component`]: its components are read, each against its digest
//! - [`store`]: one is written, exchanged or taken away, with its lines in both files, all or nothing
//! - [`config_file`]: those lines in `aludel.toml`
//! - [`extension`]: whether a new version goes on where the installed one ends

pub mod component;
pub mod config_file;
pub mod extension;
pub mod folder;
pub mod store;

mod error;

use aludel_grants::Patterns;

use crate::lockfile::{LockedPackage, UNSIGNED};
use crate::package::{PackageManifest, PackagedRevision};

pub use error::InstalledError;
pub use extension::{Extension, RevisionDifference};

/// A package that is installed, as its folder and the lock file say it together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstalledPackage {
    /// The label of its branch, and the name of its folder.
    pub label: String,
    /// What it says of itself.
    pub manifest: PackageManifest,
    /// What the lock file has of it.
    pub locked: LockedPackage,
}

impl InstalledPackage {
    /// Its name and version: `acme/audit 1.2.0`.
    pub fn title(&self) -> String {
        format!("{} {}", self.manifest.name, self.manifest.version)
    }

    /// Whether somebody signed it whom the project took it from.
    pub fn is_signed(&self) -> bool {
        self.locked.signer != UNSIGNED
    }

    /// The names of tables that it has for itself: of those that it says it uses, the ones that begin with its label.
    pub fn namespace(&self) -> Patterns {
        namespace(&self.manifest)
    }

    /// The folder, from the root of the project.
    pub fn folder(&self) -> String {
        folder::display_path(&self.label)
    }

    /// What it says of one of its revisions.
    pub fn revision(&self, id: &str) -> Option<&PackagedRevision> {
        self.manifest.revisions.iter().find(|revision| revision.id == id)
    }
}

/// The names of tables that a package would have for itself. What it claims beyond its label is the project's to give.
pub fn namespace(manifest: &PackageManifest) -> Patterns {
    manifest.tables.meet(&Patterns::of_namespace(manifest.label.as_str()))
}
