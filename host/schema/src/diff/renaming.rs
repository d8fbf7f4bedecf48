//! Confirmed renames, held against the two schemas.

use super::DiffOptions;
use crate::apply::apply;
use crate::model::{ObjectName, Schema};
use crate::operation::{Operation, Rebuild, TableChange};
use crate::rename::{Rename, RenameError};

/// The renames that hold, tables before columns; those of columns name the table as it is after.
pub(super) fn confirmed_renames(
    before: &Schema,
    after: &Schema,
    options: &DiffOptions,
) -> Result<Vec<Rename>, RenameError> {
    let mut confirmed = Vec::new();
    let read = |renames: &[Rename]| renames.iter().map(|rename| rename.read_in(before)).collect::<Vec<_>>();
    let (given, hinted) = (read(&options.renames), read(&options.hinted_renames));
    for is_table in [true, false] {
        let of_kind = |rename: &&Rename| matches!(rename, Rename::Table { .. }) == is_table;
        for rename in given.iter().filter(of_kind) {
            confirm(rename, before, after, &mut confirmed)?;
        }
        for rename in hinted.iter().filter(of_kind) {
            // A hint stays in the target after the rename was made.
            let _ = confirm(rename, before, after, &mut confirmed);
        }
    }
    Ok(confirmed)
}

fn confirm(rename: &Rename, before: &Schema, after: &Schema, confirmed: &mut Vec<Rename>) -> Result<(), RenameError> {
    let settled = match rename {
        Rename::Table { from, to } => checked_table(rename, (before, after), (from, to), confirmed)?,
        Rename::Column { table, from, to } => checked_column(rename, (before, after), table, (from, to), confirmed)?,
    };
    if !confirmed.contains(&settled) {
        confirmed.push(settled);
    }
    Ok(())
}

fn checked_table(
    rename: &Rename,
    (before, after): (&Schema, &Schema),
    (from, to): (&ObjectName, &ObjectName),
    confirmed: &[Rename],
) -> Result<Rename, RenameError> {
    let kind = "table";
    let is_taken = |name: &ObjectName| {
        confirmed
            .iter()
            .any(|other| other != rename && matches!(other, Rename::Table { from, to } if from == name || to == name))
    };
    if !before.tables.contains_key(from) || after.tables.contains_key(from) || is_taken(from) {
        return Err(RenameError::NothingGoes { rename: rename.to_string(), kind, name: from.to_string() });
    }
    if before.tables.contains_key(to) || !after.tables.contains_key(to) || is_taken(to) {
        return Err(RenameError::NothingComes { rename: rename.to_string(), kind, name: to.to_string() });
    }
    Ok(rename.clone())
}

fn checked_column(
    rename: &Rename,
    (before, after): (&Schema, &Schema),
    table: &ObjectName,
    (from, to): (&String, &String),
    confirmed: &[Rename],
) -> Result<Rename, RenameError> {
    let kind = "column";
    let (old_table, new_table) = both_names(table, confirmed);
    let has = |schema: &Schema, table: &ObjectName, column: &str| {
        schema.tables.get(table).is_some_and(|table| table.column(column).is_some())
    };
    let is_taken = |name: &String| {
        confirmed.iter().any(|other| match other {
            Rename::Column { table, from: one, to: two } => {
                *table == new_table && (one, two) != (from, to) && (one == name || two == name)
            }
            Rename::Table { .. } => false,
        })
    };
    if !has(before, &old_table, from) || has(after, &new_table, from) || is_taken(from) {
        return Err(RenameError::NothingGoes { rename: rename.to_string(), kind, name: format!("{table}.{from}") });
    }
    if has(before, &old_table, to) || !has(after, &new_table, to) || is_taken(to) {
        return Err(RenameError::NothingComes { rename: rename.to_string(), kind, name: format!("{table}.{to}") });
    }
    Ok(Rename::Column { table: new_table, from: from.clone(), to: to.clone() })
}

/// The name of a table before and after, of whichever of the two.
fn both_names(table: &ObjectName, confirmed: &[Rename]) -> (ObjectName, ObjectName) {
    let renamed = confirmed.iter().find_map(|rename| match rename {
        Rename::Table { from, to } if from == table || to == table => Some((from.clone(), to.clone())),
        _ => None,
    });
    renamed.unwrap_or_else(|| (table.clone(), table.clone()))
}

impl Rename {
    pub(super) fn operation(&self) -> Operation {
        match self.clone() {
            Self::Table { from, to } => Operation::RenameTable { from, to },
            Self::Column { table, from, to } => Operation::AlterTable {
                table,
                changes: vec![TableChange::RenameColumn { from, to }],
                rebuild: Rebuild::WhenNeeded,
            },
        }
    }
}

/// The schema after the renames.
pub(super) fn after_renames(before: &Schema, renames: &[Rename]) -> Schema {
    let mut schema = before.clone();
    for rename in renames {
        apply(&mut schema, &rename.operation()).expect("the rename was held against the schema");
    }
    schema
}
