//! `MySQL` 8 and later, and `MariaDB` 10.6 and later.
//!
//! The two are one dialect as far as they agree. Where they differ, the code asks which of them it is.

mod catalog;
mod compare;
mod quote;
mod render;
mod sql_text;
mod types;
mod words;

use aludel_sql::{Dialect, Row};

use super::{CatalogError, CatalogQuery, Rendered, Rules, Scope, Unsupported};
use crate::data_type::DataType;
use crate::model::{Column, Constraint, Index, Schema, Table, View};
use crate::operation::{Modifiers, Operation};

/// The rules of `MySQL`, or those of `MariaDB`.
pub(super) struct MysqlRules {
    dialect: Dialect,
}

impl MysqlRules {
    pub(super) const MYSQL: Self = Self { dialect: Dialect::Mysql };
    pub(super) const MARIADB: Self = Self { dialect: Dialect::MariaDb };
}

impl Rules for MysqlRules {
    fn render(&self, state: &Schema, operation: &Operation, modifiers: &Modifiers) -> Result<Rendered, Unsupported> {
        render::render(self.dialect, state, operation, *modifiers)
    }

    fn is_usual_option(&self, name: &str, value: &str) -> bool {
        render::is_usual_option(name, value)
    }

    fn catalog_queries(&self, version: (u32, u32, u32), scope: &Scope) -> Vec<CatalogQuery> {
        catalog::queries(self.dialect, version, scope)
    }

    fn read_catalog(
        &self,
        version: (u32, u32, u32),
        scope: &Scope,
        answers: &[Vec<Row>],
    ) -> Result<Schema, CatalogError> {
        catalog::read(self.dialect, version, scope, answers)
    }

    fn type_text(&self, version: (u32, u32, u32), data_type: &DataType) -> Result<String, Unsupported> {
        types::type_text(self.dialect, version, data_type)
    }

    fn read_type(&self, text: &str) -> DataType {
        types::read_type(text)
    }

    fn same_column(&self, before: (&Table, &Column), after: (&Table, &Column)) -> bool {
        compare::same_column(before.1, after.1)
    }

    fn same_constraint(&self, before: &Constraint, after: &Constraint) -> bool {
        compare::same_constraint(before, after)
    }

    fn same_index(&self, before: &Index, after: &Index) -> bool {
        compare::same_index(before, after)
    }

    fn same_view(&self, before: &View, after: &View) -> bool {
        compare::same_view(before, after)
    }
}
