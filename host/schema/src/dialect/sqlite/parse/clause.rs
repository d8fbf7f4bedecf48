//! The clauses of a column, and the constraints of a table.

use aludel_sql::lexer::TokenKind;

use super::cursor::Cursor;
use super::foreign_key::{deferral, references, starts_deferral};
use super::index::{column_parts, key_parts};
use super::{Clause, ClauseKind, Name, ParseError, Span};
use crate::dialect::sqlite::expression::{default_text, tidy};
use crate::model::{Deferral, IndexPart};

/// Whether a clause of a column starts here. Most keywords of `SQLite` can be words of a type; these cannot.
pub(super) fn is_column_clause(cursor: &Cursor<'_>) -> bool {
    const WORDS: [&str; 11] = [
        "CONSTRAINT",
        "DEFAULT",
        "NULL",
        "NOT",
        "PRIMARY",
        "UNIQUE",
        "CHECK",
        "REFERENCES",
        "COLLATE",
        "AS",
        "DEFERRABLE",
    ];
    let is_generated = cursor.is_word(0, "GENERATED") && cursor.is_word(1, "ALWAYS") && cursor.is_word(2, "AS");
    cursor.is_any_word(0, &WORDS) || is_generated
}

/// The clauses of a column; a deferral is beside the clause that says nothing but it.
pub(super) fn column_clauses(
    cursor: &mut Cursor<'_>,
    column: &str,
) -> Result<Vec<(Clause, Option<Deferral>)>, ParseError> {
    let mut clauses = Vec::new();
    while is_column_clause(cursor) {
        let start = cursor.clone();
        let name = constraint_name(cursor)?;
        let (kind, deferral) = if starts_deferral(cursor) {
            (ClauseKind::Nothing, Some(deferral(cursor)?))
        } else {
            (column_clause(cursor, column)?, None)
        };
        clauses.push((Clause { span: cursor.span_from(&start), name, kind }, deferral));
    }
    Ok(clauses)
}

fn constraint_name(cursor: &mut Cursor<'_>) -> Result<Option<Name>, ParseError> {
    if cursor.eat_words(&["CONSTRAINT"]) { cursor.name("the name of a constraint").map(Some) } else { Ok(None) }
}

fn column_clause(cursor: &mut Cursor<'_>, column: &str) -> Result<ClauseKind, ParseError> {
    if cursor.eat_words(&["NOT"]) {
        cursor.expect_words(&["NULL"], "NULL")?;
        return Ok(ClauseKind::NotNull { on_conflict: on_conflict(cursor)? });
    }
    if cursor.eat_words(&["NULL"]) {
        on_conflict(cursor)?;
        return Ok(ClauseKind::Nothing);
    }
    if cursor.eat_words(&["PRIMARY"]) {
        return column_primary_key(cursor, column);
    }
    if cursor.eat_words(&["UNIQUE"]) {
        let parts = vec![IndexPart::column(column)];
        return Ok(ClauseKind::Unique { parts, on_conflict: on_conflict(cursor)? });
    }
    if cursor.eat_words(&["CHECK"]) {
        return check(cursor);
    }
    if cursor.eat_words(&["REFERENCES"]) {
        return references(cursor, vec![column.to_owned()]);
    }
    attribute(cursor)
}

/// A clause of a column that is no constraint.
fn attribute(cursor: &mut Cursor<'_>) -> Result<ClauseKind, ParseError> {
    if cursor.eat_words(&["DEFAULT"]) {
        return default(cursor);
    }
    if cursor.eat_words(&["COLLATE"]) {
        return Ok(ClauseKind::Collate(cursor.name("the name of a collation")?.text));
    }
    if cursor.eat_words(&["GENERATED", "ALWAYS", "AS"]) || cursor.eat_words(&["AS"]) {
        return generated(cursor);
    }
    // A name with nothing behind it is no error to SQLite.
    Ok(ClauseKind::Nothing)
}

fn column_primary_key(cursor: &mut Cursor<'_>, column: &str) -> Result<ClauseKind, ParseError> {
    cursor.expect_words(&["KEY"], "KEY")?;
    let mut part = IndexPart::column(column);
    part.descending = cursor.eat_words(&["DESC"]);
    cursor.eat_words(&["ASC"]);
    let on_conflict = on_conflict(cursor)?;
    let is_autoincrement = cursor.eat_words(&["AUTOINCREMENT"]);
    Ok(ClauseKind::PrimaryKey { parts: vec![part], on_conflict, is_autoincrement })
}

fn check(cursor: &mut Cursor<'_>) -> Result<ClauseKind, ParseError> {
    let group = cursor.group("an expression in parentheses")?;
    // Taken and ignored by SQLite, too.
    on_conflict(cursor)?;
    Ok(ClauseKind::Check { expression: tidy(group.remaining().of(group.text())) })
}

fn generated(cursor: &mut Cursor<'_>) -> Result<ClauseKind, ParseError> {
    let group = cursor.group("an expression in parentheses")?;
    let is_stored = cursor.eat_words(&["STORED"]);
    cursor.eat_words(&["VIRTUAL"]);
    Ok(ClauseKind::Generated { expression: tidy(group.remaining().of(group.text())), is_stored })
}

fn default(cursor: &mut Cursor<'_>) -> Result<ClauseKind, ParseError> {
    let start = cursor.clone();
    if cursor.is_symbol(0, "(") {
        cursor.group("an expression in parentheses")?;
    } else {
        default_term(cursor)?;
    }
    Ok(ClauseKind::Default(default_text(cursor.span_from(&start).of(cursor.text()))))
}

/// A literal with or without a sign, or a word: `-1`, `.5`, `x'00'`, `CURRENT_TIMESTAMP`.
fn default_term(cursor: &mut Cursor<'_>) -> Result<(), ParseError> {
    let _ = cursor.eat_symbol("-") || cursor.eat_symbol("+");
    let is_blob = cursor.is_word(0, "x") && cursor.peek(1).is_some_and(|token| token.kind == TokenKind::Text);
    let _ = cursor.eat_symbol(".") || is_blob && cursor.next().is_some();
    match cursor.peek(0).map(|token| token.kind) {
        Some(TokenKind::Word | TokenKind::QuotedIdentifier | TokenKind::Text | TokenKind::Number) => {
            cursor.next();
            Ok(())
        }
        _ => Err(cursor.error("a default value")),
    }
}

/// `ON CONFLICT`, in upper case; none for what happens anyway.
fn on_conflict(cursor: &mut Cursor<'_>) -> Result<Option<String>, ParseError> {
    if !cursor.eat_words(&["ON", "CONFLICT"]) {
        return Ok(None);
    }
    let resolution = cursor.name("what to do at a conflict")?.text.to_ascii_uppercase();
    Ok(Some(resolution).filter(|resolution| resolution != "ABORT"))
}

/// The constraints of a table, between which `SQLite` wants no comma.
pub(super) fn table_clauses(cursor: &mut Cursor<'_>) -> Result<Vec<Clause>, ParseError> {
    let mut clauses = Vec::new();
    while !cursor.is_at_end() {
        let start = cursor.clone();
        let name = constraint_name(cursor)?;
        let kind = table_clause(cursor)?;
        let span: Span = cursor.span_from(&start);
        if name.is_none() && kind == ClauseKind::Nothing && !cursor.is_symbol(0, ",") {
            return Err(cursor.error("a constraint"));
        }
        clauses.push(Clause { span, name, kind });
        cursor.eat_symbol(",");
    }
    Ok(clauses)
}

fn table_clause(cursor: &mut Cursor<'_>) -> Result<ClauseKind, ParseError> {
    if cursor.eat_words(&["PRIMARY", "KEY"]) {
        let (parts, is_autoincrement) = key_parts(cursor)?;
        return Ok(ClauseKind::PrimaryKey { parts, on_conflict: on_conflict(cursor)?, is_autoincrement });
    }
    if cursor.eat_words(&["UNIQUE"]) {
        let (parts, _) = key_parts(cursor)?;
        return Ok(ClauseKind::Unique { parts, on_conflict: on_conflict(cursor)? });
    }
    if cursor.eat_words(&["CHECK"]) {
        return check(cursor);
    }
    if cursor.eat_words(&["FOREIGN", "KEY"]) {
        let columns = column_parts(cursor)?;
        cursor.expect_words(&["REFERENCES"], "REFERENCES")?;
        return references(cursor, columns);
    }
    Ok(ClauseKind::Nothing)
}
