//! Functions and procedures, put together from what the catalogue says of them.

use std::collections::{BTreeMap, BTreeSet};

use super::super::quote;
use super::super::sql_text::tokens;
use super::super::types;
use super::question::Question;
use super::{CatalogError, Cells, Reader};
use crate::model::{ObjectName, Options, Routine, RoutineKind, Schema, Uncompared};

/// Columns of the question about routines.
const KIND: usize = 2;
const RETURNS: usize = 3;
const COLLATION: usize = 4;
const LANGUAGE: usize = 5;
const BODY: usize = 6;
const DETERMINISTIC: usize = 7;
const ACCESS: usize = 8;
const SECURITY: usize = 9;
const COMMENT: usize = 10;
const DATABASE_COLLATION: usize = 11;
const EXTERNAL_LANGUAGE: usize = 12;

/// Columns of the question about parameters.
const PARAMETER_PLACE: usize = 3;
const PARAMETER_MODE: usize = 4;
const PARAMETER_NAME: usize = 5;
const PARAMETER_TYPE: usize = 6;
const PARAMETER_COLLATION: usize = 7;

/// Database, name and kind: a function and a procedure may have the same name.
type RoutineKey<'row> = (&'row str, &'row str, &'row str);

/// The parameters of each routine by their place.
type Parameters<'row> = BTreeMap<RoutineKey<'row>, BTreeMap<i64, Cells<'row>>>;

pub(super) fn read(reader: &Reader<'_>, schema: &mut Schema) -> Result<(), CatalogError> {
    let parameters = parameters(reader)?;
    for cells in reader.rows(Question::Routines) {
        let name = reader.object(cells.text(0)?, cells.text(1)?);
        let kind = match cells.text(KIND)? {
            "FUNCTION" => RoutineKind::Function,
            "PROCEDURE" => RoutineKind::Procedure,
            other => {
                schema.uncompared.push(Uncompared { kind: other.to_lowercase(), name });
                continue;
            }
        };
        // Neither a body in another language nor one that the login may not see can be written down.
        let is_readable = cells.text(LANGUAGE)? == "SQL"
            && cells.optional(BODY)?.is_some()
            && matches!(cells.optional(EXTERNAL_LANGUAGE)?, None | Some("SQL"));
        if !is_readable || schema.routines.contains_key(&name) {
            let kind = if is_readable { "routine of the same name" } else { "routine that cannot be read" };
            schema.uncompared.push(Uncompared { kind: kind.to_owned(), name });
            continue;
        }
        let definition = definition(&name, kind, cells, &parameters)?;
        let depends_on = BTreeSet::new();
        let options = Options::new();
        schema.routines.insert(name.clone(), Routine { name, kind, definition, comment: None, depends_on, options });
    }
    Ok(())
}

fn parameters<'answers>(reader: &Reader<'answers>) -> Result<Parameters<'answers>, CatalogError> {
    let mut parameters = Parameters::new();
    for cells in reader.rows(Question::Parameters) {
        let key = (cells.text(0)?, cells.text(1)?, cells.text(2)?);
        let place = cells.integer(PARAMETER_PLACE)?;
        if place > 0 {
            parameters.entry(key).or_default().insert(place, cells);
        }
    }
    Ok(parameters)
}

fn definition(
    name: &ObjectName,
    kind: RoutineKind,
    cells: Cells<'_>,
    parameters: &Parameters<'_>,
) -> Result<String, CatalogError> {
    let body = cells.text(BODY)?.trim();
    let inherited = cells.text(DATABASE_COLLATION)?;
    let mut list = Vec::new();
    for parameter in parameters.get(&(cells.text(0)?, cells.text(1)?, cells.text(KIND)?)).into_iter().flatten() {
        list.push(parameter_text(*parameter.1, kind, inherited)?);
    }
    let word = match kind {
        RoutineKind::Function if is_aggregate(body) => "AGGREGATE FUNCTION",
        RoutineKind::Function => "FUNCTION",
        RoutineKind::Procedure => "PROCEDURE",
    };
    let mut text = format!("CREATE {word} {}({})", quote::object(name), list.join(", "));
    if kind == RoutineKind::Function {
        text.push_str(" RETURNS ");
        text.push_str(&typed(cells.text(RETURNS)?, cells.optional(COLLATION)?, inherited));
    }
    for characteristic in characteristics(cells)? {
        text.push_str("\n    ");
        text.push_str(&characteristic);
    }
    text.push('\n');
    text.push_str(body);
    Ok(text)
}

fn parameter_text(cells: Cells<'_>, kind: RoutineKind, inherited: &str) -> Result<String, CatalogError> {
    let name = quote::name(cells.text(PARAMETER_NAME)?);
    let data_type = typed(cells.text(PARAMETER_TYPE)?, cells.optional(PARAMETER_COLLATION)?, inherited);
    Ok(match (kind, cells.optional(PARAMETER_MODE)?) {
        (RoutineKind::Procedure, Some(mode)) => format!("{mode} {name} {data_type}"),
        _ => format!("{name} {data_type}"),
    })
}

/// A type, with its collation where it is not that of the database.
fn typed(data_type: &str, collation: Option<&str>, inherited: &str) -> String {
    let (data_type, _) = types::as_stored(data_type);
    match collation.filter(|collation| *collation != inherited) {
        // The character set has to be named, and is the first word of the collation.
        Some(collation) => {
            let charset = collation.split('_').next().unwrap_or(collation);
            format!("{data_type} CHARACTER SET {charset} COLLATE {collation}")
        }
        None => data_type,
    }
}

/// What is not as it would be if nothing were said.
fn characteristics(cells: Cells<'_>) -> Result<Vec<String>, CatalogError> {
    let mut list = Vec::new();
    if cells.is_yes(DETERMINISTIC)? {
        list.push("DETERMINISTIC".to_owned());
    }
    list.extend(cells.optional(ACCESS)?.filter(|access| *access != "CONTAINS SQL").map(str::to_owned));
    let security = cells.optional(SECURITY)?.filter(|security| *security != "DEFINER");
    list.extend(security.map(|security| format!("SQL SECURITY {security}")));
    let comment = cells.optional(COMMENT)?.filter(|comment| !comment.is_empty());
    list.extend(comment.map(|comment| format!("COMMENT {}", quote::text(comment))));
    Ok(list)
}

/// The catalogue does not tell; only an aggregate may read the rows of its group (`MariaDB`).
fn is_aggregate(body: &str) -> bool {
    let Some(tokens) = tokens(body) else { return false };
    let words: Vec<_> = tokens.iter().map(|token| body[token.start..token.end].to_ascii_lowercase()).collect();
    words.windows(4).any(|four| four == ["fetch", "group", "next", "row"])
}
