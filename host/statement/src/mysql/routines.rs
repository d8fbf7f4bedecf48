//! Functions that a statement calls.

use std::collections::HashSet;
use std::sync::LazyLock;

use aludel_grants::AccessKind;

use super::pieces::{Piece, PieceKind, Pieces};
use crate::found::{Found, Name};

/// Functions of the servers that touch nothing but their arguments.
static HARMLESS: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("harmless.txt").split_whitespace().collect());

/// Words that can stand before a parenthesis and are no functions.
static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("words.txt").split_whitespace().collect());

/// The beginning of the name of the host's own lock.
const HOUSE_LOCK: &str = "aludel:";

/// Adds what the function does whose name is at an index, if there is a parenthesis behind it. `is_call` says whether a
/// name that nobody knows can be a function there.
pub(super) fn read(pieces: &Pieces, index: usize, is_call: bool, found: &mut Found<'_>) {
    if pieces.word(index + 1) != "(" || !pieces.is_name(index) {
        return;
    }
    let Some(piece) = pieces.get(index) else { return };
    let is_qualified = index > 0 && pieces.word(index - 1) == ".";
    let schema = is_qualified.then(|| index.checked_sub(2).and_then(|before| pieces.get(before))).flatten();
    let name = Name { schema: schema.map(|schema| schema.text.clone()), name: piece.text.to_lowercase() };
    if add_reach(&name, pieces, index, found) {
        return;
    }
    add_moved_sequence(pieces, index, found);
    if is_call && !is_known(piece, is_qualified) {
        found.add_to(AccessKind::CallRoutine, &name);
    }
}

/// A name in quotes or with a schema is never a keyword or one of the server's own functions.
fn is_known(piece: &Piece, is_qualified: bool) -> bool {
    let name = piece.text.as_str();
    piece.kind == PieceKind::Word && !is_qualified && (HARMLESS.contains(name) || WORDS.contains(name))
}

/// Adds what a function does beyond the tables of the database; tells whether it is one that does.
fn add_reach(name: &Name, pieces: &Pieces, index: usize, found: &mut Found<'_>) -> bool {
    let kind = match name.name.as_str() {
        "load_file" | "xp_cmdshell" => AccessKind::ServerFile,
        "sys_exec" | "sys_eval" | "sys_get" | "sys_set" | "http_get" | "http_post" => AccessKind::Connection,
        "release_all_locks" => AccessKind::Transaction,
        "release_lock" if may_be_of_the_house(single_text(pieces, index + 2)) => AccessKind::Transaction,
        "get_lock"
        | "release_lock"
        | "service_get_read_locks"
        | "service_get_write_locks"
        | "service_release_locks" => AccessKind::SessionSetting,
        "master_pos_wait"
        | "source_pos_wait"
        | "master_gtid_wait"
        | "wait_for_executed_gtid_set"
        | "asynchronous_connection_failover_add_source" => AccessKind::ServerSetting,
        other if is_server(other) => AccessKind::ServerSetting,
        _ => return false,
    };
    found.add_to(kind, name);
    true
}

/// The argument of a call that is one string and nothing else. Strings that follow each other are one to the server.
fn single_text(pieces: &Pieces, index: usize) -> Option<&str> {
    pieces.text(index).filter(|_| pieces.word(index + 1) == ")")
}

/// The table of the sequence that `SETVAL(sequence, ...)` moves, as no transaction takes back.
fn add_moved_sequence(pieces: &Pieces, index: usize, found: &mut Found<'_>) {
    if pieces.folded(index) == "setval"
        && let Some((sequence, _)) = pieces.name(index + 2)
    {
        found.add_to_table(AccessKind::Update, &sequence);
    }
}

/// A name that is put together can be that of the run's own lock.
fn may_be_of_the_house(lock: Option<&str>) -> bool {
    lock.is_none_or(|name| name.to_ascii_lowercase().starts_with(HOUSE_LOCK))
}

fn is_server(name: &str) -> bool {
    const PREFIXES: [&str; 6] =
        ["group_replication_", "asynchronous_connection_", "audit_log_", "keyring_", "wsrep_", "mysql_firewall_"];
    PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}
