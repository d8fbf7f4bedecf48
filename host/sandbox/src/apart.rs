//! A run whose guest is in another process than its host.
//!
//! The process of the guest has the engine and the code, and nothing else: whatever the guest asks of its host goes down a
//! [`Line`] as bytes. The process of the host has the database, the log and all that is counted; it takes the bytes for
//! what any guest might ask, and nothing that the other process says is believed.

use std::io;
use std::sync::Arc;

use aludel_schema::SchemaDatabase;
use aludel_sql::Dialect;
use serde::{Deserialize, Serialize};

use crate::call::{Call, Phase};
use crate::crash::Crash;
use crate::limits::{Limit, Limits};
use crate::load_error::LoadError;
use crate::observer::{LogLevel, Observer};
use crate::outline::Sections;
use crate::program::{self, Program, located, taken};
use crate::run_error::{Failure, RunError};
use crate::sandbox::Sandbox;
use crate::state::State;
use crate::target::TargetDefinition;
use crate::words;
use crate::worlds::v0_1::{self, Definition};

/// The way from a guest to a host in another process.
pub trait Line: Send {
    /// Sends a question, and waits for its answer.
    fn ask(&mut self, question: &[u8]) -> io::Result<Vec<u8>>;
}

/// What the host answers.
#[derive(Debug)]
pub struct Reply {
    /// The answer, for the guest's side.
    pub bytes: Vec<u8>,
    /// Whether the guest's time begins anew: the call used the database, or put a line into the log.
    pub did_something: bool,
}

/// The bytes are no question that a guest can ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it asked what no guest can ask")]
pub struct Garbled;

/// What a guest in another process is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Errand {
    /// To run a function of a migration.
    Run(Phase),
    /// To say what a database of that dialect should look like. It has none.
    Describe(#[serde(with = "DialectWord")] Dialect),
}

/// How a dialect is written down.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Dialect")]
enum DialectWord {
    Sqlite,
    Postgres,
    Mysql,
    MariaDb,
}

impl Errand {
    fn export(self) -> &'static str {
        match self {
            Self::Run(phase) => phase.export(),
            Self::Describe(_) => program::TARGET,
        }
    }
}

/// How a guest ended, as its process says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Ending {
    /// It answered.
    Answered(Result<(), Failure>),
    /// It said what a database should look like, in these bytes.
    Described(Vec<u8>),
    /// It has no such function.
    NotExported,
    /// It did not come to its end.
    Crashed(Crash),
}

impl Program {
    /// Sends a fresh instance on an errand, with its host at the other end of the line.
    ///
    /// The program must be of a sandbox with [`crate::Hosts::Apart`].
    pub async fn run_apart(&self, errand: Errand, line: Box<dyn Line>) -> Ending {
        let mut store = self.store(Call::without_revision(), None, Arc::new(Nobody));
        store.data_mut().line = Some(line);
        let answer = match errand {
            Errand::Run(phase) => self.invoke(&mut store, phase).await.map(|ran| ran.map(|ran| ran.map(|()| None))),
            Errand::Describe(dialect) => self.ask_target(&mut store, dialect).await.map(|said| said.map(written)),
        };
        match answer {
            Ok(Some(Ok(None))) => Ending::Answered(Ok(())),
            Ok(Some(Ok(Some(definition)))) => Ending::Described(definition),
            Ok(Some(Err(failure))) => Ending::Answered(Err(located(failure, store.data()))),
            Ok(None) => Ending::NotExported,
            Err(error) => Ending::Crashed(Crash::of(&error, store.data().growth.refused)),
        }
    }
}

fn written(said: Result<Definition, Failure>) -> Result<Option<Vec<u8>>, Failure> {
    said.map(|definition| Some(postcard::to_allocvec(&definition).expect("what is in memory can be written")))
}

/// Where the host answers the guest of one run.
pub struct Counter {
    name: String,
    errand: Errand,
    state: State,
}

impl Counter {
    /// Opens a counter for one run. `name` is the component's.
    pub fn open(
        (sandbox, name): (&Sandbox, &str),
        (sections, limits): (Sections, Arc<Limits>),
        call: Call,
        database: Box<dyn SchemaDatabase>,
        observer: Arc<dyn Observer>,
    ) -> Result<Self, LoadError> {
        let started = sandbox.started(name)?;
        let errand = Errand::Run(call.phase);
        let state = State::new(Some(database), call, observer, sections, limits, &started.runtime);
        Ok(Self::begun(name, errand, state))
    }

    /// Opens a counter for a component that is asked what a database of a dialect should look like. There is none behind it.
    pub fn open_for_target(
        (sandbox, name): (&Sandbox, &str),
        (sections, limits): (Sections, Arc<Limits>),
        dialect: Dialect,
        observer: Arc<dyn Observer>,
    ) -> Result<Self, LoadError> {
        let started = sandbox.started(name)?;
        let state = State::new(None, Call::without_revision(), observer, sections, limits, &started.runtime);
        Ok(Self::begun(name, Errand::Describe(dialect), state))
    }

    fn begun(name: &str, errand: Errand, state: State) -> Self {
        let mut counter = Self { name: name.to_owned(), errand, state };
        counter.state.clock.begin();
        counter
    }

    /// What the guest is asked to do.
    pub fn errand(&self) -> Errand {
        self.errand
    }

    /// Answers one question.
    pub async fn answer(&mut self, question: &[u8]) -> Result<Reply, Garbled> {
        v0_1::answer(&mut self.state, question).await
    }

    /// Ends the run as the process of the guest says that it ended.
    ///
    /// What the guest left open when it returned is closed as if it had dropped it.
    pub async fn close(mut self, ending: Ending) -> Result<(), RunError> {
        let outcome = self.outcome(ending).await;
        self.end_log();
        outcome
    }

    /// Ends the run of a component that was asked for a target, as its process says that it ended.
    pub fn close_target(mut self, ending: Ending) -> Result<TargetDefinition, RunError> {
        let outcome = self.target(ending);
        self.end_log();
        outcome
    }

    fn target(&self, ending: Ending) -> Result<TargetDefinition, RunError> {
        if self.state.is_past_its_end() {
            return Err(late(ending).explained(&self.state));
        }
        let (Errand::Describe(dialect), Ending::Described(bytes)) = (self.errand, &ending) else {
            return Err(self.failure(ending));
        };
        match postcard::take_from_bytes::<Definition>(bytes) {
            Ok((said, [])) => taken(Ok(said), dialect, &self.state.limits),
            _ => Err(garbled()),
        }
    }

    /// Why a run failed that did not end as it should.
    fn failure(&self, ending: Ending) -> RunError {
        match ending {
            Ending::Answered(Err(failure)) => words::shortened_failure(failure).into(),
            Ending::NotExported => RunError::NotExported { name: self.name.clone(), export: self.errand.export() },
            Ending::Crashed(crash) => crash.shortened().explained(&self.state),
            // The end of another errand than this one.
            Ending::Answered(Ok(())) | Ending::Described(_) => garbled(),
        }
    }

    async fn outcome(&mut self, ending: Ending) -> Result<(), RunError> {
        if self.state.is_past_its_end() {
            // Whatever it answered: it may have been told that its last statement was stopped, and made light of it.
            return Err(late(ending).explained(&self.state));
        }
        match ending {
            Ending::Answered(Ok(())) => Ok(v0_1::settle(&mut self.state).await.map_err(Failure::Database)?),
            ending => Err(self.failure(ending)),
        }
    }

    /// Ends the run of a guest whose process is gone.
    pub fn lose(mut self, how: String) -> RunError {
        self.end_log();
        RunError::ProcessEnded { how }
    }

    /// Ends the run of a guest that went on for too long.
    pub fn time_out(mut self) -> RunError {
        self.end_log();
        Crash::at_limit(Limit::GuestTime).explained(&self.state)
    }

    fn end_log(&mut self) {
        v0_1::finish_tasks(&mut self.state);
        self.state.log.close();
    }
}

/// Where a guest was that took too long, if it did not come to its end.
fn late(ending: Ending) -> Crash {
    match ending {
        Ending::Crashed(crash) => crash.shortened().at(Limit::RunTime),
        Ending::Answered(_) | Ending::Described(_) | Ending::NotExported => Crash::at_limit(Limit::RunTime),
    }
}

fn garbled() -> RunError {
    RunError::ProcessEnded { how: "it answered what it was not asked".to_owned() }
}

impl std::fmt::Debug for Counter {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Counter").field("name", &self.name).finish_non_exhaustive()
    }
}

/// On the guest's side nothing is logged: all of it goes down the line.
struct Nobody;

impl Observer for Nobody {
    fn log(&self, _: LogLevel, _: &str, _: &[(String, String)]) {}
    fn task_started(&self, _: u64, _: &str, _: Option<u64>) {}
    fn task_advanced(&self, _: u64, _: u64) {}
    fn task_total(&self, _: u64, _: u64) {}
    fn task_finished(&self, _: u64) {}
}
