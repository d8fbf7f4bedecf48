//! From the journal to the session: what a recorder needs of the session once the journal is at its end.

use aludel_sql::{CursorId, PageLimit, Row, SqlError, StatementId};

use super::cursor::{Cursor, Source};
use super::recorder::{Recorder, closed};

/// How many rows are passed over at a time.
const PASSED_AT_A_TIME: u32 = 1_000;

/// How large they may be.
const PASSED_BYTES: usize = 1 << 20;

impl Recorder {
    /// The cursor of the session behind this one. One from the journal is opened again, after the rows that were given.
    pub(super) async fn live_cursor(&mut self, cursor: CursorId) -> Result<CursorId, SqlError> {
        let known = self.cursors.get(&cursor.0).ok_or_else(|| closed("cursor"))?;
        let (sql, parameters, given) = match &known.source {
            Source::Live(live) => return Ok(*live),
            Source::Kept(_) => return Err(closed("cursor")),
            Source::Replayed { sql, parameters, given } => (sql.clone(), parameters.clone(), *given),
        };
        let live = self.session.query(&sql, &parameters).await?;
        self.pass_over(live, given).await?;
        if let Some(known) = self.cursors.get_mut(&cursor.0) {
            known.source = Source::Live(live);
        }
        Ok(live)
    }

    async fn pass_over(&mut self, live: CursorId, rows: u64) -> Result<(), SqlError> {
        let mut left = rows;
        while left > 0 {
            let count = u32::try_from(left).unwrap_or(u32::MAX).min(PASSED_AT_A_TIME);
            let passed = self.session.next_rows(live, PageLimit { rows: count, bytes: PASSED_BYTES }).await?;
            if passed.is_empty() {
                return Err(self.log.rows_changed());
            }
            left = left.saturating_sub(passed.len() as u64);
        }
        Ok(())
    }

    /// The prepared statement of the session behind this one.
    pub(super) async fn live_statement(&mut self, statement: StatementId) -> Result<StatementId, SqlError> {
        let known = self.prepared(statement)?;
        if let Some(live) = known.live {
            return Ok(live);
        }
        let live = self.session.prepare(&known.sql).await?;
        if let Some(known) = self.statements.get_mut(&statement.0) {
            known.live = Some(live);
        }
        Ok(live)
    }

    /// Every row of a result that may be asked for only once.
    pub(super) async fn take_all(&mut self, live: CursorId) -> Result<Cursor, SqlError> {
        let columns = self.session.columns(live);
        let mut rows: Vec<Row> = Vec::new();
        let end = loop {
            let limit = PageLimit { rows: PASSED_AT_A_TIME, bytes: PASSED_BYTES };
            match self.session.next_rows(live, limit).await {
                Ok(page) if page.is_empty() => break Ok(()),
                Ok(page) => rows.extend(page),
                Err(error) => break Err(error),
            }
        };
        self.session.close_cursor(live).await;
        end.map(|()| Cursor { columns, source: Source::Kept(rows.into()) })
    }
}
