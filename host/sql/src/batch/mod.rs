//! Many rows in columnar form: the cheapest layout to copy between host and guest.

mod convert;
mod validate;

use serde::{Deserialize, Serialize};

use crate::value::Value;
pub use convert::Rows;
pub use validate::BatchError;

/// One column of a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// The name that the statement gave it.
    pub name: String,
    /// The server's name of the type: `int4`, `varchar`, `datetime`.
    pub type_name: String,
    /// Whether it can hold NULL, where the server says so.
    pub nullable: Option<bool>,
}

/// Variable-length items packed end to end. Item `i` is `data[ends[i-1]..ends[i]]`, with `ends[-1]` read as 0.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Packed {
    /// The end of each item in `data`, ascending.
    pub ends: Vec<u32>,
    /// All items, one after the other.
    pub data: Vec<u8>,
}

/// All values of one column of a batch. The item at a NULL's place is 0, empty or [`Value::Null`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ColumnData {
    /// One byte each, 0 or 1.
    Booleans(Vec<u8>),
    /// Integers.
    Integers(Vec<i64>),
    /// Floating-point numbers.
    Reals(Vec<f64>),
    /// UTF-8.
    Texts(Packed),
    /// Bytes.
    Blobs(Packed),
    /// Anything else; NULLs included.
    Values(Vec<Value>),
}

/// One column of a batch with its NULLs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnBatch {
    /// The values.
    pub data: ColumnData,
    /// One bit a row, lowest bit first, 1 for NULL. Empty when none is.
    pub nulls: Vec<u8>,
}

/// Rows in columnar form. Every column has `row_count` items.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Batch {
    /// How many rows.
    pub row_count: u32,
    /// The columns, in the order of the statement.
    pub columns: Vec<ColumnBatch>,
}

#[cfg(test)]
mod tests;
