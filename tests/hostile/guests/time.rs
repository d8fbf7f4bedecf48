//! Guests that never end, wherever the host lets them run.

use super::{Ends, Hostile};
use crate::guest::Guest;

/// A time that even a slow machine starts within.
const SHORT: &str = "guest_time = \"400ms\"\nlog_lines = 200\nhandles = 500\n";
const LOOP: &str = "(loop $again (br $again))";

pub(super) fn all() -> Vec<Hostile> {
    let mut guests = vec![
        ("endless loop", Guest::upgrading(LOOP)),
        ("endless loop in the start function", Guest::new().item("(func $forever (loop $again (br $again))) (start $forever)")),
        ("endless loop after the answer", Guest::new().item(
            "(func (export \"cabi_post_aludel:migration/revision@0.1.0#upgrade\") (param i32) (loop $again (br $again)))",
        )),
        ("endless loop where the host wants memory", Guest::upgrading("(call $revision (i32.const 2048))").reallocating(
            "(loop $again (br $again)) (i32.const 0)",
        )),
        ("endless asking for what is known", Guest::upgrading(
            "(loop $again (call $placeholder (local.get $db) (i32.const 1) (i32.const 2048))
               (global.set $heap (i32.const 65536)) (br $again))",
        )),
        ("endless asking for the phase", Guest::upgrading("(loop $again (drop (call $current_phase)) (br $again))")),
    ];
    guests.extend(with_words());
    let mut all: Vec<Hostile> = guests
        .into_iter()
        .map(|(name, guest)| Hostile::guest(name, &guest, Ends::AtLimit("guest_time")).within(SHORT))
        .collect();
    all.push(endless_work());
    all
}

/// The database works, so that the guest's own time never ends.
fn endless_work() -> Hostile {
    let mut guest = Guest::new();
    let sql = guest.text("UPDATE prey SET word = 'gone'");
    let guest = guest.upgrade(&format!("(loop $again (call $execute (local.get $db) {sql}) (br $again))"));
    Hostile::guest("endless work of the database", &guest, Ends::AtLimit("run_time"))
        .within("run_time = \"1s\"\n")
        .everywhere()
}

/// Words to the person at the terminal give a guest time only as long as somebody hears them.
fn with_words() -> Vec<(&'static str, Guest)> {
    let mut logging = Guest::new();
    let text = logging.text("still here");
    let logging = logging.upgrade(&format!("(loop $again (call $log (i32.const 2) {text}) (br $again))"));
    let mut advancing = Guest::new();
    let text = advancing.text("a bar");
    let advancing = advancing.upgrade(&format!(
        "(local.set $handle (call $task {text} (i32.const 1) (i64.const 10)))
         (loop $again (call $advance (local.get $handle) (i64.const 1)) (br $again))"
    ));
    let mut resizing = Guest::new();
    let text = resizing.text("a bar");
    let resizing = resizing.upgrade(&format!(
        "(local.set $handle (call $task {text} (i32.const 1) (i64.const 10)))
         (loop $again (call $set_total (local.get $handle) (i64.const -1)) (br $again))"
    ));
    let mut beginning = Guest::new();
    let text = beginning.text("a bar");
    let beginning = beginning.upgrade(&format!(
        "(loop $again (call $drop_task (call $task {text} (i32.const 0) (i64.const 0))) (br $again))"
    ));
    let mut empty = Guest::new();
    let text = empty.text("INSERT INTO prey (id) VALUES (1)");
    let empty = empty.upgrade(&format!(
        "(call $prepare (local.get $db) {text} (i32.const 2048)) (call $expect_ok)
         (local.set $handle (i32.load (i32.const 2056)))
         (loop $again (call $execute_many (local.get $handle) (i32.const 0) (i32.const 0) (i32.const 2048)) (br $again))"
    ));
    vec![
        ("endless log", logging),
        ("endless progress of a bar", advancing),
        ("endless change of a bar", resizing),
        ("endless bars", beginning),
        ("endless writing of nothing", empty),
    ]
}
