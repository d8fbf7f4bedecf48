//! A process that dies: the run fails, at once and in words, wherever it was.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aludel_process::{Launcher, Program};
use aludel_sandbox::{LogLevel, Observer, Phase, RunError};
use rustix::process::{Pid, Signal, kill_process};

use crate::support::{Guest, Listener, block_on, call, sqlite};
use crate::walls::{load_marked, marked};

/// Kills the process of a guest when it hears of the step before.
struct Killer {
    mark: String,
    kills_at: usize,
    heard: AtomicUsize,
}

impl Killer {
    fn hear(&self) {
        if self.heard.fetch_add(1, Ordering::SeqCst) == self.kills_at {
            for process in marked(&self.mark) {
                let number = process.file_name().and_then(|name| name.to_str()?.parse().ok());
                let process = number.and_then(Pid::from_raw).expect("a process has a number");
                kill_process(process, Signal::KILL).expect("it is ours");
            }
        }
    }
}

impl Observer for Killer {
    fn log(&self, _: LogLevel, _: &str, _: &[(String, String)]) {
        self.hear();
    }

    fn task_started(&self, _: u64, _: &str, _: Option<u64>) {
        self.hear();
    }

    fn task_advanced(&self, _: u64, _: u64) {
        self.hear();
    }

    fn task_total(&self, _: u64, _: u64) {}

    fn task_finished(&self, _: u64) {
        self.hear();
    }
}

/// A guest that tells of each of its steps before it goes on.
fn talkative() -> Guest {
    let mut guest = Guest::new();
    let (line, sql) = (guest.text("on it goes"), guest.text("INSERT"));
    let step = format!("(call $log (i32.const 2) {line}) (call $execute (local.get $db) {sql}) (call $expect_ok)");
    guest.upgrade(&step.repeat(8))
}

#[test]
fn a_process_that_is_killed_at_any_message_is_a_run_that_failed() {
    for kills_at in 0..8 {
        let mark = format!("killed-at-{kills_at}");
        let program = load_marked(&talkative(), &mark);
        let killer = Arc::new(Killer { mark, kills_at, heard: AtomicUsize::new(0) });
        let database = sqlite();
        let journal = database.journal();
        let answer = block_on(program.run(call(Phase::Upgrade), Box::new(database), killer));
        let Err(RunError::ProcessEnded { how }) = answer else { panic!("at {kills_at}: {answer:?}") };
        assert!(how.contains("SIGKILL"), "{how}");
        assert_eq!(journal.lines().len(), kills_at, "nothing runs that comes after it");
    }
}

/// What becomes of a guest whose process is this script.
fn end(script: &str) -> String {
    let launcher = Launcher::new("/bin/sh", ["-c".into(), script.into()]);
    let sandbox = aludel_sandbox::Sandbox::new(aludel_sandbox::SandboxOptions::default()).expect("it is in range");
    let program = sandbox.load("test.wasm", &Guest::new().build()).expect("it loads");
    let program = Program::of_host(&launcher, &sandbox, &program).expect("it has native code");
    let answer = block_on(program.run(
        call(Phase::Upgrade),
        Box::new(sqlite()),
        Arc::new(Listener::default()) as Arc<dyn Observer>,
    ));
    match answer {
        Err(RunError::ProcessEnded { how }) => how,
        other => panic!("{script}: {other:?}"),
    }
}

#[test]
fn each_death_has_its_words() {
    for (script, words) in [
        ("exit 3", "exited with 3"),
        ("kill -KILL $$", "SIGKILL"),
        ("kill -SYS $$", "made a system call that no guest makes"),
        ("kill -XCPU $$", "processor time"),
        ("kill -ABRT $$", "SIGABRT"),
        ("kill -SEGV $$", "reached for memory"),
        ("kill -HUP $$", "signal 1"),
        ("exec /nowhere/at/all", "exited with 127"),
    ] {
        let how = end(script);
        assert!(how.contains(words), "{script}: {how}");
    }
}

#[test]
fn a_program_that_is_not_there_is_named_as_what_is_wrong() {
    let launcher = Launcher::new("/nowhere/at/all", []);
    let sandbox = crate::support::sandbox_with(aludel_sandbox::Limits::default());
    let loading = Program::load(&launcher, &sandbox.sandbox, "test.wasm", b"\0asm\x0d\0\x01\0");
    let error = block_on(loading).expect_err("nothing is there");
    assert!(error.to_string().contains("cannot be started"), "{error}");
}
