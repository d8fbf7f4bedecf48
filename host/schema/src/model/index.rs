//! Indexes.

use serde::Serialize;

use super::Options;

/// An index that no constraint owns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// What it is ordered by.
    pub parts: Vec<IndexPart>,
    /// Whether no two rows may agree in it.
    pub unique: bool,
    /// SQL text after WHERE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub predicate: Option<String>,
    /// Columns carried along.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// `gin`, `hash`, `fulltext`...; none for the usual one (a B-tree).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Whether two NULLs are the same value.
    pub nulls_not_distinct: bool,
    /// `fillfactor`, `parser`, `invisible`...
    #[serde(skip_serializing_if = "Options::is_empty")]
    pub options: Options,
    /// A remark kept by the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl Index {
    /// An index over columns, not unique.
    pub fn over<Name: Into<String>>(name: impl Into<String>, columns: impl IntoIterator<Item = Name>) -> Self {
        Self {
            name: name.into(),
            parts: columns.into_iter().map(IndexPart::column).collect(),
            unique: false,
            predicate: None,
            include: Vec::new(),
            method: None,
            nulls_not_distinct: false,
            options: Options::new(),
            comment: None,
        }
    }
}

/// One part of an index or key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndexPart {
    /// What is ordered.
    #[serde(flatten)]
    pub key: IndexKey,
    /// Largest first.
    pub descending: bool,
    /// Where it is not the default of the direction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nulls: Option<NullsOrder>,
    /// Where it is not the column's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// Where it is not the default of the type (`PostgreSQL`), with its options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator_class: Option<String>,
    /// How many characters of the column count (`MySQL`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix_length: Option<u32>,
}

impl IndexPart {
    /// A column, smallest first.
    pub fn column(name: impl Into<String>) -> Self {
        Self::of(IndexKey::Column(name.into()))
    }

    /// An expression, smallest first.
    pub fn expression(sql: impl Into<String>) -> Self {
        Self::of(IndexKey::Expression(sql.into()))
    }

    fn of(key: IndexKey) -> Self {
        Self { key, descending: false, nulls: None, collation: None, operator_class: None, prefix_length: None }
    }
}

/// What a part of an index orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexKey {
    /// A column by name.
    Column(String),
    /// SQL text without the outer parentheses.
    Expression(String),
}

/// Where NULLs stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NullsOrder {
    /// Before all values.
    First,
    /// After all values.
    Last,
}
