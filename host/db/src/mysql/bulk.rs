//! Bulk writers: INSERTs of many rows for those that are new; for those that are there a temporary table of the same
//! types, joined to the target.

use aludel_sql::{Batch, BulkKind, BulkTarget, ErrorKind, SqlError, Value};

use super::session::MySqlSession;
use crate::columnar::{Cell, CheckedBatch};

/// How many rows one INSERT holds.
const INSERT_ROWS: usize = 1000;
/// How many parameters a statement may have; the protocol ends at 65,535.
const PARAMETERS_MAX: usize = 60_000;

/// One open bulk writer.
pub(super) struct BulkWriter {
    /// Where rows are inserted.
    table: String,
    /// All columns, quoted.
    columns: Vec<String>,
    /// For an update, what moves the rows from there to the target.
    update: Option<Update>,
    written: u64,
    /// The savepoint that undoes it.
    pub(super) savepoint: u64,
}

struct Update {
    statement: String,
}

impl BulkWriter {
    pub(super) async fn open(
        session: &mut MySqlSession,
        target: &BulkTarget,
        id: u64,
        savepoint: u64,
    ) -> Result<Self, SqlError> {
        let dialect = session.info.dialect;
        let quote =
            |name: &String| dialect.quote(name).map_err(|error| SqlError::new(ErrorKind::Syntax, error.to_string()));
        let mut table = quote(&target.table)?;
        if let Some(schema) = &target.schema {
            table = format!("{}.{table}", quote(schema)?);
        }
        let values = target.columns.iter().map(quote).collect::<Result<Vec<_>, _>>()?;
        let BulkKind::Update { keys } = &target.kind else {
            return Self::checked(table, values, None, savepoint);
        };
        let keys = keys.iter().map(quote).collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() || values.is_empty() {
            return Err(SqlError::new(ErrorKind::Syntax, "a bulk update needs a key and a column"));
        }
        let staging = format!("`aludel_bulk_{id}`");
        let columns = [keys.clone(), values.clone()].concat();
        let list = columns.join(", ");
        session.run_own(&format!("CREATE TEMPORARY TABLE {staging} AS SELECT {list} FROM {table} LIMIT 0")).await?;
        let update = Update { statement: update_statement(&table, &staging, &keys, &values) };
        Self::checked(staging, columns, Some(update), savepoint)
    }

    fn checked(table: String, columns: Vec<String>, update: Option<Update>, savepoint: u64) -> Result<Self, SqlError> {
        if columns.is_empty() {
            return Err(SqlError::new(ErrorKind::Syntax, "a bulk writer needs at least one column"));
        }
        Ok(Self { table, columns, update, written: 0, savepoint })
    }

    pub(super) fn written(&self) -> u64 {
        self.written
    }

    pub(super) async fn write(&mut self, session: &mut MySqlSession, batch: &Batch) -> Result<(), SqlError> {
        let rows = CheckedBatch::new(batch)?;
        if rows.row_count() == 0 {
            return Ok(());
        }
        if rows.column_count() != self.columns.len() {
            let (expected, given) = (self.columns.len(), rows.column_count());
            let message = format!("the bulk writer has {expected} columns, and {given} were given");
            return Err(SqlError::new(ErrorKind::Conversion, message));
        }
        let inserted = self.insert(session, rows).await?;
        self.written += match &self.update {
            None => inserted,
            Some(update) => {
                let updated = session.run(&update.statement, std::iter::empty()).await?.rows_affected;
                session.run(&format!("DELETE FROM {}", self.table), std::iter::empty()).await?;
                updated
            }
        };
        Ok(())
    }

    async fn insert(&self, session: &mut MySqlSession, rows: CheckedBatch<'_>) -> Result<u64, SqlError> {
        let (mut inserted, mut start) = (0, 0);
        while start < rows.row_count() {
            let end = self.portion_end(rows, start, session.packet_bytes_max / 2);
            let cells: Vec<Cell<'_>> = (start..end).flat_map(|row| rows.row(row)).collect();
            let statement = self.insert_statement(end - start);
            inserted += session.run(&statement, cells.into_iter()).await?.rows_affected;
            start = end;
        }
        Ok(inserted)
    }

    /// The row after those that fit into one statement; at least one does.
    fn portion_end(&self, rows: CheckedBatch<'_>, start: usize, bytes_max: usize) -> usize {
        let rows_max = (PARAMETERS_MAX / self.columns.len()).clamp(1, INSERT_ROWS);
        let mut bytes = 0;
        let mut end = start;
        while end < rows.row_count() && end - start < rows_max {
            bytes += rows.row(end).into_iter().map(cell_bytes).sum::<usize>();
            if bytes > bytes_max && end > start {
                break;
            }
            end += 1;
        }
        end
    }

    fn insert_statement(&self, row_count: usize) -> String {
        let row = format!("({})", vec!["?"; self.columns.len()].join(", "));
        let rows = vec![row; row_count].join(", ");
        format!("INSERT INTO {} ({}) VALUES {rows}", self.table, self.columns.join(", "))
    }

    /// Drops what was made for it. Unlike other definitions this one does not commit.
    pub(super) async fn close(self, session: &mut MySqlSession) -> Result<(), SqlError> {
        match self.update {
            Some(_) => session.run_own(&format!("DROP TEMPORARY TABLE IF EXISTS {}", self.table)).await,
            None => Ok(()),
        }
    }
}

/// The staged rows come first: they are few, and each finds its row by the key.
fn update_statement(table: &str, staging: &str, keys: &[String], values: &[String]) -> String {
    let pairs = |columns: &[String], separator: &str| {
        let pair = |column: &String| format!("target.{column} = staged.{column}");
        columns.iter().map(pair).collect::<Vec<_>>().join(separator)
    };
    let (on, set) = (pairs(keys, " AND "), pairs(values, ", "));
    format!("UPDATE {staging} AS staged STRAIGHT_JOIN {table} AS target ON {on} SET {set}")
}

fn cell_bytes(cell: Cell<'_>) -> usize {
    16 + match cell {
        Cell::Text(text) => text.len(),
        Cell::Bytes(bytes) => bytes.len(),
        Cell::Other(Value::Json(text) | Value::Decimal(text)) => text.len(),
        Cell::Other(Value::Foreign(foreign)) => foreign.text.len(),
        _ => 16,
    }
}
