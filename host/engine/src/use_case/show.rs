//! `show`: what one revision says of itself.

use crate::error::Error;
use crate::migrator::Migrator;
use crate::report::RevisionReport;

impl Migrator {
    /// The revisions that the targets name, in the order of the targets, each once.
    pub fn show(&self, targets: &[String]) -> Result<Vec<RevisionReport>, Error> {
        let catalogue = self.catalogue()?;
        let mut shown: Vec<RevisionReport> = Vec::new();
        for target in targets {
            for revision in catalogue.graph().resolve(target, &[])? {
                if shown.iter().all(|report| report.revision != revision.as_str()) {
                    shown.push(catalogue.report(&revision, None));
                }
            }
        }
        Ok(shown)
    }
}
