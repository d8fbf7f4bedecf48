//! A table by a copy of it, for what ALTER TABLE cannot do.
//!
//! The order is that of <https://www.sqlite.org/lang_altertable.html#otheralter>: the new table under another name, the
//! rows, the old table away, the new one under its name, then indexes, views and triggers. Columns get their new names
//! last and in place, so that `SQLite` carries them into everything that was brought back.

use super::alter::changed;
use super::columns::{Copied, Copy};
use super::definition::{index_text, table_text};
use super::dependents::Dependents;
use super::edited::edited;
use super::lexical::requalified;
use super::name::{name, text};
use super::renames::renames_last;
use super::unsupported::local;
use super::{ForeignKeys, free_name, points_at, rename_text, rendered};
use crate::dialect::{Rendered, Unsupported};
use crate::model::{Generation, ObjectName, Schema, Table};
use crate::operation::TableChange;

/// The statements that make the changes by one copy.
pub(super) fn rebuild(state: &Schema, before: &Table, changes: &[TableChange]) -> Result<Rendered, Unsupported> {
    let (changes, renames) = renames_last(changes)?;
    let after = changed(before, &changes)?;
    let old = local(&before.name)?;
    let new = free_name(state, old);
    let dependents = Dependents::of(state, old);
    let mut statements = dependents.drop_all(old);
    let copied = Copied { before, after: &after, changes: &changes };
    statements.push(new_table(&copied, &new)?);
    statements.extend(copy_rows(&copied, &new));
    if counts(before) && counts(&after) {
        statements.extend(carry_counter(old, &new));
    }
    statements.push(format!("DROP TABLE {}", name(old)));
    statements.push(rename_text(&new, old));
    for index in &after.indexes {
        statements.push(index_text(&before.name, index, "")?);
    }
    statements.extend(dependents.create_all()?);
    statements.extend(rename_columns(old, &renames));
    if renames.is_empty() && is_doubtful(&dependents, &changes) {
        statements.extend(prove(&after, old));
    }
    Ok(rendered(statements, foreign_keys(state, old, &after)))
}

/// While the old table is away, keys that point at it would fire, and those of its own rows would find nothing.
fn foreign_keys(state: &Schema, table: &str, after: &Table) -> ForeignKeys {
    let is_pointed_at = state.tables.values().any(|other| points_at(other, table)) || points_at(after, table);
    if is_pointed_at { ForeignKeys::Suspended } else { ForeignKeys::Enforced }
}

/// The statement that made the table, with the changes in it; without that, a new one. In a check, the name of the
/// table may stand before a column: there it is the new one, and SQLite turns it back when the table is renamed.
fn new_table(copied: &Copied<'_>, new: &str) -> Result<String, Unsupported> {
    let kept = copied.kept();
    let text = match edited(copied.before, copied.after, new, |column| kept.contains_key(column))? {
        Some(text) => text,
        None => table_text(&Table { name: ObjectName::local(new), ..copied.after.clone() }, "")?,
    };
    Ok(requalified(&text, &copied.before.name.name, new))
}

fn copy_rows(copied: &Copied<'_>, new: &str) -> Option<String> {
    let Copy { targets, sources } = copied.columns();
    if targets.is_empty() {
        return None;
    }
    // The conflict clauses of the table would drop or change rows where the copy should fail.
    let conflict = if has_conflict_clause(copied.after) { " OR ABORT" } else { "" };
    let (columns, values) = (targets.join(", "), sources.join(", "));
    let (new, old) = (name(new), name(&copied.before.name.name));
    Some(format!("INSERT{conflict} INTO {new} ({columns})\nSELECT {values}\nFROM {old}"))
}

fn has_conflict_clause(table: &Table) -> bool {
    let options = table.constraints.iter().map(|constraint| &constraint.options);
    let options = options.chain(table.columns.iter().map(|column| &column.options));
    options.flat_map(|options| options.keys()).any(|option| option.ends_with("on conflict"))
}

fn counts(table: &Table) -> bool {
    table.columns.iter().any(|column| column.generation == Generation::AutoIncrement)
}

/// AUTOINCREMENT goes on after the largest number that was ever given, which is more than the largest that is there.
fn carry_counter(old: &str, new: &str) -> [String; 2] {
    let (old, new) = (text(old), text(new));
    [
        format!("DELETE FROM sqlite_sequence WHERE name = {new}"),
        format!("INSERT INTO sqlite_sequence (name, seq)\nSELECT {new}, seq FROM sqlite_sequence WHERE name = {old}"),
    ]
}

fn rename_columns(table: &str, renames: &[(String, String)]) -> Vec<String> {
    let text = |(from, to): &(String, String)| {
        format!("ALTER TABLE {} RENAME COLUMN {} TO {}", name(table), name(from), name(to))
    };
    renames.iter().map(text).collect()
}

fn is_doubtful(dependents: &Dependents<'_>, changes: &[TableChange]) -> bool {
    changes.iter().any(|change| matches!(change, TableChange::DropColumn(column) if dependents.mention(&column.name)))
}

/// A view is created whatever it says. A column that gets its own name makes `SQLite` read all of them.
fn prove(after: &Table, table: &str) -> Option<String> {
    let column = name(&after.columns.first()?.name);
    let remark = "-- This fails if a view or trigger uses what is gone";
    Some(format!("{remark}\nALTER TABLE {} RENAME COLUMN {column} TO {column}", name(table)))
}
