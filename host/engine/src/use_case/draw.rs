//! `history --graph`: the branches drawn beside a listing.

use aludel_revision::RevisionId;

use crate::error::Error;
use crate::migrator::Migrator;
use crate::report::{DrawnLine, RevisionReport};

impl Migrator {
    /// Draws the branches of a listing, newest first, such as [`Migrator::history`] gives.
    pub fn draw(&self, listing: &[RevisionReport]) -> Result<Vec<DrawnLine>, Error> {
        let ids: Vec<RevisionId> =
            listing.iter().filter_map(|report| RevisionId::parse(&report.revision).ok()).collect();
        let drawn = self.catalogue()?.graph().draw(&ids);
        let line = |line: aludel_revision::DrawnLine| DrawnLine {
            lanes: line.lanes,
            revision: line.revision.map(|revision| revision.to_string()),
        };
        Ok(drawn.into_iter().map(line).collect())
    }
}
