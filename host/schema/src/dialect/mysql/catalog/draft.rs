//! Tables while they are read.

use std::collections::BTreeMap;

use crate::model::{Column, Constraint, ConstraintBody, Index, ObjectName, Schema, Table, Uncompared};

/// Tables by name.
#[derive(Default)]
pub(super) struct Drafts {
    pub(super) tables: BTreeMap<ObjectName, Draft>,
}

/// A table while it is read.
pub(super) struct Draft {
    pub(super) table: Table,
    /// The collation of columns that name none.
    pub(super) collation: Option<String>,
    /// Columns by their place.
    pub(super) columns: BTreeMap<i64, Column>,
    /// Why the table cannot be told in the words of the model.
    pub(super) uncompared_kind: Option<&'static str>,
}

impl Draft {
    pub(super) fn new(table: Table, collation: Option<String>) -> Self {
        Self { table, collation, columns: BTreeMap::new(), uncompared_kind: None }
    }

    pub(super) fn column_mut(&mut self, name: &str) -> Option<&mut Column> {
        self.columns.values_mut().find(|column| column.name == name)
    }
}

impl Drafts {
    /// Puts the tables into the schema, with their parts in order.
    pub(super) fn finish(self, schema: &mut Schema) {
        for (name, mut draft) in self.tables {
            if let Some(kind) = draft.uncompared_kind {
                schema.uncompared.push(Uncompared { kind: kind.to_owned(), name });
                continue;
            }
            draft.table.columns = draft.columns.into_values().collect();
            hide_indexes_of_foreign_keys(&mut draft.table);
            draft.table.constraints.sort_by_key(constraint_order);
            schema.tables.insert(name, draft.table.into());
        }
    }
}

/// The primary key first, then unique keys, foreign keys and checks, each by name.
fn constraint_order(constraint: &Constraint) -> (u8, Option<String>, Option<String>) {
    let (kind, column) = match &constraint.body {
        ConstraintBody::PrimaryKey(_) => (0, None),
        ConstraintBody::Unique(_) => (1, None),
        ConstraintBody::ForeignKey(_) => (2, None),
        ConstraintBody::Check { column, .. } => (3, column.clone()),
        ConstraintBody::Exclude { .. } => (4, None),
    };
    (kind, constraint.name.clone(), column)
}

/// Leaves out the index that the server makes for a foreign key where there is none: nobody asked for it, and it
/// silently goes when another index serves the key.
fn hide_indexes_of_foreign_keys(table: &mut Table) {
    let Table { constraints, indexes, .. } = table;
    for constraint in constraints.iter() {
        if let Some(position) = indexes.iter().position(|index| is_made_for(index, constraint)) {
            indexes.remove(position);
        }
    }
}

/// Whether the index is the one that the server makes for that foreign key: it has the name of the key, or of its first
/// column where the key was given none.
fn is_made_for(index: &Index, constraint: &Constraint) -> bool {
    let ConstraintBody::ForeignKey(key) = &constraint.body else { return false };
    let plain = Index::over(index.name.clone(), &key.columns);
    let is_name_made_up = match (&constraint.name, key.columns.first()) {
        (Some(name), _) if *name == index.name => true,
        (_, Some(column)) if constraint.is_name_generated => is_numbered(&index.name, column),
        _ => false,
    };
    is_name_made_up && *index == plain
}

/// Whether a name is `stem`, or `stem_2` and so on.
pub(super) fn is_numbered(name: &str, stem: &str) -> bool {
    let Some(rest) = name.strip_prefix(stem) else { return false };
    rest.is_empty() || rest.strip_prefix('_').is_some_and(is_number)
}

/// Whether a text is made of digits.
pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
