//! Operations in the words that people and programs read.

mod list;
mod object;
mod table;

use std::fmt;

use serde::Serialize;

pub use list::summaries;

use crate::operation::Operation;

/// One difference in words, and the parts of the words for a program.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Summary {
    /// What is done, as one word: `add_column`, `change_foreign_key`.
    pub op: String,
    /// The whole sentence: `add column book.lang`.
    #[serde(rename = "summary")]
    pub text: String,
    /// The table that it happens in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The column, in [`Summary::table`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The name of what is neither a table nor a column. None for a constraint that the server named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which side of a column or which setting of a table: `type`, `strict`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aspect: Option<String>,
    /// The columns of a constraint or index.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// The value of an enum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The name before, of a rename.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The name after, of a rename.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

impl Summary {
    /// From the words of what is done, and what it is done to.
    fn new(words: &str, object: impl fmt::Display) -> Self {
        Self { op: words.replace(' ', "_"), text: format!("{words} {object}"), ..Self::default() }
    }

    fn table(self, table: impl ToString) -> Self {
        Self { table: Some(table.to_string()), ..self }
    }

    fn column(self, column: impl Into<String>) -> Self {
        Self { column: Some(column.into()), ..self }
    }

    fn name(self, name: impl ToString) -> Self {
        Self { name: Some(name.to_string()), ..self }
    }

    fn renamed(self, from: impl ToString, to: impl ToString) -> Self {
        Self { from: Some(from.to_string()), to: Some(to.to_string()), ..self }
    }
}

impl Operation {
    /// The operation in words, one for each thing that differs after it.
    ///
    /// Use [`summaries`] for a list: there what is dropped only to be made again is not told.
    pub fn summaries(&self) -> Vec<Summary> {
        summaries(std::slice::from_ref(self)).concat()
    }
}

#[cfg(test)]
mod tests;
