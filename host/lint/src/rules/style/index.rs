//! Indexes: too wide, needless, missing.

use aludel_schema::Schema;
use aludel_schema::model::{ConstraintBody, ForeignKey, Index, IndexPart, Table};
use aludel_sql::Dialect;

use crate::catalogue::style::{REDUNDANT_INDEX, UNINDEXED_KEY, WIDE_INDEX};
use crate::look::columns_of;
use crate::rules::draft::Draft;

/// With more columns than this an index is mostly written and seldom read.
const COLUMNS_MAX: usize = 3;

pub(super) fn drafts(schema: &Schema, table: &Table, drafts: &mut Vec<Draft>) {
    for index in &table.indexes {
        wide(table, index, drafts);
        redundant(table, index, drafts);
    }
    for constraint in &table.constraints {
        if let ConstraintBody::ForeignKey(foreign_key) = &constraint.body {
            unindexed(schema.dialect, table, foreign_key, drafts);
        }
    }
}

fn object(table: &Table, index: &Index) -> String {
    format!("{}.{}", table.name, index.name)
}

fn wide(table: &Table, index: &Index, drafts: &mut Vec<Draft>) {
    let count = index.parts.len();
    // Other kinds of indexes serve each of their columns alone.
    if !index.unique && count > COLUMNS_MAX && is_ordered(index) {
        let message = format!("index {} of {} has {count} columns", index.name, table.name);
        let hint = "put those first that tell most rows apart; three are mostly enough";
        drafts.push(Draft::new(WIDE_INDEX, object(table, index), message, hint));
    }
}

fn is_ordered(index: &Index) -> bool {
    index.method.as_deref().is_none_or(|method| method.eq_ignore_ascii_case("btree"))
}

/// An index whose parts are the first of another one, or the columns of a key.
fn redundant(table: &Table, index: &Index, drafts: &mut Vec<Draft>) {
    if !is_ordered(index) || index.predicate.is_some() || !index.include.is_empty() {
        return;
    }
    let Some(other) = covering_key(table, index).or_else(|| covering_index(table, index)) else { return };
    let message = format!("index {} of {} does nothing that {other} does not", index.name, table.name);
    drafts.push(Draft::new(
        REDUNDANT_INDEX,
        object(table, index),
        message,
        "drop it: each one is written with each row",
    ));
}

fn covering_key(table: &Table, index: &Index) -> Option<String> {
    table.constraints.iter().find_map(|constraint| {
        let (kind, key) = match &constraint.body {
            ConstraintBody::PrimaryKey(key) => ("the primary key", key),
            ConstraintBody::Unique(key) => ("a unique key", key),
            _ => return None,
        };
        covers(&key.parts, index, true).then(|| kind.to_owned())
    })
}

fn covering_index(table: &Table, index: &Index) -> Option<String> {
    let others = table.indexes.iter().filter(|other| other.name != index.name && is_ordered(other));
    let mut others = others.filter(|other| other.predicate.is_none());
    // Of two that are the same, the later one is told.
    let is_told = |other: &Index| {
        other.parts.len() > index.parts.len() || other.unique && !index.unique || other.name < index.name
    };
    others
        .find(|other| covers(&other.parts, index, other.unique) && is_told(other))
        .map(|other| format!("index {}", other.name))
}

/// Whether parts begin with those of an index; one that is unique must be the same.
fn covers(parts: &[IndexPart], index: &Index, is_unique: bool) -> bool {
    let is_start = parts.starts_with(&index.parts);
    is_start && (!index.unique || is_unique && parts.len() == index.parts.len())
}

/// The servers of the `MySQL` family make an index themselves.
fn unindexed(dialect: Dialect, table: &Table, foreign_key: &ForeignKey, drafts: &mut Vec<Draft>) {
    if dialect.is_mysql_family() {
        return;
    }
    let count = foreign_key.columns.len();
    let serves = |parts: &[IndexPart]| {
        let columns = columns_of(parts.get(..count).unwrap_or_default());
        columns.len() == count && foreign_key.columns.iter().all(|column| columns.contains(column))
    };
    let is_index = table.indexes.iter().any(|index| index.predicate.is_none() && serves(&index.parts));
    let is_key = table.constraints.iter().any(|constraint| match &constraint.body {
        ConstraintBody::PrimaryKey(key) | ConstraintBody::Unique(key) => serves(&key.parts),
        _ => false,
    });
    if !is_index && !is_key {
        let columns = foreign_key.columns.join(", ");
        let message = format!(
            "no index of {} begins with {columns}: each DELETE in {} reads all of it",
            table.name, foreign_key.references
        );
        let hint = "make an index over the columns of the key";
        drafts.push(Draft::new(UNINDEXED_KEY, format!("{} ({columns})", table.name), message, hint));
    }
}
