//! Bulk writers: `COPY` for rows that are new, `UPDATE ... FROM unnest(...)` for rows that are there.

use aludel_sql::{Batch, BulkKind, BulkTarget, Dialect, ErrorKind, SqlError};

use super::binary::{self, Encoded};
use super::catalog::{ServerType, oid};
use super::encode;
use super::link::{Link, text_of};
use crate::columnar::{Cell, CheckedBatch};

/// How much text one `COPY` sends.
const COPY_BYTES: usize = 1024 * 1024;

/// One open bulk writer.
pub(super) struct BulkWriter {
    way: Way,
    column_count: usize,
    written: u64,
    /// The savepoint that undoes it.
    pub(super) savepoint: u64,
}

enum Way {
    Copy { statement: String, waiting: String },
    Update(Update),
}

/// What an update writes, apart from the arrays.
struct Update {
    table: String,
    key_count: usize,
    columns: Vec<UpdatedColumn>,
}

struct UpdatedColumn {
    /// Quoted.
    name: String,
    oid: u32,
    server_type: ServerType,
}

impl BulkWriter {
    pub(super) async fn open(link: &mut Link, target: &BulkTarget, savepoint: u64) -> Result<Self, SqlError> {
        let table = table_name(target)?;
        let (way, column_count) = match &target.kind {
            BulkKind::Insert => (copy(&table, &target.columns)?, target.columns.len()),
            BulkKind::Update { keys } => {
                let update = Update::plan(link, table, keys, &target.columns).await?;
                (Way::Update(update), keys.len() + target.columns.len())
            }
        };
        Ok(Self { way, column_count, written: 0, savepoint })
    }

    pub(super) async fn write(&mut self, link: &mut Link, batch: &Batch) -> Result<(), SqlError> {
        let rows = CheckedBatch::new(batch)?;
        if rows.row_count() == 0 {
            return Ok(());
        }
        if rows.column_count() != self.column_count {
            let message =
                format!("the bulk writer has {} columns, and {} were given", self.column_count, rows.column_count());
            return Err(SqlError::new(ErrorKind::Conversion, message));
        }
        match &mut self.way {
            Way::Update(update) => self.written += update.write(link, rows).await?,
            Way::Copy { statement, waiting } => {
                for row in 0..rows.row_count() {
                    write_copy_row(rows, row, waiting)?;
                    if waiting.len() >= COPY_BYTES {
                        self.written += link.copy_in(statement, waiting).await?;
                        waiting.clear();
                    }
                }
            }
        }
        Ok(())
    }

    /// Sends what waits; gives the rows written in all.
    pub(super) async fn finish(mut self, link: &mut Link) -> Result<u64, SqlError> {
        if let Way::Copy { statement, waiting } = &self.way
            && !waiting.is_empty()
        {
            self.written += link.copy_in(statement, waiting).await?;
        }
        Ok(self.written)
    }
}

fn quote(name: &str) -> Result<String, SqlError> {
    Dialect::Postgres.quote(name).map_err(|error| SqlError::new(ErrorKind::Syntax, error.to_string()))
}

fn table_name(target: &BulkTarget) -> Result<String, SqlError> {
    let table = quote(&target.table)?;
    match &target.schema {
        Some(schema) => Ok(format!("{}.{table}", quote(schema)?)),
        None => Ok(table),
    }
}

fn quoted_list(names: &[String]) -> Result<Vec<String>, SqlError> {
    if names.is_empty() {
        return Err(SqlError::new(ErrorKind::Syntax, "a bulk writer needs at least one column"));
    }
    names.iter().map(|name| quote(name)).collect()
}

fn copy(table: &str, columns: &[String]) -> Result<Way, SqlError> {
    let columns = quoted_list(columns)?.join(", ");
    Ok(Way::Copy { statement: format!("COPY {table} ({columns}) FROM STDIN"), waiting: String::new() })
}

fn write_copy_row(rows: CheckedBatch<'_>, row: usize, out: &mut String) -> Result<(), SqlError> {
    for column in 0..rows.column_count() {
        if column > 0 {
            out.push('\t');
        }
        encode::write_copy_field(rows.cell(column, row), out)?;
    }
    out.push('\n');
    Ok(())
}

impl Update {
    async fn plan(link: &mut Link, table: String, keys: &[String], columns: &[String]) -> Result<Self, SqlError> {
        let mut quoted = quoted_list(keys)?;
        quoted.extend(quoted_list(columns)?);
        let names: Vec<&String> = keys.iter().chain(columns).collect();
        let known = column_oids(link, &table).await?;
        let mut planned = Vec::new();
        for (name, quoted) in names.into_iter().zip(quoted) {
            let found = known.iter().find(|(column, _)| column == name);
            let &(_, oid) = found.ok_or_else(|| missing_column(name, &table))?;
            planned.push(UpdatedColumn { name: quoted, oid, server_type: link.server_type(oid).await? });
        }
        Ok(Self { table, key_count: keys.len(), columns: planned })
    }

    async fn write(&self, link: &mut Link, rows: CheckedBatch<'_>) -> Result<u64, SqlError> {
        let mut arrays = Vec::with_capacity(self.columns.len());
        let mut sources = Vec::with_capacity(self.columns.len());
        for (index, column) in self.columns.iter().enumerate() {
            let (array, source) = column.array(rows, index)?;
            arrays.push(Encoded::Bytes(array));
            sources.push(source);
        }
        link.run_binary(&self.statement(&sources), arrays).await
    }

    /// Values come as arrays, one a column.
    fn statement(&self, sources: &[Source]) -> String {
        let list = |parts: Vec<String>, separator: &str| parts.join(separator);
        let value = |index: usize| sources[index].value(index, &self.columns[index]);
        let sets =
            (self.key_count..sources.len()).map(|index| format!("{} = {}", self.columns[index].name, value(index)));
        let keys = (0..self.key_count).map(|index| format!("target.{} = {}", self.columns[index].name, value(index)));
        let arrays = sources.iter().enumerate().map(|(index, source)| source.parameter(index, &self.columns[index]));
        let names = (0..sources.len()).map(|index| format!("value_{index}"));
        format!(
            "UPDATE {} AS target SET {} FROM unnest({}) AS source({}) WHERE {}",
            self.table,
            list(sets.collect(), ", "),
            list(arrays.collect(), ", "),
            list(names.collect(), ", "),
            list(keys.collect(), " AND ")
        )
    }
}

/// How the values of one column are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// As an array of the column's own type.
    Typed,
    /// As an array of texts, which the server reads for the column's type.
    Texts,
}

impl Source {
    fn parameter(self, index: usize, column: &UpdatedColumn) -> String {
        let element = if self == Self::Typed { &column.server_type.sql_name } else { "pg_catalog.text" };
        format!("${}::{element}[]", index + 1)
    }

    fn value(self, index: usize, column: &UpdatedColumn) -> String {
        match self {
            Self::Typed => format!("source.value_{index}"),
            Self::Texts => format!("CAST(source.value_{index} AS {})", column.server_type.sql_name),
        }
    }
}

impl UpdatedColumn {
    fn array(&self, rows: CheckedBatch<'_>, index: usize) -> Result<(Vec<u8>, Source), SqlError> {
        let cells = (0..rows.row_count()).map(|row| rows.cell(index, row));
        let mut array = Vec::new();
        if self.server_type.element.is_none() && binary::write_array(cells.clone(), self.oid, &mut array).is_some() {
            return Ok((array, Source::Typed));
        }
        array.clear();
        let texts = cells.map(encode::text_form).collect::<Result<Vec<_>, SqlError>>()?;
        let texts = texts.iter().map(|text| text.as_deref().map_or(Cell::Null, Cell::Text));
        binary::write_array(texts, oid::TEXT, &mut array).expect("a text without NUL is a text");
        Ok((array, Source::Texts))
    }
}

/// The columns of a table with the OIDs of their types.
async fn column_oids(link: &mut Link, table: &str) -> Result<Vec<(String, u32)>, SqlError> {
    let mut literal = String::new();
    encode::write_literal(Cell::Text(table), &mut literal)?;
    let sql = format!(
        "SELECT attname, atttypid FROM pg_catalog.pg_attribute \
         WHERE attrelid = {literal}::pg_catalog.regclass AND attnum > 0 AND NOT attisdropped"
    );
    let rows = link.rows(&sql).await?;
    let column = |row| Some((text_of(row, 0)?.to_owned(), text_of(row, 1)?.parse().ok()?));
    Ok(rows.iter().filter_map(column).collect())
}

fn missing_column(name: &str, table: &str) -> SqlError {
    let message = format!("column \"{name}\" of table {table} does not exist");
    SqlError::new(ErrorKind::UndefinedObject, message).with_extra("column", name)
}
