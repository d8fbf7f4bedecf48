//! Which columns, functions and types the parts of a table use.

use aludel_sql::Dialect;

use crate::identifier::{mentions, written};
use crate::model::{Column, Constraint, ConstraintBody, Generation, Index, IndexKey, IndexPart, Key, ObjectName};

/// Whether a constraint is over a column, or names it.
pub(crate) fn constraint_uses(constraint: &Constraint, column: &str, dialect: Dialect) -> bool {
    match &constraint.body {
        ConstraintBody::PrimaryKey(key) | ConstraintBody::Unique(key) => key_uses(key, column, dialect),
        ConstraintBody::ForeignKey(foreign_key) => foreign_key.columns.iter().any(|each| each == column),
        ConstraintBody::Check { expression, .. } => mentions(expression, dialect, column),
        ConstraintBody::Exclude { definition } => mentions(definition, dialect, column),
    }
}

/// Whether an index is over a column, or names it.
pub(crate) fn index_uses(index: &Index, column: &str, dialect: Dialect) -> bool {
    index.parts.iter().any(|part| part_uses(part, column, dialect))
        || index.include.iter().any(|each| each == column)
        || index.predicate.as_deref().is_some_and(|predicate| mentions(predicate, dialect, column))
}

/// Whether a column is computed of another one.
pub(crate) fn column_uses(computed: &Column, column: &str, dialect: Dialect) -> bool {
    matches!(&computed.generation, Generation::Computed { expression, .. } if mentions(expression, dialect, column))
}

/// Whether a column is of a named type, or of an array of it.
pub(crate) fn is_of_type(column: &Column, dialect: Dialect, name: &ObjectName) -> bool {
    let element = column.data_type.trim_end_matches("[]");
    element == name.to_string() || element == written_name(dialect, name)
}

/// The name as a server writes it: in quotes only where it must be.
pub(crate) fn written_name(dialect: Dialect, name: &ObjectName) -> String {
    let parts = name.schema.iter().chain([&name.name]);
    parts.map(|part| written(dialect, part)).collect::<Vec<_>>().join(".")
}

/// The expressions of a column.
pub(crate) fn column_texts(column: &Column) -> Vec<&str> {
    match &column.generation {
        Generation::Default(text) | Generation::Computed { expression: text, .. } => vec![text],
        Generation::None | Generation::AutoIncrement | Generation::Identity(_) => Vec::new(),
    }
}

/// The expressions of a constraint.
pub(crate) fn constraint_texts(constraint: &Constraint) -> Vec<&str> {
    match &constraint.body {
        ConstraintBody::Check { expression: text, .. } | ConstraintBody::Exclude { definition: text } => vec![text],
        ConstraintBody::PrimaryKey(_) | ConstraintBody::Unique(_) | ConstraintBody::ForeignKey(_) => Vec::new(),
    }
}

/// The expressions of an index.
pub(crate) fn index_texts(index: &Index) -> Vec<&str> {
    let parts = index.parts.iter().filter_map(|part| match &part.key {
        IndexKey::Expression(text) => Some(text.as_str()),
        IndexKey::Column(_) => None,
    });
    parts.chain(index.predicate.as_deref()).collect()
}

fn key_uses(key: &Key, column: &str, dialect: Dialect) -> bool {
    key.parts.iter().any(|part| part_uses(part, column, dialect)) || key.include.iter().any(|each| each == column)
}

fn part_uses(part: &IndexPart, column: &str, dialect: Dialect) -> bool {
    match &part.key {
        IndexKey::Column(name) => name == column,
        IndexKey::Expression(expression) => mentions(expression, dialect, column),
    }
}
