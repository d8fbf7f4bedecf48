//! Foreign keys.

use std::collections::BTreeMap;

use super::draft::{Drafts, is_number, is_numbered};
use super::question::Question;
use super::{CatalogError, Cells, Reader};
use crate::model::{Constraint, ConstraintBody, ForeignKey, MatchKind, ObjectName, ReferentialAction};

/// Columns of the question about the columns of foreign keys.
const NAME: usize = 2;
const PLACE: usize = 3;
const COLUMN: usize = 4;
const OTHER_DATABASE: usize = 5;
const OTHER_TABLE: usize = 6;
const OTHER_COLUMN: usize = 7;

/// Columns of the question about their actions.
const ON_UPDATE: usize = 3;
const ON_DELETE: usize = 4;

/// Table and name.
type KeyName = (ObjectName, String);

/// The table there, and the pairs of columns by their place.
struct Found {
    references: ObjectName,
    columns: BTreeMap<i64, (String, String)>,
}

pub(super) fn read(reader: &Reader<'_>, drafts: &mut Drafts) -> Result<(), CatalogError> {
    let actions = actions(reader)?;
    let mut found: BTreeMap<KeyName, Found> = BTreeMap::new();
    for cells in reader.rows(Question::ForeignKeys) {
        let references = reader.object(cells.text(OTHER_DATABASE)?, cells.text(OTHER_TABLE)?);
        let entry = found.entry(key_name(reader, cells)?);
        let columns = (cells.text(COLUMN)?.to_owned(), cells.text(OTHER_COLUMN)?.to_owned());
        let key = entry.or_insert_with(|| Found { references, columns: BTreeMap::new() });
        key.columns.insert(cells.integer(PLACE)?, columns);
    }
    for (name, key) in found {
        let Some(draft) = drafts.tables.get_mut(&name.0) else { continue };
        let (on_update, on_delete) =
            actions.get(&name).copied().unwrap_or((ReferentialAction::NoAction, ReferentialAction::NoAction));
        draft.table.constraints.push(constraint(name, key, on_update, on_delete));
    }
    Ok(())
}

fn key_name(reader: &Reader<'_>, cells: Cells<'_>) -> Result<KeyName, CatalogError> {
    Ok((reader.object(cells.text(0)?, cells.text(1)?), cells.text(NAME)?.to_owned()))
}

fn actions(reader: &Reader<'_>) -> Result<BTreeMap<KeyName, (ReferentialAction, ReferentialAction)>, CatalogError> {
    let mut actions = BTreeMap::new();
    for cells in reader.rows(Question::Actions) {
        let pair = (action(cells.text(ON_UPDATE)?), action(cells.text(ON_DELETE)?));
        actions.insert(key_name(reader, cells)?, pair);
    }
    Ok(actions)
}

/// `InnoDB` refuses at once in both of its words for it, and each of the servers shows another one of them by default.
fn action(text: &str) -> ReferentialAction {
    match text {
        "CASCADE" => ReferentialAction::Cascade,
        "SET NULL" => ReferentialAction::SetNull,
        "SET DEFAULT" => ReferentialAction::SetDefault,
        _ => ReferentialAction::NoAction,
    }
}

fn constraint(
    (table, name): KeyName,
    found: Found,
    on_update: ReferentialAction,
    on_delete: ReferentialAction,
) -> Constraint {
    let is_name_generated = is_made_up(&name, &table.name);
    let (columns, referenced_columns) = found.columns.into_values().unzip();
    let match_kind = MatchKind::Simple;
    let key =
        ForeignKey { columns, references: found.references, referenced_columns, on_delete, on_update, match_kind };
    Constraint { name: Some(name), is_name_generated, ..Constraint::unnamed(ConstraintBody::ForeignKey(key)) }
}

/// `book_ibfk_1`, or a bare number (`MariaDB` 12).
fn is_made_up(name: &str, table: &str) -> bool {
    let stem = format!("{table}_ibfk");
    (name.len() > stem.len() && is_numbered(name, &stem)) || is_number(name)
}
