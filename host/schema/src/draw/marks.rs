//! What of a schema another one does not have, or has in another form.

use std::collections::{BTreeMap, BTreeSet};

use super::svg::marked_svg;
use super::{Drawing, foreign_key};
use crate::model::{ObjectName, Schema, Table};

/// How a table or a column stands to the other schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Only the schema after has it.
    New,
    /// Only the schema before has it.
    Gone,
    /// Both have it, and it differs.
    Changed,
}

impl Mark {
    /// The class of its boxes and rows.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Changed => "changed",
        }
    }

    /// What tells it to those who see no colours.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::New => "+",
            Self::Gone => "−",
            Self::Changed => "~",
        }
    }
}

/// The marks of one schema's tables and columns.
#[derive(Debug, Default)]
pub(super) struct Marks<'schema>(BTreeMap<&'schema ObjectName, TableMarks<'schema>>);

#[derive(Debug)]
struct TableMarks<'schema> {
    whole: Mark,
    columns: BTreeMap<&'schema str, Mark>,
}

impl<'schema> Marks<'schema> {
    /// Those of `schema`, whose tables and columns that the other does not have are marked `alone`.
    fn of(schema: &'schema Schema, other: &Schema, alone: Mark) -> Self {
        let marked = schema.tables.iter().filter_map(|(name, table)| {
            let marks = match other.tables.get(name) {
                None => TableMarks { whole: alone, columns: BTreeMap::new() },
                Some(twin) if is_same(table, twin) => return None,
                Some(twin) => TableMarks { whole: Mark::Changed, columns: column_marks(table, twin, alone) },
            };
            Some((name, marks))
        });
        Self(marked.collect())
    }

    pub(super) fn table(&self, table: &Table) -> Option<Mark> {
        self.0.get(&table.name).map(|marks| marks.whole)
    }

    pub(super) fn column(&self, table: &Table, column: &str) -> Option<Mark> {
        self.0.get(&table.name)?.columns.get(column).copied()
    }
}

/// The text that made a table is not the table.
fn is_same(table: &Table, twin: &Table) -> bool {
    table.columns == twin.columns
        && table.constraints == twin.constraints
        && table.indexes == twin.indexes
        && table.comment == twin.comment
        && table.options == twin.options
}

fn column_marks<'schema>(table: &'schema Table, twin: &Table, alone: Mark) -> BTreeMap<&'schema str, Mark> {
    let marked = table.columns.iter().filter_map(|column| match twin.column(&column.name) {
        None => Some((column.name.as_str(), alone)),
        Some(other) if other == column => None,
        Some(_) => Some((column.name.as_str(), Mark::Changed)),
    });
    marked.collect()
}

/// The tables of two schemas that differ, as a picture of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnDifference {
    /// What differs of the schema before; none where it has nothing of it.
    pub before: Option<String>,
    /// The same of the schema after.
    pub after: Option<String>,
    /// How many tables are in neither picture, since neither they nor what they point at differs.
    pub left_out: usize,
}

/// Draws what differs between two schemas: the tables that do, and those that point at them or that they point at.
///
/// What only the picture's own schema has is marked with `+` (after) or `−` (before), what differs with `~`.
pub fn difference(before: &Schema, after: &Schema) -> DrawnDifference {
    let marks_before = Marks::of(before, after, Mark::Gone);
    let marks_after = Marks::of(after, before, Mark::New);
    let touched: BTreeSet<&ObjectName> = marks_before.0.keys().chain(marks_after.0.keys()).copied().collect();
    let shown = around(before, &touched).chain(around(after, &touched)).collect::<BTreeSet<_>>();
    let all: BTreeSet<&ObjectName> = before.tables.keys().chain(after.tables.keys()).collect();
    let picture = |schema: &Schema, marks: &Marks<'_>| {
        let drawing = Drawing::among(schema, |table| shown.contains(&table.name));
        (!drawing.tables.is_empty()).then(|| marked_svg(&drawing, marks))
    };
    DrawnDifference {
        before: picture(before, &marks_before),
        after: picture(after, &marks_after),
        left_out: all.len() - shown.len(),
    }
}

/// These tables, and those at the other end of a foreign key from or to one of them.
fn around<'schema>(
    schema: &'schema Schema,
    names: &BTreeSet<&'schema ObjectName>,
) -> impl Iterator<Item = &'schema ObjectName> {
    schema.tables.iter().flat_map(move |(name, table)| {
        let targets = table.constraints.iter().filter_map(foreign_key).map(|key| &key.references);
        let targets: Vec<&ObjectName> = targets.filter(|target| schema.tables.contains_key(*target)).collect();
        let is_touched = names.contains(name);
        let points_at_one = targets.iter().any(|target| names.contains(target));
        let own = (is_touched || points_at_one).then_some(name);
        own.into_iter().chain(targets.into_iter().filter(move |_| is_touched))
    })
}
