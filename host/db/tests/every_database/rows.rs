//! Pages of rows.

use aludel_sql::{ColumnData, PageLimit};

use crate::databases::{TestDatabase, on_every_database};
use crate::{integer, next, numbered, text};

on_every_database!(pages_end_where_their_limits_say, an_empty_result_has_columns, nulls_have_bits);

async fn pages_end_where_their_limits_say(database: &TestDatabase) {
    let mut session = database.session().await;
    let dialect = database.dialect();
    session.execute("CREATE TABLE page (id INTEGER NOT NULL PRIMARY KEY, note VARCHAR(200))", &[]).await.unwrap();
    let (first, second) = (dialect.placeholder(1), dialect.placeholder(2));
    let insert = session.prepare(&format!("INSERT INTO page VALUES ({first}, {second})")).await.unwrap();
    let long = "x".repeat(100);
    let many: Vec<(i64, &str)> = (1..=2_500).map(|id| (id, long.as_str())).collect();
    session.execute_batch(insert, numbered(&many)).await.unwrap();
    session.begin().await.unwrap();
    let cursor = session.query("SELECT id, note FROM page ORDER BY id", &[]).await.unwrap();
    let mut counts = Vec::new();
    loop {
        let page = next(&mut *session, cursor, 1_000).await;
        counts.push(page.len());
        if page.is_empty() {
            break;
        }
    }
    assert_eq!(counts, [1_000, 1_000, 500, 0]);
    let cursor = session.query("SELECT id, note FROM page ORDER BY id", &[]).await.unwrap();
    let page = session.next_rows(cursor, PageLimit { rows: 1_000, bytes: 1 }).await.unwrap();
    assert_eq!(page, vec![vec![integer(1), text(&long)]]);
    let batch = session.next_batch(cursor, PageLimit { rows: 1_000, bytes: 1_080 }).await.unwrap();
    assert!((2..100).contains(&batch.row_count), "{}", batch.row_count);
    session.rollback().await.unwrap();
}

async fn an_empty_result_has_columns(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE none (id INTEGER, name VARCHAR(9))", &[]).await.unwrap();
    let cursor = session.query("SELECT id, name AS called FROM none", &[]).await.unwrap();
    let names: Vec<String> = session.columns(cursor).into_iter().map(|column| column.name).collect();
    assert_eq!(names, ["id", "called"]);
    let batch = session.next_batch(cursor, crate::LARGE).await.unwrap();
    assert_eq!(batch.row_count, 0);
    session.close_cursor(cursor).await;
    session.close_cursor(cursor).await;
    assert!(session.next_rows(cursor, crate::LARGE).await.is_err());
}

async fn nulls_have_bits(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE hole (id INTEGER, note VARCHAR(9))", &[]).await.unwrap();
    session.execute("INSERT INTO hole VALUES (1, NULL), (NULL, 'b'), (3, '')", &[]).await.unwrap();
    let cursor = session.query("SELECT id, note FROM hole ORDER BY note IS NOT NULL, note DESC", &[]).await.unwrap();
    let batch = session.next_batch(cursor, crate::LARGE).await.unwrap();
    assert_eq!(batch.columns[0].data, ColumnData::Integers(vec![1, 0, 3]));
    assert_eq!((&batch.columns[0].nulls[..], &batch.columns[1].nulls[..]), (&[0b010_u8][..], &[0b001_u8][..]));
}
