//! Runs that end well, fail or crash, and what each leaves behind.

use std::sync::Arc;
use std::time::Duration;

use aludel_sandbox::{Call, Failure, Phase, RunError};
use aludel_sql::{Dialect, ErrorKind, SqlError, Value};

use crate::support::guest::with_section;
use crate::support::{Fake, Guest, Listener, block_on, call, load, run_call, sqlite, upgrade};

#[test]
fn statements_reach_the_database_in_their_order() {
    let mut guest = Guest::new();
    let create = guest.text("CREATE TABLE a (id INTEGER)");
    let insert = guest.text("INSERT INTO a VALUES (1)");
    let guest = guest.upgrade(&format!(
        "(call $execute (local.get $db) {create}) (call $expect_ok)
         (call $execute (local.get $db) {insert}) (call $expect_ok)
         (if (i64.ne (i64.load (i32.const 2056)) (i64.const 7)) (then unreachable))
         (if (i64.ne (i64.load (i32.const 2072)) (i64.const 11)) (then unreachable))"
    ));
    let outcome = upgrade(&guest, sqlite());
    assert_eq!(outcome.answer, Ok(()));
    assert_eq!(outcome.asked, ["execute CREATE TABLE a (id INTEGER)", "execute INSERT INTO a VALUES (1)"]);
}

#[test]
fn a_database_error_comes_back_with_everything_in_it() {
    let error = SqlError {
        kind: ErrorKind::ConstraintViolation,
        message: "duplicate key".to_owned(),
        sqlstate: Some("23505".to_owned()),
        native_code: Some(1062),
        extras: vec![("constraint".to_owned(), "a_pkey".to_owned()), ("detail".to_owned(), "Ä=1".to_owned())],
    };
    let mut guest = Guest::new();
    let insert = guest.text("INSERT");
    let guest = guest.upgrade(&format!(
        "(call $execute (local.get $db) {insert})
         (if (call $failed) (then (return (call $database_failure (local.get $db)))))"
    ));
    let outcome = upgrade(&guest, sqlite().failing_at("execute INSERT", error.clone()));
    assert_eq!(outcome.answer, Err(RunError::Failed(Failure::Database(error))));
}

#[test]
fn the_other_failures_carry_their_text() {
    let said = || "the rows are gone".to_owned();
    let failures =
        [(1, Failure::Irreversible(said())), (2, Failure::Precondition(said())), (3, Failure::Other(said()))];
    for (kind, expected) in failures {
        let mut guest = Guest::new();
        let text = guest.text("the rows are gone");
        let body = format!("(return (call $failure (local.get $db) (i32.const {kind}) {text}))");
        let outcome = upgrade(&guest.upgrade(&body), sqlite());
        assert_eq!(outcome.answer, Err(RunError::Failed(expected)));
    }
}

#[test]
fn each_phase_calls_its_function() {
    let mut guest = Guest::new();
    let (up, down, check) = (guest.text("up"), guest.text("down"), guest.text("check"));
    let body = |text: &str| {
        format!("(call $execute (local.get $db) {text}) (if (i32.eqz (call $current_phase)) (then (call $log_error)))")
    };
    let guest = guest.upgrade(&body(&up)).downgrade(&body(&down)).verify(&body(&check));
    let program = load(&guest.build());
    assert!(program.exports_check());
    for (phase, asked) in [(Phase::Upgrade, "up"), (Phase::Downgrade, "down"), (Phase::Verify, "check")] {
        let outcome = run_call(&program, call(phase), sqlite());
        assert_eq!(outcome.answer, Ok(()));
        assert_eq!(outcome.asked, [format!("execute {asked}")]);
        assert_eq!(outcome.heard.len(), usize::from(phase == Phase::Upgrade));
    }
}

#[test]
fn a_check_that_is_not_there_is_named() {
    let program = load(&Guest::new().build());
    assert!(!program.exports_check());
    let outcome = run_call(&program, call(Phase::Verify), sqlite());
    let expected = RunError::NotExported { name: "test.wasm".to_owned(), export: "check.verify" };
    assert_eq!(outcome.answer, Err(expected));
}

#[test]
fn the_context_is_what_the_call_says() {
    let mut guest = Guest::new();
    let (color, sql, other) = (guest.text("color"), guest.text("sql"), guest.text("other"));
    let guest = guest.upgrade(&format!(
        "(call $revision (i32.const 2048)) (call $log_text_at (i32.const 2048))
         (call $argument {color} (i32.const 2048)) (call $log_text_at (i32.const 2052))
         (call $tag (i32.const 2048)) (call $log_text_at (i32.const 2052))
         (call $section {sql} (i32.const 2048)) (call $log_text_at (i32.const 2052))
         (call $section {other} (i32.const 2048))
         (if (call $failed) (then unreachable))
         (if (i32.eqz (call $offline)) (then unreachable))"
    ));
    let component = with_section(with_section(guest.build(), "aludel:sql", b"statements"), "foreign:other", b"x");
    let program = load(&component);
    assert_eq!(program.section("sql"), Some(&b"statements"[..]));
    assert_eq!(program.section("other"), None);
    let arguments = [("color", "red"), ("size", "1"), ("color", "blue")];
    let arguments = arguments.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
    let asked = Call { offline: true, arguments, tag: Some("v2".to_owned()), ..call(Phase::Upgrade) };
    let outcome = run_call(&program, asked, sqlite());
    assert_eq!(outcome.answer, Ok(()));
    assert_eq!(outcome.heard, ["info: 3f9a1c20b7d4", "info: blue", "info: v2", "info: statements"]);
}

#[test]
fn a_crash_shows_the_last_error_of_the_log_and_the_stack() {
    let mut guest = Guest::new().item("(func $inner unreachable) (func $outer (call $inner))");
    let first = guest.text("a warning that was logged as an error");
    let panic = guest.text("panicked at src/lib.rs:7: index out of bounds");
    let body = format!("(call $log (i32.const 4) {first}) (call $log (i32.const 4) {panic}) (call $outer)");
    let outcome = upgrade(&guest.upgrade(&body), sqlite());
    let Err(RunError::Trapped { message, trap, frames }) = outcome.answer else { panic!("{:?}", outcome.answer) };
    assert_eq!(message, "panicked at src/lib.rs:7: index out of bounds");
    assert_eq!(trap, "wasm `unreachable` instruction executed");
    let functions: Vec<_> = frames.iter().map(|frame| frame.function.as_str()).collect();
    assert_eq!(functions, ["inner", "outer", "my_upgrade"]);
}

#[test]
fn a_crash_without_a_log_shows_the_trap() {
    let name = "_ZN8backfill5split17h0123456789abcdefE";
    let guest = Guest::upgrading(&format!("(drop (call ${name} (i32.const 0)))"))
        .item(&format!("(func ${name} (param i32) (result i32) (i32.div_u (i32.const 1) (local.get 0)))"));
    let outcome = upgrade(&guest, sqlite());
    let Err(RunError::Trapped { message, frames, .. }) = outcome.answer else { panic!("{:?}", outcome.answer) };
    assert_eq!(message, "integer divide by zero");
    assert_eq!(frames[0].function, "backfill::split");
}

#[test]
fn a_cursor_gives_pages_within_the_limit() {
    let mut guest = Guest::new();
    let select = guest.text("SELECT id FROM a");
    let guest = guest.upgrade(&format!(
        "(local.set $handle (call $query (local.get $db) {select}))
         (call $next_rows (local.get $handle) (i32.const 5000) (i32.const 2048)) (call $expect_ok)
         (if (i32.ne (i32.load (i32.const 2060)) (i32.const 1000)) (then unreachable))
         (call $next_rows (local.get $handle) (i32.const 0) (i32.const 2048)) (call $expect_ok)
         (if (i32.ne (i32.load (i32.const 2060)) (i32.const 1)) (then unreachable))
         (call $next_batch (local.get $handle) (i32.const 700) (i32.const 2048)) (call $expect_ok)
         (if (i32.ne (i32.load (i32.const 2056)) (i32.const 499)) (then unreachable))
         (call $drop_cursor (local.get $handle))"
    ));
    let rows = (0..1500).map(|id| vec![Value::Integer(id)]).collect();
    let outcome = upgrade(&guest, sqlite().with_rows(rows));
    assert_eq!(outcome.answer, Ok(()));
    assert_eq!(
        outcome.asked,
        [
            "query SELECT id FROM a",
            "next_rows 1 of 1000 rows",
            "next_rows 1 of 1 rows",
            "next_batch 1 of 700 rows",
            "close_cursor 1"
        ]
    );
}

#[test]
fn query_one_closes_its_cursor() {
    let mut guest = Guest::new();
    let select = guest.text("SELECT 1");
    let guest = guest.upgrade(&format!(
        "(call $query_one (local.get $db) {select} (i32.const 0) (i32.const 0) (i32.const 2048)) (call $expect_ok)
         (if (i32.ne (i32.load8_u (i32.const 2056)) (i32.const 1)) (then unreachable))
         (if (i64.ne (i64.load offset=8 (i32.load (i32.const 2060))) (i64.const 42)) (then unreachable))"
    ));
    let outcome = upgrade(&guest, sqlite().with_rows(vec![vec![Value::Integer(42)], vec![Value::Integer(43)]]));
    assert_eq!(outcome.answer, Ok(()));
    assert_eq!(outcome.asked, ["query SELECT 1", "next_rows 1 of 1 rows", "close_cursor 1"]);
}

#[test]
fn what_the_guest_left_open_is_undone_last_first() {
    let mut guest = Guest::new();
    let (table, prepared, task) = (guest.text("orders"), guest.text("DELETE FROM orders"), guest.text("copying"));
    let guest = guest.upgrade(&format!(
        "(call $savepoint (local.get $db) (i32.const 2048)) (call $expect_ok)
         (call $bulk_insert (local.get $db) (i32.const 0) (i32.const 0) (i32.const 0) {table}
            (i32.const 0) (i32.const 0) (i32.const 2048)) (call $expect_ok)
         (call $prepare (local.get $db) {prepared} (i32.const 2048)) (call $expect_ok)
         (local.set $handle (call $task {task} (i32.const 1) (i64.const 10)))
         (call $advance (local.get $handle) (i64.const 4))"
    ));
    let outcome = upgrade(&guest, sqlite());
    assert_eq!(outcome.answer, Ok(()));
    assert_eq!(outcome.asked[3..], ["close_statement 3", "abandon_bulk 2", "rollback 1"]);
    assert_eq!(
        outcome.heard,
        [
            "task 1 started: copying Some(10)",
            "task 1 advanced by 4",
            "warn: a bulk writer was left without `finish`: what it wrote is undone",
            "warn: a savepoint was left without `release`: what was done since is undone",
            "task 1 finished"
        ]
    );
}

#[test]
fn a_savepoint_can_be_released_rolled_back_and_dropped() {
    let open = "(call $savepoint (local.get $db) (i32.const 2048)) (call $expect_ok)
                (local.set $handle (i32.load (i32.const 2056)))";
    let guest = Guest::upgrading(&format!(
        "{open} (call $release (local.get $handle) (i32.const 2048)) (call $expect_ok)
         {open} (call $rollback (local.get $handle) (i32.const 2048)) (call $expect_ok)
         {open} (call $drop_savepoint (local.get $handle))"
    ));
    let outcome = upgrade(&guest, sqlite());
    assert_eq!(outcome.answer, Ok(()));
    assert_eq!(outcome.asked, ["savepoint 1", "release 1", "savepoint 2", "rollback 2", "savepoint 3", "rollback 3"]);

    let gone = SqlError::new(ErrorKind::Connection, "the connection is gone");
    let outcome = upgrade(&guest, sqlite().failing_at("rollback 3", gone.clone()));
    assert_eq!(outcome.answer, Err(RunError::Failed(Failure::Database(gone))), "a drop has no answer, the run has");
}

#[test]
fn a_nul_never_reaches_the_database() {
    let mut guest = Guest::new();
    let (bad, good) = (guest.text("DROP TABLE a\0b"), guest.text("SELECT 1"));
    let guest = guest.upgrade(&format!(
        "(call $execute (local.get $db) {bad}) (call $log_error)
         (call $execute_script (local.get $db) {bad} (i32.const 2048)) (call $log_error)
         (call $prepare (local.get $db) {bad} (i32.const 2048)) (call $log_error)
         (call $bulk_insert (local.get $db) (i32.const 0) (i32.const 0) (i32.const 0) {bad}
            (i32.const 0) (i32.const 0) (i32.const 2048)) (call $log_error)
         (i32.store8 (i32.const 8192) (i32.const 6))
         (i64.store (i32.const 8200) (i64.or (i64.shl (i64.const 14) (i64.const 32)) (i64.const 4096)))
         (call $execute_with (local.get $db) {good} (i32.const 8192) (i32.const 1) (i32.const 2048)) (call $log_error)
         (drop (call $supports (local.get $db) {bad}))"
    ));
    let outcome = upgrade(&guest, sqlite());
    assert_eq!(outcome.answer, Ok(()));
    assert_eq!(outcome.asked, Vec::<String>::new());
    assert_eq!(outcome.heard[0], "info: the SQL text holds a NUL character at byte 12");
    assert_eq!(outcome.heard[3], "info: the name of the table holds a NUL character at byte 12");
    assert_eq!(outcome.heard[4], "info: a text value holds a NUL character at byte 12");
    assert_eq!(outcome.heard.len(), 5);
}

#[test]
fn identifiers_and_placeholders_are_the_dialects() {
    let dialects = [
        (Dialect::Sqlite, "\"a\"\"b\"", "?2"),
        (Dialect::Postgres, "\"a\"\"b\"", "$2"),
        (Dialect::Mysql, "`a\"b`", "?"),
        (Dialect::MariaDb, "`a\"b`", "?"),
    ];
    let mut guest = Guest::new();
    let name = guest.text("a\"b");
    let guest = guest.upgrade(&format!(
        "(call $quote (local.get $db) {name} (i32.const 2048)) (call $log_text_at (i32.const 2048))
         (call $placeholder (local.get $db) (i32.const 2) (i32.const 2048)) (call $log_text_at (i32.const 2048))
         (call $info (local.get $db) (i32.const 2048)) (call $log_text_at (i32.const 2052))"
    ));
    for (dialect, quoted, placeholder) in dialects {
        let outcome = upgrade(&guest, Fake::new(dialect));
        assert_eq!(outcome.answer, Ok(()));
        let expected = [quoted, placeholder, dialect.name()].map(|text| format!("info: {text}"));
        assert_eq!(outcome.heard, expected);
    }
}

#[test]
fn a_name_that_cannot_be_quoted_ends_the_guest_with_the_reason() {
    let mut guest = Guest::new();
    let name = guest.text(&"x".repeat(64));
    let guest = guest.upgrade(&format!("(call $quote (local.get $db) {name} (i32.const 2048))"));
    let outcome = upgrade(&guest, Fake::new(Dialect::Postgres));
    let Err(RunError::Trapped { message, .. }) = outcome.answer else { panic!("{:?}", outcome.answer) };
    assert!(message.contains("is longer than the 63 bytes that PostgreSQL keeps"), "{message}");
}

#[test]
fn rows_go_in_as_columns() {
    let mut guest = Guest::new();
    let (sql, table) = (guest.text("UPDATE a"), guest.text("a"));
    // Two rows of one integer each at 8192 and 8216, the list of both at 8240.
    let guest = guest.upgrade(&format!(
        "(i32.store8 (i32.const 8192) (i32.const 2)) (i64.store (i32.const 8200) (i64.const 5))
         (i32.store8 (i32.const 8216) (i32.const 0))
         (i32.store (i32.const 8240) (i32.const 8192)) (i32.store (i32.const 8244) (i32.const 1))
         (i32.store (i32.const 8248) (i32.const 8216)) (i32.store (i32.const 8252) (i32.const 1))
         (call $prepare (local.get $db) {sql} (i32.const 2048)) (call $expect_ok)
         (local.set $handle (i32.load (i32.const 2056)))
         (call $execute_many (local.get $handle) (i32.const 8240) (i32.const 2) (i32.const 2048)) (call $expect_ok)
         (if (i64.ne (i64.load (i32.const 2056)) (i64.const 2)) (then unreachable))
         (call $execute_many (local.get $handle) (i32.const 8240) (i32.const 0) (i32.const 2048)) (call $expect_ok)
         (call $drop_statement (local.get $handle))
         (call $bulk_insert (local.get $db) (i32.const 0) (i32.const 0) (i32.const 0) {table}
            (i32.const 0) (i32.const 0) (i32.const 2048)) (call $expect_ok)
         (local.set $handle (i32.load (i32.const 2056)))
         (call $write_rows (local.get $handle) (i32.const 8240) (i32.const 2) (i32.const 2048)) (call $expect_ok)
         (call $finish (local.get $handle) (i32.const 2048)) (call $expect_ok)
         (if (i64.ne (i64.load (i32.const 2056)) (i64.const 3)) (then unreachable))"
    ));
    let outcome = upgrade(&guest, sqlite());
    assert_eq!(outcome.answer, Ok(()));
    assert_eq!(outcome.asked[1], "execute_batch 1 [[Integer(5)], [Null]]");
    assert_eq!(outcome.asked[2], "close_statement 1");
    assert_eq!(outcome.asked[4..], ["write_bulk 2 [[Integer(5)], [Null]]", "finish_bulk 2"]);
}

#[test]
fn a_batch_that_does_not_add_up_is_refused() {
    let mut guest = Guest::new();
    let sql = guest.text("UPDATE a");
    // One column of integers (case 1) with one item, in a batch that says it has two rows.
    let guest = guest.upgrade(&format!(
        "(call $prepare (local.get $db) {sql} (i32.const 2048)) (call $expect_ok)
         (local.set $handle (i32.load (i32.const 2056)))
         (i32.store8 (i32.const 8192) (i32.const 1))
         (i32.store (i32.const 8196) (i32.const 9000)) (i32.store (i32.const 8200) (i32.const 1))
         (call $execute_batch (local.get $handle) (i32.const 2) (i32.const 8192) (i32.const 1) (i32.const 2048))
         (if (i32.eqz (call $failed)) (then unreachable))
         (call $log_error)"
    ));
    let outcome = upgrade(&guest, sqlite());
    assert_eq!(outcome.answer, Ok(()));
    assert_eq!(outcome.asked, ["prepare UPDATE a", "close_statement 1"]);
    assert_eq!(outcome.heard.len(), 1);
}

#[test]
fn dropping_the_future_ends_the_guest() {
    let mut guest = Guest::new();
    let sql = guest.text("SELECT pg_sleep(1000)");
    let waiting = guest.upgrade(&format!("(call $execute (local.get $db) {sql})"));
    let computing = Guest::upgrading("(loop $again (br $again))");
    for guest in [waiting, computing] {
        let program = load(&guest.build());
        let database = sqlite().stuck_at("execute SELECT pg_sleep(1000)");
        let listener = Arc::new(Listener::default());
        let watched = Arc::downgrade(&listener);
        let elapsed = block_on(async {
            let run = program.run(call(Phase::Upgrade), Box::new(database), listener);
            tokio::time::timeout(Duration::from_millis(50), run).await
        });
        assert!(elapsed.is_err(), "neither guest ends by itself");
        assert_eq!(watched.strong_count(), 0, "the store is gone, and what it held");
    }
}

#[test]
fn one_program_runs_several_times_at_once() {
    let mut guest = Guest::new();
    let sql = guest.text("SELECT 1");
    let program = load(&guest.upgrade(&format!("(call $execute (local.get $db) {sql})")).build());
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let program = program.clone();
            std::thread::spawn(move || run_call(&program, call(Phase::Upgrade), sqlite()).answer)
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().expect("the thread ends"), Ok(()));
    }
}
