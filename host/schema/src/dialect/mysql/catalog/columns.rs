//! Columns.

use aludel_sql::Dialect;

use super::super::quote;
use super::super::sql_text::{is_enclosed, unescaped, without_parentheses};
use super::super::types::{self, Family};
use super::draft::{Draft, Drafts};
use super::periods::TABLE_WITH_A_PERIOD;
use super::question::Question;
use super::{CatalogError, Cells, Reader};
use crate::model::{Column, Generation};

/// Columns of the question about columns.
const PLACE: usize = 2;
const NAME: usize = 3;
const TYPE: usize = 4;
const NULLABLE: usize = 5;
const COLLATION: usize = 6;
const DEFAULT: usize = 7;
const EXTRA: usize = 8;
const EXPRESSION: usize = 9;
const COMMENT: usize = 10;
const SRID: usize = 11;

/// The periods of a system-versioned table that names their columns.
const ROW_PERIODS: [&str; 2] = ["ROW START", "ROW END"];

pub(super) fn read(reader: &Reader<'_>, drafts: &mut Drafts) -> Result<(), CatalogError> {
    for cells in reader.rows(Question::Columns) {
        let name = reader.object(cells.text(0)?, cells.text(1)?);
        let Some(draft) = drafts.tables.get_mut(&name) else { continue };
        let column = column(reader.dialect, draft, cells)?;
        draft.columns.insert(cells.integer(PLACE)?, column);
    }
    Ok(())
}

fn column(dialect: Dialect, draft: &mut Draft, cells: Cells<'_>) -> Result<Column, CatalogError> {
    let (data_type, is_compressed) = types::as_stored(cells.text(TYPE)?);
    let mut column = Column::new(cells.text(NAME)?, data_type);
    column.nullable = cells.is_yes(NULLABLE)?;
    column.comment = cells.optional(COMMENT)?.filter(|comment| !comment.is_empty()).map(str::to_owned);
    let collation = cells.optional(COLLATION)?;
    column.collation = collation.filter(|own| Some(*own) != draft.collation.as_deref()).map(str::to_owned);
    column.generation = generation(dialect, &column.data_type, cells)?;
    if ROW_PERIODS.contains(&cells.optional(EXPRESSION)?.unwrap_or_default()) {
        draft.uncompared_kind = Some(TABLE_WITH_A_PERIOD);
    }
    if is_compressed {
        column.options.insert("compressed".to_owned(), "on".to_owned());
    }
    if let Some(srid) = cells.optional_integer(SRID)? {
        column.options.insert("srid".to_owned(), srid.to_string());
    }
    read_extra(&mut column, cells.optional(EXTRA)?.unwrap_or_default());
    Ok(column)
}

/// What stands in `EXTRA` beside the way in which the column gets its value.
fn read_extra(column: &mut Column, extra: &str) {
    let lower = extra.to_ascii_lowercase();
    if lower.contains("invisible") {
        column.options.insert("invisible".to_owned(), "on".to_owned());
    }
    if lower.contains("without system versioning") {
        column.options.insert("system versioning".to_owned(), "off".to_owned());
    }
    if let Some((_, action)) = lower.split_once("on update ") {
        let action = action.split([' ', ',']).next().unwrap_or_default();
        column.options.insert("on update".to_owned(), action.to_owned());
    }
}

fn generation(dialect: Dialect, data_type: &str, cells: Cells<'_>) -> Result<Generation, CatalogError> {
    let extra = cells.optional(EXTRA)?.unwrap_or_default().to_ascii_lowercase();
    let expression = cells.optional(EXPRESSION)?.unwrap_or_default();
    if !expression.is_empty() {
        let expression = if dialect == Dialect::Mysql { unescaped(expression) } else { expression.to_owned() };
        let expression = without_parentheses(&expression).to_owned();
        return Ok(Generation::Computed { expression, stored: extra.contains("stored generated") });
    }
    if extra.contains("auto_increment") {
        return Ok(Generation::AutoIncrement);
    }
    let Some(default) = cells.optional(DEFAULT)? else { return Ok(Generation::None) };
    let default = match dialect {
        Dialect::Mysql => default_of_mysql(default, data_type, extra.contains("default_generated")),
        // SQL text as it is.
        _ => default.to_owned(),
    };
    Ok(if default == "NULL" { Generation::None } else { Generation::Default(default) })
}

/// `MySQL` gives the value of a literal without its quotes, and says beside it whether it is an expression.
fn default_of_mysql(default: &str, data_type: &str, is_expression: bool) -> String {
    if is_expression {
        let expression = unescaped(default);
        let is_bare = is_enclosed(&expression) || expression.to_ascii_uppercase().starts_with("CURRENT_TIMESTAMP");
        return if is_bare { expression } else { format!("({expression})") };
    }
    match types::family(data_type) {
        Family::Number | Family::Bits | Family::Bytes => default.to_owned(),
        Family::Moment if default.to_ascii_uppercase().starts_with("CURRENT_TIMESTAMP") => default.to_owned(),
        Family::Moment | Family::Text | Family::Other => quote::text(default),
    }
}
