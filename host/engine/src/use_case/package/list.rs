//! `package list`: what is installed, and what of it the database has.

use std::collections::HashSet;

use aludel_project::InstalledPackage;
use aludel_project::installed::folder;
use aludel_revision::RevisionId;

use crate::error::Error;
use crate::installation::applied::applied;
use crate::installation::error::InstallationError;
use crate::installation::fit::packages;
use crate::installation::report::{InstalledPackageReport, PackageListReport};
use crate::installation::standing::PackageStanding;
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
        let packages = packages.into_iter().map(|package| {
            let applied = rows.as_ref().map(|rows| applied_of(package, rows).len());
            Ok(InstalledPackageReport { applied, ..self.listed(package)? })
        });
        Ok(PackageListReport { packages: packages.collect::<Result<_, Error>>()?, unreached })
    }

    /// Signatures are looked at where nothing else says who signed the package.
    fn listed(&self, package: &InstalledPackage) -> Result<InstalledPackageReport, Error> {
        let report = InstalledPackageReport::of(package, &self.config.trust);
        if report.standing != PackageStanding::Unjudged || package.is_signed() {
            return Ok(report);
        }
        let whole = folder::read_whole(&self.config.root, &package.label)
            .map_err(|error| Error::Installation(Box::new(InstallationError::Installed(error))))?;
        Ok(InstalledPackageReport { standing: report.standing.with_signatures(package, &whole), ..report })
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
