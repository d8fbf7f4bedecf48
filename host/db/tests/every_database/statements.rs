//! Statements, scripts, prepared statements, batches, bulk writers, savepoints, transactions.

use aludel_sql::{BulkKind, BulkTarget, ErrorKind, Outcome};

use crate::databases::{TestDatabase, on_every_database};
use crate::{integer, next, numbered, rows, scalar, text};

on_every_database!(
    a_statement_tells_what_it_did,
    errors_have_kinds,
    a_nul_in_a_text_is_refused,
    scripts_run_statement_by_statement,
    prepared_statements_are_reused,
    batches_run_once_a_row,
    bulk_writers_insert_and_update,
    an_abandoned_bulk_writer_leaves_nothing,
    savepoints_nest,
    a_rollback_drops_every_handle,
    handles_of_a_guest_are_released,
    two_cursors_or_an_answer,
);

const TABLE: &str = "CREATE TABLE item (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(50))";

async fn a_statement_tells_what_it_did(database: &TestDatabase) {
    let mut session = database.session().await;
    assert_eq!(session.execute(TABLE, &[]).await.unwrap(), Outcome::default());
    session.execute("INSERT INTO item VALUES (1, 'a'), (2, 'b')", &[]).await.unwrap();
    let updated = session.execute("UPDATE item SET name = 'c' WHERE id > 0", &[]).await.unwrap();
    assert_eq!(updated.rows_affected, 2);
    let created = session.execute("CREATE TABLE other (id INTEGER)", &[]).await.unwrap();
    assert_eq!(created.rows_affected, 0);
    let none = session.execute("DELETE FROM item WHERE id = 77", &[]).await.unwrap();
    assert_eq!(none.rows_affected, 0);
    session.close().await.unwrap();
}

async fn errors_have_kinds(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute(TABLE, &[]).await.unwrap();
    session.execute("INSERT INTO item VALUES (1, 'a')", &[]).await.unwrap();
    session.execute("CREATE TABLE needed (id INTEGER, name VARCHAR(9) NOT NULL)", &[]).await.unwrap();
    let cases = [
        ("SELEC 1", ErrorKind::Syntax),
        ("SELECT * FROM missing", ErrorKind::UndefinedObject),
        ("SELECT missing FROM item", ErrorKind::UndefinedObject),
        (TABLE, ErrorKind::DuplicateObject),
        ("ALTER TABLE item ADD COLUMN name INTEGER", ErrorKind::DuplicateObject),
        ("INSERT INTO item VALUES (1, 'b')", ErrorKind::ConstraintViolation),
        ("INSERT INTO item (id, name) VALUES (2, 'b'), (2, 'c')", ErrorKind::ConstraintViolation),
        ("INSERT INTO needed VALUES (1, NULL)", ErrorKind::ConstraintViolation),
    ];
    for (sql, kind) in cases {
        let error = session.execute(sql, &[]).await.unwrap_err();
        assert_eq!(error.kind, kind, "{sql}: {error:?}");
        assert!(error.native_code.is_some() || error.sqlstate.is_some(), "{sql}: {error:?}");
    }
    // The session is as good as before.
    assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM item").await, integer(1));
}

async fn a_nul_in_a_text_is_refused(database: &TestDatabase) {
    let mut session = database.session().await;
    assert!(session.execute("SELECT '\0'", &[]).await.is_err());
    assert!(session.query("SELECT 1 -- \0", &[]).await.is_err());
    assert!(session.execute_script("SELECT 1; SELECT '\0'").await.is_err());
    assert!(session.prepare("SELECT '\0'").await.is_err());
    assert_eq!(scalar(&mut *session, "SELECT 1 + 1").await, integer(2));
}

async fn scripts_run_statement_by_statement(database: &TestDatabase) {
    let mut session = database.session().await;
    let script = "-- first; the table\nCREATE TABLE a (id INTEGER); /* ; */ INSERT INTO a VALUES (1);\nSELECT ';';\n";
    session.execute_script(script).await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM a").await, integer(1));
    let error = session.execute_script("INSERT INTO a VALUES (2); INSERT INTO b VALUES (3)").await.unwrap_err();
    assert_eq!((error.kind, error.extra("statement")), (ErrorKind::UndefinedObject, Some("2")));
    session.execute_script("").await.unwrap();
    session.execute_script("-- nothing\n").await.unwrap();
}

async fn prepared_statements_are_reused(database: &TestDatabase) {
    let mut session = database.session().await;
    let dialect = database.dialect();
    session.execute(TABLE, &[]).await.unwrap();
    let (first, second) = (dialect.placeholder(1), dialect.placeholder(2));
    let insert = session.prepare(&format!("INSERT INTO item VALUES ({first}, {second})")).await.unwrap();
    for id in 1..=3 {
        let outcome = session.execute_prepared(insert, &[integer(id), text("x")]).await.unwrap();
        assert_eq!(outcome.rows_affected, 1);
    }
    let select = session.prepare(&format!("SELECT name FROM item WHERE id >= {first} ORDER BY id")).await.unwrap();
    for (from, expected) in [(1, 3), (3, 1), (4, 0)] {
        let cursor = session.query_prepared(select, &[integer(from)]).await.unwrap();
        assert_eq!(next(&mut *session, cursor, 10).await.len(), expected);
        session.close_cursor(cursor).await;
    }
    assert!(session.execute_prepared(insert, &[integer(9)]).await.is_err());
    session.close_statement(insert).await;
    session.close_statement(insert).await;
    assert_eq!(session.execute_prepared(insert, &[]).await.unwrap_err().kind, ErrorKind::Other);
    assert!(session.prepare("SELEC 1").await.is_err() || database.dialect().is_mysql_family());
}

async fn batches_run_once_a_row(database: &TestDatabase) {
    let mut session = database.session().await;
    let dialect = database.dialect();
    session.execute(TABLE, &[]).await.unwrap();
    let (first, second) = (dialect.placeholder(1), dialect.placeholder(2));
    let insert = session.prepare(&format!("INSERT INTO item VALUES ({first}, {second})")).await.unwrap();
    let batch = numbered(&[(1, "one"), (2, ""), (3, "drei ß")]);
    assert_eq!(session.execute_batch(insert, batch.clone()).await.unwrap(), 3);
    let error = session.execute_batch(insert, numbered(&[(4, "x"), (2, "again")])).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::ConstraintViolation);
    // Outside of a transaction a batch is one of its own.
    let cursor = session.query("SELECT id, name FROM item ORDER BY id", &[]).await.unwrap();
    let read = session.next_batch(cursor, crate::LARGE).await.unwrap();
    assert_eq!(read, batch);
    assert_eq!(session.next_batch(cursor, crate::LARGE).await.unwrap().row_count, 0);
    session.close_cursor(cursor).await;
}

fn target(kind: BulkKind) -> BulkTarget {
    let columns =
        if kind == BulkKind::Insert { vec!["id".to_owned(), "name".to_owned()] } else { vec!["name".to_owned()] };
    BulkTarget { schema: None, table: "item".to_owned(), kind, columns }
}

async fn bulk_writers_insert_and_update(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute(TABLE, &[]).await.unwrap();
    session.begin().await.unwrap();
    let insert = session.open_bulk(target(BulkKind::Insert)).await.unwrap();
    session.write_bulk(insert, numbered(&[(1, "a"), (2, "b\t\\N\n")])).await.unwrap();
    session.write_bulk(insert, numbered(&[(3, "c")])).await.unwrap();
    assert_eq!(session.finish_bulk(insert).await.unwrap(), 3);
    let update = session.open_bulk(target(BulkKind::Update { keys: vec!["id".to_owned()] })).await.unwrap();
    session.write_bulk(update, numbered(&[(1, "A"), (3, "C"), (9, "nobody")])).await.unwrap();
    assert_eq!(session.finish_bulk(update).await.unwrap(), 2);
    session.commit().await.unwrap();
    let expected = vec![vec![text("A")], vec![text("b\t\\N\n")], vec![text("C")]];
    assert_eq!(rows(&mut *session, "SELECT name FROM item ORDER BY id", &[]).await, expected);
    assert_eq!(session.finish_bulk(insert).await.unwrap_err().kind, ErrorKind::Other);
}

async fn an_abandoned_bulk_writer_leaves_nothing(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute(TABLE, &[]).await.unwrap();
    session.begin().await.unwrap();
    session.execute("INSERT INTO item VALUES (1, 'before')", &[]).await.unwrap();
    let bulk = session.open_bulk(target(BulkKind::Insert)).await.unwrap();
    session.write_bulk(bulk, numbered(&[(2, "a"), (3, "b")])).await.unwrap();
    session.abandon_bulk(bulk).await.unwrap();
    session.abandon_bulk(bulk).await.unwrap();
    session.execute("INSERT INTO item VALUES (2, 'after')", &[]).await.unwrap();
    session.commit().await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM item").await, integer(2));
}

async fn savepoints_nest(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute(TABLE, &[]).await.unwrap();
    session.begin().await.unwrap();
    let outer = session.savepoint().await.unwrap();
    session.execute("INSERT INTO item VALUES (1, 'kept')", &[]).await.unwrap();
    let inner = session.savepoint().await.unwrap();
    session.execute("INSERT INTO item VALUES (2, 'undone')", &[]).await.unwrap();
    assert!(session.execute("INSERT INTO item VALUES (1, 'twice')", &[]).await.is_err());
    session.rollback_savepoint(inner).await.unwrap();
    session.release_savepoint(outer).await.unwrap();
    assert!(session.release_savepoint(inner).await.is_err());
    session.commit().await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM item").await, integer(1));
}

async fn a_rollback_drops_every_handle(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute(TABLE, &[]).await.unwrap();
    session.begin().await.unwrap();
    assert!(session.is_in_transaction());
    session.execute("INSERT INTO item VALUES (1, 'a')", &[]).await.unwrap();
    let savepoint = session.savepoint().await.unwrap();
    let statement = session.prepare("SELECT 1").await.unwrap();
    let cursor = session.query("SELECT id FROM item", &[]).await.unwrap();
    session.rollback().await.unwrap();
    assert!(!session.is_in_transaction());
    assert!(session.release_savepoint(savepoint).await.is_err());
    assert!(session.execute_prepared(statement, &[]).await.is_err());
    assert!(session.next_rows(cursor, crate::LARGE).await.is_err());
    assert!(session.columns(cursor).is_empty());
    assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM item").await, integer(0));
}

async fn handles_of_a_guest_are_released(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute(TABLE, &[]).await.unwrap();
    session.begin().await.unwrap();
    session.execute("INSERT INTO item VALUES (1, 'a')", &[]).await.unwrap();
    let cursor = session.query("SELECT id FROM item", &[]).await.unwrap();
    session.release_handles().await.unwrap();
    assert!(session.is_in_transaction());
    assert!(session.next_rows(cursor, crate::LARGE).await.is_err());
    session.commit().await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT COUNT(*) FROM item").await, integer(1));
}

async fn two_cursors_or_an_answer(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute(TABLE, &[]).await.unwrap();
    session.execute("INSERT INTO item VALUES (1, 'a'), (2, 'b'), (3, 'c')", &[]).await.unwrap();
    session.begin().await.unwrap();
    let first = session.query("SELECT id FROM item ORDER BY id", &[]).await.unwrap();
    assert_eq!(next(&mut *session, first, 1).await, vec![vec![integer(1)]]);
    let second = session.query("SELECT id FROM item ORDER BY id DESC", &[]).await;
    if session.supports("concurrent-cursors") {
        assert_eq!(next(&mut *session, second.unwrap(), 1).await, vec![vec![integer(3)]]);
    }
    session.execute("UPDATE item SET name = 'z' WHERE id = 3", &[]).await.unwrap();
    assert_eq!(next(&mut *session, first, 5).await, vec![vec![integer(2)], vec![integer(3)]]);
    assert_eq!(next(&mut *session, first, 5).await.len(), 0);
    session.rollback().await.unwrap();
}
