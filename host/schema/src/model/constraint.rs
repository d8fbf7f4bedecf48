//! Constraints of a table.

use serde::Serialize;

use super::{IndexPart, ObjectName, Options};

/// A constraint of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Constraint {
    /// None where the server keeps none (`SQLite`) or makes none up yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the name is of the shape that the server makes up. Such constraints are compared by what they say, and
    /// told by their columns in parentheses.
    pub is_name_generated: bool,
    /// What it demands.
    #[serde(flatten)]
    pub body: ConstraintBody,
    /// When it is checked.
    pub deferral: Deferral,
    /// `on conflict` (`SQLite`), `not valid`, `no inherit`, `not enforced`...
    #[serde(skip_serializing_if = "Options::is_empty")]
    pub options: Options,
    /// A remark kept by the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl Constraint {
    /// A constraint without a name, checked at once.
    pub fn unnamed(body: ConstraintBody) -> Self {
        Self {
            name: None,
            is_name_generated: false,
            body,
            deferral: Deferral::NotDeferrable,
            options: Options::new(),
            comment: None,
        }
    }

    /// The name, unless the server made it up.
    pub fn given_name(&self) -> Option<&str> {
        self.name.as_deref().filter(|_| !self.is_name_generated)
    }
}

/// What a constraint demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ConstraintBody {
    /// Rows are told apart by these columns.
    PrimaryKey(Key),
    /// No two rows agree in these columns.
    Unique(Key),
    /// The values are those of a row elsewhere.
    ForeignKey(ForeignKey),
    /// An expression is not false.
    Check {
        /// SQL text without the outer parentheses.
        expression: String,
        /// The column that it was written at, where the server keeps that.
        #[serde(skip_serializing_if = "Option::is_none")]
        column: Option<String>,
    },
    /// No two rows agree by these operators (`PostgreSQL`).
    Exclude {
        /// SQL text from EXCLUDE on.
        definition: String,
    },
}

/// The columns of a primary key or unique constraint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Key {
    /// In order.
    pub parts: Vec<IndexPart>,
    /// Columns carried along in the index.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// Whether two NULLs are the same value.
    pub nulls_not_distinct: bool,
}

impl Key {
    /// A key over columns.
    pub fn over<Name: Into<String>>(columns: impl IntoIterator<Item = Name>) -> Self {
        Self {
            parts: columns.into_iter().map(IndexPart::column).collect(),
            include: Vec::new(),
            nulls_not_distinct: false,
        }
    }
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ForeignKey {
    /// The columns here.
    pub columns: Vec<String>,
    /// The table there.
    pub references: ObjectName,
    /// The columns there; empty where `SQLite` was told none, which means the primary key.
    pub referenced_columns: Vec<String>,
    /// What happens when the row there goes.
    pub on_delete: ReferentialAction,
    /// What happens when its key changes.
    pub on_update: ReferentialAction,
    /// What a key that is NULL in part means.
    pub match_kind: MatchKind,
}

/// What a foreign key does when the row it points at changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferentialAction {
    /// Refuses, at the end of the statement or transaction.
    NoAction,
    /// Refuses at once.
    Restrict,
    /// Does the same to the row here.
    Cascade,
    /// Sets the columns to NULL.
    SetNull,
    /// Sets the columns to their defaults.
    SetDefault,
}

impl ReferentialAction {
    /// As SQL text.
    pub fn sql(self) -> &'static str {
        match self {
            Self::NoAction => "NO ACTION",
            Self::Restrict => "RESTRICT",
            Self::Cascade => "CASCADE",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
        }
    }
}

/// What a foreign key that is NULL in part means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchKind {
    /// Nothing is checked.
    Simple,
    /// It is refused.
    Full,
    /// The rest is checked.
    Partial,
}

/// When a constraint is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deferral {
    /// At each statement, always.
    NotDeferrable,
    /// At each statement, unless a transaction says otherwise.
    InitiallyImmediate,
    /// When the transaction commits.
    InitiallyDeferred,
}
