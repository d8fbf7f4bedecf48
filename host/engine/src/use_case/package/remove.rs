//! `package remove`: a package goes, and first what it did to the database, unless somebody wants to keep that.

use std::sync::Arc;

use aludel_project::Migration;
use aludel_project::installed::store;
use aludel_revision::Target;

use crate::catalogue::Catalogue;
use crate::error::Error;
use crate::event::{Note, Observer};
use crate::installation::error::InstallationError;
use crate::installation::fit::holder;
use crate::installation::report::RemoveReport;
use crate::migrator::Migrator;
use crate::request::RunRequest;
use crate::use_case::package::list::applied_of;

/// What becomes of the tables of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Removal {
    /// There must be none.
    OnlyUnapplied,
    /// They are taken back.
    Downgrade,
    /// They stay, for a reason, and the version rows forget them.
    KeepTables {
        /// Why; it is kept in the history.
        reason: String,
    },
    /// No database is looked at.
    FilesOnly,
}

impl Migrator {
    /// Takes a package out of the project. Refused while the database has migrations of it, unless the removal says what
    /// becomes of them, and while others depend on it.
    pub async fn remove_package(
        &self,
        label: &str,
        removal: &Removal,
        observer: Arc<dyn Observer>,
    ) -> Result<RemoveReport, Error> {
        if let Removal::KeepTables { reason } = removal
            && reason.trim().is_empty()
        {
            return Err(refused(InstallationError::ReasonMissing { label: label.to_owned() }));
        }
        if !self.config.packages.contains_key(label) {
            return Err(self.not_installed(label));
        }
        let mut report = self.report_of(label, removal)?;
        match removal {
            Removal::FilesOnly => {}
            Removal::OnlyUnapplied => report.notes.extend(self.check_unapplied(label).await?),
            Removal::Downgrade => {
                let request = RunRequest::to(format!("{label}@base"));
                report.downgrade = Some(self.downgrade(request, observer).await?);
            }
            Removal::KeepTables { reason } => {
                report.stamped_away = self.stamp_away(label, reason, observer).await?;
            }
        }
        store::remove(&self.config, label).map_err(refused)?;
        Ok(report)
    }

    /// One whose files are broken can still be thrown away.
    fn report_of(&self, label: &str, removal: &Removal) -> Result<RemoveReport, Error> {
        let (name, version) = match (self.installed(label), removal) {
            (Ok(installed), _) => {
                self.check_unneeded(label)?;
                (installed.manifest.name.to_string(), installed.manifest.version.to_string())
            }
            (Err(_), Removal::FilesOnly) => {
                let lockfile = self.lockfile().unwrap_or_default();
                let locked = lockfile.packages.get(label);
                locked.map(|locked| (locked.name.clone(), locked.version.clone())).unwrap_or_default()
            }
            (Err(error), _) => return Err(error),
        };
        Ok(RemoveReport {
            label: label.to_owned(),
            name,
            version,
            downgrade: None,
            stamped_away: Vec::new(),
            notes: Vec::new(),
        })
    }

    fn check_unneeded(&self, label: &str) -> Result<(), Error> {
        let staying = self.without(label)?;
        let catalogue = self.catalogue()?;
        let names = |migration: &Migration| {
            let needs = migration.header.depends_on.iter().chain(&migration.header.down_revision);
            needs
                .filter_map(|name| catalogue.named(name))
                .any(|named| named.package.as_ref().is_some_and(|from| from.package.label == label))
        };
        let by: Vec<String> = staying
            .iter()
            .filter(|migration| names(migration))
            .map(|migration| format!("`{}` ({})", migration.header.revision, holder(migration)))
            .collect();
        if by.is_empty() {
            // Whatever else it holds together is told by the graph.
            return Catalogue::of(staying).map(drop);
        }
        Err(refused(InstallationError::StillNeeded { package: self.installed(label)?.title(), by }))
    }

    async fn check_unapplied(&self, label: &str) -> Result<Option<Note>, Error> {
        let applied = match self.applied_revisions().await {
            Err(Error::UrlMissing { .. }) => return Ok(Some(not_asked())),
            answered => answered?,
        };
        let installed = self.installed(label)?;
        let count = applied_of(installed, &applied).len();
        if count == 0 {
            return Ok(None);
        }
        Err(refused(InstallationError::StillApplied {
            package: installed.title(),
            label: label.to_owned(),
            database: self.address()?.url.to_string(),
            applied: count,
            revisions: installed.manifest.revisions.len(),
        }))
    }

    /// Gives the revisions that were stamped away, the oldest first.
    async fn stamp_away(&self, label: &str, reason: &str, observer: Arc<dyn Observer>) -> Result<Vec<String>, Error> {
        let target = Target::parse(&format!("{label}@base"))?;
        let mut away = self.forget(&target, reason, observer).await?;
        away.reverse();
        Ok(away.iter().map(ToString::to_string).collect())
    }
}

fn refused(error: impl Into<InstallationError>) -> Error {
    Error::Installation(Box::new(error.into()))
}

fn not_asked() -> Note {
    Note {
        code: "database_not_asked",
        text: "no database was asked whether it has migrations of the package, since the project names none".to_owned(),
    }
}
