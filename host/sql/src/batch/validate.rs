//! What makes a batch readable; a guest may send any bytes.

use super::{Batch, ColumnBatch, ColumnData, Packed};

/// Why a batch is not one. Columns and rows count from 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// A row has another number of values than there are columns.
    #[error("row {row} has {actual} values for {expected} columns")]
    RowLength {
        /// The row.
        row: usize,
        /// How many columns there are.
        expected: usize,
        /// How many values it has.
        actual: usize,
    },
    /// More rows than a batch can count.
    #[error("{rows} rows are more than one batch can hold")]
    TooManyRows {
        /// How many.
        rows: usize,
    },
    /// A column has another number of items than the batch has rows.
    #[error("column {column} has {actual} items for {expected} rows")]
    ColumnLength {
        /// The column.
        column: usize,
        /// How many rows there are.
        expected: usize,
        /// How many items it has.
        actual: usize,
    },
    /// The bits for NULL are neither absent nor one a row.
    #[error("column {column} has {actual} bytes of NULL bits where {expected} are needed for its rows")]
    NullsLength {
        /// The column.
        column: usize,
        /// The bytes needed.
        expected: usize,
        /// The bytes given.
        actual: usize,
    },
    /// An item ends before it starts.
    #[error("column {column}: the end of item {row} lies before its start")]
    EndsNotAscending {
        /// The column.
        column: usize,
        /// The row.
        row: usize,
    },
    /// An item ends after the data.
    #[error("column {column}: item {row} ends at byte {end} of {length}")]
    EndOutside {
        /// The column.
        column: usize,
        /// The row.
        row: usize,
        /// Where the item ends.
        end: usize,
        /// The bytes there are.
        length: usize,
    },
    /// A text is not UTF-8.
    #[error("column {column}: the text of row {row} is not UTF-8")]
    NotUtf8 {
        /// The column.
        column: usize,
        /// The row.
        row: usize,
    },
    /// A boolean is neither 0 nor 1.
    #[error("column {column}: the boolean of row {row} is {value}, not 0 or 1")]
    NotBoolean {
        /// The column.
        column: usize,
        /// The row.
        row: usize,
        /// The byte.
        value: u8,
    },
}

impl ColumnData {
    /// How many items there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Booleans(items) => items.len(),
            Self::Integers(items) => items.len(),
            Self::Reals(items) => items.len(),
            Self::Texts(packed) | Self::Blobs(packed) => packed.ends.len(),
            Self::Values(items) => items.len(),
        }
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Batch {
    /// Checks that every item can be read.
    pub fn validate(&self) -> Result<(), BatchError> {
        let rows = self.row_count as usize;
        self.columns.iter().enumerate().try_for_each(|(index, column)| validate_column(index, column, rows))
    }
}

fn validate_column(column: usize, batch: &ColumnBatch, rows: usize) -> Result<(), BatchError> {
    let actual = batch.data.len();
    if actual != rows {
        return Err(BatchError::ColumnLength { column, expected: rows, actual });
    }
    let (expected, actual) = (rows.div_ceil(8), batch.nulls.len());
    if actual != 0 && actual != expected {
        return Err(BatchError::NullsLength { column, expected, actual });
    }
    match &batch.data {
        ColumnData::Booleans(items) => validate_booleans(column, items),
        ColumnData::Texts(packed) => validate_ends(column, packed).and_then(|()| validate_utf8(column, packed)),
        ColumnData::Blobs(packed) => validate_ends(column, packed),
        ColumnData::Integers(_) | ColumnData::Reals(_) | ColumnData::Values(_) => Ok(()),
    }
}

fn validate_booleans(column: usize, items: &[u8]) -> Result<(), BatchError> {
    match items.iter().position(|&value| value > 1) {
        Some(row) => Err(BatchError::NotBoolean { column, row, value: items[row] }),
        None => Ok(()),
    }
}

fn validate_ends(column: usize, packed: &Packed) -> Result<(), BatchError> {
    let length = packed.data.len();
    let mut start = 0;
    for (row, end) in packed.ends.iter().map(|&end| end as usize).enumerate() {
        if end < start {
            return Err(BatchError::EndsNotAscending { column, row });
        }
        if end > length {
            return Err(BatchError::EndOutside { column, row, end, length });
        }
        start = end;
    }
    Ok(())
}

/// Checks all texts at once, then that none begins or ends inside a character. The ends are valid.
fn validate_utf8(column: usize, packed: &Packed) -> Result<(), BatchError> {
    let used = packed.ends.last().map_or(0, |&end| end as usize);
    let row_of = |byte: usize| packed.ends.partition_point(|&end| end as usize <= byte);
    let text = str::from_utf8(&packed.data[..used]);
    let text = text.map_err(|error| BatchError::NotUtf8 { column, row: row_of(error.valid_up_to()) })?;
    match packed.ends.iter().position(|&end| !text.is_char_boundary(end as usize)) {
        Some(row) => Err(BatchError::NotUtf8 { column, row }),
        None => Ok(()),
    }
}
