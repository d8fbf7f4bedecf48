//! Statements that stand in strings of other statements.

use super::pieces::{PieceKind, Pieces};
use super::{readings, tables};
use crate::found::Found;

/// Adds what a string would do that is prepared or run as a statement. Whether it is one statement is the server's to say.
pub(super) fn read(sql: &str, found: &mut Found<'_>, depth: usize) {
    if depth == 0 {
        return;
    }
    for reading in readings::all(sql, found.surroundings().dialect).unwrap_or_default() {
        // More than one is refused where it is run.
        let _ = super::read_one(&reading, found, depth - 1);
    }
}

/// Adds what the strings in code say of the host's tables: which of them is run shows only on the server.
pub(super) fn scan(pieces: &Pieces, found: &mut Found<'_>) {
    let dialect = found.surroundings().dialect;
    let is_statement = |text: &str| text.trim().contains(char::is_whitespace);
    for piece in pieces.iter().filter(|piece| piece.kind == PieceKind::Text && is_statement(&piece.text)) {
        tables::read_house(&Pieces::of(&piece.text, dialect), found);
    }
}
