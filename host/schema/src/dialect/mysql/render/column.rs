//! Columns as SQL.

use aludel_sql::Dialect;

use super::super::sql_text::{is_enclosed, tokens};
use super::super::types::{self, Family};
use super::super::{quote, sql_text};
use super::Context;
use super::unsupported::unsupported;
use crate::dialect::Unsupported;
use crate::model::{Column, Constraint, ConstraintBody, Generation, Table};

/// The whole definition of a column, from its name on, with the check that `MariaDB` keeps with it.
pub(super) fn definition(context: Context<'_>, column: &Column, table: &Table) -> Result<String, Unsupported> {
    let mut words = vec![quote::name(&column.name), column.data_type.clone()];
    words.extend(flag(column, "compressed", "COMPRESSED"));
    if let Some(collation) = &column.collation {
        words.push(format!("COLLATE {collation}"));
    }
    words.extend(generated(column));
    words.extend(column.options.get("srid").map(|srid| format!("SRID {srid}")));
    words.extend(nullability(context.dialect, column));
    words.extend(value(context, column)?);
    words.extend(column.options.get("on update").map(|action| format!("ON UPDATE {action}")));
    words.extend(flag(column, "invisible", "INVISIBLE"));
    if column.options.get("system versioning").is_some_and(|value| value == "off") {
        words.push("WITHOUT SYSTEM VERSIONING".to_owned());
    }
    words.extend(column.comment.as_deref().map(|comment| format!("COMMENT {}", quote::text(comment))));
    words.extend(checks_at(context.dialect, column, table).map(|check| format!("CHECK ({})", expression(check))));
    Ok(words.join(" "))
}

fn flag(column: &Column, option: &str, word: &str) -> Option<String> {
    column.options.contains_key(option).then(|| word.to_owned())
}

fn generated(column: &Column) -> Option<String> {
    let Generation::Computed { expression, stored } = &column.generation else { return None };
    let kept = if *stored { "STORED" } else { "VIRTUAL" };
    Some(format!("GENERATED ALWAYS AS ({}) {kept}", sql_text::without_parentheses(expression)))
}

fn nullability(dialect: Dialect, column: &Column) -> Option<String> {
    let is_computed = matches!(column.generation, Generation::Computed { .. });
    if !column.nullable {
        // A generated column takes no such word on MariaDB.
        return (!is_computed || dialect == Dialect::Mysql).then(|| "NOT NULL".to_owned());
    }
    // Older servers make a timestamp NOT NULL, and let it follow every change, unless told otherwise.
    (column.data_type.starts_with("timestamp") && !is_computed).then(|| "NULL".to_owned())
}

fn value(context: Context<'_>, column: &Column) -> Result<Option<String>, Unsupported> {
    Ok(match &column.generation {
        Generation::None | Generation::Computed { .. } => None,
        Generation::Default(default) => Some(format!("DEFAULT {}", default_text(default, column))),
        Generation::AutoIncrement => Some("AUTO_INCREMENT".to_owned()),
        Generation::Identity(_) => {
            let operation = format!("make `{}` an identity column", column.name);
            return Err(unsupported(context.dialect, operation, "let it count by itself: AUTO_INCREMENT"));
        }
    })
}

/// A default as both servers take it: an expression stands in parentheses, but for literals and the current time.
fn default_text(default: &str, column: &Column) -> String {
    let is_moment = types::family(&column.data_type) == Family::Moment;
    let upper = default.to_ascii_uppercase();
    let is_now = is_moment && (upper.starts_with("CURRENT_TIMESTAMP") || upper.starts_with("NOW("));
    if is_now || is_literal(default) || is_enclosed(default) {
        return default.to_owned();
    }
    format!("({default})")
}

/// Whether a text is a number, a string, a word such as NULL or TRUE, or `b'101'`.
fn is_literal(text: &str) -> bool {
    let Some(tokens) = tokens(text) else { return false };
    let unsigned = match tokens.as_slice() {
        [sign, rest @ ..] if matches!(&text[sign.start..sign.end], "-" | "+") => rest,
        all => all,
    };
    let texts: Vec<_> = unsigned.iter().map(|token| &text[token.start..token.end]).collect();
    match texts.as_slice() {
        [one] => one.starts_with(['\'', '"']) || one.starts_with(|first: char| first.is_ascii_digit()) || is_word(one),
        [introducer, value] => value.starts_with(['\'', '"']) && is_introducer(introducer),
        _ => false,
    }
}

fn is_word(text: &str) -> bool {
    matches!(text.to_ascii_uppercase().as_str(), "NULL" | "TRUE" | "FALSE")
}

/// Whether a word makes a literal of the string after it: `b'1'`, `x'41'`, `_utf8mb4'a'`, `DATE'2024-01-01'`.
fn is_introducer(word: &str) -> bool {
    word.starts_with('_')
        || matches!(word.to_ascii_lowercase().as_str(), "b" | "x" | "n" | "date" | "time" | "timestamp")
}

/// An expression of a check, without parentheses of its own.
pub(super) fn expression(text: &str) -> &str {
    sql_text::without_parentheses(text)
}

/// The checks that are kept with a column. `MySQL` keeps all of them with the table.
pub(super) fn checks_at<'table>(
    dialect: Dialect,
    column: &Column,
    table: &'table Table,
) -> impl Iterator<Item = &'table str> {
    table.constraints.iter().filter_map(move |constraint| match &constraint.body {
        ConstraintBody::Check { expression, .. } if is_kept_at(dialect, constraint, column) => {
            Some(expression.as_str())
        }
        _ => None,
    })
}

fn is_kept_at(dialect: Dialect, constraint: &Constraint, column: &Column) -> bool {
    column_of(dialect, constraint) == Some(column.name.as_str())
}

/// The column that a check is kept with. One with a name of its own is kept with the table.
pub(super) fn column_of(dialect: Dialect, constraint: &Constraint) -> Option<&str> {
    match &constraint.body {
        ConstraintBody::Check { column, .. } if dialect == Dialect::MariaDb && constraint.given_name().is_none() => {
            column.as_deref()
        }
        _ => None,
    }
}
