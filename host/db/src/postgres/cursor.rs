//! Open results: paged by the server where it can, held in memory where it cannot.

use std::collections::VecDeque;

use aludel_sql::{Batch, Column, ErrorKind, PageLimit, Row, SqlError};
use sqlx::Row as _;
use sqlx::postgres::PgRow;

use super::catalog::{ServerType, Shape};
use super::encode;
use super::error::without_prefix;
use super::kind;
use super::link::{Described, Link, row_bytes, text_of};
use super::text;
use crate::columnar::{self, Cell, ColumnBuilder, ColumnLayout};
use crate::held::{FETCHED_BYTES_MAX, HeldBytes};

/// How many rows are asked for first, when nothing is known of their size.
const FIRST_FETCH_ROWS: u32 = 16;
/// By how much one fetch may be larger than the one before.
const FETCH_GROWTH: u32 = 8;

/// One open result.
pub(super) struct Cursor {
    described: Described,
    /// Rows that the server sent and nobody took, with their sizes.
    waiting: VecDeque<(PgRow, usize)>,
    /// The sum of these sizes.
    waiting_bytes: usize,
    paged: Option<Paged>,
}

/// A result of which the server has more.
struct Paged {
    slot: u32,
    fetch_rows: u32,
    row_bytes_max: usize,
}

/// Where a cursor is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The number of its name.
    pub(super) slot: u32,
    pub(super) is_in_transaction: bool,
    /// Whether the transaction ends with the call, so that the server cannot keep the rows.
    pub(super) is_for_call: bool,
}

fn name(slot: u32) -> String {
    format!("aludel_cursor_{slot}")
}

impl Cursor {
    pub(super) async fn open(link: &mut Link, sql: &str, cells: &[Cell<'_>], place: Place) -> Result<Self, SqlError> {
        if !place.is_for_call && kind::is_declarable(sql, place.is_in_transaction) {
            Self::declare(link, sql, cells, place).await
        } else {
            Self::hold(link, sql, cells).await
        }
    }

    async fn declare(link: &mut Link, sql: &str, cells: &[Cell<'_>], place: Place) -> Result<Self, SqlError> {
        let hold = if place.is_in_transaction { "WITHOUT HOLD" } else { "WITH HOLD" };
        let prefix = format!("DECLARE {} NO SCROLL CURSOR {hold} FOR ", name(place.slot));
        // A cursor defines nothing, whatever its first word is.
        let declared = link.run_reading(&format!("{prefix}{sql}"), cells).await;
        declared.map_err(|error| without_prefix(error, &prefix))?;
        let mut cursor = Self {
            described: Described::default(),
            waiting: VecDeque::new(),
            waiting_bytes: 0,
            paged: Some(Paged { slot: place.slot, fetch_rows: FIRST_FETCH_ROWS, row_bytes_max: 1 }),
        };
        cursor.fetch(link, FIRST_FETCH_ROWS).await?;
        cursor.described = match cursor.waiting.front() {
            Some((row, _)) => link.described(row.columns()).await?,
            None => link.describe(sql).await?,
        };
        Ok(cursor)
    }

    async fn hold(link: &mut Link, sql: &str, cells: &[Cell<'_>]) -> Result<Self, SqlError> {
        let described = link.describe(sql).await?;
        let rows = if cells.is_empty() {
            // Describing it has shown that it is one statement, so the simple protocol runs no more than that.
            link.rows_of_statement(sql).await?
        } else {
            Self::execute_with_literals(link, sql, cells).await?
        };
        let mut cursor = Self { described, waiting: VecDeque::new(), waiting_bytes: 0, paged: None };
        for row in rows {
            cursor.add(row);
        }
        Ok(cursor)
    }

    /// Runs a statement that has parameters so that its rows come in text form.
    async fn execute_with_literals(link: &mut Link, sql: &str, cells: &[Cell<'_>]) -> Result<Vec<PgRow>, SqlError> {
        if !kind::is_preparable(sql) {
            let message = "PostgreSQL gives no rows for a statement of this kind with parameters";
            let hint = "write the values into the statement, or run it with `execute`";
            return Err(SqlError::new(ErrorKind::Unsupported, message).with_extra("hint", hint));
        }
        let prepared = link.prepare_on_server(sql).await?;
        let rows = link.rows_within_limit(&execute(&prepared, cells)?).await;
        link.deallocate(prepared).await;
        rows
    }

    /// Puts a row behind those that wait; gives its size.
    fn add(&mut self, row: PgRow) -> usize {
        let bytes = row_bytes(&row);
        self.waiting_bytes += bytes;
        self.waiting.push_back((row, bytes));
        bytes
    }

    /// What the rows take that nobody took.
    pub(super) fn waiting_bytes(&self) -> usize {
        self.waiting_bytes
    }

    /// Which names of cursors are in use.
    pub(super) fn slot(&self) -> Option<u32> {
        self.paged.as_ref().map(|paged| paged.slot)
    }

    pub(super) fn columns(&self) -> Vec<Column> {
        self.described.columns.clone()
    }

    /// Asks the server for more rows. A short answer is the end.
    async fn fetch(&mut self, link: &mut Link, row_count: u32) -> Result<(), SqlError> {
        let Some(paged) = &self.paged else { return Ok(()) };
        let sql = format!("FETCH FORWARD {row_count} FROM {}", name(paged.slot));
        let rows = link.rows_within(&sql, HeldBytes::up_to(FETCHED_BYTES_MAX)).await?;
        let is_end = rows.len() < row_count as usize;
        let largest = rows.into_iter().map(|row| self.add(row)).max().unwrap_or_default();
        if let Some(paged) = &mut self.paged {
            paged.fetch_rows = row_count;
            paged.row_bytes_max = paged.row_bytes_max.max(largest);
        }
        if is_end {
            self.close(link).await;
        }
        Ok(())
    }

    /// Fetches until there is a page, or the end.
    async fn fill(&mut self, link: &mut Link, limit: PageLimit) -> Result<(), SqlError> {
        loop {
            let bytes = self.waiting_bytes;
            let row_count = u32::try_from(self.waiting.len()).unwrap_or(u32::MAX);
            let Some(paged) = &self.paged else { return Ok(()) };
            if row_count >= limit.rows || bytes >= limit.bytes && row_count > 0 {
                return Ok(());
            }
            let room = u32::try_from(limit.bytes.saturating_sub(bytes) / paged.row_bytes_max).unwrap_or(u32::MAX);
            let wanted = (limit.rows - row_count).min(room).min(paged.fetch_rows.saturating_mul(FETCH_GROWTH));
            self.fetch(link, wanted.max(1)).await?;
        }
    }

    /// Takes the rows of one page off.
    fn page(&mut self, limit: PageLimit) -> Vec<PgRow> {
        let mut rows = Vec::new();
        let mut bytes = 0;
        while let Some((row, row_bytes)) = self.waiting.pop_front() {
            bytes += row_bytes;
            let is_full = rows.len() >= limit.rows as usize || bytes > limit.bytes;
            if is_full && !rows.is_empty() {
                self.waiting.push_front((row, row_bytes));
                break;
            }
            self.waiting_bytes -= row_bytes;
            rows.push(row);
        }
        rows
    }

    pub(super) async fn next_rows(&mut self, link: &mut Link, limit: PageLimit) -> Result<Vec<Row>, SqlError> {
        self.fill(link, limit).await?;
        let rows = self.page(limit);
        Ok(rows.iter().map(|row| self.row(row)).collect())
    }

    fn row(&self, row: &PgRow) -> Row {
        let types = self.described.types.iter().enumerate();
        types
            .map(|(index, known)| text_of(row, index).map_or(aludel_sql::Value::Null, |text| text::value(text, known)))
            .collect()
    }

    pub(super) async fn next_batch(&mut self, link: &mut Link, limit: PageLimit) -> Result<Batch, SqlError> {
        self.fill(link, limit).await?;
        let rows = self.page(limit);
        let columns = self.described.types.iter().enumerate().map(|(index, known)| column(&rows, index, known));
        Ok(columnar::batch(columns.collect(), rows.len()))
    }

    /// Closes what the server has open. In an aborted transaction it is gone already.
    pub(super) async fn close(&mut self, link: &mut Link) {
        if let Some(paged) = self.paged.take() {
            let _ = link.run_own(&format!("CLOSE {}", name(paged.slot))).await;
        }
    }
}

fn column(rows: &[PgRow], index: usize, known: &ServerType) -> ColumnBuilder {
    let mut builder = ColumnBuilder::new(layout(known.shape));
    for row in rows {
        match (text_of(row, index), known.shape) {
            (None, _) => builder.push_null(),
            (Some(text), Shape::Text) => builder.push_text(text),
            (Some(text), _) => builder.push(text::value(text, known)),
        }
    }
    builder
}

fn layout(shape: Shape) -> ColumnLayout {
    match shape {
        Shape::Boolean => ColumnLayout::Booleans,
        Shape::Integer => ColumnLayout::Integers,
        Shape::Real => ColumnLayout::Reals,
        Shape::Text => ColumnLayout::Texts,
        Shape::Bytes => ColumnLayout::Blobs,
        _ => ColumnLayout::Values,
    }
}

/// The `EXECUTE` of a prepared statement with the values as literals.
pub(super) fn execute(prepared: &str, cells: &[Cell<'_>]) -> Result<String, SqlError> {
    let mut sql = String::new();
    write_execute(prepared, cells, &mut sql)?;
    Ok(sql)
}

pub(super) fn write_execute(prepared: &str, cells: &[Cell<'_>], sql: &mut String) -> Result<(), SqlError> {
    sql.push_str("EXECUTE ");
    sql.push_str(prepared);
    for (index, &cell) in cells.iter().enumerate() {
        sql.push_str(if index == 0 { "(" } else { ", " });
        encode::write_literal(cell, sql)?;
    }
    if !cells.is_empty() {
        sql.push(')');
    }
    Ok(())
}
