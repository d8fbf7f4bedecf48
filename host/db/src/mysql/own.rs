//! Statements of the host's own, with their values written into them: one message each in place of two, and nothing to
//! prepare anew after each definition.

use aludel_sql::{ErrorKind, Outcome, Row, SqlError, Value, inline};
use futures_util::TryStreamExt as _;
use sqlx::mysql::MySqlRow;
use sqlx::{AssertSqlSafe, Executor as _, Row as _};

use super::error::sql_error;
use super::session::{MySqlSession, outcome};
use super::value::{KnownColumn, Shape, bytes_of, text};
use crate::columnar;
use crate::lookout::{Lookout as _, watched};

/// How many bytes of values are written into a statement; as digits they are twice as many.
const INLINED_BYTES_MAX: usize = 64 << 10;

impl MySqlSession {
    /// Runs a statement that changes rows of the house's tables.
    pub(super) async fn run_inlined(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        let prepared = columnar::cells(parameters).into_iter();
        if !is_short(parameters) {
            return self.run(sql, prepared).await;
        }
        let lookout = self.lookout();
        let running = self.run_text(sql, parameters);
        match watched(&*lookout, lookout.lock_timeout, running).await {
            // The server undid it, and nothing else.
            Err(error) if lookout.is_lock_timeout(&error) => self.run(sql, prepared).await,
            result => result,
        }
    }

    async fn run_text(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        let text = self.inlined(sql, parameters)?;
        let connection = self.connection().await?;
        outcome(connection.fetch_many(sqlx::raw_sql(AssertSqlSafe(text))), true).await
    }

    /// All rows of a small query over tables of the house: of texts, numbers and bytes.
    pub(super) async fn rows_inlined(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, SqlError> {
        let text = self.inlined(sql, parameters)?;
        let connection = self.connection().await?;
        let rows = connection.fetch(sqlx::raw_sql(AssertSqlSafe(text)));
        let rows: Vec<MySqlRow> = rows.try_collect().await.map_err(sql_error)?;
        Ok(rows.iter().map(values).collect())
    }

    /// Writes texts as bytes in digits: what ends a string, and what a backslash in one means, may be as the guest has set
    /// it.
    fn inlined(&self, sql: &str, parameters: &[Value]) -> Result<String, SqlError> {
        let in_digits = |value: &Value| match value {
            Value::Text(text) => Value::Bytes(text.clone().into_bytes()),
            other => other.clone(),
        };
        let parameters: Vec<Value> = parameters.iter().map(in_digits).collect();
        let inlined = inline(sql, &parameters, self.info.dialect);
        inlined.map_err(|error| SqlError::new(ErrorKind::Conversion, error.to_string()))
    }
}

fn is_short(parameters: &[Value]) -> bool {
    let bytes = |value: &Value| match value {
        Value::Text(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        _ => 0,
    };
    parameters.iter().map(bytes).sum::<usize>() <= INLINED_BYTES_MAX
}

/// Numbers come as digits here.
fn values(row: &MySqlRow) -> Row {
    let value = |index| {
        let Some(bytes) = bytes_of(row, index) else { return Value::Null };
        match KnownColumn::new(row.column(index)).shape {
            Shape::Bytes => Value::Bytes(bytes.to_vec()),
            Shape::Signed => text(bytes).parse().map_or(Value::Null, Value::Integer),
            Shape::Unsigned => text(bytes).parse().map_or(Value::Null, Value::UnsignedInteger),
            _ => Value::Text(text(bytes).into_owned()),
        }
    };
    (0..row.len()).map(value).collect()
}
