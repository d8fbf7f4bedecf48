//! What is `SQLite`'s own: opening files, storage classes, locks, time limits.

mod again;
mod agreement;
mod bulk_update;
mod cage;
mod odd_tables;
mod opening;
mod reading;
mod stopping;
mod storage;

use std::path::Path;

use aludel_db::{ConnectError, ConnectOptions, DatabaseUrl, Session, connect};
use aludel_sql::{PageLimit, Row, SqlError, Value};

async fn open_with(directory: &Path, url: &str, options: &ConnectOptions) -> Result<Box<dyn Session>, ConnectError> {
    connect(&DatabaseUrl::parse(url, directory).expect("a good URL"), options).await
}

async fn open(directory: &Path, url: &str) -> Result<Box<dyn Session>, ConnectError> {
    open_with(directory, url, &ConnectOptions::default()).await
}

async fn memory() -> Box<dyn Session> {
    open(Path::new("/"), "sqlite://:memory:").await.expect("memory is always there")
}

async fn rows(session: &mut dyn Session, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, SqlError> {
    let cursor = session.query(sql, parameters).await?;
    let rows = session.next_rows(cursor, PageLimit { rows: 1_000, bytes: usize::MAX }).await;
    session.close_cursor(cursor).await;
    rows
}

async fn scalar(session: &mut dyn Session, sql: &str) -> Value {
    rows(session, sql, &[]).await.expect(sql).remove(0).remove(0)
}
