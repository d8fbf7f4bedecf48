//! Tables.

use serde::Serialize;

use super::{Column, Constraint, ConstraintBody, Index, ObjectName, Options};

/// A table with everything that belongs to it, but for its triggers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Its name.
    #[serde(flatten)]
    pub name: ObjectName,
    /// In the order of the table.
    pub columns: Vec<Column>,
    /// Keys, checks and the like.
    pub constraints: Vec<Constraint>,
    /// Those that no constraint owns.
    pub indexes: Vec<Index>,
    /// A remark kept by the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// `persistence`, `partitioning`, `partition of`, `without rowid`, `strict`, `engine`, `collation`...: each name is
    /// the word that a difference is told with.
    #[serde(skip_serializing_if = "Options::is_empty")]
    pub options: Options,
    /// The statement that made it, where the server keeps that (`SQLite`). Never compared.
    #[serde(skip)]
    pub definition: Option<String>,
}

impl Table {
    /// A table without columns.
    pub fn new(name: ObjectName) -> Self {
        Self {
            name,
            columns: Vec::new(),
            constraints: Vec::new(),
            indexes: Vec::new(),
            comment: None,
            options: Options::new(),
            definition: None,
        }
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The primary key.
    pub fn primary_key(&self) -> Option<&Constraint> {
        self.constraints.iter().find(|constraint| matches!(constraint.body, ConstraintBody::PrimaryKey(_)))
    }
}
