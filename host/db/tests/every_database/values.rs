//! Values that every database keeps as they are, as parameters, in batches and back.

use aludel_sql::{Batch, ColumnBatch, ColumnData, ErrorKind, Value};

use crate::databases::{Kind, TestDatabase, on_every_database};
use crate::{LARGE, integer, rows, text};

on_every_database!(
    plain_values_come_back,
    a_batch_of_mixed_values_is_written,
    an_unsound_batch_is_refused,
    a_value_that_does_not_fit_is_refused,
);

/// The widest types of each kind.
fn table(kind: Kind) -> &'static str {
    match kind {
        Kind::Sqlite => "CREATE TABLE v (id INTEGER PRIMARY KEY, i INTEGER, r REAL, t TEXT, b BLOB)",
        Kind::Postgres => "CREATE TABLE v (id INTEGER PRIMARY KEY, i BIGINT, r DOUBLE PRECISION, t TEXT, b BYTEA)",
        Kind::MariaDb | Kind::Mysql => {
            "CREATE TABLE v (id INTEGER PRIMARY KEY, i BIGINT, r DOUBLE, \
             t LONGTEXT CHARACTER SET utf8mb4, b LONGBLOB)"
        }
    }
}

/// Rows of number, real, text and bytes.
fn edges() -> Vec<[Value; 4]> {
    let long = "0123456789abcdef".repeat(1 << 16);
    vec![
        [Value::Null, Value::Null, Value::Null, Value::Null],
        [integer(0), Value::Real(0.0), text(""), Value::Bytes(Vec::new())],
        [integer(i64::MIN), Value::Real(f64::MAX), text("'"), Value::Bytes(vec![0])],
        [integer(i64::MAX), Value::Real(f64::MIN), text("\\"), Value::Bytes((0..=255).collect())],
        [integer(-1), Value::Real(0.1), text("a\r\n\tb"), Value::Bytes(b"\\x00'\\".to_vec())],
        [integer(1), Value::Real(f64::MIN_POSITIVE), text("é 語 🜍 \u{10FFFF}"), Value::Bytes(vec![0xff; 3])],
        [integer(4_294_967_296), Value::Real(-1.5e300), text("NULL"), Value::Bytes(b"NULL".to_vec())],
        [integer(255), Value::Real(1e-300), text(" padded "), Value::Bytes(b"  ".to_vec())],
        [
            integer(9_007_199_254_740_993),
            Value::Real(9_007_199_254_740_993.0),
            text(&long),
            Value::Bytes(long.clone().into_bytes()),
        ],
    ]
}

fn places(database: &TestDatabase) -> String {
    (1..=5).map(|place| database.dialect().placeholder(place)).collect::<Vec<_>>().join(", ")
}

async fn plain_values_come_back(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute(table(database.kind), &[]).await.unwrap();
    let sql = format!("INSERT INTO v VALUES ({})", places(database));
    for (id, values) in (0..).zip(edges()) {
        let parameters: Vec<Value> = [vec![integer(id)], values.to_vec()].concat();
        session.execute(&sql, &parameters).await.unwrap();
    }
    let read = rows(&mut *session, "SELECT i, r, t, b FROM v ORDER BY id", &[]).await;
    for (read, written) in read.iter().zip(edges()) {
        assert!(*read == written, "{:.200} for {:.200}", format!("{read:?}"), format!("{written:?}"));
    }
    assert_eq!(read.len(), edges().len());
}

async fn a_batch_of_mixed_values_is_written(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute(table(database.kind), &[]).await.unwrap();
    let insert = session.prepare(&format!("INSERT INTO v VALUES ({})", places(database))).await.unwrap();
    let edges = edges();
    let column = |index: usize| ColumnBatch {
        data: ColumnData::Values(edges.iter().map(|row| row[index].clone()).collect()),
        nulls: Vec::new(),
    };
    let ids = ColumnBatch { data: ColumnData::Integers((0..).take(edges.len()).collect()), nulls: Vec::new() };
    let row_count = u32::try_from(edges.len()).unwrap();
    let batch = Batch { row_count, columns: vec![ids, column(0), column(1), column(2), column(3)] };
    assert_eq!(session.execute_batch(insert, batch).await.unwrap(), u64::from(row_count));
    let cursor = session.query("SELECT id, i, r, t, b FROM v ORDER BY id", &[]).await.unwrap();
    let read = session.next_batch(cursor, LARGE).await.unwrap();
    session.close_cursor(cursor).await;
    assert!(matches!(read.columns[1].data, ColumnData::Integers(_)));
    assert!(matches!(read.columns[2].data, ColumnData::Reals(_)));
    assert!(matches!(read.columns[3].data, ColumnData::Texts(_)));
    assert!(matches!(read.columns[4].data, ColumnData::Blobs(_)));
    session.execute("DELETE FROM v", &[]).await.unwrap();
    session.execute_batch(insert, read).await.unwrap();
    let read = rows(&mut *session, "SELECT i, r, t, b FROM v ORDER BY id", &[]).await;
    assert!(read == edges, "what was read in columns and written again is the same");
}

async fn an_unsound_batch_is_refused(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute(table(database.kind), &[]).await.unwrap();
    let sql = format!("INSERT INTO v (id) VALUES ({})", database.dialect().placeholder(1));
    let insert = session.prepare(&sql).await.unwrap();
    let column = ColumnBatch { data: ColumnData::Integers(vec![1, 2]), nulls: Vec::new() };
    for batch in [
        Batch { row_count: 3, columns: vec![column.clone()] },
        Batch { row_count: 2, columns: vec![column.clone(), column] },
        Batch { row_count: 2, columns: Vec::new() },
    ] {
        assert!(session.execute_batch(insert, batch.clone()).await.is_err(), "{batch:?}");
    }
    assert_eq!(
        session
            .execute_batch(
                insert,
                Batch {
                    row_count: 0,
                    columns: vec![ColumnBatch { data: ColumnData::Integers(Vec::new()), nulls: Vec::new() }]
                }
            )
            .await
            .unwrap(),
        0
    );
    assert!(rows(&mut *session, "SELECT id FROM v", &[]).await.is_empty());
}

async fn a_value_that_does_not_fit_is_refused(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute(table(database.kind), &[]).await.unwrap();
    let sql = format!("INSERT INTO v (id, i) VALUES (1, {})", database.dialect().placeholder(1));
    assert!(session.execute(&sql, &[Value::UnsignedInteger(u64::MAX)]).await.is_err());
    let sql = format!("INSERT INTO v (id, t) VALUES (1, {})", database.dialect().placeholder(1));
    let refused = session.execute(&sql, &[text("a\0b")]).await;
    let is_kept = database.dialect().is_mysql_family() && refused.is_ok();
    assert!(is_kept || refused.unwrap_err().kind == ErrorKind::Conversion);
}
