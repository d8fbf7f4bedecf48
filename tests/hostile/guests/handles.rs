//! Handles that are dropped, dropped twice, made up, mixed up, kept, or taken without end.

use super::{Ends, Hostile};
use crate::guest::Guest;

/// How to open each kind of handle into `$handle`, how to drop it, and a call on it.
struct Handle {
    kind: &'static str,
    open: String,
    drop: &'static str,
    call: &'static str,
}

pub(super) fn all() -> Vec<Hostile> {
    let mut all = Vec::new();
    for index in 0..5 {
        let mut guest = Guest::new();
        let handle = handles(&mut guest).swap_remove(index);
        all.extend(misuses(&guest, &handle));
    }
    all.extend(of_the_database());
    all.extend(without_end());
    all.extend(left_open());
    all
}

fn handles(guest: &mut Guest) -> Vec<Handle> {
    let (select, insert) = (guest.text("SELECT id, word FROM prey"), guest.text("INSERT INTO prey (id) VALUES (9)"));
    let (table, label) = (guest.text("prey"), guest.text("a bar"));
    let opened = "(call $expect_ok) (local.set $handle (i32.load (i32.const 2056)))";
    vec![
        Handle {
            kind: "cursor",
            open: format!("(local.set $handle (call $query (local.get $db) {select}))"),
            drop: "(call $drop_cursor (local.get $handle))",
            call: "(call $next_rows (local.get $handle) (i32.const 1) (i32.const 2048))",
        },
        Handle {
            kind: "statement",
            open: format!("(call $prepare (local.get $db) {insert} (i32.const 2048)) {opened}"),
            drop: "(call $drop_statement (local.get $handle))",
            call: "(call $execute_prepared (local.get $handle) (i32.const 0) (i32.const 0) (i32.const 2048))",
        },
        Handle {
            kind: "bulk writer",
            open: format!(
                "(i32.store (i32.const 61000) (i32.const 61100)) (i32.store (i32.const 61004) (i32.const 2))
                 (i32.store16 (i32.const 61100) (i32.const 0x6469))
                 (call $bulk_insert (local.get $db) (i32.const 0) (i32.const 0) (i32.const 0) {table}
                   (i32.const 61000) (i32.const 1) (i32.const 2048)) {opened}"
            ),
            drop: "(call $drop_bulk_writer (local.get $handle))",
            call: "(call $finish (local.get $handle) (i32.const 2048))",
        },
        Handle {
            kind: "savepoint",
            open: format!("(call $savepoint (local.get $db) (i32.const 2048)) {opened}"),
            drop: "(call $drop_savepoint (local.get $handle))",
            call: "(call $release (local.get $handle) (i32.const 2048))",
        },
        Handle {
            kind: "task",
            open: format!("(local.set $handle (call $task {label} (i32.const 0) (i64.const 0)))"),
            drop: "(call $drop_task (local.get $handle))",
            call: "(call $advance (local.get $handle) (i64.const 1))",
        },
    ]
}

fn misuses(guest: &Guest, handle: &Handle) -> Vec<Hostile> {
    let Handle { kind, open, drop, call } = handle;
    let hostile =
        |name: String, body: String| Hostile::guest(name, &guest.clone().upgrade(&body), Ends::InTrap).everywhere();
    let made_up = |number: &str| format!("(local.set $handle (i32.const {number})) {call}");
    let mut all = vec![
        hostile(format!("a {kind} used after it was dropped"), format!("{open} {drop} {call}")),
        hostile(format!("a {kind} dropped twice"), format!("{open} {drop} {drop}")),
        hostile(format!("a {kind} that was never opened"), made_up("4096")),
        hostile(format!("a {kind} of number zero"), made_up("0")),
        hostile(format!("a {kind} of number -1"), made_up("0xffffffff")),
        hostile(format!("the database as a {kind}"), format!("(local.set $handle (local.get $db)) {call}")),
    ];
    if matches!(*kind, "bulk writer" | "savepoint") {
        all.push(hostile(format!("a {kind} ended twice"), format!("{open} {call} (call $expect_ok) {call}")));
        all.push(hostile(format!("a {kind} ended and dropped"), format!("{open} {call} (call $expect_ok) {drop}")));
    }
    all
}

/// The guest borrows its database, and has to give it back.
fn of_the_database() -> Vec<Hostile> {
    let use_it = "(call $info (local.get $db) (i32.const 2048))";
    let drop_it = "(call $drop_database (local.get $db))";
    let answer = "(return (i32.const 1024))";
    let bodies = [
        ("the database used after it was given back", format!("{drop_it} {use_it}")),
        ("the database given back twice", format!("{drop_it} {drop_it}")),
        ("the database never given back", answer.to_owned()),
        ("a database of number 77", "(call $info (i32.const 77) (i32.const 2048))".to_owned()),
    ];
    bodies.into_iter().map(|(name, body)| Hostile::guest(name, &Guest::upgrading(&body), Ends::InTrap)).collect()
}

/// Handles that are never dropped. Where a call can answer, the guest is told; it crashes for want of them here.
fn without_end() -> Vec<Hostile> {
    let mut all = Vec::new();
    for index in 0..5 {
        let mut guest = Guest::new();
        let Handle { kind, open, .. } = handles(&mut guest).swap_remove(index);
        // A database has one cursor and one writer at a time, and says so; the limit comes first with the others.
        let ends = if kind == "task" { Ends::AtLimit("handles") } else { Ends::InTrap };
        let guest = guest.upgrade(&format!("(loop $again {open} (br $again))"));
        all.push(Hostile::guest(format!("a million of: {kind}"), &guest, ends));
    }
    all
}

/// What is open when the guest says that all is well is closed by the host.
fn left_open() -> Vec<Hostile> {
    let mut all = Vec::new();
    for index in 0..5 {
        let mut guest = Guest::new();
        let Handle { kind, open, .. } = handles(&mut guest).swap_remove(index);
        let guest = guest.upgrade(&open);
        all.push(Hostile::guest(format!("a {kind} left open"), &guest, Ends::Well).everywhere());
    }
    all
}
