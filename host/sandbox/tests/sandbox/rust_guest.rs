//! Guests built from Rust, as they stand beside the tests.

use std::time::Duration;

use aludel_sandbox::{Call, Failure, Limit, Limits, Phase, RunError};
use aludel_sql::{Dialect, ErrorKind};

use crate::support::{Fake, Outcome, call, run_call, sandbox_with, sqlite};

const HOSTILE: &[u8] = include_bytes!("../../../../tests/guests/components/hostile.wasm");
const OPERATIONS: &[u8] = include_bytes!("../../../../tests/guests/components/operations.wasm");

fn try_to(way: &str, limits: Limits) -> Outcome {
    let program = sandbox_with(limits).load("hostile.wasm", HOSTILE).expect("the component loads");
    let arguments = vec![("way".to_owned(), way.to_owned())];
    run_call(&program, Call { arguments, ..call(Phase::Upgrade) }, sqlite())
}

#[test]
fn every_way_to_take_too_much_ends_at_its_limit() {
    let ways = [
        ("spin", Limit::GuestTime),
        ("memory", Limit::Memory),
        ("log", Limit::GuestTime),
        ("log-line", Limit::CallSize),
        ("tasks", Limit::Handles),
        ("parameter", Limit::CallSize),
    ];
    for (way, expected) in ways {
        let outcome = try_to(way, Limits { guest_time: Duration::from_secs(2), ..Limits::default() });
        let Err(RunError::LimitReached { limit, .. }) = outcome.answer else { panic!("{way}: {:?}", outcome.answer) };
        assert_eq!(limit, expected, "{way}");
    }
}

/// Rust keeps most of a frame in linear memory, so its own part of the stack ends first; no limit of ours would help.
#[test]
fn deep_recursion_in_rust_crashes_in_its_own_memory() {
    let outcome = try_to("stack", Limits::default());
    let Err(RunError::Trapped { message, frames, .. }) = outcome.answer else { panic!("{:?}", outcome.answer) };
    assert_eq!(message, "out of bounds memory access");
    assert_eq!(frames[0], frames[1]);
}

#[test]
fn what_the_guest_can_be_told_it_is_told() {
    for way in ["cursors", "savepoints", "statement", "parameters", "nul"] {
        let outcome = try_to(way, Limits::default());
        let Err(RunError::Failed(Failure::Database(error))) = outcome.answer else {
            panic!("{way}: {:?}", outcome.answer)
        };
        let expected = if way == "nul" { ErrorKind::Conversion } else { ErrorKind::LimitExceeded };
        assert_eq!(error.kind, expected, "{way}: {error}");
        let trace = error.extra("trace").unwrap_or_default();
        assert!(trace.starts_with("  at rust/hostile/src/lib.rs:"), "{way}: {trace}");
    }
}

#[test]
fn a_failure_has_the_guests_words() {
    let outcome = try_to("nothing", Limits::default());
    let Err(RunError::Failed(Failure::Other(text))) = outcome.answer else { panic!("{:?}", outcome.answer) };
    let (words, trace) = text.split_once('\n').unwrap_or_default();
    assert_eq!(words, "`-x way=nothing` is none of the ways");
    assert!(trace.starts_with("  at rust/hostile/src/lib.rs:"), "{trace}");
}

/// What the guest asks for, in words, once each.
fn requests(dialect: Dialect) -> Vec<String> {
    let program = sandbox_with(Limits::default()).load("operations.wasm", OPERATIONS).expect("the component loads");
    let mut asked = Vec::new();
    for phase in [Phase::Upgrade, Phase::Downgrade] {
        let outcome = run_call(&program, Call { offline: true, ..call(phase) }, Fake::new(dialect));
        assert_eq!(outcome.answer, Ok(()), "{:?}", outcome.asked);
        asked.extend(outcome.asked.into_iter().filter_map(|line| Some(line.strip_prefix("apply ")?.to_owned())));
    }
    asked.iter().map(|line| line.split_once(": Request").map_or(&**line, |(words, _)| words).to_owned()).collect()
}

#[test]
fn every_kind_of_request_reaches_the_database() {
    let asked = requests(Dialect::Postgres);
    for words in [
        "create table customers",
        "alter table orders",
        "rename table items to order_lines",
        "create enum order_state",
        "alter enum order_state",
        "drop enum",
        "create sequence",
        "alter sequence",
        "drop sequence",
        "create view",
        "drop view",
        "create function",
        "drop function",
        "create trigger",
        "drop trigger",
        "create schema archive",
        "drop schema archive",
        "drop table",
        "alter column orders.note",
        "create index ix_lines_remark on order_lines",
    ] {
        assert!(asked.iter().any(|line| line.starts_with(words)), "{words}: {asked:#?}");
    }
}
