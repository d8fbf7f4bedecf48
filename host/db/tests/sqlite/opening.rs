//! Every way in which a file can be in the way.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use aludel_db::{ConnectError, ConnectOptions};
use aludel_sql::{ErrorKind, Value};
use tempfile::TempDir;

use crate::{memory, open, open_with, scalar};

fn read_only() -> ConnectOptions {
    ConnectOptions { read_only: true, ..ConnectOptions::default() }
}

#[tokio::test]
async fn a_missing_file_is_made_only_for_writing() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("new.db");
    for (url, options) in [
        ("sqlite://new.db?mode=ro", ConnectOptions::default()),
        ("sqlite://new.db?mode=rw", ConnectOptions::default()),
        ("sqlite://new.db", read_only()),
    ] {
        let error = open_with(directory.path(), url, &options).await.err().expect("there is no file");
        assert_eq!(error, ConnectError::DatabaseMissing { database: url.to_owned() });
        assert!(!path.exists());
    }
    let mut session = open(directory.path(), "sqlite://new.db").await.unwrap();
    session.execute("CREATE TABLE t (a)", &[]).await.unwrap();
    session.close().await.unwrap();
    assert!(path.exists());
    let mut session = open_with(directory.path(), "sqlite://new.db", &read_only()).await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM t").await, Value::Integer(0));
    let error = session.execute("DROP TABLE t", &[]).await.unwrap_err();
    assert_eq!((error.kind, error.native_code), (ErrorKind::PermissionDenied, Some(8)));
}

#[tokio::test]
async fn what_is_no_database_is_named() {
    let directory = TempDir::new().unwrap();
    fs::write(directory.path().join("text.db"), "hello, this is no database").unwrap();
    fs::write(directory.path().join("short.db"), "x").unwrap();
    fs::write(directory.path().join("damaged.db"), [b"SQLite format 3\0".as_slice(), &[7; 4_096]].concat()).unwrap();
    fs::write(directory.path().join("empty.db"), "").unwrap();
    for (file, expected) in [
        ("text.db", "is not a SQLite database"),
        ("short.db", "is not a SQLite database"),
        ("damaged.db", "is not a SQLite database"),
    ] {
        let error = open(directory.path(), &format!("sqlite://{file}")).await.err().expect("it is no database");
        assert!(error.to_string().contains(expected) && error.to_string().contains(file), "{error}");
    }
    assert_eq!(fs::read(directory.path().join("text.db")).unwrap(), b"hello, this is no database");
    assert!(open(directory.path(), "sqlite://empty.db").await.is_ok());
}

#[tokio::test]
async fn folders_are_named() {
    let directory = TempDir::new().unwrap();
    let error = open(directory.path(), "sqlite://a/b.db").await.err().expect("there is no folder");
    let folder = directory.path().join("a");
    assert_eq!(error.hint(), Some(format!("mkdir -p '{}'", folder.display())));
    assert_eq!(error, ConnectError::FolderMissing { database: "sqlite://a/b.db".to_owned(), folder: folder.clone() });
    fs::create_dir(&folder).unwrap();
    let error = open(directory.path(), "sqlite://a").await.err().expect("it is a folder");
    assert_eq!(error, ConnectError::IsAFolder { database: "sqlite://a".to_owned(), path: folder });
}

/// An administrator may write such a file, and then it opens.
#[tokio::test]
async fn a_file_without_the_right_to_write_is_said_at_once() {
    let directory = TempDir::new().unwrap();
    drop(open(directory.path(), "sqlite://kept.db").await.unwrap());
    let path = directory.path().join("kept.db");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    assert!(open_with(directory.path(), "sqlite://kept.db", &read_only()).await.is_ok());
    let is_writable = fs::OpenOptions::new().append(true).open(&path).is_ok();
    match open(directory.path(), "sqlite://kept.db").await {
        Ok(_) => assert!(is_writable),
        Err(error) => assert!(!is_writable && matches!(error, ConnectError::ReadOnly { .. }), "{error}"),
    }
}

/// The files as a process leaves them that is killed when a part of its transaction is in the file already.
async fn leave_in_the_midst(directory: &Path) {
    let mut session = open(directory, "sqlite://whole.db").await.expect("it is made");
    for sql in ["CREATE TABLE t (a)", "INSERT INTO t VALUES ('kept')", "PRAGMA cache_size = 1", "BEGIN"] {
        session.execute(sql, &[]).await.expect("it runs");
    }
    let rows = "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) \
                SELECT randomblob(500) FROM n";
    session.execute(rows, &[]).await.expect("it runs");
    for (from, to) in [("whole.db", "cut.db"), ("whole.db-journal", "cut.db-journal")] {
        fs::copy(directory.join(from), directory.join(to)).expect("the folder is writable");
    }
}

#[tokio::test]
async fn what_a_killed_process_left_is_taken_back_by_who_only_reads() {
    let directory = TempDir::new().unwrap();
    leave_in_the_midst(directory.path()).await;
    let error = open_with(directory.path(), "sqlite://cut.db?mode=ro", &read_only()).await.err().unwrap();
    assert_eq!(error, ConnectError::RecoveryNeeded { database: "sqlite://cut.db?mode=ro".to_owned() });
    assert!(error.hint().is_some_and(|hint| hint.contains("mode=ro")));
    let mut session = open_with(directory.path(), "sqlite://cut.db", &read_only()).await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT count(*) FROM t").await, Value::Integer(1));
    assert!(session.execute("DELETE FROM t", &[]).await.is_err(), "it only reads still");
}

#[tokio::test]
async fn the_operators_statements_run_in_order() {
    let directory = TempDir::new().unwrap();
    let statements = |texts: &[&str]| ConnectOptions {
        on_connect: texts.iter().map(|&text| text.to_owned()).collect(),
        ..ConnectOptions::default()
    };
    let options = statements(&["PRAGMA foreign_keys = OFF", "CREATE TEMP TABLE seen (a)"]);
    let mut session = open_with(directory.path(), "sqlite://a.db", &options).await.unwrap();
    assert_eq!(scalar(&mut *session, "PRAGMA foreign_keys").await, Value::Integer(0));
    let error = open_with(directory.path(), "sqlite://a.db", &statements(&["SELECT 1", "SELEC 2"])).await.err();
    let error = error.expect("the second statement is none");
    assert!(
        error.to_string().starts_with("`sqlite://a.db`: statement 2 of `on_connect` failed: near \"SELEC\""),
        "{error}"
    );
}

#[tokio::test]
async fn foreign_keys_are_enforced_and_the_journal_stays() {
    let mut session = memory().await;
    assert_eq!(scalar(&mut *session, "PRAGMA foreign_keys").await, Value::Integer(1));
    let directory = TempDir::new().unwrap();
    let mut session = open(directory.path(), "sqlite://wal.db").await.unwrap();
    assert_eq!(scalar(&mut *session, "PRAGMA journal_mode").await, Value::Text("delete".to_owned()));
    session.execute("PRAGMA journal_mode = WAL", &[]).await.unwrap();
    session.close().await.unwrap();
    let mut session = open(directory.path(), "sqlite://wal.db").await.unwrap();
    assert_eq!(scalar(&mut *session, "PRAGMA journal_mode").await, Value::Text("wal".to_owned()));
    assert_eq!(session.info().default_schema.as_deref(), Some("main"));
    assert!(session.info().version_number >= (3, 51, 0));
}
