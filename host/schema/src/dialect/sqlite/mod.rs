//! `SQLite`.

mod catalog;
mod compare;
mod expression;
mod parse;
mod quote;
mod render;
mod types;

use aludel_sql::Row;

use super::{CatalogError, CatalogQuery, ReadAgain, Rendered, Rules, Scope, Unsupported};
use crate::data_type::DataType;
use crate::model::{Column, Constraint, Index, Schema, Table, Trigger, View};
use crate::operation::{Modifiers, Operation};

/// The rules of `SQLite`.
pub(super) struct SqliteRules;

impl Rules for SqliteRules {
    fn render(&self, state: &Schema, operation: &Operation, modifiers: &Modifiers) -> Result<Rendered, Unsupported> {
        render::render(state, operation, *modifiers)
    }

    fn catalog_queries(&self, _: (u32, u32, u32), _: &Scope) -> Vec<CatalogQuery> {
        catalog::queries()
    }

    fn read_catalog(
        &self,
        version: (u32, u32, u32),
        scope: &Scope,
        answers: &[Vec<Row>],
    ) -> Result<Schema, CatalogError> {
        catalog::read(version, scope, answers)
    }

    fn reads_again(&self) -> Option<&'static dyn ReadAgain> {
        Some(&catalog::Again)
    }

    fn type_text(&self, _version: (u32, u32, u32), data_type: &DataType) -> Result<String, Unsupported> {
        types::type_text(data_type)
    }

    fn read_type(&self, text: &str) -> DataType {
        types::read_type(text)
    }

    fn same_column(&self, before: (&Table, &Column), after: (&Table, &Column)) -> bool {
        compare::same_column(before, after)
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

    fn same_trigger(&self, before: &Trigger, after: &Trigger) -> bool {
        compare::same_trigger(before, after)
    }
}
