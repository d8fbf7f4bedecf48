//! Components that say what a database should look like, from those who mean harm: in a process they do none.

use std::sync::Arc;
use std::time::Duration;

use aludel_process::{Launcher, Program};
use aludel_sandbox::{Failure, Limit, Limits, Observer, RunError, Sandbox, SandboxOptions, TargetDefinition};
use aludel_sql::{Dialect, ErrorKind};

use crate::support::guest::component;
use crate::support::{Listener, block_on, sandbox_with};

/// A target with that body.
fn target(body: &str) -> Vec<u8> {
    component(
        "schema-target",
        &format!(
            "(module (memory (export \"memory\") 1)
               (func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
               (func (export \"aludel:migration/target@0.1.0#target\") (param $dialect i32) (result i32) {body}))"
        ),
    )
}

fn listener() -> Arc<dyn Observer> {
    Arc::new(Listener::default())
}

fn ask(body: &str, limits: Limits) -> RunError {
    let program = sandbox_with(limits).load("target.wasm", &target(body)).expect("the component loads");
    assert!(program.exports_target());
    block_on(program.target(Dialect::Sqlite, listener())).expect_err("it means harm")
}

#[test]
fn one_that_takes_memory_without_end_gets_what_it_may_have() {
    let limits = Limits { memory_bytes: 1 << 20, ..Limits::default() };
    let grow = "(loop $again (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) unreachable";
    let error = ask(grow, limits);
    assert!(matches!(error, RunError::LimitReached { limit: Limit::Memory, .. }), "{error:?}");
}

#[test]
fn one_that_answers_with_places_outside_of_its_memory_fails_alone() {
    let beyond = "(i32.store8 (i32.const 8) (i32.const 1)) (i32.store (i32.const 12) (i32.const -8))
                  (i32.store (i32.const 16) (i32.const 4096)) (i32.const 0)";
    let error = ask(beyond, Limits::default());
    assert!(matches!(error, RunError::Trapped { .. }), "{error:?}");
}

#[test]
fn one_that_recurses_without_end_reaches_the_limit_of_its_stack() {
    let endless = "(return (call 1 (i32.const 0)))";
    let error = ask(endless, Limits::default());
    assert!(matches!(error, RunError::LimitReached { limit: Limit::Stack, .. }), "{error:?}");
}

/// What the host makes of a process that is this script.
fn answer(script: &str) -> Result<TargetDefinition, RunError> {
    let limits = Limits { guest_time: Duration::from_millis(100), sql_bytes: 8, ..Limits::default() };
    let sandbox = Sandbox::new(SandboxOptions { limits, ..SandboxOptions::default() }).expect("they are in range");
    let program = sandbox.load("target.wasm", &target("unreachable")).expect("it loads");
    let launcher = Launcher::new("/bin/sh", ["-c".into(), format!("{script}; cat > /dev/null").into()]);
    let launcher = launcher.with_grace(Duration::from_millis(300));
    let program = Program::of_host(&launcher, &sandbox, &program).expect("it has native code");
    block_on(program.target(Dialect::Sqlite, listener()))
}

#[test]
fn a_process_that_speaks_of_a_database_that_it_does_not_have_is_ended() {
    // `database.info`, `cursor.next-rows`, `operations.drop-table` and `inspection.tables` of handle 0.
    for question in [r"\3\0\0\0\0\0\0", r"\4\0\0\0\1\1\0\7", r"\5\0\0\0\5\2\0\0\0", r"\3\0\0\0\6\0\0"] {
        let answer = answer(&format!("printf 'q{question}'"));
        let Err(RunError::ProcessEnded { how }) = &answer else { panic!("{question}: {answer:?}") };
        assert!(how.contains("said what no guest says"), "{question}: {how}");
    }
}

#[test]
fn what_a_process_says_of_a_target_is_checked_as_from_any_guest() {
    // Content without a description; a description that is none, that is cut, and that has more after it.
    for word in [r"\3\0\0\0\3\0\0", r"\4\0\0\0\3\1\1\143", r"\5\0\0\0\3\1\2\1\5", r"\7\0\0\0\3\1\4\1\1x!"] {
        let answer = answer(&format!("printf 'w{word}'"));
        assert!(matches!(answer, Err(RunError::ProcessEnded { .. })), "{word}: {answer:?}");
    }
    // A text of nine bytes, where eight are allowed; one that is not too long.
    let answer_of = |text: &str| {
        let length = text.len();
        answer(&format!(r"printf 'w\{:o}\0\0\0\3\1\{:o}\1\{length:o}{text}'", length + 5, length + 2))
    };
    let Err(RunError::Failed(Failure::Database(error))) = answer_of("aaaaaaaaa") else { panic!("it is too long") };
    assert_eq!(error.kind, ErrorKind::LimitExceeded);
    assert_eq!(answer_of("SELECT"), Ok(TargetDefinition::Ddl("SELECT".to_owned())));
}
