//! `current`: where the database is.

use std::collections::HashSet;

use aludel_revision::RevisionId;

use crate::catalogue::Catalogue;
use crate::error::Error;
use crate::migrator::Migrator;
use crate::report::{CurrentHead, CurrentReport};

impl Migrator {
    /// The version rows of the database. Writes nothing, and answers for rows that no file declares as well.
    pub async fn current(&self) -> Result<CurrentReport, Error> {
        let rows = self.read_heads().await?;
        let database = self.address()?.url.to_string();
        report(self.catalogue()?, &rows, database)
    }
}

fn report(catalogue: &Catalogue, rows: &[RevisionId], database: String) -> Result<CurrentReport, Error> {
    let graph = catalogue.graph();
    let shown = if graph.undeclared(rows).is_empty() { graph.current(rows)? } else { rows.to_vec() };
    let current: HashSet<RevisionId> = shown.iter().cloned().collect();
    let heads = shown.iter().map(|row| head(catalogue, row, &current)).collect();
    let applied: HashSet<&RevisionId> = rows.iter().collect();
    let is_at_heads = graph.effective_heads().iter().collect::<HashSet<_>>() == applied;
    Ok(CurrentReport { heads, is_at_heads, database })
}

fn head(catalogue: &Catalogue, row: &RevisionId, current: &HashSet<RevisionId>) -> CurrentHead {
    let known = catalogue.graph().contains(row).then(|| catalogue.report(row, Some(current)));
    CurrentHead { revision: row.to_string(), is_head: known.as_ref().is_some_and(|revision| revision.is_head), known }
}
