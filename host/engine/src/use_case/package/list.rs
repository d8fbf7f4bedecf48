//! `package list`: what is installed, and what of it the database has.

use std::collections::HashSet;

use aludel_project::InstalledPackage;
use aludel_revision::RevisionId;

use crate::error::Error;
use crate::installation::applied::applied;
use crate::installation::fit::packages;
use crate::installation::report::{InstalledPackageReport, PackageListReport};
use crate::migrator::Migrator;

impl Migrator {
    /// The installed packages, by label. A database that cannot be reached is told, and is no error.
    pub async fn installed_packages(&self) -> Result<PackageListReport, Error> {
        let packages = packages(self.catalogue()?.migrations());
        if packages.is_empty() {
            return Ok(PackageListReport { packages: Vec::new(), unreached: None });
        }
        let (rows, unreached) = match self.applied_revisions().await {
            Ok(rows) => (Some(rows), None),
            Err(error) => (None, Some(error.to_string())),
        };
        let packages = packages.into_iter().map(|package| InstalledPackageReport {
            applied: rows.as_ref().map(|rows| applied_of(package, rows).len()),
            ..InstalledPackageReport::of(package, &self.config.trust)
        });
        Ok(PackageListReport { packages: packages.collect(), unreached })
    }

    /// Every revision that the database has.
    pub(crate) async fn applied_revisions(&self) -> Result<HashSet<RevisionId>, Error> {
        let rows = self.read_heads().await?;
        applied(self.catalogue()?.graph(), &rows)
    }
}

/// Those of a package that are applied, in the order of the package.
pub(crate) fn applied_of<'a>(package: &'a InstalledPackage, applied: &HashSet<RevisionId>) -> Vec<&'a str> {
    let ids = package.manifest.revisions.iter().map(|revision| revision.id.as_str());
    ids.filter(|id| applied.contains(*id)).collect()
}
