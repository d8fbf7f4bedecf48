//! Partitioned tables, and the parts of others.

use super::super::catalog::generated_name::made_up;
use super::super::quote;
use super::super::unsupported;
use super::dependents::Dependents;
use super::inbound::Inbound;
use super::sheet::{Sheet, alter_table};
use super::table;
use super::turn::Turn;
use crate::apply::apply;
use crate::dialect::Unsupported;
use crate::model::{Column, Generation, ObjectName, Schema, Table};
use crate::operation::{Modifiers, Operation, Rebuild, TableChange};

/// Whether a table is divided otherwise.
pub(super) fn is_changed(changes: &[&TableChange]) -> bool {
    changes.iter().any(|change| matches!(change, TableChange::SetOption { name, .. } if name == "partitioning"))
}

/// A table that becomes a part of another one, or stops to be one, keeps its columns: the model tells them with the
/// table that they come from, so that they seem to go or come.
pub(super) fn without_parts_of_others(changes: Vec<&TableChange>) -> Vec<&TableChange> {
    let side = |is_after: bool| {
        changes.iter().any(|change| match change {
            TableChange::SetOption { name, before, after } if matches!(name.as_str(), "partition of" | "inherits") => {
                if is_after {
                    before.is_none() && after.is_some()
                } else {
                    before.is_some() && after.is_none()
                }
            }
            _ => false,
        })
    };
    let (joins, leaves) = (side(true), side(false));
    let stays = |change: &&TableChange| match change {
        TableChange::DropColumn(_) | TableChange::DropConstraint(_) => !joins,
        TableChange::AddColumn(_) | TableChange::AddConstraint(_) => !leaves,
        _ => true,
    };
    changes.into_iter().filter(stays).collect()
}

/// ATTACH and DETACH of a part.
pub(super) fn move_part(sheet: &mut Sheet, name: &ObjectName, before: Option<&str>, after: Option<&str>) {
    let part = quote::qualified(name);
    if let Some((parent, _)) = before.map(table::divide_bound) {
        sheet.add(alter_table(parent, &[format!("DETACH PARTITION {part}")]));
    }
    if let Some((parent, bound)) = after.map(table::divide_bound) {
        sheet.add(alter_table(parent, &[format!("ATTACH PARTITION {part} {bound}")]));
    }
}

/// No server divides a table in place: a new one takes the rows and the name. A row that fits no part is refused, and
/// everything is as before.
pub(super) fn remake(
    sheet: &mut Sheet,
    state: &Schema,
    name: &ObjectName,
    changes: &[&TableChange],
) -> Result<(), Unsupported> {
    let Some(old) = state.tables.get(name) else {
        let operation = format!("change the partitioning of {name} without knowing the table");
        return Err(unsupported(&operation, "create the new table and move the rows with SQL"));
    };
    let (new, common) = afterwards(state, old, changes)?;
    let dependents = Dependents::of(state, std::slice::from_ref(name));
    let inbound = Inbound::from_others(state, name);
    dependents.drop(sheet);
    inbound.drop(sheet);
    let temporary = ObjectName { schema: name.schema.clone(), name: temporary_name(state, name) };
    let mut copy = Table { columns: bare(&new), options: new.options.clone(), ..Table::new(temporary.clone()) };
    copy.options.retain(|option, _| !matches!(option.as_str(), "row level security" | "replica identity"));
    sheet.add(table::definition(state.version.0, &copy, Modifiers::default())?);
    if !common.is_empty() {
        let columns = quote::list(&common);
        let (from, to) = (quote::qualified(name), quote::qualified(&temporary));
        sheet.add(format!("INSERT INTO {to} ({columns})\nSELECT {columns}\nFROM {from}"));
    }
    sheet.add(format!("DROP TABLE {}", quote::qualified(name)));
    table::rename(sheet, &temporary, name, "TABLE");
    finish(sheet, state, &new)?;
    inbound.create(sheet);
    dependents.create(sheet)
}

/// The table after all changes, and the columns whose values it takes over.
fn afterwards(state: &Schema, old: &Table, changes: &[&TableChange]) -> Result<(Table, Vec<String>), Unsupported> {
    let mut then = Schema::empty(state.dialect, state.version);
    then.tables.insert(old.name.clone(), old.clone().into());
    let changes = changes.iter().map(|change| (*change).clone()).collect();
    let operation = Operation::AlterTable { table: old.name.clone(), changes, rebuild: Rebuild::default() };
    let new = apply(&mut then, &operation).ok().and_then(|()| then.tables.remove(&old.name));
    let new = new.ok_or_else(|| {
        unsupported(&format!("make the changes of {} together", old.name), "change the partitioning on its own")
    })?;
    let is_taken = |column: &&Column| {
        !matches!(column.generation, Generation::Computed { .. }) && old.column(&column.name).is_some()
    };
    let common = new.columns.iter().filter(is_taken).map(|column| column.name.clone()).collect();
    Ok((new.into_inner(), common))
}

/// Columns that do not count yet: their sequences have the name of the table.
fn bare(new: &Table) -> Vec<Column> {
    let plain = |column: &Column| match column.generation {
        Generation::AutoIncrement | Generation::Identity(_) => {
            Column { generation: Generation::None, ..column.clone() }
        }
        _ => column.clone(),
    };
    new.columns.iter().map(plain).collect()
}

fn temporary_name(state: &Schema, name: &ObjectName) -> String {
    let candidate = |number: usize| {
        let label = if number == 0 { "new".to_owned() } else { format!("new{number}") };
        made_up(&name.name, None, &label)
    };
    let is_free = |candidate: &String| {
        !state.tables.contains_key(&ObjectName { schema: name.schema.clone(), name: candidate.clone() })
    };
    (0..=state.tables.len()).map(candidate).find(is_free).unwrap_or_default()
}

/// Keys, counters, indexes and remarks of the table that has the name now; its triggers come with the dependents.
fn finish(sheet: &mut Sheet, state: &Schema, new: &Table) -> Result<(), Unsupported> {
    let mut counting = Turn::default();
    for (plain, column) in bare(new).iter().zip(&new.columns) {
        let turn = Turn::of(state, &new.name, (plain, column), None)?;
        counting.before.extend(turn.before);
        counting.actions.extend(turn.actions);
        counting.after.extend(turn.after);
    }
    counting.before.into_iter().for_each(|sql| sheet.add(sql));
    let added = new.constraints.iter().map(|one| format!("ADD {}", super::constraint::definition(&new.name.name, one)));
    let actions: Vec<String> = added.chain(counting.actions).collect();
    if !actions.is_empty() {
        sheet.add(alter_table(&quote::qualified(&new.name), &actions));
    }
    counting.after.into_iter().for_each(|sql| sheet.add(sql));
    let mut rest = Table { columns: bare(new), ..new.clone() };
    // They are there, and their remarks are still to come.
    for one in &mut rest.constraints {
        one.options.remove("not valid");
    }
    table::complete(sheet, state, &rest, Modifiers::default())
}
