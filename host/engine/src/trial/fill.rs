//! Rows that nobody had to write, in tables that have none.

use aludel_db::{DatabaseUrl, Session};
use aludel_schema::model::{ForeignKey, Table};
use aludel_schema::{ObjectName, Schema};
use aludel_sql::{Dialect, SqlError};
use aludel_trial::made_up::{ATTEMPTS_MAX, foreign_keys, in_order, quoted_name};
use aludel_trial::{Parent, Setting, insert, made_up};

use super::Trial;
use super::bench::Bench;
use super::snapshot::{fetch, holds_rows, primary_key, refused_by, text_of, unquotable};
use crate::error::Error;

/// How many keys of a table rows point at.
const KEYS_MAX: u32 = 50;

impl Trial<'_> {
    /// Puts rows into every table of the schema that has none and that `is_meant`. Gives what is to be said of tables that
    /// no row could be made for, each once in a test.
    pub(super) async fn fill(
        &mut self,
        bench: &Bench,
        schemas: (&Schema, &Schema),
        is_meant: impl Fn(&ObjectName) -> bool,
    ) -> Result<Vec<String>, Error> {
        let mut session = bench.session.lend().await;
        self.fill_on(&mut **session, bench.scratch.url(), schemas, is_meant).await
    }

    /// The same on any connection; `later` is the schema at the heads.
    pub(super) async fn fill_on(
        &mut self,
        session: &mut dyn Session,
        url: &DatabaseUrl,
        (schema, later): (&Schema, &Schema),
        is_meant: impl Fn(&ObjectName) -> bool,
    ) -> Result<Vec<String>, Error> {
        let mut notes = Vec::new();
        for name in in_order(schema) {
            let Some(table) = schema.tables.get(&name).filter(|table| holds_rows(table) && is_meant(&table.name))
            else {
                continue;
            };
            let setting = Setting {
                table,
                later: later.table(&name),
                enums: &schema.enums,
                dialect: schema.dialect,
                seed: self.request.seed,
            };
            let filled = fill_table(session, schema, setting, self.request.rows).await;
            let problem = filled.map_err(|error| refused_by(url, error))?;
            if let Some(problem) = problem
                && self.said_unfilled.insert(name.to_string())
            {
                notes.push(format!("no row could be made for {name}: {problem}"));
            }
        }
        Ok(notes)
    }
}

/// Fills one table, unless it has rows. Gives why not a single row could be made.
async fn fill_table(
    session: &mut dyn Session,
    schema: &Schema,
    setting: Setting<'_>,
    rows: u64,
) -> Result<Option<String>, SqlError> {
    let name = quoted_name(&setting.table.name, setting.dialect).map_err(unquotable)?;
    if !fetch(session, &format!("SELECT 1 FROM {name} LIMIT 1"), 1).await?.is_empty() {
        return Ok(None);
    }
    for number in 1..=rows {
        if let Err(problem) = add_row(session, schema, setting, number).await? {
            // Some tables have room for one row, or for two.
            return Ok((number == 1).then_some(problem));
        }
    }
    Ok(None)
}

async fn add_row(
    session: &mut dyn Session,
    schema: &Schema,
    setting: Setting<'_>,
    number: u64,
) -> Result<Result<(), String>, SqlError> {
    let mut parents = Vec::new();
    for key in foreign_keys(setting.table, setting.later) {
        // What a later migration will have pointed at may not be there yet.
        if let Some(pointed_at) = schema.tables.get(&key.references) {
            parents.push(parent(session, setting.dialect, key, pointed_at).await?);
        }
    }
    let mut problem = String::new();
    for attempt in 0..ATTEMPTS_MAX {
        let row = match made_up(setting, &parents, number, attempt) {
            Ok(row) => row,
            Err(missing) => return Ok(Err(missing.to_string())),
        };
        let statement = insert(setting, &row).map_err(unquotable)?;
        match attempted(session, &statement).await? {
            Ok(()) => return Ok(Ok(())),
            Err(error) => problem = error.message,
        }
    }
    Ok(Err(problem))
}

/// Runs a statement that may fail without harm.
pub(super) async fn attempted(session: &mut dyn Session, statement: &str) -> Result<Result<(), SqlError>, SqlError> {
    if !session.is_in_transaction() {
        return Ok(session.execute(statement, &[]).await.map(drop));
    }
    let savepoint = session.savepoint().await?;
    match session.execute(statement, &[]).await {
        Ok(_) => session.release_savepoint(savepoint).await.map(Ok),
        Err(error) => session.rollback_savepoint(savepoint).await.map(|()| Err(error)),
    }
}

/// The keys that a foreign key can point at.
async fn parent(
    session: &mut dyn Session,
    dialect: Dialect,
    key: &ForeignKey,
    pointed_at: &Table,
) -> Result<Parent, SqlError> {
    let mut referenced = key.referenced_columns.clone();
    if referenced.is_empty() {
        referenced = primary_key(pointed_at);
    }
    let columns = referenced.iter().map(|column| dialect.quote(column)).collect::<Result<Vec<_>, _>>();
    let columns = columns.map_err(unquotable)?.join(", ");
    let table = quoted_name(&key.references, dialect).map_err(unquotable)?;
    let sql = format!("SELECT {columns} FROM {table} ORDER BY {columns} LIMIT {KEYS_MAX}");
    let found = if columns.is_empty() { Vec::new() } else { fetch(session, &sql, KEYS_MAX).await? };
    let keys = found.iter().map(|row| row.iter().map(|value| text_of(value, dialect)).collect()).collect();
    Ok(Parent { columns: key.columns.clone(), table: key.references.clone(), referenced, keys })
}
