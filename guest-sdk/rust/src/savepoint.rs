//! Points to return to within the transaction of a step.

use std::marker::PhantomData;

use crate::bindings::aludel::sql::database as wit;
use crate::{Database, Result};

/// An open savepoint. Dropping it without [`release`](Self::release) undoes what was done since.
///
/// ```no_run
/// use aludel_guest::prelude::*;
///
/// fn try_both(db: &Database) -> Result<()> {
///     let savepoint = db.begin_savepoint()?;
///     if db.execute("CREATE UNIQUE INDEX customers_email ON customers (email)", params![]).is_err() {
///         savepoint.rollback()?;
///         warn!("some customers share an address");
///         return Ok(());
///     }
///     savepoint.release()
/// }
/// ```
#[derive(Debug)]
#[must_use = "dropping a savepoint undoes what was done since it was opened"]
pub struct Savepoint<'db> {
    handle: wit::Savepoint,
    database: PhantomData<&'db Database>,
}

impl Savepoint<'_> {
    pub(crate) fn new(handle: wit::Savepoint) -> Self {
        Self { handle, database: PhantomData }
    }

    /// Keeps what was done since.
    #[track_caller]
    pub fn release(self) -> Result<()> {
        Ok(wit::Savepoint::release(self.handle)?)
    }

    /// Undoes what was done since.
    #[track_caller]
    pub fn rollback(self) -> Result<()> {
        Ok(wit::Savepoint::rollback(self.handle)?)
    }
}
