//! SQL as it crosses the boundaries of Aludel: between a guest, the host and a database.
//!
//! The types mirror the WIT package `aludel:sql`, one for one, so that the sandbox only has to move them. The crate
//! is pure: it opens nothing, reads no clock and knows no driver.
//!
//! - [`value`]: one SQL value, and the calendar types in it
//! - [`batch`]: many rows in columnar form
//! - [`error`]: what a database or the host answers when it will not do what was asked
//! - [`dialect`]: the databases, and how each writes identifiers and parameters
//! - [`lexer`]: the tokens of SQL text, as each dialect divides it
//! - [`split`]: a text divided into statements
//! - [`literal`]: values as SQL text
//! - [`database`]: the trait that guests see as `resource database`

pub mod batch;
pub mod database;
pub mod dialect;
pub mod error;
pub mod lexer;
pub mod literal;
pub mod split;
pub mod value;

pub use batch::{Batch, BatchError, Column, ColumnBatch, ColumnData, Packed};
pub use database::{
    BulkId, BulkKind, BulkTarget, CursorId, Database, DatabaseInfo, PageLimit, SavepointId, StatementId,
};
pub use dialect::{Dialect, IdentifierError};
pub use error::{ErrorKind, Outcome, SqlError};
pub use literal::{InlineError, LiteralError, inline, literal};
pub use split::{SplitError, Statement, split, split_from_line};
pub use value::{Date, DateTime, ForeignValue, Interval, ParseError, Row, Time, Uuid, Value};
