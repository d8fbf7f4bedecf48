//! The indexes that the server makes for foreign keys, and keeps when the key goes.
//!
//! A foreign key needs an index that begins with its columns. Where there is none, the server makes one and gives it the
//! name of the key; the model leaves it out. So it has to go with its key, and come when another index that served the
//! key goes.

use crate::model::{Constraint, ConstraintBody, ForeignKey, IndexKey, IndexPart, Table};

/// Methods of indexes that serve no foreign key.
const USELESS_METHODS: [&str; 2] = ["fulltext", "spatial"];

/// A foreign key with the index that the server made for it.
pub(super) struct KeptIndex {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
}

/// The index that the server made for a foreign key of a table, unless another one serves it.
pub(super) fn kept_index(table: &Table, constraint: &Constraint) -> Option<KeptIndex> {
    let ConstraintBody::ForeignKey(key) = &constraint.body else { return None };
    if is_served(table, key) {
        return None;
    }
    // A key without a name lends its index that of the first column.
    let name = constraint.given_name().or(key.columns.first().map(String::as_str))?;
    Some(KeptIndex { name: name.to_owned(), columns: key.columns.clone() })
}

fn is_served(table: &Table, key: &ForeignKey) -> bool {
    let of_constraints = table.constraints.iter().filter_map(|constraint| match &constraint.body {
        ConstraintBody::PrimaryKey(other) | ConstraintBody::Unique(other) => Some(other.parts.as_slice()),
        _ => None,
    });
    let is_useful = |method: &Option<String>| method.as_deref().is_none_or(|method| !USELESS_METHODS.contains(&method));
    let of_indexes = table.indexes.iter().filter(|index| is_useful(&index.method)).map(|index| index.parts.as_slice());
    of_constraints.chain(of_indexes).any(|parts| begins_with(parts, &key.columns))
}

fn begins_with(parts: &[IndexPart], columns: &[String]) -> bool {
    let is_column = |part: &IndexPart, column: &String| {
        part.prefix_length.is_none() && matches!(&part.key, IndexKey::Column(name) if name == column)
    };
    parts.len() >= columns.len() && parts.iter().zip(columns).all(|(part, column)| is_column(part, column))
}

/// Whether a foreign key of the table other than `constraint` leans on the index that was made for it.
pub(super) fn is_shared(table: &Table, constraint: &Constraint, kept: &KeptIndex) -> bool {
    // A made-up name may be another one by now.
    let is_it = |other: &Constraint| {
        let is_made_up = other.is_name_generated && constraint.is_name_generated;
        other.name == constraint.name || is_made_up && other.body == constraint.body
    };
    table.constraints.iter().filter(|other| !is_it(other)).any(|other| {
        matches!(&other.body, ConstraintBody::ForeignKey(key)
            if kept.columns.starts_with(&key.columns) && !is_served(table, key))
    })
}
