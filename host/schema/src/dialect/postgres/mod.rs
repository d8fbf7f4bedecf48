//! `PostgreSQL`, from version 12 on.

mod catalog;
mod compare;
mod quote;
mod render;
mod types;

use aludel_sql::{Dialect, Row};

use super::{CatalogError, CatalogQuery, Rendered, Rules, Scope, Unsupported};
use crate::data_type::DataType;
use crate::model::{Column, Constraint, Index, Options, Schema, Table, View};
use crate::operation::{Modifiers, Operation};

/// The rules of `PostgreSQL`.
pub(super) struct PostgresRules;

impl Rules for PostgresRules {
    fn render(&self, state: &Schema, operation: &Operation, modifiers: &Modifiers) -> Result<Rendered, Unsupported> {
        render::render(state, operation, *modifiers)
    }

    fn settle(&self, steps: &mut [(&Operation, &mut Rendered)]) {
        render::settle_new_values(steps);
    }

    fn catalog_queries(&self, version: (u32, u32, u32), scope: &Scope) -> Vec<CatalogQuery> {
        catalog::catalog_queries(version, scope)
    }

    fn read_catalog(
        &self,
        version: (u32, u32, u32),
        scope: &Scope,
        answers: &[Vec<Row>],
    ) -> Result<Schema, CatalogError> {
        catalog::read_catalog(version, scope, answers)
    }

    fn type_text(&self, _version: (u32, u32, u32), data_type: &DataType) -> Result<String, Unsupported> {
        types::type_text(data_type)
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

fn unsupported(operation: &str, hint: &str) -> Unsupported {
    Unsupported { operation: operation.to_owned(), dialect: Dialect::Postgres, hint: Some(hint.to_owned()) }
}

/// `START WITH 1000 INCREMENT BY 2 CACHE 10`.
fn sequence_settings(start: Option<i64>, increment: Option<i64>, options: &Options) -> String {
    let mut words = Vec::new();
    words.extend(start.map(|start| format!("START WITH {start}")));
    words.extend(increment.map(|increment| format!("INCREMENT BY {increment}")));
    for (name, value) in options {
        words.push(if name == "cycle" { "CYCLE".to_owned() } else { format!("{} {value}", name.to_uppercase()) });
    }
    words.join(" ")
}
