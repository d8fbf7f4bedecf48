//! What the steps make of the schema: it is read before the first and after each.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use aludel_db::Session;
use aludel_grants::AccessKind;
use aludel_schema::{Loss, LossKind, ObjectName, Schema, all_rows, losses};

use super::reader::Reader;
use super::report::PlannedStepReport;
use crate::error::Error;

/// The schema between the steps.
pub(crate) struct Structure {
    reader: Reader,
    states: Mutex<States>,
}

/// The schema around steps that are over. Those in between are not kept: a plan may have a thousand steps.
#[derive(Debug, Clone)]
pub(crate) struct States {
    /// Before the first step.
    pub(crate) first: Arc<Schema>,
    /// After the last one that was looked at.
    pub(crate) last: Arc<Schema>,
    /// What each step takes from rows; the first ones, where there were too many to look at.
    pub(crate) lost: Vec<Vec<Loss>>,
}

impl Structure {
    /// Reads the schema as it is before the first step.
    pub(crate) async fn before(session: &mut dyn Session, reader: Reader) -> Result<Self, Error> {
        let first = reader.read(session).await?;
        Ok(Self::from(reader, first))
    }

    /// The same with a schema that is known.
    pub(crate) fn from(reader: Reader, first: Arc<Schema>) -> Self {
        let states = States { last: Arc::clone(&first), first, lost: Vec::new() };
        Self { reader, states: Mutex::new(states) }
    }

    /// The schema as it is now.
    pub(crate) async fn read(&self, session: &mut dyn Session) -> Result<Arc<Schema>, Error> {
        Ok(self.reader.read(session).await?)
    }

    /// A step is over, and has left the schema so.
    pub(crate) fn step_over(&self, schema: Arc<Schema>, step: Option<&PlannedStepReport>) {
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        let lost = step.map(|step| lost(&states.last, &schema, step)).unwrap_or_default();
        states.lost.push(lost);
        states.last = schema;
    }

    /// What was seen of it.
    pub(crate) fn end(self) -> States {
        self.states.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is gone for good on the way from one schema to the other. Two schemas do not tell a rename; the statements do.
fn lost(before: &Schema, after: &Schema, step: &PlannedStepReport) -> Vec<Loss> {
    let text: Vec<&str> = step.statements.iter().map(|statement| statement.sql.as_str()).collect();
    let operations = aludel_lint::changes(&text.join(";\n"), before, after);
    let told = operations.iter().flat_map(|operation| losses(operation, before.dialect));
    let mut lost: Vec<Loss> = told.filter(|loss| loss.kind == LossKind::Gone).collect();
    for table in emptied(before, step) {
        let rows = all_rows(&table);
        // A table that is emptied and dropped loses its rows once.
        if !lost.contains(&rows) {
            lost.push(rows);
        }
    }
    lost
}

/// The tables that were there before a step and have no row of then after it. That rows were deleted is what the database
/// was seen to be asked for; whether some stay, only the statement says.
fn emptied(before: &Schema, step: &PlannedStepReport) -> BTreeSet<ObjectName> {
    let truncated = objects(step, &AccessKind::Truncate);
    let deleted = objects(step, &AccessKind::Delete);
    if truncated.is_empty() && deleted.is_empty() {
        return BTreeSet::new();
    }
    let went_well = step.statements.iter().filter(|statement| statement.error.is_none());
    let whole: BTreeSet<ObjectName> =
        went_well.flat_map(|statement| aludel_lint::deleted_whole(&statement.sql, before)).collect();
    let is_emptied = |table: &&ObjectName| {
        // Accesses name objects as refusals do.
        let name = table.to_string().escape_debug().to_string();
        truncated.contains(&name) || deleted.contains(&name) && whole.contains(*table)
    };
    before.tables.keys().filter(is_emptied).cloned().collect()
}

/// What a step was seen to do that to.
fn objects(step: &PlannedStepReport, access: &AccessKind) -> BTreeSet<String> {
    let name = access.name();
    let touched = step.touched.iter().filter(|touched| touched.access == name);
    touched.flat_map(|touched| &touched.objects).cloned().collect()
}
