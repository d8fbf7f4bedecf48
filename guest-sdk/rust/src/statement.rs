//! Prepared statements.

use std::marker::PhantomData;

use crate::bindings::aludel::sql::database as wit;
pub use crate::bindings::aludel::sql::types::Outcome;
use crate::{Batch, Cursor, Database, Result, Value};

/// A prepared statement. Dropping it closes it.
///
/// ```no_run
/// use aludel_guest::prelude::*;
///
/// fn rename(db: &Database) -> Result<()> {
///     let rename = db.prepare("UPDATE countries SET name = ?1 WHERE code = ?2")?;
///     rename.execute(params!["Deutschland", "DE"])?;
///     rename.execute(params!["France", "FR"])?;
///     Ok(())
/// }
/// ```
#[derive(Debug)]
pub struct Statement<'db> {
    handle: wit::Statement,
    database: PhantomData<&'db Database>,
}

impl Statement<'_> {
    pub(crate) fn new(handle: wit::Statement) -> Self {
        Self { handle, database: PhantomData }
    }

    /// Runs it once and drops its rows.
    #[track_caller]
    pub fn execute(&self, parameters: &[Value]) -> Result<Outcome> {
        Ok(self.handle.execute(parameters)?)
    }

    /// Runs it once and streams its rows.
    #[track_caller]
    pub fn query(&self, parameters: &[Value]) -> Result<Cursor<'_>> {
        Ok(Cursor::new(self.handle.query(parameters)?))
    }

    /// Runs it once a row of the batch, in one call; gives the rows affected in all.
    #[track_caller]
    pub fn execute_batch(&self, rows: &Batch) -> Result<u64> {
        Ok(self.handle.execute_batch(rows.as_raw())?)
    }
}
