//! What locks do together in one transaction.

use std::collections::BTreeSet;

use aludel_schema::model::{Constraint, ConstraintBody};
use aludel_schema::{ObjectName, Operation, TableChange};

use crate::catalogue::locks::{DATA_UNDER_LOCK, MANY_LOCKS};
use crate::look::{Look, Notes};
use crate::rules::Run;
use crate::words::Words;

/// The lock that keeps readers out.
const STRONGEST: &str = "AccessExclusiveLock";

pub(super) fn check(look: &Look<'_>, run: &mut Run, notes: &mut Notes) {
    if !look.statement.in_transaction {
        run.locked.clear();
        return;
    }
    for words in look.written() {
        data_under_lock(look, run, words, notes);
    }
    let before = run.locked.len();
    run.locked.extend(locked_tables(look));
    follow_renames(look, &mut run.locked);
    if before < 2 && run.locked.len() >= 2 {
        let names: Vec<_> = run.locked.iter().map(ToString::to_string).collect();
        let message = format!("one transaction keeps readers out of {} until its end", names.join(" and "));
        let hint = "change one table a migration, so that each lock is held shortly and none waits under another";
        notes.tell(look, MANY_LOCKS, &names[names.len() - 1], message, hint);
    }
}

/// A table keeps its lock under another name.
fn follow_renames(look: &Look<'_>, locked: &mut BTreeSet<ObjectName>) {
    for change in &look.statement.changes {
        if let Operation::RenameTable { from, to } = change
            && locked.remove(from)
        {
            locked.insert(to.clone());
        }
    }
}

/// The tables with rows and readers that a statement locks readers out of: as the server says, or else by what changed.
fn locked_tables(look: &Look<'_>) -> BTreeSet<ObjectName> {
    let seen = look.statement.locks.iter().filter(|lock| lock.mode == STRONGEST).map(|lock| &lock.relation);
    let seen: BTreeSet<_> = seen.filter(|name| look.existing(name).is_some()).cloned().collect();
    if !look.statement.locks.is_empty() {
        return seen;
    }
    look.statement.changes.iter().filter_map(locked_by).filter(|name| look.existing(name).is_some()).cloned().collect()
}

fn locked_by(change: &Operation) -> Option<&ObjectName> {
    match change {
        Operation::DropTable(table) => Some(&table.name),
        Operation::RenameTable { from, .. } => Some(from),
        Operation::AlterTable { table, changes, .. } if changes.iter().any(locks_readers) => Some(table),
        _ => None,
    }
}

fn locks_readers(change: &TableChange) -> bool {
    let is_mild = matches!(
        change,
        TableChange::AddIndex(_)
            | TableChange::SetComment { .. }
            | TableChange::RenameIndex { .. }
            | TableChange::AddConstraint(Constraint { body: ConstraintBody::ForeignKey(_), .. })
    );
    !is_mild
}

fn data_under_lock(look: &Look<'_>, run: &Run, words: &Words, notes: &mut Notes) {
    let Some(table) = written_table(words) else { return };
    // The table itself says most, if it is among them.
    let Some(locked) = run.locked.get(&table).or_else(|| run.locked.first()) else { return };
    if look.existing(&table).is_none() {
        return;
    }
    let message = format!("rows of {table} are changed while the transaction keeps readers out of {locked}");
    let hint = "change the rows in a migration of their own, in batches";
    notes.tell_of_table(look, DATA_UNDER_LOCK, (&table, &table), message, hint);
}

/// The table of which a statement changes many rows. A few that are written out are no matter.
fn written_table(words: &Words) -> Option<ObjectName> {
    let place = match words.at(0) {
        "update" => words.after(1, "only"),
        "delete" => words.after(2, "only"),
        "merge" => words.after(1, "into"),
        "insert" if words.hold("select") => 2,
        "copy" if words.holds_outside("from") => 1,
        _ => return None,
    };
    words.name(place).map(|(name, _)| name)
}
