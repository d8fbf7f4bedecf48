//! Pointers that lead nowhere and lengths that lie, in every place of every call that takes one.

use super::{Ends, Hostile};
use crate::guest::Guest;
use crate::size::Size;

/// Calls with holes: `{S}` a text, `{L}` a list, `{R}` where the answer goes.
const CALLS: [(&str, &str); 30] = [
    ("info", "(call $info (local.get $db) {R})"),
    ("supports", "(drop (call $supports (local.get $db) {S}))"),
    ("quote", "(call $quote (local.get $db) {S} {R})"),
    ("placeholder", "(call $placeholder (local.get $db) (i32.const 1) {R})"),
    ("execute", "(call $execute_with (local.get $db) {S} {L} {R})"),
    ("execute-script", "(call $execute_script (local.get $db) {S} {R})"),
    ("query", "(call $query_with (local.get $db) {S} {L} {R})"),
    ("query-one", "(call $query_one (local.get $db) {S} {L} {R})"),
    ("prepare", "(call $prepare (local.get $db) {S} {R})"),
    ("bulk-insert", "(call $bulk_insert (local.get $db) (i32.const 1) {S} {S} {L} {R})"),
    ("bulk-update", "(call $bulk_update (local.get $db) (i32.const 1) {S} {S} {L} {L} {R})"),
    ("savepoint", "(call $savepoint (local.get $db) {R})"),
    ("columns", "CURSOR (call $columns (local.get $handle) {R})"),
    ("next-rows", "CURSOR (call $next_rows (local.get $handle) (i32.const 9) {R})"),
    ("next-batch", "CURSOR (call $next_batch (local.get $handle) (i32.const 9) {R})"),
    ("execute of a statement", "STATEMENT (call $execute_prepared (local.get $handle) {L} {R})"),
    ("query of a statement", "STATEMENT (call $query_prepared (local.get $handle) {L} {R})"),
    ("execute-many", "STATEMENT (call $execute_many (local.get $handle) {L} {R})"),
    ("execute-batch", "STATEMENT (call $execute_batch (local.get $handle) (i32.const 1) {L} {R})"),
    ("write-rows", "WRITER (call $write_rows (local.get $handle) {L} {R})"),
    ("write-batch", "WRITER (call $write_batch (local.get $handle) (i32.const 1) {L} {R})"),
    ("finish", "WRITER (call $finish (local.get $handle) {R})"),
    ("release", "SAVEPOINT (call $release (local.get $handle) {R})"),
    ("rollback", "SAVEPOINT (call $rollback (local.get $handle) {R})"),
    ("revision", "(call $revision {R})"),
    ("argument", "(call $argument {S} {R})"),
    ("tag", "(call $tag {R})"),
    ("section", "(call $section {S} {R})"),
    ("log", "(call $log (i32.const 2) {S})"),
    ("log-with", "(call $log_with (i32.const 2) {S} {L})"),
];

/// What stands in a hole, by its kind, and what it is called.
const LIES: [(&str, &str, &str); 10] = [
    ("{S}", "a text beyond the end", "(i32.const 0xfffffff0) (i32.const 64)"),
    ("{S}", "a text over the end", "(i32.const 131064) (i32.const 64)"),
    ("{S}", "a text of 2 GiB", "(i32.const 4096) (i32.const 0x7fffffff)"),
    ("{S}", "a text that is no UTF-8", "(i32.const 60000) (i32.const 4)"),
    ("{L}", "a list beyond the end", "(i32.const 0xfffffff0) (i32.const 8)"),
    ("{L}", "a list over the end", "(i32.const 131064) (i32.const 8)"),
    ("{L}", "a list of a billion", "(i32.const 4096) (i32.const 0x3fffffff)"),
    ("{L}", "a list between two places", "(i32.const 4097) (i32.const 1)"),
    ("{R}", "an answer beyond the end", "(i32.const 0xfffffff8)"),
    ("{R}", "an answer between two places", "(i32.const 2049)"),
];

/// All of them, or one in each call, in the order of the lies.
pub(super) fn all(size: Size) -> Vec<Hostile> {
    let of_call = |(index, (name, call)): (usize, &(&str, &str))| {
        let all: Vec<Hostile> = LIES.iter().flat_map(|lie| lying(name, call, *lie)).collect();
        match size {
            Size::Long => all,
            Size::Short => vec![all[index % all.len()].clone()],
        }
    };
    CALLS.iter().enumerate().flat_map(of_call).collect()
}

/// One guest for each hole of that kind in the call.
fn lying(name: &str, call: &str, (hole, lie, text): (&str, &str, &str)) -> Vec<Hostile> {
    let places: Vec<usize> = call.match_indices(hole).map(|(place, _)| place).collect();
    let guest = |(index, place): (usize, &usize)| {
        let lied = format!("{}{text}{}", &call[..*place], &call[place + hole.len()..]);
        let name = format!("{name}: {lie} ({})", index + 1);
        Hostile::guest(name, &honest(&lied), Ends::InTrapOrAtLimit)
    };
    places.iter().enumerate().map(guest).collect()
}

/// Fills the other holes with what is right, and opens what the call is about.
fn honest(call: &str) -> Guest {
    let mut guest = Guest::new();
    let sql = guest.text("INSERT INTO prey (id, word) VALUES (9, 'caught')");
    let (select, table) = (guest.text("SELECT id, word FROM prey"), guest.text("prey"));
    let opened = |call: String| format!("{call} (call $expect_ok) (local.set $handle (i32.load (i32.const 2056)))");
    let body = call
        .replace("{S}", &sql)
        .replace("{L}", "(i32.const 0) (i32.const 0)")
        .replace("{R}", "(i32.const 2048)")
        .replace("CURSOR", &opened(format!("(drop (call $query (local.get $db) {select}))")))
        .replace("STATEMENT", &opened(format!("(call $prepare (local.get $db) {sql} (i32.const 2048))")))
        .replace("SAVEPOINT", &opened("(call $savepoint (local.get $db) (i32.const 2048))".to_owned()))
        .replace(
            "WRITER",
            &opened(format!(
                "(i32.store (i32.const 61000) (i32.const 61100)) (i32.store (i32.const 61004) (i32.const 2))
                 (call $bulk_insert (local.get $db) (i32.const 0) (i32.const 0) (i32.const 0) {table}
                   (i32.const 61000) (i32.const 1) (i32.const 2048))"
            )),
        );
    guest.upgrade(&body).item("(data (i32.const 60000) \"\\ff\\c0\\80\\fe\") (data (i32.const 61100) \"id\")")
}
