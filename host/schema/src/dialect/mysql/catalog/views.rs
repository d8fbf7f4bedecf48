//! Views.

use super::question::Question;
use super::view_text::without_database;
use super::{CatalogError, Cells, Reader};
use crate::model::{ObjectName, Options, Schema, Uncompared, View};

/// Columns of the question about views.
const QUERY: usize = 2;
const CHECK_OPTION: usize = 3;
const SECURITY: usize = 4;
const ALGORITHM: usize = 5;

pub(super) fn read(reader: &Reader<'_>, schema: &mut Schema) -> Result<(), CatalogError> {
    for cells in reader.rows(Question::Views) {
        let name = reader.object(cells.text(0)?, cells.text(1)?);
        if !reader.is_wanted(&name) {
            continue;
        }
        match cells.optional(QUERY)?.unwrap_or_default() {
            // A login that may not see the definition gets an empty one.
            "" => schema.uncompared.push(Uncompared { kind: "view that this login cannot read".to_owned(), name }),
            query => {
                let view = view(reader, name.clone(), query, cells)?;
                schema.views.insert(name, view);
            }
        }
    }
    Ok(())
}

fn view(reader: &Reader<'_>, name: ObjectName, query: &str, cells: Cells<'_>) -> Result<View, CatalogError> {
    let text = without_database(query, &reader.database);
    Ok(View {
        name,
        query: text.query,
        columns: Vec::new(),
        materialized: false,
        indexes: Vec::new(),
        options: options(cells)?,
        comment: None,
        depends_on: text.reads,
    })
}

/// What is not as it would be if nothing were said.
fn options(cells: Cells<'_>) -> Result<Options, CatalogError> {
    let all = [
        ("check option", cells.optional(CHECK_OPTION)?, "NONE"),
        ("sql security", cells.optional(SECURITY)?, "DEFINER"),
        ("algorithm", cells.optional(ALGORITHM)?, "UNDEFINED"),
    ];
    let told = all.into_iter().filter_map(|(name, value, usual)| Some((name, value.filter(|value| *value != usual)?)));
    Ok(told.map(|(name, value)| (name.to_owned(), value.to_ascii_lowercase())).collect())
}
