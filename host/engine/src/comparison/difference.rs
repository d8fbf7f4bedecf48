//! Two schemas, and what leads from the one to the other.

use std::collections::BTreeSet;

use aludel_schema::{
    Difference, Loss, Operation, Rename, Schema, Script, ScriptStep, Summary, diff, losses, summaries,
};
use aludel_sql::Dialect;

use super::hints::RenameHints;
use super::loss::RowCounts;
use super::read::Side;
use super::report::{DiffReport, DifferenceReport, SuspicionReport, UncomparedReport};
use super::text;
use crate::error::Error;

/// Two schemas with their difference.
pub(crate) struct Comparison {
    pub(crate) before: Schema,
    pub(crate) after: Schema,
    hinted_renames: Vec<Rename>,
    pub(crate) difference: Difference,
}

impl Comparison {
    /// Compares, with what is known about renames.
    pub(crate) fn of(before: Side, after: Side, hints: &RenameHints) -> Result<Self, Error> {
        let (mut one, mut other) = (before.schema.clone(), after.schema.clone());
        after.leave_out(&mut one);
        before.leave_out(&mut other);
        Self::decided(one, other, after.renames, hints)
    }

    /// The same with more that is known about renames.
    pub(crate) fn again(self, hints: &RenameHints) -> Result<Self, Error> {
        Self::decided(self.before, self.after, self.hinted_renames, hints)
    }

    fn decided(before: Schema, after: Schema, hinted_renames: Vec<Rename>, hints: &RenameHints) -> Result<Self, Error> {
        let options = hints.options(&before, &after, &hinted_renames)?;
        let difference = diff(&before, &after, &options)?;
        Ok(Self { before, after, hinted_renames, difference })
    }

    /// The statements that lead from one to the other.
    pub(crate) fn script(&self) -> Result<Script, Error> {
        Ok(Script::of(&self.before, &self.difference.operations)?)
    }

    /// What differs, in words; `counts` are the rows that lose something.
    pub(crate) fn report(&self, counts: &RowCounts) -> Result<DiffReport, Error> {
        let script = self.script()?;
        Ok(DiffReport {
            operations: entries(&script.steps, counts, self.before.dialect),
            sql: script.statements().map(|statement| statement.sql.clone()).collect(),
            suspicions: self.suspicions(),
            uncompared: self.uncompared(),
            script: text::for_client(&script, self.before.dialect),
        })
    }

    pub(crate) fn suspicions(&self) -> Vec<SuspicionReport> {
        self.difference.suspicions.iter().map(SuspicionReport::from).collect()
    }

    fn uncompared(&self) -> Vec<UncomparedReport> {
        let objects = self.before.uncompared.iter().chain(&self.after.uncompared);
        let named: BTreeSet<UncomparedReport> =
            objects.filter(|object| text::is_told(object)).map(UncomparedReport::from).collect();
        named.into_iter().collect()
    }
}

/// One entry for each summary; the statements of an operation stand at the last one of it.
fn entries(steps: &[ScriptStep], counts: &RowCounts, dialect: Dialect) -> Vec<DifferenceReport> {
    let operations: Vec<Operation> = steps.iter().map(|step| step.operation.clone()).collect();
    let mut entries: Vec<DifferenceReport> = Vec::new();
    let mut waiting: Vec<String> = Vec::new();
    for (step, told) in steps.iter().zip(summaries(&operations)) {
        waiting.extend(step.rendered.statements.iter().map(|statement| statement.sql.clone()));
        let is_told = !told.is_empty();
        let lost = losses(&step.operation, dialect);
        entries.extend(told.into_iter().map(|summary| entry(summary, &lost, counts)));
        if is_told && let Some(last) = entries.last_mut() {
            last.sql = std::mem::take(&mut waiting);
        }
    }
    if let Some(last) = entries.last_mut() {
        last.sql.append(&mut waiting);
    }
    entries
}

fn entry(summary: Summary, lost: &[Loss], counts: &RowCounts) -> DifferenceReport {
    let here = lost.iter().filter(|loss| loss.is_about(&summary));
    DifferenceReport { losses: here.filter_map(|loss| counts.report(loss)).collect(), summary, sql: Vec::new() }
}
