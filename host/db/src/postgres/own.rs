//! Statements of the host's own, with their values written into them: one message each, and nothing is prepared.
//!
//! What is prepared has a name, and code that runs in the connection can put something else under it.

use aludel_sql::{Dialect, ErrorKind, Outcome, Row, SqlError, Value, inline};
use sqlx::Row as _;

use super::kind;
use super::link::text_of;
use super::session::PostgresSession;
use super::text;
use crate::lookout::watched;
use crate::session::fetch_all;

impl PostgresSession {
    /// Runs a statement that changes rows of the house's tables.
    pub(super) async fn run_inlined(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        // Bytes have no literal that is the same in every setting.
        let holds_bytes = parameters.iter().any(|value| matches!(value, Value::Bytes(_)));
        if holds_bytes || !self.keeps_place() {
            let rows_affected = self.run_of_house(sql, parameters).await?;
            return Ok(Outcome { rows_affected, last_insert_id: None });
        }
        let text = inlined(sql, parameters)?;
        let running = self.link.count_own(&text);
        let rows_affected = watched(&self.lookout, self.lookout.lock_timeout, running).await?;
        Ok(Outcome { rows_affected, last_insert_id: None })
    }

    async fn run_of_house(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, SqlError> {
        kind::refuse_unsendable(sql)?;
        let is_open = self.open_for_call().await?;
        let ran = self.run_watched(sql, parameters).await;
        self.close_after_call(is_open, ran).await
    }

    /// All rows of a small query.
    pub(super) async fn rows_inlined(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, SqlError> {
        if !self.keeps_place() {
            return fetch_all(self, sql, parameters).await;
        }
        let text = inlined(sql, parameters)?;
        let rows = watched(&self.lookout, self.lookout.lock_timeout, self.link.rows(&text)).await?;
        let Some(first) = rows.first() else { return Ok(Vec::new()) };
        let types = self.link.described(first.columns()).await?.types;
        let value = |row, index, known| text_of(row, index).map_or(Value::Null, |text| text::value(text, known));
        Ok(rows
            .iter()
            .map(|row| types.iter().enumerate().map(|(index, known)| value(row, index, known)).collect())
            .collect())
    }

    /// Whether one message finds the settings that this session made: behind a pooler only within a transaction.
    fn keeps_place(&self) -> bool {
        self.lent.is_none() || self.has_transaction()
    }
}

fn inlined(sql: &str, parameters: &[Value]) -> Result<String, SqlError> {
    let inlined = inline(sql, parameters, Dialect::Postgres);
    inlined.map_err(|error| SqlError::new(ErrorKind::Conversion, error.to_string()))
}
