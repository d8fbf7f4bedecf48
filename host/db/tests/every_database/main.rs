//! One suite for all databases: what a session promises holds on each of them.
#![expect(clippy::unwrap_used, reason = "a failed test should say where")]
#![expect(clippy::print_stderr, reason = "a test that cannot run says so")]

mod databases;
mod guest_login;
mod ledger;
mod lock;
mod mariadb;
mod mariadb_guest_login;
mod mariadb_schema;
mod pooler;
mod postgres;
mod postgres_schema;
mod rows;
mod scratch;
mod servers;
mod statements;
mod values;
mod walls;

use aludel_db::Session;
use aludel_sql::{Batch, CursorId, PageLimit, Row, Value};

/// Pages that hold more than any test makes.
const LARGE: PageLimit = PageLimit { rows: 10_000, bytes: 16 << 20 };

/// All rows of a query.
async fn rows(session: &mut dyn Session, sql: &str, parameters: &[Value]) -> Vec<Row> {
    let cursor = session.query(sql, parameters).await.unwrap();
    let rows = session.next_rows(cursor, LARGE).await.unwrap();
    session.close_cursor(cursor).await;
    rows
}

/// The first value of the first row.
async fn scalar(session: &mut dyn Session, sql: &str) -> Value {
    rows(session, sql, &[]).await.remove(0).remove(0)
}

async fn next(session: &mut dyn Session, cursor: CursorId, count: u32) -> Vec<Row> {
    session.next_rows(cursor, PageLimit { rows: count, bytes: 16 << 20 }).await.unwrap()
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn integer(integer: i64) -> Value {
    Value::Integer(integer)
}

/// A batch of two columns: numbers and texts.
fn numbered(rows: &[(i64, &str)]) -> Batch {
    use aludel_sql::{ColumnBatch, ColumnData, Packed};
    let mut texts = Packed::default();
    for (_, text) in rows {
        texts.data.extend_from_slice(text.as_bytes());
        texts.ends.push(u32::try_from(texts.data.len()).unwrap());
    }
    let numbers = rows.iter().map(|(number, _)| *number).collect();
    Batch {
        row_count: u32::try_from(rows.len()).unwrap(),
        columns: vec![
            ColumnBatch { data: ColumnData::Integers(numbers), nulls: Vec::new() },
            ColumnBatch { data: ColumnData::Texts(texts), nulls: Vec::new() },
        ],
    }
}
