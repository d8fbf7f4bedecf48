//! Tables and their options.

use super::draft::{Draft, Drafts};
use super::question::Question;
use super::{CatalogError, Cells, Reader};
use crate::model::{ObjectName, Options, Schema, Table, Uncompared};

/// Columns of the question about tables.
const KIND: usize = 2;
const ENGINE: usize = 3;
const COLLATION: usize = 4;
const CREATE_OPTIONS: usize = 5;
const COMMENT: usize = 6;

/// Tables of the engine Aria have these two unless told otherwise, and keep them when they move to another engine.
const OPTIONS_OF_ARIA: [&str; 2] = ["page checksum", "transactional"];

pub(super) fn read(reader: &Reader<'_>, schema: &mut Schema, drafts: &mut Drafts) -> Result<(), CatalogError> {
    for cells in reader.rows(Question::Tables) {
        let name = reader.object(cells.text(0)?, cells.text(1)?);
        if !reader.is_wanted(&name) {
            continue;
        }
        match cells.text(KIND)? {
            kind @ ("BASE TABLE" | "SYSTEM VERSIONED") => {
                let draft = draft(name.clone(), kind, cells, schema)?;
                drafts.tables.insert(name, draft);
            }
            "VIEW" | "TEMPORARY" => {}
            // Those of the connection's own database have a question to themselves.
            "SEQUENCE" if name.schema.is_none() && reader.scope.tables.is_none() => {}
            other => schema.uncompared.push(Uncompared { kind: other.to_lowercase(), name }),
        }
    }
    Ok(())
}

fn draft(name: ObjectName, kind: &str, cells: Cells<'_>, schema: &Schema) -> Result<Draft, CatalogError> {
    let collation = cells.optional(COLLATION)?.map(str::to_owned);
    let mut table = Table::new(name);
    table.comment = cells.optional(COMMENT)?.filter(|comment| !comment.is_empty()).map(str::to_owned);
    table.options = options(cells.optional(CREATE_OPTIONS)?.unwrap_or_default());
    let engine = cells.optional(ENGINE)?;
    let is_told = |value: &str| engine == Some("Aria") && value == "0";
    table.options.retain(|name, value| !OPTIONS_OF_ARIA.contains(&name.as_str()) || is_told(value));
    if let Some(engine) = engine {
        table.options.insert("engine".to_owned(), engine.to_owned());
    }
    if kind == "SYSTEM VERSIONED" {
        table.options.insert("system versioning".to_owned(), "on".to_owned());
    }
    // What a table has from its database is no property of the table.
    let inherited = schema.options.get("collation").filter(|_| table.name.schema.is_none());
    if let Some(own) = collation.as_ref().filter(|own| Some(*own) != inherited) {
        table.options.insert("collation".to_owned(), own.clone());
    }
    Ok(Draft::new(table, collation))
}

/// `row_format=DYNAMIC stats_persistent=1 partitioned` as options. The partitions have a question to themselves.
fn options(text: &str) -> Options {
    let pairs = text.split_whitespace().filter_map(|word| word.split_once('='));
    pairs.map(|(name, value)| (option_name(name), value.trim_matches(['\'', '"']).to_owned())).collect()
}

fn option_name(name: &str) -> String {
    name.trim_matches(['`', '"']).to_ascii_lowercase().replace('_', " ")
}
