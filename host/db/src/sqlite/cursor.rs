//! Pages of rows.

use aludel_sql::{Batch, PageLimit, Row, SqlError, StatementId};

use super::core::{Core, Statement};
use super::raw::{Running, Stored};
use super::value::ColumnReader;
use crate::columnar::{self, ColumnBuilder, ColumnLayout};

/// A statement that stands on a row, or at its end.
pub(super) struct Cursor {
    pub(super) statement: Statement,
    /// The prepared statement that gets its handle back when the cursor closes.
    pub(super) lender: Option<StatementId>,
    pub(super) readers: Vec<ColumnReader>,
    has_row: bool,
}

/// A column while it is collected: its layout waits for the first value that is not NULL.
struct Collected {
    leading_nulls: usize,
    builder: Option<ColumnBuilder>,
}

impl Cursor {
    /// A cursor over a statement that was started.
    pub(super) fn new(core: &mut Core, statement: Statement, lender: Option<StatementId>, has_row: bool) -> Self {
        let readers = ColumnReader::of(&core.connection.running(statement.key));
        Self { statement, lender, readers, has_row }
    }

    /// Calls `read` for each row of a page; it tells how many bytes the row counts.
    fn page(
        &mut self,
        core: &mut Core,
        limit: PageLimit,
        mut read: impl FnMut(&[ColumnReader], &Running<'_>) -> Result<usize, SqlError>,
    ) -> Result<(), SqlError> {
        core.start_statement()?;
        let (mut rows, mut bytes) = (0, 0);
        while self.has_row && (rows == 0 || (rows < limit.rows && bytes < limit.bytes)) {
            bytes += read(&self.readers, &core.connection.running(self.statement.key))?;
            rows += 1;
            // An error ends the cursor.
            self.has_row = false;
            self.has_row = core.step(&self.statement)?;
        }
        Ok(())
    }

    pub(super) fn next_rows(&mut self, core: &mut Core, limit: PageLimit) -> Result<Vec<Row>, SqlError> {
        let mut rows = Vec::new();
        self.page(core, limit, |readers, running| {
            let mut bytes = 0;
            let mut row = Vec::with_capacity(readers.len());
            for (index, reader) in readers.iter().enumerate() {
                let (value, length) = reader.read(running.stored(index))?;
                bytes += length;
                row.push(value);
            }
            rows.push(row);
            Ok(bytes)
        })?;
        Ok(rows)
    }

    pub(super) fn next_batch(&mut self, core: &mut Core, limit: PageLimit) -> Result<Batch, SqlError> {
        let mut columns: Vec<Collected> = self.readers.iter().map(|_| Collected::new()).collect();
        let mut row_count = 0;
        self.page(core, limit, |readers, running| {
            let mut bytes = 0;
            for (index, (reader, column)) in readers.iter().zip(&mut columns).enumerate() {
                bytes += column.push(reader, running.stored(index))?;
            }
            row_count += 1;
            Ok(bytes)
        })?;
        Ok(columnar::batch(columns.into_iter().map(Collected::finish).collect(), row_count))
    }
}

impl Collected {
    fn new() -> Self {
        Self { leading_nulls: 0, builder: None }
    }

    fn push(&mut self, reader: &ColumnReader, stored: Stored<'_>) -> Result<usize, SqlError> {
        if self.builder.is_none() && stored == Stored::Null {
            self.leading_nulls += 1;
            return Ok(1);
        }
        let leading_nulls = self.leading_nulls;
        let builder = self.builder.get_or_insert_with(|| nulls(reader.layout(stored), leading_nulls));
        reader.read_into(builder, stored)
    }

    fn finish(self) -> ColumnBuilder {
        self.builder.unwrap_or_else(|| nulls(ColumnLayout::Texts, self.leading_nulls))
    }
}

fn nulls(layout: ColumnLayout, count: usize) -> ColumnBuilder {
    let mut builder = ColumnBuilder::new(layout);
    for _ in 0..count {
        builder.push_null();
    }
    builder
}
