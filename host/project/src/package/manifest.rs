//! What a package says of itself: JSON under `aludel` in its config.

use std::collections::HashSet;

use aludel_grants::{Patterns, Terms};
use serde::{Deserialize, Serialize};

use crate::digest::Digest;

use super::check;
use super::digest::ContentDigest;
use super::error::PackageError;
use super::name::{PackageLabel, PackageName, PackageVersion};

/// The newest format that is read, and the one that is written.
pub const FORMAT: u32 = 1;

/// The most revisions that a package may have.
pub const REVISIONS_MAX: usize = 10_000;

/// What a package says of itself.
///
/// Keys that this version does not know are passed over, so that a newer one can add some; one that has to be understood
/// comes with another `format`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageManifest {
    /// [`FORMAT`].
    pub format: u32,
    /// What it is called: `acme/audit`.
    pub name: PackageName,
    /// Its version.
    pub version: PackageVersion,
    /// The branch that it becomes where it is installed.
    pub label: PackageLabel,
    /// The newest version of the interfaces that its components were built for.
    pub wit: String,
    /// The tables that are its own.
    #[serde(default, skip_serializing_if = "Patterns::is_empty")]
    pub tables: Patterns,
    /// What must be installed beside it: labels, and `label@revision`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<String>,
    /// Every revision, parents first.
    pub revisions: Vec<PackagedRevision>,
    /// The layers with the interpreters of its scripts, in the order of their digests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interpreters: Vec<ContentDigest>,
}

/// One revision of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackagedRevision {
    /// Its id.
    pub id: String,
    /// The ids that it stands on, all of the same package.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<String>,
    /// What must be applied before it, as its header names it: ids and labels, also of other packages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<String>,
    /// What it does, for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// The layer with its component.
    pub component: ContentDigest,
    /// The digest of its source, by which a database remembers it.
    pub source: Digest,
    /// What it asks to be granted; none where it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<Terms>,
}

impl PackageManifest {
    /// Checks it in itself. What is wrong first is told.
    pub fn check(&self) -> Result<(), PackageError> {
        check::check(self)
    }

    /// The revision of that id.
    pub fn revision(&self, id: &str) -> Option<&PackagedRevision> {
        self.revisions.iter().find(|revision| revision.id == id)
    }

    /// The revisions that no other one stands on, in the order of the package.
    pub fn heads(&self) -> Vec<&str> {
        let parents: HashSet<&String> = self.revisions.iter().flat_map(|revision| &revision.parents).collect();
        let heads = self.revisions.iter().map(|revision| &revision.id).filter(|id| !parents.contains(id));
        heads.map(String::as_str).collect()
    }

    /// The revisions that stand on none, in the order of the package.
    pub fn roots(&self) -> Vec<&str> {
        let roots = self.revisions.iter().filter(|revision| revision.parents.is_empty());
        roots.map(|revision| revision.id.as_str()).collect()
    }
}
