//! Statements by their first words.

use aludel_grants::{AccessKind, ObjectKind};

use super::pieces::Pieces;
use super::rows::{target, target_list};
use super::{definitions, privileges, routines, rows, settings, tables, text};
use crate::found::{Found, Name};

/// How deep parentheses may be in a text whose tables are looked for.
const DEPTH_MAX: usize = 100;

/// The beginning of the names of the host's own savepoints.
const HOUSE_PREFIX: &str = "aludel_";

/// Words that begin a statement inside of a body.
const VERBS: [&str; 26] = [
    "select", "insert", "replace", "update", "delete", "truncate", "load", "set", "call", "create", "alter", "drop",
    "rename", "grant", "revoke", "commit", "rollback", "start", "prepare", "execute", "lock", "flush", "kill",
    "handler", "shutdown", "xa",
];

/// Adds what a statement does.
pub(super) fn read(pieces: &Pieces, found: &mut Found<'_>, depth: usize) {
    tables::read_house(pieces, found);
    reach(pieces, found);
    if pieces.depth() > DEPTH_MAX {
        return found.add(AccessKind::Unknown(pieces.word(0).to_uppercase()));
    }
    let first = (0..pieces.len()).find(|&index| pieces.word(index) != "(").unwrap_or_default();
    let is_query = pieces.is_any(first, &["select", "with", "values", "table"]);
    if first > 0 && is_query {
        return query(pieces, found);
    }
    by_first_word(pieces, found, depth);
}

/// What reaches out of the database wherever it stands.
fn reach(pieces: &Pieces, found: &mut Found<'_>) {
    for index in 0..pieces.len() {
        routines::read(pieces, index, false, found);
        if pieces.word(index) == "into" && pieces.is_any(index + 1, &["outfile", "dumpfile"]) {
            found.add_to(AccessKind::ServerFile, &Name::plain(pieces.text(index + 2).unwrap_or_default()));
        }
    }
}

fn by_first_word(pieces: &Pieces, found: &mut Found<'_>, depth: usize) {
    match pieces.word(0) {
        "select" | "with" | "values" | "do" | "return" => query(pieces, found),
        "insert" | "replace" => rows::insert(pieces, found),
        "update" => rows::update(pieces, 0, found),
        "delete" => rows::delete(pieces, 0, found),
        "truncate" => rows::truncate(pieces, found),
        "load" => rows::load(pieces, found),
        "table" | "handler" => {
            let after = target(pieces, 1, AccessKind::Read, found);
            tables::read(pieces, after, found);
        }
        "create" | "alter" | "drop" | "rename" => definitions::read(pieces, found),
        "grant" | "revoke" => privileges::read(pieces, found),
        "set" if pieces.word(1) == "statement" => set_statement(pieces, found, depth),
        "set" => settings::read(pieces, found),
        "explain" | "describe" | "desc" => explain(pieces, found, depth),
        "analyze" => analyze(pieces, found, depth),
        "prepare" | "execute" => prepare(pieces, found, depth),
        "call" => call(pieces, found),
        "lock" | "unlock" => lock(pieces, found),
        "savepoint" | "release" | "rollback" => savepoint(pieces, found),
        "begin" if pieces.word(1) == "not" => block(pieces, 3, found),
        "if" | "case" | "loop" | "while" | "repeat" | "for" => block(pieces, 0, found),
        "begin" | "start" => start(pieces, found),
        other => by_other_word(other, pieces, found),
    }
}

fn by_other_word(word: &str, pieces: &Pieces, found: &mut Found<'_>) {
    match word {
        "commit" | "xa" | "end" => found.add(AccessKind::Transaction),
        "kill" => found.add(AccessKind::Connection),
        "use" => used(pieces, found),
        "flush" => flush(pieces, found),
        "install" | "uninstall" | "clone" | "import" => found.add(AccessKind::ServerFile),
        "shutdown" | "restart" | "reset" | "purge" | "change" | "stop" | "binlog" | "backup" => {
            found.add(AccessKind::ServerSetting);
        }
        "optimize" | "check" | "repair" | "checksum" | "cache" => maintenance(pieces, found),
        "show" | "help" => tables::read(pieces, pieces.find(1, &["where"]).unwrap_or(pieces.len()), found),
        "" | "signal" | "resignal" | "get" | "deallocate" | "diagnostics" | "delimiter" => {}
        other => found.add(AccessKind::Unknown(other.to_uppercase())),
    }
}

/// A query, or a change behind a WITH.
fn query(pieces: &Pieces, found: &mut Found<'_>) {
    if pieces.word(0) == "with" {
        match after_with(pieces) {
            Some(verb) if pieces.word(verb) == "update" => return rows::update(pieces, verb, found),
            Some(verb) if pieces.word(verb) == "delete" => return rows::delete(pieces, verb, found),
            _ => {}
        }
    }
    tables::read(pieces, 0, found);
}

/// The index of the verb behind the queries of a WITH.
fn after_with(pieces: &Pieces) -> Option<usize> {
    let mut index = 1;
    while index < pieces.len() {
        if pieces.word(index) == "(" {
            index = pieces.after_parenthesis(index);
        } else if pieces.is_any(index, &["select", "update", "delete", "insert", "replace", "values", "table"]) {
            return Some(index);
        } else {
            index += 1;
        }
    }
    None
}

/// `SET STATEMENT max_statement_time = 1 FOR ...`
fn set_statement(pieces: &Pieces, found: &mut Found<'_>, depth: usize) {
    found.add(AccessKind::SessionSetting);
    match pieces.find(2, &["for"]) {
        Some(index) => {
            settings::read_for_statement(&pieces.from(2).up_to(index - 2), found);
            read(&pieces.from(index + 1), found, depth);
        }
        None => found.add(AccessKind::Unknown("SET STATEMENT".to_owned())),
    }
}

/// Where names without a database would mean those of another one, nothing that is read here would be so.
fn used(pieces: &Pieces, found: &mut Found<'_>) {
    found.add(AccessKind::SessionSetting);
    let own = found.surroundings().default_schema.unwrap_or_default();
    match pieces.name(1) {
        Some((name, _)) if name.is(own) => {}
        Some((name, _)) => found.add_to(AccessKind::Connection, &name),
        None => found.add(AccessKind::Connection),
    }
}

/// What is explained is told as if it was run, because one of the words in front of it runs it.
fn explain(pieces: &Pieces, found: &mut Found<'_>, depth: usize) {
    let verbs = ["select", "insert", "replace", "update", "delete", "with", "table", "("];
    match pieces.find(1, &verbs).filter(|&index| index <= 5) {
        Some(index) => read(&pieces.from(index), found, depth),
        None if pieces.word(1) == "for" => found.add(AccessKind::Connection),
        None => drop(target(pieces, 1, AccessKind::Read, found)),
    }
}

fn analyze(pieces: &Pieces, found: &mut Found<'_>, depth: usize) {
    if pieces.find(1, &["table", "tables"]).is_some_and(|index| index <= 2) {
        maintenance(pieces, found);
    } else {
        explain(pieces, found, depth);
    }
}

/// `ANALYZE TABLE a, b` and its like.
fn maintenance(pieces: &Pieces, found: &mut Found<'_>) {
    match pieces.find(1, &["table", "tables", "index", "view"]) {
        Some(index) => target_list(pieces, index + 1, AccessKind::Alter(ObjectKind::Table), found),
        None => found.add(AccessKind::Alter(ObjectKind::Table)),
    }
}

/// `PREPARE a FROM '...'` and `EXECUTE IMMEDIATE '...'`; a text that is put together may be anything.
fn prepare(pieces: &Pieces, found: &mut Found<'_>, depth: usize) {
    let text_index = match pieces.word(0) {
        "prepare" => pieces.find(1, &["from"]).map(|from| from + 1),
        _ if pieces.word(1) == "immediate" => Some(2),
        _ => None,
    };
    let Some(index) = text_index else { return tables::read(pieces, 1, found) };
    let is_last = index + 1 == pieces.len() || pieces.word(index + 1) == "using";
    if let Some(sql) = pieces.text(index).filter(|_| is_last) {
        text::read(sql, found, depth);
        return tables::read(pieces, pieces.len(), found);
    }
    found.add(AccessKind::Code);
    text::scan(pieces, found);
    tables::read(pieces, 0, found);
}

fn call(pieces: &Pieces, found: &mut Found<'_>) {
    match pieces.name(1) {
        Some((name, after)) => {
            found.add_to(AccessKind::CallRoutine, &name);
            tables::read(pieces, after, found);
        }
        None => found.add(AccessKind::CallRoutine),
    }
}

fn lock(pieces: &Pieces, found: &mut Found<'_>) {
    match (pieces.word(0), pieces.word(1)) {
        ("lock", "tables" | "table") => rows::lock(pieces, found),
        ("unlock", "tables" | "table") => found.add(AccessKind::SessionSetting),
        _ => found.add(AccessKind::ServerSetting),
    }
}

/// Savepoints of a guest's own are its affair; a rollback without one ends the transaction.
fn savepoint(pieces: &Pieces, found: &mut Found<'_>) {
    let is_whole = pieces.word(0) == "rollback" && pieces.find(1, &["to"]).is_none();
    if is_whole {
        return found.add(AccessKind::Transaction);
    }
    let name = pieces.iter().last().map(|piece| piece.text.to_ascii_lowercase()).unwrap_or_default();
    if name.starts_with(HOUSE_PREFIX) {
        found.add_to(AccessKind::HouseSavepoint, &Name::plain(name));
    }
}

fn start(pieces: &Pieces, found: &mut Found<'_>) {
    let is_transaction = pieces.word(0) == "begin" || pieces.word(1) == "transaction";
    found.add(if is_transaction { AccessKind::Transaction } else { AccessKind::ServerSetting });
}

/// `FLUSH TABLES` closes them; with a lock, and of everything else, it is the whole server's affair.
fn flush(pieces: &Pieces, found: &mut Found<'_>) {
    let index = if pieces.is_any(1, &["no_write_to_binlog", "local"]) { 2 } else { 1 };
    let is_plain = pieces.is_any(index, &["tables", "table"]) && pieces.find(index, &["with", "for"]).is_none();
    found.add(if is_plain { AccessKind::SessionSetting } else { AccessKind::ServerSetting });
    if is_plain {
        target_list(pieces, index + 1, AccessKind::Read, found);
    }
}

/// `BEGIN NOT ATOMIC ... END`, `IF ... END IF` and the like, which `MariaDB` runs outside of routines too.
fn block(pieces: &Pieces, from: usize, found: &mut Found<'_>) {
    found.add(AccessKind::Code);
    read_body(pieces, from, Body::Runs, found);
    text::scan(pieces, found);
}

/// What becomes of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    /// It runs now.
    Runs,
    /// It stays behind, and may be called where it can hold a transaction of its own.
    StaysBehind,
}

/// Adds what the statements of a body do.
pub(super) fn read_body(pieces: &Pieces, from: usize, body: Body, found: &mut Found<'_>) {
    let mut start = from;
    while start < pieces.len() {
        let end = pieces.find(start, &[";"]).unwrap_or(pieces.len());
        let verb = (start..end).find(|&index| is_verb(pieces, index, start));
        let statement = verb.map(|verb| pieces.from(verb).up_to(end - verb));
        if let Some(statement) = statement.filter(|statement| body == Body::Runs || !is_of_the_caller(statement)) {
            by_first_word(&statement, found, 1);
        }
        start = end + 1;
    }
}

/// Whether a statement of a routine is about the transaction or the connection of whoever will call it, or sets a
/// variable of the routine.
fn is_of_the_caller(statement: &Pieces) -> bool {
    let reaches_server = ["global", "persist", "persist_only", "@@global", "@@persist", "password", "role"];
    match statement.word(0) {
        "commit" | "rollback" | "start" | "xa" => true,
        "set" => statement.find(1, &reaches_server).is_none(),
        _ => false,
    }
}

/// Whether a statement of a body begins at an index: at the start, or behind a word that statements follow.
fn is_verb(pieces: &Pieces, index: usize, start: usize) -> bool {
    let follows = index == 0
        || index == start
        || pieces
            .is_any(index - 1, &["begin", "then", "else", "do", "loop", "repeat", "row", "atomic", ":", ")", "for"])
        || pieces.is_any(index - 1, &["sql", "deterministic", "data", "definer", "invoker"]);
    follows && pieces.is_any(index, &VERBS)
}
