//! The session, with a look at every statement that a guest has run on it.

mod testimony;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use aludel_db::Guard;
use aludel_sql::{
    Batch, BulkId, BulkTarget, Column, CursorId, Database, DatabaseInfo, Outcome, PageLimit, Row, SavepointId,
    SqlError, StatementId, Value,
};
use async_trait::async_trait;

use super::account::{Place, Seen};
use super::rewrites::{Rewrites, Rewritten};
use super::witness::{Ran, Witness};
use super::{Account, Lookout, Rehearsal};
use crate::journal::Desk;
use crate::monitor::in_account;

/// A session whose statements are written down while it is armed: what the host asks for itself is not the guest's.
pub(crate) struct Watched {
    inner: Desk,
    account: Arc<Account>,
    lookout: Option<Arc<Lookout>>,
    /// Where somebody wants to know what the statements change.
    witness: Option<Witness>,
    /// Who looks for tables that are written anew.
    rewrites: Option<Arc<Rewrites>>,
    guard: Option<Guard>,
    is_armed: bool,
    statements: HashMap<StatementId, String>,
    cursors: HashMap<CursorId, Place>,
    bulks: HashMap<BulkId, Place>,
}

impl Watched {
    pub(crate) fn new(inner: Desk, account: Arc<Account>, rehearsal: &Rehearsal) -> Self {
        let (statements, cursors, bulks) = (HashMap::new(), HashMap::new(), HashMap::new());
        let (lookout, rewrites, witness) = (rehearsal.lookout(), rehearsal.rewrites(), rehearsal.inquiry());
        let witness = witness.map(Witness::new);
        Self { inner, account, lookout, witness, rewrites, guard: None, is_armed: false, statements, cursors, bulks }
    }

    pub(crate) fn arm(&mut self, guard: Guard) {
        let guard = match &mut self.witness {
            Some(witness) => witness.listen(guard),
            None => guard,
        };
        self.is_armed = true;
        self.guard = Some(guard.clone());
        self.inner.arm(guard);
    }

    pub(crate) fn disarm(&mut self) {
        self.is_armed = false;
        self.inner.disarm();
    }

    /// Writes a statement down that has just run, with the rows that it changed.
    async fn ran(&mut self, sql: &str, clock: Instant, changed: Result<u64, &SqlError>) -> Place {
        if !self.is_armed {
            return None;
        }
        let (seen, told) = self.look(sql, clock, changed).await;
        let place = self.account.ran(sql, seen);
        self.testify(told).await;
        place
    }

    /// What there is to see of it.
    async fn look<'run>(
        &mut self,
        sql: &'run str,
        clock: Instant,
        changed: Result<u64, &SqlError>,
    ) -> (Seen, Ran<'run>) {
        let duration = clock.elapsed();
        let locks = match self.lookout.clone() {
            Some(lookout) => lookout.look().await,
            None => Vec::new(),
        };
        let error = changed.err().map(|error| error.message.clone());
        let rewritten = if error.is_none() { self.look_for_rewrites(sql).await } else { Rewritten::default() };
        let rows_changed = changed.unwrap_or(0);
        let told = Ran { sql, locks: locks.clone(), error: error.clone() };
        (Seen { rows_changed, duration, locks, rewritten, error, ..Seen::default() }, told)
    }

    /// Runs the statements of a text one by one, as the session itself would. To the account they are the one text that
    /// the guest asked for; each is told by itself.
    async fn run_each(&mut self, sql: &str, statements: &[String]) -> Result<(), SqlError> {
        let mut whole = Seen::default();
        for (index, statement) in statements.iter().enumerate() {
            let clock = self.start().await;
            let result = self.inner.execute(statement, &[]).await;
            let (seen, told) = self.look(statement, clock, affected(&result)).await;
            whole.add(seen);
            self.testify(told).await;
            if let Err(error) = result {
                self.account.ran(sql, whole);
                return Err(error.with_extra("statement", (index + 1).to_string()));
            }
        }
        self.account.ran(sql, whole);
        Ok(())
    }

    /// What the statement did to whole tables. What is asked for it is the host's.
    async fn look_for_rewrites(&mut self, sql: &str) -> Rewritten {
        let Some(rewrites) = self.rewrites.clone() else { return Rewritten::default() };
        if !Rewrites::concerns(sql, self.inner.info().dialect) {
            return Rewritten::default();
        }
        let clock = Instant::now();
        self.inner.disarm();
        let rewritten = rewrites.after(sql, &mut *self.inner).await;
        if let Some(guard) = self.guard.clone() {
            self.inner.arm(guard);
        }
        self.account.looked(clock.elapsed());
        rewritten
    }

    fn read(&self, cursor: CursorId, clock: Instant, rows: usize) {
        let place = self.cursors.get(&cursor).copied().flatten();
        let rows_read = u64::try_from(rows).unwrap_or(u64::MAX);
        self.account.went_on(place, Seen { rows_read, duration: clock.elapsed(), ..Seen::default() });
    }

    fn wrote(&self, bulk: BulkId, clock: Instant, rows_changed: u64) {
        let place = self.bulks.get(&bulk).copied().flatten();
        self.account.went_on(place, Seen { rows_changed, duration: clock.elapsed(), ..Seen::default() });
    }

    fn text_of(&self, statement: StatementId) -> String {
        self.statements.get(&statement).cloned().unwrap_or_default()
    }
}

#[async_trait]
impl Database for Watched {
    fn info(&self) -> &DatabaseInfo {
        self.inner.info()
    }

    fn supports(&self, feature: &str) -> bool {
        self.inner.supports(feature)
    }

    async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        let clock = self.start().await;
        let result = self.inner.execute(sql, parameters).await;
        self.ran(sql, clock, affected(&result)).await;
        result
    }

    async fn execute_script(&mut self, sql: &str) -> Result<(), SqlError> {
        if let Some(statements) = self.divided(sql) {
            return self.run_each(sql, &statements).await;
        }
        let clock = self.start().await;
        let result = self.inner.execute_script(sql).await;
        self.ran(sql, clock, result.as_ref().map(|()| 0)).await;
        result
    }

    async fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<CursorId, SqlError> {
        let clock = self.start().await;
        let result = self.inner.query(sql, parameters).await;
        let place = self.ran(sql, clock, result.as_ref().map(|_| 0)).await;
        let cursor = result?;
        self.cursors.insert(cursor, place);
        Ok(cursor)
    }

    fn columns(&self, cursor: CursorId) -> Vec<Column> {
        self.inner.columns(cursor)
    }

    async fn next_rows(&mut self, cursor: CursorId, limit: PageLimit) -> Result<Vec<Row>, SqlError> {
        let clock = Instant::now();
        let rows = self.inner.next_rows(cursor, limit).await?;
        self.read(cursor, clock, rows.len());
        Ok(rows)
    }

    async fn next_batch(&mut self, cursor: CursorId, limit: PageLimit) -> Result<Batch, SqlError> {
        let clock = Instant::now();
        let batch = self.inner.next_batch(cursor, limit).await?;
        self.read(cursor, clock, batch.row_count as usize);
        Ok(batch)
    }

    async fn close_cursor(&mut self, cursor: CursorId) {
        self.cursors.remove(&cursor);
        self.inner.close_cursor(cursor).await;
    }

    async fn prepare(&mut self, sql: &str) -> Result<StatementId, SqlError> {
        let statement = self.inner.prepare(sql).await?;
        if let Some(witness) = &self.witness {
            let _ = witness.inquiry.recall(sql, witness.heard());
        }
        self.statements.insert(statement, sql.to_owned());
        Ok(statement)
    }

    async fn execute_prepared(&mut self, statement: StatementId, parameters: &[Value]) -> Result<Outcome, SqlError> {
        let clock = self.start().await;
        let result = self.inner.execute_prepared(statement, parameters).await;
        self.ran(&self.text_of(statement), clock, affected(&result)).await;
        result
    }

    async fn query_prepared(&mut self, statement: StatementId, parameters: &[Value]) -> Result<CursorId, SqlError> {
        let clock = self.start().await;
        let result = self.inner.query_prepared(statement, parameters).await;
        let place = self.ran(&self.text_of(statement), clock, result.as_ref().map(|_| 0)).await;
        let cursor = result?;
        self.cursors.insert(cursor, place);
        Ok(cursor)
    }

    async fn execute_batch(&mut self, statement: StatementId, rows: Batch) -> Result<u64, SqlError> {
        let clock = self.start().await;
        let result = self.inner.execute_batch(statement, rows).await;
        self.ran(&self.text_of(statement), clock, result.as_ref().map(|affected| *affected)).await;
        result
    }

    async fn close_statement(&mut self, statement: StatementId) {
        self.statements.remove(&statement);
        self.inner.close_statement(statement).await;
    }

    async fn open_bulk(&mut self, target: BulkTarget) -> Result<BulkId, SqlError> {
        let clock = self.start().await;
        let words = in_account(&target);
        let result = self.inner.open_bulk(target).await;
        let place = self.ran(&words, clock, result.as_ref().map(|_| 0)).await;
        let bulk = result?;
        self.bulks.insert(bulk, place);
        Ok(bulk)
    }

    async fn write_bulk(&mut self, bulk: BulkId, rows: Batch) -> Result<(), SqlError> {
        let clock = Instant::now();
        let written = self.inner.write_bulk(bulk, rows).await;
        self.wrote(bulk, clock, 0);
        written
    }

    async fn finish_bulk(&mut self, bulk: BulkId) -> Result<u64, SqlError> {
        let clock = Instant::now();
        let rows = self.inner.finish_bulk(bulk).await?;
        self.wrote(bulk, clock, rows);
        self.bulks.remove(&bulk);
        Ok(rows)
    }

    async fn abandon_bulk(&mut self, bulk: BulkId) -> Result<(), SqlError> {
        self.bulks.remove(&bulk);
        self.inner.abandon_bulk(bulk).await
    }

    async fn savepoint(&mut self) -> Result<SavepointId, SqlError> {
        self.inner.savepoint().await
    }

    async fn release_savepoint(&mut self, savepoint: SavepointId) -> Result<(), SqlError> {
        self.inner.release_savepoint(savepoint).await
    }

    async fn rollback_savepoint(&mut self, savepoint: SavepointId) -> Result<(), SqlError> {
        self.forget();
        self.inner.rollback_savepoint(savepoint).await
    }
}

fn affected(result: &Result<Outcome, SqlError>) -> Result<u64, &SqlError> {
    result.as_ref().map(|outcome| outcome.rows_affected)
}
