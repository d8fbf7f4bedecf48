//! The rows of a running query.

use std::marker::PhantomData;
use std::rc::Rc;

use crate::bindings::aludel::sql::database as wit;
use crate::{Batch, Column, Database, Error, Result, Row, Value};

/// How many rows an iteration asks the host for at once.
const PAGE_ROWS: u32 = 1_000;

/// The rows of a running query: an iterator of [`Row`]s, fetched page by page.
///
/// Statements may run while it is open; a second open cursor is possible where
/// [`db.supports("concurrent-cursors")`](Database::supports).
#[derive(Debug)]
pub struct Cursor<'db> {
    handle: wit::Cursor,
    columns: Rc<[Column]>,
    page: std::vec::IntoIter<Vec<Value>>,
    ended: bool,
    database: PhantomData<&'db Database>,
}

impl<'db> Cursor<'db> {
    pub(crate) fn new(handle: wit::Cursor) -> Self {
        let columns = handle.columns().into();
        Self { handle, columns, page: Vec::new().into_iter(), ended: false, database: PhantomData }
    }

    /// The columns of the result.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The rows as tuples, or as any type that a [`Row`] turns into.
    pub fn rows_as<T: TryFrom<Row, Error = Error>>(self) -> RowsAs<'db, T> {
        RowsAs { cursor: self, wanted: PhantomData }
    }

    /// The rows in columnar form, at most `rows` at a time: the fastest way through a large result.
    ///
    /// The host may give fewer at a time, to stay within its limits.
    ///
    /// ```no_run
    /// use aludel_guest::prelude::*;
    ///
    /// fn longest_name(db: &Database) -> Result<usize> {
    ///     let mut longest = 0;
    ///     for batch in db.query("SELECT name FROM customers", params![])?.batches(10_000) {
    ///         let batch = batch?;
    ///         longest = batch.texts(0)?.flatten().map(str::len).max().unwrap_or(0).max(longest);
    ///     }
    ///     Ok(longest)
    /// }
    /// ```
    pub fn batches(self, rows: u32) -> Batches<'db> {
        Batches { cursor: self, rows }
    }

    #[track_caller]
    fn fetch(&mut self) -> Result<()> {
        let rows = self.handle.next_rows(PAGE_ROWS)?;
        self.ended = rows.is_empty();
        self.page = rows.into_iter();
        Ok(())
    }
}

impl Iterator for Cursor<'_> {
    type Item = Result<Row>;

    #[track_caller]
    fn next(&mut self) -> Option<Self::Item> {
        if self.page.as_slice().is_empty()
            && !self.ended
            && let Err(error) = self.fetch()
        {
            self.ended = true;
            return Some(Err(error));
        }
        let values = self.page.next()?;
        Some(Ok(Row::new(Rc::clone(&self.columns), values)))
    }
}

/// The rows of a cursor as values of another type.
#[derive(Debug)]
pub struct RowsAs<'db, T> {
    cursor: Cursor<'db>,
    wanted: PhantomData<fn() -> T>,
}

impl<T: TryFrom<Row, Error = Error>> Iterator for RowsAs<'_, T> {
    type Item = Result<T>;

    #[track_caller]
    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.cursor.next()? {
            Ok(row) => T::try_from(row),
            Err(error) => Err(error),
        })
    }
}

/// The batches of a cursor.
#[derive(Debug)]
pub struct Batches<'db> {
    cursor: Cursor<'db>,
    rows: u32,
}

impl Batches<'_> {
    /// The columns of the result.
    pub fn columns(&self) -> &[Column] {
        self.cursor.columns()
    }
}

impl Iterator for Batches<'_> {
    type Item = Result<Batch>;

    #[track_caller]
    fn next(&mut self) -> Option<Self::Item> {
        if self.cursor.ended {
            return None;
        }
        let batch = self.cursor.handle.next_batch(self.rows);
        self.cursor.ended = batch.as_ref().map_or(true, |batch| batch.row_count == 0);
        match batch {
            Ok(batch) if batch.row_count == 0 => None,
            Ok(batch) => Some(Ok(Batch::from_raw(batch))),
            Err(error) => Some(Err(error.into())),
        }
    }
}
