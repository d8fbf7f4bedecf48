//! Guests that take more than they may, one for each limit.

use std::time::{Duration, Instant};

use aludel_sandbox::{Allowance, Limit, Limits, RunError, Sandbox, SandboxError, SandboxOptions};
use aludel_sql::Value;

use crate::support::{Guest, Outcome, sqlite, upgrade, upgrade_within};

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// The limit that a run reached, with the line that raises it.
fn reached(outcome: &Outcome) -> (Limit, Allowance, String) {
    let error = outcome.answer.as_ref().expect_err("the guest goes over a limit");
    let RunError::LimitReached { limit, allowed, .. } = error else { panic!("{error:?}") };
    (*limit, *allowed, error.hint().expect("a limit can be raised"))
}

fn hint(line: &str) -> String {
    format!("allow more in aludel.toml, under `[limits]`: {line}")
}

#[test]
fn an_endless_loop_ends_with_its_time() {
    let limits = Limits { guest_time: Duration::from_millis(60), ..Limits::default() };
    let guest = Guest::upgrading("(call $spin)").item("(func $spin (loop $again (br $again)))");
    let start = Instant::now();
    let outcome = upgrade_within(limits, &guest, sqlite());
    let allowed = Allowance::Time(Duration::from_millis(60));
    assert_eq!(reached(&outcome), (Limit::GuestTime, allowed, hint("guest_time = \"120ms\"")));
    let error = outcome.answer.expect_err("the time is over");
    assert_eq!(error.frames()[0].function, "spin");
    assert!(start.elapsed() > Duration::from_millis(60));
}

#[test]
fn the_time_begins_anew_with_each_call_of_the_host() {
    // Sixty rounds of 10 to 20 ms each on an idle machine, with a call of the host between them.
    let limits = Limits { guest_time: Duration::from_millis(400), ..Limits::default() };
    let mut guest = Guest::new();
    let text = guest.text("still here");
    let guest = guest.upgrade(&format!(
        "(local.set $handle (i32.const 60))
         (loop $rounds
           (local.set $i (i32.const 8000000))
           (loop $count (br_if $count (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
           (call $log (i32.const 2) {text})
           (br_if $rounds (local.tee $handle (i32.sub (local.get $handle) (i32.const 1)))))"
    ));
    let start = Instant::now();
    let outcome = upgrade_within(limits, &guest, sqlite());
    assert_eq!(outcome.answer, Ok(()), "after {:?}", start.elapsed());
    assert_eq!(outcome.heard.len(), 60);
}

#[test]
fn a_guest_that_calls_the_database_for_ever_ends_with_its_run_time() {
    let limits = Limits { run_time: Duration::from_millis(100), ..Limits::default() };
    let mut guest = Guest::new();
    let sql = guest.text("DELETE FROM nothing");
    let guest = guest.upgrade(&format!("(loop $again (call $execute (local.get $db) {sql}) (br $again))"));
    let outcome = upgrade_within(limits, &guest, sqlite());
    let allowed = Allowance::Time(Duration::from_millis(100));
    assert_eq!(reached(&outcome), (Limit::RunTime, allowed, hint("run_time = \"200ms\"")));
}

#[test]
fn what_took_longer_than_its_run_time_did_not_go_well() {
    let limits = Limits { run_time: Duration::ZERO, ..Limits::default() };
    assert_eq!(reached(&upgrade_within(limits, &Guest::new(), sqlite())).0, Limit::RunTime);
}

#[test]
fn a_guest_that_goes_on_without_memory_may() {
    let limits = Limits { memory_bytes: 4 * MIB, ..Limits::default() };
    let guest = Guest::upgrading(
        "(if (i32.ne (memory.grow (i32.const 1000)) (i32.const -1)) (then unreachable))
         (if (i32.eq (memory.grow (i32.const 60)) (i32.const -1)) (then unreachable))",
    );
    assert_eq!(upgrade_within(limits, &guest, sqlite()).answer, Ok(()));
}

#[test]
fn a_guest_that_crashes_for_want_of_memory_reached_that_limit() {
    let limits = Limits { memory_bytes: 4 * MIB, ..Limits::default() };
    let guest = Guest::upgrading(
        "(loop $again
           (drop (call $allocate (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 65536)))
           (br $again))",
    );
    let outcome = upgrade_within(limits, &guest, sqlite());
    assert_eq!(reached(&outcome), (Limit::Memory, Allowance::Bytes(4 * MIB), hint("memory = \"8MiB\"")));
}

#[test]
fn a_memory_that_begins_too_large_is_the_same() {
    let limits = Limits { memory_bytes: 64 * KIB, ..Limits::default() };
    let outcome = upgrade_within(limits, &Guest::new(), sqlite());
    assert_eq!(reached(&outcome).0, Limit::Memory);
}

#[test]
fn tables_have_a_limit() {
    let limits = Limits { table_elements: 1000, ..Limits::default() };
    let guest = Guest::upgrading(
        "(if (i32.eq (table.grow $names (ref.null func) (i32.const 2000)) (i32.const -1)) (then unreachable))",
    )
    .item("(table $names 10 funcref)");
    let outcome = upgrade_within(limits, &guest, sqlite());
    assert_eq!(reached(&outcome).0, Limit::TableElements);
}

#[test]
fn instances_have_a_limit() {
    let limits = Limits { instances: 1, ..Limits::default() };
    let outcome = upgrade_within(limits, &Guest::new(), sqlite());
    assert_eq!(reached(&outcome).0, Limit::Instances);
}

#[test]
fn deep_recursion_reaches_the_stack() {
    let guest = Guest::upgrading("(call $deeper)").item("(func $deeper (call $deeper))");
    let outcome = upgrade(&guest, sqlite());
    assert_eq!(reached(&outcome), (Limit::Stack, Allowance::Bytes(512 * KIB), hint("stack = \"1MiB\"")));
}

#[test]
fn a_list_that_says_it_is_huge_is_not_read() {
    let limits = Limits { call_bytes: 100 * KIB, ..Limits::default() };
    let mut guest = Guest::new();
    let sql = guest.text("INSERT");
    let guest = guest.upgrade(&format!(
        "(call $execute_with (local.get $db) {sql} (i32.const 8192) (i32.const 5000) (i32.const 2048))"
    ));
    let outcome = upgrade_within(limits, &guest, sqlite());
    assert_eq!(reached(&outcome).0, Limit::CallSize);
    assert_eq!(outcome.asked, Vec::<String>::new());
}

#[test]
fn handles_of_the_host_have_a_limit_that_the_guest_is_told() {
    let limits = Limits { handles: 5, ..Limits::default() };
    let guest = Guest::upgrading(
        "(local.set $i (i32.const 6))
         (loop $again
           (call $savepoint (local.get $db) (i32.const 2048))
           (br_if $again (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
         (call $expect_error) (call $log_error)",
    )
    .item("(func $expect_error (if (i32.eqz (call $failed)) (then unreachable)))");
    let outcome = upgrade_within(limits, &guest, sqlite());
    assert_eq!(outcome.answer, Ok(()));
    assert_eq!(outcome.heard[0], "info: the limit on open handles is reached");
    assert_eq!(outcome.asked[5..7], ["savepoint 6", "release 6"]);
}

#[test]
fn tasks_without_end_reach_the_handles() {
    let mut guest = Guest::new();
    let label = guest.text("again");
    let guest =
        guest.upgrade(&format!("(loop $again (drop (call $task {label} (i32.const 0) (i64.const 0))) (br $again))"));
    let outcome = upgrade_within(Limits { handles: 100, ..Limits::default() }, &guest, sqlite());
    assert_eq!(reached(&outcome), (Limit::Handles, Allowance::Count(100), hint("handles = 200")));
    assert_eq!(outcome.heard.len(), 200, "each task began and was ended");
}

#[test]
fn rows_that_are_too_large_are_not_handed_over() {
    let limits = Limits { row_bytes: 1000, ..Limits::default() };
    let mut guest = Guest::new();
    let sql = guest.text("SELECT");
    let guest = guest.upgrade(&format!(
        "(local.set $handle (call $query (local.get $db) {sql}))
         (call $next_rows (local.get $handle) (i32.const 1) (i32.const 2048)) (call $log_error)
         (call $next_batch (local.get $handle) (i32.const 1) (i32.const 2048)) (call $log_error)
         (call $query_one (local.get $db) {sql} (i32.const 0) (i32.const 0) (i32.const 2048)) (call $log_error)"
    ));
    let rows = vec![vec![Value::Text("x".repeat(1001))]; 2];
    let outcome = upgrade_within(limits, &guest, sqlite().with_rows(rows));
    assert_eq!(outcome.answer, Ok(()));
    assert_eq!(outcome.heard, vec!["info: 1001 is over the limit on the size of a row: 1000B"; 3]);
}

#[test]
fn sql_and_parameters_have_limits() {
    let limits = Limits { sql_bytes: 10, binds: 3, ..Limits::default() };
    let mut guest = Guest::new();
    let (long, short) = (guest.text("SELECT 1234"), guest.text("SELECT"));
    let guest = guest.upgrade(&format!(
        "(call $execute (local.get $db) {long}) (call $log_error)
         (call $execute_with (local.get $db) {short} (i32.const 8192) (i32.const 4) (i32.const 2048)) (call $log_error)"
    ));
    let outcome = upgrade_within(limits, &guest, sqlite());
    assert_eq!(outcome.answer, Ok(()));
    assert_eq!(
        outcome.heard,
        [
            "info: 11 is over the limit on the size of a SQL text: 10B",
            "info: 4 is over the limit on the parameters of a statement: 3"
        ]
    );
}

#[test]
fn a_flood_of_log_is_cut_and_counted() {
    let mut guest = Guest::new();
    let text = guest.text("water");
    let guest = guest.upgrade(&format!(
        "(local.set $i (i32.const 1000))
         (loop $again
           (call $log (i32.const 2) {text})
           (br_if $again (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))"
    ));
    let by_lines = Limits { log_lines: 10, ..Limits::default() };
    let by_bytes = Limits { log_bytes: 52, ..Limits::default() };
    for limits in [by_lines, by_bytes] {
        let outcome = upgrade_within(limits, &guest, sqlite());
        assert_eq!(outcome.answer, Ok(()));
        assert_eq!(outcome.heard.len(), 11);
        let last = "warn: 990 more lines of log or tasks were left out: the limits on a run's log were reached";
        assert_eq!(outcome.heard[10], last);
    }
}

#[test]
fn limits_that_make_no_sense_are_refused() {
    let limits = Limits { stack_bytes: 1, ..Limits::default() };
    let error = Sandbox::new(SandboxOptions { limits, ..SandboxOptions::default() }).expect_err("too small");
    let expected = SandboxError::LimitOutOfRange {
        limit: Limit::Stack,
        value: "1B".to_owned(),
        bound: "at least 64KiB".to_owned(),
    };
    assert_eq!(error, expected);
    assert_eq!(error.to_string(), "the limit `stack` is 1B, but must be at least 64KiB");
}
