//! A run whose connection fails at every call in turn, in every way: exhaustive, not random.
//!
//! After each fault: version row and schema are the old pair or the new pair; nobody was told "applied" for what is
//! not; and the same command again goes on to the end with no human.

mod session;

use std::sync::Arc;

use aludel_sandbox::{Sandbox, SandboxOptions};
use tempfile::TempDir;

use crate::error::{DatabaseState, Error};
use crate::event::Silent;
use crate::in_memory::Component;
use crate::report::RunReport;
use crate::test_server::{Server, TwoLogins};
use crate::{GUEST_URL_VARIABLE, Identity, Migrator, OpenOptions, RunRequest, TransactionMode};
use session::{Fault, FaultyConnector, Manner};

const MIGRATIONS: [(&str, &str, &str); 3] = [
    ("a1", "", "CREATE TABLE one (id INTEGER);\nINSERT INTO one VALUES (1);"),
    ("b2", "-- down_revision = \"a1\"\n", "CREATE TABLE two (id INTEGER);\nINSERT INTO two VALUES (1);"),
    (
        "c3",
        "-- down_revision = \"b2\"\n",
        "CREATE TABLE three (id INTEGER);\nINSERT INTO three VALUES (1);\nALTER TABLE three ADD note INTEGER;\n\
         UPDATE three SET note = coalesce(note, 0) + 1;",
    ),
];

const TABLES: [&str; 3] = ["one", "two", "three"];

fn components() -> Vec<Component> {
    MIGRATIONS.iter().map(|(revision, header, upgrade)| component(revision, header, upgrade)).collect()
}

fn component(revision: &str, header: &str, upgrade: &str) -> Component {
    let text =
        format!("-- /// migration\n-- revision = \"{revision}\"\n{header}-- ///\n-- aludel:upgrade\n{upgrade}\n");
    Component::from_sql(revision, &text).expect("the text is right")
}

/// A database in its own folder or on a server, and what runs on it.
struct Place {
    folder: TempDir,
    url: String,
    /// Where migrations have a login of their own.
    guest_url: Option<String>,
    sandbox: Sandbox,
}

impl Place {
    fn new(sandbox: &Sandbox) -> Self {
        Self::at("sqlite://app.db".to_owned(), sandbox)
    }

    fn at(url: String, sandbox: &Sandbox) -> Self {
        let folder = TempDir::new().expect("the system has a temporary folder");
        Self { folder, url, guest_url: None, sandbox: sandbox.clone() }
    }

    fn migrator(&self) -> Migrator {
        let mut options = OpenOptions::new(self.folder.path(), Identity::of_this_process("tester", "testhost"));
        options.url = Some(self.url.clone());
        if let Some(guest_url) = self.guest_url.clone() {
            options.variables = Arc::new(move |name| (name == GUEST_URL_VARIABLE).then(|| guest_url.clone()));
        }
        Migrator::in_memory(components(), options).expect("the components are right")
    }

    async fn run(&self, fault: &Arc<Fault>, mode: TransactionMode) -> Result<RunReport, Error> {
        let connector = Arc::new(FaultyConnector { fault: Arc::clone(fault) });
        let request = RunRequest { transaction: Some(mode), ..RunRequest::to("head") };
        self.migrator().with(connector, self.sandbox.clone()).upgrade(request, Arc::new(Silent)).await
    }

    /// The version rows and the tables that are there with their row.
    async fn state(&self) -> (Vec<String>, Vec<&'static str>) {
        let connector = Arc::new(FaultyConnector { fault: Arc::new(Fault::never()) });
        let migrator = self.migrator().with(connector, self.sandbox.clone());
        let heads = migrator.current().await.expect("the database can be read").heads;
        let address = migrator.address().expect("the URL is right");
        let mut tables = Vec::new();
        let mut session =
            migrator.connect(&address, crate::address::Access::Write).await.expect("the database can be opened");
        for table in TABLES {
            if session
                .execute(&format!("UPDATE {table} SET id = id"), &[])
                .await
                .is_ok_and(|done| done.rows_affected == 1)
            {
                tables.push(table);
            }
        }
        (heads.into_iter().map(|head| head.revision).collect(), tables)
    }
}

/// How far a database is, by its version row; panics unless the schema says the same.
fn steps_done(state: &(Vec<String>, Vec<&'static str>), context: &str) -> usize {
    let (heads, tables) = state;
    let done = match heads.as_slice() {
        [] => 0,
        [head] => 1 + MIGRATIONS.iter().position(|(revision, ..)| revision == head).expect("it is one of ours"),
        several => panic!("{context}: several heads: {several:?}"),
    };
    assert_eq!(tables.as_slice(), &TABLES[..done], "{context}: the schema is at another place than the version row");
    done
}

/// What the error says of the database must be so.
fn check_told(error: &Error, done: usize, context: &str) {
    let state = match error {
        Error::MigrationFailed(failure) => &failure.state,
        Error::Transaction { state, .. } => state,
        _ => return,
    };
    match state {
        DatabaseState::RolledBack { heads } | DatabaseState::Committed { heads } => {
            let told = heads.first().map_or(0, |head| {
                1 + MIGRATIONS.iter().position(|(revision, ..)| revision == head).expect("it is one of ours")
            });
            assert_eq!(told, done, "{context}: told {state:?}");
        }
        DatabaseState::AtRest { .. } | DatabaseState::Scratch | DatabaseState::Unknown { .. } => {}
        DatabaseState::InDoubt { .. } => panic!("{context}: nothing is ever in doubt here: {state:?}"),
    }
}

async fn check_every_call(manner: Manner, mode: TransactionMode) {
    let sandbox = Sandbox::new(SandboxOptions::default()).expect("the default limits make sense");
    for call in 0.. {
        let place = Place::new(&sandbox);
        let fault = Arc::new(Fault::at(call, manner));
        let result = place.run(&fault, mode).await;
        let context = format!("{manner:?} at call {call}, {mode:?}");
        let done = steps_done(&place.state().await, &context);
        match &result {
            Ok(report) => assert_eq!((report.steps.len(), done), (3, 3), "{context}: told that all is applied"),
            Err(error) => check_told(error, done, &context),
        }
        let again = place.run(&Arc::new(Fault::never()), mode).await;
        let again = again.unwrap_or_else(|error| panic!("{context}: the rerun fails: {error}"));
        assert_eq!(again.steps.len(), 3 - done, "{context}");
        assert_eq!(steps_done(&place.state().await, &context), 3, "{context}: the rerun converges");
        if !fault.has_happened() {
            assert!(call > 30, "{manner:?}, {mode:?}: only {call} calls were seen");
            return;
        }
    }
}

#[tokio::test]
async fn the_connection_dies_before_each_call() {
    check_every_call(Manner::DiesBefore, TransactionMode::Migration).await;
}

#[tokio::test]
async fn the_connection_dies_after_each_call() {
    check_every_call(Manner::DiesAfter, TransactionMode::Migration).await;
}

#[tokio::test]
async fn each_call_is_refused_once() {
    check_every_call(Manner::Refuses, TransactionMode::Migration).await;
}

#[tokio::test]
async fn the_connection_dies_around_each_call_of_one_transaction() {
    check_every_call(Manner::DiesBefore, TransactionMode::Run).await;
    check_every_call(Manner::DiesAfter, TransactionMode::Run).await;
    check_every_call(Manner::Refuses, TransactionMode::Run).await;
}

/// Where no transaction takes a migration back, the schema may be ahead of the version row in between; but the next run
/// goes on where this one stopped, so that each statement has run once, wherever the connection was lost. Gives whether
/// the fault happened.
async fn check_convergence(place: &Place, manner: Manner, call: usize, mode: TransactionMode) -> bool {
    let fault = Arc::new(Fault::at(call, manner));
    let result = place.run(&fault, mode).await;
    let context = format!("{manner:?} at call {call}, {mode:?}");
    if let Ok(report) = &result {
        assert_eq!(report.steps.len(), 3, "{context}: told that all is applied");
        assert_eq!(steps_done(&place.state().await, &context), 3, "{context}");
    }
    let again = place.run(&Arc::new(Fault::never()), mode).await;
    again.unwrap_or_else(|error| panic!("{context}: the rerun fails: {error}, after {result:?}"));
    assert_eq!(steps_done(&place.state().await, &context), 3, "{context}: the rerun converges");
    fault.has_happened()
}

async fn check_every_call_without_a_transaction(manner: Manner) {
    let sandbox = Sandbox::new(SandboxOptions::default()).expect("the default limits make sense");
    for call in 0.. {
        let place = Place::new(&sandbox);
        if !check_convergence(&place, manner, call, TransactionMode::None).await {
            assert!(call > 50, "{manner:?}: only {call} calls were seen");
            return;
        }
    }
}

#[tokio::test]
async fn the_connection_dies_before_each_call_without_a_transaction() {
    check_every_call_without_a_transaction(Manner::DiesBefore).await;
}

#[tokio::test]
async fn the_connection_dies_after_each_call_without_a_transaction() {
    check_every_call_without_a_transaction(Manner::DiesAfter).await;
}

#[tokio::test]
async fn each_call_is_refused_once_without_a_transaction() {
    check_every_call_without_a_transaction(Manner::Refuses).await;
}

const POSTGRES: &str = "ALUDEL_TEST_POSTGRES_URL";
const MARIADB: &str = "ALUDEL_TEST_MARIADB_URL";

/// Every call, or every so many of them where time is short: a database is made for each, which servers take their time for.
#[expect(clippy::disallowed_methods, reason = "the environment tells a test how long it may take")]
fn stride() -> usize {
    if std::env::var("ALUDEL_TEST_LONG").is_ok() { 1 } else { 7 }
}

async fn check_every_call_on_a_server(variable: &str, manner: Manner, mode: TransactionMode) {
    let sandbox = Sandbox::new(SandboxOptions::default()).expect("the default limits make sense");
    for call in (manner as usize..).step_by(stride()) {
        let Some(server) = Server::with_database(variable).await else { return };
        let place = Place::at(server.url(), &sandbox);
        let has_happened = check_convergence(&place, manner, call, mode).await;
        server.gone(&[]).await;
        if !has_happened {
            assert!(call > 50, "{manner:?}, {mode:?}: only {call} calls were seen");
            return;
        }
    }
}

/// The same with a login of their own for migrations: the connection that fails is the guests'.
async fn check_every_call_with_two_logins(manner: Manner, mode: TransactionMode) {
    let sandbox = Sandbox::new(SandboxOptions::default()).expect("the default limits make sense");
    for call in (manner as usize..).step_by(stride()) {
        let Some(server) = Server::with_database(POSTGRES).await else { return };
        let logins = TwoLogins::on(&server).await;
        let mut place = Place::at(logins.url.clone(), &sandbox);
        place.guest_url = Some(logins.guest_url.clone());
        let has_happened = check_convergence(&place, manner, call, mode).await;
        server.gone(&logins.gone()).await;
        if !has_happened {
            assert!(call > 30, "{manner:?}, {mode:?}: only {call} calls were seen");
            return;
        }
    }
}

#[tokio::test]
async fn a_guest_s_connection_dies_after_each_call() {
    check_every_call_with_two_logins(Manner::DiesAfter, TransactionMode::Migration).await;
}

#[tokio::test]
async fn a_guest_s_connection_dies_before_each_call_of_one_transaction() {
    check_every_call_with_two_logins(Manner::DiesBefore, TransactionMode::Run).await;
}

#[tokio::test]
async fn a_guest_s_connection_dies_after_each_call_without_a_transaction() {
    check_every_call_with_two_logins(Manner::DiesAfter, TransactionMode::None).await;
}

#[tokio::test]
async fn a_guest_is_refused_each_call_once() {
    check_every_call_with_two_logins(Manner::Refuses, TransactionMode::Migration).await;
}

#[tokio::test]
async fn a_connection_to_mariadb_dies_before_each_call() {
    check_every_call_on_a_server(MARIADB, Manner::DiesBefore, TransactionMode::Migration).await;
}

#[tokio::test]
async fn a_connection_to_mariadb_dies_after_each_call() {
    check_every_call_on_a_server(MARIADB, Manner::DiesAfter, TransactionMode::Migration).await;
}

#[tokio::test]
async fn mariadb_refuses_each_call_once() {
    check_every_call_on_a_server(MARIADB, Manner::Refuses, TransactionMode::Migration).await;
}

#[tokio::test]
async fn a_connection_to_mariadb_dies_after_each_call_without_a_transaction() {
    check_every_call_on_a_server(MARIADB, Manner::DiesAfter, TransactionMode::None).await;
}

#[tokio::test]
async fn a_connection_to_postgresql_dies_after_each_call() {
    check_every_call_on_a_server(POSTGRES, Manner::DiesAfter, TransactionMode::Migration).await;
}

#[tokio::test]
async fn a_connection_to_postgresql_dies_after_each_call_without_a_transaction() {
    check_every_call_on_a_server(POSTGRES, Manner::DiesAfter, TransactionMode::None).await;
}
