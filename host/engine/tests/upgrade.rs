//! `upgrade`, `downgrade` and `stamp` on every database.

mod support;

use std::sync::Arc;

use aludel_engine::{
    DatabaseState, Error, Event, ExistingRows, Fault, RunMode, RunRequest, Silent, StampRequest, TransactionMode,
};
use support::databases::{self, TestDatabase};
use support::{Heard, Project};

fn silent() -> Arc<Silent> {
    Arc::new(Silent)
}

/// Three migrations in a line: a table, a row, another table.
fn line(project: &Project) {
    project.migration("a1", "-- message = \"orders\"\n", "CREATE TABLE orders (id INTEGER);", "DROP TABLE orders;");
    project.migration(
        "b2",
        "-- down_revision = \"a1\"\n",
        "INSERT INTO orders VALUES (1);\nINSERT INTO orders VALUES (2);",
        "DELETE FROM orders;",
    );
    project.migration("c3", "-- down_revision = \"b2\"\n", "CREATE TABLE notes (id INTEGER);", "DROP TABLE notes;");
}

fn stamp_to(target: &str) -> StampRequest {
    StampRequest { targets: vec![target.to_owned()], ..StampRequest::default() }
}

fn ids(report: &aludel_engine::RunReport) -> Vec<&str> {
    report.steps.iter().map(|step| step.revision.as_str()).collect()
}

#[tokio::test]
async fn up_and_down_on_every_database() {
    for database in databases::all("updown").await {
        let project = &database.project;
        line(project);
        let heard = Arc::new(Heard::default());
        let report = project.open().upgrade("head", heard.clone()).await.expect("it runs");
        assert_eq!(ids(&report), ["a1", "b2", "c3"], "{}", database.name());
        assert_eq!((report.heads_before.len(), report.heads_after.as_slice()), (0, ["c3".to_owned()].as_slice()));
        assert_eq!(database.heads().await, ["c3"]);
        assert_eq!(database.column("SELECT id FROM orders ORDER BY id").await, ["1", "2"]);
        assert_eq!(database.column("SELECT revision FROM aludel_history ORDER BY id").await, ["a1", "b2", "c3"]);
        let events = heard.events();
        assert!(matches!(events.first(), Some(Event::LockAcquired | Event::RunStarted { .. })));
        assert!(matches!(events.last(), Some(Event::RunFinished { applied: 3, .. })), "{events:?}");

        let again = project.open().upgrade("head", silent()).await.expect("it runs");
        assert!(again.steps.is_empty() && again.heads_after == ["c3"]);

        let report = project.open().downgrade("-2", silent()).await.expect("it runs");
        assert_eq!(ids(&report), ["c3", "b2"], "{}", database.name());
        assert_eq!(database.heads().await, ["a1"]);
        assert!(!database.has_table("notes").await);
        let report = project.open().downgrade("base", silent()).await.expect("it runs");
        assert_eq!(ids(&report), ["a1"]);
        assert!(database.heads().await.is_empty() && !database.has_table("orders").await);
        database.gone().await;
    }
}

/// What is true after a failure: nothing is left behind, or it is said exactly what is.
async fn check_failure(database: &TestDatabase, error: &Error, position: usize) {
    let Error::MigrationFailed(failure) = error else { panic!("{}: {error:?}", database.name()) };
    assert_eq!(failure.revision, "d4");
    let statement = failure.statement.as_ref().expect("a statement failed");
    assert_eq!(statement.number, position + 1, "{}", database.name());
    assert_eq!(statement.text, "INSERT INTO nowhere VALUES (1)");
    assert_eq!(statement.line, Some(u32::try_from(position + 6).expect("it is small")), "{}", database.name());
    assert_eq!(database.heads().await, ["c3"], "{}", database.name());
    let kept = position > 0 && database.dialect.is_mysql_family();
    for table in 0..position {
        assert_eq!(database.has_table(&format!("t{table}")).await, kept, "{} t{table}", database.name());
    }
    match &failure.state {
        DatabaseState::RolledBack { heads } if !kept => assert_eq!(heads, &["c3".to_owned()]),
        DatabaseState::InDoubt { heads, statements_done, .. } if kept => {
            assert_eq!((heads.as_slice(), *statements_done), (["c3".to_owned()].as_slice(), position));
        }
        state => panic!("{}: {state:?}", database.name()),
    }
    let fault = if kept { Fault::MigrationInDoubt } else { Fault::MigrationRolledBack };
    assert_eq!(error.fault(), fault);
    assert!(error.to_string().contains(&format!("(migrations/d4.sql:{})", position + 6)), "{error}");
}

#[tokio::test]
async fn a_failing_statement_at_each_position() {
    for database in databases::all("failing").await {
        let project = &database.project;
        line(project);
        project.open().upgrade("head", silent()).await.expect("it runs");
        for position in 0..3 {
            let mut statements: Vec<String> =
                (0..2).map(|table| format!("CREATE TABLE t{table} (id INTEGER);")).collect();
            statements.insert(position, "INSERT INTO nowhere VALUES (1);".to_owned());
            project.migration("d4", "-- down_revision = \"c3\"\n", &statements.join("\n"), "");
            let error = project.open().upgrade("head", silent()).await.expect_err("a statement fails");
            check_failure(&database, &error, position).await;
            for table in 0..2 {
                let drop = format!("DROP TABLE IF EXISTS t{table}");
                database.session().await.execute(&drop, &[]).await.expect("it can be dropped");
            }
        }
        project.migration("d4", "-- down_revision = \"c3\"\n", "CREATE TABLE t0 (id INTEGER);", "DROP TABLE t0;");
        let report = project.open().upgrade("head", silent()).await.expect("it was mended");
        assert_eq!(ids(&report), ["d4"], "a rerun converges");
        database.gone().await;
    }
}

#[tokio::test]
async fn one_transaction_for_all_leaves_all_or_nothing() {
    for database in databases::all("allinone").await {
        if database.dialect.is_mysql_family() {
            database.gone().await;
            continue;
        }
        let project = &database.project;
        line(project);
        project.migration("d4", "-- down_revision = \"c3\"\n", "INSERT INTO nowhere VALUES (1);", "");
        let run = |target: &str| RunRequest { transaction: Some(TransactionMode::Run), ..RunRequest::to(target) };
        let error = project.open().upgrade(run("head"), silent()).await.expect_err("the last one fails");
        let Error::MigrationFailed(failure) = &error else { panic!("{error:?}") };
        assert_eq!(failure.state, DatabaseState::RolledBack { heads: Vec::new() }, "{}", database.name());
        assert!(database.heads().await.is_empty() && !database.has_table("orders").await);
        let report = project.open().upgrade(run("c3"), silent()).await.expect("these go well");
        assert_eq!(ids(&report), ["a1", "b2", "c3"]);
        assert_eq!(database.heads().await, ["c3"]);
        database.gone().await;
    }
}

#[tokio::test]
async fn a_dry_run_leaves_nothing() {
    for database in databases::all("dryrun").await {
        let project = &database.project;
        line(project);
        let dry = RunRequest { mode: RunMode::DryRun, ..RunRequest::to("head") };
        let result = project.open().upgrade(dry, silent()).await;
        if database.dialect.is_mysql_family() {
            assert_eq!(result.expect_err("it cannot be rolled back").code(), "dry_run_unsupported");
        } else {
            assert_eq!(ids(&result.expect("it can be rolled back")), ["a1", "b2", "c3"]);
        }
        for table in ["orders", "notes", "aludel_version", "aludel_history"] {
            assert!(!database.has_table(table).await, "{} {table}", database.name());
        }
        database.gone().await;
    }
}

#[tokio::test]
async fn an_edited_applied_migration_is_refused() {
    for database in databases::all("edited").await {
        let project = &database.project;
        line(project);
        project.open().upgrade("b2", silent()).await.expect("it runs");
        project.migration("a1", "-- message = \"orders\"\n", "CREATE TABLE orders (id BIGINT);", "DROP TABLE orders;");
        let error = project.open().upgrade("head", silent()).await.expect_err("a1 was edited");
        let Error::SourceChanged { changes } = &error else { panic!("{error:?}") };
        assert_eq!((changes.len(), changes[0].revision.as_str(), error.fault()), (1, "a1", Fault::Integrity));
        assert_eq!(database.heads().await, ["b2"], "nothing ran");
        let error = project.open().upgrade("b2", silent()).await.expect_err("also with nothing to do");
        assert_eq!(error.code(), "source_changed");
        database.gone().await;
    }
}

#[tokio::test]
async fn stamps_move_rows_and_run_nothing() {
    for database in databases::all("stamp").await {
        let project = &database.project;
        line(project);
        project.open().stamp(stamp_to("b2"), silent()).await.expect("it runs");
        assert_eq!(database.heads().await, ["b2"], "{}", database.name());
        assert!(!database.has_table("orders").await);
        project.open().upgrade("head", silent()).await.expect("it runs");
        assert_eq!(database.heads().await, ["c3"]);

        let unknown = "UPDATE aludel_version SET version_num = 'zz9'";
        database.session().await.execute(unknown, &[]).await.expect("the row is there");
        let error = project.open().upgrade("head", silent()).await.expect_err("nobody declares zz9");
        assert_eq!((error.code(), error.fault()), ("no_such_revision", Fault::Graph));
        assert!(error.hint().is_some_and(|hint| hint.contains("stamp --purge")), "{:?}", error.hint());
        assert!(!project.open().current().await.expect("it can be asked").heads[0].is_head);
        let purge = StampRequest { existing: ExistingRows::Purge, ..stamp_to("a1") };
        project.open().stamp(purge, silent()).await.expect("it runs");
        assert_eq!(database.heads().await, ["a1"]);
        database.gone().await;
    }
}

#[tokio::test]
async fn a_version_table_of_another_shape_is_left_alone() {
    for database in databases::all("shape").await {
        line(&database.project);
        database.session().await.execute("CREATE TABLE aludel_version (a INTEGER, b INTEGER)", &[]).await.expect("new");
        let error = database.project.open().upgrade("head", silent()).await.expect_err("the table is another one");
        assert_eq!((error.code(), error.fault()), ("version_table_shape", Fault::Integrity));
        assert!(!database.has_table("orders").await);
        database.gone().await;
    }
}

#[tokio::test]
async fn a_guest_cannot_commit() {
    for database in databases::all("commits").await {
        let project = &database.project;
        project.migration("a1", "", "CREATE TABLE orders (id INTEGER);\nCOMMIT;", "");
        let error = project.open().upgrade("head", silent()).await.expect_err("it would end the transaction");
        let Error::MigrationFailed(failure) = &error else { panic!("{}: {error:?}", database.name()) };
        assert_eq!(failure.cause.code(), "refused", "{}: {error}", database.name());
        assert!(database.heads().await.is_empty(), "{}: nobody is told that it is applied", database.name());
        database.gone().await;
    }
}

#[tokio::test]
async fn branches_merge_and_depend() {
    for database in databases::all("branches").await {
        let project = &database.project;
        project.migration("a1", "", "CREATE TABLE a (id INTEGER);", "DROP TABLE a;");
        project.migration("b2", "-- down_revision = \"a1\"\n", "CREATE TABLE b (id INTEGER);", "DROP TABLE b;");
        project.migration("c3", "-- down_revision = \"a1\"\n", "CREATE TABLE c (id INTEGER);", "DROP TABLE c;");
        project.migration("d4", "-- depends_on = [\"b2\"]\n", "CREATE TABLE d (id INTEGER);", "DROP TABLE d;");
        let report = project.open().upgrade("heads", silent()).await.expect("it runs");
        assert_eq!(report.steps.len(), 4);
        assert_eq!(database.heads().await, ["c3", "d4"], "b2 is implied by d4");
        project.migration(
            "e5",
            "-- down_revision = [\"b2\", \"c3\"]\n",
            "CREATE TABLE e (id INTEGER);",
            "DROP TABLE e;",
        );
        project.open().upgrade("heads", silent()).await.expect("it runs");
        assert_eq!(database.heads().await, ["d4", "e5"]);
        project.open().downgrade("base", silent()).await.expect("it runs");
        assert!(database.heads().await.is_empty() && !database.has_table("a").await);
        database.gone().await;
    }
}

#[tokio::test]
async fn downgrades_need_a_way_back() {
    let database = databases::sqlite();
    let text = "-- /// migration\n-- revision = \"a1\"\n-- ///\n-- aludel:upgrade\nCREATE TABLE a (id INTEGER);\n";
    database.project.write("migrations/a1.sql", text);
    database.project.open().upgrade("head", silent()).await.expect("it goes up");
    let error = database.project.open().downgrade(RunRequest::to("-1"), silent()).await.expect_err("no way back");
    let Error::MigrationFailed(failure) = &error else { panic!("{error:?}") };
    assert_eq!(failure.cause.code(), "irreversible");
    assert_eq!(database.heads().await, ["a1"]);
}
