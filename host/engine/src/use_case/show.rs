//! `show`: what one revision says of itself.

use std::time::Duration;

use aludel_grants::words::Words;
use aludel_project::Migration;
use aludel_sandbox::{Allowance, Limits};

use crate::confinement::Confinement;
use crate::error::Error;
use crate::limits;
use crate::migrator::Migrator;
use crate::report::{GrantsReport, RevisionReport};

impl Migrator {
    /// The revisions that the targets name, in the order of the targets, each once, with what they may do. Connects only for
    /// targets that depend on where the database is, such as `current`.
    pub async fn show(&self, targets: &[String]) -> Result<Vec<RevisionReport>, Error> {
        let rows = self.heads_for(targets).await?;
        let catalogue = self.catalogue()?;
        let mut shown: Vec<RevisionReport> = Vec::new();
        for target in targets {
            for revision in catalogue.graph().resolve(target, &rows)? {
                if shown.iter().all(|report| report.revision != revision.as_str()) {
                    let grants = self.grants_of(catalogue.migration(&revision));
                    shown.push(RevisionReport { grants: Some(grants), ..catalogue.report(&revision, None) });
                }
            }
        }
        Ok(shown)
    }

    fn grants_of(&self, migration: &Migration) -> GrantsReport {
        let confinement = Confinement::of(migration, &self.config.grants);
        let Words { may, may_not } = confinement.grants.words();
        let grant = confinement.missing_lines().to_owned();
        GrantsReport {
            may,
            may_not,
            ends_after: ends_after(limits::of(migration, &self.config).run_time),
            asks: migration.header.needs.is_some(),
            not_granted: confinement.excess.into_iter().flat_map(|excess| excess.values).collect(),
            grant: (!grant.is_empty()).then_some(grant),
        }
    }
}

fn ends_after(run_time: Duration) -> Option<String> {
    (run_time != Limits::NO_END).then(|| Allowance::Time(run_time).to_string())
}
