//! Open results.

use std::collections::VecDeque;

use aludel_sql::{Batch, Column, PageLimit, Row, SqlError, Value};
use sqlx::mysql::MySqlRow;

use super::value::{self, KnownColumn, Shape, bytes_of, row_bytes};
use crate::columnar::{self, ColumnBuilder};

/// One open result, with the rows that came and that nobody took.
pub(super) struct Cursor {
    columns: Vec<KnownColumn>,
    waiting: VecDeque<(MySqlRow, usize)>,
    waiting_bytes: usize,
    /// What ended the result early; told after the rows before it.
    pub(super) failure: Option<SqlError>,
}

impl Cursor {
    pub(super) fn new(columns: Vec<KnownColumn>) -> Self {
        Self { columns, waiting: VecDeque::new(), waiting_bytes: 0, failure: None }
    }

    pub(super) fn add(&mut self, rows: Vec<MySqlRow>) {
        for row in rows {
            let bytes = row_bytes(&row);
            self.waiting_bytes += bytes;
            self.waiting.push_back((row, bytes));
        }
    }

    pub(super) fn waiting_bytes(&self) -> usize {
        self.waiting_bytes
    }

    pub(super) fn has_page(&self, limit: PageLimit) -> bool {
        let has_rows = self.waiting.len() >= limit.rows as usize;
        has_rows || self.waiting_bytes >= limit.bytes && !self.waiting.is_empty()
    }

    pub(super) fn columns(&self) -> Vec<Column> {
        let column = |known: &KnownColumn| Column {
            name: known.name.clone(),
            type_name: known.type_name.clone(),
            nullable: None,
        };
        self.columns.iter().map(column).collect()
    }

    /// Takes the rows of one page off. Once they are all gone, the failure is told.
    fn page(&mut self, limit: PageLimit) -> Result<Vec<MySqlRow>, SqlError> {
        let mut rows = Vec::new();
        let mut bytes = 0;
        while let Some(&(_, row_bytes)) = self.waiting.front() {
            bytes += row_bytes;
            if !rows.is_empty() && (rows.len() >= limit.rows as usize || bytes > limit.bytes) {
                break;
            }
            self.waiting_bytes -= row_bytes;
            rows.extend(self.waiting.pop_front().map(|(row, _)| row));
        }
        match self.failure.take_if(|_| rows.is_empty()) {
            Some(failure) => Err(failure),
            None => Ok(rows),
        }
    }

    pub(super) fn rows(&mut self, limit: PageLimit) -> Result<Vec<Row>, SqlError> {
        let rows = self.page(limit)?;
        Ok(rows.iter().map(|row| self.row(row)).collect())
    }

    fn row(&self, row: &MySqlRow) -> Row {
        let columns = self.columns.iter().enumerate();
        columns
            .map(|(index, known)| bytes_of(row, index).map_or(Value::Null, |bytes| value::value(bytes, known)))
            .collect()
    }

    pub(super) fn batch(&mut self, limit: PageLimit) -> Result<Batch, SqlError> {
        let rows = self.page(limit)?;
        let columns = self.columns.iter().enumerate().map(|(index, known)| column(&rows, index, known));
        Ok(columnar::batch(columns.collect(), rows.len()))
    }
}

fn column(rows: &[MySqlRow], index: usize, known: &KnownColumn) -> ColumnBuilder {
    let mut builder = ColumnBuilder::new(value::layout(known.shape));
    for row in rows {
        match (bytes_of(row, index), known.shape) {
            (None, _) => builder.push_null(),
            (Some(bytes), Shape::Text) => builder.push_text(&value::text(bytes)),
            (Some(bytes), Shape::Bytes) => builder.push_bytes(bytes),
            (Some(bytes), _) => builder.push(value::value(bytes, known)),
        }
    }
    builder
}
