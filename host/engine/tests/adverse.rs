//! What gets in the way: other runs, other sessions, permissions, guests that crash, people who change their minds.

mod support;

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aludel_engine::{
    BuildRequest, Command, DatabaseState, Error, Event, Fault, LogLevel, Migrator, Observer, RunMode, RunRequest,
    Silent, StampRequest,
};
use aludel_project::{Digest, Header, ManifestEntry, component, manifest};
use aludel_sql::Dialect;
use support::databases::{self, TestDatabase};
use support::{Heard, Project};

fn silent() -> Arc<Silent> {
    Arc::new(Silent)
}

#[tokio::test]
async fn a_statement_that_takes_the_transaction_along_leaves_nothing() {
    let database = databases::sqlite();
    let statements = "CREATE TABLE a (id INTEGER PRIMARY KEY);\nINSERT INTO a VALUES (1);\n\
                      INSERT OR ROLLBACK INTO a VALUES (1);";
    database.project.migration("a1", "", statements, "");
    let error = database.project.open().upgrade("head", silent()).await.expect_err("the key is taken");
    let Error::MigrationFailed(failure) = &error else { panic!("{error:?}") };
    assert_eq!(failure.state, DatabaseState::RolledBack { heads: Vec::new() });
    assert!(!database.has_table("a").await);
}

#[tokio::test]
async fn a_guest_cannot_take_the_history_away() {
    for database in databases::all("norow").await {
        let project = &database.project;
        project.migration("a1", "", "CREATE TABLE a (id INTEGER);", "");
        project.open().upgrade("head", silent()).await.expect("it runs");
        let statements = "CREATE TABLE b (id INTEGER);\nDROP TABLE aludel_history;";
        project.migration("b2", "-- down_revision = \"a1\"\n", statements, "");
        let error = project.open().upgrade("head", silent()).await.expect_err("the history is the host's");
        let Error::MigrationFailed(failure) = &error else { panic!("{}: {error:?}", database.name()) };
        assert_eq!(failure.cause.code(), "refused", "{}: {error}", database.name());
        let stays = database.dialect.is_mysql_family();
        assert_eq!(database.has_table("b").await, stays, "{}", database.name());
        assert_eq!(matches!(failure.state, DatabaseState::InDoubt { .. }), stays, "{}: {error:?}", database.name());
        assert_eq!(matches!(failure.state, DatabaseState::RolledBack { .. }), !stays, "{}: {error:?}", database.name());
        assert_eq!(database.heads().await, ["a1"], "{}", database.name());
        database.gone().await;
    }
}

/// Shared memory that SQL is written to.
#[derive(Clone, Default)]
struct Text(Arc<Mutex<Vec<u8>>>);

impl Text {
    fn mode(&self) -> RunMode {
        RunMode::WriteSql(Box::new(self.clone()))
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("nothing panics while it writes").clone()).expect("SQL is UTF-8")
    }
}

impl io::Write for Text {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nothing panics while it writes").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Holds its run at the first step until somebody else says that it waits.
struct HoldsOn {
    has_begun: AtomicBool,
    other: Arc<Heard>,
}

impl Observer for HoldsOn {
    fn event(&self, event: &Event) {
        if !matches!(event, Event::StepStarted { position: 1, .. }) {
            return;
        }
        self.has_begun.store(true, Ordering::SeqCst);
        // A worker that sleeps without saying so may keep the others from their sockets.
        tokio::task::block_in_place(|| {
            for _ in 0..3_000 {
                if waits_for(&self.other).is_some() {
                    return;
                }
                std::thread::sleep(Duration::from_millis(10));
            }
        });
    }
}

fn waits_for(heard: &Heard) -> Option<String> {
    heard.events().into_iter().find_map(|event| match event {
        Event::LockWaiting { holder } => Some(holder),
        _ => None,
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_second_of_two_runs_waits_says_for_whom_and_has_nothing_to_do() {
    for database in databases::all("two").await {
        let project = &database.project;
        project.migration("a1", "", "CREATE TABLE a (id INTEGER);", "");
        let other = Arc::new(Heard::default());
        let first = Arc::new(HoldsOn { has_begun: AtomicBool::new(false), other: Arc::clone(&other) });
        let (migrator, observer) = (project.open(), Arc::clone(&first));
        let running = tokio::spawn(async move { migrator.upgrade("head", observer).await });
        while !first.has_begun.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let patient = RunRequest { lock_timeout: Some(Duration::from_mins(1)), ..RunRequest::to("head") };
        let second = project.open().upgrade(patient, other.clone()).await.expect("it gets the lock in the end");
        let first = running.await.expect("it does not panic").expect("it has the lock");
        assert_eq!((first.steps.len(), second.steps.len()), (1, 0), "{}", database.name());
        let holder = waits_for(&other).unwrap_or_else(|| panic!("{}: {:?}", database.name(), other.events()));
        let knows = database.dialect.is_mysql_family() || holder.contains("tester on testhost");
        assert!(knows, "{}: {holder}", database.name());
        database.gone().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_waits_for_too_long_says_for_whom() {
    let database = databases::sqlite();
    database.project.migration("a1", "", "CREATE TABLE a (id INTEGER);", "");
    let other = Arc::new(Heard::default());
    let first = Arc::new(HoldsOn { has_begun: AtomicBool::new(false), other: Arc::clone(&other) });
    let (migrator, observer) = (database.project.open(), Arc::clone(&first));
    let running = tokio::spawn(async move { migrator.upgrade("head", observer).await });
    while !first.has_begun.load(Ordering::SeqCst) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let impatient = RunRequest { lock_timeout: Some(Duration::ZERO), ..RunRequest::to("head") };
    let error = database.project.open().upgrade(impatient, other).await.expect_err("it does not wait");
    assert_eq!((error.code(), error.fault()), ("lock_timeout", Fault::LockNotObtained));
    assert!(error.to_string().contains("tester on testhost"), "{error}");
    running.await.expect("it does not panic").expect("it has the lock");
}

#[tokio::test]
async fn a_lost_connection_is_rolled_back_and_said() {
    let Some(database) = databases::one("lost", Dialect::Postgres).await else { return };
    let project = &database.project;
    let kill =
        "CREATE TABLE a (id INTEGER);\nSELECT pg_terminate_backend(pg_backend_pid());\nCREATE TABLE b (id INTEGER);";
    project.migration("a1", "", kill, "");
    let error = project.open().upgrade("head", silent()).await.expect_err("the connection is gone");
    let Error::MigrationFailed(failure) = &error else { panic!("{error:?}") };
    assert_eq!(failure.state, DatabaseState::RolledBack { heads: Vec::new() });
    assert!(!database.has_table("a").await);
    project.migration("a1", "", "CREATE TABLE a (id INTEGER);", "");
    assert_eq!(project.open().upgrade("head", silent()).await.expect("it was mended").steps.len(), 1);
    database.gone().await;
}

#[tokio::test]
async fn outside_of_a_transaction_where_the_header_says_so() {
    let Some(database) = databases::one("outside", Dialect::Postgres).await else { return };
    let project = &database.project;
    project.migration("a1", "", "CREATE TABLE a (id INTEGER);", "");
    let header = "-- down_revision = \"a1\"\n-- transaction = false\n";
    project.migration("b2", header, "CREATE INDEX CONCURRENTLY a_id ON a (id);", "");
    project.open().upgrade("head", silent()).await.expect("it needs no transaction");
    assert_eq!(database.heads().await, ["b2"]);
    let header = "-- down_revision = \"b2\"\n-- transaction = false\n";
    project.migration("c3", header, "CREATE TABLE c (id INTEGER);\nSELECT nothing;", "");
    let error = project.open().upgrade("head", silent()).await.expect_err("the second statement fails");
    let Error::MigrationFailed(failure) = &error else { panic!("{error:?}") };
    assert!(matches!(&failure.state, DatabaseState::InDoubt { statements_done: 1, .. }), "{:?}", failure.state);
    assert_eq!(error.fault(), Fault::MigrationInDoubt);
    assert!(error.hint().is_some_and(|hint| hint.contains("aludel stamp c3")), "{:?}", error.hint());
    database.gone().await;
}

#[tokio::test]
async fn a_read_only_database_is_left_alone() {
    let project = Project::with_config("[database]\nurl = \"sqlite://app.db?mode=ro\"\n");
    project.migration("a1", "", "CREATE TABLE a (id INTEGER);", "");
    let writable = databases::sqlite();
    fs::copy(writable_file(&writable).await, project.root().join("app.db")).expect("the folder is writable");
    let error = project.open().upgrade("head", silent()).await.expect_err("it cannot be written");
    assert!(error.to_string().contains("read-only") || error.to_string().contains("readonly"), "{error}");
    assert!(project.open().current().await.expect("it can be read").heads.is_empty());
}

async fn writable_file(database: &TestDatabase) -> std::path::PathBuf {
    database.session().await.execute("CREATE TABLE other (id INTEGER)", &[]).await.expect("the file is new");
    database.project.root().join("app.db")
}

#[tokio::test]
async fn a_locked_database_is_waited_for_and_then_said() {
    let database = databases::sqlite();
    database.project.write("aludel.toml", "[database]\nurl = \"sqlite://app.db\"\nlock_timeout = \"300ms\"\n");
    database.project.migration("a1", "", "CREATE TABLE a (id INTEGER);", "");
    let mut other = database.session().await;
    other.execute("CREATE TABLE other (id INTEGER)", &[]).await.expect("the file is new");
    other.begin().await.expect("nobody else has it");
    let error = database.project.open().upgrade("head", silent()).await.expect_err("somebody writes");
    assert!(error.to_string().contains("locked"), "{error}");
    other.rollback().await.expect("it was begun");
    database.project.open().upgrade("head", silent()).await.expect("nobody writes any more");
}

/// Cancels a run as soon as its first step has begun and had some time.
struct ChangesItsMind(Migrator);

impl Observer for ChangesItsMind {
    fn event(&self, event: &Event) {
        if matches!(event, Event::StepStarted { position: 2, .. }) {
            let cancellation = self.0.cancellation().clone();
            std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(300));
                cancellation.cancel();
            });
        }
    }
}

fn slow_statement(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => {
            "CREATE TABLE slow AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) \
             SELECT max(i) AS i FROM n;"
        }
        Dialect::Postgres => "SELECT pg_sleep(60);",
        Dialect::Mysql | Dialect::MariaDb => "SELECT sleep(60);",
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_is_asked_to_stop_stops_in_the_middle() {
    for database in databases::all("cancel").await {
        let project = &database.project;
        project.migration("a1", "", "CREATE TABLE a (id INTEGER);", "");
        let slow = format!("INSERT INTO a VALUES (1);\n{}", slow_statement(database.dialect));
        project.migration("b2", "-- down_revision = \"a1\"\n", &slow, "");
        let mut options = project.options();
        options.cancellation = aludel_engine::Cancellation::new();
        let migrator = Migrator::open(options.clone()).expect("the config is right");
        let observer = Arc::new(ChangesItsMind(Migrator::open(options).expect("the config is right")));
        let run = tokio::time::timeout(Duration::from_secs(30), migrator.upgrade("head", observer)).await;
        let error = run.expect("it stops long before").expect_err("it was asked to stop");
        let Error::Cancelled { revision, state } = &error else { panic!("{}: {error:?}", database.name()) };
        assert_eq!(revision.as_deref(), Some("b2"), "{}", database.name());
        assert_eq!(state, &DatabaseState::RolledBack { heads: vec!["a1".to_owned()] }, "{}", database.name());
        assert_eq!(error.fault(), Fault::Cancelled);
        assert_eq!(database.heads().await, ["a1"]);
        assert!(database.column("SELECT id FROM a").await.is_empty(), "{}: rolled back", database.name());
        project.migration("b2", "-- down_revision = \"a1\"\n", "INSERT INTO a VALUES (2);", "");
        project.open().upgrade("head", silent()).await.expect("the lock was released");
        database.gone().await;
    }
}

#[tokio::test]
async fn sql_is_written_without_a_connection() {
    for (url, has_transactions) in
        [("sqlite://none.db", true), ("postgres://me@nowhere/app", true), ("mysql://me@nowhere/app", false)]
    {
        let project = Project::with_config(&format!("[database]\nurl = \"{url}\"\n"));
        project.migration(
            "a1",
            "-- message = \"orders\"\n",
            "CREATE TABLE a (t VARCHAR(9)); -- orders",
            "DROP TABLE a;",
        );
        project.migration("b2", "-- down_revision = \"a1\"\n", "INSERT INTO a VALUES ('it''s');", "DELETE FROM a;");
        let written = Text::default();
        let upgrade = RunRequest { mode: written.mode(), ..RunRequest::to("head") };
        let report = project.open().upgrade(upgrade, silent()).await.expect("no connection is needed");
        assert_eq!(report.heads_after, ["b2"]);
        let text = written.text();
        assert_eq!(text.matches("BEGIN;").count(), if has_transactions { 2 } else { 0 }, "{text}");
        let places: Vec<Option<usize>> =
            ["aludel_version", "-- upgrade a1: orders", "CREATE TABLE a", "'a1'", "VALUES ('it''s')", "'b2'"]
                .iter()
                .map(|piece| text.find(piece))
                .collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}\n{text}");
        let written = Text::default();
        let downgrade = RunRequest { mode: written.mode(), ..RunRequest::to("b2:base") };
        project.open().downgrade(downgrade, silent()).await.expect("no connection is needed");
        assert!(written.text().contains("DROP TABLE a"), "{}", written.text());
        let written = Text::default();
        let stamp = StampRequest { targets: vec!["head".to_owned()], mode: written.mode(), ..StampRequest::default() };
        project.open().stamp(stamp, silent()).await.expect("no connection is needed");
        assert!(written.text().contains("'b2'"), "{}", written.text());
        assert!(!project.root().join("none.db").exists());
    }
}

#[tokio::test]
async fn written_sql_runs_as_it_stands() {
    let database = databases::sqlite();
    database.project.migration("a1", "", "CREATE TABLE a (t TEXT);\nINSERT INTO a VALUES ('x;y');", "DROP TABLE a;");
    let written = Text::default();
    let upgrade = RunRequest { mode: written.mode(), ..RunRequest::to("head") };
    database.project.open().upgrade(upgrade, silent()).await.expect("no connection is needed");
    let mut session = database.session().await;
    for statement in aludel_sql::split(&written.text(), Dialect::Sqlite).expect("it can be divided") {
        match statement.text {
            "BEGIN" => session.begin().await.expect("it can begin"),
            "COMMIT" => session.commit().await.expect("it can end"),
            sql => drop(session.execute(sql, &[]).await.expect("it can run")),
        }
    }
    assert_eq!(database.heads().await, ["a1"]);
    assert_eq!(database.column("SELECT t FROM a").await, ["x;y"]);
}

/// Puts a prebuilt guest into the project, with the section that names its revision.
fn add_guest(project: &Project, name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/guests/components").join(format!("{name}.wasm"));
    let mut bytes = fs::read(path).expect("the guest is kept built");
    let entry = ManifestEntry {
        header: Header::new(name),
        source_digest: Digest::of(name.as_bytes()),
        language: "rust".to_owned(),
        wit: "0.1.0".to_owned(),
    };
    if manifest::read(&bytes).is_err() {
        component::append_section(&mut bytes, manifest::SECTION_NAME, &manifest::to_json(&[entry]));
    }
    fs::write(project.root().join(format!("migrations/{name}.wasm")), bytes).expect("the folder is writable");
}

async fn guest_fails(config: &str, guest: &str, argument: (&str, &str)) -> Error {
    let project = Project::with_config(&format!("[database]\nurl = \"sqlite://app.db\"\n{config}"));
    add_guest(&project, guest);
    let arguments = vec![(argument.0.to_owned(), argument.1.to_owned())];
    let request = RunRequest { arguments, ..RunRequest::to("head") };
    project.open().upgrade(request, silent()).await.expect_err("the guest fails")
}

#[tokio::test]
async fn a_panic_shows_the_guests_own_words() {
    let error = guest_fails("", "conformance", ("case", "panic")).await;
    let Error::MigrationFailed(failure) = &error else { panic!("{error:?}") };
    assert_eq!(failure.cause.code(), "trapped");
    assert!(error.to_string().contains("the guest panics on purpose"), "{error}");
    assert_eq!(error.fault(), Fault::MigrationRolledBack);
    assert!(error.details()["cause"]["frames"].is_array());
}

#[tokio::test]
async fn a_guest_that_never_ends_reaches_its_limit() {
    let error = guest_fails("[limits]\nguest_time = \"200ms\"\n", "hostile", ("way", "spin")).await;
    assert_eq!((error.fault(), error.code()), (Fault::SandboxRefused, "migration_failed"));
    assert!(error.to_string().contains("guest_time"), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("guest_time")), "{:?}", error.hint());
}

#[tokio::test]
async fn a_nul_from_a_guest_is_refused() {
    let error = guest_fails("", "hostile", ("way", "nul")).await;
    assert!(error.to_string().contains("NUL"), "{error}");
    assert_eq!(error.fault(), Fault::MigrationRolledBack);
}

#[tokio::test]
async fn a_file_that_is_no_component_is_refused_before_anything_runs() {
    let database = databases::sqlite();
    database.project.migration("a1", "", "CREATE TABLE a (id INTEGER);", "");
    let mut bytes = b"\0asm\x0d\0\x01\0".to_vec();
    let header = Header { down_revision: vec!["a1".to_owned()], ..Header::new("b2") };
    let entry =
        ManifestEntry { header, source_digest: Digest::of(b""), language: "rust".to_owned(), wit: "0.1.0".to_owned() };
    component::append_section(&mut bytes, manifest::SECTION_NAME, &manifest::to_json(&[entry]));
    fs::write(database.project.root().join("migrations/b2.wasm"), bytes).expect("the folder is writable");
    let error = database.project.open().upgrade("head", silent()).await.expect_err("b2 exports nothing");
    assert_eq!((error.code(), error.fault()), ("other_world", Fault::SandboxRefused));
    assert!(!database.has_table("a").await, "not even the first step ran");
}

#[tokio::test]
async fn build_writes_components_that_run_alone() {
    let database = databases::sqlite();
    let project = &database.project;
    project.migration("a1", "-- message = \"orders\"\n", "CREATE TABLE a (id INTEGER);", "DROP TABLE a;");
    let out = project.root().join("out");
    let report =
        project.open().build(BuildRequest { out: Some(out.clone()) }, silent()).await.expect("SQL always builds");
    assert_eq!(report.artifacts.len(), 1);
    assert!(report.lockfile.is_some_and(|path| path.ends_with("aludel.lock")));
    let again = project.open().build(BuildRequest::default(), silent()).await.expect("SQL always builds");
    assert!(again.lockfile.is_none() && again.artifacts[0].component_digest == report.artifacts[0].component_digest);
    fs::remove_file(project.root().join("migrations/a1.sql")).expect("it is there");
    fs::rename(out.join("a1.wasm"), project.root().join("migrations/a1.wasm")).expect("it was written");
    project.open().upgrade("head", silent()).await.expect("the component is enough");
    assert!(database.has_table("a").await);
}

#[tokio::test]
async fn events_name_the_command_and_hide_the_password() {
    let database = databases::sqlite();
    database.project.migration("a1", "", "CREATE TABLE a (id INTEGER);", "");
    let heard = Arc::new(Heard::default());
    database.project.open().upgrade("head", heard.clone()).await.expect("it runs");
    let started = heard.events().into_iter().find_map(|event| match event {
        Event::RunStarted { command, dialect, steps, .. } => Some((command, dialect, steps)),
        _ => None,
    });
    assert_eq!(started, Some((Command::Upgrade, "sqlite", 1)));
    assert!(LogLevel::Warn > LogLevel::Info);
}
