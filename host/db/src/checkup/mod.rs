//! What can be wrong with a database beside its tables. Writes nothing.
//!
//! - `SQLite`: pages and indexes that do not fit together, rows whose parents are gone, and what a process that died
//!   left beside the file.
//! - `PostgreSQL`: indexes that were never finished, and schemas of comparisons that were cut off.
//! - A server: databases of such comparisons.

mod postgres;
mod sqlite;

use aludel_sql::{Dialect, SqlError};

use crate::scratch;
use crate::session::Session;

pub use sqlite::{FilesBeside, files_beside};

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checkup {
    /// What the database says of its own pages and indexes; `SQLite` only, at most ten lines.
    pub damage: Vec<String>,
    /// Tables with rows whose parents are gone; `SQLite` only, where nothing checks that while the rules are off.
    pub dangling: Vec<DanglingRows>,
    /// Indexes that no query uses; `PostgreSQL` only.
    pub invalid_indexes: Vec<InvalidIndex>,
    /// Schemas in this database that belong to a comparison which was killed, an hour ago or longer.
    pub scratch_schemas: Vec<String>,
    /// Databases on its server of the same kind.
    pub scratch_databases: Vec<String>,
}

/// Rows of one table whose parents are gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DanglingRows {
    /// The table.
    pub table: String,
    /// The table that they refer to.
    pub parent: String,
    /// How many.
    pub count: u64,
}

/// An index that was never finished, or that lost its validity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidIndex {
    /// Its name with the schema, in quotes where it needs them.
    pub name: String,
    /// Its table, likewise.
    pub table: String,
    /// What became of it.
    pub kind: InvalidIndexKind,
}

/// Why an index is not valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidIndexKind {
    /// It is the table's own, and was not finished.
    Unfinished,
    /// It stood in for another one while that was built anew, and can go.
    Leftover,
    /// It is that of a partitioned table, and some partition has none to attach to it.
    Partitioned,
}

impl InvalidIndex {
    /// The statement that mends it; none where it takes more than one.
    pub fn mend(&self) -> Option<String> {
        match self.kind {
            InvalidIndexKind::Unfinished => Some(format!("REINDEX INDEX {}", self.name)),
            InvalidIndexKind::Leftover => Some(format!("DROP INDEX {}", self.name)),
            InvalidIndexKind::Partitioned => None,
        }
    }
}

/// Looks for all of it.
pub async fn checkup(session: &mut dyn Session) -> Result<Checkup, SqlError> {
    let mut found = Checkup::default();
    match session.dialect() {
        Dialect::Sqlite => {
            found.damage = sqlite::damage(session).await?;
            found.dangling = sqlite::dangling(session).await?;
        }
        Dialect::Postgres => {
            found.invalid_indexes = postgres::invalid_indexes(session).await?;
            found.scratch_schemas = scratch::schemas_left_behind(session).await?;
            found.scratch_databases = scratch::databases_left_behind(session).await?;
        }
        Dialect::Mysql | Dialect::MariaDb => {
            found.scratch_databases = scratch::databases_left_behind(session).await?;
        }
    }
    Ok(found)
}
