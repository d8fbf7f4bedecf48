//! What of the migrations a database has.

use std::collections::HashSet;

use aludel_revision::{Graph, RevisionId, Target};

use crate::error::Error;

/// Every revision that the version rows include.
pub(crate) fn applied(graph: &Graph, rows: &[RevisionId]) -> Result<HashSet<RevisionId>, Error> {
    // The way back to the base goes through everything that is applied.
    let plan = graph.plan_downgrade(rows, &Target::base())?;
    Ok(plan.steps.into_iter().map(|step| step.revision).collect())
}
