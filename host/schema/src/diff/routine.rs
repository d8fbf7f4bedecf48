//! Functions and procedures.

use super::Comparison;
use super::order::by_need;
use super::tables::TablePlan;
use crate::identifier::calls;
use crate::mention::{column_texts, constraint_texts, index_texts};
use crate::model::{ObjectName, Routine, Table};
use crate::operation::Operation;

/// What happens to routines.
#[derive(Debug, Default)]
pub(super) struct RoutinePlan {
    /// Those that go before the views, which they read.
    pub(super) readers: Vec<Operation>,
    /// Those that go before the tables: a table that goes is in their signature or body.
    pub(super) early_drops: Vec<Operation>,
    /// Those that come before the tables: a default, check or index calls them.
    pub(super) early: Vec<Operation>,
    /// Those that come after the tables, which their bodies may name.
    pub(super) late: Vec<Operation>,
    /// Those that go after the tables, which may have called them.
    pub(super) late_drops: Vec<Operation>,
}

impl Comparison<'_> {
    pub(super) fn routine_plan(&self, tables: &TablePlan) -> RoutinePlan {
        let texts = self.new_table_texts(tables);
        let is_called = |routine: &Routine| {
            let name = routine.name.name.split('(').next().unwrap_or_default();
            texts.iter().any(|text| calls(text, self.dialect, name))
        };
        let names: Vec<ObjectName> = self.after.routines.keys().cloned().collect();
        let needs = |name: &ObjectName| self.after.routines[name].depends_on.iter().cloned().collect();
        let mut plan = self.routine_drops(tables);
        for routine in by_need(&names, needs).iter().map(|name| &self.after.routines[name]) {
            let phase = if is_called(routine) { &mut plan.early } else { &mut plan.late };
            phase.extend(self.changed_routine(routine));
        }
        plan
    }

    fn changed_routine(&self, after: &Routine) -> Option<Operation> {
        match self.before.routines.get(&after.name) {
            None => Some(Operation::CreateRoutine(after.clone())),
            Some(before) if is_same_routine(before, after) => None,
            Some(before) => Some(Operation::ReplaceRoutine { before: before.clone(), after: after.clone() }),
        }
    }

    fn routine_drops(&self, tables: &TablePlan) -> RoutinePlan {
        let routines = &self.before.routines;
        let gone: Vec<ObjectName> =
            routines.keys().filter(|name| !self.after.routines.contains_key(*name)).cloned().collect();
        let mut ordered = by_need(&gone, |name| routines[name].depends_on.iter().cloned().collect());
        ordered.reverse();
        let mut plan = RoutinePlan::default();
        for name in &ordered {
            let routine = &routines[name];
            let needs_dropped = routine.depends_on.iter().any(|needed| tables.dropped.contains(needed));
            let goes_early = needs_dropped || self.only_reads_dropped(routine, tables);
            let phase = if routine.depends_on.iter().any(|needed| self.before.views.contains_key(needed)) {
                &mut plan.readers
            } else if goes_early {
                &mut plan.early_drops
            } else {
                &mut plan.late_drops
            };
            phase.push(Operation::DropRoutine(self.original.routines[name].clone()));
        }
        plan
    }

    /// Whether a body names a table that goes, and no table calls it: on the way back it must come after that table.
    fn only_reads_dropped(&self, routine: &Routine, tables: &TablePlan) -> bool {
        let name = routine.name.name.split('(').next().unwrap_or_default();
        tables.dropped.iter().any(|table| routine.definition.contains(&table.name))
            && !self
                .before
                .tables
                .values()
                .flat_map(|table| table_texts(table))
                .any(|text| calls(text, self.dialect, name))
    }

    /// The expressions of what comes in tables.
    fn new_table_texts(&self, tables: &TablePlan) -> Vec<&str> {
        let created = self.after.tables.values().filter(|table| !self.before.tables.contains_key(&table.name));
        let touched = self.after.tables.values().filter(|table| tables.differences.contains_key(&table.name));
        let after = created.chain(touched);
        after.flat_map(|table| table_texts(table)).collect()
    }
}

fn table_texts(table: &Table) -> impl Iterator<Item = &str> {
    let columns = table.columns.iter().flat_map(column_texts);
    let constraints = table.constraints.iter().flat_map(constraint_texts);
    columns.chain(constraints).chain(table.indexes.iter().flat_map(index_texts))
}

fn is_same_routine(before: &Routine, after: &Routine) -> bool {
    Routine { depends_on: after.depends_on.clone(), ..before.clone() } == *after
}
