//! A batch that is written in one pass over its table leaves what a statement a row leaves.

use aludel_db::Session;
use aludel_sql::{Batch, BulkKind, BulkTarget, ColumnBatch, ColumnData, SqlError, Value};

use super::{memory, rows, scalar};

const ROW_COUNT: i64 = 1_200;

fn batch(keys: Vec<i64>, values: Vec<Value>) -> Batch {
    let column = |data| ColumnBatch { data, nulls: Vec::new() };
    let row_count = u32::try_from(keys.len()).expect("a small batch");
    Batch { row_count, columns: vec![column(ColumnData::Integers(keys)), column(ColumnData::Values(values))] }
}

async fn table(columns: &str) -> Box<dyn Session> {
    let mut session = memory().await;
    session.execute_script(&format!("CREATE TABLE t (id INTEGER PRIMARY KEY, {columns})")).await.expect(columns);
    let fill = "INSERT INTO t (id, v) SELECT value, value FROM json_each(?)";
    let keys: Vec<String> = (1..=ROW_COUNT).map(|key| key.to_string()).collect();
    let keys = Value::Text(format!("[{}]", keys.join(",")));
    session.execute(fill, &[keys]).await.expect("the table takes its rows");
    session.begin().await.expect("there is no other transaction");
    session
}

async fn update_in_bulk(session: &mut dyn Session, batch: Batch) -> Result<u64, SqlError> {
    let kind = BulkKind::Update { keys: vec!["id".to_owned()] };
    let target = BulkTarget { schema: None, table: "t".to_owned(), kind, columns: vec!["v".to_owned()] };
    let bulk = session.open_bulk(target).await?;
    let written = session.write_bulk(bulk, batch).await;
    let affected = session.finish_bulk(bulk).await?;
    written.map(|()| affected)
}

async fn update_by_rows(session: &mut dyn Session, batch: Batch) -> Result<u64, SqlError> {
    let statement = session.prepare("UPDATE t SET v = ?2 WHERE id = ?1").await?;
    session.execute_batch(statement, batch).await
}

/// Both ways come to the same result, rows and errors; gives the result.
async fn same(columns: &str, keys: Vec<i64>, value: impl Fn(i64) -> Value) -> Result<u64, SqlError> {
    let batch = batch(keys.clone(), keys.into_iter().map(value).collect());
    let (mut in_bulk, mut by_rows) = (table(columns).await, table(columns).await);
    let affected = update_in_bulk(&mut *in_bulk, batch.clone()).await;
    assert_eq!(affected, update_by_rows(&mut *by_rows, batch).await, "{columns}");
    let select = "SELECT id, v, typeof(v) FROM t WHERE typeof(v) <> 'integer' OR v <> id ORDER BY id";
    let all = format!("SELECT json_group_array(json_array(id, quote(v), typeof(v))) FROM ({select})");
    assert_eq!(scalar(&mut *in_bulk, &all).await, scalar(&mut *by_rows, &all).await, "{columns}");
    affected
}

fn every_kind(key: i64) -> Value {
    match key % 6 {
        0 => Value::Null,
        1 => Value::Integer(-key),
        2 => Value::Real(0.5),
        3 => Value::Text(format!("text {key}")),
        4 => Value::Bytes(vec![0, 255]),
        _ => Value::Decimal("1.50".to_owned()),
    }
}

#[tokio::test]
async fn values_of_every_kind_are_stored_alike() {
    for columns in ["v", "v TEXT", "v NUMERIC", "v REAL, w AS (v || 'x') STORED", "v BLOB, w DEFAULT 7"] {
        assert_eq!(same(columns, (1..=1_000).collect(), every_kind).await, Ok(1_000), "{columns}");
        assert_eq!(same(columns, (700..=2_000).collect(), every_kind).await, Ok(501), "{columns}");
        assert_eq!(same(columns, (-400..1_200).step_by(2).collect(), every_kind).await, Ok(599), "{columns}");
    }
}

#[tokio::test]
async fn an_error_names_its_row_and_keeps_the_rows_before_it() {
    let refused = |bad: i64| move |key| if key == bad { Value::Null } else { Value::Integer(0) };
    for columns in ["v NOT NULL", "v CHECK (v IS NOT NULL)", "v NOT NULL ON CONFLICT FAIL", "v UNIQUE CHECK (v > 0)"] {
        let error = same(columns, (1..=1_000).collect(), refused(700)).await.unwrap_err();
        let row = error.extras.iter().find(|(name, _)| name == "row").map(|(_, row)| row.as_str());
        assert_eq!(row, Some(if columns.contains("UNIQUE") { "1" } else { "700" }), "{columns}: {error:?}");
    }
    assert_eq!(same("v NOT NULL ON CONFLICT IGNORE", (1..=1_000).collect(), refused(700)).await, Ok(999));
    assert_eq!(same("v NOT NULL ON CONFLICT REPLACE DEFAULT 5", (1..=1_000).collect(), refused(700)).await, Ok(1_000));
}

#[tokio::test]
async fn a_value_that_cannot_be_kept_is_refused_in_its_row() {
    let error =
        same("v", (1..=1_000).collect(), |key| if key == 900 { Value::Real(f64::NAN) } else { Value::Integer(0) });
    let error = error.await.unwrap_err();
    assert!(error.message.starts_with("parameter 2 is a NaN"), "{}", error.message);
    assert_eq!(error.extras, [("row".to_owned(), "900".to_owned())]);
}

#[tokio::test]
async fn an_open_cursor_goes_on_over_rows_that_are_updated() {
    let mut session = table("v").await;
    let cursor = session.query("SELECT id, v FROM t", &[]).await.unwrap();
    let mut read = 0;
    loop {
        let page = session.next_rows(cursor, aludel_sql::PageLimit { rows: 600, bytes: usize::MAX }).await.unwrap();
        if page.is_empty() {
            break;
        }
        let keys: Vec<i64> = (read + 1..).take(page.len()).collect();
        let written = batch(keys.clone(), keys.iter().map(|key| Value::Text(format!("{key}!"))).collect());
        read += i64::try_from(page.len()).unwrap();
        assert_eq!(update_in_bulk(&mut *session, written).await, Ok(600));
    }
    session.close_cursor(cursor).await;
    assert_eq!(read, ROW_COUNT);
    let left = rows(&mut *session, "SELECT count(*) FROM t WHERE v <> id || '!'", &[]).await.unwrap();
    assert_eq!(left, [[Value::Integer(0)]]);
}

#[tokio::test]
async fn an_error_that_ends_the_transaction_says_where() {
    let mut session = table("v NOT NULL ON CONFLICT ROLLBACK").await;
    let keys: Vec<i64> = (1..=1_000).collect();
    let values = keys.iter().map(|key| if *key == 800 { Value::Null } else { Value::Integer(0) }).collect();
    let kind = BulkKind::Update { keys: vec!["id".to_owned()] };
    let target = BulkTarget { schema: None, table: "t".to_owned(), kind, columns: vec!["v".to_owned()] };
    let bulk = session.open_bulk(target).await.unwrap();
    let error = session.write_bulk(bulk, batch(keys, values)).await.unwrap_err();
    assert_eq!(error.message, "NOT NULL constraint failed: t.v");
    assert!(error.extras.contains(&("row".to_owned(), "800".to_owned())), "{error:?}");
    session.rollback().await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT count(*) FROM t WHERE v = id").await, Value::Integer(ROW_COUNT));
}
