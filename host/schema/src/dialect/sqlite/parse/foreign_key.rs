//! REFERENCES, and what may follow it.

use super::cursor::Cursor;
use super::index::column_parts;
use super::{ClauseKind, ParseError};
use crate::model::{Deferral, ForeignKey, MatchKind, ObjectName, ReferentialAction};

/// What follows REFERENCES.
pub(super) fn references(cursor: &mut Cursor<'_>, columns: Vec<String>) -> Result<ClauseKind, ParseError> {
    let references = ObjectName::local(cursor.name("the name of a table")?.text);
    let referenced_columns = if cursor.is_symbol(0, "(") { column_parts(cursor)? } else { Vec::new() };
    let mut key = ForeignKey {
        columns,
        references,
        referenced_columns,
        on_delete: ReferentialAction::NoAction,
        on_update: ReferentialAction::NoAction,
        match_kind: MatchKind::Simple,
    };
    while read_argument(cursor, &mut key)? {}
    let deferral = if starts_deferral(cursor) { deferral(cursor)? } else { Deferral::NotDeferrable };
    Ok(ClauseKind::ForeignKey { key, deferral })
}

fn read_argument(cursor: &mut Cursor<'_>, key: &mut ForeignKey) -> Result<bool, ParseError> {
    if cursor.eat_words(&["MATCH"]) {
        let kind = cursor.name("the kind of match")?.text;
        key.match_kind = match_kind(&kind);
    } else if cursor.eat_words(&["ON", "DELETE"]) {
        key.on_delete = action(cursor)?;
    } else if cursor.eat_words(&["ON", "UPDATE"]) {
        key.on_update = action(cursor)?;
    } else if cursor.eat_words(&["ON", "INSERT"]) {
        // Taken and ignored by SQLite, too.
        action(cursor)?;
    } else {
        return Ok(false);
    }
    Ok(true)
}

/// `SQLite` takes any word, and does the same for all of them.
fn match_kind(word: &str) -> MatchKind {
    if word.eq_ignore_ascii_case("full") {
        MatchKind::Full
    } else if word.eq_ignore_ascii_case("partial") {
        MatchKind::Partial
    } else {
        MatchKind::Simple
    }
}

fn action(cursor: &mut Cursor<'_>) -> Result<ReferentialAction, ParseError> {
    const ACTIONS: [(&[&str], ReferentialAction); 5] = [
        (&["SET", "NULL"], ReferentialAction::SetNull),
        (&["SET", "DEFAULT"], ReferentialAction::SetDefault),
        (&["CASCADE"], ReferentialAction::Cascade),
        (&["RESTRICT"], ReferentialAction::Restrict),
        (&["NO", "ACTION"], ReferentialAction::NoAction),
    ];
    let found = ACTIONS.iter().find(|(words, _)| cursor.eat_words(words));
    found.map(|(_, action)| *action).ok_or_else(|| cursor.error("what a foreign key does"))
}

pub(super) fn starts_deferral(cursor: &Cursor<'_>) -> bool {
    cursor.is_word(0, "DEFERRABLE") || cursor.is_word(0, "NOT") && cursor.is_word(1, "DEFERRABLE")
}

/// `[NOT] DEFERRABLE [INITIALLY DEFERRED | IMMEDIATE]`.
pub(super) fn deferral(cursor: &mut Cursor<'_>) -> Result<Deferral, ParseError> {
    let can_defer = !cursor.eat_words(&["NOT"]);
    cursor.expect_words(&["DEFERRABLE"], "DEFERRABLE")?;
    let is_deferred = cursor.eat_words(&["INITIALLY", "DEFERRED"]);
    cursor.eat_words(&["INITIALLY", "IMMEDIATE"]);
    Ok(match (can_defer, is_deferred) {
        (false, _) => Deferral::NotDeferrable,
        (true, false) => Deferral::InitiallyImmediate,
        (true, true) => Deferral::InitiallyDeferred,
    })
}
