//! CREATE TABLE.

use aludel_sql::lexer::TokenKind;

use super::clause::{column_clauses, is_column_clause, table_clauses};
use super::cursor::{Cursor, significant_tokens, unquote};
use super::{Clause, ClauseKind, ParseError, ParsedColumn, ParsedTable};
use crate::model::Deferral;

/// Reads a CREATE TABLE with a list of columns.
pub(in super::super) fn table(sql: &str) -> Result<ParsedTable, ParseError> {
    let tokens = significant_tokens(sql)?;
    let mut cursor = Cursor::new(sql, &tokens);
    cursor.expect_words(&["CREATE"], "CREATE")?;
    let _ = cursor.eat_words(&["TEMP"]) || cursor.eat_words(&["TEMPORARY"]);
    cursor.expect_words(&["TABLE"], "TABLE")?;
    let name = object_name(&mut cursor, "the name of a table")?;
    let group = cursor.group("the list of columns in parentheses")?;
    let body = group.remaining();
    let (columns, constraints) = read_body(group)?;
    let options = cursor.remaining();
    let (is_without_rowid, is_strict) = table_options(&mut cursor)?;
    Ok(ParsedTable { name, body, columns, constraints, options, is_without_rowid, is_strict })
}

/// A name behind `IF NOT EXISTS` and the name of a schema, neither of which `SQLite` keeps.
pub(super) fn object_name(cursor: &mut Cursor<'_>, expected: &'static str) -> Result<super::Name, ParseError> {
    cursor.eat_words(&["IF", "NOT", "EXISTS"]);
    let first = cursor.name(expected)?;
    if cursor.eat_symbol(".") { cursor.name(expected) } else { Ok(first) }
}

fn read_body(mut cursor: Cursor<'_>) -> Result<(Vec<ParsedColumn>, Vec<Clause>), ParseError> {
    let (mut columns, mut constraints) = (Vec::new(), Vec::new());
    loop {
        if !columns.is_empty() && starts_constraint(&cursor) {
            constraints = table_clauses(&mut cursor)?;
            break;
        }
        columns.push(column(&mut cursor)?);
        if !cursor.eat_symbol(",") {
            break;
        }
    }
    if cursor.is_at_end() { Ok((columns, constraints)) } else { Err(cursor.error("a comma or the end of the list")) }
}

fn starts_constraint(cursor: &Cursor<'_>) -> bool {
    cursor.is_any_word(0, &["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"])
}

fn column(cursor: &mut Cursor<'_>) -> Result<ParsedColumn, ParseError> {
    let start = cursor.clone();
    let name = cursor.name("the name of a column")?;
    let data_type = column_type(cursor)?;
    let clauses = with_deferrals(column_clauses(cursor, &name.text)?);
    Ok(ParsedColumn { span: cursor.span_from(&start), name, data_type, clauses })
}

/// `DEFERRABLE` is a clause of its own at a column: it belongs to the foreign key before it.
fn with_deferrals(read: Vec<(Clause, Option<Deferral>)>) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    for (clause, deferral) in read {
        let Some(deferral) = deferral else {
            clauses.push(clause);
            continue;
        };
        let foreign_key = clauses.iter_mut().rev().find(|clause| matches!(clause.kind, ClauseKind::ForeignKey { .. }));
        if let Some(Clause { span, kind: ClauseKind::ForeignKey { deferral: when, .. }, .. }) = foreign_key {
            *when = deferral;
            span.end = clause.span.end;
        }
    }
    clauses
}

/// The words before the first clause, and a number or two in parentheses.
fn column_type(cursor: &mut Cursor<'_>) -> Result<String, ParseError> {
    let mut words = Vec::new();
    while let Some(token) = cursor.peek(0) {
        let is_part = matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdentifier | TokenKind::Text);
        if !is_part || is_column_clause(cursor) {
            break;
        }
        words.push(cursor.text_of(token).to_owned());
        cursor.next();
    }
    // These two begin a clause that never came; SQLite drops them.
    if let [.., generated, always] = words.as_slice()
        && generated.eq_ignore_ascii_case("generated")
        && always.eq_ignore_ascii_case("always")
    {
        words.truncate(words.len() - 2);
    }
    // SQLite keeps a type in quotes without them.
    if let [only] = words.as_mut_slice() {
        *only = unquote(only);
    }
    let mut text = words.join(" ");
    if !words.is_empty() && cursor.is_symbol(0, "(") {
        text.push_str(&type_arguments(cursor.group("the arguments of a type")?));
    }
    Ok(text)
}

fn type_arguments(mut group: Cursor<'_>) -> String {
    let mut text = "(".to_owned();
    while let Some(token) = group.next() {
        text.push_str(group.text_of(token));
    }
    text + ")"
}

fn table_options(cursor: &mut Cursor<'_>) -> Result<(bool, bool), ParseError> {
    let (mut is_without_rowid, mut is_strict) = (false, false);
    while !cursor.is_at_end() {
        if cursor.eat_words(&["WITHOUT", "ROWID"]) {
            is_without_rowid = true;
        } else if cursor.eat_words(&["STRICT"]) {
            is_strict = true;
        } else if !cursor.eat_symbol(",") && !eat_semicolon(cursor) {
            return Err(cursor.error("WITHOUT ROWID, STRICT or the end"));
        }
    }
    Ok((is_without_rowid, is_strict))
}

fn eat_semicolon(cursor: &mut Cursor<'_>) -> bool {
    let is_next = cursor.peek(0).is_some_and(|token| token.kind == TokenKind::Semicolon);
    is_next && cursor.next().is_some()
}
