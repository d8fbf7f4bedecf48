//! Migrations in Rust on every database, as they stand built beside the tests.

mod support;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use aludel_engine::{
    DatabaseState, Error, Event, FailureCause, LogLevel, MigrationFailure, RunMode, RunRequest, Silent,
};
use support::Heard;
use support::databases::{self, TestDatabase};

const CASES: [&str; 17] = [
    "info",
    "context",
    "progress",
    "ddl",
    "script",
    "values",
    "unicode",
    "rows",
    "paging",
    "batches",
    "one",
    "prepared",
    "bulk-insert",
    "bulk-update",
    "savepoints",
    "caught",
    "kinds",
];

/// Puts a component into the project of a database.
fn add(database: &TestDatabase, guest: &str) {
    let file = format!("{guest}.wasm");
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/guests/components").join(&file);
    fs::copy(kept, database.project.root().join("migrations").join(file)).expect("the repository has the component");
}

fn request(target: &str, arguments: &[(&str, &str)]) -> RunRequest {
    let arguments = arguments.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    RunRequest { arguments, ..RunRequest::to(target) }
}

fn lines(heard: &Heard, wanted: LogLevel) -> Vec<String> {
    let events = heard.events().into_iter();
    let lines = events.filter_map(|event| match event {
        Event::Log { level, message, .. } if level == wanted => Some(message),
        _ => None,
    });
    lines.collect()
}

/// Runs an upgrade that fails in the guest.
async fn failure(database: &TestDatabase, target: &str, arguments: &[(&str, &str)]) -> (Box<MigrationFailure>, Heard) {
    let heard = Arc::new(Heard::default());
    let outcome = database.project.open().upgrade(request(target, arguments), heard.clone()).await;
    let heard = Arc::into_inner(heard).expect("the run is over");
    match outcome {
        Err(Error::MigrationFailed(failure)) => (failure, heard),
        other => panic!("{} {arguments:?}: {other:?}", database.name()),
    }
}

#[tokio::test]
async fn every_case_that_ends_well_does_on_every_database() {
    for database in databases::all("cases").await {
        add(&database, "conformance");
        let heard = Arc::new(Heard::default());
        let asked = RunRequest { tag: Some("first".to_owned()), ..request("head", &[("tenant", "acme")]) };
        let outcome = database.project.open().upgrade(asked, heard.clone()).await;
        let told = lines(&heard, LogLevel::Info);
        let report = outcome.unwrap_or_else(|error| panic!("{}: {error}\nafter {told:?}", database.name()));
        assert_eq!(report.heads_after, ["conformance"]);
        let ended: Vec<&str> =
            told.iter().filter_map(|line| line.strip_prefix("case ")?.strip_suffix(": ok")).collect();
        assert_eq!(ended, CASES, "{}", database.name());
        for line in ["argument tenant=acme", "revision conformance", "tag Some(\"first\")", "a line of level info"] {
            assert!(told.iter().any(|told| told == line), "{}: {line}", database.name());
        }
        check_progress(&heard);
        assert_eq!(database.column("SELECT revision FROM aludel_history").await, ["conformance"]);
        database.gone().await;
    }
}

/// What the case `progress` tells.
fn check_progress(heard: &Heard) {
    assert_eq!(lines(heard, LogLevel::Trace), ["a line of level trace"]);
    assert_eq!(lines(heard, LogLevel::Debug), ["a line of level debug"]);
    assert_eq!(lines(heard, LogLevel::Warn), ["a line of level warn"]);
    assert_eq!(lines(heard, LogLevel::Error), ["a line of level error"]);
    let events = heard.events();
    let has = |wanted: &dyn Fn(&Event) -> bool| events.iter().any(wanted);
    assert!(has(&|event| matches!(event, Event::Log { fields, .. } if fields.len() == 2 && fields[1].1 == "orders")));
    assert!(has(&|event| matches!(event, Event::TaskStarted { label, total: None, .. } if label == "counting")));
    assert!(has(&|event| matches!(event, Event::TaskTotal { total: 3, .. })));
    let advanced = events.iter().filter_map(|event| match event {
        Event::TaskAdvanced { by, .. } => Some(by),
        _ => None,
    });
    assert_eq!(advanced.sum::<u64>(), 3);
    assert!(has(&|event| matches!(event, Event::TaskFinished { .. })));
}

#[tokio::test]
async fn the_guests_failures_are_told_in_its_words() {
    for database in databases::all("endings").await {
        add(&database, "conformance");
        for (case, code, words) in [
            ("irreversible", "irreversible", "there is no way back"),
            ("precondition", "precondition", "three customers have no address"),
            ("other", "guest", "invalid digit found in string"),
            ("nonsense", "guest", "there is no case `nonsense`"),
        ] {
            let (failure, _) = failure(&database, "head", &[("case", case)]).await;
            assert_eq!(failure.cause.code(), code, "{} {case}", database.name());
            let told = failure.cause.to_string();
            let (said, trace) = told.split_once('\n').unwrap_or((&told, ""));
            assert!(said.ends_with(words), "{} {case}: {said}", database.name());
            let is_traced = trace.starts_with("  at rust/conformance/src/");
            assert_eq!(is_traced, code == "guest", "{} {case}: {trace}", database.name());
            assert_eq!(failure.state, DatabaseState::RolledBack { heads: Vec::new() }, "{} {case}", database.name());
        }
        assert!(database.heads().await.is_empty());
        database.gone().await;
    }
}

#[tokio::test]
async fn a_panic_is_told_with_its_message_and_frames() {
    for database in databases::all("panics").await {
        add(&database, "conformance");
        let (failure, heard) = failure(&database, "head", &[("case", "panic")]).await;
        let FailureCause::Trapped { message, frames } = &failure.cause else { panic!("{failure:?}") };
        assert!(message.ends_with("the guest panics on purpose"), "{message}");
        assert!(message.contains("at rust/conformance/src/failures.rs:"), "{message}");
        assert!(frames.iter().any(|frame| frame.function.contains("conformance_guest::failures::panic")), "{frames:?}");
        assert_eq!(lines(&heard, LogLevel::Error).len(), 1);
        assert!(database.heads().await.is_empty(), "{}", database.name());
        database.gone().await;
    }
}

#[tokio::test]
async fn an_error_of_the_database_that_nobody_catches_is_the_migrations() {
    for database in databases::all("uncaught").await {
        add(&database, "conformance");
        let (failure, _) = failure(&database, "head", &[("case", "uncaught")]).await;
        let FailureCause::Database(error) = &failure.cause else { panic!("{failure:?}") };
        assert_eq!(error.kind, aludel_sql::ErrorKind::ConstraintViolation, "{}: {error}", database.name());
        let trace = error.extra("trace").unwrap_or_default();
        assert!(trace.starts_with("  at rust/conformance/src/failures.rs:"), "{}: {trace}", database.name());
        let statement = failure.statement.as_ref().expect("it failed at a statement");
        assert!(statement.text.starts_with("INSERT INTO conformance_unique"), "{}", statement.text);
        assert_eq!(statement.line, None);
        let is_kept = database.dialect.is_mysql_family();
        assert_eq!(database.has_table("conformance_unique").await, is_kept, "{}", database.name());
        assert_eq!(matches!(failure.state, DatabaseState::InDoubt { .. }), is_kept, "{:?}", failure.state);
        database.gone().await;
    }
}

/// A text that two hold: the run that writes it and the test that reads it.
#[derive(Clone, Default)]
struct Text(Arc<Mutex<Vec<u8>>>);

impl Write for Text {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panics while it writes").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_guest_writes_out_its_statements() {
    for database in databases::all("offline").await {
        add(&database, "conformance");
        let text = Text::default();
        let asked =
            RunRequest { mode: RunMode::WriteSql(Box::new(text.clone())), ..request("head", &[("case", "offline")]) };
        let outcome = database.project.open().upgrade(asked, Arc::new(Silent)).await;
        let written = String::from_utf8(text.0.lock().expect("the run is over").clone()).expect("SQL is text");
        outcome.unwrap_or_else(|error| panic!("{}: {error}\n{written}", database.name()));
        for part in ["CREATE TABLE written_out", "O''Brien", "NULL", "'bulk'", "'conformance'"] {
            assert!(written.contains(part), "{}: {part} in\n{written}", database.name());
        }
        assert!(!database.has_table("written_out").await);
        // The case is over, and what the engine wrote runs as it stands.
        let mut session = database.session().await;
        session
            .execute_script(&written)
            .await
            .unwrap_or_else(|error| panic!("{}: {error}\n{written}", database.name()));
        drop(session);
        assert_eq!(database.column("SELECT id FROM written_out ORDER BY id").await, ["1", "2", "3"]);
        assert_eq!(database.heads().await, ["conformance"]);
        database.gone().await;
    }
}

#[tokio::test]
async fn a_backfill_reads_and_writes_every_row() {
    for database in databases::all("backfill").await {
        add(&database, "backfill");
        let heard = Arc::new(Heard::default());
        let asked = request("head", &[("rows", "10000")]);
        database.project.open().upgrade(asked, heard.clone()).await.unwrap_or_else(|error| panic!("{error}"));
        let select = "SELECT count(*) FROM people WHERE street || '' = '' OR country IS NULL";
        let mysql = "SELECT count(*) FROM people WHERE street = '' OR country IS NULL";
        let empty = if database.dialect.is_mysql_family() { mysql } else { select };
        assert_eq!(database.column(empty).await, ["0"], "{}", database.name());
        for (column, expected) in
            [("street", "Street 9999"), ("postcode", "09999"), ("city", "City 229"), ("country", "Country 156")]
        {
            let found = database.column(&format!("SELECT {column} FROM people WHERE id = 9999")).await;
            assert_eq!(found, [expected], "{}", database.name());
        }
        let events = heard.events();
        assert!(events.iter().any(|event| matches!(event, Event::TaskStarted { total: Some(10_000), .. })));
        database.project.open().downgrade("base", Arc::new(Silent)).await.expect("it drops the table");
        assert!(!database.has_table("people").await);
        database.gone().await;
    }
}

#[tokio::test]
async fn a_hostile_guest_ends_at_a_limit_and_leaves_nothing() {
    for database in databases::all("hostile").await {
        add(&database, "hostile");
        for (way, code, words) in [
            ("cursors", "database", "limit on open handles"),
            ("savepoints", "database", "limit on open handles"),
            ("statement", "database", "sql_size"),
            ("parameters", "database", "binds"),
            ("nul", "database", "NUL character"),
            ("parameter", "limit_reached", "call_size"),
            ("log-line", "limit_reached", "call_size"),
            ("memory", "limit_reached", "memory"),
            ("tasks", "limit_reached", "handles"),
            ("stack", "trapped", "out of bounds memory access"),
        ] {
            let (failure, _) = failure(&database, "head", &[("way", way)]).await;
            assert_eq!(failure.cause.code(), code, "{} {way}: {}", database.name(), failure.cause);
            let FailureCause::Database(error) = &failure.cause else {
                assert!(failure.cause.to_string().contains(words), "{} {way}: {}", database.name(), failure.cause);
                continue;
            };
            assert!(format!("{error:?}").contains(words), "{} {way}: {error:?}", database.name());
        }
        assert!(database.heads().await.is_empty());
        database.gone().await;
    }
}
