//! Checks.

use aludel_sql::Dialect;

use super::super::sql_text::{unescaped, without_parentheses};
use super::draft::{Draft, Drafts, is_numbered};
use super::question::Question;
use super::{CatalogError, Cells, Reader};
use crate::model::{Constraint, ConstraintBody};

/// Columns of the question about checks.
const NAME: usize = 2;
const LEVEL: usize = 3;
const CLAUSE: usize = 4;
const ENFORCED: usize = 5;

/// The collation of a column that was made as `json`.
const JSON_COLLATION: &str = "utf8mb4_bin";

pub(super) fn read(reader: &Reader<'_>, drafts: &mut Drafts) -> Result<(), CatalogError> {
    for cells in reader.rows(Question::Checks) {
        let name = reader.object(cells.text(0)?, cells.text(1)?);
        let Some(draft) = drafts.tables.get_mut(&name) else { continue };
        let clause = cells.text(CLAUSE)?;
        if cells.text(LEVEL)? == "Column" {
            read_check_of_column(draft, cells.text(NAME)?, clause);
        } else {
            let check = check_of_table(reader.dialect, &name.name, cells)?;
            draft.table.constraints.push(check);
        }
    }
    Ok(())
}

fn check_of_table(dialect: Dialect, table: &str, cells: Cells<'_>) -> Result<Constraint, CatalogError> {
    let name = cells.text(NAME)?.to_owned();
    let clause = match dialect {
        Dialect::Mysql => unescaped(cells.text(CLAUSE)?),
        _ => cells.text(CLAUSE)?.to_owned(),
    };
    let expression = without_parentheses(&clause).to_owned();
    let stem = if dialect == Dialect::Mysql { format!("{table}_chk") } else { "CONSTRAINT".to_owned() };
    let is_name_generated = name.len() > stem.len() && is_numbered(&name, &stem);
    let body = ConstraintBody::Check { expression, column: None };
    let mut constraint = Constraint { name: Some(name), is_name_generated, ..Constraint::unnamed(body) };
    if !cells.is_yes(ENFORCED)? {
        constraint.options.insert("not enforced".to_owned(), "on".to_owned());
    }
    Ok(constraint)
}

/// `MariaDB` keeps a check that was written at a column with the column, under its name.
fn read_check_of_column(draft: &mut Draft, name: &str, clause: &str) {
    let collation = draft.collation.clone();
    if let Some(column) = draft.column_mut(name) {
        let effective = column.collation.as_deref().or(collation.as_deref());
        let is_json = column.data_type == "longtext"
            && effective == Some(JSON_COLLATION)
            && clause == format!("json_valid({})", super::super::quote::always(name));
        if is_json {
            // The type `json` is no more than these three there.
            "json".clone_into(&mut column.data_type);
            column.collation = None;
            return;
        }
    }
    let body = ConstraintBody::Check { expression: clause.to_owned(), column: Some(name.to_owned()) };
    draft.table.constraints.push(Constraint { is_name_generated: true, ..Constraint::unnamed(body) });
}
