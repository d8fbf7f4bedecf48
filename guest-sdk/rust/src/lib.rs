//! Write [Aludel](https://github.com/aludel/aludel) database migrations in Rust.
//!
//! A migration is a crate of the type `cdylib` that is compiled to a WebAssembly component. Its functions get a handle
//! to the database and nothing else: no files, no network, no clock.
//!
//! ```
//! // /// migration
//! // revision = "3f9a1c20b7d4"
//! // down_revision = "8d02e5a71f36"
//! // message = "lower-case e-mail addresses"
//! // ///
//! use aludel_guest::prelude::*;
//!
//! migration!(upgrade, downgrade);
//!
//! fn upgrade(db: &Database) -> Result<()> {
//!     let changed = db.execute("UPDATE customers SET email = lower(email)", params![])?.rows_affected;
//!     info!("{changed} addresses changed");
//!     Ok(())
//! }
//!
//! fn downgrade(_: &Database) -> Result<()> {
//!     Err(Error::irreversible("the old spelling of the addresses is not kept"))
//! }
//! ```
//!
//! - [`migration!`]: says which functions are the migration
//! - [`Database`]: statements, queries, prepared statements, savepoints
//! - [`schema`]: tables, columns, indexes and the rest, created and changed by request on every database
//! - [`params!`], [`Value`], [`FromValue`]: what goes into a statement and comes out of a row
//! - [`Batch`], [`BatchBuilder`], [`BulkWriter`]: many rows at once, for backfills
//! - [`context`], [`progress`], [`info!`]: the run around the migration
//! - [`Error`]: why a migration gives up

#[doc(hidden)]
#[allow(missing_docs, unreachable_pub, clippy::all, clippy::pedantic, clippy::unwrap_used)]
pub mod bindings;

mod batch;
mod batch_builder;
mod bulk;
mod calendar;
pub mod context;
mod cursor;
mod database;
mod decimal;
mod error;
mod export;
mod from_value;
mod json;
pub mod log;
mod place;
pub mod prelude;
pub mod progress;
mod row;
#[doc(hidden)]
pub mod runtime;
mod savepoint;
#[cfg(feature = "schema")]
pub mod schema;
mod statement;
#[cfg(feature = "target")]
pub mod target;
mod uuid;
mod value;

pub use batch::{Batch, Items};
pub use batch_builder::{BatchBuilder, ColumnBuilder};
pub use bulk::BulkWriter;
pub use calendar::{Date, DateTime, Interval, ParseCalendarError, Time, UtcDateTime};
pub use cursor::{Batches, Cursor, RowsAs};
pub use database::{Database, DatabaseInfo, Dialect};
pub use decimal::{Decimal, ParseDecimalError};
pub use error::{DatabaseError, Error, ErrorKind, Result};
pub use from_value::FromValue;
pub use json::Json;
pub use row::{ColumnIndex, Row};
pub use savepoint::Savepoint;
pub use statement::{Outcome, Statement};
pub use uuid::{ParseUuidError, Uuid};
pub use value::{Column, ForeignValue, Value};
