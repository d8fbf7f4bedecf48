//! The server's answers, value by value.

use aludel_sql::{Row, Value};

use crate::dialect::CatalogError;
use crate::model::ObjectName;

/// One row, read from its first value to its last.
pub(super) struct Answer<'row> {
    about: &'static str,
    values: std::slice::Iter<'row, Value>,
}

impl<'row> Answer<'row> {
    pub(super) fn new(about: &'static str, row: &'row Row) -> Self {
        Self { about, values: row.iter() }
    }

    pub(super) fn optional_text(&mut self) -> Result<Option<String>, CatalogError> {
        match self.values.next() {
            Some(Value::Null) => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text.clone())),
            other => Err(self.unexpected("text", other)),
        }
    }

    pub(super) fn text(&mut self) -> Result<String, CatalogError> {
        self.optional_text()?.ok_or_else(|| self.unexpected("text", Some(&Value::Null)))
    }

    pub(super) fn optional_integer(&mut self) -> Result<Option<i64>, CatalogError> {
        match self.values.next() {
            Some(Value::Null) => Ok(None),
            Some(Value::Integer(number)) => Ok(Some(*number)),
            other => Err(self.unexpected("a number", other)),
        }
    }

    pub(super) fn integer(&mut self) -> Result<i64, CatalogError> {
        self.optional_integer()?.ok_or_else(|| self.unexpected("a number", Some(&Value::Null)))
    }

    pub(super) fn flag(&mut self) -> Result<bool, CatalogError> {
        match self.values.next() {
            Some(Value::Boolean(flag)) => Ok(*flag),
            other => Err(self.unexpected("true or false", other)),
        }
    }

    /// An array of texts; none for NULL.
    pub(super) fn texts(&mut self) -> Result<Vec<String>, CatalogError> {
        match self.values.next() {
            Some(Value::Null) => Ok(Vec::new()),
            Some(Value::TextArray(texts)) => Ok(texts.iter().flatten().cloned().collect()),
            other => Err(self.unexpected("a list of texts", other)),
        }
    }

    /// A schema (none for the default one) and a name in it.
    pub(super) fn name(&mut self) -> Result<ObjectName, CatalogError> {
        Ok(ObjectName { schema: self.optional_text()?, name: self.text()? })
    }

    /// What the reader of a whole row found wrong.
    pub(super) fn error(&self, problem: String) -> CatalogError {
        CatalogError { about: self.about, problem }
    }

    fn unexpected(&self, wanted: &str, found: Option<&Value>) -> CatalogError {
        self.error(match found {
            Some(value) => format!("{wanted} was expected, {value:?} came"),
            None => format!("{wanted} was expected, the row has ended"),
        })
    }
}

/// `fillfactor=70` as a name and a value.
pub(super) fn setting(text: &str) -> (String, String) {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    (name.to_owned(), value.to_owned())
}
