//! `SQLite`.

use aludel_sql::{Dialect, Row};

use super::{CatalogError, CatalogQuery, Rendered, Rules, Scope, Unsupported};
use crate::data_type::DataType;
use crate::model::Schema;
use crate::operation::{Modifiers, Operation};

/// The rules of `SQLite`.
pub(super) struct SqliteRules;

impl Rules for SqliteRules {
    fn render(&self, _: &Schema, operation: &Operation, _: &Modifiers) -> Result<Rendered, Unsupported> {
        Err(unsupported(&format!("{operation:?}")))
    }

    fn catalog_queries(&self, _: (u32, u32, u32), _: &Scope) -> Vec<CatalogQuery> {
        Vec::new()
    }

    fn read_catalog(&self, version: (u32, u32, u32), _: &Scope, _: &[Vec<Row>]) -> Result<Schema, CatalogError> {
        Ok(Schema::empty(Dialect::Sqlite, version))
    }

    fn type_text(&self, data_type: &DataType) -> Result<String, Unsupported> {
        Err(unsupported(&format!("{data_type:?}")))
    }

    fn read_type(&self, text: &str) -> DataType {
        DataType::Custom(text.to_owned())
    }
}

fn unsupported(operation: &str) -> Unsupported {
    Unsupported { operation: operation.to_owned(), dialect: Dialect::Sqlite, hint: None }
}
