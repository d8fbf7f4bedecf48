//! Operations as statements.
//!
//! - [`definition`], [`constraint`], [`part`]: what is created, as text
//! - [`alter`]: changes of a table, in place where `SQLite` can
//! - [`rebuild`]: and by a copy of the table where it cannot
//! - [`edited`], [`layout`]: the statement of the table with the changes in it
//! - [`columns`], [`renames`]: which values are copied, and what new names do to that
//! - [`dependents`]: the views and triggers that must step aside for the copy

mod alter;
mod columns;
mod constraint;
mod definition;
mod dependents;
mod edited;
mod layout;
mod lexical;
mod name;
mod part;
mod rebuild;
mod renames;
mod unsupported;

use aludel_sql::{Dialect, Value};

use self::definition::{index_text, table_text, view_text};
use self::dependents::Dependents;
use self::name::{name, names, same};
use self::unsupported::{local, unsupported};
use crate::dialect::{Placement, Rendered, Statement, Unsupported};
use crate::model::{ConstraintBody, ObjectName, Schema, Shared, Table, Trigger, View};
use crate::operation::{Modifiers, Operation};

/// How many rows one INSERT holds.
const ROWS_PER_INSERT: usize = 200;

type Statements = Result<Vec<String>, Unsupported>;

/// The statements of an operation.
pub(super) fn render(state: &Schema, operation: &Operation, modifiers: Modifiers) -> Result<Rendered, Unsupported> {
    if let Operation::AlterTable { table, changes, rebuild } = operation {
        return alter::alter(state, table, changes, *rebuild, modifiers);
    }
    let statements = match operation {
        Operation::CreateTable(table) => create_table(table, modifiers),
        Operation::DropTable(table) => drop_table(state, &table.name, modifiers),
        Operation::RenameTable { from, to } => rename_table(state, from, to),
        Operation::CreateView(view) => Ok(vec![view_text(view, unless_there(modifiers))?]),
        Operation::DropView(view) => drop_view(state, view, modifiers),
        Operation::ReplaceView { before, after } => replace_view(state, before, after),
        Operation::CreateTrigger(trigger) => Ok(vec![trigger_text(trigger, modifiers)]),
        Operation::DropTrigger(trigger) => Ok(vec![drop_trigger(trigger, modifiers)]),
        Operation::ReplaceTrigger { before, after } => {
            Ok(vec![drop_trigger(before, modifiers), trigger_text(after, Modifiers::default())])
        }
        Operation::InsertRows { table, columns, rows } => insert_rows(table, columns, rows),
        Operation::Execute { sql, .. } => Ok(vec![sql.clone()]),
        other => Err(unsupported::object(other)),
    };
    Ok(rendered(statements?, ForeignKeys::Enforced))
}

/// Whether foreign keys may be enforced while statements run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ForeignKeys {
    Enforced,
    Suspended,
}

fn rendered(statements: Vec<String>, foreign_keys: ForeignKeys) -> Rendered {
    let statement = |sql| Statement { sql, placement: Placement::Anywhere };
    Rendered {
        statements: statements.into_iter().map(statement).collect(),
        suspends_foreign_keys: foreign_keys == ForeignKeys::Suspended,
    }
}

fn unless_there(modifiers: Modifiers) -> &'static str {
    if modifiers.if_not_exists { "IF NOT EXISTS " } else { "" }
}

fn if_there(modifiers: Modifiers) -> &'static str {
    if modifiers.if_exists { "IF EXISTS " } else { "" }
}

fn create_table(table: &Table, modifiers: Modifiers) -> Statements {
    let guard = unless_there(modifiers);
    let mut statements = vec![table_text(table, guard)?];
    for index in &table.indexes {
        statements.push(index_text(&table.name, index, guard)?);
    }
    Ok(statements)
}

fn drop_table(state: &Schema, table: &ObjectName, modifiers: Modifiers) -> Statements {
    let mut statements = Vec::new();
    if modifiers.cascade {
        refuse_orphans(state, table)?;
        statements.extend(Dependents::of(state, &table.name).drop_views());
    }
    statements.push(format!("DROP TABLE {}{}", if_there(modifiers), name(local(table)?)));
    Ok(statements)
}

/// The foreign keys of other tables cannot go with the table.
fn refuse_orphans(state: &Schema, table: &ObjectName) -> Result<(), Unsupported> {
    let points_here = |other: &&Shared<Table>| !same(&other.name.name, &table.name) && points_at(other, &table.name);
    match state.tables.values().find(points_here) {
        Some(child) => Err(unsupported(
            format!("drop the foreign key of `{}` together with `{table}`", child.name),
            "drop the foreign key, or the table that has it, before",
        )),
        None => Ok(()),
    }
}

/// Whether a foreign key of a table points at one of that name.
fn points_at(table: &Table, target: &str) -> bool {
    table.constraints.iter().any(|constraint| match &constraint.body {
        ConstraintBody::ForeignKey(foreign_key) => same(&foreign_key.references.name, target),
        _ => false,
    })
}

/// Whether a foreign key of a table points at that column of one of that name.
fn points_at_column(table: &Table, target: &str, column: &str) -> bool {
    table.constraints.iter().any(|constraint| match &constraint.body {
        ConstraintBody::ForeignKey(key) => {
            same(&key.references.name, target) && key.referenced_columns.iter().any(|name| same(name, column))
        }
        _ => false,
    })
}

fn rename_table(state: &Schema, from: &ObjectName, to: &ObjectName) -> Statements {
    let (from, to) = (local(from)?, local(to)?);
    if from == to {
        return Ok(Vec::new());
    }
    if !same(from, to) {
        return Ok(vec![rename_text(from, to)]);
    }
    // Names that differ in their case alone are one name, which is taken.
    let between = free_name(state, from);
    Ok(vec![rename_text(from, &between), rename_text(&between, to)])
}

fn rename_text(from: &str, to: &str) -> String {
    format!("ALTER TABLE {} RENAME TO {}", name(from), name(to))
}

/// A name for a table that stands for a moment.
fn free_name(state: &Schema, table: &str) -> String {
    let is_taken = |wanted: &str| {
        let beside = state.uncompared.iter().map(|object| &object.name.name);
        let indexes = state.tables.values().flat_map(|table| &table.indexes).map(|index| &index.name);
        let mut taken = state.tables.keys().chain(state.views.keys()).map(|it| &it.name).chain(beside).chain(indexes);
        taken.any(|name| same(name, wanted))
    };
    let first = format!("aludel_new_{table}");
    let numbered = (2_u32..).map(|number| format!("{first}_{number}"));
    std::iter::once(first.clone()).chain(numbered).find(|name| !is_taken(name)).expect("there is always another number")
}

fn drop_view(state: &Schema, view: &View, modifiers: Modifiers) -> Statements {
    let mut statements = Vec::new();
    if modifiers.cascade {
        statements.extend(Dependents::of(state, &view.name.name).drop_views());
    }
    statements.push(format!("DROP VIEW {}{}", if_there(modifiers), name(local(&view.name)?)));
    Ok(statements)
}

/// A view cannot change, and its triggers go with it.
fn replace_view(state: &Schema, before: &View, after: &View) -> Statements {
    let mut statements = vec![format!("DROP VIEW {}", name(local(&before.name)?)), view_text(after, "")?];
    let triggers = state.triggers.values().filter(|trigger| same(&trigger.name.table.name, &before.name.name));
    statements.extend(triggers.map(|trigger| trigger.definition.clone()));
    Ok(statements)
}

fn drop_trigger(trigger: &Trigger, modifiers: Modifiers) -> String {
    format!("DROP TRIGGER {}{}", if_there(modifiers), name(&trigger.name.name))
}

fn trigger_text(trigger: &Trigger, modifiers: Modifiers) -> String {
    let definition = &trigger.definition;
    let words = lexical::tokens(definition);
    let word = |index: usize| words.get(index).map_or("", |token| &definition[token.start..token.end]);
    match (0..3).find(|&index| same(word(index), "trigger")) {
        Some(index) if modifiers.if_not_exists && !same(word(index + 1), "if") => {
            let (start, rest) = definition.split_at(words[index].end);
            format!("{start} IF NOT EXISTS{rest}")
        }
        _ => definition.clone(),
    }
}

fn insert_rows(table: &ObjectName, columns: &[String], rows: &[Vec<Value>]) -> Statements {
    let start = format!("INSERT INTO {} ({}) VALUES", name(local(table)?), names(columns));
    let page = |rows: &[Vec<Value>]| {
        let tuples = rows.iter().map(|row| tuple(row)).collect::<Result<Vec<_>, _>>()?;
        Ok(format!("{start}\n    {}", tuples.join(",\n    ")))
    };
    rows.chunks(ROWS_PER_INSERT).map(page).collect()
}

fn tuple(row: &[Value]) -> Result<String, Unsupported> {
    let literal = |value| {
        aludel_sql::literal(value, Dialect::Sqlite)
            .map_err(|error| unsupported(format!("hold this value ({error})"), "give it as text"))
    };
    Ok(format!("({})", row.iter().map(literal).collect::<Result<Vec<_>, _>>()?.join(", ")))
}

#[cfg(test)]
mod tests;
