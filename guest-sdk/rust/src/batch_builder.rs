//! Writing many rows in columnar form.

use crate::bindings::aludel::sql::types::{ColumnBatch, ColumnData, Packed};
use crate::{Batch, Error, Result, Value};

/// Collects rows into a [`Batch`].
///
/// ```
/// use aludel_guest::prelude::*;
///
/// let mut rows = BatchBuilder::new(2);
/// rows.push(params![1, "Ada"])?;
/// rows.push(params![2, None::<&str>])?;
/// let batch = rows.take();
/// assert_eq!(batch.row_count(), 2);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct BatchBuilder {
    columns: Vec<ColumnBuilder>,
    row_count: usize,
    byte_count: usize,
}

impl BatchBuilder {
    /// A builder of rows with so many values.
    pub fn new(columns: usize) -> Self {
        Self { columns: vec![ColumnBuilder::new(); columns], row_count: 0, byte_count: 0 }
    }

    /// Adds one row.
    #[track_caller]
    pub fn push(&mut self, row: &[Value]) -> Result<()> {
        let (found, wanted) = (row.len(), self.columns.len());
        if found != wanted {
            return Err(Error::conversion(format!("a row of {found} values where {wanted} are wanted")));
        }
        for (column, value) in self.columns.iter_mut().zip(row) {
            self.byte_count += size_of_item(value);
            column.push(value);
        }
        self.row_count += 1;
        Ok(())
    }

    /// How many rows are collected.
    pub fn row_count(&self) -> usize {
        self.row_count
    }

    /// How many bytes the collected rows take, about.
    pub fn byte_count(&self) -> usize {
        self.byte_count
    }

    /// The rows collected so far; the builder is empty afterwards.
    pub fn take(&mut self) -> Batch {
        let full = std::mem::replace(self, Self::new(self.columns.len()));
        Batch::from_columns(full.columns).expect("every row added one item to every column")
    }
}

fn size_of_item(value: &Value) -> usize {
    match value {
        Value::Text(text) | Value::Decimal(text) | Value::Json(text) => text.len() + 4,
        Value::Bytes(bytes) => bytes.len() + 4,
        Value::Foreign(value) => value.type_name.len() + value.text.len() + 8,
        Value::TextArray(items) => items.iter().map(|item| item.as_ref().map_or(0, String::len) + 8).sum(),
        Value::IntegerArray(items) => items.len() * 16,
        Value::RealArray(items) => items.len() * 16,
        _ => 16,
    }
}

/// Collects the items of one column of a [`Batch`].
///
/// The first item that is not NULL decides on the layout; an item of another type turns the column into one of single
/// values, which holds everything and costs more to copy.
#[derive(Debug, Clone, Default)]
pub struct ColumnBuilder {
    /// None while every item is NULL.
    data: Option<ColumnData>,
    /// One bit a row, lowest bit first, as far as the last NULL.
    nulls: Vec<u8>,
    row_count: usize,
}

impl ColumnBuilder {
    /// An empty column.
    pub const fn new() -> Self {
        Self { data: None, nulls: Vec::new(), row_count: 0 }
    }

    /// How many items.
    pub fn row_count(&self) -> usize {
        self.row_count
    }

    /// Adds an item of any kind.
    pub fn push(&mut self, value: &Value) {
        match value {
            Value::Null => self.push_null(),
            Value::Boolean(item) => self.push_boolean(*item),
            Value::Integer(item) => self.push_integer(*item),
            Value::Real(item) => self.push_real(*item),
            Value::Text(item) => self.push_text(item),
            Value::Bytes(item) => self.push_bytes(item),
            other => self.push_value(other.clone()),
        }
    }

    /// Adds NULL.
    pub fn push_null(&mut self) {
        let (byte, bit) = (self.row_count / 8, self.row_count % 8);
        self.nulls.resize(byte + 1, 0);
        self.nulls[byte] |= 1 << bit;
        if let Some(data) = &mut self.data {
            push_blank(data);
        }
        self.row_count += 1;
    }

    /// Adds a boolean.
    pub fn push_boolean(&mut self, item: bool) {
        match self.data.get_or_insert_with(|| blanks(ColumnData::Booleans(Vec::new()), self.row_count)) {
            ColumnData::Booleans(items) => items.push(item.into()),
            _ => return self.push_value(Value::Boolean(item)),
        }
        self.row_count += 1;
    }

    /// Adds an integer.
    pub fn push_integer(&mut self, item: i64) {
        match self.data.get_or_insert_with(|| blanks(ColumnData::Integers(Vec::new()), self.row_count)) {
            ColumnData::Integers(items) => items.push(item),
            _ => return self.push_value(Value::Integer(item)),
        }
        self.row_count += 1;
    }

    /// Adds a floating-point number.
    pub fn push_real(&mut self, item: f64) {
        match self.data.get_or_insert_with(|| blanks(ColumnData::Reals(Vec::new()), self.row_count)) {
            ColumnData::Reals(items) => items.push(item),
            _ => return self.push_value(Value::Real(item)),
        }
        self.row_count += 1;
    }

    /// Adds text.
    pub fn push_text(&mut self, item: &str) {
        match self.data.get_or_insert_with(|| blanks(ColumnData::Texts(empty_packed()), self.row_count)) {
            ColumnData::Texts(packed) => push_packed(packed, item.as_bytes()),
            _ => return self.push_value(Value::Text(item.to_owned())),
        }
        self.row_count += 1;
    }

    /// Adds bytes.
    pub fn push_bytes(&mut self, item: &[u8]) {
        match self.data.get_or_insert_with(|| blanks(ColumnData::Blobs(empty_packed()), self.row_count)) {
            ColumnData::Blobs(packed) => push_packed(packed, item),
            _ => return self.push_value(Value::Bytes(item.to_owned())),
        }
        self.row_count += 1;
    }

    fn push_value(&mut self, item: Value) {
        let mut values = self.take_values();
        values.push(item);
        self.data = Some(ColumnData::Values(values));
        self.row_count += 1;
    }

    /// The items so far as single values.
    fn take_values(&mut self) -> Vec<Value> {
        match self.data.take() {
            Some(ColumnData::Values(values)) => values,
            None => vec![Value::Null; self.row_count],
            Some(data) => {
                let nulls = std::mem::take(&mut self.nulls);
                let column = Self { data: Some(data), nulls: nulls.clone(), row_count: self.row_count };
                self.nulls = nulls;
                let batch = Batch::from_columns(vec![column]).expect("a single column has one length");
                batch.values(0).expect("the builder wrote it")
            }
        }
    }

    pub(crate) fn from_raw(raw: ColumnBatch, row_count: usize) -> Self {
        Self { data: Some(raw.data), nulls: raw.nulls, row_count }
    }

    pub(crate) fn into_raw(mut self) -> ColumnBatch {
        if !self.nulls.is_empty() {
            self.nulls.resize(self.row_count.div_ceil(8), 0);
        }
        let data = self.data.unwrap_or_else(|| ColumnData::Values(vec![Value::Null; self.row_count]));
        ColumnBatch { data, nulls: self.nulls }
    }
}

fn empty_packed() -> Packed {
    Packed { ends: Vec::new(), data: Vec::new() }
}

/// The data with an item for each of the NULLs that came first.
fn blanks(mut data: ColumnData, count: usize) -> ColumnData {
    for _ in 0..count {
        push_blank(&mut data);
    }
    data
}

fn push_blank(data: &mut ColumnData) {
    match data {
        ColumnData::Booleans(items) => items.push(0),
        ColumnData::Integers(items) => items.push(0),
        ColumnData::Reals(items) => items.push(0.0),
        ColumnData::Texts(packed) | ColumnData::Blobs(packed) => push_packed(packed, &[]),
        ColumnData::Values(values) => values.push(Value::Null),
    }
}

fn push_packed(packed: &mut Packed, item: &[u8]) {
    packed.data.extend_from_slice(item);
    packed.ends.push(u32::try_from(packed.data.len()).expect("a guest's memory is below 4 GiB"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Uuid, params};

    fn column(values: &[Value]) -> ColumnBatch {
        let mut builder = ColumnBuilder::new();
        for value in values {
            builder.push(value);
        }
        builder.into_raw()
    }

    #[test]
    fn integers_with_nulls_before_between_and_after() {
        let column = column(params![None::<i64>, 7, None::<i64>, 8, 9, 10, 11, 12, 13, None::<i64>]);
        assert_eq!(column.data, ColumnData::Integers(vec![0, 7, 0, 8, 9, 10, 11, 12, 13, 0]));
        assert_eq!(column.nulls, [0b0000_0101, 0b0000_0010]);
    }

    #[test]
    fn the_bits_cover_every_row() {
        let mut values = vec![Value::Null];
        values.extend((0..16).map(Value::from));
        assert_eq!(column(&values).nulls, [1, 0, 0]);
        assert!(column(params![1, 2]).nulls.is_empty());
    }

    #[test]
    fn texts_are_packed() {
        let ColumnData::Texts(packed) = column(params!["ab", "", None::<&str>, "ü"]).data else { panic!("no texts") };
        assert_eq!((packed.ends, packed.data), (vec![2, 2, 2, 4], "abü".as_bytes().to_vec()));
    }

    #[test]
    fn a_second_type_turns_the_column_into_single_values() {
        let column = column(params![1, None::<i64>, "two", 3]);
        let expected = params![1, None::<i64>, "two", 3].to_vec();
        assert_eq!(column.data, ColumnData::Values(expected));
        assert_eq!(column.nulls, [0b10]);
    }

    #[test]
    fn values_without_a_layout_of_their_own_stay_values() {
        let uuid = Uuid::from_u128(7);
        assert_eq!(column(params![None::<Uuid>, uuid]).data, ColumnData::Values(vec![Value::Null, Value::Uuid(uuid)]));
    }

    #[test]
    fn a_row_of_another_length_is_refused() {
        let mut builder = BatchBuilder::new(2);
        let error = builder.push(params![1]).expect_err("one is missing");
        assert_eq!(error.message(), "a row of 1 values where 2 are wanted");
    }

    #[test]
    fn taking_leaves_an_empty_builder() {
        let mut builder = BatchBuilder::new(1);
        builder.push(params!["abc"]).expect("one value");
        assert_eq!((builder.row_count(), builder.byte_count()), (1, 7));
        assert_eq!(builder.take().row_count(), 1);
        assert_eq!((builder.row_count(), builder.byte_count()), (0, 0));
        assert_eq!(builder.take().row_count(), 0);
    }
}
