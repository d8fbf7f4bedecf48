//! A process that says what no guest says: the host ends it, and takes no harm.

use std::sync::Arc;
use std::time::Duration;

use aludel_process::{Launcher, Program};
use aludel_sandbox::{Limit, Limits, LoadError, Observer, Phase, RunError, Sandbox, SandboxOptions};

use crate::support::{Guest, Listener, block_on, call, sqlite};

/// What a process may be late by in these tests.
const GRACE: Duration = Duration::from_millis(300);

fn sandbox() -> Sandbox {
    let limits = Limits {
        guest_time: Duration::from_millis(100),
        compile_time: Duration::from_millis(100),
        log_lines: 10,
        ..Limits::default()
    };
    Sandbox::new(SandboxOptions { limits, ..SandboxOptions::default() }).expect("the limits are in range")
}

fn launcher(script: &str) -> Launcher {
    Launcher::new("/bin/sh", ["-c".into(), script.into()]).with_grace(GRACE)
}

/// What the host makes of a guest whose process is this script, and what its database was asked.
fn answer(script: &str) -> (Result<(), RunError>, Vec<String>) {
    let ample = Sandbox::new(SandboxOptions::default()).expect("the limits are in range");
    let program = ample.load("test.wasm", &Guest::new().build()).expect("it loads");
    let program = Program::of_host(&launcher(script), &sandbox(), &program).expect("it has native code");
    let database = sqlite();
    let journal = database.journal();
    let listener = Arc::new(Listener::default()) as Arc<dyn Observer>;
    let answer = block_on(program.run(call(Phase::Upgrade), Box::new(database), listener));
    (answer, journal.lines())
}

/// The same of one that fails.
fn run(script: &str) -> (RunError, Vec<String>) {
    let (answer, asked) = answer(script);
    (answer.expect_err("it is no guest"), asked)
}

fn compile(script: &str) -> LoadError {
    let component = Guest::new().build();
    let (launcher, sandbox) = (launcher(script), sandbox());
    let loading = Program::load(&launcher, &sandbox, "test.wasm", &component);
    block_on(loading).map(drop).expect_err("it is no compiler")
}

/// Takes all that the host says, beside what comes after it.
const DRAIN: &str = "exec 3<&0; cat <&3 > /dev/null &";

/// Bytes that are no message, or one that has no place there.
const NONSENSE: [(&str, &str); 7] = [
    (r"printf 'hello, host'", "unknown kind"),
    (r"cat /dev/zero", "unknown kind"),
    (r"printf 'q\377\377\377\377'", "are allowed here"),
    (r"printf 'w\377\377\377\377'", "are allowed here"),
    (r"printf 'p\1\0\0\0p'", "are allowed here"),
    (r"printf 'o\1\0\0\0o'", "are allowed here"),
    (r"printf 'w\2\0\0\0\377\377'", "cannot be read"),
];

#[test]
fn nonsense_ends_the_process_and_the_run() {
    for (script, words) in NONSENSE {
        let script = format!("{DRAIN} {script}; wait");
        let (RunError::ProcessEnded { how }, asked) = run(&script) else { panic!("{script} is believed") };
        assert!(how.contains("said what no guest says") && how.contains(words), "{script}: {how}");
        assert_eq!(asked, Vec::<String>::new());
    }
}

#[test]
fn questions_that_no_guest_asks_are_not_asked() {
    // No such interface; no such function; a text that is longer than the message; more after the end; a text that is no
    // text; nothing at all.
    for question in [
        r"\1\0\0\0\143",
        r"\2\0\0\0\0\143",
        r"\4\0\0\0\0\4\0\377",
        r"\3\0\0\0\7\0\0",
        r"\5\0\0\0\0\1\0\1\377",
        r"\0\0\0\0",
    ] {
        let script = format!(r"printf 'q{question}'; cat > /dev/null");
        let (RunError::ProcessEnded { how }, asked) = run(&script) else { panic!("{question} is answered") };
        assert!(how.contains("said what no guest says"), "{question}: {how}");
        assert_eq!(asked, Vec::<String>::new());
    }
}

#[test]
fn a_handle_that_nobody_gave_is_no_handle() {
    // `cursor.next-rows` of handle 5, then the end of a guest that is content.
    let script = r"printf 'q\4\0\0\0\1\1\5\7'; printf 'w\3\0\0\0\3\0\0'; cat > /dev/null";
    let (answer, asked) = answer(script);
    assert_eq!(answer, Ok(()), "what it is told is its own affair");
    assert_eq!(asked, Vec::<String>::new(), "the database is asked nothing");
}

#[test]
fn one_that_says_nothing_runs_out_of_time() {
    let closed = format!("{DRAIN} exec 1>&-; exec sleep 600");
    for script in ["cat > /dev/null", "exec sleep 600", &closed] {
        let (error, _) = run(script);
        match error {
            RunError::LimitReached { limit: Limit::GuestTime, .. } => assert!(!script.contains(">&-")),
            RunError::ProcessEnded { how } => assert!(how.contains("closed its pipe"), "{script}: {how}"),
            other => panic!("{script}: {other:?}"),
        }
    }
    let error = compile("cat > /dev/null");
    assert!(matches!(error, LoadError::CompileTime { .. }), "{error:?}");
}

#[test]
fn one_that_asks_without_end_and_takes_no_answers_runs_out_of_time() {
    // `context.revision`, for ever: what is not read fills the pipe.
    let question = r"printf 'q\2\0\0\0\7\0'";
    let (error, _) = run(&format!("while {question}; do :; done"));
    assert!(matches!(error, RunError::LimitReached { limit: Limit::GuestTime, .. }), "{error:?}");
    let (error, _) = run(&format!("{DRAIN} while {question}; do :; done"));
    assert!(matches!(error, RunError::LimitReached { limit: Limit::GuestTime, .. }), "{error:?}");
}

#[test]
fn lines_of_log_that_nobody_hears_do_not_keep_it_alive() {
    // `progress.log` at level info of the text `x`, for ever. Between two lines its own time goes by: what the host needs for
    // each is not the guest's, and would make this a long test.
    let (error, _) = run(&format!(r"{DRAIN} while printf 'q\5\0\0\0\10\0\2\1x'; do sleep 0.01; done"));
    assert!(matches!(error, RunError::LimitReached { limit: Limit::GuestTime, .. }), "{error:?}");
}

#[test]
fn a_compiler_that_lies_is_not_believed() {
    for (script, _) in NONSENSE {
        let error = compile(&format!("{DRAIN} {script}; wait"));
        let LoadError::ProcessEnded { how, .. } = &error else { panic!("{script}: {error:?}") };
        assert!(how.contains("said what no guest says"), "{script}: {how}");
    }
    // Compiled, and then no code; a guest that ended where none ran.
    let compiled = format!(r"printf 'w\44\0\0\0\2\0\0\0{}'", r"\0".repeat(32));
    for script in [&*compiled, r"printf 'w\3\0\0\0\3\0\0'", "true"] {
        let error = compile(&format!("{DRAIN} {script}; kill $!"));
        assert!(matches!(error, LoadError::ProcessEnded { .. }), "{script}: {error:?}");
    }
}
