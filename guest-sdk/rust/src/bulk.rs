//! Writing many rows.

use std::marker::PhantomData;

use crate::bindings::aludel::sql::database as wit;
use crate::{Batch, BatchBuilder, Database, Result, Value};

/// How many rows are collected before they go to the host.
const FLUSH_ROWS: usize = 10_000;
/// How many bytes of values are collected before they go to the host, which lifts 16 MiB a call at most.
const FLUSH_BYTES: usize = 4 << 20;

/// Writes many rows through [`Database::bulk_insert`] or [`Database::bulk_update`].
///
/// Rows are collected and sent in large batches. Dropping the writer without [`finish`](Self::finish) undoes what it
/// wrote.
#[derive(Debug)]
#[must_use = "dropping a writer without `finish` undoes what it wrote"]
pub struct BulkWriter<'db> {
    handle: wit::BulkWriter,
    pending: BatchBuilder,
    database: PhantomData<&'db Database>,
}

impl BulkWriter<'_> {
    pub(crate) fn new(handle: wit::BulkWriter, columns: usize) -> Self {
        Self { handle, pending: BatchBuilder::new(columns), database: PhantomData }
    }

    /// Writes one row: its values in the order of the columns, after the keys where there are keys.
    #[track_caller]
    pub fn push(&mut self, row: &[Value]) -> Result<()> {
        self.pending.push(row)?;
        if self.pending.row_count() >= FLUSH_ROWS || self.pending.byte_count() >= FLUSH_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    /// Writes many rows that are in columnar form already.
    #[track_caller]
    pub fn write(&mut self, rows: &Batch) -> Result<()> {
        self.flush()?;
        Ok(self.handle.write_batch(rows.as_raw())?)
    }

    /// Ends the writing; gives the rows written in all.
    #[track_caller]
    pub fn finish(mut self) -> Result<u64> {
        self.flush()?;
        Ok(wit::BulkWriter::finish(self.handle)?)
    }

    #[track_caller]
    fn flush(&mut self) -> Result<()> {
        if self.pending.row_count() == 0 {
            return Ok(());
        }
        Ok(self.handle.write_batch(self.pending.take().as_raw())?)
    }
}
