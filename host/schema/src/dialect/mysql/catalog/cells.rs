//! The values of one row of an answer.

use aludel_sql::{Row, Value};

use super::super::super::CatalogError;

/// One row of the answer to a question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cells<'row> {
    about: &'static str,
    row: &'row Row,
}

impl<'row> Cells<'row> {
    pub(super) fn new(about: &'static str, row: &'row Row) -> Self {
        Self { about, row }
    }

    fn problem(&self, problem: String) -> CatalogError {
        CatalogError { about: self.about, problem }
    }

    /// A text, or nothing for NULL. `MySQL` gives some of its texts as bytes.
    pub(super) fn optional(&self, index: usize) -> Result<Option<&'row str>, CatalogError> {
        match self.row.get(index) {
            Some(Value::Null) => Ok(None),
            Some(Value::Text(text) | Value::Decimal(text) | Value::Json(text)) => Ok(Some(text)),
            Some(Value::Foreign(foreign)) => Ok(Some(&foreign.text)),
            Some(Value::Bytes(bytes)) => std::str::from_utf8(bytes)
                .map(Some)
                .map_err(|error| self.problem(format!("column {} is no UTF-8: {error}", index + 1))),
            Some(other) => Err(self.problem(format!("column {} is no text: {other:?}", index + 1))),
            None => Err(self.problem(format!("there is no column {}", index + 1))),
        }
    }

    /// A text that is never NULL.
    pub(super) fn text(&self, index: usize) -> Result<&'row str, CatalogError> {
        self.optional(index)?.ok_or_else(|| self.problem(format!("column {} is NULL", index + 1)))
    }

    /// A number that is never NULL.
    pub(super) fn integer(&self, index: usize) -> Result<i64, CatalogError> {
        self.optional_integer(index)?.ok_or_else(|| self.problem(format!("column {} is NULL", index + 1)))
    }

    /// A number, or nothing for NULL.
    pub(super) fn optional_integer(&self, index: usize) -> Result<Option<i64>, CatalogError> {
        let too_large = |number: &dyn std::fmt::Display| self.problem(format!("the number {number} is too large"));
        match self.row.get(index) {
            Some(Value::Integer(number)) => Ok(Some(*number)),
            Some(Value::Boolean(boolean)) => Ok(Some(i64::from(*boolean))),
            Some(Value::UnsignedInteger(number)) => i64::try_from(*number).map(Some).map_err(|_| too_large(number)),
            _ => self
                .optional(index)?
                .map(|text| text.parse().map_err(|_| self.problem(format!("`{text}` is no whole number"))))
                .transpose(),
        }
    }

    /// Whether a text is the `YES` of the catalogue.
    pub(super) fn is_yes(&self, index: usize) -> Result<bool, CatalogError> {
        Ok(self.optional(index)?.is_some_and(|text| text.eq_ignore_ascii_case("yes")))
    }
}
