//! Which columns the parts of a table use.

use aludel_sql::Dialect;

use crate::identifier::mentions;
use crate::model::{Constraint, ConstraintBody, Index, IndexKey, IndexPart, Key};

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

fn key_uses(key: &Key, column: &str, dialect: Dialect) -> bool {
    key.parts.iter().any(|part| part_uses(part, column, dialect)) || key.include.iter().any(|each| each == column)
}

fn part_uses(part: &IndexPart, column: &str, dialect: Dialect) -> bool {
    match &part.key {
        IndexKey::Column(name) => name == column,
        IndexKey::Expression(expression) => mentions(expression, dialect, column),
    }
}
