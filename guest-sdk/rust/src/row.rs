//! One row of a result.

use std::rc::Rc;

use crate::{Column, Error, FromValue, Result, Value};

/// One row of a result.
///
/// ```no_run
/// use aludel_guest::prelude::*;
///
/// fn show(row: Row) -> Result<()> {
///     let id = row.get::<i64>(0)?;
///     let name = row.get::<Option<String>>("name")?;
///     info!("{id}: {name:?}");
///
///     let (id, name): (i64, Option<String>) = row.try_into()?;
///     Ok(())
/// }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    columns: Rc<[Column]>,
    values: Vec<Value>,
}

/// A column of a row, by its place counted from 0 or by its name.
pub trait ColumnIndex {
    /// The place among the columns, if there is one.
    fn place(&self, columns: &[Column]) -> Option<usize>;
    /// The column as messages name it.
    fn describe(&self) -> String;
}

impl ColumnIndex for usize {
    fn place(&self, columns: &[Column]) -> Option<usize> {
        (*self < columns.len()).then_some(*self)
    }

    fn describe(&self) -> String {
        format!("column {self}")
    }
}

impl ColumnIndex for &str {
    fn place(&self, columns: &[Column]) -> Option<usize> {
        columns.iter().position(|column| column.name == *self)
    }

    fn describe(&self) -> String {
        format!("column `{self}`")
    }
}

impl Row {
    pub(crate) fn new(columns: Rc<[Column]>, values: Vec<Value>) -> Self {
        Self { columns, values }
    }

    /// A row that the server sent without a description of its columns: they have no names.
    pub(crate) fn nameless(values: Vec<Value>) -> Self {
        let column = || Column { name: String::new(), type_name: String::new(), nullable: None };
        Self { columns: values.iter().map(|_| column()).collect(), values }
    }

    /// Reads one column; an error of kind [`Conversion`](crate::ErrorKind::Conversion) says what it holds instead.
    #[expect(clippy::needless_pass_by_value, reason = "a number or a name reads best as it is")]
    #[track_caller]
    pub fn get<'row, T: FromValue<'row>>(&'row self, index: impl ColumnIndex) -> Result<T> {
        // An error that is made in a closure would not know who called.
        let Some(place) = index.place(&self.columns) else { return Err(self.no_such_column(&index)) };
        let value = &self.values[place];
        let Some(read) = T::from_value(value) else {
            let (column, found) = (self.describe(place), value.kind_name());
            return Err(Error::conversion(format!("{column} holds {found} that cannot be read as {}", T::EXPECTED)));
        };
        Ok(read)
    }

    /// The values, in the order of the columns.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// The values, without a copy.
    pub fn into_values(self) -> Vec<Value> {
        self.values
    }

    /// The columns. Those of a [`query_one`](crate::Database::query_one) have no names.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn describe(&self, place: usize) -> String {
        match self.columns[place].name.as_str() {
            "" => place.describe(),
            name => name.describe(),
        }
    }

    #[track_caller]
    fn no_such_column(&self, index: &impl ColumnIndex) -> Error {
        let names: Vec<_> = self.columns.iter().map(|column| column.name.as_str()).collect();
        let (wanted, count) = (index.describe(), names.len());
        let names =
            if names.iter().all(|name| name.is_empty()) { "without names".to_owned() } else { names.join(", ") };
        Error::conversion(format!("the row has no {wanted}; it has {count}: {names}"))
    }

    #[track_caller]
    fn expect_columns(&self, count: usize) -> Result<()> {
        if self.values.len() == count {
            return Ok(());
        }
        let found = self.values.len();
        Err(Error::conversion(format!("the row has {found} columns where {count} are wanted")))
    }
}

macro_rules! tuple_from_row {
    ($count:literal: $($type:ident $place:tt),+) => {
        impl<$($type),+> TryFrom<Row> for ($($type,)+)
        where
            $($type: for<'value> FromValue<'value>,)+
        {
            type Error = Error;

            #[track_caller]
            fn try_from(row: Row) -> Result<Self> {
                row.expect_columns($count)?;
                Ok(($(row.get::<$type>($place)?,)+))
            }
        }
    };
}

tuple_from_row!(1: A 0);
tuple_from_row!(2: A 0, B 1);
tuple_from_row!(3: A 0, B 1, C 2);
tuple_from_row!(4: A 0, B 1, C 2, D 3);
tuple_from_row!(5: A 0, B 1, C 2, D 3, E 4);
tuple_from_row!(6: A 0, B 1, C 2, D 3, E 4, F 5);
tuple_from_row!(7: A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple_from_row!(8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple_from_row!(9: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple_from_row!(10: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ErrorKind, params};

    fn row() -> Row {
        let column = |name: &str| Column { name: name.to_owned(), type_name: "text".to_owned(), nullable: None };
        Row::new([column("id"), column("name")].into(), params![7, None::<String>].to_vec())
    }

    #[test]
    fn columns_by_place_and_by_name() {
        assert_eq!(row().get::<i64>(0), Ok(7));
        assert_eq!(row().get::<u8>("id"), Ok(7));
        assert_eq!(row().get::<Option<String>>("name"), Ok(None));
    }

    #[test]
    fn a_wrong_type_says_what_the_column_holds() {
        let error = row().get::<String>("name").expect_err("it is NULL");
        assert_eq!(error.kind(), Some(ErrorKind::Conversion));
        assert_eq!(error.message(), "column `name` holds NULL that cannot be read as text");
    }

    #[test]
    fn a_missing_column_lists_those_that_are_there() {
        let error = row().get::<i64>("ident").expect_err("there is none");
        assert_eq!(error.message(), "the row has no column `ident`; it has 2: id, name");
        let error = row().get::<i64>(2).expect_err("there is none");
        assert_eq!(error.message(), "the row has no column 2; it has 2: id, name");
    }

    #[test]
    fn a_row_turns_into_a_tuple_of_as_many_columns() {
        assert_eq!(<(i64, Option<String>)>::try_from(row()), Ok((7, None)));
        let error = <(i64,)>::try_from(row()).expect_err("one column is left over");
        assert_eq!(error.message(), "the row has 2 columns where 1 are wanted");
    }
}
