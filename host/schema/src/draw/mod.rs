//! A schema as a diagram: its tables, and which of them point at which.

mod layout;
mod marks;
mod mermaid;
mod svg;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Column, Constraint, ConstraintBody, ForeignKey, IndexKey, Key, ObjectName, Schema, Table};

pub use marks::{DrawnDifference, difference};
pub use mermaid::mermaid;
pub use svg::svg;

/// A foreign key between two tables that are both drawn.
#[derive(Debug)]
struct Reference<'schema> {
    /// The table that it is in, counted from 0.
    from: usize,
    /// The table that it points at.
    to: usize,
    key: &'schema ForeignKey,
    /// Whether at most one row here points at a row there.
    is_unique: bool,
    /// Whether a row here may point at nothing.
    is_optional: bool,
    /// Whether a row here is told by the row there.
    is_identifying: bool,
}

/// The tables in their order, and the foreign keys between them.
struct Drawing<'schema> {
    tables: Vec<&'schema Table>,
    references: Vec<Reference<'schema>>,
}

impl<'schema> Drawing<'schema> {
    fn of(schema: &'schema Schema) -> Self {
        Self::among(schema, |_| true)
    }

    /// Only these tables, and the foreign keys between them.
    fn among(schema: &'schema Schema, is_drawn: impl Fn(&Table) -> bool) -> Self {
        let tables: Vec<&Table> =
            schema.tables.values().map(|table| &**table).filter(|table| is_drawn(table)).collect();
        let places: BTreeMap<&ObjectName, usize> = tables.iter().map(|table| &table.name).zip(0..).collect();
        let references = tables.iter().enumerate().flat_map(|(from, table)| {
            let keys = table.constraints.iter().filter_map(foreign_key);
            keys.filter_map(|key| Some(reference(table, from, *places.get(&key.references)?, key))).collect::<Vec<_>>()
        });
        let references = references.collect();
        Self { tables, references }
    }
}

fn foreign_key(constraint: &Constraint) -> Option<&ForeignKey> {
    if let ConstraintBody::ForeignKey(key) = &constraint.body { Some(key) } else { None }
}

fn reference<'schema>(table: &Table, from: usize, to: usize, key: &'schema ForeignKey) -> Reference<'schema> {
    let columns: BTreeSet<&str> = key.columns.iter().map(String::as_str).collect();
    let is_nullable = |column: &&str| table.column(column).is_some_and(|column| column.nullable);
    let is_within = |key: &Key| key_columns(key).is_some_and(|names| names.is_subset(&columns));
    let primary_key = table.primary_key().and_then(key_of).and_then(key_columns).unwrap_or_default();
    Reference {
        from,
        to,
        key,
        is_unique: table.constraints.iter().filter_map(key_of).any(is_within),
        is_optional: columns.iter().any(is_nullable),
        is_identifying: columns.is_subset(&primary_key),
    }
}

/// A primary key or unique constraint.
fn key_of(constraint: &Constraint) -> Option<&Key> {
    match &constraint.body {
        ConstraintBody::PrimaryKey(key) | ConstraintBody::Unique(key) => Some(key),
        _ => None,
    }
}

/// None where an expression is among them.
fn key_columns(key: &Key) -> Option<BTreeSet<&str>> {
    let names = key.parts.iter().map(|part| match &part.key {
        IndexKey::Column(name) => Some(name.as_str()),
        IndexKey::Expression(_) => None,
    });
    names.collect()
}

/// `PK`, `FK` and `UK`, as far as they are true of a column; the last only of one that is unique on its own.
fn key_marks(table: &Table, column: &Column) -> Vec<&'static str> {
    let mut marks = BTreeSet::new();
    for constraint in &table.constraints {
        match &constraint.body {
            ConstraintBody::PrimaryKey(key) if holds(key, column) => marks.insert((0, "PK")),
            ConstraintBody::ForeignKey(key) if key.columns.contains(&column.name) => marks.insert((1, "FK")),
            ConstraintBody::Unique(key) if key.parts.len() == 1 && holds(key, column) => marks.insert((2, "UK")),
            _ => false,
        };
    }
    marks.into_iter().map(|(_, mark)| mark).collect()
}

fn holds(key: &Key, column: &Column) -> bool {
    key.parts.iter().any(|part| matches!(&part.key, IndexKey::Column(name) if *name == column.name))
}

#[cfg(test)]
mod tests;
