//! A component that is compiled, linked and ready to run.

use std::fmt;
use std::sync::Arc;

use aludel_schema::SchemaDatabase;
use aludel_sql::Dialect;
use wasmtime::component::InstancePre;
use wasmtime::{Store, UpdateDeadline};

use crate::call::{Call, Phase};
use crate::crash::{self, LimitHit};
use crate::limits::Limits;
use crate::observer::Observer;
use crate::outline::Sections;
use crate::places;
use crate::run_error::{Failure, RunError};
use crate::runtime::Runtime;
use crate::state::State;
use crate::target::TargetDefinition;
use crate::words;
use crate::worlds::v0_1;

/// The function that says what a database should look like, in the words of the WIT.
pub(crate) const TARGET: &str = "target.target";

/// Room for what the guest only borrows: its database, and the handles that a call uses while it lasts.
const HANDLES_OF_CALLS: usize = 16;

/// The part of a program that components with the same code share.
pub(crate) struct Linked {
    pub(crate) component: InstancePre<State>,
    pub(crate) exports: v0_1::Exports,
    pub(crate) imports_operations: bool,
}

/// A component that is compiled, linked and ready to run, as often as wanted and several times at once.
#[derive(Clone)]
pub struct Program {
    pub(crate) name: Arc<str>,
    /// Whether it exports `check`; an interpreter always does, the script on it only if it has such a function.
    pub(crate) has_check: bool,
    pub(crate) linked: Arc<Linked>,
    pub(crate) sections: Sections,
    pub(crate) runtime: Arc<Runtime>,
    pub(crate) limits: Arc<Limits>,
}

impl fmt::Debug for Program {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Program").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Program {
    /// The name that it was loaded with.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it exports `check.verify`.
    pub fn exports_check(&self) -> bool {
        self.has_check
    }

    /// Whether it exports `target`, and [`Program::target`] can be asked.
    pub fn exports_target(&self) -> bool {
        self.linked.exports.has_target()
    }

    /// Whether it may change tables and the like by request, which on `SQLite` can mean to build a table anew.
    pub fn imports_operations(&self) -> bool {
        self.linked.imports_operations
    }

    /// The content of its custom section `aludel:NAME`, as `context.section(NAME)` gives it to the guest.
    pub fn section(&self, name: &str) -> Option<&[u8]> {
        self.sections.get(name).map(|content| &**content)
    }

    /// What its next runs may take.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Its custom sections.
    pub fn sections(&self) -> &Sections {
        &self.sections
    }

    /// Gives its next runs other limits. Those on the component, the compiler and the stack are the sandbox's.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = Arc::new(limits);
        self
    }

    /// Runs one function of the migration in a fresh instance.
    ///
    /// The database is the guest's for the length of the run and is dropped with it: whoever needs it afterwards
    /// passes a handle to it. Dropping the future ends the guest at once, and leaves nothing running; what the database
    /// was doing then, and the transaction, are its owner's to stop and roll back.
    ///
    /// What the guest left open when it returned is closed as if it had dropped it: a bulk writer without `finish` and
    /// a savepoint without `release` are undone. After an error or a crash nothing is closed, since the owner of
    /// the transaction will roll it back.
    ///
    /// The future gives way every 10 ms while the guest computes.
    pub async fn run(
        &self,
        call: Call,
        database: Box<dyn SchemaDatabase>,
        observer: Arc<dyn Observer>,
    ) -> Result<(), RunError> {
        let phase = call.phase;
        let mut store = self.store(call, Some(database), observer);
        let answer = self.invoke(&mut store, phase).await;
        let outcome = if store.data().is_past_its_end() {
            // Whatever it answered: it may have been told that its last statement was stopped, and made light of it.
            Err(crash::out_of_time(answer, store.data()))
        } else {
            self.outcome(answer, &mut store, phase).await
        };
        v0_1::finish_tasks(store.data_mut());
        store.data_mut().log.close();
        outcome
    }

    /// Asks a component that exports `target` what a database of a dialect should look like.
    ///
    /// The guest has no database, and nothing but its log to speak to the world.
    pub async fn target(&self, dialect: Dialect, observer: Arc<dyn Observer>) -> Result<TargetDefinition, RunError> {
        let mut store = self.store(Call::without_revision(), None, observer);
        let answer = self.ask_target(&mut store, dialect).await;
        v0_1::finish_tasks(store.data_mut());
        store.data_mut().log.close();
        match answer {
            Ok(Some(answer)) => taken(answer, dialect, &self.limits),
            Ok(None) => Err(RunError::NotExported { name: self.name.to_string(), export: TARGET }),
            Err(error) => Err(crash::explain(&error, store.data())),
        }
    }

    pub(crate) fn store(
        &self,
        call: Call,
        database: Option<Box<dyn SchemaDatabase>>,
        observer: Arc<dyn Observer>,
    ) -> Store<State> {
        let limits = &self.limits;
        let state = State::new(database, call, observer, self.sections.clone(), Arc::clone(limits), &self.runtime);
        let mut store = Store::new(&self.runtime.engine, state);
        store.limiter(|state| &mut state.growth);
        store.set_hostcall_fuel(limits.call_bytes);
        store.set_max_component_handles(limits.handles.saturating_add(HANDLES_OF_CALLS));
        store.set_epoch_deadline(1);
        store.epoch_deadline_callback(|mut context| {
            places::look(&mut context);
            match context.data().time_that_is_over() {
                Some(limit) => Err(LimitHit(limit).into()),
                None => Ok(UpdateDeadline::Yield(1)),
            }
        });
        store
    }

    pub(crate) async fn invoke(
        &self,
        store: &mut Store<State>,
        phase: Phase,
    ) -> wasmtime::Result<Option<Result<(), Failure>>> {
        let _ticking = self.runtime.ticker.start()?;
        store.data_mut().clock.begin();
        self.linked.exports.call(&self.linked.component, store, phase).await
    }

    pub(crate) async fn ask_target(
        &self,
        store: &mut Store<State>,
        dialect: Dialect,
    ) -> wasmtime::Result<Option<Result<v0_1::Definition, Failure>>> {
        let _ticking = self.runtime.ticker.start()?;
        store.data_mut().clock.begin();
        self.linked.exports.target(&self.linked.component, store, dialect).await
    }

    async fn outcome(
        &self,
        answer: wasmtime::Result<Option<Result<(), Failure>>>,
        store: &mut Store<State>,
        phase: Phase,
    ) -> Result<(), RunError> {
        match answer {
            Ok(Some(Ok(()))) => Ok(v0_1::settle(store.data_mut()).await.map_err(Failure::Database)?),
            Ok(Some(Err(failure))) => Err(words::shortened_failure(located(failure, store.data())).into()),
            Ok(None) => Err(RunError::NotExported { name: self.name.to_string(), export: phase.export() }),
            Err(error) => Err(crash::explain(&error, store.data())),
        }
    }
}

/// What a guest says of how a database should look, if it may say so.
pub(crate) fn taken(
    answer: Result<v0_1::Definition, Failure>,
    dialect: Dialect,
    limits: &Limits,
) -> Result<TargetDefinition, RunError> {
    let taken = answer.and_then(|said| v0_1::take_target(said, dialect, limits).map_err(Failure::Database));
    Ok(taken.map_err(words::shortened_failure)?)
}

/// A database error with the place that it came from.
pub(crate) fn located(failure: Failure, state: &State) -> Failure {
    match failure {
        Failure::Database(error) => Failure::Database(state.places.locate(error)),
        other => other,
    }
}
