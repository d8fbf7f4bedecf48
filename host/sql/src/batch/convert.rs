//! Rows to columns and back.

use super::{Batch, BatchError, ColumnBatch, ColumnData, Packed};
use crate::value::{Row, Value};

/// The form that holds every value of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Booleans,
    Integers,
    Reals,
    Texts,
    Blobs,
    Values,
}

impl Form {
    fn of(value: &Value) -> Self {
        match value {
            Value::Boolean(_) => Self::Booleans,
            Value::Integer(_) => Self::Integers,
            Value::Real(_) => Self::Reals,
            Value::Text(_) => Self::Texts,
            Value::Bytes(_) => Self::Blobs,
            _ => Self::Values,
        }
    }

    /// The one form of all values that are not NULL; a column of NULLs alone takes the smallest.
    fn of_column(rows: &[Row], column: usize) -> Self {
        let mut values = rows.iter().map(|row| &row[column]).filter(|value| **value != Value::Null);
        let Some(first) = values.next().map(Self::of) else { return Self::Booleans };
        let is_uniform = values.all(|value| Self::of(value) == first);
        if is_uniform && !first.overflows(rows, column) { first } else { Self::Values }
    }

    /// Whether the packed bytes of a column are more than its 32-bit ends can count.
    fn overflows(self, rows: &[Row], column: usize) -> bool {
        let length = |row: &Row| match &row[column] {
            Value::Text(text) => text.len(),
            Value::Bytes(bytes) => bytes.len(),
            _ => 0,
        };
        matches!(self, Self::Texts | Self::Blobs) && rows.iter().map(length).sum::<usize>() > u32::MAX as usize
    }

    fn empty_column(self, rows: usize) -> ColumnData {
        match self {
            Self::Booleans => ColumnData::Booleans(Vec::with_capacity(rows)),
            Self::Integers => ColumnData::Integers(Vec::with_capacity(rows)),
            Self::Reals => ColumnData::Reals(Vec::with_capacity(rows)),
            Self::Texts => ColumnData::Texts(Packed::with_capacity(rows)),
            Self::Blobs => ColumnData::Blobs(Packed::with_capacity(rows)),
            Self::Values => ColumnData::Values(Vec::with_capacity(rows)),
        }
    }
}

impl Packed {
    fn with_capacity(items: usize) -> Self {
        Self { ends: Vec::with_capacity(items), data: Vec::new() }
    }

    /// Adds an item. The caller keeps the whole under 4 GiB.
    fn push(&mut self, item: &[u8]) {
        self.data.extend_from_slice(item);
        self.ends.push(u32::try_from(self.data.len()).expect("`Form::overflows` was asked before"));
    }

    /// The bytes of an item of a valid batch.
    pub fn item(&self, index: usize) -> &[u8] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        &self.data[start..self.ends[index] as usize]
    }
}

impl ColumnData {
    /// Adds a value of this column's form, or the item that stands for NULL.
    fn push(&mut self, value: Value) {
        match (self, value) {
            (Self::Values(items), value) => items.push(value),
            (Self::Booleans(items), value) => items.push(u8::from(value == Value::Boolean(true))),
            (Self::Integers(items), Value::Integer(item)) => items.push(item),
            (Self::Integers(items), _) => items.push(0),
            (Self::Reals(items), Value::Real(item)) => items.push(item),
            (Self::Reals(items), _) => items.push(0.0),
            (Self::Texts(packed), Value::Text(text)) => packed.push(text.as_bytes()),
            (Self::Blobs(packed), Value::Bytes(bytes)) => packed.push(&bytes),
            (Self::Texts(packed) | Self::Blobs(packed), _) => packed.push(&[]),
        }
    }
}

impl ColumnBatch {
    /// Whether the item is NULL, in a valid batch.
    pub fn is_null(&self, row: usize) -> bool {
        let has_bit = self.nulls.get(row / 8).is_some_and(|byte| byte >> (row % 8) & 1 == 1);
        has_bit || matches!(&self.data, ColumnData::Values(items) if items[row] == Value::Null)
    }

    /// One value of a valid batch.
    pub fn value(&self, row: usize) -> Value {
        if self.is_null(row) {
            return Value::Null;
        }
        match &self.data {
            ColumnData::Booleans(items) => Value::Boolean(items[row] == 1),
            ColumnData::Integers(items) => Value::Integer(items[row]),
            ColumnData::Reals(items) => Value::Real(items[row]),
            ColumnData::Texts(packed) => Value::Text(text(packed.item(row))),
            ColumnData::Blobs(packed) => Value::Bytes(packed.item(row).to_vec()),
            ColumnData::Values(items) => items[row].clone(),
        }
    }

    fn from_column(rows: &mut [Row], column: usize) -> Self {
        let form = Form::of_column(rows, column);
        let mut data = form.empty_column(rows.len());
        let mut nulls = Vec::new();
        for (index, row) in rows.iter_mut().enumerate() {
            let value = std::mem::replace(&mut row[column], Value::Null);
            if value == Value::Null && form != Form::Values {
                nulls.resize(rows_bytes(&nulls, index), 0);
                nulls[index / 8] |= 1 << (index % 8);
            }
            data.push(value);
        }
        if !nulls.is_empty() {
            nulls.resize(rows.len().div_ceil(8), 0);
        }
        Self { data, nulls }
    }
}

/// How long the bits must be to hold the one of this row.
fn rows_bytes(nulls: &[u8], row: usize) -> usize {
    nulls.len().max(row / 8 + 1)
}

fn text(bytes: &[u8]) -> String {
    str::from_utf8(bytes).expect("the batch was validated").to_owned()
}

impl Batch {
    /// Puts rows into columns: a tight form where all values of a column are of one kind, else as they are.
    pub fn from_rows(columns: usize, mut rows: Vec<Row>) -> Result<Self, BatchError> {
        if let Some(row) = rows.iter().position(|row| row.len() != columns) {
            return Err(BatchError::RowLength { row, expected: columns, actual: rows[row].len() });
        }
        let row_count = u32::try_from(rows.len()).map_err(|_| BatchError::TooManyRows { rows: rows.len() })?;
        let columns = (0..columns).map(|column| ColumnBatch::from_column(&mut rows, column)).collect();
        Ok(Self { row_count, columns })
    }

    /// The rows, one by one, after a check of the whole.
    pub fn rows(&self) -> Result<Rows<'_>, BatchError> {
        self.validate()?;
        Ok(Rows { batch: self, rows: 0..self.row_count as usize })
    }

    /// All rows, after a check of the whole.
    pub fn into_rows(self) -> Result<Vec<Row>, BatchError> {
        Ok(self.rows()?.collect())
    }
}

/// The rows of a valid batch.
#[derive(Debug, Clone)]
pub struct Rows<'batch> {
    batch: &'batch Batch,
    rows: std::ops::Range<usize>,
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let row = self.rows.next()?;
        Some(self.batch.columns.iter().map(|column| column.value(row)).collect())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rows.size_hint()
    }
}

impl ExactSizeIterator for Rows<'_> {}
