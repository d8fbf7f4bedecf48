//! The rows of a table, and how they differ from what they were.

use std::collections::BTreeMap;
use std::fmt;

/// The characters of a value that a message shows.
const VALUE_CHARACTERS_MAX: usize = 60;

/// The rows of a table at one moment, as far as they were read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableRows {
    /// The table, as messages name it.
    pub table: String,
    /// The columns, in the order of the values.
    pub columns: Vec<String>,
    /// The columns of the primary key; none without.
    pub key: Vec<String>,
    /// The values as SQL text.
    pub rows: Vec<Vec<String>>,
}

/// One difference between the rows of a table at two moments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowDifference {
    /// A row that was there is not.
    Gone {
        /// The table.
        table: String,
        /// Which row: its key, or all of it.
        row: String,
    },
    /// A row is there that was not.
    New {
        /// The table.
        table: String,
        /// Which row: its key, or all of it.
        row: String,
    },
    /// A value is another.
    Changed {
        /// The table.
        table: String,
        /// The key of the row.
        row: String,
        /// The column.
        column: String,
        /// The value that was there.
        before: String,
        /// The value that is there.
        after: String,
    },
}

impl fmt::Display for RowDifference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone { table, row } => write!(out, "rows of {table}: {row} is gone"),
            Self::New { table, row } => write!(out, "rows of {table}: {row} is new"),
            Self::Changed { table, row, column, before, after } => {
                write!(out, "rows of {table}: {row}, column {column}: {} became {}", shown(before), shown(after))
            }
        }
    }
}

fn shown(value: &str) -> String {
    match value.char_indices().nth(VALUE_CHARACTERS_MAX) {
        Some((end, _)) => format!("{}...", &value[..end]),
        None => value.to_owned(),
    }
}

/// How the rows differ in those of the columns that both moments know. A time that begins with one of `days` (the days of
/// the test) is as good as another one that does: both are from a clock.
pub fn differences(before: &TableRows, after: &TableRows, columns: &[String], days: &[String]) -> Vec<RowDifference> {
    let is_shared = |column: &&String| columns.contains(column) && after.columns.contains(column);
    let shared: Vec<&String> = before.columns.iter().filter(is_shared).collect();
    if shared.is_empty() {
        return Vec::new();
    }
    let has_key = !before.key.is_empty() && before.key.iter().all(|column| shared.contains(&column));
    let sides = (View::new(before, &shared, days), View::new(after, &shared, days));
    if has_key { by_key(&sides.0, &sides.1, &before.key) } else { as_a_whole(&sides.0, &sides.1) }
}

/// The shared columns of one side.
struct View<'a> {
    table: &'a str,
    columns: &'a [&'a String],
    rows: Vec<Vec<String>>,
}

impl<'a> View<'a> {
    fn new(side: &'a TableRows, columns: &'a [&'a String], days: &[String]) -> Self {
        let position = |column: &String| side.columns.iter().position(|known| known == column);
        let positions: Vec<usize> = columns.iter().filter_map(|column| position(column)).collect();
        let value = |row: &Vec<String>, position: &usize| {
            row.get(*position).map(|value| settled(value, days)).unwrap_or_default()
        };
        let rows = side.rows.iter().map(|row| positions.iter().map(|position| value(row, position)).collect());
        Self { table: &side.table, columns, rows: rows.collect() }
    }

    fn named(&self, row: &[String], among: &[String]) -> String {
        let parts = self.columns.iter().zip(row).filter(|(column, _)| among.is_empty() || among.contains(column));
        parts.map(|(column, value)| format!("{column} {}", shown(value))).collect::<Vec<_>>().join(", ")
    }
}

/// A value, with a word in the place of a time from the days of the test.
fn settled(value: &str, days: &[String]) -> String {
    let start = value.find('\'').map_or(0, |quote| quote + 1);
    let is_of_today = days.iter().any(|day| value[start..].starts_with(day.as_str()));
    if is_of_today { "(a time of this test)".to_owned() } else { value.to_owned() }
}

fn by_key(before: &View<'_>, after: &View<'_>, key: &[String]) -> Vec<RowDifference> {
    let indexed = |side: &View<'_>| -> BTreeMap<String, Vec<String>> {
        side.rows.iter().map(|row| (side.named(row, key), row.clone())).collect()
    };
    let (old, mut new) = (indexed(before), indexed(after));
    let mut found = Vec::new();
    let table = before.table.to_owned();
    for (row, values) in old {
        match new.remove(&row) {
            None => found.push(RowDifference::Gone { table: table.clone(), row }),
            Some(others) => found.extend(changes(before, &row, &values, &others)),
        }
    }
    found.extend(new.into_keys().map(|row| RowDifference::New { table: table.clone(), row }));
    found
}

fn changes(view: &View<'_>, row: &str, before: &[String], after: &[String]) -> Vec<RowDifference> {
    let pairs = view.columns.iter().zip(before.iter().zip(after)).filter(|(_, (before, after))| before != after);
    let change = |(column, (before, after)): (&&String, (&String, &String))| RowDifference::Changed {
        table: view.table.to_owned(),
        row: row.to_owned(),
        column: (*column).clone(),
        before: before.clone(),
        after: after.clone(),
    };
    pairs.map(change).collect()
}

fn as_a_whole(before: &View<'_>, after: &View<'_>) -> Vec<RowDifference> {
    let mut counts: BTreeMap<&Vec<String>, i64> = BTreeMap::new();
    before.rows.iter().for_each(|row| *counts.entry(row).or_default() -= 1);
    after.rows.iter().for_each(|row| *counts.entry(row).or_default() += 1);
    let mut found = Vec::new();
    for (row, count) in counts {
        let (table, row) = (before.table.to_owned(), before.named(row, &[]));
        for _ in 0..count.unsigned_abs() {
            let (table, row) = (table.clone(), row.clone());
            found.push(if count < 0 { RowDifference::Gone { table, row } } else { RowDifference::New { table, row } });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(key: &[&str], rows: &[[&str; 2]]) -> TableRows {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        TableRows {
            table: "notes".to_owned(),
            columns: owned(&["id", "body"]),
            key: owned(key),
            rows: rows.iter().map(|row| owned(row)).collect(),
        }
    }

    fn told(before: &TableRows, after: &TableRows, columns: &[&str]) -> Vec<String> {
        let columns: Vec<String> = columns.iter().map(|word| (*word).to_owned()).collect();
        let days = ["2026-11-23".to_owned()];
        differences(before, after, &columns, &days).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn rows_are_told_by_their_key() {
        let before = rows(&["id"], &[["1", "'a'"], ["2", "'b'"], ["3", "NULL"]]);
        let after = rows(&["id"], &[["1", "'a'"], ["3", "'c'"], ["4", "'d'"]]);
        assert_eq!(
            told(&before, &after, &["id", "body"]),
            [
                "rows of notes: id 2 is gone",
                "rows of notes: id 3, column body: NULL became 'c'",
                "rows of notes: id 4 is new"
            ]
        );
        assert_eq!(told(&before, &before, &["id", "body"]), [""; 0]);
    }

    #[test]
    fn rows_without_a_key_are_told_as_a_whole() {
        let before = rows(&[], &[["1", "'a'"], ["1", "'a'"]]);
        let after = rows(&[], &[["1", "'a'"], ["2", "'a'"]]);
        assert_eq!(
            told(&before, &after, &["id", "body"]),
            ["rows of notes: id 1, body 'a' is gone", "rows of notes: id 2, body 'a' is new"]
        );
        assert_eq!(told(&before, &after, &["body"]), [""; 0]);
    }

    #[test]
    fn times_from_the_clock_are_equal() {
        let before = rows(&["id"], &[["1", "'2026-11-23 10:00:00'"]]);
        let after = rows(&["id"], &[["1", "'2026-11-23 10:00:09'"]]);
        assert_eq!(told(&before, &after, &["id", "body"]), [""; 0]);
        let old = rows(&["id"], &[["1", "'2011-01-01 10:00:00'"]]);
        assert_eq!(told(&old, &after, &["id", "body"]).len(), 1);
    }
}
