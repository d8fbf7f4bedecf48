//! What a database looks like after an operation.

mod error;
mod rename;
mod table;

use std::collections::BTreeMap;

pub use error::ApplyError;
pub(crate) use rename::NewName;

use crate::model::{EnumType, ObjectName, Schema, Table, View};
use crate::operation::Operation;

/// Changes the schema as the operation changes the database.
///
/// Texts follow a rename as far as they can be understood: checks, expressions of indexes and generated columns,
/// queries of views. [`Operation::Execute`] and [`Operation::InsertRows`] leave the schema as it is.
pub fn apply(state: &mut Schema, operation: &Operation) -> Result<(), ApplyError> {
    use Operation as Op;
    match operation {
        Op::CreateSchema { .. } | Op::DropSchema { .. } => apply_to_namespaces(state, operation),
        Op::CreateExtension(_) | Op::DropExtension(_) => apply_to_extensions(state, operation),
        Op::CreateEnum(_) | Op::DropEnum(_) | Op::ReplaceEnum { .. } => apply_to_enums(state, operation),
        Op::RenameEnum { from, to } => rename::rename_enum(state, from, to),
        Op::AddEnumValue { before, value, position } => add_enum_value(state, before, value, *position),
        Op::RenameEnumValue { name, from, to } => rename_enum_value(state, name, from, to),
        Op::CreateSequence(_) | Op::DropSequence(_) | Op::AlterSequence { .. } => apply_to_sequences(state, operation),
        Op::CreateTable(_) | Op::DropTable(_) => apply_to_tables(state, operation),
        Op::RenameTable { from, to } => rename::rename_table(state, from, to),
        Op::AlterTable { table, changes, .. } => table::alter(state, table, changes),
        Op::CreateView(_) | Op::DropView(_) | Op::ReplaceView { .. } => apply_to_views(state, operation),
        Op::CreateRoutine(_) | Op::DropRoutine(_) | Op::ReplaceRoutine { .. } => apply_to_routines(state, operation),
        Op::CreateTrigger(_) | Op::DropTrigger(_) | Op::ReplaceTrigger { .. } => apply_to_triggers(state, operation),
        Op::InsertRows { .. } | Op::Execute { .. } => Ok(()),
    }
}

/// Applies a list of operations, one after the other.
pub fn apply_all(state: &mut Schema, operations: &[Operation]) -> Result<(), ApplyError> {
    operations.iter().try_for_each(|operation| apply(state, operation))
}

fn apply_to_namespaces(state: &mut Schema, operation: &Operation) -> Result<(), ApplyError> {
    match operation {
        Operation::CreateSchema { name } if !state.namespaces.insert(name.clone()) => {
            Err(ApplyError::exists("schema", name))
        }
        Operation::DropSchema { name } if !state.namespaces.remove(name) => Err(ApplyError::missing("schema", name)),
        _ => Ok(()),
    }
}

fn apply_to_extensions(state: &mut Schema, operation: &Operation) -> Result<(), ApplyError> {
    match operation {
        Operation::CreateExtension(new) => put(&mut state.extensions, "extension", new.name.clone(), new.clone()),
        Operation::DropExtension(old) => take(&mut state.extensions, "extension", &old.name),
        _ => Ok(()),
    }
}

fn apply_to_enums(state: &mut Schema, operation: &Operation) -> Result<(), ApplyError> {
    match operation {
        Operation::CreateEnum(new) => put(&mut state.enums, "enum", new.name.clone(), new.clone()),
        Operation::DropEnum(old) => take(&mut state.enums, "enum", &old.name),
        Operation::ReplaceEnum { before, after } => {
            replace(&mut state.enums, "enum", &before.name, (after.name.clone(), after.clone()))
        }
        _ => Ok(()),
    }
}

fn add_enum_value(state: &mut Schema, before: &EnumType, value: &str, position: usize) -> Result<(), ApplyError> {
    let labels = &mut enum_of(state, &before.name)?.labels;
    if labels.iter().any(|label| label == value) {
        return Err(ApplyError::exists("enum value", format!("{}.{value}", before.name)));
    }
    labels.insert(position.min(labels.len()), value.to_owned());
    Ok(())
}

fn rename_enum_value(state: &mut Schema, name: &ObjectName, from: &str, to: &str) -> Result<(), ApplyError> {
    let labels = &mut enum_of(state, name)?.labels;
    if labels.iter().any(|label| label == to) {
        return Err(ApplyError::exists("enum value", format!("{name}.{to}")));
    }
    let label = labels.iter_mut().find(|label| *label == from);
    let label = label.ok_or_else(|| ApplyError::missing("enum value", format!("{name}.{from}")))?;
    to.clone_into(label);
    Ok(())
}

fn enum_of<'a>(state: &'a mut Schema, name: &ObjectName) -> Result<&'a mut EnumType, ApplyError> {
    state.enums.get_mut(name).ok_or_else(|| ApplyError::missing("enum", name))
}

fn apply_to_sequences(state: &mut Schema, operation: &Operation) -> Result<(), ApplyError> {
    match operation {
        Operation::CreateSequence(new) => put(&mut state.sequences, "sequence", new.name.clone(), new.clone()),
        Operation::DropSequence(old) => take(&mut state.sequences, "sequence", &old.name),
        Operation::AlterSequence { before, after } => {
            replace(&mut state.sequences, "sequence", &before.name, (after.name.clone(), after.clone()))
        }
        _ => Ok(()),
    }
}

fn apply_to_tables(state: &mut Schema, operation: &Operation) -> Result<(), ApplyError> {
    match operation {
        Operation::CreateTable(new) => {
            put(&mut state.tables, "table", new.name.clone(), Table { definition: None, ..new.clone() }.into())
        }
        Operation::DropTable(old) => {
            take(&mut state.tables, "table", &old.name)?;
            state.triggers.retain(|name, _| name.table != old.name);
            Ok(())
        }
        _ => Ok(()),
    }
}

fn apply_to_views(state: &mut Schema, operation: &Operation) -> Result<(), ApplyError> {
    match operation {
        Operation::CreateView(new) => put(&mut state.views, kind_of(new), new.name.clone(), new.clone()),
        Operation::DropView(old) => {
            take(&mut state.views, kind_of(old), &old.name)?;
            state.triggers.retain(|name, _| name.table != old.name);
            Ok(())
        }
        Operation::ReplaceView { before, after } => {
            replace(&mut state.views, kind_of(before), &before.name, (after.name.clone(), after.clone()))
        }
        _ => Ok(()),
    }
}

fn kind_of(view: &View) -> &'static str {
    if view.materialized { "materialized view" } else { "view" }
}

fn apply_to_routines(state: &mut Schema, operation: &Operation) -> Result<(), ApplyError> {
    match operation {
        Operation::CreateRoutine(new) => put(&mut state.routines, "routine", new.name.clone(), new.clone()),
        Operation::DropRoutine(old) => take(&mut state.routines, "routine", &old.name),
        Operation::ReplaceRoutine { before, after } => {
            replace(&mut state.routines, "routine", &before.name, (after.name.clone(), after.clone()))
        }
        _ => Ok(()),
    }
}

fn apply_to_triggers(state: &mut Schema, operation: &Operation) -> Result<(), ApplyError> {
    match operation {
        Operation::CreateTrigger(new) => put(&mut state.triggers, "trigger", new.name.clone(), new.clone()),
        Operation::DropTrigger(old) => take(&mut state.triggers, "trigger", &old.name),
        Operation::ReplaceTrigger { before, after } => {
            replace(&mut state.triggers, "trigger", &before.name, (after.name.clone(), after.clone()))
        }
        _ => Ok(()),
    }
}

type Objects<Name, Object> = BTreeMap<Name, Object>;

fn put<Name: Ord + ToString, Object>(
    objects: &mut Objects<Name, Object>,
    kind: &'static str,
    name: Name,
    object: Object,
) -> Result<(), ApplyError> {
    if objects.contains_key(&name) {
        return Err(ApplyError::exists(kind, name));
    }
    objects.insert(name, object);
    Ok(())
}

fn take<Name: Ord + ToString, Object>(
    objects: &mut Objects<Name, Object>,
    kind: &'static str,
    name: &Name,
) -> Result<(), ApplyError> {
    objects.remove(name).map(|_| ()).ok_or_else(|| ApplyError::missing(kind, name.to_string()))
}

fn replace<Name: Ord + ToString, Object>(
    objects: &mut Objects<Name, Object>,
    kind: &'static str,
    name: &Name,
    (new_name, new): (Name, Object),
) -> Result<(), ApplyError> {
    take(objects, kind, name)?;
    put(objects, kind, new_name, new)
}

#[cfg(test)]
mod tests;
