//! The parts of indexes and keys.

use super::definition::bare;
use super::name::name;
use super::unsupported::unsupported;
use crate::dialect::Unsupported;
use crate::model::{IndexKey, IndexPart, NullsOrder};

/// The parts, between parentheses.
pub(super) fn parts_text(parts: &[IndexPart]) -> Result<String, Unsupported> {
    Ok(parts.iter().map(part_text).collect::<Result<Vec<_>, _>>()?.join(", "))
}

fn part_text(part: &IndexPart) -> Result<String, Unsupported> {
    check(part)?;
    let key = match &part.key {
        IndexKey::Column(column) => name(column),
        IndexKey::Expression(expression) => expression_text(bare(expression)),
    };
    let collation = part.collation.as_ref().map(|collation| format!(" COLLATE {}", name(collation)));
    let direction = if part.descending { " DESC" } else { "" };
    Ok(format!("{key}{}{direction}", collation.unwrap_or_default()))
}

/// A bare word between the parentheses of an index would be a column.
fn expression_text(expression: &str) -> String {
    let is_call = expression.ends_with(')') && expression.starts_with(|first: char| first.is_ascii_alphabetic());
    if is_call { expression.to_owned() } else { format!("({expression})") }
}

fn check(part: &IndexPart) -> Result<(), Unsupported> {
    if let Some(class) = &part.operator_class {
        return Err(unsupported(format!("use the operator class `{class}`"), "name a collation: `COLLATE NOCASE`"));
    }
    if part.prefix_length.is_some() {
        return Err(unsupported("index the start of a column", "index an expression: `substr(column, 1, 10)`"));
    }
    let usual = if part.descending { NullsOrder::Last } else { NullsOrder::First };
    if part.nulls.is_some_and(|nulls| nulls != usual) {
        return Err(unsupported(
            "place the NULLs of an index",
            "NULLs are the smallest values: index `column IS NULL` before the column",
        ));
    }
    Ok(())
}
