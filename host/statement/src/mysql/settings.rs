//! `SET`.

use aludel_grants::AccessKind;

use super::pieces::{PieceKind, Pieces};
use super::{tables, text};
use crate::found::{Found, Name};

/// Modes in which the server reads strings and names otherwise than they are read here.
const READING_MODES: [&str; 9] =
    ["ansi", "backslash", "oracle", "mssql", "postgresql", "db2", "maxdb", "msql", "sql_server"];

/// Functions that a value of the SQL mode may be put together with.
const MODE_FUNCTIONS: [&str; 6] = ["concat", "concat_ws", "replace", "trim", "if", "ifnull"];

/// Character sets in which a backslash can be the second byte of a character.
const ODD_CHARSETS: [&str; 8] = ["big5", "cp932", "gbk", "sjis", "gb18030", "ucs2", "utf16", "utf32"];

/// Adds what a SET changes.
pub(super) fn read(pieces: &Pieces, found: &mut Found<'_>) {
    tables::read(pieces, pieces.len().min(1), found);
    match pieces.word(1) {
        "password" | "role" => found.add(AccessKind::Role),
        "default" if pieces.word(2) == "role" => found.add(AccessKind::Role),
        "resource" => found.add(AccessKind::ServerSetting),
        "transaction" => found.add(AccessKind::Transaction),
        "global" if pieces.word(2) == "transaction" => found.add(AccessKind::ServerSetting),
        "session" | "local" if pieces.word(2) == "transaction" => found.add(AccessKind::SessionSetting),
        "character" => charset(pieces, 3, found),
        "names" | "charset" => charset(pieces, 2, found),
        _ => assignments(pieces, found),
    }
}

/// The settings of `SET STATEMENT ... FOR`: a text that the statement runs is read with them, so they must be plain.
pub(super) fn read_for_statement(pieces: &Pieces, found: &mut Found<'_>) {
    assignments_from(pieces, 0, found);
    let sets_mode = pieces.iter().any(|piece| piece.text.to_ascii_lowercase().ends_with("sql_mode"));
    if sets_mode && pieces.iter().any(|piece| piece.kind == PieceKind::Other && piece.text.starts_with('@')) {
        found.add_to(AccessKind::ServerSetting, &Name::plain("sql_mode"));
    }
}

fn charset(pieces: &Pieces, index: usize, found: &mut Found<'_>) {
    let named = pieces.folded(index);
    found.add_to(charset_kind(&named), &Name::plain("names"));
}

fn charset_kind(named: &str) -> AccessKind {
    let is_odd = ODD_CHARSETS.iter().any(|charset| named.starts_with(charset));
    if is_odd { AccessKind::ServerSetting } else { AccessKind::SessionSetting }
}

/// `a = 1, GLOBAL b = 2, @@session.c = 3, @d = 4`. A comma in parentheses parts no assignments.
fn assignments(pieces: &Pieces, found: &mut Found<'_>) {
    assignments_from(pieces, 1, found);
}

fn assignments_from(pieces: &Pieces, from: usize, found: &mut Found<'_>) {
    let mut start = from;
    while start < pieces.len() {
        let end = assignment_end(pieces, start);
        assignment(&pieces.from(start).up_to(end - start), found);
        start = end + 1;
    }
}

fn assignment_end(pieces: &Pieces, start: usize) -> usize {
    let mut index = start;
    while index < pieces.len() && pieces.word(index) != "," {
        index = if pieces.word(index) == "(" { pieces.after_parenthesis(index) } else { index + 1 };
    }
    index
}

fn assignment(pieces: &Pieces, found: &mut Found<'_>) {
    let Some(equals) = (0..pieces.len()).find(|&index| is_equals(pieces, index)) else {
        return found.add(AccessKind::SessionSetting);
    };
    let value = pieces.from(equals + 1);
    let words: Vec<String> =
        (0..equals).filter_map(|index| pieces.get(index)).map(|piece| piece.text.clone()).collect();
    let target = words.join("").replace("@@", "");
    if words.first().is_some_and(|word| word.starts_with('@') && !word.starts_with("@@")) {
        // A variable of the connection, which could carry a mode to where it is set.
        if holds_reading_mode(&value) {
            found.add_to(AccessKind::ServerSetting, &Name::plain(target.as_str()));
        }
        // It may be prepared as a statement.
        text::scan(&value, found);
        return found.add_to(AccessKind::SessionSetting, &Name::plain(target));
    }
    let is_global =
        words.iter().any(|word| matches!(word.trim_start_matches('@'), "global" | "persist" | "persist_only"));
    let name = target.rsplit('.').next().unwrap_or_default();
    let name = ["global", "session", "local", "persist_only", "persist"]
        .iter()
        .find_map(|scope| name.strip_prefix(scope).filter(|_| words.len() == 2))
        .unwrap_or(name)
        .to_ascii_lowercase();
    let kind = if is_global { AccessKind::ServerSetting } else { kind(&name, &value) };
    found.add_to(kind, &Name::plain(name));
}

fn is_equals(pieces: &Pieces, index: usize) -> bool {
    pieces.word(index) == "=" || pieces.are(index, &[":", "="])
}

fn kind(name: &str, value: &Pieces) -> AccessKind {
    match name {
        // Switching it on commits, and off leaves the host without the commit of its next statement.
        "autocommit" | "completion_type" => AccessKind::Transaction,
        "sql_mode" if !is_plain_mode(value) => AccessKind::ServerSetting,
        "character_set_client" | "character_set_connection" | "collation_connection" => charset_kind(&value.folded(0)),
        "sql_log_bin" | "sql_log_off" | "gtid_next" | "gtid_domain_id" | "gtid_seq_no" | "server_id"
        | "pseudo_thread_id" | "pseudo_slave_mode" | "proxy_user" | "debug" | "debug_dbug" | "debug_sync"
        | "skip_replication" => AccessKind::ServerSetting,
        _ => AccessKind::SessionSetting,
    }
}

/// Whether a value can be told to leave strings and names as they are read here.
fn is_plain_mode(value: &Pieces) -> bool {
    let calls = (0..value.len()).filter(|&index| value.word(index + 1) == "(" && value.is_name(index));
    let has_known_calls = calls.into_iter().all(|index| value.is_any(index, &MODE_FUNCTIONS));
    let is_number = value.get(0).is_some_and(|piece| {
        piece.kind == PieceKind::Other && piece.text.starts_with(|first: char| first.is_ascii_digit())
    });
    // `X'414E5349'` and the like.
    let is_encoded = value.len() > 1 && value.is_name(0) && value.text(1).is_some();
    has_known_calls && !is_number && !is_encoded && !holds_reading_mode(value)
}

/// Whether the strings, also when they are put together, name such a mode.
fn holds_reading_mode(value: &Pieces) -> bool {
    let texts =
        value.iter().filter(|piece| piece.kind != PieceKind::Other).map(|piece| piece.text.to_ascii_lowercase());
    let texts: String = texts.collect();
    READING_MODES.iter().any(|mode| texts.contains(mode))
}
