//! Statements that a guest prepared.

use aludel_sql::{Batch, SqlError};

use super::cursor::write_execute;
use super::kind;
use super::link::Link;
use crate::columnar::CheckedBatch;

/// How much text, and how many statements, one message of a batch holds.
const MESSAGE_BYTES: usize = 256 * 1024;
const MESSAGE_STATEMENTS: usize = 1000;

/// One prepared statement.
pub(super) struct Prepared {
    pub(super) sql: String,
    /// The name under which the server has it for batches, and the generation of definitions it was made in.
    on_server: Option<(String, u64)>,
}

impl Prepared {
    /// Checks the statement; the driver keeps what the server made of it.
    pub(super) async fn new(link: &mut Link, sql: &str) -> Result<Self, SqlError> {
        link.describe(sql).await?;
        Ok(Self { sql: sql.to_owned(), on_server: None })
    }

    /// Runs it once a row: many in one message where the server can, one by one where not.
    pub(super) async fn run_batch(&mut self, link: &mut Link, batch: &Batch) -> Result<u64, SqlError> {
        let rows = CheckedBatch::new(batch)?;
        if rows.row_count() == 0 {
            return Ok(0);
        }
        if !kind::is_preparable(&self.sql) {
            return self.run_one_by_one(link, rows).await;
        }
        let name = self.name_on_server(link).await?;
        let (mut count, mut sent) = (0, 0);
        while sent < rows.row_count() {
            let (message, end) = message(&name, rows, sent)?;
            let (counts, result) = link.run_many(&message).await;
            result.map_err(|error| in_row(error, sent + counts.len()))?;
            count += counts.iter().sum::<u64>();
            sent = end;
        }
        Ok(count)
    }

    async fn run_one_by_one(&self, link: &mut Link, rows: CheckedBatch<'_>) -> Result<u64, SqlError> {
        let mut count = 0;
        for row in 0..rows.row_count() {
            count += link.run(&self.sql, &rows.row(row)).await.map_err(|error| in_row(error, row))?;
        }
        Ok(count)
    }

    async fn name_on_server(&mut self, link: &mut Link) -> Result<String, SqlError> {
        if let Some((name, generation)) = &self.on_server
            && *generation == link.generation()
        {
            return Ok(name.clone());
        }
        self.close(link).await;
        let name = link.prepare_on_server(&self.sql).await?;
        self.on_server = Some((name.clone(), link.generation()));
        Ok(name)
    }

    pub(super) async fn close(&mut self, link: &mut Link) {
        if let Some((name, _)) = self.on_server.take() {
            link.deallocate(name).await;
        }
    }
}

/// The statements of the rows from `start` on that fit into one message, and the row after them.
fn message(name: &str, rows: CheckedBatch<'_>, start: usize) -> Result<(String, usize), SqlError> {
    let mut sql = String::new();
    let mut row = start;
    while row < rows.row_count() && row - start < MESSAGE_STATEMENTS && sql.len() < MESSAGE_BYTES {
        write_execute(name, &rows.row(row), &mut sql).map_err(|error| in_row(error, row))?;
        sql.push(';');
        row += 1;
    }
    Ok((sql, row))
}

/// Says which row of a batch failed, counted from 1.
fn in_row(mut error: SqlError, row: usize) -> SqlError {
    // A position in the message that the host made up helps nobody.
    error.extras.retain(|(name, _)| name != "position");
    error.with_extra("row", (row + 1).to_string())
}
