//! How tables are divided.

use std::collections::BTreeMap;

use super::super::quote;
use super::draft::{Draft, Drafts};
use super::question::Question;
use super::{CatalogError, Cells, Reader};
use crate::model::ObjectName;

/// Columns of the question about partitions.
const PLACE: usize = 2;
const PLACE_WITHIN: usize = 3;
const NAME: usize = 4;
const METHOD: usize = 5;
const EXPRESSION: usize = 6;
const METHOD_WITHIN: usize = 7;
const EXPRESSION_WITHIN: usize = 8;
const DESCRIPTION: usize = 9;
const COMMENT: usize = 10;

/// How a table is divided.
struct Division<'row> {
    cells: Cells<'row>,
    /// Clauses of the partitions, by their place.
    partitions: BTreeMap<i64, String>,
    /// How many parts each partition has.
    within: i64,
    /// Whether all names are those that the server makes up.
    is_plain: bool,
}

pub(super) fn read(reader: &Reader<'_>, drafts: &mut Drafts) -> Result<(), CatalogError> {
    let mut found: BTreeMap<ObjectName, Division<'_>> = BTreeMap::new();
    for cells in reader.rows(Question::Partitions) {
        let table = reader.object(cells.text(0)?, cells.text(1)?);
        let division = found.entry(table).or_insert_with(|| Division {
            cells,
            partitions: BTreeMap::new(),
            within: 0,
            is_plain: true,
        });
        division.add(cells)?;
    }
    for (table, division) in found {
        if let Some(draft) = drafts.tables.get_mut(&table) {
            division.finish(draft)?;
        }
    }
    Ok(())
}

impl Division<'_> {
    fn add(&mut self, cells: Cells<'_>) -> Result<(), CatalogError> {
        let place = cells.integer(PLACE)?;
        let name = cells.text(NAME)?;
        self.within = self.within.max(cells.optional_integer(PLACE_WITHIN)?.unwrap_or(0));
        let mut clause = format!("PARTITION {}", quote::name(name));
        if let Some(values) = values(cells)? {
            clause.push(' ');
            clause.push_str(&values);
        }
        let comment = cells.optional(COMMENT)?.unwrap_or_default();
        if !comment.is_empty() {
            clause.push_str(" COMMENT = ");
            clause.push_str(&quote::text(comment));
        }
        self.is_plain &= clause == format!("PARTITION p{}", place - 1);
        self.partitions.insert(place, clause);
        Ok(())
    }

    fn finish(self, draft: &mut Draft) -> Result<(), CatalogError> {
        let method = self.cells.text(METHOD)?;
        if method == "SYSTEM_TIME" {
            draft.uncompared_kind = Some("table divided by system time");
            return Ok(());
        }
        let mut text = format!("PARTITION BY {}", by(method, self.cells.optional(EXPRESSION)?));
        if let Some(method) = self.cells.optional(METHOD_WITHIN)? {
            let by = by(method, self.cells.optional(EXPRESSION_WITHIN)?);
            let clause = format!("\nSUBPARTITION BY {by}\nSUBPARTITIONS {}", self.within);
            text.push_str(&clause);
        }
        let parts = if self.is_plain {
            format!("\nPARTITIONS {}", self.partitions.len())
        } else {
            let clauses: Vec<_> = self.partitions.into_values().collect();
            format!(" (\n  {}\n)", clauses.join(",\n  "))
        };
        draft.table.options.insert("partitioning".to_owned(), text + &parts);
        Ok(())
    }
}

/// `RANGE (expression)`, `LIST COLUMNS (columns)`.
fn by(method: &str, expression: Option<&str>) -> String {
    format!("{method} ({})", expression.unwrap_or_default())
}

/// The values that a partition takes.
fn values(cells: Cells<'_>) -> Result<Option<String>, CatalogError> {
    let Some(description) = cells.optional(DESCRIPTION)? else { return Ok(None) };
    let method = cells.text(METHOD)?;
    Ok(if method == "RANGE" && description == "MAXVALUE" {
        Some("VALUES LESS THAN MAXVALUE".to_owned())
    } else if method.starts_with("RANGE") {
        Some(format!("VALUES LESS THAN ({description})"))
    } else if method.starts_with("LIST") && description == "DEFAULT" {
        Some("DEFAULT".to_owned())
    } else if method.starts_with("LIST") {
        Some(format!("VALUES IN ({description})"))
    } else {
        None
    })
}
