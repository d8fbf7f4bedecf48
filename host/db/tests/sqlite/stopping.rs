//! Locks, time limits, cancellation.

use std::time::{Duration, Instant};

use aludel_db::ConnectOptions;
use aludel_sql::{ErrorKind, Value};
use tempfile::TempDir;

use crate::{memory, open, open_with, rows, scalar};

const ENDLESS: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";

fn limits(statement_ms: u64, lock_ms: u64) -> ConnectOptions {
    ConnectOptions {
        statement_timeout: Duration::from_millis(statement_ms),
        lock_timeout: Duration::from_millis(lock_ms),
        ..ConnectOptions::default()
    }
}

#[tokio::test]
async fn a_statement_ends_with_its_time() {
    let directory = TempDir::new().unwrap();
    let mut session = open_with(directory.path(), "sqlite://a.db", &limits(100, 0)).await.unwrap();
    let started = Instant::now();
    let error = session.execute(ENDLESS, &[]).await.unwrap_err();
    assert_eq!((error.kind, &*error.message), (ErrorKind::Timeout, "the statement took longer than 100ms"));
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_eq!(rows(&mut *session, ENDLESS, &[]).await.unwrap_err().kind, ErrorKind::Timeout);
    // The next statement has its own time.
    assert_eq!(scalar(&mut *session, "SELECT 1").await, Value::Integer(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_is_cancelled_from_another_task() {
    let mut session = memory().await;
    let canceller = session.canceller();
    let cancel = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(100)).await;
        canceller.cancel().await
    });
    session.begin().await.unwrap();
    session.execute("CREATE TABLE t (a)", &[]).await.unwrap();
    let error = session.execute(ENDLESS, &[]).await.unwrap_err();
    assert_eq!((error.kind, error.native_code), (ErrorKind::Cancelled, Some(9)));
    cancel.await.unwrap().unwrap();
    session.rollback().await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM sqlite_schema").await, Value::Integer(0));
}

#[tokio::test]
async fn a_transaction_takes_the_write_lock_at_once() {
    let directory = TempDir::new().unwrap();
    let mut first = open(directory.path(), "sqlite://a.db").await.unwrap();
    let mut second = open_with(directory.path(), "sqlite://a.db", &limits(0, 150)).await.unwrap();
    first.begin().await.unwrap();
    let started = Instant::now();
    let error = second.begin().await.unwrap_err();
    assert_eq!((error.kind, error.native_code), (ErrorKind::Timeout, Some(5)));
    assert_eq!(error.message, "database is locked: another connection held it for 150ms");
    assert!(started.elapsed() >= Duration::from_millis(150) && !second.is_in_transaction());
    first.rollback().await.unwrap();
    second.begin().await.unwrap();
    second.rollback().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn waiting_for_a_lock_is_cancelled_too() {
    let directory = TempDir::new().unwrap();
    let mut first = open(directory.path(), "sqlite://a.db").await.unwrap();
    let mut second = open_with(directory.path(), "sqlite://a.db", &limits(0, 60_000)).await.unwrap();
    first.begin().await.unwrap();
    let canceller = second.canceller();
    let cancel = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(100)).await;
        canceller.cancel().await
    });
    assert_eq!(second.begin().await.unwrap_err().kind, ErrorKind::Cancelled);
    cancel.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_refused_commit_leaves_the_transaction_to_be_rolled_back() {
    let mut session = memory().await;
    session.execute("CREATE TABLE a (id INTEGER PRIMARY KEY)", &[]).await.unwrap();
    let child = "CREATE TABLE b (a INTEGER REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED)";
    session.execute(child, &[]).await.unwrap();
    session.begin().await.unwrap();
    session.execute("INSERT INTO b VALUES (7)", &[]).await.unwrap();
    assert_eq!(session.commit().await.unwrap_err().kind, ErrorKind::ConstraintViolation);
    assert!(session.is_in_transaction());
    session.rollback().await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM b").await, Value::Integer(0));
}

#[tokio::test]
async fn a_full_database_says_so() {
    let mut session = memory().await;
    session.execute("PRAGMA max_page_count = 5", &[]).await.unwrap();
    session.execute("CREATE TABLE t (a)", &[]).await.unwrap();
    session.begin().await.unwrap();
    let error = session.execute("INSERT INTO t VALUES (zeroblob(100000))", &[]).await.unwrap_err();
    assert_eq!((&*error.message, error.native_code), ("database or disk is full", Some(13)));
    session.rollback().await.unwrap();
}

#[tokio::test]
async fn savepoints_without_a_transaction_end_with_the_guest() {
    let directory = TempDir::new().unwrap();
    let mut session = open(directory.path(), "sqlite://a.db").await.unwrap();
    session.execute("CREATE TABLE t (a)", &[]).await.unwrap();
    let outer = session.savepoint().await.unwrap();
    session.execute("INSERT INTO t VALUES (1)", &[]).await.unwrap();
    let _inner = session.savepoint().await.unwrap();
    session.execute("INSERT INTO t VALUES (2)", &[]).await.unwrap();
    session.release_savepoint(outer).await.unwrap();
    session.release_handles().await.unwrap();
    let mut second = open(directory.path(), "sqlite://a.db").await.unwrap();
    assert_eq!(scalar(&mut *second, "SELECT SUM(a) FROM t").await, Value::Integer(1));
}

#[tokio::test]
async fn nothing_runs_after_a_statement_has_ended_the_transaction() {
    let directory = TempDir::new().unwrap();
    let mut session = open(directory.path(), "sqlite://a.db").await.unwrap();
    session.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)", &[]).await.unwrap();
    for leaving in ["COMMIT", "ROLLBACK"] {
        session.begin().await.unwrap();
        session.execute(leaving, &[]).await.unwrap();
        for next in ["INSERT INTO t VALUES (7)", "BEGIN"] {
            let error = session.execute(next, &[]).await.unwrap_err();
            assert_eq!(error.message, "the transaction was ended by one of the statements that ran in it");
        }
        assert!(session.execute_script("INSERT INTO t VALUES (7)").await.is_err());
        assert!(session.query("INSERT INTO t VALUES (7) RETURNING a", &[]).await.is_err());
        assert!(session.commit().await.is_err());
        assert!(!session.is_in_transaction());
    }
    session.begin().await.unwrap();
    let error = session.execute_script("COMMIT; BEGIN; INSERT INTO t VALUES (7)").await.unwrap_err();
    assert_eq!(error.extra("statement"), Some("2"));
    session.rollback().await.unwrap();
    session.begin().await.unwrap();
    session.execute("INSERT INTO t VALUES (1)", &[]).await.unwrap();
    // This conflict clause rolls the whole transaction back.
    let sql = "INSERT OR ROLLBACK INTO t VALUES (1)";
    assert_eq!(session.execute(sql, &[]).await.unwrap_err().kind, ErrorKind::ConstraintViolation);
    assert!(session.execute("INSERT INTO t VALUES (2)", &[]).await.is_err());
    session.rollback().await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM t").await, Value::Integer(0));
}
