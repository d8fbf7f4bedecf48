//! What the tests of the sandbox share, with a process for each guest.

#[path = "../../../host/sandbox/tests/sandbox/support/fake.rs"]
pub(crate) mod fake;
#[path = "../../../host/sandbox/tests/sandbox/support/guest.rs"]
pub(crate) mod guest;
#[path = "../../../host/sandbox/tests/sandbox/support/listener.rs"]
mod listener;

use std::sync::Arc;

use aludel_process::{Launcher, Program};
use aludel_sandbox::{Call, Limits, LoadError, Observer, Phase, RunError, SandboxOptions};
use aludel_sql::Dialect;

pub(crate) use fake::Fake;
pub(crate) use guest::Guest;
pub(crate) use listener::Listener;

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) answer: Result<(), RunError>,
    pub(crate) asked: Vec<String>,
    pub(crate) heard: Vec<String>,
}

/// A sandbox whose guests have processes of their own.
pub(crate) struct Sandbox {
    pub(crate) sandbox: aludel_sandbox::Sandbox,
    pub(crate) launcher: Launcher,
}

impl Sandbox {
    pub(crate) fn load(&self, name: &str, component: &[u8]) -> Result<Program, LoadError> {
        block_on(Program::load(&self.launcher, &self.sandbox, name, component))
    }
}

/// The binary as the process of a guest. What else it is told only shows in the list of processes.
pub(crate) fn launcher(mark: &str) -> Launcher {
    let program = env!("CARGO_BIN_EXE_aludel");
    Launcher::new(program, ["guest-process".into(), mark.into()])
}

pub(crate) fn sandbox_with(limits: Limits) -> Sandbox {
    let options = SandboxOptions { limits, ..SandboxOptions::default() };
    let sandbox = aludel_sandbox::Sandbox::new(options).expect("the limits of a test are in range");
    Sandbox { sandbox, launcher: launcher("a-test") }
}

pub(crate) fn load(component: &[u8]) -> Program {
    sandbox_with(Limits::default()).load("test.wasm", component).expect("the component loads")
}

pub(crate) fn load_error(component: &[u8]) -> LoadError {
    let loaded = sandbox_with(Limits::default()).load("migrations/test.wasm", component);
    loaded.expect_err("the component does not load")
}

pub(crate) fn call(phase: Phase) -> Call {
    Call { revision: "3f9a1c20b7d4".to_owned(), phase, offline: false, arguments: Vec::new(), tag: None }
}

pub(crate) fn sqlite() -> Fake {
    Fake::new(Dialect::Sqlite)
}

/// Runs a call on a runtime of its own.
pub(crate) fn run_call(program: &Program, call: Call, database: Fake) -> Outcome {
    let journal = database.journal();
    let listener = Arc::new(Listener::default());
    let answer = block_on(program.run(call, Box::new(database), Arc::clone(&listener) as Arc<dyn Observer>));
    Outcome { answer, asked: journal.lines(), heard: listener.lines() }
}

/// Upgrades with the default limits.
pub(crate) fn upgrade(guest: &Guest, database: Fake) -> Outcome {
    run_call(&load(&guest.build()), call(Phase::Upgrade), database)
}

/// Upgrades with other limits.
pub(crate) fn upgrade_within(limits: Limits, guest: &Guest, database: Fake) -> Outcome {
    let program = sandbox_with(limits).load("test.wasm", &guest.build()).expect("the component loads");
    run_call(&program, call(Phase::Upgrade), database)
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
    runtime.block_on(future)
}
