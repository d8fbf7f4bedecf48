//! Targets that components describe: compared, led to, and refused.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aludel_engine::{AutogenerateRequest, CheckRequest, DiffRequest, Error, Nobody, RevisionRequest, Silent};
use aludel_sql::Dialect;
use support::databases::{self, TestDatabase};

fn kept(guest: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/guests/components").join(guest).with_added_extension("wasm")
}

/// Makes bytes the target of a project.
fn aim(database: &TestDatabase, component: &[u8]) {
    let root = database.project.root();
    fs::write(root.join("target.wasm"), component).expect("the folder is writable");
    let config = fs::read_to_string(root.join("aludel.toml")).expect("the project has a config");
    database.project.write("aludel.toml", &format!("{config}\n[target]\ncomponent = \"target.wasm\"\n"));
}

fn aim_at_library(database: &TestDatabase) {
    aim(database, &fs::read(kept("library")).expect("the repository has the component"));
}

/// What leads from the database to the target, in words.
async fn differences(database: &TestDatabase) -> Vec<String> {
    let request = DiffRequest { from: "database".to_owned(), to: "target".to_owned(), ..DiffRequest::default() };
    let report = database.project.open().diff(request).await;
    let report = report.unwrap_or_else(|error| panic!("{}: {error} {error:?}", database.name()));
    report.operations.into_iter().map(|difference| difference.summary.text).collect()
}

/// Writes a migration that leads to the target, and runs it.
async fn follow(database: &TestDatabase, revision: &str) -> String {
    let wanted = RevisionRequest {
        message: "follow the target".to_owned(),
        revision_id: Some(revision.to_owned()),
        ..RevisionRequest::default()
    };
    let request = AutogenerateRequest { revision: wanted, ..AutogenerateRequest::default() };
    let report = Box::pin(database.project.open().autogenerate(request, &Nobody)).await;
    let report = report.unwrap_or_else(|error| panic!("{}: {error}", database.name()));
    let written = report.written.expect("something differs");
    let text = fs::read_to_string(&written.path).expect("the file was written");
    let outcome = database.project.open().upgrade("head", Arc::new(Silent)).await;
    outcome.unwrap_or_else(|error| panic!("{}: {error} {error:?}\n{text}", database.name()));
    text
}

async fn verdict(database: &TestDatabase) -> String {
    let report = database.project.open().check(CheckRequest::default()).await;
    let report = report.unwrap_or_else(|error| panic!("{}: {error}", database.name()));
    let found: Vec<String> = report.difference.operations.into_iter().map(|found| found.summary.text).collect();
    format!("{}{}", report.verdict, found.join("; "))
}

const SAME: &str = "the database and the target are the same";

#[tokio::test]
async fn what_a_component_describes_is_led_to() {
    for database in databases::all("described").await {
        aim_at_library(&database);
        let found = differences(&database).await;
        for words in ["create table books", "create table loans", "create table members", "create view lent_books"] {
            assert!(found.iter().any(|line| line == words), "{}: {words} in {found:?}", database.name());
        }
        let text = follow(&database, "first").await;
        for name in ["uq_members_mail", "ix_loans_member", "fk_loans_book_books", "numeric(8", "ON DELETE CASCADE"] {
            let is_there = text.to_lowercase().contains(&name.to_lowercase());
            assert!(is_there || database.dialect == Dialect::MariaDb && name == "numeric(8", "{name} in {text}");
        }
        assert_eq!(verdict(&database).await, SAME, "{}", database.name());
        assert_eq!(differences(&database).await, Vec::<String>::new(), "{}", database.name());
        database.gone().await;
    }
}

#[tokio::test]
async fn a_database_that_strays_is_led_back() {
    for database in databases::all("strayed").await {
        aim_at_library(&database);
        follow(&database, "first").await;
        let mut session = database.session().await;
        for statement in ["ALTER TABLE shelves ADD COLUMN lamp INTEGER", "DROP VIEW lent_books"] {
            session.execute(statement, &[]).await.expect("the test's own statement is right");
        }
        drop(session);
        assert_eq!(
            differences(&database).await,
            ["drop column shelves.lamp", "create view lent_books"],
            "{}",
            database.name()
        );
        follow(&database, "second").await;
        assert_eq!(verdict(&database).await, SAME, "{}", database.name());
        database.gone().await;
    }
}

/// Why a target is not taken, and what to do.
async fn refusal(component: &[u8]) -> (Error, String) {
    let database = databases::sqlite();
    aim(&database, component);
    let request = DiffRequest { from: "database".to_owned(), to: "target".to_owned(), ..DiffRequest::default() };
    let error = database.project.open().diff(request).await.expect_err("it is no target");
    let hint = error.hint().unwrap_or_default();
    (error, hint)
}

#[tokio::test]
async fn what_is_no_target_is_told() {
    let migration = fs::read(kept("backfill")).expect("the repository has the component");
    let (error, hint) = refusal(&migration).await;
    assert_eq!(error.code(), "target_component");
    assert_eq!(
        error.to_string(),
        "target `target.wasm`: it does not export `aludel:migration/target`, so it says nothing of a schema"
    );
    assert!(hint.contains("aludel_guest::target!"), "{hint}");
    for (bytes, words) in [
        (&b"CREATE TABLE a (id int);"[..], "it is a text file, not a WebAssembly component"),
        (&b""[..], "it is empty"),
        (&b"\0asm\x01\0\0\0"[..], "does not fit"),
    ] {
        let (error, _) = refusal(bytes).await;
        assert!(error.to_string().starts_with("target `target.wasm`: "), "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
}
