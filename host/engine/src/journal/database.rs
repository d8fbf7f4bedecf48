//! What a guest asks of a recorder.

use aludel_db::Fingerprint;
use aludel_sql::{
    Batch, BulkId, BulkTarget, Column, CursorId, Database, DatabaseInfo, ErrorKind, Outcome, PageLimit, Row,
    SavepointId, SqlError, StatementId, Value, split,
};
use async_trait::async_trait;

use super::call::Call;
use super::cursor::{Cursor, Source, batch};
use super::entry::{Answer, Mark};
use super::memory::may_set_variables;
use super::perform::{Ask, kept};
use super::recorder::{Bulk, Prepared, Recorder, closed};
use super::way::{Way, way};

impl Recorder {
    /// The answer of the journal, or what the session does.
    async fn answer(&mut self, call: &Call<'_>, ask: Ask<'_>) -> Result<Answer, SqlError> {
        let replayed = self.log.replayed(call)?;
        match replayed {
            None | Some(Answer::Again) => self.remember().await?,
            Some(_) => self.pass(ask.sql()),
        }
        match replayed {
            None => self.perform(call, ask).await,
            Some(Answer::Again) => self.send(ask).await,
            Some(Answer::Failed(error)) => Err(error),
            Some(answer) => Ok(answer),
        }
    }

    async fn outcome(&mut self, call: &Call<'_>, ask: Ask<'_>) -> Result<Outcome, SqlError> {
        match self.answer(call, ask).await? {
            Answer::Outcome(outcome) => Ok(outcome),
            _ => Err(self.log.not_carried_over(UNREADABLE)),
        }
    }

    /// The answer of a call that has none but that it went well.
    fn replayed_well(&self, call: &Call<'_>) -> Result<Option<()>, SqlError> {
        match self.log.replayed(call)? {
            None => Ok(None),
            Some(Answer::Well) => Ok(Some(())),
            Some(Answer::Failed(error)) => Err(error),
            Some(_) => Err(self.log.not_carried_over(UNREADABLE)),
        }
    }

    /// Remembers the answer of such a call.
    fn note<T>(&self, call: &Call<'_>, result: Result<T, SqlError>) -> Result<T, SqlError> {
        let answer = result.as_ref().map_or_else(|error| Answer::Failed(error.clone()), |_| Answer::Well);
        self.log.push(call, answer);
        result
    }

    /// A cursor over a statement that only reads, or over a result that is taken at once.
    async fn open(&mut self, sql: &str, parameters: &[Value]) -> Result<CursorId, SqlError> {
        let call = Call::Query { sql, parameters };
        let replayed = self.log.replayed(&call)?;
        if matches!(replayed, None | Some(Answer::Again)) {
            self.remember().await?;
        }
        let only_reads = way(sql, self.dialect()) == Way::Read && !may_set_variables(sql, self.dialect());
        if replayed.is_none() && only_reads {
            return self.open_live(&call, sql, parameters).await;
        }
        let answer = match replayed {
            None => self.perform(&call, Ask::Result { sql, parameters }).await,
            Some(Answer::Again) => self.send(Ask::Result { sql, parameters }).await,
            Some(Answer::Failed(error)) => Err(error),
            Some(answer) => Ok(answer),
        };
        let cursor = match answer? {
            Answer::Cursor(columns) => {
                let (sql, parameters) = (sql.to_owned(), parameters.to_vec());
                Cursor { columns, source: Source::Replayed { sql, parameters, given: 0 } }
            }
            Answer::Result(columns, rows) => Cursor { columns, source: Source::Kept(rows.into()) },
            _ => return Err(self.log.not_carried_over(UNREADABLE)),
        };
        Ok(self.new_cursor(cursor))
    }

    async fn open_live(&mut self, call: &Call<'_>, sql: &str, parameters: &[Value]) -> Result<CursorId, SqlError> {
        match self.session.query(sql, parameters).await {
            Ok(live) => {
                let columns = self.session.columns(live);
                self.log.push(call, Answer::Cursor(columns.clone()));
                Ok(self.new_cursor(Cursor { columns, source: Source::Live(live) }))
            }
            Err(error) => self.note(call, Err(error)),
        }
    }

    /// A page from the journal, or from the session and then the same as before.
    async fn page(&mut self, cursor: CursorId, call: &Call<'_>, limit: Pages) -> Result<Answer, SqlError> {
        match self.log.replayed(call)? {
            None => {
                let answer = self.live_page(cursor, limit).await;
                self.log.push(call, kept(&answer));
                answer
            }
            Some(Answer::Unkept(mark)) => {
                let answer = self.live_page(cursor, limit).await?;
                if Mark::of(&answer) == mark { Ok(answer) } else { Err(self.log.rows_changed()) }
            }
            Some(Answer::Failed(error)) => Err(error),
            Some(answer) => {
                let rows = match &answer {
                    Answer::Rows(rows) => rows.len(),
                    Answer::Batch(batch) => batch.row_count as usize,
                    _ => return Err(self.log.not_carried_over(UNREADABLE)),
                };
                if let Some(known) = self.cursors.get_mut(&cursor.0) {
                    known.gave(rows);
                }
                Ok(answer)
            }
        }
    }

    async fn live_page(&mut self, cursor: CursorId, pages: Pages) -> Result<Answer, SqlError> {
        let live = self.live_cursor(cursor).await?;
        match pages {
            Pages::Rows(limit) => self.session.next_rows(live, limit).await.map(Answer::Rows),
            Pages::Columns(limit) => self.session.next_batch(live, limit).await.map(Answer::Batch),
        }
    }

    fn bulk(&self, bulk: BulkId) -> Result<Bulk, SqlError> {
        self.bulks.get(&bulk.0).cloned().ok_or_else(|| closed("bulk writer"))
    }

    fn live_bulk(&self, bulk: BulkId) -> Result<BulkId, SqlError> {
        self.bulk(bulk)?.live.ok_or_else(|| self.log.not_carried_over("it stopped in the middle of a bulk writer"))
    }
}

/// How a page is asked for.
#[derive(Debug, Clone, Copy)]
enum Pages {
    Rows(PageLimit),
    Columns(PageLimit),
}

const UNREADABLE: &str = "the answer that it got there before is of another kind";

#[async_trait]
impl Database for Recorder {
    fn info(&self) -> &DatabaseInfo {
        self.session.info()
    }

    fn supports(&self, feature: &str) -> bool {
        self.session.supports(feature)
    }

    async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        self.outcome(&Call::Execute { sql, parameters }, Ask::Statement { sql, parameters }).await
    }

    async fn execute_script(&mut self, sql: &str) -> Result<(), SqlError> {
        let statements = split(sql, self.dialect());
        let statements = statements.map_err(|error| SqlError::new(ErrorKind::Syntax, error.to_string()))?;
        for (index, statement) in statements.iter().enumerate() {
            let result = self.execute(statement.text, &[]).await;
            result.map_err(|error| error.with_extra("statement", (index + 1).to_string()))?;
        }
        Ok(())
    }

    async fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<CursorId, SqlError> {
        self.open(sql, parameters).await
    }

    fn columns(&self, cursor: CursorId) -> Vec<Column> {
        self.cursors.get(&cursor.0).map(|cursor| cursor.columns.clone()).unwrap_or_default()
    }

    async fn next_rows(&mut self, cursor: CursorId, limit: PageLimit) -> Result<Vec<Row>, SqlError> {
        let known = self.cursors.get_mut(&cursor.0).ok_or_else(|| closed("cursor"))?;
        if let Some(rows) = known.take_kept(limit) {
            return Ok(rows);
        }
        match self.page(cursor, &Call::next_rows(cursor.0, limit), Pages::Rows(limit)).await? {
            Answer::Rows(rows) => Ok(rows),
            _ => Err(self.log.not_carried_over(UNREADABLE)),
        }
    }

    async fn next_batch(&mut self, cursor: CursorId, limit: PageLimit) -> Result<Batch, SqlError> {
        let known = self.cursors.get_mut(&cursor.0).ok_or_else(|| closed("cursor"))?;
        if let Some(rows) = known.take_kept(limit) {
            return batch(known.columns.len(), rows);
        }
        match self.page(cursor, &Call::next_batch(cursor.0, limit), Pages::Columns(limit)).await? {
            Answer::Batch(batch) => Ok(batch),
            _ => Err(self.log.not_carried_over(UNREADABLE)),
        }
    }

    async fn close_cursor(&mut self, cursor: CursorId) {
        if let Some(Cursor { source: Source::Live(live), .. }) = self.cursors.remove(&cursor.0) {
            self.session.close_cursor(live).await;
        }
    }

    async fn prepare(&mut self, sql: &str) -> Result<StatementId, SqlError> {
        let call = Call::Prepare { sql };
        let live = if self.replayed_well(&call)?.is_some() {
            None
        } else {
            let prepared = self.session.prepare(sql).await;
            Some(self.note(&call, prepared)?)
        };
        let id = self.next_id();
        self.statements.insert(id, Prepared { sql: sql.to_owned(), live });
        Ok(StatementId(id))
    }

    async fn execute_prepared(&mut self, statement: StatementId, parameters: &[Value]) -> Result<Outcome, SqlError> {
        let sql = &*self.prepared(statement)?.sql;
        let call = Call::Execute { sql, parameters };
        if self.log.is_replaying() {
            return self.outcome(&call, Ask::Statement { sql, parameters }).await;
        }
        let live = self.live_statement(statement).await?;
        self.outcome(&call, Ask::Prepared { sql, live, parameters }).await
    }

    async fn query_prepared(&mut self, statement: StatementId, parameters: &[Value]) -> Result<CursorId, SqlError> {
        let sql = self.prepared(statement)?.sql;
        self.open(&sql, parameters).await
    }

    async fn execute_batch(&mut self, statement: StatementId, rows: Batch) -> Result<u64, SqlError> {
        let sql = &*self.prepared(statement)?.sql;
        let live = self.live_statement(statement).await?;
        match self.answer(&Call::ExecuteBatch { sql, rows: &rows }, Ask::Rows { sql, live, rows: &rows }).await? {
            Answer::Count(count) => Ok(count),
            _ => Err(self.log.not_carried_over(UNREADABLE)),
        }
    }

    async fn close_statement(&mut self, statement: StatementId) {
        if let Some(Prepared { live: Some(live), .. }) = self.statements.remove(&statement.0) {
            self.session.close_statement(live).await;
        }
    }

    async fn open_bulk(&mut self, target: BulkTarget) -> Result<BulkId, SqlError> {
        let call = Call::open_bulk(&target);
        let live = if self.replayed_well(&call)?.is_some() {
            None
        } else {
            self.enter().await?;
            let opened = self.session.open_bulk(target.clone()).await;
            if opened.is_err() {
                let _ = self.give_up().await;
            }
            Some(self.note(&call, opened)?)
        };
        let id = self.next_id();
        self.bulks.insert(id, Bulk { live });
        Ok(BulkId(id))
    }

    async fn write_bulk(&mut self, bulk: BulkId, rows: Batch) -> Result<(), SqlError> {
        self.bulk(bulk)?;
        let mark = Mark::of(&rows);
        let call = Call::WriteBulk { bulk: bulk.0, rows: mark };
        if self.replayed_well(&call)?.is_some() {
            return Ok(());
        }
        let live = self.live_bulk(bulk)?;
        let written = self.session.write_bulk(live, rows).await;
        self.note(&call, written)
    }

    async fn finish_bulk(&mut self, bulk: BulkId) -> Result<u64, SqlError> {
        self.bulk(bulk)?;
        let call = Call::FinishBulk { bulk: bulk.0 };
        match self.log.replayed(&call)? {
            Some(Answer::Count(count)) => {
                self.bulks.remove(&bulk.0);
                return Ok(count);
            }
            Some(Answer::Failed(error)) => return Err(error),
            Some(_) => return Err(self.log.not_carried_over(UNREADABLE)),
            None => {}
        }
        let live = self.live_bulk(bulk)?;
        self.bulks.remove(&bulk.0);
        match self.session.finish_bulk(live).await {
            Ok(count) => {
                self.log.push(&call, Answer::Count(count));
                self.log.count_statement();
                self.leave(None, &Fingerprint::default()).await?;
                Ok(count)
            }
            Err(error) => {
                let _ = self.give_up().await;
                self.note(&call, Err(error))
            }
        }
    }

    async fn abandon_bulk(&mut self, bulk: BulkId) -> Result<(), SqlError> {
        let Some(known) = self.bulks.remove(&bulk.0) else { return Ok(()) };
        let call = Call::AbandonBulk { bulk: bulk.0 };
        if self.replayed_well(&call)?.is_some() {
            return Ok(());
        }
        let Some(live) = known.live else { return Ok(()) };
        let undone = self.session.abandon_bulk(live).await;
        self.note(&call, undone)?;
        self.leave(None, &Fingerprint::default()).await
    }

    async fn savepoint(&mut self) -> Result<SavepointId, SqlError> {
        let call = Call::Savepoint;
        let live = if self.replayed_well(&call)?.is_some() {
            None
        } else {
            self.enter().await?;
            let opened = self.session.savepoint().await;
            Some(self.note(&call, opened)?)
        };
        let id = self.next_id();
        self.savepoints.insert(id, live);
        Ok(SavepointId(id))
    }

    async fn release_savepoint(&mut self, savepoint: SavepointId) -> Result<(), SqlError> {
        let live = self.savepoints.remove(&savepoint.0).ok_or_else(|| closed("savepoint"))?;
        let call = Call::ReleaseSavepoint { savepoint: savepoint.0 };
        if self.replayed_well(&call)?.is_some() {
            return Ok(());
        }
        // One of an earlier run is gone: a definition has committed what was done since, and so kept it.
        let released = match live {
            Some(live) => self.session.release_savepoint(live).await,
            None => Ok(()),
        };
        self.note(&call, released)?;
        self.leave(None, &Fingerprint::default()).await
    }

    async fn rollback_savepoint(&mut self, savepoint: SavepointId) -> Result<(), SqlError> {
        let live = self.savepoints.remove(&savepoint.0).ok_or_else(|| closed("savepoint"))?;
        let call = Call::RollbackSavepoint { savepoint: savepoint.0 };
        if self.replayed_well(&call)?.is_some() {
            return Ok(());
        }
        let undone = match live {
            Some(live) => self.session.rollback_savepoint(live).await,
            None => Err(SqlError::new(ErrorKind::Other, "the savepoint is gone: a definition has committed it")),
        };
        self.note(&call, undone)?;
        self.leave(None, &Fingerprint::default()).await
    }
}
