//! A database that writes down what it was asked, and answers as it was told.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use aludel_schema::request::Request;
use aludel_schema::{Schema, SchemaDatabase, Scope};
use aludel_sql::{
    Batch, BulkId, BulkTarget, Column, CursorId, Database, DatabaseInfo, Dialect, Outcome, PageLimit, Row, SavepointId,
    SqlError, StatementId, Value,
};
use async_trait::async_trait;

/// What was asked, a line for each call.
#[derive(Clone, Default)]
pub(crate) struct Journal(Arc<Mutex<Vec<String>>>);

impl Journal {
    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.lock().expect("no test panics while it writes").clone()
    }

    fn write(&self, line: String) {
        self.0.lock().expect("no test panics while it writes").push(line);
    }
}

/// A database in memory, without tables.
pub(crate) struct Fake {
    info: DatabaseInfo,
    journal: Journal,
    rows: Vec<Row>,
    failures: HashMap<String, SqlError>,
    stuck_at: Option<String>,
    endless: Option<(Vec<Row>, Batch)>,
    cursors: HashMap<u64, VecDeque<Row>>,
    id_count: u64,
}

impl Fake {
    pub(crate) fn new(dialect: Dialect) -> Self {
        let info = DatabaseInfo {
            dialect,
            server_version: "1.2.3-fake".to_owned(),
            version_number: (1, 2, 3),
            default_schema: None,
        };
        Self {
            info,
            journal: Journal::default(),
            rows: Vec::new(),
            failures: HashMap::new(),
            stuck_at: None,
            endless: None,
            cursors: HashMap::new(),
            id_count: 0,
        }
    }

    pub(crate) fn journal(&self) -> Journal {
        self.journal.clone()
    }

    /// Every query gives these rows.
    pub(crate) fn with_rows(mut self, rows: Vec<Row>) -> Self {
        self.rows = rows;
        self
    }

    /// A call that the journal shows with this line fails.
    pub(crate) fn failing_at(mut self, line: &str, error: SqlError) -> Self {
        self.failures.insert(line.to_owned(), error);
        self
    }

    /// A call that the journal shows with this line never ends.
    pub(crate) fn stuck_at(mut self, line: &str) -> Self {
        self.stuck_at = Some(line.to_owned());
        self
    }

    /// Every page of every cursor is this one, and the journal has no word of it: for measuring.
    #[allow(dead_code, reason = "the bench uses it, the tests do not")]
    pub(crate) fn with_endless_pages(mut self, page: Vec<Row>) -> Self {
        let columns = page.first().map_or(0, Vec::len);
        let batch = Batch::from_rows(columns, page.clone()).expect("the rows fit into a batch");
        self.endless = Some((page, batch));
        self
    }

    async fn note(&self, line: String) -> Result<(), SqlError> {
        self.journal.write(line.clone());
        if self.stuck_at.as_ref() == Some(&line) {
            std::future::pending::<()>().await;
        }
        self.failures.get(&line).map_or(Ok(()), |error| Err(error.clone()))
    }

    fn next_id(&mut self) -> u64 {
        self.id_count += 1;
        self.id_count
    }

    fn open_cursor(&mut self) -> CursorId {
        let id = self.next_id();
        self.cursors.insert(id, self.rows.iter().cloned().collect());
        CursorId(id)
    }

    fn page(&mut self, cursor: CursorId, limit: PageLimit) -> Vec<Row> {
        let rows = self.cursors.get_mut(&cursor.0).expect("the sandbox asks for open cursors alone");
        let count = rows.len().min(limit.rows as usize);
        rows.drain(..count).collect()
    }
}

fn with_parameters(verb: &str, sql: &str, parameters: &[Value]) -> String {
    if parameters.is_empty() { format!("{verb} {sql}") } else { format!("{verb} {sql} {parameters:?}") }
}

#[async_trait]
impl Database for Fake {
    fn info(&self) -> &DatabaseInfo {
        &self.info
    }

    fn supports(&self, feature: &str) -> bool {
        feature == "returning"
    }

    async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        self.note(with_parameters("execute", sql, parameters)).await?;
        Ok(Outcome { rows_affected: 7, last_insert_id: Some(11) })
    }

    async fn execute_script(&mut self, sql: &str) -> Result<(), SqlError> {
        self.note(format!("script {sql}")).await
    }

    async fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<CursorId, SqlError> {
        self.note(with_parameters("query", sql, parameters)).await?;
        Ok(self.open_cursor())
    }

    fn columns(&self, _: CursorId) -> Vec<Column> {
        vec![Column { name: "id".to_owned(), type_name: "int8".to_owned(), nullable: Some(false) }]
    }

    async fn next_rows(&mut self, cursor: CursorId, limit: PageLimit) -> Result<Vec<Row>, SqlError> {
        if let Some((rows, _)) = &self.endless {
            return Ok(rows.clone());
        }
        self.note(format!("next_rows {} of {} rows", cursor.0, limit.rows)).await?;
        Ok(self.page(cursor, limit))
    }

    async fn next_batch(&mut self, cursor: CursorId, limit: PageLimit) -> Result<Batch, SqlError> {
        if let Some((_, batch)) = &self.endless {
            return Ok(batch.clone());
        }
        self.note(format!("next_batch {} of {} rows", cursor.0, limit.rows)).await?;
        let rows = self.page(cursor, limit);
        let columns = rows.first().map_or(0, Vec::len);
        Ok(Batch::from_rows(columns, rows).expect("the rows of a test fit into a batch"))
    }

    async fn close_cursor(&mut self, cursor: CursorId) {
        self.journal.write(format!("close_cursor {}", cursor.0));
        self.cursors.remove(&cursor.0);
    }

    async fn prepare(&mut self, sql: &str) -> Result<StatementId, SqlError> {
        self.note(format!("prepare {sql}")).await?;
        Ok(StatementId(self.next_id()))
    }

    async fn execute_prepared(&mut self, statement: StatementId, parameters: &[Value]) -> Result<Outcome, SqlError> {
        self.note(with_parameters("execute_prepared", &statement.0.to_string(), parameters)).await?;
        Ok(Outcome::default())
    }

    async fn query_prepared(&mut self, statement: StatementId, parameters: &[Value]) -> Result<CursorId, SqlError> {
        self.note(with_parameters("query_prepared", &statement.0.to_string(), parameters)).await?;
        Ok(self.open_cursor())
    }

    async fn execute_batch(&mut self, statement: StatementId, rows: Batch) -> Result<u64, SqlError> {
        let count = rows.row_count;
        if self.endless.is_some() {
            return Ok(u64::from(count));
        }
        let rows = rows.into_rows().expect("the sandbox checked the batch");
        self.note(format!("execute_batch {} {rows:?}", statement.0)).await?;
        Ok(u64::from(count))
    }

    async fn close_statement(&mut self, statement: StatementId) {
        self.journal.write(format!("close_statement {}", statement.0));
    }

    async fn open_bulk(&mut self, target: BulkTarget) -> Result<BulkId, SqlError> {
        self.note(format!("open_bulk {:?} {} {:?} {:?}", target.schema, target.table, target.kind, target.columns))
            .await?;
        Ok(BulkId(self.next_id()))
    }

    async fn write_bulk(&mut self, bulk: BulkId, rows: Batch) -> Result<(), SqlError> {
        let rows = rows.into_rows().expect("the sandbox checked the batch");
        self.note(format!("write_bulk {} {rows:?}", bulk.0)).await
    }

    async fn finish_bulk(&mut self, bulk: BulkId) -> Result<u64, SqlError> {
        self.note(format!("finish_bulk {}", bulk.0)).await?;
        Ok(3)
    }

    async fn abandon_bulk(&mut self, bulk: BulkId) -> Result<(), SqlError> {
        self.note(format!("abandon_bulk {}", bulk.0)).await
    }

    async fn savepoint(&mut self) -> Result<SavepointId, SqlError> {
        let id = self.next_id();
        self.note(format!("savepoint {id}")).await?;
        Ok(SavepointId(id))
    }

    async fn release_savepoint(&mut self, savepoint: SavepointId) -> Result<(), SqlError> {
        self.note(format!("release {}", savepoint.0)).await
    }

    async fn rollback_savepoint(&mut self, savepoint: SavepointId) -> Result<(), SqlError> {
        self.note(format!("rollback {}", savepoint.0)).await
    }
}

#[async_trait]
impl SchemaDatabase for Fake {
    async fn apply(&mut self, request: Request) -> Result<(), SqlError> {
        self.note(format!("apply {request}: {request:?}")).await
    }

    async fn inspect(&mut self, scope: &Scope) -> Result<Schema, SqlError> {
        self.note(format!("inspect {scope:?}")).await?;
        Ok(Schema::empty(self.info.dialect, self.info.version_number))
    }
}
