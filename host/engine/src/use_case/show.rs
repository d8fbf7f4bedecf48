//! `show`: what one revision says of itself.

use crate::error::Error;
use crate::migrator::Migrator;
use crate::report::RevisionReport;

impl Migrator {
    /// The revisions that the targets name, in the order of the targets, each once. Connects only for
    /// targets that depend on where the database is, such as `current`.
    pub async fn show(&self, targets: &[String]) -> Result<Vec<RevisionReport>, Error> {
        let rows = self.heads_for(targets).await?;
        let catalogue = self.catalogue()?;
        let mut shown: Vec<RevisionReport> = Vec::new();
        for target in targets {
            for revision in catalogue.graph().resolve(target, &rows)? {
                if shown.iter().all(|report| report.revision != revision.as_str()) {
                    shown.push(catalogue.report(&revision, None));
                }
            }
        }
        Ok(shown)
    }
}
