//! The database as a guest sees it: the Rust side of the WIT interface `aludel:sql/database`.

use async_trait::async_trait;

use crate::batch::{Batch, Column};
use crate::dialect::Dialect;
use crate::error::{Outcome, SqlError};
use crate::value::Row;

/// What the host knows about the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseInfo {
    /// The kind of server.
    pub dialect: Dialect,
    /// The version as the server writes it.
    pub server_version: String,
    /// The version as three numbers, 0 where there is none.
    pub version_number: (u32, u32, u32),
    /// The schema that an unqualified name is looked up in first, or the database's name on `MySQL`.
    pub default_schema: Option<String>,
}

/// An open cursor of one [`Database`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CursorId(pub u64);

/// A prepared statement of one [`Database`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatementId(pub u64);

/// An open bulk writer of one [`Database`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BulkId(pub u64);

/// An open savepoint of one [`Database`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SavepointId(pub u64);

/// How much one page of a cursor may hold. A page has at least one row while there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageLimit {
    /// Rows at most.
    pub rows: u32,
    /// Bytes at most, counted as the values' own sizes.
    pub bytes: usize,
}

/// What a bulk writer does with each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkKind {
    /// Inserts it.
    Insert,
    /// Updates the rows whose `keys` columns equal the first values of the row; the rest are the new values.
    Update {
        /// The columns that find the row.
        keys: Vec<String>,
    },
}

/// Where a bulk writer writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkTarget {
    /// None is the default schema.
    pub schema: Option<String>,
    /// The table.
    pub table: String,
    /// Insert or update.
    pub kind: BulkKind,
    /// The columns written, in the order of the rows' values. For an update they follow the values of the keys, which
    /// are not repeated here.
    pub columns: Vec<String>,
}

/// The database handle that a guest holds, with handles in place of WIT resources.
///
/// Closing an id that is unknown (or closed already) does nothing; using one is an error of kind
/// [`crate::ErrorKind::Other`]. Every string is refused when it holds a NUL character.
#[async_trait]
pub trait Database: Send {
    /// What is known about the server, without asking it.
    fn info(&self) -> &DatabaseInfo;

    /// Whether the server has the named feature: `returning`, `drop-column`, `arrays`, `check-constraints`,
    /// `concurrent-cursors`, `savepoints`, `transactional-ddl`, `bulk-copy`. Unknown names give `false`.
    fn supports(&self, feature: &str) -> bool;

    /// Runs one statement and drops its rows.
    async fn execute(&mut self, sql: &str, parameters: &[crate::Value]) -> Result<Outcome, SqlError>;

    /// Runs several statements divided by semicolons, without parameters. The extra `statement` of an error counts
    /// from 1.
    async fn execute_script(&mut self, sql: &str) -> Result<(), SqlError>;

    /// Runs one statement and keeps its rows behind a cursor.
    async fn query(&mut self, sql: &str, parameters: &[crate::Value]) -> Result<CursorId, SqlError>;

    /// The columns of an open cursor; empty for an unknown one.
    fn columns(&self, cursor: CursorId) -> Vec<Column>;

    /// The next rows; none at the end.
    async fn next_rows(&mut self, cursor: CursorId, limit: PageLimit) -> Result<Vec<Row>, SqlError>;

    /// The next rows in columnar form; `row_count` 0 at the end.
    async fn next_batch(&mut self, cursor: CursorId, limit: PageLimit) -> Result<Batch, SqlError>;

    /// Closes a cursor and frees what the server holds for it.
    async fn close_cursor(&mut self, cursor: CursorId);

    /// Prepares one statement.
    async fn prepare(&mut self, sql: &str) -> Result<StatementId, SqlError>;

    /// Runs a prepared statement and drops its rows.
    async fn execute_prepared(
        &mut self,
        statement: StatementId,
        parameters: &[crate::Value],
    ) -> Result<Outcome, SqlError>;

    /// Runs a prepared statement and keeps its rows behind a cursor.
    async fn query_prepared(
        &mut self,
        statement: StatementId,
        parameters: &[crate::Value],
    ) -> Result<CursorId, SqlError>;

    /// Runs a prepared statement once a row of the batch; gives the rows affected in all. Outside of a transaction the
    /// batch is one of its own: all of it is kept, or nothing.
    async fn execute_batch(&mut self, statement: StatementId, rows: Batch) -> Result<u64, SqlError>;

    /// Closes a prepared statement.
    async fn close_statement(&mut self, statement: StatementId);

    /// Opens the fastest way in that the database has.
    async fn open_bulk(&mut self, target: BulkTarget) -> Result<BulkId, SqlError>;

    /// Writes rows through a bulk writer.
    async fn write_bulk(&mut self, bulk: BulkId, rows: Batch) -> Result<(), SqlError>;

    /// Ends a bulk writer; gives the rows written in all.
    async fn finish_bulk(&mut self, bulk: BulkId) -> Result<u64, SqlError>;

    /// Ends a bulk writer and undoes what it wrote.
    async fn abandon_bulk(&mut self, bulk: BulkId) -> Result<(), SqlError>;

    /// Opens a savepoint.
    async fn savepoint(&mut self) -> Result<SavepointId, SqlError>;

    /// Keeps what was done since the savepoint.
    async fn release_savepoint(&mut self, savepoint: SavepointId) -> Result<(), SqlError>;

    /// Undoes what was done since the savepoint, and forgets it.
    async fn rollback_savepoint(&mut self, savepoint: SavepointId) -> Result<(), SqlError>;
}
