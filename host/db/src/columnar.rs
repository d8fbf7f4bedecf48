//! Columnar batches, cell by cell: reading those that a guest sends, and building those that it gets.

use std::str;

use aludel_sql::{Batch, ColumnBatch, ColumnData, ErrorKind, Packed, SqlError, Value};

/// One value of a batch or of a row, borrowed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cell<'batch> {
    Null,
    Boolean(bool),
    Integer(i64),
    Real(f64),
    Text(&'batch str),
    Bytes(&'batch [u8]),
    /// One of the cases of [`Value`] that has none here.
    Other(&'batch Value),
}

impl<'value> From<&'value Value> for Cell<'value> {
    fn from(value: &'value Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Boolean(boolean) => Self::Boolean(*boolean),
            Value::Integer(integer) => Self::Integer(*integer),
            Value::Real(real) => Self::Real(*real),
            Value::Text(text) => Self::Text(text),
            Value::Bytes(bytes) => Self::Bytes(bytes),
            other => Self::Other(other),
        }
    }
}

/// The parameters of one statement as cells.
pub(crate) fn cells(values: &[Value]) -> Vec<Cell<'_>> {
    values.iter().map(Cell::from).collect()
}

/// A batch whose lengths and texts were checked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CheckedBatch<'batch> {
    batch: &'batch Batch,
}

impl<'batch> CheckedBatch<'batch> {
    /// Refuses a batch whose columns do not have the length that it claims, or whose texts are not UTF-8.
    pub(crate) fn new(batch: &'batch Batch) -> Result<Self, SqlError> {
        let row_count = batch.row_count as usize;
        for (index, column) in batch.columns.iter().enumerate() {
            check_column(column, row_count).map_err(|reason| {
                SqlError::new(ErrorKind::Conversion, format!("column {} of the batch {reason}", index + 1))
            })?;
        }
        Ok(Self { batch })
    }

    pub(crate) fn row_count(self) -> usize {
        self.batch.row_count as usize
    }

    pub(crate) fn column_count(self) -> usize {
        self.batch.columns.len()
    }

    pub(crate) fn cell(self, column: usize, row: usize) -> Cell<'batch> {
        let column = &self.batch.columns[column];
        if is_null(&column.nulls, row) {
            return Cell::Null;
        }
        match &column.data {
            ColumnData::Booleans(booleans) => Cell::Boolean(booleans[row] != 0),
            ColumnData::Integers(integers) => Cell::Integer(integers[row]),
            ColumnData::Reals(reals) => Cell::Real(reals[row]),
            ColumnData::Texts(packed) => {
                Cell::Text(str::from_utf8(item(packed, row)).expect("the texts were checked to be UTF-8"))
            }
            ColumnData::Blobs(packed) => Cell::Bytes(item(packed, row)),
            ColumnData::Values(values) => Cell::from(&values[row]),
        }
    }

    /// The integers of a column; none if they are not all integers.
    pub(crate) fn integers(self, column: usize) -> Option<&'batch [i64]> {
        let column = self.batch.columns.get(column)?;
        match &column.data {
            ColumnData::Integers(integers) if column.nulls.iter().all(|byte| *byte == 0) => Some(integers),
            _ => None,
        }
    }

    /// The cells of one row.
    pub(crate) fn row(self, row: usize) -> Vec<Cell<'batch>> {
        (0..self.column_count()).map(|column| self.cell(column, row)).collect()
    }
}

fn is_null(nulls: &[u8], row: usize) -> bool {
    nulls.get(row / 8).is_some_and(|byte| byte >> (row % 8) & 1 == 1)
}

fn item(packed: &Packed, row: usize) -> &[u8] {
    let start = if row == 0 { 0 } else { packed.ends[row - 1] as usize };
    &packed.data[start..packed.ends[row] as usize]
}

fn check_column(column: &ColumnBatch, row_count: usize) -> Result<(), String> {
    let length = match &column.data {
        ColumnData::Booleans(items) => items.len(),
        ColumnData::Integers(items) => items.len(),
        ColumnData::Reals(items) => items.len(),
        ColumnData::Texts(packed) => check_texts(packed)?,
        ColumnData::Blobs(packed) => check_packed(packed)?,
        ColumnData::Values(items) => items.len(),
    };
    if length != row_count {
        return Err(format!("has {length} values for {row_count} rows"));
    }
    if !column.nulls.is_empty() && column.nulls.len() < row_count.div_ceil(8) {
        return Err(format!("has {} bytes of NULL bits for {row_count} rows", column.nulls.len()));
    }
    Ok(())
}

fn check_packed(packed: &Packed) -> Result<usize, String> {
    let mut previous = 0;
    for &end in &packed.ends {
        if end < previous || end as usize > packed.data.len() {
            return Err("has ends that are not ascending or lead out of its data".to_owned());
        }
        previous = end;
    }
    Ok(packed.ends.len())
}

fn check_texts(packed: &Packed) -> Result<usize, String> {
    let length = check_packed(packed)?;
    // One check of everything is not enough: an item could end inside a character.
    for row in 0..length {
        str::from_utf8(item(packed, row)).map_err(|_| format!("has a text that is not UTF-8, in row {}", row + 1))?;
    }
    Ok(length)
}

/// Which of the cases of [`ColumnData`] a column is collected in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnLayout {
    Booleans,
    Integers,
    Reals,
    Texts,
    Blobs,
    Values,
}

/// Collects one column. A value that does not fit its layout moves the whole column to [`ColumnData::Values`].
#[derive(Debug)]
pub(crate) struct ColumnBuilder {
    data: ColumnData,
    nulls: Vec<u8>,
    row_count: usize,
}

impl ColumnBuilder {
    pub(crate) fn new(layout: ColumnLayout) -> Self {
        let data = match layout {
            ColumnLayout::Booleans => ColumnData::Booleans(Vec::new()),
            ColumnLayout::Integers => ColumnData::Integers(Vec::new()),
            ColumnLayout::Reals => ColumnData::Reals(Vec::new()),
            ColumnLayout::Texts => ColumnData::Texts(Packed::default()),
            ColumnLayout::Blobs => ColumnData::Blobs(Packed::default()),
            ColumnLayout::Values => ColumnData::Values(Vec::new()),
        };
        Self { data, nulls: Vec::new(), row_count: 0 }
    }

    pub(crate) fn push_null(&mut self) {
        let byte = self.row_count / 8;
        if self.nulls.len() <= byte {
            self.nulls.resize(byte + 1, 0);
        }
        self.nulls[byte] |= 1 << (self.row_count % 8);
        match &mut self.data {
            ColumnData::Booleans(items) => items.push(0),
            ColumnData::Integers(items) => items.push(0),
            ColumnData::Reals(items) => items.push(0.0),
            ColumnData::Texts(packed) | ColumnData::Blobs(packed) => push_item(packed, &[]),
            ColumnData::Values(items) => items.push(Value::Null),
        }
        self.row_count += 1;
    }

    pub(crate) fn push_text(&mut self, text: &str) {
        match &mut self.data {
            ColumnData::Texts(packed) => push_item(packed, text.as_bytes()),
            _ => return self.push(Value::Text(text.to_owned())),
        }
        self.row_count += 1;
    }

    pub(crate) fn push_bytes(&mut self, bytes: &[u8]) {
        match &mut self.data {
            ColumnData::Blobs(packed) => push_item(packed, bytes),
            _ => return self.push(Value::Bytes(bytes.to_owned())),
        }
        self.row_count += 1;
    }

    pub(crate) fn push(&mut self, value: Value) {
        if value == Value::Null {
            return self.push_null();
        }
        match (&mut self.data, value) {
            (ColumnData::Booleans(items), Value::Boolean(boolean)) => items.push(u8::from(boolean)),
            (ColumnData::Integers(items), Value::Integer(integer)) => items.push(integer),
            (ColumnData::Reals(items), Value::Real(real)) => items.push(real),
            (ColumnData::Texts(packed), Value::Text(text)) => push_item(packed, text.as_bytes()),
            (ColumnData::Blobs(packed), Value::Bytes(bytes)) => push_item(packed, &bytes),
            (ColumnData::Values(items), value) => items.push(value),
            (_, value) => {
                let mut items = self.taken_apart();
                items.push(value);
                self.data = ColumnData::Values(items);
            }
        }
        self.row_count += 1;
    }

    /// What was collected so far, as values.
    fn taken_apart(&mut self) -> Vec<Value> {
        let data = std::mem::replace(&mut self.data, ColumnData::Values(Vec::new()));
        let column = ColumnBatch { data, nulls: self.nulls.clone() };
        let row_count = u32::try_from(self.row_count).expect("a page has at most u32::MAX rows");
        let batch = Batch { row_count, columns: vec![column] };
        let checked = CheckedBatch { batch: &batch };
        (0..self.row_count).map(|row| owned(checked.cell(0, row))).collect()
    }

    pub(crate) fn finish(mut self) -> ColumnBatch {
        if !self.nulls.is_empty() {
            self.nulls.resize(self.row_count.div_ceil(8), 0);
        }
        ColumnBatch { data: self.data, nulls: self.nulls }
    }
}

fn push_item(packed: &mut Packed, bytes: &[u8]) {
    packed.data.extend_from_slice(bytes);
    packed.ends.push(u32::try_from(packed.data.len()).expect("a page is held far under 4 GiB"));
}

fn owned(cell: Cell<'_>) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Boolean(boolean) => Value::Boolean(boolean),
        Cell::Integer(integer) => Value::Integer(integer),
        Cell::Real(real) => Value::Real(real),
        Cell::Text(text) => Value::Text(text.to_owned()),
        Cell::Bytes(bytes) => Value::Bytes(bytes.to_owned()),
        Cell::Other(value) => value.clone(),
    }
}

/// The batch of finished columns.
pub(crate) fn batch(builders: Vec<ColumnBuilder>, row_count: usize) -> Batch {
    Batch {
        row_count: u32::try_from(row_count).expect("a page has at most u32::MAX rows"),
        columns: builders.into_iter().map(ColumnBuilder::finish).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_widens_to_values_and_keeps_what_it_has() {
        let mut builder = ColumnBuilder::new(ColumnLayout::Integers);
        builder.push(Value::Integer(7));
        builder.push_null();
        builder.push(Value::Text("nine".to_owned()));
        let column = builder.finish();
        let expected = vec![Value::Integer(7), Value::Null, Value::Text("nine".to_owned())];
        assert_eq!(column, ColumnBatch { data: ColumnData::Values(expected), nulls: vec![0b10] });
    }

    #[test]
    fn null_bits_cover_every_row() {
        let mut builder = ColumnBuilder::new(ColumnLayout::Texts);
        builder.push_null();
        for _ in 0..16 {
            builder.push_text("é");
        }
        let built = batch(vec![builder], 17);
        assert_eq!(built.columns[0].nulls, vec![1, 0, 0]);
        let checked = CheckedBatch::new(&built).expect("a built batch is sound");
        assert_eq!((checked.cell(0, 0), checked.cell(0, 16)), (Cell::Null, Cell::Text("é")));
    }

    #[test]
    fn unsound_batches_are_refused() {
        let refused = |data: ColumnData, nulls: Vec<u8>| {
            let batch = Batch { row_count: 2, columns: vec![ColumnBatch { data, nulls }] };
            CheckedBatch::new(&batch).expect_err("the batch is unsound").message
        };
        let short = refused(ColumnData::Integers(vec![1]), Vec::new());
        assert_eq!(short, "column 1 of the batch has 1 values for 2 rows");
        let split = Packed { ends: vec![1, 2], data: "é".as_bytes().to_vec() };
        let split = refused(ColumnData::Texts(split), Vec::new());
        assert_eq!(split, "column 1 of the batch has a text that is not UTF-8, in row 1");
        let outside = Packed { ends: vec![1, 9], data: vec![1, 2] };
        assert!(refused(ColumnData::Blobs(outside), Vec::new()).contains("lead out of its data"));
        assert!(
            refused(ColumnData::Blobs(Packed { ends: vec![2, 1], data: vec![1, 2] }), Vec::new()).contains("ascending")
        );
    }
}
