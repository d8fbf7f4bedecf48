//! What the tests share: guests, a database, and somebody who listens.

pub(crate) mod fake;
pub(crate) mod guest;
mod listener;

use std::sync::Arc;

use aludel_sandbox::{Call, Limits, LoadError, Observer, Phase, Program, RunError, Sandbox, SandboxOptions};
use aludel_sql::Dialect;

pub(crate) use fake::Fake;
pub(crate) use guest::Guest;
pub(crate) use listener::Listener;

/// What a run left behind.
pub(crate) struct Outcome {
    pub(crate) answer: Result<(), RunError>,
    pub(crate) asked: Vec<String>,
    pub(crate) heard: Vec<String>,
}

pub(crate) fn sandbox() -> Sandbox {
    sandbox_with(Limits::default())
}

pub(crate) fn sandbox_with(limits: Limits) -> Sandbox {
    Sandbox::new(SandboxOptions { limits, ..SandboxOptions::default() }).expect("the limits of a test are in range")
}

pub(crate) fn load(component: &[u8]) -> Program {
    sandbox().load("test.wasm", component).expect("the component loads")
}

pub(crate) fn load_error(component: &[u8]) -> LoadError {
    sandbox().load("migrations/test.wasm", component).expect_err("the component does not load")
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
