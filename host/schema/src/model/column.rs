//! Columns.

use serde::Serialize;

use super::Options;

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// The type as the server writes it: `character varying(20)`, `mood[]`, `enum('a','b')`. Empty for a `SQLite` column
    /// without one.
    pub data_type: String,
    /// Whether it may hold NULL.
    pub nullable: bool,
    /// In place of the one that the column would inherit. A name with its schema is quoted as SQL text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// How it gets its value when none is given.
    pub generation: Generation,
    /// A remark kept by the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// `on update` (`MySQL`), `charset`, `storage`, `not null on conflict` (`SQLite`)...
    #[serde(skip_serializing_if = "Options::is_empty")]
    pub options: Options,
}

impl Column {
    /// A nullable column without anything else.
    pub fn new(name: impl Into<String>, data_type: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            data_type: data_type.into(),
            nullable: true,
            collation: None,
            generation: Generation::None,
            comment: None,
            options: Options::new(),
        }
    }
}

/// How a column gets its value when none is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Generation {
    /// It becomes NULL.
    None,
    /// SQL text: `'a'::text`, `now()`.
    Default(String),
    /// The server counts: AUTOINCREMENT, serial with the sequence that the column owns, `AUTO_INCREMENT`.
    AutoIncrement,
    /// An identity column of the SQL standard.
    Identity(Identity),
    /// Computed from other columns.
    Computed {
        /// SQL text.
        expression: String,
        /// Kept in the table, and not computed at each reading.
        stored: bool,
    },
}

/// An identity column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// Whether a value of one's own is refused.
    pub kind: IdentityKind,
    /// The first value, where it is not 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
    /// The step, where it is not 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub increment: Option<i64>,
    /// Other options of its sequence that are not the default: `minvalue`, `maxvalue`, `cache`, `cycle`.
    #[serde(skip_serializing_if = "Options::is_empty")]
    pub options: Options,
}

/// Whether an identity column takes a value that is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    /// Never, unless OVERRIDING is written.
    Always,
    /// Yes.
    ByDefault,
}
