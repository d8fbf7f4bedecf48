//! A server that refuses whatever names something that is not there.

use std::collections::BTreeSet;

use aludel_schema::model::{Column, ConstraintBody, ForeignKey, Generation, IndexKey, Key, Table};
use aludel_schema::{ObjectName, Operation, Schema, TableChange, apply};
use aludel_sql::Dialect;

/// Runs the operations one by one, and each change of a table by itself, and looks at the schema after each.
pub(crate) fn run(mut state: Schema, operations: &[Operation]) -> Result<Schema, String> {
    for operation in operations {
        for step in steps(state.dialect, operation) {
            let before = state.clone();
            apply(&mut state, &step).map_err(|error| format!("{error} at {step:?}"))?;
            refuse(&before, &step).map_err(|problem| format!("{problem} at {step:?}"))?;
            check(&state).map_err(|problem| format!("{problem} after {step:?}"))?;
        }
    }
    Ok(state)
}

/// `SQLite` makes all changes of a table at once, by writing it anew.
fn steps(dialect: Dialect, operation: &Operation) -> Vec<Operation> {
    match operation {
        Operation::AlterTable { table, changes, rebuild } if dialect != Dialect::Sqlite => {
            let alter = |change: &TableChange| Operation::AlterTable {
                table: table.clone(),
                changes: vec![change.clone()],
                rebuild: *rebuild,
            };
            changes.iter().map(alter).collect()
        }
        other => vec![other.clone()],
    }
}

/// What `PostgreSQL` refuses for the sake of views and triggers, and every server for rows that stay.
fn refuse(before: &Schema, step: &Operation) -> Result<(), String> {
    let has_trigger = |table: &Table| before.triggers.keys().any(|trigger| trigger.table == table.name);
    if matches!(step, Operation::DropTable(table) if has_trigger(table)) {
        return Err("a trigger goes without being told".to_owned());
    }
    let Operation::AlterTable { table, changes, .. } = step else { return Ok(()) };
    if before.dialect != Dialect::Postgres {
        return Ok(());
    }
    for column in changes.iter().filter_map(rewritten_column) {
        let reads = |text: &str| words(text).any(|word| word == column);
        if before.views.values().any(|view| view.depends_on.contains(table) && reads(&view.query)) {
            return Err(format!("a view reads {table}.{column}"));
        }
        if before.triggers.values().any(|trigger| trigger.name.table == *table && reads(&trigger.definition)) {
            return Err(format!("a trigger names {table}.{column}"));
        }
    }
    Ok(())
}

fn rewritten_column(change: &TableChange) -> Option<&str> {
    match change {
        TableChange::DropColumn(column) => Some(&column.name),
        TableChange::AlterColumn { before, after, .. } if before.data_type != after.data_type => Some(&before.name),
        _ => None,
    }
}

fn check(state: &Schema) -> Result<(), String> {
    state.tables.values().try_for_each(|table| check_table(state, table))?;
    check_index_names(state)?;
    for view in state.views.values() {
        let missing = view.depends_on.iter().find(|name| !has_relation(state, name));
        // MySQL and SQLite look at a view only when it is read.
        if let (Some(missing), Dialect::Postgres) = (missing, state.dialect) {
            return Err(format!("view {} reads {missing}, which is not there", view.name));
        }
    }
    match state.triggers.keys().find(|trigger| !has_relation(state, &trigger.table)) {
        Some(trigger) => Err(format!("trigger {trigger} has no table")),
        None => Ok(()),
    }
}

fn has_relation(state: &Schema, name: &ObjectName) -> bool {
    state.tables.contains_key(name) || state.views.contains_key(name)
}

fn check_table(state: &Schema, table: &Table) -> Result<(), String> {
    if table.name.schema.as_ref().is_some_and(|schema| !state.namespaces.contains(schema)) {
        return Err(format!("the schema of {} is not there", table.name));
    }
    table.columns.iter().try_for_each(|column| check_column(state, table, column))?;
    for constraint in &table.constraints {
        check_constraint(state, table, &constraint.body)?;
    }
    for index in &table.indexes {
        for part in &index.parts {
            check_key(table, &part.key)?;
        }
        check_text(state, table, index.predicate.as_deref().unwrap_or_default())?;
    }
    Ok(())
}

/// A name is in one table at most, but for `MySQL`.
fn check_index_names(state: &Schema) -> Result<(), String> {
    let mut names = BTreeSet::new();
    for index in state.tables.values().flat_map(|table| &table.indexes) {
        if !names.insert(&index.name) && !state.dialect.is_mysql_family() {
            return Err(format!("two indexes are called {}", index.name));
        }
    }
    Ok(())
}

fn check_column(state: &Schema, table: &Table, column: &Column) -> Result<(), String> {
    let is_known = ["integer", "bigint", "text"].contains(&column.data_type.as_str());
    if !is_known && !state.enums.contains_key(&ObjectName::local(column.data_type.as_str())) {
        return Err(format!("the type of {}.{} is not there", table.name, column.name));
    }
    match &column.generation {
        Generation::Default(text) | Generation::Computed { expression: text, .. } => check_text(state, table, text),
        _ => Ok(()),
    }
}

fn check_constraint(state: &Schema, table: &Table, body: &ConstraintBody) -> Result<(), String> {
    match body {
        ConstraintBody::PrimaryKey(key) | ConstraintBody::Unique(key) => {
            key.parts.iter().try_for_each(|part| check_key(table, &part.key))
        }
        ConstraintBody::Check { expression, .. } => check_text(state, table, expression),
        ConstraintBody::ForeignKey(foreign_key) if state.dialect != Dialect::Sqlite => {
            check_foreign_key(state, table, foreign_key)
        }
        _ => Ok(()),
    }
}

fn check_foreign_key(state: &Schema, table: &Table, foreign_key: &ForeignKey) -> Result<(), String> {
    foreign_key.columns.iter().try_for_each(|name| check_name(table, name))?;
    let target = state.tables.get(&foreign_key.references);
    let is_over = |key: &Key| {
        let columns = key.parts.iter().map(|part| match &part.key {
            IndexKey::Column(name) | IndexKey::Expression(name) => name,
        });
        columns.eq(&foreign_key.referenced_columns)
    };
    let has_key = |target: &Table| {
        target.constraints.iter().any(|constraint| match &constraint.body {
            ConstraintBody::PrimaryKey(key) | ConstraintBody::Unique(key) => is_over(key),
            _ => false,
        })
    };
    if target.is_some_and(|target| has_key(target)) {
        return Ok(());
    }
    Err(format!("a foreign key of {} points at {} without a key there", table.name, foreign_key.references))
}

fn check_key(table: &Table, key: &IndexKey) -> Result<(), String> {
    match key {
        IndexKey::Column(name) => check_name(table, name),
        IndexKey::Expression(text) => {
            words(text).filter(|word| is_column(word)).try_for_each(|word| check_name(table, word))
        }
    }
}

fn check_name(table: &Table, name: &str) -> Result<(), String> {
    let is_there = table.column(name).is_some();
    if is_there { Ok(()) } else { Err(format!("{}.{name} is not there", table.name)) }
}

fn check_text(state: &Schema, table: &Table, text: &str) -> Result<(), String> {
    words(text).filter(|word| is_column(word)).try_for_each(|word| check_name(table, word))?;
    let missing = ["f()", "g()"]
        .into_iter()
        .find(|call| text.contains(call) && !state.routines.contains_key(&ObjectName::local(*call)));
    missing.map_or(Ok(()), |call| Err(format!("{call} is called and not there")))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric() && character != '_').filter(|word| !word.is_empty())
}

fn is_column(word: &str) -> bool {
    word.strip_prefix('c').is_some_and(|rest| rest.len() == 1 && rest.chars().all(|digit| digit.is_ascii_digit()))
}
