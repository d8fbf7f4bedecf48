//! Indexes.

use std::collections::BTreeMap;

use super::answer::{Answer, setting};
use super::grouped;
use crate::dialect::CatalogError;
use crate::dialect::postgres::quote;
use crate::model::{Index, IndexKey, IndexPart, NullsOrder};

/// Bits of `pg_index.indoption`.
const DESCENDING: i64 = 1;
const NULLS_FIRST: i64 = 2;

/// An index that has no columns yet.
pub(super) struct Bare {
    table: i64,
    oid: i64,
    index: Index,
}

/// A column of an index.
pub(super) enum Part {
    Key(IndexPart),
    Carried(String),
}

/// The indexes of each table, by name.
pub(super) fn read(bare: Vec<Bare>, parts: Vec<(i64, Part)>) -> BTreeMap<i64, Vec<Index>> {
    let mut parts = grouped(parts);
    let complete = |Bare { table, oid, mut index }| {
        for part in parts.remove(&oid).unwrap_or_default() {
            match part {
                Part::Key(key) => index.parts.push(key),
                Part::Carried(column) => index.include.push(column),
            }
        }
        (table, index)
    };
    let mut indexes = grouped(bare.into_iter().map(complete).collect());
    for list in indexes.values_mut() {
        list.sort_by(|one, other| one.name.cmp(&other.name));
    }
    indexes
}

pub(super) fn index(answer: &mut Answer<'_>) -> Result<Bare, CatalogError> {
    let (table, oid) = (answer.integer()?, answer.integer()?);
    let mut index = Index::over(answer.text()?, Vec::<String>::new());
    index.unique = answer.flag()?;
    index.nulls_not_distinct = answer.flag()?;
    index.method = answer.optional_text()?;
    index.predicate = answer.optional_text()?;
    index.options = answer.texts()?.iter().map(|text| setting(text)).collect();
    index.options.extend(answer.optional_text()?.map(|place| ("tablespace".to_owned(), place)));
    if !answer.flag()? {
        index.options.insert("invalid".to_owned(), "true".to_owned());
    }
    index.comment = answer.optional_text()?;
    Ok(Bare { table, oid, index })
}

pub(super) fn part(answer: &mut Answer<'_>) -> Result<(i64, Part), CatalogError> {
    let (oid, is_key) = (answer.integer()?, answer.flag()?);
    let (column, expression) = (answer.optional_text()?, answer.optional_text()?);
    let key = match (column, expression) {
        (Some(column), _) if !is_key => return Ok((oid, Part::Carried(column))),
        (Some(column), _) => IndexKey::Column(column),
        (None, Some(expression)) => IndexKey::Expression(without_parentheses(&expression).to_owned()),
        (None, None) => return Err(answer.error("an index column is neither a column nor an expression".to_owned())),
    };
    let direction = answer.integer()?;
    let (descending, nulls_first) = (direction & DESCENDING != 0, direction & NULLS_FIRST != 0);
    let nulls = (descending != nulls_first).then_some(if nulls_first { NullsOrder::First } else { NullsOrder::Last });
    let collation = answer.optional_text()?;
    let operator_class = answer.optional_text()?;
    let settings = answer.texts()?;
    let operator_class = operator_class.map(|class| with_settings(&class, &settings));
    Ok((oid, Part::Key(IndexPart { key, descending, nulls, collation, operator_class, prefix_length: None })))
}

/// `gist_trgm_ops(siglen='32')`.
fn with_settings(class: &str, settings: &[String]) -> String {
    if settings.is_empty() {
        return class.to_owned();
    }
    let write = |text: &String| {
        let (name, value) = setting(text);
        format!("{}={}", quote::identifier(&name), quote::text(&value))
    };
    format!("{class}({})", settings.iter().map(write).collect::<Vec<_>>().join(", "))
}

/// The server prints an expression that is no call in parentheses.
fn without_parentheses(expression: &str) -> &str {
    match expression.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) if is_balanced(inner) => inner,
        _ => expression,
    }
}

fn is_balanced(text: &str) -> bool {
    use aludel_sql::Dialect;
    use aludel_sql::lexer::{Lexer, TokenKind};
    let mut depth = 0_i32;
    for token in Lexer::new(text, Dialect::Postgres) {
        let Ok(token) = token else { return false };
        match (token.kind, &text[token.start..token.end]) {
            (TokenKind::Symbol, "(") => depth += 1,
            (TokenKind::Symbol, ")") => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_parentheses_around_everything_go() {
        assert_eq!(without_parentheses("(a || b)"), "a || b");
        assert_eq!(without_parentheses("(a + 1) * (b + 1)"), "(a + 1) * (b + 1)");
        assert_eq!(without_parentheses("(a || ')')"), "a || ')'");
        assert_eq!(without_parentheses("lower(a)"), "lower(a)");
    }

    #[test]
    fn an_operator_class_has_its_settings() {
        assert_eq!(with_settings("gist_trgm_ops", &["siglen=32".to_owned()]), "gist_trgm_ops(siglen='32')");
    }
}
