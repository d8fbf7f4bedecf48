//! `branches`: where the graph forks.

use aludel_revision::RevisionId;

use crate::catalogue::Catalogue;
use crate::error::Error;
use crate::migrator::Migrator;
use crate::report::BranchReport;

impl Migrator {
    /// The revisions that more than one revision follows, each with those that do.
    pub fn branches(&self) -> Result<Vec<BranchReport>, Error> {
        let catalogue = self.catalogue()?;
        Ok(catalogue.graph().branch_points().iter().map(|point| branch(catalogue, point)).collect())
    }
}

fn branch(catalogue: &Catalogue, point: &RevisionId) -> BranchReport {
    let node = catalogue.graph().get(point).expect("the graph named its branch point");
    BranchReport {
        point: catalogue.report(point, None),
        branches: node.children().map(|child| catalogue.report(child, None)).collect(),
    }
}
