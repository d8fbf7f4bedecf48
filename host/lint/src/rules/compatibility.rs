//! AL2: programs that are running do not find what they know.

use std::mem::discriminant;

use aludel_schema::model::{Constraint, ConstraintBody, Table};
use aludel_schema::{ObjectName, Operation, TableChange};

use crate::catalogue::compatibility::{
    DROP_CONSTRAINT, DROP_NOT_NULL, OTHER_TYPE, RENAME_COLUMN, RENAME_ENUM_VALUE, RENAME_SCHEMA, RENAME_TABLE,
    ROUTINE_SIGNATURE,
};
use crate::look::{Look, Notes, column_name};
use crate::types::Sort;
use crate::words::Words;

/// The rules about one statement.
pub(crate) fn check(look: &Look<'_>, notes: &mut Notes) {
    for change in &look.statement.changes {
        changed_object(look, change, notes);
    }
    for (table, change) in look.each_change() {
        changed_table(look, table, change, notes);
    }
    for words in look.written() {
        renamed_schema(look, words, notes);
        renamed_value(look, words, notes);
    }
}

fn changed_object(look: &Look<'_>, change: &Operation, notes: &mut Notes) {
    match change {
        Operation::RenameTable { from, to } => renamed_table(look, from, to, notes),
        Operation::RenameEnumValue { name, from, to } => tell_value(look, name, from, to, notes),
        Operation::DropRoutine(routine) => changed_routine(look, &routine.name, notes),
        _ => {}
    }
}

fn renamed_table(look: &Look<'_>, from: &ObjectName, to: &ObjectName, notes: &mut Notes) {
    // The schema as a whole is told of by another rule.
    let is_of_schema = look.written().iter().any(|words| words.start("alter schema"));
    // A view of the old name keeps programs running, and a new table of that name is a swap.
    let end = look.end();
    let is_replaced = end.views.contains_key(from) || end.tables.contains_key(from);
    if look.existing(from).is_none() || is_of_schema || is_replaced {
        return;
    }
    let message = format!("table {from} is called {to} from now on");
    let hint = "make a view of the old name in the same migration, or keep the name";
    notes.tell(look, RENAME_TABLE, from, message, hint);
}

fn changed_routine(look: &Look<'_>, name: &ObjectName, notes: &mut Notes) {
    let plain = |name: &ObjectName| (name.schema.clone(), name.name.split('(').next().map(str::to_owned));
    let was_there = look.start().routines.contains_key(name);
    let end = &look.end().routines;
    if !was_there || end.contains_key(name) {
        return;
    }
    if let Some(other) = end.keys().find(|other| plain(other) == plain(name)) {
        let message = format!("routine {name} is gone, and {other} takes its place");
        let hint = "keep the old one beside it until no running program calls it, or give the new argument a default";
        notes.tell(look, ROUTINE_SIGNATURE, name, message, hint);
    }
}

fn changed_table(look: &Look<'_>, table: &Table, change: &TableChange, notes: &mut Notes) {
    match change {
        TableChange::RenameColumn { from, to } if !look.made.holds_column(&table.name, from) => {
            let name = column_name(&table.name, from);
            let message = format!("column {name} is called {to} from now on");
            let hint = "add the new one beside it, write both, and drop the old one a release later";
            notes.tell(look, RENAME_COLUMN, name, message, hint);
        }
        TableChange::AlterColumn { before, after, .. } if !look.made.holds_column(&table.name, &before.name) => {
            let name = column_name(&table.name, &after.name);
            if !before.nullable && after.nullable {
                let message = format!("{name} may be NULL from now on");
                notes.tell(look, DROP_NOT_NULL, &name, message, "see that running programs can read NULL there");
            }
            if Sort::of(&before.data_type) != Sort::of(&after.data_type) {
                let (before, after) = (&before.data_type, &after.data_type);
                let message = format!("{name} is {after} from now on, and running programs know it as {before}");
                let hint = "add a column of the new type beside it, write both, and drop the old one a release later";
                notes.tell(look, OTHER_TYPE, &name, message, hint);
            }
        }
        TableChange::DropConstraint(constraint) => dropped_constraint(look, table, constraint, notes),
        _ => {}
    }
}

fn dropped_constraint(look: &Look<'_>, table: &Table, constraint: &Constraint, notes: &mut Notes) {
    let kind = match &constraint.body {
        ConstraintBody::PrimaryKey(_) => "primary key",
        ConstraintBody::Unique(_) => "unique key",
        ConstraintBody::ForeignKey(_) => "foreign key",
        ConstraintBody::Check { .. } => "check",
        ConstraintBody::Exclude { .. } => "exclusion constraint",
    };
    let Some(end) = look.end().tables.get(&table.name) else { return };
    let columns = columns(&constraint.body);
    let is_column_gone = columns.iter().any(|column| end.column(column).is_none());
    // One of the same kind over the same columns, or of the same name, takes its place.
    let replaces = |other: &&Constraint| {
        let is_same_kind = discriminant(&other.body) == discriminant(&constraint.body);
        is_same_kind
            && (other.name == constraint.name && constraint.name.is_some() || columns_agree(&other.body, &columns))
    };
    let was_there = look.start().tables.get(&table.name).is_some_and(|start| start.constraints.contains(constraint));
    // A check that did what NOT NULL does now.
    let is_not_null = super::rows::filled_column(constraint)
        .and_then(|name| end.column(&name))
        .is_some_and(|column| !column.nullable);
    if is_column_gone || is_not_null || !was_there || end.constraints.iter().any(|other| replaces(&other)) {
        return;
    }
    let what = constraint.name.clone().unwrap_or_else(|| format!("over {}", columns.join(", ")));
    let message = format!("{kind} {what} of {} is dropped", table.name);
    let hint = "see that nothing counts on it: rows that break it can come from now on";
    notes.tell(look, DROP_CONSTRAINT, format!("{}.{what}", table.name), message, hint);
}

fn columns_agree(body: &ConstraintBody, columns: &[String]) -> bool {
    !columns.is_empty() && self::columns(body) == columns
}

fn columns(body: &ConstraintBody) -> Vec<String> {
    match body {
        ConstraintBody::PrimaryKey(key) | ConstraintBody::Unique(key) => crate::look::key_columns(key),
        ConstraintBody::ForeignKey(foreign_key) => foreign_key.columns.clone(),
        ConstraintBody::Check { .. } | ConstraintBody::Exclude { .. } => Vec::new(),
    }
}

fn renamed_schema(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    if !words.start("alter schema") {
        return;
    }
    let Some((name, next)) = words.part_of_name(2) else { return };
    if words.are(next, "rename to") && !look.made.holds_namespace(&name) {
        let message = format!("schema {name} gets another name, and so does all that is in it");
        let hint = "make views in a schema of the old name, and drop them a release later";
        notes.tell(look, RENAME_SCHEMA, name, message, hint);
    }
}

fn renamed_value(look: &Look<'_>, words: &Words, notes: &mut Notes) {
    if !words.start("alter type") {
        return;
    }
    let Some((name, next)) = words.name(2) else { return };
    if words.are(next, "rename value")
        && let (Some(from), Some(to)) = (words.string(next + 2), words.string(next + 4))
    {
        tell_value(look, &name, from, to, notes);
    }
}

fn tell_value(look: &Look<'_>, name: &ObjectName, from: &str, to: &str, notes: &mut Notes) {
    let was_there = |enums: &std::collections::BTreeMap<ObjectName, aludel_schema::model::EnumType>| {
        enums.values().any(|one| one.name.name == name.name && one.labels.iter().any(|label| label == from))
    };
    if was_there(&look.start().enums) {
        let message = format!("the value '{from}' of {name} is called '{to}' from now on");
        let hint = "add the new value, move the rows in batches, and let the old one be";
        notes.tell(look, RENAME_ENUM_VALUE, name, message, hint);
    }
}

#[cfg(test)]
mod tests;
