//! What a table looks like after a change.

use aludel_sql::Dialect;

use super::{ApplyError, rename};
use crate::mention::{constraint_uses, index_uses};
use crate::model::{Column, Constraint, ConstraintBody, Index, ObjectName, Options, Schema, Table};
use crate::operation::TableChange;

pub(super) fn alter(state: &mut Schema, name: &ObjectName, changes: &[TableChange]) -> Result<(), ApplyError> {
    // The statement that made it is no longer true.
    table_of(state, name)?.definition = None;
    changes.iter().try_for_each(|change| apply_change(state, name, change))
}

fn apply_change(state: &mut Schema, name: &ObjectName, change: &TableChange) -> Result<(), ApplyError> {
    if let TableChange::RenameColumn { from, to } = change {
        return rename::rename_column(state, name, from, to);
    }
    let dialect = state.dialect;
    let table = table_of(state, name)?;
    match change {
        TableChange::AddColumn(column) => add_column(table, column),
        TableChange::DropColumn(column) => drop_column(table, &column.name, dialect),
        TableChange::AlterColumn { before, after, .. } => replace_column(table, &before.name, after),
        TableChange::RenameColumn { .. } => Ok(()),
        TableChange::AddConstraint(constraint) => add_constraint(table, constraint),
        TableChange::DropConstraint(constraint) => drop_constraint(table, constraint),
        TableChange::ReplaceConstraint { before, after } => replace_constraint(table, before, after),
        TableChange::RenameConstraint { before, to } => rename_constraint(table, before, to),
        TableChange::AddIndex(index) => add_index(table, index),
        TableChange::DropIndex(index) => drop_index(table, &index.name),
        TableChange::ReplaceIndex { before, after } => replace_index(table, &before.name, after),
        TableChange::RenameIndex { before, to } => rename_index(table, &before.name, to),
        TableChange::SetComment { after, .. } => {
            table.comment.clone_from(after);
            Ok(())
        }
        TableChange::SetOption { name, after, .. } => {
            set_option(&mut table.options, name, after.as_deref());
            Ok(())
        }
    }
}

pub(super) fn table_of<'a>(state: &'a mut Schema, name: &ObjectName) -> Result<&'a mut Table, ApplyError> {
    state.tables.get_mut(name).map(|table| &mut **table).ok_or_else(|| ApplyError::missing("table", name))
}

fn in_table(table: &Table, name: &str) -> String {
    format!("{}.{name}", table.name)
}

fn add_column(table: &mut Table, column: &Column) -> Result<(), ApplyError> {
    if table.column(&column.name).is_some() {
        return Err(ApplyError::exists("column", in_table(table, &column.name)));
    }
    table.columns.push(column.clone());
    Ok(())
}

pub(super) fn column_position(table: &Table, name: &str) -> Result<usize, ApplyError> {
    let position = table.columns.iter().position(|column| column.name == name);
    position.ok_or_else(|| ApplyError::missing("column", in_table(table, name)))
}

/// What is made of a column goes with it.
fn drop_column(table: &mut Table, name: &str, dialect: Dialect) -> Result<(), ApplyError> {
    let position = column_position(table, name)?;
    table.columns.remove(position);
    table.constraints.retain(|constraint| !constraint_uses(constraint, name, dialect));
    table.indexes.retain(|index| !index_uses(index, name, dialect));
    Ok(())
}

fn replace_column(table: &mut Table, name: &str, after: &Column) -> Result<(), ApplyError> {
    let position = column_position(table, name)?;
    table.columns[position] = after.clone();
    Ok(())
}

/// Constraints are found by their names; those that nobody named by what they say, as the server may have called them
/// otherwise than the operation knows.
fn constraint_position(table: &Table, wanted: &Constraint) -> Result<usize, ApplyError> {
    let position = |is_wanted: &dyn Fn(&Constraint) -> bool| table.constraints.iter().position(is_wanted);
    let is_same = |constraint: &Constraint| constraint.name == wanted.name && constraint.body == wanted.body;
    let is_unnamed = |constraint: &Constraint| {
        constraint.given_name().is_none() && wanted.given_name().is_none() && constraint.body == wanted.body
    };
    let is_called = |constraint: &Constraint| wanted.name.is_some() && constraint.name == wanted.name;
    let is_primary = |constraint: &Constraint| {
        let is_primary = |body: &ConstraintBody| matches!(body, ConstraintBody::PrimaryKey(_));
        is_primary(&constraint.body) && is_primary(&wanted.body)
    };
    position(&is_same)
        .or_else(|| position(&is_unnamed))
        .or_else(|| position(&is_called))
        // A table has one primary key, however it is called.
        .or_else(|| position(&is_primary))
        .ok_or_else(|| ApplyError::missing("constraint", in_table(table, wanted.name.as_deref().unwrap_or("?"))))
}

fn add_constraint(table: &mut Table, constraint: &Constraint) -> Result<(), ApplyError> {
    let mut constraint = constraint.clone();
    if let Some(name) = constraint.given_name() {
        refuse_constraint_name(table, name)?;
    } else if table.constraints.iter().any(|each| each.name == constraint.name) {
        // The server makes up another name.
        constraint.name = None;
    }
    table.constraints.push(constraint);
    Ok(())
}

fn refuse_constraint_name(table: &Table, name: &str) -> Result<(), ApplyError> {
    let is_taken = table.constraints.iter().any(|each| each.name.as_deref() == Some(name));
    if is_taken { Err(ApplyError::exists("constraint", in_table(table, name))) } else { Ok(()) }
}

fn drop_constraint(table: &mut Table, constraint: &Constraint) -> Result<(), ApplyError> {
    let position = constraint_position(table, constraint)?;
    table.constraints.remove(position);
    Ok(())
}

fn replace_constraint(table: &mut Table, before: &Constraint, after: &Constraint) -> Result<(), ApplyError> {
    drop_constraint(table, before)?;
    add_constraint(table, after)
}

fn rename_constraint(table: &mut Table, before: &Constraint, to: &str) -> Result<(), ApplyError> {
    let position = constraint_position(table, before)?;
    refuse_constraint_name(table, to)?;
    table.constraints[position].name = Some(to.to_owned());
    table.constraints[position].is_name_generated = false;
    Ok(())
}

fn index_position(table: &Table, name: &str) -> Result<usize, ApplyError> {
    let position = table.indexes.iter().position(|index| index.name == name);
    position.ok_or_else(|| ApplyError::missing("index", in_table(table, name)))
}

fn refuse_index_name(table: &Table, name: &str) -> Result<(), ApplyError> {
    let is_taken = table.indexes.iter().any(|index| index.name == name);
    if is_taken { Err(ApplyError::exists("index", in_table(table, name))) } else { Ok(()) }
}

fn add_index(table: &mut Table, index: &Index) -> Result<(), ApplyError> {
    refuse_index_name(table, &index.name)?;
    table.indexes.push(index.clone());
    Ok(())
}

fn drop_index(table: &mut Table, name: &str) -> Result<(), ApplyError> {
    let position = index_position(table, name)?;
    table.indexes.remove(position);
    Ok(())
}

fn replace_index(table: &mut Table, name: &str, after: &Index) -> Result<(), ApplyError> {
    drop_index(table, name)?;
    add_index(table, after)
}

fn rename_index(table: &mut Table, name: &str, to: &str) -> Result<(), ApplyError> {
    let position = index_position(table, name)?;
    refuse_index_name(table, to)?;
    to.clone_into(&mut table.indexes[position].name);
    Ok(())
}

fn set_option(options: &mut Options, name: &str, value: Option<&str>) {
    match value {
        Some(value) => options.insert(name.to_owned(), value.to_owned()),
        None => options.remove(name),
    };
}
