//! Operations on the schema, asked for by a guest: run, written out, and refused.

mod support;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use aludel_db::introspect;
use aludel_engine::{Error, FailureCause, MigrationFailure, RunMode, RunRequest, Silent};
use aludel_schema::{Schema, Scope, rules};
use aludel_sql::{Dialect, ErrorKind};
use support::databases::{self, TestDatabase};

/// Puts the component into the project of a database.
fn add(database: &TestDatabase) {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/guests/components/operations.wasm");
    fs::copy(kept, database.project.root().join("migrations/operations.wasm")).expect("the component is there");
}

/// The schema, without what the house keeps in it and without comments on how it was made.
async fn schema(database: &TestDatabase) -> Schema {
    let mut session = database.session().await;
    let without = ["version", "history", "journal", "lock"].map(|table| format!("aludel_{table}")).to_vec();
    let scope = Scope { without, ..Scope::default() };
    let mut schema = introspect(&mut *session, &scope).await.expect("the schema can be read");
    schema.tables.values_mut().for_each(|table| table.definition = None);
    schema
}

fn describe(error: &Error) -> String {
    match error {
        Error::MigrationFailed(failure) => format!("{failure}\n{failure:#?}"),
        other => other.to_string(),
    }
}

async fn upgrade(database: &TestDatabase) {
    let outcome = database.project.open().upgrade("head", Arc::new(Silent)).await;
    outcome.unwrap_or_else(|error| panic!("{}: {}", database.name(), describe(&error)));
}

#[tokio::test]
async fn every_operation_runs_up_and_down() {
    for database in databases::all("operations").await {
        add(&database);
        let before = schema(&database).await;
        upgrade(&database).await;
        let after = schema(&database).await;
        check_tables(&after);
        if database.dialect == Dialect::Postgres {
            check_postgres(&after);
        }
        let outcome = database.project.open().downgrade("base", Arc::new(Silent)).await;
        outcome.unwrap_or_else(|error| panic!("{}: {}", database.name(), describe(&error)));
        let back = schema(&database).await;
        assert_eq!(names(&back), names(&before), "{}", database.name());
        database.gone().await;
    }
}

fn check_tables(schema: &Schema) {
    let place = schema.dialect.name();
    let tables: Vec<&str> = schema.tables.keys().map(|name| name.name.as_str()).collect();
    assert_eq!(tables, ["customers", "order_lines", "orders"], "{place}");
    let [customers, lines, orders] = ["customers", "order_lines", "orders"]
        .map(|name| schema.tables.values().find(|table| table.name.name == name).expect("it was listed"));
    let note = orders.column("note").expect("the column is there");
    assert!(note.nullable, "{place}: {note:?}");
    assert_eq!(rules(schema.dialect).read_type(&note.data_type), aludel_schema::DataType::Integer, "{place}");
    assert!(orders.column("twice").is_some_and(|column| {
        matches!(&column.generation, aludel_schema::model::Generation::Computed { stored: true, .. })
    }));
    let indexes: Vec<&str> = orders.indexes.iter().map(|index| index.name.as_str()).collect();
    assert!(indexes.contains(&"ix_orders_weight"), "{place}: {indexes:?}");
    let named = |table: &aludel_schema::model::Table| -> Vec<String> {
        table.constraints.iter().filter_map(|constraint| constraint.name.clone()).collect()
    };
    assert!(named(orders).iter().any(|name| name == "fk_orders_customer_id_customers"), "{place}: {:?}", named(orders));
    assert!(named(customers).iter().any(|name| name == "uq_customers_mail"), "{place}: {:?}", named(customers));
    assert_eq!(lines.primary_key().map(|_| lines.columns.len()), Some(3), "{place}");
    assert_eq!(schema.views.len(), if schema.dialect == Dialect::Postgres { 2 } else { 1 }, "{place}");
    assert_eq!(schema.triggers.len(), 1, "{place}");
}

fn check_postgres(schema: &Schema) {
    let labels: Vec<_> = schema.enums.values().map(|found| found.labels.join(" ")).collect();
    assert_eq!(labels, ["open paid lost shipped"]);
    let sequence = schema.sequences.values().next().expect("there is a sequence");
    assert_eq!((sequence.start, sequence.increment, sequence.cycle), (100, 10, true));
    assert!(schema.namespaces.contains("archive"));
    assert_eq!(schema.routines.len(), 1);
}

/// What is there, by name.
fn names(schema: &Schema) -> Vec<String> {
    let tables = schema.tables.keys().map(|name| format!("table {name}"));
    let views = schema.views.keys().map(|name| format!("view {name}"));
    let enums = schema.enums.keys().map(|name| format!("enum {name}"));
    let sequences = schema.sequences.keys().map(|name| format!("sequence {name}"));
    let routines = schema.routines.keys().map(|name| format!("routine {name}"));
    let triggers = schema.triggers.keys().map(|name| format!("trigger {name}"));
    tables.chain(views).chain(enums).chain(sequences).chain(routines).chain(triggers).collect()
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

impl Text {
    fn read(&self) -> String {
        String::from_utf8(self.0.lock().expect("the run is over").clone()).expect("SQL is text")
    }
}

async fn written_out(database: &TestDatabase) -> String {
    let text = Text::default();
    let request = RunRequest { mode: RunMode::WriteSql(Box::new(text.clone())), ..RunRequest::to("head") };
    let outcome = database.project.open().upgrade(request, Arc::new(Silent)).await;
    outcome.unwrap_or_else(|error| panic!("{}: {}\n{}", database.name(), describe(&error), text.read()));
    text.read()
}

#[tokio::test]
async fn what_is_written_out_makes_the_same_schema() {
    let (ran, by_hand) = (databases::all("ran").await, databases::all("byhand").await);
    for (ran, by_hand) in ran.into_iter().zip(by_hand) {
        add(&ran);
        upgrade(&ran).await;
        add(&by_hand);
        let written = without_delimiters(&written_out(&by_hand).await);
        let outcome = by_hand.session().await.execute_script(&written).await;
        outcome.unwrap_or_else(|error| panic!("{}: {error:?}\n{written}", by_hand.name()));
        assert_eq!(by_hand.heads().await, ["operations"]);
        let (expected, found) = (schema(&ran).await, schema(&by_hand).await);
        assert_eq!(names(&found), names(&expected), "{}", ran.name());
        for (name, table) in &expected.tables {
            assert_eq!(found.tables.get(name), Some(table), "{}\n{written}", ran.name());
        }
        assert_eq!(found.enums, expected.enums);
        assert_eq!(found.sequences, expected.sequences);
        ran.gone().await;
        by_hand.gone().await;
    }
}

/// Those lines are for the server's own client; a session takes a body as one statement anyway.
fn without_delimiters(script: &str) -> String {
    let lines = script.lines().filter(|line| !line.starts_with("DELIMITER"));
    let lines = lines.map(|line| if line.starts_with("//") { ";" } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

async fn failure(database: &TestDatabase, wrong: &str, offline: bool) -> Box<MigrationFailure> {
    let mode = if offline { RunMode::WriteSql(Box::new(Text::default())) } else { RunMode::Apply };
    let arguments = vec![("wrong".to_owned(), wrong.to_owned())];
    let request = RunRequest { mode, arguments, ..RunRequest::to("head") };
    match database.project.open().upgrade(request, Arc::new(Silent)).await {
        Err(Error::MigrationFailed(failure)) => failure,
        other => panic!("{} {wrong}: {other:?}", database.name()),
    }
}

#[tokio::test]
async fn what_cannot_be_is_told_with_what_could() {
    let database = databases::sqlite();
    add(&database);
    for (wrong, kind, words) in [
        (
            "column",
            ErrorKind::UndefinedObject,
            "cannot drop column people.nmae: no such column `nmae` in `people`; there is `name`, `id`",
        ),
        (
            "table",
            ErrorKind::UndefinedObject,
            "cannot drop column poeple.name: no such table `poeple`; there is `people`",
        ),
        ("nul", ErrorKind::Conversion, "NUL character"),
        ("naming", ErrorKind::Other, "holds the token `tabel_name`, which no name has"),
        ("index", ErrorKind::Other, "cannot create table other: `ix_%(table_name)s_%(column_0_N_name)s` cannot name"),
        ("default", ErrorKind::Other, "cannot create table other: the default `NaN` is no number"),
    ] {
        let failure = failure(&database, wrong, false).await;
        let FailureCause::Database(error) = &failure.cause else { panic!("{wrong}: {failure:?}") };
        assert_eq!(error.kind, kind, "{wrong}: {error}");
        assert!(error.message.contains(words), "{wrong}: {}", error.message);
        assert!(database.heads().await.is_empty());
    }
}

#[tokio::test]
async fn what_a_script_cannot_know_is_told_with_a_way_round() {
    for (dialect, words) in [
        (Dialect::Sqlite, Some("create the table in the same script")),
        (Dialect::MariaDb, Some("give the type of the column")),
        (Dialect::Postgres, None),
    ] {
        let Some(database) = databases::one("unseen", dialect).await else { continue };
        add(&database);
        if let Some(words) = words {
            let failure = failure(&database, "unseen", true).await;
            let FailureCause::Database(error) = &failure.cause else { panic!("{failure:?}") };
            assert_eq!(error.kind, ErrorKind::Offline, "{error}");
            assert!(error.message.starts_with("cannot alter column elsewhere.name: "), "{error}");
            assert!(error.extra("hint").is_some_and(|hint| hint.contains(words)), "{error:?}");
        } else {
            let text = Text::default();
            let arguments = vec![("wrong".to_owned(), "unseen".to_owned())];
            let mode = RunMode::WriteSql(Box::new(text.clone()));
            let request = RunRequest { mode, arguments, ..RunRequest::to("head") };
            database.project.open().upgrade(request, Arc::new(Silent)).await.expect("it needs no answer");
            assert!(text.read().contains("ALTER TABLE elsewhere ALTER COLUMN name SET NOT NULL"), "{}", text.read());
        }
        database.gone().await;
    }
}
