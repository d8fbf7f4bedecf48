//! Guests that speak: too much, too long, and to the terminal in place of the person.

use super::{Ends, Hostile};
use crate::guest::Guest;

/// Clears the screen, names the window, turns the text around, rings the bell, and asks the terminal to answer.
const ESCAPES: &str = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{1b}[31m\u{202e}txt\u{2066}\u{9b}6n\r\u{8}\u{1b}P$q\"p\u{1b}\\";

pub(super) fn all() -> Vec<Hostile> {
    vec![
        logging("a line of log with escape sequences", ESCAPES, 1),
        logging("a flood of log", "water", 100_000),
        logging("a flood of long lines", &"water ".repeat(2000), 1_000),
        logging("a line of log without end", &"\u{1b}[31m".repeat(9_000), 1),
        fields(),
        task("a bar with escape sequences", ESCAPES, "(i64.const -1)", 3),
        task("a flood of bars", "bar", "(i64.const 1)", 400),
        task("a bar that goes beyond its end", "bar", "(i64.const 0x7fffffffffffffff)", 400),
        failing("a failure with escape sequences", ESCAPES, 3, "guest"),
        failing("a failure that says it is irreversible, with escape sequences", ESCAPES, 1, "irreversible"),
        failing("a precondition with escape sequences", ESCAPES, 2, "precondition"),
        failing("a failure of 48 KiB", &"no ".repeat(16_000), 3, "guest"),
        failing("a failure of line feeds", &"\n".repeat(9_000), 3, "guest"),
        failing("a failure without words", "", 3, "guest"),
        long_failure(),
        endless_failure(),
        panicking(),
        database_failure(),
        statement(ESCAPES, "a statement with escape sequences"),
        statement("SELECT \u{202e}1 FROM canary\u{1b}[8m WHERE", "a statement that turns the text around"),
        level(),
        function_name("a crash in a function whose name is escape sequences", &ESCAPES.escape_unicode().to_string()),
        function_name("a crash in a function whose name is a megabyte", &"name".repeat(250_000)),
    ]
}

fn logging(name: &str, words: &str, times: u32) -> Hostile {
    let mut guest = Guest::new();
    let words = guest.text(words);
    let body = format!(
        "(local.set $i (i32.const {times}))
         (loop $again
           (call $log (i32.const 4) {words})
           (br_if $again (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))"
    );
    Hostile::guest(name, &guest.upgrade(&body), Ends::Well)
}

/// Ten thousand fields on one line.
fn fields() -> Hostile {
    let mut guest = Guest::new();
    let words = guest.text(ESCAPES);
    let body = format!(
        "(local.set $handle (call $allocate (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 160000)))
         (loop $again
           (i32.store (i32.add (local.get $handle) (i32.mul (local.get $i) (i32.const 8))) (i32.const 4096))
           (i32.store offset=4 (i32.add (local.get $handle) (i32.mul (local.get $i) (i32.const 8))) (i32.const 3))
           (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 20000))))
         (call $log_with (i32.const 3) {words} (local.get $handle) (i32.const 10000))"
    );
    Hostile::guest("a line of log with ten thousand fields", &guest.upgrade(&body), Ends::Well)
}

fn task(name: &str, label: &str, by: &str, times: u32) -> Hostile {
    let mut guest = Guest::new();
    let label = guest.text(label);
    let body = format!(
        "(local.set $i (i32.const {times}))
         (loop $again
           (local.set $handle (call $task {label} (i32.const 1) (i64.const 1)))
           (call $advance (local.get $handle) {by})
           (call $advance (local.get $handle) {by})
           (call $set_total (local.get $handle) (i64.const 0))
           (br_if $again (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))"
    );
    Hostile::guest(name, &guest.upgrade(&body), Ends::Well)
}

fn failing(name: &str, words: &str, kind: u8, code: &'static str) -> Hostile {
    let mut guest = Guest::new();
    let words = guest.text(words);
    let body = format!("(return (call $failure (local.get $db) (i32.const {kind}) {words}))");
    Hostile::guest(name, &guest.upgrade(&body), Ends::With(10, code)).everywhere()
}

/// As much as one call may carry.
fn long_failure() -> Hostile {
    let body = "(local.set $handle (call $allocate (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 15000000)))
        (memory.fill (local.get $handle) (i32.const 0x1b) (i32.const 15000000))
        (return (call $failure (local.get $db) (i32.const 3) (local.get $handle) (i32.const 15000000)))";
    Hostile::guest("a failure of 15 MB of escape characters", &Guest::upgrading(body), Ends::With(10, "guest"))
}

/// More than one call may carry.
fn endless_failure() -> Hostile {
    let body = "(drop (call $allocate (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 30000000)))
        (return (call $failure (local.get $db) (i32.const 3) (i32.const 65536) (i32.const 30000000)))";
    Hostile::guest("a failure of 30 MB", &Guest::upgrading(body), Ends::AtLimit("call_size"))
}

/// The last line of level error is shown as the reason of a crash.
fn panicking() -> Hostile {
    let mut guest = Guest::new();
    let words = guest.text(format!("panicked at {}", ESCAPES.repeat(100)));
    let body = format!("(call $log (i32.const 4) {words}) unreachable");
    Hostile::guest("a crash whose words are escape sequences", &guest.upgrade(&body), Ends::InTrap)
}

/// A database error that no database gave: kind 200, a thousand extras.
fn database_failure() -> Hostile {
    let body = "(memory.fill (i32.const 2056) (i32.const 200) (i32.const 48))
        (return (call $database_failure (local.get $db)))";
    Hostile::guest("a database error of a kind that is none", &Guest::upgrading(body), Ends::InTrap)
}

/// The statement that failed is shown too.
fn statement(sql: &str, name: &str) -> Hostile {
    let mut guest = Guest::new();
    let sql = guest.text(sql);
    let body = format!("(call $execute (local.get $db) {sql}) (return (call $database_failure (local.get $db)))");
    Hostile::guest(name, &guest.upgrade(&body), Ends::With(10, "database"))
}

/// The names of functions are in the report of a crash. `name` is written as WebAssembly text has it.
fn function_name(name: &str, function: &str) -> Hostile {
    let function = format!("(func $crash (@name \"{function}\") unreachable)");
    Hostile::guest(name, &Guest::upgrading("(call $crash)").item(&function), Ends::InTrap)
}

fn level() -> Hostile {
    let mut guest = Guest::new();
    let words = guest.text("how loud?");
    let body = format!("(call $log (i32.const 99) {words})");
    Hostile::guest("a line of log of a level that is none", &guest.upgrade(&body), Ends::InTrap)
}
