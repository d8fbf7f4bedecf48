//! The schema and the rows of a scratch database at one moment, and what differs between two of them.

use std::collections::BTreeMap;

use aludel_db::{DatabaseUrl, ScratchError, Session, introspect};
use aludel_schema::model::{ConstraintBody, IndexKey, Table};
use aludel_schema::{ObjectName, Schema, Scope};
use aludel_sql::{Dialect, PageLimit, Row, SqlError, Value, literal};
use aludel_trial::made_up::quoted_name;
use aludel_trial::rows::differences;
use aludel_trial::{TableRows, volatile};

use super::bench::Bench;
use crate::comparison::difference::Comparison;
use crate::comparison::hints::RenameHints;
use crate::comparison::loss::RowCounts;
use crate::comparison::text::is_told;
use crate::error::Error;

/// The rows of a table that are compared, from the start of its key.
const ROWS_MAX: u32 = 2_000;
/// The bytes of a page of them.
const PAGE_BYTES: usize = 16 << 20;

pub(super) struct Snapshot {
    pub(super) schema: Schema,
    pub(super) rows: BTreeMap<ObjectName, TableRows>,
}

/// What a downgrade did not bring back.
pub(super) struct Missing {
    /// What differs of the schema.
    pub(super) schema: Vec<String>,
    /// What differs of the rows.
    pub(super) rows: Vec<String>,
    /// What the upgrade had dropped, with its values.
    pub(super) lost: Vec<String>,
}

impl Snapshot {
    pub(super) async fn take(bench: &Bench) -> Result<Self, Error> {
        let mut session = bench.session.lend().await;
        Self::read(&mut **session, &bench.scope, bench.scratch.url()).await
    }

    /// Reads a database.
    pub(super) async fn read(session: &mut dyn Session, scope: &Scope, url: &DatabaseUrl) -> Result<Self, Error> {
        let schema = introspect(session, scope).await?;
        let mut rows = BTreeMap::new();
        for table in schema.tables.values().filter(|table| holds_rows(table)) {
            let read = read(session, table).await.map_err(|error| refused_by(url, error))?;
            rows.insert(table.name.clone(), read);
        }
        Ok(Self { schema, rows })
    }

    /// Whether any table has a row.
    pub(super) fn has_rows(&self) -> bool {
        self.rows.values().any(|table| !table.rows.is_empty())
    }

    /// What is not as it was before an upgrade (which led to `made`) and its downgrade.
    pub(super) fn missing_in(&self, made: &Self, back: &Self, days: &[String]) -> Result<Missing, Error> {
        let left_to_do = schema_differences(&back.schema, &self.schema)?;
        let mut missing = Missing { schema: left_to_do, rows: Vec::new(), lost: Vec::new() };
        for (name, rows) in &self.rows {
            let Some(found) = back.rows.get(name) else { continue };
            let made = made.schema.tables.get(name);
            let (mut kept, dropped): (Vec<String>, Vec<String>) = rows
                .columns
                .iter()
                .cloned()
                .partition(|column| made.is_some_and(|table| table.column(column).is_some()));
            missing.lost.extend(lost(rows, found, (&kept, &dropped), days));
            let set_by_itself = volatile::set_on_update(&self.schema.tables[name], self.schema.dialect);
            kept.retain(|column| !set_by_itself.contains(column));
            missing.rows.extend(differences(rows, found, &kept, days).iter().map(ToString::to_string));
        }
        Ok(missing)
    }

    /// What is not as it was when the same upgrade ran before. Values that the server makes up may be others.
    pub(super) fn differences_to(&self, again: &Self, days: &[String]) -> Result<Vec<String>, Error> {
        let mut told = schema_differences(&self.schema, &again.schema)?;
        told.extend(self.row_differences_to(again, days));
        Ok(told)
    }

    /// The same for rows alone.
    pub(super) fn row_differences_to(&self, again: &Self, days: &[String]) -> Vec<String> {
        let mut told = Vec::new();
        for (name, rows) in &self.rows {
            let (Some(found), Some(table)) = (again.rows.get(name), self.schema.tables.get(name)) else { continue };
            let differing = self.differing(table, rows, found, days);
            told.extend(differing.iter().map(ToString::to_string));
        }
        told
    }

    fn differing(
        &self,
        table: &Table,
        rows: &TableRows,
        found: &TableRows,
        days: &[String],
    ) -> Vec<aludel_trial::RowDifference> {
        let dialect = self.schema.dialect;
        let without = |left_out: &[String]| -> Vec<String> {
            rows.columns.iter().filter(|column| !left_out.contains(column)).cloned().collect()
        };
        let momentary = volatile::momentary(table, dialect);
        let differing = differences(rows, found, &without(&momentary), days);
        if differing.is_empty() {
            return differing;
        }
        // A row that was made again has another number, and whoever points at it points there.
        let counted = [momentary, volatile::counted(table, dialect)].concat();
        let unkeyed = TableRows { key: Vec::new(), ..rows.clone() };
        let is_same = differences(&unkeyed, found, &without(&counted), days).is_empty();
        if is_same && rows.rows.len() == found.rows.len() { Vec::new() } else { differing }
    }
}

/// What a scratch database said no to.
pub(super) fn refused_by(url: &DatabaseUrl, error: SqlError) -> ScratchError {
    ScratchError::Refused { action: "trying the migrations", database: url.to_string(), error: Box::new(error) }
}

/// What differs between two schemas, as `diff` tells it, and what it does not compare as far as it comes or goes.
pub(super) fn schema_differences(before: &Schema, after: &Schema) -> Result<Vec<String>, Error> {
    let comparison = Comparison::of(before.clone().into(), after.clone().into(), &RenameHints::default())?;
    let report = comparison.report(&RowCounts::default())?;
    let mut told: Vec<String> =
        report.operations.iter().map(|operation| format!("schema: {}", operation.summary.text)).collect();
    let is_in = |schema: &Schema, object: &aludel_schema::model::Uncompared| schema.uncompared.contains(object);
    let gone = before.uncompared.iter().filter(|object| is_told(object) && !is_in(after, object));
    told.extend(gone.map(|object| format!("schema: drop {} {}", object.kind, object.name)));
    let new = after.uncompared.iter().filter(|object| is_told(object) && !is_in(before, object));
    told.extend(new.map(|object| format!("schema: create {} {}", object.kind, object.name)));
    Ok(told)
}

/// A partition's rows are those of its table.
pub(super) fn holds_rows(table: &Table) -> bool {
    !table.options.contains_key("partition of")
}

/// What was dropped by the upgrade and came back without its values.
fn lost(
    rows: &TableRows,
    found: &TableRows,
    (kept, dropped): (&[String], &[String]),
    days: &[String],
) -> Option<String> {
    if dropped.is_empty() || rows.rows.is_empty() {
        return None;
    }
    let with_key: Vec<String> = dropped.iter().chain(&rows.key).cloned().collect();
    if differences(rows, found, &with_key, days).is_empty() {
        return None;
    }
    Some(match kept {
        [] => format!("the upgrade drops {}, whose rows do not come back", rows.table),
        _ => format!("the upgrade drops {} of {}, whose values do not come back", dropped.join(", "), rows.table),
    })
}

async fn read(session: &mut dyn Session, table: &Table) -> Result<TableRows, SqlError> {
    let dialect = session.dialect();
    let columns: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
    let key = primary_key(table);
    let sql = select(table, dialect, &columns, &key)?;
    let rows = fetch(session, &sql, ROWS_MAX + 1).await?;
    let is_too_long = rows.len() > usize::try_from(ROWS_MAX).unwrap_or(usize::MAX);
    // Without a key, the first of many rows are others each time.
    let columns = if is_too_long && key.is_empty() { Vec::new() } else { columns };
    let rows = rows.iter().map(|row| row.iter().map(|value| text_of(value, dialect)).collect()).collect();
    Ok(TableRows { table: table.name.to_string(), columns, key, rows })
}

/// The columns of the primary key; none without.
pub(super) fn primary_key(table: &Table) -> Vec<String> {
    let Some(ConstraintBody::PrimaryKey(key)) = table.primary_key().map(|constraint| &constraint.body) else {
        return Vec::new();
    };
    let column = |key: &IndexKey| if let IndexKey::Column(name) = key { Some(name.clone()) } else { None };
    key.parts.iter().filter_map(|part| column(&part.key)).collect()
}

fn select(table: &Table, dialect: Dialect, columns: &[String], key: &[String]) -> Result<String, SqlError> {
    let quoted = |names: &[String]| -> Result<String, SqlError> {
        let quoted = names.iter().map(|name| dialect.quote(name)).collect::<Result<Vec<_>, _>>();
        Ok(quoted.map_err(unquotable)?.join(", "))
    };
    // A table may well have no column at all.
    let columns = if columns.is_empty() { "1".to_owned() } else { quoted(columns)? };
    let order = if key.is_empty() { String::new() } else { format!(" ORDER BY {}", quoted(key)?) };
    let from = quoted_name(&table.name, dialect).map_err(unquotable)?;
    Ok(format!("SELECT {columns} FROM {from}{order} LIMIT {}", ROWS_MAX + 1))
}

pub(super) fn unquotable(error: aludel_sql::IdentifierError) -> SqlError {
    SqlError::new(aludel_sql::ErrorKind::Unsupported, error.to_string())
}

/// So many rows of a query, at most.
pub(super) async fn fetch(session: &mut dyn Session, sql: &str, rows_max: u32) -> Result<Vec<Row>, SqlError> {
    let cursor = session.query(sql, &[]).await?;
    let mut rows: Vec<Row> = Vec::new();
    let end = loop {
        let wanted = rows_max.saturating_sub(u32::try_from(rows.len()).unwrap_or(u32::MAX));
        if wanted == 0 {
            break Ok(());
        }
        match session.next_rows(cursor, PageLimit { rows: wanted, bytes: PAGE_BYTES }).await {
            Ok(page) if page.is_empty() => break Ok(()),
            Ok(page) => rows.extend(page),
            Err(error) => break Err(error),
        }
    };
    session.close_cursor(cursor).await;
    end.map(|()| rows)
}

/// A value as SQL text, as far as it has one.
pub(super) fn text_of(value: &Value, dialect: Dialect) -> String {
    literal(value, dialect).unwrap_or_else(|_| format!("{value:?}"))
}
