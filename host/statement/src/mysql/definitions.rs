//! `CREATE`, `ALTER`, `DROP` and `RENAME`.

use aludel_grants::{AccessKind, ObjectKind};

use super::pieces::Pieces;
use super::rows::{target, target_list};
use super::statements::{self, Body};
use super::{tables, text};
use crate::found::{Found, Name};

/// Words between the verb and the kind of the object, without what they are set to.
const MODIFIERS: [&str; 21] = [
    "or",
    "replace",
    "temporary",
    "unique",
    "fulltext",
    "spatial",
    "vector",
    "online",
    "offline",
    "ignore",
    "aggregate",
    "definer",
    "algorithm",
    "undefined",
    "merge",
    "temptable",
    "sql",
    "security",
    "invoker",
    "undo",
    "external",
];

/// Reads a definition.
pub(super) fn read(pieces: &Pieces, found: &mut Found<'_>) {
    let index = object_index(pieces);
    let verb = pieces.word(0).to_owned();
    let is_temporary = pieces.find(0, &["temporary"]).is_some_and(|temporary| temporary < index);
    match pieces.word(index) {
        "table" | "tables" if is_temporary => temporary_table(pieces, &verb, index + 1, found),
        "table" | "tables" => table(pieces, &verb, index + 1, found),
        "view" => named(pieces, &verb, ObjectKind::View, index + 1, found),
        "sequence" => named(pieces, &verb, ObjectKind::Sequence, index + 1, found),
        "index" | "key" => index_definition(pieces, &verb, index + 1, found),
        "database" | "schema" => schema(pieces, &verb, index + 1, found),
        "procedure" | "function" | "package" => routine(pieces, &verb, index, found),
        "trigger" => trigger(pieces, &verb, index + 1, found),
        "event" => named(pieces, &verb, ObjectKind::Event, index + 1, found),
        "user" | "role" => found.add(AccessKind::Role),
        "server" => found.add(AccessKind::Connection),
        "tablespace" | "logfile" => found.add(AccessKind::ServerFile),
        "instance" | "resource" | "reference" => found.add(AccessKind::ServerSetting),
        "prepare" => {}
        _ => found.add(AccessKind::Unknown(format!("{} {}", verb, pieces.word(index)).to_uppercase())),
    }
    if leaves_code(pieces, index) {
        code(pieces, index, found);
    }
}

/// The index of the word that says what is defined. `DEFINER = 'a'@'b'` and the like are passed over.
fn object_index(pieces: &Pieces) -> usize {
    let mut index = 1;
    while index < pieces.len() {
        if pieces.word(index) == "=" {
            index += 2;
            while pieces.is_any(index, &["@", "("]) || pieces.word(index).starts_with('@') {
                index = after_host(pieces, index);
            }
        } else if pieces.is_any(index, &MODIFIERS) {
            index += 1;
        } else {
            break;
        }
    }
    index
}

/// The index behind `@'host'`, `@host` or `()`.
fn after_host(pieces: &Pieces, index: usize) -> usize {
    match pieces.word(index) {
        "(" => pieces.after_parenthesis(index),
        "@" => index + 2,
        _ => index + 1,
    }
}

fn leaves_code(pieces: &Pieces, index: usize) -> bool {
    pieces.is_any(index, &["procedure", "function", "package", "trigger", "event"]) && pieces.word(0) != "drop"
}

/// The body of a routine: its statements are read as if they were run.
fn code(pieces: &Pieces, index: usize, found: &mut Found<'_>) {
    statements::read_body(pieces, index + 1, Body::StaysBehind, found);
    text::scan(pieces, found);
}

/// The access that a verb is; none for one that is no definition.
fn access(verb: &str, kind: ObjectKind) -> AccessKind {
    match verb {
        "create" => AccessKind::Create(kind),
        "drop" => AccessKind::Drop(kind),
        "rename" => AccessKind::Rename(kind),
        _ => AccessKind::Alter(kind),
    }
}

/// The index behind `IF [NOT] EXISTS` and the words of waiting.
fn after_condition(pieces: &Pieces, index: usize) -> usize {
    let mut index = index;
    while pieces.is_any(index, &["if", "not", "exists"]) {
        index += 1;
    }
    index
}

fn named(pieces: &Pieces, verb: &str, kind: ObjectKind, index: usize, found: &mut Found<'_>) {
    let index = after_condition(pieces, index);
    if verb == "drop" {
        return target_list(pieces, index, access(verb, kind), found);
    }
    let after = target(pieces, index, access(verb, kind), found);
    if kind != ObjectKind::Event {
        tables::read(pieces, after, found);
    }
    if pieces.are(after, &["rename", "to"]) {
        target(pieces, after + 2, AccessKind::Create(kind), found);
    }
}

fn table(pieces: &Pieces, verb: &str, index: usize, found: &mut Found<'_>) {
    let index = after_condition(pieces, index);
    match verb {
        "rename" => renamed(pieces, index, found),
        "drop" => target_list(pieces, index, AccessKind::Drop(ObjectKind::Table), found),
        "create" => created_table(pieces, index, AccessKind::Create(ObjectKind::Table), found),
        _ => altered_table(pieces, index, found),
    }
}

fn temporary_table(pieces: &Pieces, verb: &str, index: usize, found: &mut Found<'_>) {
    let index = after_condition(pieces, index);
    let kind = AccessKind::Temporary(ObjectKind::Table);
    if verb == "create" {
        created_table(pieces, index, kind, found);
    } else {
        target_list(pieces, index, kind, found);
    }
}

/// `RENAME TABLE a TO b, c TO d`.
fn renamed(pieces: &Pieces, index: usize, found: &mut Found<'_>) {
    let mut index = index;
    loop {
        let after = target(pieces, index, AccessKind::Rename(ObjectKind::Table), found);
        let Some(to) = pieces.find(after, &["to"]).filter(|_| after > index) else { break };
        let end = target(pieces, to + 1, AccessKind::Create(ObjectKind::Table), found);
        if pieces.word(end) != "," {
            break;
        }
        index = end + 1;
    }
}

fn created_table(pieces: &Pieces, index: usize, kind: AccessKind, found: &mut Found<'_>) {
    let after = target(pieces, index, kind, found);
    let like = if pieces.word(after) == "(" { after + 1 } else { after };
    if pieces.word(like) == "like" {
        target(pieces, like + 1, AccessKind::Read, found);
    }
    options(pieces, after, found);
    tables::read(pieces, after, found);
}

/// Options of a table that reach out of the database: engines of other servers and files, places of files, and other
/// tables that a MERGE table shows.
fn options(pieces: &Pieces, from: usize, found: &mut Found<'_>) {
    for index in from..pieces.len() {
        let value = if pieces.word(index + 1) == "=" { index + 2 } else { index + 1 };
        match pieces.word(index) {
            "engine" | "type" => engine(&pieces.folded(value), found),
            "connection" if pieces.text(value).is_some() => found.add(AccessKind::Connection),
            "directory" if pieces.is_any(index - 1, &["data", "index"]) => found.add(AccessKind::ServerFile),
            "union" if pieces.word(value) == "(" && !pieces.is_any(value + 1, &["select", "with", "values", "("]) => {
                target_list(pieces, value + 1, AccessKind::Update, found);
            }
            _ => {}
        }
    }
}

fn engine(name: &str, found: &mut Found<'_>) {
    match name {
        "federated" | "federatedx" | "spider" | "ndb" | "ndbcluster" | "s3" | "mroonga" | "sphinx" => {
            found.add(AccessKind::Connection);
        }
        "connect" | "csv" | "archive" | "oqgraph" => found.add(AccessKind::ServerFile),
        _ => {}
    }
}

fn altered_table(pieces: &Pieces, index: usize, found: &mut Found<'_>) {
    let Some((name, after)) = pieces.name(index) else { return found.add(AccessKind::Alter(ObjectKind::Table)) };
    let new_name = (after..pieces.len()).find_map(|at| new_name(pieces, at));
    let kind = if new_name.is_some() { AccessKind::Rename } else { AccessKind::Alter };
    found.add_to_table(kind(ObjectKind::Table), &name);
    if let Some(new_name) = new_name {
        found.add_to_table(AccessKind::Create(ObjectKind::Table), &new_name);
    }
    for at in after..pieces.len() {
        if pieces.are(at, &["convert", "partition"]) && pieces.are(at + 3, &["to", "table"]) {
            target(pieces, at + 5, AccessKind::Create(ObjectKind::Table), found);
        } else if pieces.are(at, &["convert", "table"]) {
            target(pieces, at + 2, AccessKind::Drop(ObjectKind::Table), found);
        } else if pieces.are(at, &["with", "table"]) {
            target(pieces, at + 2, AccessKind::Alter(ObjectKind::Table), found);
        } else if pieces.is_any(at, &["discard", "import"]) && pieces.find(at, &["tablespace"]).is_some() {
            found.add(AccessKind::ServerFile);
        }
    }
    options(pieces, after, found);
    tables::read(pieces, after, found);
}

/// The name behind `RENAME [TO | AS | =]`, which is followed by another word where a column or an index is renamed.
fn new_name(pieces: &Pieces, at: usize) -> Option<Name> {
    if pieces.word(at) != "rename" || pieces.is_any(at + 1, &["column", "index", "key"]) {
        return None;
    }
    let start = if pieces.is_any(at + 1, &["to", "as", "="]) { at + 2 } else { at + 1 };
    pieces.name(start).map(|(name, _)| name)
}

/// An index is named by its table, which stands behind ON.
fn index_definition(pieces: &Pieces, verb: &str, index: usize, found: &mut Found<'_>) {
    match pieces.find(index, &["on"]) {
        Some(on) => {
            let after = target(pieces, on + 1, access(verb, ObjectKind::Index), found);
            tables::read(pieces, after, found);
        }
        None => found.add(access(verb, ObjectKind::Index)),
    }
}

/// A database; without a name it is the one that the connection is in.
fn schema(pieces: &Pieces, verb: &str, index: usize, found: &mut Found<'_>) {
    let index = after_condition(pieces, index);
    let own = found.surroundings().default_schema.unwrap_or_default().to_owned();
    let is_unnamed = pieces.is_any(index, &["character", "charset", "collate", "default", "encryption", "read", ""]);
    let name = pieces.name(index).filter(|_| !is_unnamed || pieces.word(index).is_empty());
    let name = name.map_or_else(|| own.clone(), |(name, _)| name.name);
    let kind = if name.eq_ignore_ascii_case(&own) { ObjectKind::Schema } else { ObjectKind::Database };
    found.add_to_schema(access(verb, kind), &name);
}

fn routine(pieces: &Pieces, verb: &str, index: usize, found: &mut Found<'_>) {
    let start = if pieces.word(index + 1) == "body" { index + 2 } else { index + 1 };
    let start = after_condition(pieces, start);
    if pieces.find(start, &["soname"]).is_some() {
        found.add(AccessKind::ServerFile);
    }
    match pieces.name(start) {
        Some((name, _)) => found.add_to(access(verb, ObjectKind::Routine), &name),
        None => found.add(access(verb, ObjectKind::Routine)),
    }
}

/// A trigger is named by its table, which only its CREATE tells.
fn trigger(pieces: &Pieces, verb: &str, index: usize, found: &mut Found<'_>) {
    let on = pieces.find(index, &["on"]).filter(|_| verb == "create");
    match on {
        Some(on) => drop(target(pieces, on + 1, access(verb, ObjectKind::Trigger), found)),
        None => found.add(access(verb, ObjectKind::Trigger)),
    }
}
