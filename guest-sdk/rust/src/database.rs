//! The database handle.

use crate::bindings::aludel::sql::database as wit;
use crate::{BulkWriter, Cursor, Error, FromValue, Outcome, Result, Row, RowsAs, Savepoint, Statement, Value};

pub use wit::{DatabaseInfo, Dialect};

/// The database that the migration works on.
///
/// Every statement runs in the transaction of the step, unless the migration's header says `transaction = false`.
/// One call takes one statement; placeholders are those of the database, see [`Database::placeholder`].
#[derive(Debug)]
// The runtime turns a borrowed handle into a borrowed `Database`, so the layouts are the same.
#[repr(transparent)]
pub struct Database {
    handle: wit::Database,
}

impl Database {
    #[cfg(feature = "schema")]
    pub(crate) fn handle(&self) -> &wit::Database {
        &self.handle
    }

    /// What is known about the server, without asking it.
    pub fn info(&self) -> DatabaseInfo {
        self.handle.info()
    }

    /// The kind of server.
    ///
    /// ```no_run
    /// use aludel_guest::prelude::*;
    ///
    /// fn upgrade(db: &Database) -> Result<()> {
    ///     let text = match db.dialect() {
    ///         Dialect::Mysql | Dialect::Mariadb => "VARCHAR(200)",
    ///         _ => "TEXT",
    ///     };
    ///     db.execute(&format!("ALTER TABLE customers ADD COLUMN city {text}"), params![])?;
    ///     Ok(())
    /// }
    /// ```
    pub fn dialect(&self) -> Dialect {
        self.handle.info().dialect
    }

    /// Whether the server has a feature: `returning`, `drop-column`, `arrays`, `check-constraints`. Unknown: false.
    pub fn supports(&self, feature: &str) -> bool {
        self.handle.supports(feature)
    }

    /// Quotes one identifier by the rules of the server.
    pub fn quote(&self, identifier: &str) -> String {
        self.handle.quote(identifier)
    }

    /// The server's text of parameter `index`, counted from 1: `$1` on PostgreSQL, `?` on MySQL.
    pub fn placeholder(&self, index: u32) -> String {
        self.handle.placeholder(index)
    }

    /// The placeholders of so many parameters, as a row of values needs them: `$1, $2, $3`.
    pub fn placeholders(&self, count: u32) -> String {
        let list: Vec<_> = (1..=count).map(|index| self.placeholder(index)).collect();
        list.join(", ")
    }

    /// Runs one statement and drops its rows.
    #[track_caller]
    pub fn execute(&self, sql: &str, parameters: &[Value]) -> Result<Outcome> {
        Ok(self.handle.execute(sql, parameters)?)
    }

    /// Runs several statements divided by semicolons, without parameters.
    #[track_caller]
    pub fn execute_script(&self, sql: &str) -> Result<()> {
        Ok(self.handle.execute_script(sql)?)
    }

    /// Runs one statement and streams its rows.
    ///
    /// ```no_run
    /// use aludel_guest::prelude::*;
    ///
    /// fn list(db: &Database) -> Result<()> {
    ///     for row in db.query("SELECT id, name FROM customers", params![])? {
    ///         let (id, name): (i64, String) = row?.try_into()?;
    ///         debug!("{id}: {name}");
    ///     }
    ///     Ok(())
    /// }
    /// ```
    #[track_caller]
    pub fn query(&self, sql: &str, parameters: &[Value]) -> Result<Cursor<'_>> {
        Ok(Cursor::new(self.handle.query(sql, parameters)?))
    }

    /// Runs one statement and streams its rows as tuples, or as any type that a [`Row`] turns into.
    ///
    /// ```no_run
    /// use aludel_guest::prelude::*;
    ///
    /// fn total(db: &Database) -> Result<i64> {
    ///     let mut total = 0;
    ///     for line in db.query_as::<(i64, i64)>("SELECT quantity, price_cents FROM order_items", params![])? {
    ///         let (quantity, price_cents) = line?;
    ///         total += quantity * price_cents;
    ///     }
    ///     Ok(total)
    /// }
    /// ```
    #[track_caller]
    pub fn query_as<T: TryFrom<Row, Error = Error>>(&self, sql: &str, parameters: &[Value]) -> Result<RowsAs<'_, T>> {
        Ok(self.query(sql, parameters)?.rows_as())
    }

    /// The first row, if there is one. Its columns have no names: they are read by their places.
    #[track_caller]
    pub fn query_one(&self, sql: &str, parameters: &[Value]) -> Result<Option<Row>> {
        Ok(self.handle.query_one(sql, parameters)?.map(Row::nameless))
    }

    /// The first column of the first row; no row is an error.
    ///
    /// ```no_run
    /// use aludel_guest::prelude::*;
    ///
    /// fn count(db: &Database) -> Result<i64> {
    ///     db.query_scalar("SELECT count(*) FROM customers", params![])
    /// }
    /// ```
    #[track_caller]
    pub fn query_scalar<T: for<'value> FromValue<'value>>(&self, sql: &str, parameters: &[Value]) -> Result<T> {
        match self.query_one(sql, parameters)? {
            Some(row) => row.get(0),
            None => Err(Error::other(format!("the query gave no row: {sql}"))),
        }
    }

    /// Prepares a statement that runs many times.
    #[track_caller]
    pub fn prepare(&self, sql: &str) -> Result<Statement<'_>> {
        Ok(Statement::new(self.handle.prepare(sql)?))
    }

    /// Writes many rows into a table of the default schema, the fastest way that the database has.
    ///
    /// ```no_run
    /// use aludel_guest::prelude::*;
    ///
    /// fn fill(db: &Database) -> Result<()> {
    ///     let mut countries = db.bulk_insert("countries", &["code", "name"])?;
    ///     countries.push(params!["DE", "Germany"])?;
    ///     countries.push(params!["FR", "France"])?;
    ///     countries.finish()?;
    ///     Ok(())
    /// }
    /// ```
    #[track_caller]
    pub fn bulk_insert(&self, table: &str, columns: &[&str]) -> Result<BulkWriter<'_>> {
        let handle = self.handle.bulk_insert(None, table, &owned(columns))?;
        Ok(BulkWriter::new(handle, columns.len()))
    }

    /// Changes many rows of a table of the default schema, found by key: each row holds the values of `keys`, then
    /// those of `columns`.
    ///
    /// ```no_run
    /// use aludel_guest::prelude::*;
    ///
    /// fn rename(db: &Database) -> Result<()> {
    ///     let mut countries = db.bulk_update("countries", &["code"], &["name"])?;
    ///     countries.push(params!["DE", "Deutschland"])?;
    ///     countries.finish()?;
    ///     Ok(())
    /// }
    /// ```
    #[track_caller]
    pub fn bulk_update(&self, table: &str, keys: &[&str], columns: &[&str]) -> Result<BulkWriter<'_>> {
        let handle = self.handle.bulk_update(None, table, &owned(keys), &owned(columns))?;
        Ok(BulkWriter::new(handle, keys.len() + columns.len()))
    }

    /// As [`bulk_insert`](Self::bulk_insert), into a table of a named schema.
    #[track_caller]
    pub fn bulk_insert_into(&self, schema: &str, table: &str, columns: &[&str]) -> Result<BulkWriter<'_>> {
        let handle = self.handle.bulk_insert(Some(schema), table, &owned(columns))?;
        Ok(BulkWriter::new(handle, columns.len()))
    }

    /// As [`bulk_update`](Self::bulk_update), of a table of a named schema.
    #[track_caller]
    pub fn bulk_update_in(&self, schema: &str, table: &str, keys: &[&str], columns: &[&str]) -> Result<BulkWriter<'_>> {
        let handle = self.handle.bulk_update(Some(schema), table, &owned(keys), &owned(columns))?;
        Ok(BulkWriter::new(handle, keys.len() + columns.len()))
    }

    /// Runs the function in a savepoint: what it did is kept if it succeeds and undone if it fails, so that the
    /// migration can go on after its error.
    #[track_caller]
    pub fn savepoint<T>(&self, work: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        let savepoint = self.begin_savepoint()?;
        match work(self) {
            Ok(result) => savepoint.release().map(|()| result),
            Err(error) => savepoint.rollback().and(Err(error)),
        }
    }

    /// Opens a savepoint. Dropping it without [`release`](Savepoint::release) undoes what was done since.
    #[track_caller]
    pub fn begin_savepoint(&self) -> Result<Savepoint<'_>> {
        Ok(Savepoint::new(self.handle.savepoint()?))
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}
