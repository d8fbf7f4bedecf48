//! Reading many rows in columnar form.

use crate::bindings::aludel::sql::types::{self as wit, ColumnData, Packed};
use crate::from_value::exact_real;
use crate::{ColumnBuilder, Error, FromValue, Result, Value};

/// Rows in columnar form: the values of each column lie together.
///
/// ```no_run
/// use aludel_guest::prelude::*;
///
/// fn shout(db: &Database) -> Result<()> {
///     let mut names = db.bulk_update("customers", &["id"], &["name"])?;
///     for batch in db.query("SELECT id, name FROM customers", params![])?.batches(10_000) {
///         let batch = batch?;
///         for (id, name) in batch.integers(0)?.zip(batch.texts(1)?) {
///             names.push(params![id, name.map(str::to_uppercase)])?;
///         }
///     }
///     names.finish()?;
///     Ok(())
/// }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    raw: wit::Batch,
}

impl Batch {
    pub(crate) fn from_raw(raw: wit::Batch) -> Self {
        Self { raw }
    }

    pub(crate) fn as_raw(&self) -> &wit::Batch {
        &self.raw
    }

    /// Puts columns of equal length side by side.
    ///
    /// ```
    /// use aludel_guest::{Batch, ColumnBuilder};
    ///
    /// let mut ids = ColumnBuilder::new();
    /// let mut names = ColumnBuilder::new();
    /// ids.push_integer(1);
    /// names.push_text("Ada");
    /// let batch = Batch::from_columns(vec![ids, names])?;
    /// assert_eq!(batch.row_count(), 1);
    /// # Ok::<(), aludel_guest::Error>(())
    /// ```
    #[track_caller]
    pub fn from_columns(columns: Vec<ColumnBuilder>) -> Result<Self> {
        let rows = columns.first().map_or(0, ColumnBuilder::row_count);
        if let Some(other) = columns.iter().find(|column| column.row_count() != rows) {
            let found = other.row_count();
            return Err(Error::conversion(format!("the columns of a batch have {rows} and {found} rows")));
        }
        let row_count = u32::try_from(rows)?;
        Ok(Self { raw: wit::Batch { row_count, columns: columns.into_iter().map(ColumnBuilder::into_raw).collect() } })
    }

    /// How many rows.
    pub fn row_count(&self) -> usize {
        self.raw.row_count as usize
    }

    /// How many columns.
    pub fn column_count(&self) -> usize {
        self.raw.columns.len()
    }

    /// Takes a column out, as it is, to write it again; an empty one stays in its place.
    #[track_caller]
    pub fn take_column(&mut self, column: usize) -> Result<ColumnBuilder> {
        let rows = self.row_count();
        self.column(column)?;
        let empty = wit::ColumnBatch { data: ColumnData::Values(Vec::new()), nulls: Vec::new() };
        Ok(ColumnBuilder::from_raw(std::mem::replace(&mut self.raw.columns[column], empty), rows))
    }

    /// The integers of a column.
    #[track_caller]
    pub fn integers(&self, column: usize) -> Result<Items<i64>> {
        self.items(column, |data| match data {
            ColumnData::Integers(items) => Ok(items.iter().copied().map(Some).collect()),
            ColumnData::Booleans(items) => Ok(items.iter().map(|&item| Some(i64::from(item))).collect()),
            other => convert(other),
        })
    }

    /// The floating-point numbers of a column.
    #[track_caller]
    pub fn reals(&self, column: usize) -> Result<Items<f64>> {
        self.items(column, |data| match data {
            ColumnData::Reals(items) => Ok(items.iter().copied().map(Some).collect()),
            ColumnData::Integers(items) => items
                .iter()
                .map(|&item| exact_real(item).map(Some).ok_or_else(|| format!("{item}, which a float cannot hold")))
                .collect(),
            other => convert(other),
        })
    }

    /// The booleans of a column.
    #[track_caller]
    pub fn booleans(&self, column: usize) -> Result<Items<bool>> {
        self.items(column, |data| match data {
            ColumnData::Booleans(items) => Ok(items.iter().map(|&item| Some(item != 0)).collect()),
            ColumnData::Integers(items) => items
                .iter()
                .map(|&item| if item == 0 || item == 1 { Ok(Some(item == 1)) } else { Err(item.to_string()) })
                .collect(),
            other => convert(other),
        })
    }

    /// The texts of a column.
    #[track_caller]
    pub fn texts(&self, column: usize) -> Result<Items<&str>> {
        self.items(column, |data| match data {
            ColumnData::Texts(packed) => unpack_texts(packed),
            other => convert(other),
        })
    }

    /// The byte strings of a column.
    #[track_caller]
    pub fn blobs(&self, column: usize) -> Result<Items<&[u8]>> {
        self.items(column, |data| match data {
            ColumnData::Blobs(packed) => Ok(unpack(packed).map(Some).collect()),
            other => convert(other),
        })
    }

    /// The values of a column, of whatever kind they are.
    #[track_caller]
    pub fn values(&self, column: usize) -> Result<Vec<Value>> {
        let items = self.items(column, |data| Ok(all_values(data)?.into_iter().map(Some).collect()))?;
        Ok(items.map(|item| item.unwrap_or(Value::Null)).collect())
    }

    #[track_caller]
    fn column(&self, column: usize) -> Result<&wit::ColumnBatch> {
        let count = self.raw.columns.len();
        match self.raw.columns.get(column) {
            Some(found) => Ok(found),
            None => Err(Error::conversion(format!("the batch has no column {column}; it has {count}"))),
        }
    }

    #[track_caller]
    fn items<'batch, T>(
        &'batch self,
        column: usize,
        read: impl FnOnce(&'batch ColumnData) -> Result<Vec<Option<T>>, String>,
    ) -> Result<Items<T>> {
        let source = self.column(column)?;
        let mut items = match read(&source.data) {
            Ok(items) => items,
            Err(found) => return Err(Error::conversion(format!("column {column} of the batch holds {found}"))),
        };
        for (row, item) in items.iter_mut().enumerate() {
            if is_null(&source.nulls, row) {
                *item = None;
            }
        }
        Ok(Items { column, items: items.into_iter() })
    }
}

fn is_null(nulls: &[u8], row: usize) -> bool {
    nulls.get(row / 8).is_some_and(|byte| byte >> (row % 8) & 1 == 1)
}

/// Reads values one by one: the way of a column whose rows are not all of one simple type.
fn convert<'batch, T: FromValue<'batch>>(data: &'batch ColumnData) -> Result<Vec<Option<T>>, String> {
    let ColumnData::Values(values) = data else {
        return Err(format!("{} that cannot be read as {}", kind_name(data), T::EXPECTED));
    };
    let read = |value| Option::<T>::from_value(value).ok_or(value);
    let refuse = |value: &Value| format!("{} that cannot be read as {}", value.kind_name(), T::EXPECTED);
    values.iter().map(|value| read(value).map_err(refuse)).collect()
}

fn kind_name(data: &ColumnData) -> &'static str {
    match data {
        ColumnData::Booleans(_) => "booleans",
        ColumnData::Integers(_) => "integers",
        ColumnData::Reals(_) => "floating-point numbers",
        ColumnData::Texts(_) => "texts",
        ColumnData::Blobs(_) => "bytes",
        ColumnData::Values(_) => "values",
    }
}

fn all_values(data: &ColumnData) -> Result<Vec<Value>, String> {
    Ok(match data {
        ColumnData::Booleans(items) => items.iter().map(|&item| Value::Boolean(item != 0)).collect(),
        ColumnData::Integers(items) => items.iter().copied().map(Value::from).collect(),
        ColumnData::Reals(items) => items.iter().copied().map(Value::from).collect(),
        ColumnData::Texts(packed) => unpack_texts(packed)?.into_iter().map(Value::from).collect(),
        ColumnData::Blobs(packed) => unpack(packed).map(Value::from).collect(),
        ColumnData::Values(values) => values.clone(),
    })
}

fn unpack(packed: &Packed) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    packed.ends.iter().map(move |&end| {
        let item = &packed.data[start..end as usize];
        start = end as usize;
        item
    })
}

fn unpack_texts(packed: &Packed) -> Result<Vec<Option<&str>>, String> {
    let texts = unpack(packed).map(std::str::from_utf8);
    texts.map(|text| text.map(Some).map_err(|error| format!("text that is not UTF-8: {error}"))).collect()
}

/// The items of one column of a [`Batch`], `None` for NULL.
#[derive(Debug, Clone)]
pub struct Items<T> {
    column: usize,
    items: std::vec::IntoIter<Option<T>>,
}

impl<T> Items<T> {
    /// The items of a column without NULLs; a NULL is an error.
    #[track_caller]
    pub fn required(self) -> Result<Vec<T>> {
        let Self { column, items } = self;
        let found: Result<Vec<T>, usize> = items.enumerate().map(|(row, item)| item.ok_or(row)).collect();
        match found {
            Ok(items) => Ok(items),
            Err(row) => Err(Error::conversion(format!("column {column} of the batch is NULL in row {row}"))),
        }
    }
}

impl<T> Iterator for Items<T> {
    type Item = Option<T>;

    fn next(&mut self) -> Option<Self::Item> {
        self.items.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.size_hint()
    }
}

impl<T> ExactSizeIterator for Items<T> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BatchBuilder, params};

    fn batch(rows: &[&[Value]]) -> Batch {
        let mut builder = BatchBuilder::new(rows[0].len());
        for row in rows {
            builder.push(row).expect("every row has as many values");
        }
        builder.take()
    }

    #[test]
    fn typed_columns_with_nulls() {
        let batch =
            batch(&[params![1, "Ünal", 0.5, true], params![2, None::<&str>, 1, 0], params![None::<i64>, "", 2, 1]]);
        assert_eq!(batch.integers(0).expect("integers").collect::<Vec<_>>(), [Some(1), Some(2), None]);
        assert_eq!(batch.texts(1).expect("texts").collect::<Vec<_>>(), [Some("Ünal"), None, Some("")]);
        assert_eq!(batch.reals(2).and_then(Items::required), Ok(vec![0.5, 1.0, 2.0]));
        assert_eq!(batch.booleans(3).and_then(Items::required), Ok(vec![true, false, true]));
    }

    #[test]
    fn a_column_of_nulls_is_read_as_any_type() {
        let batch = batch(&[params![None::<i64>], params![None::<i64>]]);
        assert_eq!(batch.texts(0).expect("texts").collect::<Vec<_>>(), [None, None]);
        assert_eq!(batch.blobs(0).expect("blobs").len(), 2);
    }

    #[test]
    fn a_wrong_type_says_what_the_column_holds() {
        let batch = batch(&[params!["x"]]);
        let error = batch.integers(0).expect_err("it holds text");
        assert_eq!(error.message(), "column 0 of the batch holds texts that cannot be read as an integer");
        let error = batch.integers(1).expect_err("there is one column");
        assert_eq!(error.message(), "the batch has no column 1; it has 1");
    }

    #[test]
    fn a_null_is_named_where_none_may_be() {
        let batch = batch(&[params![1], params![None::<i64>]]);
        let error = batch.integers(0).and_then(Items::required).expect_err("the second row is NULL");
        assert_eq!(error.message(), "column 0 of the batch is NULL in row 1");
    }

    #[test]
    fn a_column_can_be_taken_out_and_written_again() {
        let mut read = batch(&[params![1, "a"], params![None::<i64>, "b"]]);
        let ids = read.take_column(0).expect("there is one");
        let mut upper = ColumnBuilder::new();
        upper.push_text("A");
        upper.push_null();
        let written = Batch::from_columns(vec![ids, upper]).expect("both have two rows");
        assert_eq!(written.values(0), Ok(vec![Value::Integer(1), Value::Null]));
        assert_eq!(written.values(1), Ok(vec![Value::from("A"), Value::Null]));
    }

    #[test]
    fn columns_of_different_lengths_make_no_batch() {
        let mut one = ColumnBuilder::new();
        one.push_integer(1);
        let error = Batch::from_columns(vec![one, ColumnBuilder::new()]).expect_err("one is empty");
        assert_eq!(error.message(), "the columns of a batch have 1 and 0 rows");
    }
}
