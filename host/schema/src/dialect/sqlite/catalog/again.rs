//! The schema once more, where most of it is as it was.
//!
//! `SQLite` keeps a definition as its text, so two readings of `sqlite_schema` tell exactly what has changed, whoever
//! changed it and with whatever words. All texts come as one value, which is compared at the speed of memory; what is in
//! the middle between the equal start and the equal end is read anew, with whatever looks at it.

use std::collections::BTreeSet;

use aludel_sql::{Row, Value};

use super::names::Relations;
use super::{Entry, OBJECTS, TEMPORARY, read_entries, unreadable};
use crate::dialect::{CatalogError, CatalogQuery, Outline, ReadAgain, Scope};
use crate::model::{ConstraintBody, ObjectName, Schema, Table};

/// Between the parts of an object, and behind each object. A definition that holds one of them itself is not read so.
const SIGNS: [char; 2] = ['\u{1f}', '\u{1e}'];

/// With more of them than this, reading everything is as good.
const RELATIONS_MAX: usize = 500;

/// Reads parts of `SQLite`'s catalogue.
pub(in crate::dialect::sqlite) struct Again;

impl ReadAgain for Again {
    fn outline_queries(&self) -> Vec<CatalogQuery> {
        let query = |about, sql: &str| CatalogQuery { about, sql: sql.to_owned(), parameters: Vec::new() };
        vec![
            query(
                OBJECTS,
                "SELECT group_concat(type || char(31) || name || char(31) || tbl_name || char(31) || \
                 coalesce(sql, '') || char(30), ''), count(*) FROM main.sqlite_schema",
            ),
            query(TEMPORARY, "SELECT type, name FROM temp.sqlite_schema ORDER BY name"),
        ]
    }

    fn outline(&self, answers: Vec<Vec<Row>>) -> Result<Outline, CatalogError> {
        let Ok([objects, temporary]) = <[Vec<Row>; 2]>::try_from(answers) else {
            return Err(unreadable(OBJECTS, "2 answers are needed".to_owned()));
        };
        match objects.into_iter().next().as_deref() {
            Some([Value::Text(text), Value::Integer(count)]) => {
                Ok(Outline { text: text.clone(), count: *count, aside: temporary })
            }
            Some([Value::Null, _]) => Ok(Outline { text: String::new(), count: 0, aside: temporary }),
            other => Err(unreadable(OBJECTS, format!("this is no text and count: {other:?}"))),
        }
    }

    fn can_follow(&self, schema: &Schema, outline: &Outline) -> bool {
        let has_parts = |record: &str| record.matches(SIGNS[0]).count() == 3;
        let count = records(&outline.text).filter(|record| has_parts(record)).count();
        let holds_signs = i64::try_from(count) != Ok(outline.count) || outline.text.matches(SIGNS[1]).count() != count;
        // What a virtual table keeps in tables of its own is known to SQLite only.
        let is_special = schema.uncompared.iter().any(|object| object.kind.ends_with(" table"));
        !is_special && !holds_signs
    }

    fn changed(&self, schema: &Schema, before: &Outline, now: &Outline) -> Option<BTreeSet<String>> {
        if before.aside != now.aside {
            return None;
        }
        let mut relations = BTreeSet::new();
        for record in different(&before.text, &now.text).into_iter().flat_map(records) {
            let parts: Vec<&str> = record.split(SIGNS[0]).collect();
            let [_, _, relation, sql] = parts.as_slice() else { return None };
            if is_virtual(sql) {
                return None;
            }
            relations.insert(relation.to_ascii_lowercase());
        }
        if !relations.is_empty() {
            relations.extend(looking_at(schema, &relations));
        }
        (relations.len() <= RELATIONS_MAX).then_some(relations)
    }

    fn part_query(&self, relations: &BTreeSet<String>) -> CatalogQuery {
        let places = vec!["?"; relations.len()].join(", ");
        let sql = format!(
            "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE lower(tbl_name) IN ({places}) ORDER BY name"
        );
        CatalogQuery { about: OBJECTS, sql, parameters: relations.iter().cloned().map(Value::Text).collect() }
    }

    fn read_part(
        &self,
        mut schema: Schema,
        scope: &Scope,
        relations: &BTreeSet<String>,
        rows: &[Row],
    ) -> Result<Option<Schema>, CatalogError> {
        let entries = rows.iter().map(Entry::of).collect::<Result<Vec<_>, _>>()?;
        if entries.iter().any(Entry::holds_signs) {
            return Ok(None);
        }
        let known = Relations::of(&schema);
        let known: Vec<ObjectName> = relations.iter().filter_map(|name| known.find(name)).cloned().collect();
        for name in &known {
            schema.tables.remove(name);
            schema.views.remove(name);
        }
        schema.triggers.retain(|name, _| !known.contains(&name.table));
        let hidden: BTreeSet<String> = scope.without.iter().map(|name| name.to_ascii_lowercase()).collect();
        let entries: Vec<&Entry> = entries.iter().filter(|entry| entry.is_seen(&hidden)).collect();
        read_entries(&mut schema, &entries)?;
        Ok(Some(schema))
    }
}

impl Entry {
    fn holds_signs(&self) -> bool {
        [&self.name, &self.table].into_iter().chain(&self.sql).any(|text| text.contains(SIGNS))
    }
}

/// The objects of an outline, or of a part of it.
fn records(text: &str) -> impl Iterator<Item = &str> {
    text.split_terminator(SIGNS[1])
}

/// What is between the objects that both start with and those that both end with.
fn different<'text>(before: &'text str, now: &'text str) -> [&'text str; 2] {
    let start = up_to_sign(before, same_bytes(before.as_bytes(), now.as_bytes()));
    let (before, now) = (&before[start..], &now[start..]);
    let end = same_bytes_at_end(before.as_bytes(), now.as_bytes());
    let ends = [before, now].map(|text| is_end(text, text.len() - end));
    let rest = if ends == [true, true] { before.len() - end } else { from_sign(before, before.len() - end) };
    let end = before.len() - rest;
    [&before[..rest], &now[..now.len() - end]]
}

/// The end of the last object that ends before this place.
fn up_to_sign(text: &str, place: usize) -> usize {
    text.as_bytes()[..place].iter().rposition(|byte| *byte == SIGNS[1] as u8).map_or(0, |sign| sign + 1)
}

/// Whether an object ends before this place.
fn is_end(text: &str, place: usize) -> bool {
    place == 0 || text.as_bytes()[place - 1] == SIGNS[1] as u8
}

/// The start of the first object that starts behind this place.
fn from_sign(text: &str, place: usize) -> usize {
    let rest = &text.as_bytes()[place..];
    rest.iter().position(|byte| *byte == SIGNS[1] as u8).map_or(text.len(), |sign| place + sign + 1)
}

/// So many bytes are compared in one go.
const STRIDE: usize = 1024;

fn same_bytes(one: &[u8], other: &[u8]) -> usize {
    let strides = one.chunks_exact(STRIDE).zip(other.chunks_exact(STRIDE)).take_while(|(one, other)| one == other);
    let same = strides.count() * STRIDE;
    same + one[same..].iter().zip(&other[same..]).take_while(|(one, other)| one == other).count()
}

fn same_bytes_at_end(one: &[u8], other: &[u8]) -> usize {
    let strides = one.rchunks_exact(STRIDE).zip(other.rchunks_exact(STRIDE)).take_while(|(one, other)| one == other);
    let same = strides.count() * STRIDE;
    let (one, other) = (&one[..one.len() - same], &other[..other.len() - same]);
    same + one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count()
}

fn is_virtual(sql: &str) -> bool {
    let mut words = sql.split_ascii_whitespace().skip(1);
    words.next().is_some_and(|word| word.eq_ignore_ascii_case("virtual"))
}

/// What is read otherwise when something else has changed: tables that point at it, and views that may read it.
fn looking_at(schema: &Schema, relations: &BTreeSet<String>) -> Vec<String> {
    let points = |table: &Table| {
        table.constraints.iter().any(|constraint| match &constraint.body {
            ConstraintBody::ForeignKey(key) => relations.contains(&key.references.name.to_ascii_lowercase()),
            _ => false,
        })
    };
    let tables = schema.tables.values().filter(|table| points(table)).map(|table| &table.name.name);
    let reads = |query: &str| {
        let query = query.to_ascii_lowercase();
        relations.iter().any(|relation| query.contains(relation))
    };
    let views = schema.views.values().filter(|view| reads(&view.query)).map(|view| &view.name.name);
    tables.chain(views).map(|name| name.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_whole_objects() {
        let of = |records: &[&str]| records.iter().map(|record| format!("{record}\u{1e}")).collect::<String>();
        let long = "x".repeat(3 * STRIDE);
        for (before, now, expected) in [
            (&["a", "b"][..], &["a", "b"][..], ["", ""]),
            (&["a", "b"], &["a", "b", "c"], ["", "c"]),
            (&["a", "b", "c"], &["a", "c"], ["b", ""]),
            (&["ab", "b", "c"], &["ab", "bb", "c"], ["b", "bb"]),
            (&["ab", "bc", "c"], &["ab", "ac", "c"], ["bc", "ac"]),
            (&["a", "a"], &["a"], ["a", ""]),
            (&[], &["a"], ["", "a"]),
            (&[&long, "b", &long], &[&long, "bb", &long], ["b", "bb"]),
        ] {
            let (before, now) = (of(before), of(now));
            let found = different(&before, &now).map(|part| part.trim_end_matches('\u{1e}'));
            assert_eq!(found, expected, "{before} {now}");
        }
    }
}
