//! `diff`: how two schemas differ.

use crate::comparison::Place;
use crate::comparison::difference::Comparison;
use crate::comparison::hints::RenameHints;
use crate::comparison::report::DiffReport;
use crate::error::Error;
use crate::migrator::Migrator;

/// What to compare.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DiffRequest {
    /// What is there: `database`, `target`, `migrations`, `migrations@REV`, a revision, or a path to SQL.
    pub from: String,
    /// What it shall become.
    pub to: String,
    /// What is known about renames.
    pub renames: RenameHints,
}

impl Migrator {
    /// Compares two schemas. Writes nothing to either.
    pub async fn diff(&self, request: DiffRequest) -> Result<DiffReport, Error> {
        let from = Place::parse(&request.from, &self.options.directory)?;
        let to = Place::parse(&request.to, &self.options.directory)?;
        let comparison = self.compare(&from, &to, &request.renames).await?;
        let counts = self.count_losses(&from, &comparison).await?;
        comparison.report(&counts)
    }

    /// Reads both and compares them.
    pub(crate) async fn compare(&self, from: &Place, to: &Place, hints: &RenameHints) -> Result<Comparison, Error> {
        let mut before = self.side(from, self.compared_namespaces()).await?;
        let mut after = self.side(to, self.compared_namespaces()).await?;
        self.keep_compared((from, to), &mut before, &mut after)?;
        Comparison::of(before, after, hints)
    }
}
