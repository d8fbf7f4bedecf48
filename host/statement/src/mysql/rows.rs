//! Statements that change rows.

use aludel_grants::AccessKind;

use super::pieces::Pieces;
use super::tables;
use crate::found::{Found, Name};

/// Words between the verb and the table.
const MODIFIERS: [&str; 8] = ["low_priority", "delayed", "high_priority", "ignore", "quick", "into", "only", "table"];

/// INSERT and REPLACE.
pub(super) fn insert(pieces: &Pieces, found: &mut Found<'_>) {
    let mut index = 1;
    while pieces.is_any(index, &MODIFIERS) {
        index += 1;
    }
    let after = target(pieces, index, AccessKind::Insert, found);
    if pieces.word(0) == "replace" {
        target(pieces, index, AccessKind::Delete, found);
    }
    if pieces.hold(&["on", "duplicate", "key", "update"]) {
        target(pieces, index, AccessKind::Update, found);
    }
    tables::read(pieces, after, found);
}

/// UPDATE: every table before SET may be the one that changes.
pub(super) fn update(pieces: &Pieces, start: usize, found: &mut Found<'_>) {
    let end = pieces.find(start, &["set"]).unwrap_or(pieces.len());
    let mut expects_table = true;
    let mut index = start + 1;
    while index < end {
        if pieces.is_any(index, &MODIFIERS) || pieces.word(index) == "(" {
            index += 1;
        } else if pieces.word(index) == "{" {
            // `{OJ a LEFT JOIN b ...}` is a join as well.
            index += 2;
        } else if expects_table && pieces.is_name(index) && !pieces.is_any(index, &["select", "lateral"]) {
            index = target(pieces, index, AccessKind::Update, found);
            expects_table = false;
        } else {
            expects_table = pieces.is_any(index, &[",", "join", "straight_join"]);
            index += 1;
        }
    }
    tables::read(pieces, 0, found);
}

/// DELETE, in its three forms: `FROM a`, `a, b FROM ...` and `FROM a, b USING ...`.
pub(super) fn delete(pieces: &Pieces, start: usize, found: &mut Found<'_>) {
    let mut index = start + 1;
    while pieces.is_any(index, &["low_priority", "quick", "ignore", "history", "from"]) {
        index += 1;
    }
    let mut after = index;
    while let Some((name, next)) = pieces.name(after) {
        found.add_to_table(AccessKind::Delete, &name);
        // `a.*` is an old way to write `a`.
        let next = if pieces.are(next, &[".", "*"]) { next + 2 } else { next };
        after = next;
        if pieces.word(next) != "," {
            break;
        }
        after = next + 1;
    }
    let using = pieces.find(after, &["using"]).filter(|&using| using == after);
    tables::read(&with_from(pieces, using), after, found);
}

/// What USING names is read as what FROM names.
fn with_from(pieces: &Pieces, using: Option<usize>) -> Pieces {
    using.map_or_else(|| pieces.clone(), |using| pieces.with_word(using, "from"))
}

/// TRUNCATE.
pub(super) fn truncate(pieces: &Pieces, found: &mut Found<'_>) {
    let index = if pieces.word(1) == "table" { 2 } else { 1 };
    target(pieces, index, AccessKind::Truncate, found);
}

/// LOAD DATA and LOAD XML.
pub(super) fn load(pieces: &Pieces, found: &mut Found<'_>) {
    if pieces.word(1) == "index" {
        return target_list(pieces, 4, AccessKind::Alter(aludel_grants::ObjectKind::Table), found);
    }
    let file = pieces.find(0, &["infile"]).and_then(|infile| pieces.text(infile + 1)).unwrap_or_default();
    found.add_to(AccessKind::ServerFile, &Name::plain(file));
    if let Some(table) = pieces.find(0, &["table"]) {
        target(pieces, table + 1, AccessKind::Insert, found);
    }
    tables::read(pieces, pieces.len(), found);
}

/// `LOCK TABLES a READ, b AS c WRITE`.
pub(super) fn lock(pieces: &Pieces, found: &mut Found<'_>) {
    found.add(AccessKind::SessionSetting);
    let mut index = 2;
    while let Some((name, after)) = pieces.name(index) {
        let end = pieces.find(after, &[","]).unwrap_or(pieces.len());
        let writes = (after..end).any(|at| pieces.word(at) == "write");
        found.add_to_table(if writes { AccessKind::Update } else { AccessKind::Read }, &name);
        index = end + 1;
    }
}

/// Adds what is done to the table at an index; gives the index behind its name.
pub(super) fn target(pieces: &Pieces, index: usize, kind: AccessKind, found: &mut Found<'_>) -> usize {
    match pieces.name(index) {
        Some((name, after)) => {
            found.add_to_table(kind, &name);
            after
        }
        None => index,
    }
}

/// Adds what is done to each of some tables with commas between them.
pub(super) fn target_list(pieces: &Pieces, index: usize, kind: AccessKind, found: &mut Found<'_>) {
    let mut index = index;
    loop {
        let after = target(pieces, index, kind.clone(), found);
        if after == index || pieces.word(after) != "," {
            break;
        }
        index = after + 1;
    }
}
