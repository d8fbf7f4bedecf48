//! A list of operations in words.
//!
//! Some operations of a list are only steps of others: a view that is dropped before its table changes and made again
//! afterwards, a foreign key that joins a new table when both of its ends are there. They are told once, or not at all.

use super::Summary;
use super::object::{self, routine_summary, trigger_summary, view_summary};
use super::table;
use crate::model::{ObjectName, Routine, Trigger, View};
use crate::operation::{Operation, TableChange};

/// The words of each operation of a list; none where an operation is a step of another one.
pub fn summaries(operations: &[Operation]) -> Vec<Vec<Summary>> {
    let told = operations.iter().enumerate().map(|(position, operation)| {
        let (earlier, later) = (&operations[..position], &operations[position + 1..]);
        summaries_between(earlier, operation, later)
    });
    told.collect()
}

fn summaries_between(earlier: &[Operation], operation: &Operation, later: &[Operation]) -> Vec<Summary> {
    match operation {
        Operation::AlterTable { table, .. } if is_created(earlier, table) || is_dropped(later, table) => Vec::new(),
        Operation::AlterTable { table, changes, .. } => {
            let (before, after) = (changes_of(earlier, table), changes_of(later, table));
            let told = changes.iter().enumerate().flat_map(|(position, change)| {
                let before: Vec<&TableChange> = before.iter().copied().chain(&changes[..position]).collect();
                let after: Vec<&TableChange> = changes[position + 1..].iter().chain(after.iter().copied()).collect();
                table::summaries_between(table, &before, change, &after)
            });
            told.collect()
        }
        Operation::DropView(view) if created_view(later, view).is_some() => Vec::new(),
        Operation::DropRoutine(routine) if created_routine(later, routine).is_some() => Vec::new(),
        Operation::DropTrigger(trigger) if goes_or_returns(later, trigger) => Vec::new(),
        Operation::CreateView(view) => match dropped_view(earlier, view) {
            None => vec![object::summary(operation)],
            Some(before) => changed(before == view, || view_summary("change", view)),
        },
        Operation::CreateRoutine(routine) => match dropped_routine(earlier, routine) {
            None => vec![object::summary(operation)],
            Some(before) => changed(before == routine, || routine_summary("change", routine)),
        },
        Operation::CreateTrigger(trigger) => match dropped_trigger(earlier, trigger) {
            None => vec![object::summary(operation)],
            Some(before) => changed(before == trigger, || trigger_summary("change", trigger)),
        },
        other => vec![object::summary(other)],
    }
}

/// The changes of one table in a list.
fn changes_of<'a>(operations: &'a [Operation], name: &ObjectName) -> Vec<&'a TableChange> {
    let changes = operations.iter().filter_map(|operation| match operation {
        Operation::AlterTable { table, changes, .. } if table == name => Some(changes),
        _ => None,
    });
    changes.flatten().collect()
}

fn changed(is_same: bool, summary: impl FnOnce() -> Summary) -> Vec<Summary> {
    if is_same { Vec::new() } else { vec![summary()] }
}

fn is_created(operations: &[Operation], name: &ObjectName) -> bool {
    operations.iter().any(|each| matches!(each, Operation::CreateTable(table) if table.name == *name))
}

fn is_dropped(operations: &[Operation], name: &ObjectName) -> bool {
    operations.iter().any(|each| matches!(each, Operation::DropTable(table) if table.name == *name))
}

fn created_view<'a>(operations: &'a [Operation], wanted: &View) -> Option<&'a View> {
    operations.iter().find_map(|each| match each {
        Operation::CreateView(view) if is_same_view(view, wanted) => Some(view),
        _ => None,
    })
}

fn dropped_view<'a>(operations: &'a [Operation], wanted: &View) -> Option<&'a View> {
    operations.iter().find_map(|each| match each {
        Operation::DropView(view) if is_same_view(view, wanted) => Some(view),
        _ => None,
    })
}

/// A view and a materialized one of the same name are two things.
fn is_same_view(one: &View, other: &View) -> bool {
    one.name == other.name && one.materialized == other.materialized
}

fn created_routine<'a>(operations: &'a [Operation], wanted: &Routine) -> Option<&'a Routine> {
    operations.iter().find_map(|each| match each {
        Operation::CreateRoutine(routine) if is_same_routine(routine, wanted) => Some(routine),
        _ => None,
    })
}

fn dropped_routine<'a>(operations: &'a [Operation], wanted: &Routine) -> Option<&'a Routine> {
    operations.iter().find_map(|each| match each {
        Operation::DropRoutine(routine) if is_same_routine(routine, wanted) => Some(routine),
        _ => None,
    })
}

fn is_same_routine(one: &Routine, other: &Routine) -> bool {
    one.name == other.name && one.kind == other.kind
}

/// Whether a trigger that is dropped is made again, or goes with its table or view.
fn goes_or_returns(later: &[Operation], trigger: &Trigger) -> bool {
    later.iter().any(|each| match each {
        Operation::CreateTrigger(created) => created.name == trigger.name,
        Operation::DropTable(table) => table.name == trigger.name.table,
        Operation::DropView(view) => view.name == trigger.name.table && created_view(later, view).is_none(),
        _ => false,
    })
}

fn dropped_trigger<'a>(operations: &'a [Operation], wanted: &Trigger) -> Option<&'a Trigger> {
    operations.iter().find_map(|each| match each {
        Operation::DropTrigger(trigger) if trigger.name == wanted.name => Some(trigger),
        _ => None,
    })
}
