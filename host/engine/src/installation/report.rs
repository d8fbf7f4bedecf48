//! What the use cases of installed packages answer.

use aludel_project::InstalledPackage;
use aludel_project::config::TrustSection;
use serde::Serialize;

use crate::event::Note;
use crate::installation::standing::PackageStanding;
use crate::report::RunReport;

/// The package that a revision came with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RevisionPackage {
    /// Its label.
    pub label: String,
    /// Its name, such as `acme/audit`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A package that is installed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InstalledPackageReport {
    /// Its label.
    pub label: String,
    /// Its name, such as `acme/audit`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Where it is from.
    pub source: String,
    /// The digest of its manifest.
    pub manifest_digest: String,
    /// Who signed it of those whom the project trusts, or `unsigned`.
    pub signer: String,
    /// On which terms it is in the project.
    pub standing: PackageStanding,
    /// Its revisions, in their order.
    pub revisions: Vec<InstalledRevisionReport>,
    /// Its folder, from the root of the project.
    pub path: String,
    /// How many of its revisions the database has; `None` when none was reached.
    pub applied: Option<usize>,
}

/// One revision of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InstalledRevisionReport {
    /// Its id.
    pub revision: String,
    /// What it does, for people.
    pub message: String,
    /// The digest of its component.
    pub component_digest: String,
}

/// The installed packages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackageListReport {
    /// By label.
    pub packages: Vec<InstalledPackageReport>,
    /// Why no database was reached, where none was.
    pub unreached: Option<String>,
}

/// What `package install` and `package update` did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InstallReport {
    /// The packages that were written; none where all was there.
    pub installed: Vec<NewlyInstalled>,
    /// The labels of those that were there as they should be.
    pub unchanged: Vec<String>,
}

/// A package that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewlyInstalled {
    /// It.
    #[serde(flatten)]
    pub package: InstalledPackageReport,
    /// The version that it replaces.
    pub replaces: Option<String>,
    /// The revisions that the project did not have before.
    pub added: Vec<String>,
    /// What its migrations may do: what follows `it may`.
    pub may: Vec<String>,
    /// What was written, from the root of the project.
    pub written: Vec<String>,
    /// What it asks for and was not given, with the lines that would.
    pub notes: Vec<Note>,
}

/// What `package remove` did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RemoveReport {
    /// Its label.
    pub label: String,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The downgrade that took its migrations back, where one was asked for.
    pub downgrade: Option<RunReport>,
    /// Its revisions that were stamped away, while their tables stay.
    pub stamped_away: Vec<String>,
    /// What is to be known.
    pub notes: Vec<Note>,
}

impl InstalledPackageReport {
    /// What there is to say of a package without a database.
    pub(crate) fn of(package: &InstalledPackage, trust: &TrustSection) -> Self {
        let revisions = package.manifest.revisions.iter().map(|revision| InstalledRevisionReport {
            revision: revision.id.clone(),
            message: revision.message.clone(),
            component_digest: revision.component.to_string(),
        });
        Self {
            label: package.label.clone(),
            name: package.manifest.name.to_string(),
            version: package.manifest.version.to_string(),
            source: package.locked.source.clone(),
            manifest_digest: package.locked.manifest.to_string(),
            signer: package.locked.signer.clone(),
            standing: PackageStanding::of(package, trust),
            revisions: revisions.collect(),
            path: package.folder(),
            applied: None,
        }
    }
}

impl RevisionPackage {
    /// `acme/audit 1.2.0`.
    pub fn title(&self) -> String {
        format!("{} {}", self.name, self.version)
    }
}

impl From<&InstalledPackage> for RevisionPackage {
    fn from(package: &InstalledPackage) -> Self {
        Self {
            label: package.label.clone(),
            name: package.manifest.name.to_string(),
            version: package.manifest.version.to_string(),
        }
    }
}
