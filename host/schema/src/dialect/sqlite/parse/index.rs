//! CREATE INDEX, and lists of columns.

use aludel_sql::lexer::TokenKind;

use super::cursor::{Cursor, significant_tokens};
use super::table::object_name;
use super::{Name, ParseError};
use crate::dialect::sqlite::expression::tidy;
use crate::model::{IndexKey, IndexPart, NullsOrder};

/// A CREATE INDEX.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct ParsedIndex {
    /// Its name.
    pub(in super::super) name: Name,
    /// The table that it is of.
    pub(in super::super) table: Name,
    /// Whether no two rows may agree in it.
    pub(in super::super) is_unique: bool,
    /// What it orders.
    pub(in super::super) parts: Vec<IndexPart>,
    /// What stands after WHERE.
    pub(in super::super) predicate: Option<String>,
}

/// Reads a CREATE INDEX.
pub(in super::super) fn index(sql: &str) -> Result<ParsedIndex, ParseError> {
    let tokens = significant_tokens(sql)?;
    let mut cursor = Cursor::new(sql, &tokens);
    cursor.expect_words(&["CREATE"], "CREATE")?;
    let is_unique = cursor.eat_words(&["UNIQUE"]);
    cursor.expect_words(&["INDEX"], "INDEX")?;
    let name = object_name(&mut cursor, "the name of an index")?;
    cursor.expect_words(&["ON"], "ON")?;
    let table = cursor.name("the name of a table")?;
    let (parts, _) = key_parts(&mut cursor)?;
    let predicate = cursor.eat_words(&["WHERE"]).then(|| tidy(cursor.remaining().of(sql)));
    if predicate.is_none() && !cursor.is_at_end() {
        return Err(cursor.error("WHERE or the end"));
    }
    Ok(ParsedIndex { name, table, is_unique, parts, predicate })
}

/// The names of columns in parentheses.
pub(super) fn column_parts(cursor: &mut Cursor<'_>) -> Result<Vec<String>, ParseError> {
    let group = cursor.group("a list of columns in parentheses")?;
    group.split_at_commas().iter_mut().map(|part| Ok(part.name("the name of a column")?.text)).collect()
}

/// What a key or index is over, in parentheses, and whether it says AUTOINCREMENT.
pub(super) fn key_parts(cursor: &mut Cursor<'_>) -> Result<(Vec<IndexPart>, bool), ParseError> {
    let mut group = cursor.group("a list of columns in parentheses")?;
    let last = group.length().checked_sub(1);
    let is_autoincrement = last.is_some_and(|last| last > 0 && group.is_word(last, "AUTOINCREMENT"));
    if is_autoincrement {
        group = group.without_last(1);
    }
    let parts = group.split_at_commas().into_iter().map(key_part).collect::<Result<_, _>>()?;
    Ok((parts, is_autoincrement))
}

fn key_part(mut cursor: Cursor<'_>) -> Result<IndexPart, ParseError> {
    if cursor.is_at_end() {
        return Err(cursor.error("a column or expression"));
    }
    let nulls = take_nulls(&mut cursor);
    let descending = take_last(&mut cursor, "DESC");
    take_last(&mut cursor, "ASC");
    let collation = take_collation(&mut cursor);
    Ok(IndexPart { key: key(&cursor), descending, nulls, collation, operator_class: None, prefix_length: None })
}

fn take_last(cursor: &mut Cursor<'_>, word: &str) -> bool {
    let length = cursor.length();
    let is_last = length > 1 && cursor.is_word(length - 1, word);
    if is_last {
        *cursor = cursor.without_last(1);
    }
    is_last
}

fn take_nulls(cursor: &mut Cursor<'_>) -> Option<NullsOrder> {
    let length = cursor.length();
    if length < 3 || !cursor.is_word(length - 2, "NULLS") {
        return None;
    }
    let first = cursor.is_word(length - 1, "FIRST").then_some(NullsOrder::First);
    let order = first.or_else(|| cursor.is_word(length - 1, "LAST").then_some(NullsOrder::Last))?;
    *cursor = cursor.without_last(2);
    Some(order)
}

/// The collation at the end. In `a || b COLLATE NOCASE` it is that of `b`, and stays in the expression.
fn take_collation(cursor: &mut Cursor<'_>) -> Option<String> {
    let length = cursor.length();
    if length < 3 || !cursor.is_word(length - 2, "COLLATE") || !is_one_term(&cursor.without_last(2)) {
        return None;
    }
    let name = cursor.last_name();
    *cursor = cursor.without_last(2);
    name
}

/// A column, something in parentheses, or a call.
fn is_one_term(cursor: &Cursor<'_>) -> bool {
    let after_name = |ahead: usize| {
        let mut rest = cursor.clone();
        for _ in 0..ahead {
            rest.next();
        }
        rest.is_symbol(0, "(") && rest.group_length() == Some(rest.length())
    };
    cursor.length() == 1 || after_name(0) || after_name(1)
}

fn key(cursor: &Cursor<'_>) -> IndexKey {
    let mut inner = cursor.clone();
    while inner.is_symbol(0, "(") && inner.group_length() == Some(inner.length()) {
        let Ok(group) = inner.group("parentheses") else { break };
        inner = group;
    }
    let is_name = |kind| matches!(kind, TokenKind::Word | TokenKind::QuotedIdentifier | TokenKind::Text);
    let is_column = inner.length() == 1 && inner.peek(0).is_some_and(|token| is_name(token.kind));
    match inner.last_name().filter(|_| is_column) {
        Some(name) => IndexKey::Column(name),
        None => IndexKey::Expression(tidy(inner.remaining().of(inner.text()))),
    }
}
