//! `history`: the revisions, newest first.

use std::collections::HashSet;

use aludel_revision::{Range, RevisionId};

use crate::connection::names_the_database;
use crate::error::Error;
use crate::migrator::Migrator;
use crate::report::RevisionReport;
use crate::request::{AskDatabase, HistoryRequest};

impl Migrator {
    /// The revisions of a range, or all, newest first. Connects only where the answer needs the database.
    pub async fn history(&self, request: HistoryRequest) -> Result<Vec<RevisionReport>, Error> {
        let range = request.range.as_deref().map(Range::parse).transpose()?;
        let asks = request.current == AskDatabase::Yes || range.as_ref().is_some_and(an_end_names_the_database);
        let rows = if asks { Some(self.read_heads().await?) } else { None };
        let catalogue = self.catalogue()?;
        let listed = catalogue.graph().history(range.as_ref(), rows.as_deref().unwrap_or_default())?;
        let current: Option<HashSet<RevisionId>> = rows.map(HashSet::from_iter);
        Ok(listed.iter().map(|revision| catalogue.report(revision, current.as_ref())).collect())
    }
}

/// Whether one end of the range is where the database is.
fn an_end_names_the_database(range: &Range) -> bool {
    range.from.iter().chain(&range.to).any(names_the_database)
}
