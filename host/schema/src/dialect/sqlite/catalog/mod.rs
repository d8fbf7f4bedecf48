//! The schema from `sqlite_schema`.

mod again;
mod names;
pub(super) mod table;

use std::collections::{BTreeMap, BTreeSet};

use aludel_sql::{Dialect, Row, Value};

use super::parse;
use crate::dialect::{CatalogError, CatalogQuery, Scope};
use crate::model::{Index, ObjectName, Options, Schema, Trigger, TriggerName, Uncompared, View};
pub(super) use again::Again;
use names::Relations;

const OBJECTS: &str = "objects";
const TABLE_KINDS: &str = "kinds of tables";
const TEMPORARY: &str = "temporary objects";

/// Three questions, whatever the database holds.
pub(super) fn queries() -> Vec<CatalogQuery> {
    let query = |about, sql: &str| CatalogQuery { about, sql: sql.to_owned(), parameters: Vec::new() };
    vec![
        query(OBJECTS, "SELECT type, name, tbl_name, sql FROM main.sqlite_schema ORDER BY name"),
        query(
            TABLE_KINDS,
            "SELECT type, name FROM pragma_table_list WHERE schema = 'main' AND type IN ('virtual', 'shadow') \
             ORDER BY name",
        ),
        query(TEMPORARY, "SELECT type, name FROM temp.sqlite_schema ORDER BY name"),
    ]
}

/// Reads the answers to [`queries`].
pub(super) fn read(version: (u32, u32, u32), scope: &Scope, answers: &[Vec<Row>]) -> Result<Schema, CatalogError> {
    let [objects, kinds, temporary] = answers else {
        return Err(unreadable(OBJECTS, format!("3 answers are needed, {} are there", answers.len())));
    };
    let special = named_kinds(TABLE_KINDS, kinds)?;
    let temporary = named_kinds(TEMPORARY, temporary)?;
    let hidden: BTreeSet<String> = scope.without.iter().map(|name| name.to_ascii_lowercase()).collect();
    let entries = objects.iter().map(Entry::of).collect::<Result<Vec<_>, _>>()?;
    let entries: Vec<&Entry> = entries.iter().filter(|entry| entry.is_seen(&hidden)).collect();
    let is_special = |entry: &&&Entry| special.iter().any(|(_, name)| name.eq_ignore_ascii_case(&entry.table));

    let mut schema = Schema::empty(Dialect::Sqlite, version);
    read_entries(&mut schema, &entries.iter().copied().filter(|entry| !is_special(&entry)).collect::<Vec<_>>())?;
    schema.uncompared = uncompared(&special, "table");
    schema.uncompared.extend(uncompared(&temporary, ""));
    Ok(schema)
}

/// A row of `sqlite_schema`.
struct Entry {
    kind: String,
    name: String,
    table: String,
    /// None for an index that a constraint owns.
    sql: Option<String>,
}

impl Entry {
    fn of(row: &Row) -> Result<Self, CatalogError> {
        match row.as_slice() {
            [Value::Text(kind), Value::Text(name), Value::Text(table), sql @ (Value::Text(_) | Value::Null)] => {
                let sql = if let Value::Text(sql) = sql { Some(sql.clone()) } else { None };
                Ok(Self { kind: kind.clone(), name: name.clone(), table: table.clone(), sql })
            }
            _ => Err(unreadable(OBJECTS, format!("this is no row of it: {row:?}"))),
        }
    }

    /// Whether it is neither the server's own nor on a table that is never read.
    fn is_seen(&self, hidden: &BTreeSet<String>) -> bool {
        let table = self.table.to_ascii_lowercase();
        !self.name.to_ascii_lowercase().starts_with("sqlite_")
            && !table.starts_with("sqlite_")
            && !hidden.contains(&table)
    }

    fn failure(&self, error: &parse::ParseError) -> CatalogError {
        unreadable(OBJECTS, format!("the statement of {} `{}`: {error}", self.kind, self.name))
    }
}

fn unreadable(about: &'static str, problem: String) -> CatalogError {
    CatalogError { about, problem }
}

fn named_kinds(about: &'static str, rows: &[Row]) -> Result<Vec<(String, String)>, CatalogError> {
    rows.iter()
        .map(|row| match row.as_slice() {
            [Value::Text(kind), Value::Text(name)] => Ok((kind.clone(), name.clone())),
            _ => Err(unreadable(about, format!("this is no kind and name: {row:?}"))),
        })
        .collect()
}

fn uncompared(kinds: &[(String, String)], noun: &str) -> Vec<Uncompared> {
    kinds
        .iter()
        .filter(|(_, name)| !name.starts_with("sqlite_"))
        .map(|(kind, name)| {
            let kind = if noun.is_empty() { format!("temporary {kind}") } else { format!("{kind} {noun}") };
            Uncompared { kind, name: ObjectName::local(name) }
        })
        .collect()
}

fn read_entries(schema: &mut Schema, entries: &[&Entry]) -> Result<(), CatalogError> {
    let of_kind = |kind: &'static str| {
        entries.iter().filter(move |entry| entry.kind == kind).filter_map(|entry| Some((entry, entry.sql.as_deref()?)))
    };
    let mut tables = Vec::new();
    for (entry, sql) in of_kind("table") {
        let table = table::read(&entry.name, sql).map_err(|error| entry.failure(&error))?;
        tables.push(table.name.clone());
        schema.tables.insert(table.name.clone(), table.into());
    }
    names::resolve_references(schema, &tables);
    for (entry, sql) in of_kind("index") {
        let index = parse::index(sql).map_err(|error| entry.failure(&error))?;
        add_index(schema, entry, index);
    }
    let mut reads = BTreeMap::new();
    for (entry, sql) in of_kind("view") {
        let view = parse::view(sql).map_err(|error| entry.failure(&error))?;
        reads.insert(ObjectName::local(&entry.name), view.reads.clone());
        schema.views.insert(ObjectName::local(&entry.name), as_view(&entry.name, view));
    }
    add_dependencies(schema, &reads);
    for (entry, sql) in of_kind("trigger") {
        add_trigger(schema, entry, sql);
    }
    Ok(())
}

fn add_index(schema: &mut Schema, entry: &Entry, parsed: parse::ParsedIndex) {
    let Some(name) = Relations::of(schema).find(&entry.table).cloned() else { return };
    let Some(table) = schema.tables.get_mut(&name) else { return };
    let mut index = Index::over(&entry.name, Vec::<String>::new());
    index.parts = parsed.parts.into_iter().map(|part| names::resolve_part(&table.columns, part)).collect();
    index.unique = parsed.is_unique;
    index.predicate = parsed.predicate;
    table.indexes.push(index);
}

fn as_view(name: &str, parsed: parse::ParsedView) -> View {
    View {
        name: ObjectName::local(name),
        query: parsed.query,
        columns: parsed.columns,
        materialized: false,
        indexes: Vec::new(),
        options: Options::new(),
        comment: None,
        depends_on: BTreeSet::new(),
    }
}

fn add_dependencies(schema: &mut Schema, reads: &BTreeMap<ObjectName, BTreeSet<String>>) {
    let relations = Relations::of(schema);
    let found = |view: &ObjectName, names: &BTreeSet<String>| -> BTreeSet<ObjectName> {
        names.iter().filter_map(|name| relations.find(name)).filter(|name| *name != view).cloned().collect()
    };
    let needs: Vec<_> = reads.iter().map(|(view, names)| (view, found(view, names))).collect();
    for (view, needs) in needs {
        if let Some(view) = schema.views.get_mut(view) {
            view.depends_on = needs;
        }
    }
}

fn add_trigger(schema: &mut Schema, entry: &Entry, sql: &str) {
    let Some(table) = Relations::of(schema).find(&entry.table).cloned() else { return };
    let name = TriggerName { table, name: entry.name.clone() };
    let definition = sql.trim_end_matches(|character: char| character == ';' || character.is_whitespace()).to_owned();
    schema.triggers.insert(name.clone(), Trigger { name, definition, comment: None, options: Options::new() });
}

#[cfg(test)]
mod tests;
