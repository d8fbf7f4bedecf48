//! A run whose connection fails at every call in turn, in every way: exhaustive, not random.
//!
//! After each fault: version row and schema are the old pair or the new pair; nobody was told "applied" for what is
//! not, or "failed" for what is; and the same command again goes on to the end with no human.

mod project;
mod tally;

use std::sync::Arc;

use aludel_sandbox::{Sandbox, SandboxOptions};

use crate::TransactionMode;
use crate::error::{DatabaseState, Error};
use crate::outage::{Fault, Manner};
use crate::test_server::{Server, TwoLogins};
use project::{Done, Place, Ran, number};
use tally::Tally;

/// Enough for everything that happens to a line: its beginning, its middle and its end.
const SHORT: usize = 3;
const LONG: usize = 30;

/// What the error says of the database must be so.
fn check_told(error: &Error, done: usize, context: &str) {
    let state = match error {
        Error::MigrationFailed(failure) => {
            assert!(number(&failure.revision) > done, "{context}: told that {} failed: {error}", failure.revision);
            &failure.state
        }
        Error::Transaction { state, .. } => state,
        _ => return,
    };
    match state {
        DatabaseState::RolledBack { heads } | DatabaseState::Committed { heads } => {
            assert_eq!(heads.first().map_or(0, |head| number(head)), done, "{context}: told {state:?}");
        }
        DatabaseState::AtRest { .. } | DatabaseState::Scratch | DatabaseState::Unknown { .. } => {}
        DatabaseState::InDoubt { .. } => panic!("{context}: nothing is ever in doubt here: {state:?}"),
    }
}

/// One sweep: how many migrations, how the calls fail, and what transactions there are.
#[derive(Debug, Clone, Copy)]
struct Sweep {
    migrations: usize,
    manner: Manner,
    mode: TransactionMode,
    /// Whether a transaction takes back what a migration did that stops; else its schema may be ahead of its version row
    /// until the next run.
    is_taken_back: bool,
}

impl Sweep {
    fn new(migrations: usize, manner: Manner, mode: TransactionMode) -> Self {
        Self { migrations, manner, mode, is_taken_back: mode != TransactionMode::None }
    }

    /// What one fault came to; none where the run had ended before the call.
    async fn check(self, place: &Place, call: usize) -> Option<&'static str> {
        let fault = Arc::new(Fault::at(call, self.manner));
        let Ran { result, told } = place.run(&fault, self.mode).await;
        let context = format!("call {call}, {self:?}");
        if self.is_taken_back {
            let done = place.done(&context).await.migrations;
            assert!(told <= done, "{context}: {told} told, {done} applied");
            if let Some(Err(error)) = &result {
                check_told(error, done, &context);
            }
        } else if let Some(Err(Error::MigrationFailed(failure))) = &result
            && matches!(failure.state, DatabaseState::RolledBack { .. })
        {
            assert_eq!(place.half_way().await, 0, "{context}: told {:?}, and its journal has rows", failure.state);
        }
        if let Some(Ok(_)) = &result {
            assert_eq!((told, place.done(&context).await.migrations), (self.migrations, self.migrations), "{context}");
        }
        self.check_convergence(place, &context).await;
        fault.has_happened().then(|| ending(result.as_ref()))
    }

    async fn check_convergence(self, place: &Place, context: &str) {
        let again = place.run(&Arc::new(Fault::never()), self.mode).await;
        if let Some(Err(error)) = again.result {
            panic!("{context}: the next run fails: {error}");
        }
        let once = self.manner == Manner::AnswersTwice || place.done(context).await.once;
        let all = Done { migrations: self.migrations, once: true };
        assert_eq!(Done { once, ..place.done(context).await }, all, "{context}: the next run goes on to the end");
    }

    /// Every call of a run, or every so many of them.
    async fn on_sqlite(self, stride: usize) -> Tally {
        let sandbox = Sandbox::new(SandboxOptions::default()).expect("the default limits make sense");
        let mut tally = Tally::new();
        for call in (0..).step_by(stride) {
            let Some(ending) = self.check(&Place::new(&sandbox, self.migrations), call).await else { break };
            // What is no commit is answered as it is.
            if self.manner != Manner::LiesAtCommit || ending != APPLIED {
                *tally.entry(ending.to_owned()).or_default() += 1;
            }
        }
        let seen = tally.values().sum::<usize>() * stride;
        let is_enough = match self.manner {
            Manner::LiesAtCommit => seen > 0 || stride > 1,
            _ => seen > 50,
        };
        assert!(is_enough, "{self:?}: only {seen} calls were seen");
        tally
    }

    /// The same with a login of their own for migrations: the connection that fails is the guests'.
    async fn with_two_logins(self) {
        let sandbox = Sandbox::new(SandboxOptions::default()).expect("the default limits make sense");
        for call in (self.manner as usize..).step_by(tally::choose(7, 1)) {
            let Some(server) = Server::with_database(POSTGRES).await else { return };
            let logins = TwoLogins::on(&server).await;
            let place = Place::at(logins.url.clone(), &sandbox, self.migrations).with_guest(logins.guest_url.clone());
            let ending = self.check(&place, call).await;
            server.gone(&logins.gone()).await;
            if ending.is_none() {
                assert!(call > 30, "{self:?}: only {call} calls were seen");
                return;
            }
        }
    }

    async fn on_a_server(self, variable: &str) {
        let sandbox = Sandbox::new(SandboxOptions::default()).expect("the default limits make sense");
        for call in (self.manner as usize..).step_by(tally::choose(7, 1)) {
            let Some(server) = Server::with_database(variable).await else { return };
            let ending = self.check(&Place::at(server.url(), &sandbox, self.migrations), call).await;
            server.gone(&[]).await;
            if ending.is_none() {
                assert!(call > 50, "{self:?}: only {call} calls were seen");
                return;
            }
        }
    }
}

const APPLIED: &str = "applied all the same";

fn ending(result: Option<&Result<crate::report::RunReport, Error>>) -> &'static str {
    match result {
        None => "killed",
        Some(Ok(_)) => APPLIED,
        Some(Err(_)) => "stopped and said where",
    }
}

const WITH_TRANSACTIONS: [TransactionMode; 2] = [TransactionMode::Migration, TransactionMode::Run];
const ALL: [TransactionMode; 3] = [TransactionMode::Migration, TransactionMode::Run, TransactionMode::None];

/// Three migrations with every call of them, and then thirty: some of their calls, or every one in the long run.
async fn sweep(part: &str, manner: Manner, modes: &[TransactionMode]) {
    let mut tally = Tally::new();
    for &mode in modes {
        Sweep::new(SHORT, manner, mode).on_sqlite(1).await;
        let long = Sweep::new(LONG, manner, mode).on_sqlite(tally::choose(97, 1)).await;
        for (ending, count) in long {
            *tally.entry(ending).or_default() += count;
        }
    }
    tally::keep(part, &tally);
}

#[tokio::test]
async fn the_connection_dies_before_each_call() {
    sweep("simulated-lost-before", Manner::DiesBefore, &ALL).await;
}

#[tokio::test]
async fn the_connection_dies_after_each_call() {
    sweep("simulated-lost-after", Manner::DiesAfter, &ALL).await;
}

#[tokio::test]
async fn each_call_is_refused_once() {
    sweep("simulated-refused", Manner::Refuses, &ALL).await;
}

#[tokio::test]
async fn the_process_is_killed_at_each_call() {
    sweep("simulated-killed", Manner::Killed, &ALL).await;
}

/// Where nothing is rolled back, nobody can tell that a statement was carried out twice.
#[tokio::test]
async fn each_call_is_carried_out_twice_once() {
    sweep("simulated-twice", Manner::AnswersTwice, &WITH_TRANSACTIONS).await;
}

#[tokio::test]
async fn each_commit_is_a_lie_once() {
    sweep("simulated-lie", Manner::LiesAtCommit, &WITH_TRANSACTIONS).await;
}

const POSTGRES: &str = "ALUDEL_TEST_POSTGRES_URL";
const MARIADB: &str = "ALUDEL_TEST_MARIADB_URL";

async fn sweep_mariadb(manner: Manner, mode: TransactionMode) {
    // Definitions commit there.
    let sweep = Sweep { is_taken_back: false, ..Sweep::new(SHORT, manner, mode) };
    sweep.on_a_server(MARIADB).await;
}

#[tokio::test]
async fn a_connection_to_mariadb_dies_before_each_call() {
    sweep_mariadb(Manner::DiesBefore, TransactionMode::Migration).await;
}

#[tokio::test]
async fn a_connection_to_mariadb_dies_after_each_call() {
    sweep_mariadb(Manner::DiesAfter, TransactionMode::Migration).await;
}

#[tokio::test]
async fn mariadb_refuses_each_call_once() {
    sweep_mariadb(Manner::Refuses, TransactionMode::Migration).await;
}

#[tokio::test]
async fn a_process_is_killed_at_each_call_to_mariadb() {
    sweep_mariadb(Manner::Killed, TransactionMode::Migration).await;
}

#[tokio::test]
async fn a_connection_to_mariadb_dies_after_each_call_without_a_transaction() {
    sweep_mariadb(Manner::DiesAfter, TransactionMode::None).await;
}

#[tokio::test]
async fn a_connection_to_postgresql_dies_after_each_call() {
    Sweep::new(SHORT, Manner::DiesAfter, TransactionMode::Migration).on_a_server(POSTGRES).await;
}

#[tokio::test]
async fn a_process_is_killed_at_each_call_to_postgresql() {
    Sweep::new(SHORT, Manner::Killed, TransactionMode::Migration).on_a_server(POSTGRES).await;
}

#[tokio::test]
async fn a_connection_to_postgresql_dies_after_each_call_without_a_transaction() {
    Sweep::new(SHORT, Manner::DiesAfter, TransactionMode::None).on_a_server(POSTGRES).await;
}

#[tokio::test]
async fn a_guest_s_connection_dies_after_each_call() {
    Sweep::new(SHORT, Manner::DiesAfter, TransactionMode::Migration).with_two_logins().await;
}

#[tokio::test]
async fn a_guest_s_connection_dies_before_each_call_of_one_transaction() {
    Sweep::new(SHORT, Manner::DiesBefore, TransactionMode::Run).with_two_logins().await;
}

#[tokio::test]
async fn a_guest_s_connection_dies_after_each_call_without_a_transaction() {
    Sweep::new(SHORT, Manner::DiesAfter, TransactionMode::None).with_two_logins().await;
}

#[tokio::test]
async fn a_guest_is_refused_each_call_once() {
    Sweep::new(SHORT, Manner::Refuses, TransactionMode::Migration).with_two_logins().await;
}
