//! `heads`: the revisions that nothing follows.

use crate::error::Error;
use crate::migrator::Migrator;
use crate::report::RevisionReport;

impl Migrator {
    /// The revisions that nothing follows, in the order of their files.
    pub fn heads(&self) -> Result<Vec<RevisionReport>, Error> {
        let catalogue = self.catalogue()?;
        Ok(catalogue.graph().heads().iter().map(|head| catalogue.report(head, None)).collect())
    }
}
