//! Indexes, and the keys that are indexes: the primary key and unique keys.
//!
//! The server keeps no difference between a unique index and a unique constraint. Here it is always a constraint.

use std::collections::BTreeMap;

use super::super::sql_text::{unescaped, without_parentheses};
use super::draft::{Draft, Drafts, is_numbered};
use super::question::Question;
use super::{CatalogError, Cells, Reader};
use crate::model::{Constraint, ConstraintBody, Index, IndexKey, IndexPart, Key, ObjectName, Schema, Uncompared};

/// Columns of the question about indexes.
const NAME: usize = 2;
const PLACE: usize = 3;
const NON_UNIQUE: usize = 4;
const COLUMN: usize = 5;
const DIRECTION: usize = 6;
const PREFIX: usize = 7;
const METHOD: usize = 8;
const COMMENT: usize = 9;
const HIDDEN: usize = 10;
const EXPRESSION: usize = 11;
const PARSERS: usize = 12;

pub(super) fn read(reader: &Reader<'_>, schema: &mut Schema, drafts: &mut Drafts) -> Result<(), CatalogError> {
    let mut found: BTreeMap<(ObjectName, String), (Index, BTreeMap<i64, IndexPart>)> = BTreeMap::new();
    for cells in reader.rows(Question::Indexes) {
        let table = reader.object(cells.text(0)?, cells.text(1)?);
        if !drafts.tables.contains_key(&table) {
            continue;
        }
        schema.uncompared.extend(parser(&table, cells)?);
        let key = (table, cells.text(NAME)?.to_owned());
        let entry = match found.entry(key) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => entry.insert((index(cells)?, BTreeMap::new())),
        };
        let part = part(cells, entry.0.method.as_deref())?;
        entry.1.insert(cells.integer(PLACE)?, part);
    }
    for ((table, _), (mut index, parts)) in found {
        index.parts = parts.into_values().collect();
        let Some(draft) = drafts.tables.get_mut(&table) else { continue };
        place(draft, index);
    }
    Ok(())
}

/// The catalogue does not tell the parser of a full-text index. Where the server has one beside its own, there may be
/// one.
fn parser(table: &ObjectName, cells: Cells<'_>) -> Result<Option<Uncompared>, CatalogError> {
    let is_first = cells.integer(PLACE)? == 1;
    if !is_first || cells.text(METHOD)? != "FULLTEXT" || cells.integer(PARSERS)? == 0 {
        return Ok(None);
    }
    let name = ObjectName { schema: table.schema.clone(), name: format!("{} on {}", cells.text(NAME)?, table.name) };
    Ok(Some(Uncompared { kind: "possible parser of the full-text index".to_owned(), name }))
}

fn index(cells: Cells<'_>) -> Result<Index, CatalogError> {
    let mut index = Index::over(cells.text(NAME)?, Vec::<String>::new());
    index.unique = cells.integer(NON_UNIQUE)? == 0;
    index.method = method(cells.text(METHOD)?);
    index.comment = cells.optional(COMMENT)?.filter(|comment| !comment.is_empty()).map(str::to_owned);
    if cells.is_yes(HIDDEN)? {
        index.options.insert("invisible".to_owned(), "on".to_owned());
    }
    Ok(index)
}

/// Spatial indexes are R-trees in some engines, and say so.
fn method(text: &str) -> Option<String> {
    match text.to_ascii_lowercase().as_str() {
        "btree" => None,
        "rtree" => Some("spatial".to_owned()),
        other => Some(other.to_owned()),
    }
}

fn part(cells: Cells<'_>, method: Option<&str>) -> Result<IndexPart, CatalogError> {
    let mut part = match (cells.optional(COLUMN)?, cells.optional(EXPRESSION)?) {
        (None, Some(expression)) => IndexPart::expression(without_parentheses(&unescaped(expression))),
        _ => IndexPart::column(cells.text(COLUMN)?),
    };
    part.descending = cells.optional(DIRECTION)? == Some("D");
    let prefix = cells.optional_integer(PREFIX)?.and_then(|length| u32::try_from(length).ok());
    // The server counts bytes of coordinates there.
    part.prefix_length = prefix.filter(|_| method != Some("spatial"));
    Ok(part)
}

fn place(draft: &mut Draft, index: Index) {
    let body = match index.name.as_str() {
        "PRIMARY" => ConstraintBody::PrimaryKey,
        _ if index.unique => ConstraintBody::Unique,
        _ => return draft.table.indexes.push(index),
    };
    let is_primary = index.name == "PRIMARY";
    let is_name_generated = !is_primary && has_made_up_name(&index);
    let key = Key { parts: index.parts, include: Vec::new(), nulls_not_distinct: false };
    draft.table.constraints.push(Constraint {
        name: (!is_primary).then_some(index.name),
        is_name_generated,
        options: index.options,
        comment: index.comment,
        ..Constraint::unnamed(body(key))
    });
}

/// A unique key without a name gets that of its first column.
fn has_made_up_name(index: &Index) -> bool {
    match index.parts.first().map(|part| &part.key) {
        Some(IndexKey::Column(column)) => is_numbered(&index.name, column),
        _ => is_numbered(&index.name, "functional_index"),
    }
}
