//! Guests that stop after each call of the host in turn: nothing of what they did may stay.

use super::{Ends, Hostile};
use crate::guest::Guest;

pub(super) fn all() -> Vec<Hostile> {
    let mut guest = Guest::new();
    let (steps, words) = (steps(&mut guest), guest.text("so far so good"));
    let trapping = |count: usize| {
        let body: String = steps[..count].iter().map(|(_, call)| format!("{call}\n")).collect();
        let guest = guest.clone().upgrade(&format!("{body} (call $log (i32.const 4) {words}) unreachable"));
        Hostile::guest(format!("a trap after: {}", steps[count - 1].0), &guest, Ends::InCrash("so far so good"))
            .everywhere()
    };
    let mut all: Vec<Hostile> = (1..=steps.len()).map(trapping).collect();
    all.push(failing_at_the_end(&guest, &steps));
    all.extend(refused());
    all
}

/// What the cage stopped is told as that, whatever the guest makes of it.
fn refused() -> [Hostile; 2] {
    let mut guest = Guest::new();
    let sql = guest.text("DELETE FROM aludel_version");
    let words = guest.text("it did not work");
    let forbidden = format!("(call $execute (local.get $db) {sql})");
    let failing = format!("{forbidden} (return (call $failure (local.get $db) (i32.const 3) {words}))");
    [("a failure of its own", failing), ("a trap", format!("{forbidden} unreachable"))].map(|(name, body)| {
        let guest = guest.clone().upgrade(&body);
        Hostile::guest(format!("{name} after a refusal"), &guest, Ends::With(12, "refused")).everywhere()
    })
}

/// A guest that makes all of these calls, well.
pub(crate) fn busy() -> Guest {
    let mut guest = Guest::new();
    let body: String = steps(&mut guest).iter().map(|(_, call)| format!("{call}\n")).collect();
    guest.upgrade(&body)
}

/// All calls go well, and then the guest says no.
fn failing_at_the_end(guest: &Guest, steps: &[(&str, String)]) -> Hostile {
    let mut guest = guest.clone();
    let words = guest.text("no");
    let body: String = steps.iter().map(|(_, call)| format!("{call}\n")).collect();
    let guest = guest.upgrade(&format!("{body} (return (call $failure (local.get $db) (i32.const 3) {words}))"));
    Hostile::guest("a failure after all calls", &guest, Ends::With(10, "guest")).everywhere()
}

/// Calls without parameters, so that they are the same on every database, and no definitions, which would stay on some.
fn steps(guest: &mut Guest) -> Vec<(&'static str, String)> {
    let insert = guest.text("INSERT INTO prey (id, word) VALUES (11, 'one')");
    let update = guest.text("UPDATE prey SET word = 'gone'");
    let (select, delete) = (guest.text("SELECT id, word FROM prey"), guest.text("DELETE FROM prey WHERE id = 1"));
    let (table, again) = (guest.text("prey"), guest.text("INSERT INTO prey (id, word) VALUES (12, 'two')"));
    let script = guest.text("INSERT INTO prey (id) VALUES (13); INSERT INTO prey (id) VALUES (14)");
    let kept = "(call $expect_ok) (local.set $handle (i32.load (i32.const 2056)))";
    vec![
        ("info", "(call $info (local.get $db) (i32.const 2048))".to_owned()),
        ("execute", format!("(call $execute (local.get $db) {insert}) (call $expect_ok)")),
        ("execute-script", format!("(call $execute_script (local.get $db) {script} (i32.const 2048)) (call $expect_ok)")),
        ("savepoint", format!("(call $savepoint (local.get $db) (i32.const 2048)) {kept}")),
        ("an update in it", format!("(call $execute (local.get $db) {update}) (call $expect_ok)")),
        ("release", "(call $release (local.get $handle) (i32.const 2048)) (call $expect_ok)".to_owned()),
        ("query", format!("(local.set $handle (call $query (local.get $db) {select}))")),
        ("columns", "(call $columns (local.get $handle) (i32.const 2048))".to_owned()),
        ("next-rows", "(call $next_rows (local.get $handle) (i32.const 1) (i32.const 2048)) (call $expect_ok)".to_owned()),
        ("next-batch", "(call $next_batch (local.get $handle) (i32.const 9) (i32.const 2048)) (call $expect_ok)".to_owned()),
        ("drop of a cursor", "(call $drop_cursor (local.get $handle))".to_owned()),
        ("prepare", format!("(call $prepare (local.get $db) {again} (i32.const 2048)) {kept}")),
        (
            "execute of a statement",
            "(call $execute_prepared (local.get $handle) (i32.const 0) (i32.const 0) (i32.const 2048)) (call $expect_ok)"
                .to_owned(),
        ),
        ("drop of a statement", "(call $drop_statement (local.get $handle))".to_owned()),
        (
            "bulk-insert",
            format!(
                "(i32.store (i32.const 61000) (i32.const 61100)) (i32.store (i32.const 61004) (i32.const 2))
                 (i32.store16 (i32.const 61100) (i32.const 0x6469))
                 (call $bulk_insert (local.get $db) (i32.const 0) (i32.const 0) (i32.const 0) {table}
                   (i32.const 61000) (i32.const 1) (i32.const 2048)) {kept}"
            ),
        ),
        (
            "write-rows",
            "(i32.store (i32.const 61200) (i32.const 61304)) (i32.store (i32.const 61204) (i32.const 1))
             (i32.store8 (i32.const 61304) (i32.const 2))
             (i64.store (i32.const 61312) (i64.const 15))
             (call $write_rows (local.get $handle) (i32.const 61200) (i32.const 1) (i32.const 2048)) (call $expect_ok)"
                .to_owned(),
        ),
        ("finish", "(call $finish (local.get $handle) (i32.const 2048)) (call $expect_ok)".to_owned()),
        ("delete", format!("(call $execute (local.get $db) {delete}) (call $expect_ok)")),
    ]
}
