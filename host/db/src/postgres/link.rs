//! One connection of the driver, and what must be known of it to send statements and read answers.

use aludel_sql::{Column, ErrorKind, SqlError};
use futures_util::{StreamExt as _, TryStreamExt as _};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{
    PgArgumentBuffer, PgArguments, PgColumn, PgConnection, PgQueryResult, PgRow, PgStatement, PgTypeInfo, Postgres,
};
use sqlx::{
    Arguments as _, AssertSqlSafe, Column as _, Connection as _, Either, Encode, Executor as _, Row as _,
    SqlSafeStr as _, Statement as _, Type, ValueRef as _,
};

use super::binary::{self, Encoded};
use super::catalog::{CatalogRow, ServerType, TypeCatalog};
use super::error::{sql_error, without_prefix};
use super::kind;
use crate::columnar::Cell;
use crate::held::HeldBytes;

/// The connection.
///
/// A statement without parameters goes through the extended protocol, so that it is exactly one, and is never kept.
/// One with parameters is prepared first, because only the server knows the types of its parameters; the driver keeps
/// it until something was defined.
///
/// Rows are always read through the simple protocol, because only there the server gives every type in its text form.
pub(super) struct Link {
    connection: PgConnection,
    types: TypeCatalog,
    /// Goes up whenever something may have been defined.
    generation: u64,
    kept_generation: u64,
    last_prepared: u64,
    /// Prepared statements that outlived an aborted transaction.
    left_over: Vec<String>,
}

/// The columns of a result.
#[derive(Debug, Clone, Default)]
pub(super) struct Described {
    pub(super) columns: Vec<Column>,
    pub(super) types: Vec<ServerType>,
}

impl Link {
    pub(super) fn new(connection: PgConnection) -> Self {
        Self {
            connection,
            types: TypeCatalog::default(),
            generation: 0,
            kept_generation: 0,
            last_prepared: 0,
            left_over: Vec::new(),
        }
    }

    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    /// Says that names and types may mean something else from now on.
    pub(super) fn forget_definitions(&mut self) {
        self.generation += 1;
    }

    pub(super) async fn close(self) -> Result<(), SqlError> {
        self.connection.close().await.map_err(sql_error)
    }

    /// Runs exactly one statement, with or without parameters; gives its count.
    pub(super) async fn run(&mut self, sql: &str, cells: &[Cell<'_>]) -> Result<u64, SqlError> {
        let result = self.run_reading(sql, cells).await;
        if kind::may_define(sql) {
            self.forget_definitions();
        }
        result
    }

    /// As [`Self::run`], for a statement that is known to define nothing.
    pub(super) async fn run_reading(&mut self, sql: &str, cells: &[Cell<'_>]) -> Result<u64, SqlError> {
        // While it learns the types of rows, the driver loses a statement that has no name.
        if !cells.is_empty() || kind::may_give_rows(sql) {
            return self.run_bound(sql, cells).await;
        }
        let query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
        count(self.connection.fetch_many(query)).await
    }

    /// The rows of a statement that was described before.
    pub(super) async fn rows_of_statement(&mut self, sql: &str) -> Result<Vec<PgRow>, SqlError> {
        let rows = self.rows_within_limit(sql).await;
        if kind::may_define(sql) {
            self.forget_definitions();
        }
        rows
    }

    /// Prepares a statement under a name, for `EXECUTE`.
    pub(super) async fn prepare_on_server(&mut self, sql: &str) -> Result<String, SqlError> {
        self.last_prepared += 1;
        let name = format!("aludel_statement_{}", self.last_prepared);
        let prefix = format!("PREPARE {name} AS ");
        let prepared = self.run_reading(&format!("{prefix}{sql}"), &[]).await;
        prepared.map_err(|error| without_prefix(error, &prefix))?;
        Ok(name)
    }

    /// Ends a prepared statement, now or, if the transaction is aborted, when the next one ends.
    pub(super) async fn deallocate(&mut self, name: String) {
        if self.run_own(&format!("DEALLOCATE {name}")).await.is_err() {
            self.left_over.push(name);
        }
    }

    /// Ends what could not be ended before.
    pub(super) async fn deallocate_left_over(&mut self) {
        for name in std::mem::take(&mut self.left_over) {
            self.deallocate(name).await;
        }
    }

    /// Runs the host's own statements, one or several.
    pub(super) async fn run_own(&mut self, sql: &str) -> Result<(), SqlError> {
        self.count_own(sql).await.map(drop)
    }

    /// The same; gives how many rows they changed.
    pub(super) async fn count_own(&mut self, sql: &str) -> Result<u64, SqlError> {
        count(self.connection.fetch_many(sqlx::raw_sql(AssertSqlSafe(sql)))).await
    }

    /// Runs several `EXECUTE`s in one message; gives the count of each that was done, and the error that ended them.
    pub(super) async fn run_many(&mut self, sql: &str) -> (Vec<u64>, Result<(), SqlError>) {
        let mut counts = Vec::new();
        let mut results = self.connection.fetch_many(sqlx::raw_sql(AssertSqlSafe(sql)));
        while let Some(result) = results.next().await {
            match result {
                Ok(Either::Left(done)) => counts.push(done.rows_affected()),
                Ok(Either::Right(_)) => {}
                Err(error) => return (counts, Err(sql_error(error))),
            }
        }
        (counts, Ok(()))
    }

    /// The rows of a text that is known to be exactly one statement.
    pub(super) async fn rows(&mut self, sql: &str) -> Result<Vec<PgRow>, SqlError> {
        let rows = self.connection.fetch(sqlx::raw_sql(AssertSqlSafe(sql)));
        rows.try_collect().await.map_err(sql_error)
    }

    /// The one row that a question of the host has as its answer.
    pub(super) async fn row(&mut self, sql: &str) -> Result<PgRow, SqlError> {
        let unanswered = || SqlError::new(ErrorKind::Other, "the server gave no row where there is always one");
        self.rows(sql).await?.into_iter().next().ok_or_else(unanswered)
    }

    /// As [`Self::rows`], for a result of any size.
    pub(super) async fn rows_within_limit(&mut self, sql: &str) -> Result<Vec<PgRow>, SqlError> {
        self.rows_within(sql, HeldBytes::default()).await
    }

    /// As [`Self::rows`], as long as they are no larger than what is counted.
    pub(super) async fn rows_within(&mut self, sql: &str, mut held: HeldBytes) -> Result<Vec<PgRow>, SqlError> {
        let mut rows = Vec::new();
        let mut stream = self.connection.fetch(sqlx::raw_sql(AssertSqlSafe(sql)));
        while let Some(row) = stream.next().await {
            let row = row.map_err(sql_error)?;
            held.add(row_bytes(&row))?;
            rows.push(row);
        }
        Ok(rows)
    }

    /// The single text that a question of the host has as its answer.
    pub(super) async fn answer(&mut self, sql: &str) -> Result<Option<String>, SqlError> {
        let rows = self.rows(sql).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(text_of(row, 0).map(str::to_owned))
    }

    /// Ends what the driver prepared.
    pub(super) async fn forget_statements(&mut self) -> Result<(), SqlError> {
        if self.connection.cached_statements_size() == 0 {
            return Ok(());
        }
        self.connection.clear_cached_statements().await.map_err(sql_error)
    }

    async fn prepared(&mut self, sql: &str) -> Result<PgStatement, SqlError> {
        if self.kept_generation != self.generation {
            self.connection.clear_cached_statements().await.map_err(sql_error)?;
            self.types.forget();
            self.kept_generation = self.generation;
        }
        (&mut self.connection).prepare(AssertSqlSafe(sql).into_sql_str()).await.map_err(sql_error)
    }

    /// Asks what columns a statement has, which also checks that it is exactly one.
    pub(super) async fn describe(&mut self, sql: &str) -> Result<Described, SqlError> {
        let statement = self.prepared(sql).await?;
        self.described(statement.columns()).await
    }

    async fn run_bound(&mut self, sql: &str, cells: &[Cell<'_>]) -> Result<u64, SqlError> {
        let statement = self.prepared(sql).await?;
        let oids = parameter_oids(&statement);
        check_count(oids.len(), cells.len())?;
        let encoded = self.encode(&oids, cells).await?;
        self.run_encoded(&statement, encoded).await
    }

    /// Runs one statement with parameters that are in binary form already.
    pub(super) async fn run_binary(&mut self, sql: &str, parameters: Vec<Encoded>) -> Result<u64, SqlError> {
        let statement = self.prepared(sql).await?;
        self.run_encoded(&statement, parameters.into_iter().map(Parameter::from).collect()).await
    }

    async fn run_encoded(&mut self, statement: &PgStatement, parameters: Vec<Parameter>) -> Result<u64, SqlError> {
        let mut arguments = PgArguments::default();
        for parameter in parameters {
            arguments.add(parameter).map_err(|error| SqlError::new(ErrorKind::Conversion, error.to_string()))?;
        }
        count(self.connection.fetch_many(statement.query_with(arguments))).await
    }

    async fn encode(&mut self, oids: &[u32], cells: &[Cell<'_>]) -> Result<Vec<Parameter>, SqlError> {
        self.learn(oids).await?;
        let mut encoded = Vec::with_capacity(cells.len());
        for (&oid, &cell) in oids.iter().zip(cells) {
            let element = self.types.get(oid).and_then(|known| known.element);
            encoded.push(binary::encode(cell, oid, element)?);
        }
        self.ask_for_binary(oids, encoded).await
    }

    /// Lets the server read the texts that only it can read, and takes them back in binary form.
    async fn ask_for_binary(&mut self, oids: &[u32], encoded: Vec<Encoded>) -> Result<Vec<Parameter>, SqlError> {
        let mut casts = Vec::new();
        let mut texts = PgArguments::default();
        for (&oid, encoded) in oids.iter().zip(&encoded) {
            if let Encoded::AskServer(text) = encoded {
                let name = self.types.get(oid).map(|known| known.sql_name).unwrap_or_default();
                texts.add(text).map_err(|error| SqlError::new(ErrorKind::Conversion, error.to_string()))?;
                casts.push(format!("CAST(${}::pg_catalog.text AS {name})", casts.len() + 1));
            }
        }
        if casts.is_empty() {
            return Ok(encoded.into_iter().map(Parameter::from).collect());
        }
        let sql = format!("SELECT {}", casts.join(", "));
        let query = sqlx::query_with(AssertSqlSafe(sql), texts).persistent(false);
        let row = self.connection.fetch_one(query).await.map_err(sql_error).map_err(without_position)?;
        let mut answers = 0..row.len();
        let parameters = encoded.into_iter().map(|encoded| match encoded {
            Encoded::AskServer(_) => {
                let index = answers.next().expect("one column was asked for a parameter");
                Parameter(bytes_of(&row, index).map(<[u8]>::to_vec))
            }
            other => Parameter::from(other),
        });
        Ok(parameters.collect())
    }

    /// The columns of a result with their types, asking for those that are not known.
    pub(super) async fn described(&mut self, columns: &[PgColumn]) -> Result<Described, SqlError> {
        let oids: Vec<u32> = columns.iter().map(|column| oid_of(column.type_info())).collect();
        self.learn(&oids).await?;
        let types: Vec<ServerType> = oids.iter().filter_map(|&oid| self.types.get(oid)).collect();
        let columns = columns.iter().zip(&types).map(|(column, known)| Column {
            name: column.name().to_owned(),
            type_name: known.name.clone(),
            nullable: None,
        });
        Ok(Described { columns: columns.collect(), types })
    }

    /// The type of an OID, asking if it is not known.
    pub(super) async fn server_type(&mut self, oid: u32) -> Result<ServerType, SqlError> {
        self.learn(&[oid]).await?;
        Ok(self.types.get(oid).expect("a type that was asked for is known"))
    }

    async fn learn(&mut self, oids: &[u32]) -> Result<(), SqlError> {
        let mut wanted = self.types.missing(oids.iter().copied());
        let (mut asked, mut found) = (Vec::new(), Vec::new());
        while !wanted.is_empty() {
            let rows = self.rows(&TypeCatalog::question(&wanted)).await?;
            asked.append(&mut wanted);
            found.extend(rows.iter().map(catalog_row));
            wanted = self.types.needs(&found);
            wanted.retain(|oid| !asked.contains(oid));
        }
        self.types.learn(&found);
        for &oid in oids {
            if self.types.get(oid).is_none() {
                self.types.learn_unknown(oid);
            }
        }
        Ok(())
    }

    /// Sends the text of a `COPY ... FROM STDIN`; gives the rows written.
    pub(super) async fn copy_in(&mut self, statement: &str, data: &str) -> Result<u64, SqlError> {
        let mut copy = self.connection.copy_in_raw(statement).await.map_err(sql_error)?;
        let sent = copy.send(data.as_bytes()).await.map(drop);
        match sent {
            Ok(()) => copy.finish().await.map_err(sql_error),
            Err(error) => {
                // The error that matters is the first.
                let _ = copy.abort("the data could not be sent").await;
                Err(sql_error(error))
            }
        }
    }
}

/// A parameter in binary form; none is NULL.
struct Parameter(Option<Vec<u8>>);

impl From<Encoded> for Parameter {
    fn from(encoded: Encoded) -> Self {
        match encoded {
            Encoded::Null => Self(None),
            Encoded::Bytes(bytes) => Self(Some(bytes)),
            Encoded::AskServer(text) => Self(Some(text.into_bytes())),
        }
    }
}

impl Type<Postgres> for Parameter {
    fn type_info() -> PgTypeInfo {
        // The statement is prepared when this is asked, so its types are settled.
        PgTypeInfo::with_oid(Oid(0))
    }
}

impl Encode<'_, Postgres> for Parameter {
    fn encode_by_ref(&self, out: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let Some(bytes) = &self.0 else { return Ok(IsNull::Yes) };
        out.extend_from_slice(bytes);
        Ok(IsNull::No)
    }
}

async fn count(
    mut results: futures_util::stream::BoxStream<'_, Result<Either<PgQueryResult, PgRow>, sqlx::Error>>,
) -> Result<u64, SqlError> {
    let mut count = 0;
    while let Some(result) = results.next().await {
        if let Either::Left(done) = result.map_err(sql_error)? {
            count += done.rows_affected();
        }
    }
    Ok(count)
}

fn parameter_oids(statement: &PgStatement) -> Vec<u32> {
    match statement.parameters() {
        Some(Either::Left(types)) => types.iter().map(oid_of).collect(),
        _ => Vec::new(),
    }
}

fn check_count(expected: usize, given: usize) -> Result<(), SqlError> {
    if expected == given {
        return Ok(());
    }
    let message = format!("the statement has {expected} parameters, and {given} values were given");
    Err(SqlError::new(ErrorKind::Conversion, message))
}

fn oid_of(type_info: &PgTypeInfo) -> u32 {
    type_info.oid().map_or(0, |oid| oid.0)
}

/// The position in a statement that nobody wrote helps nobody.
fn without_position(mut error: SqlError) -> SqlError {
    error.extras.retain(|(name, _)| name != "position");
    error
}

fn catalog_row(row: &PgRow) -> CatalogRow {
    let text = |index| text_of(row, index).unwrap_or_default();
    let oid = |index| text(index).parse().unwrap_or_default();
    CatalogRow {
        oid: oid(0),
        name: text(1).to_owned(),
        kind: text(2).to_owned(),
        category: text(3).to_owned(),
        element: oid(4),
        base: oid(5),
        delimiter: text(6).to_owned(),
        sql_name: text(7).to_owned(),
    }
}

fn bytes_of(row: &PgRow, index: usize) -> Option<&[u8]> {
    let value = row.try_get_raw(index).ok()?;
    if value.is_null() { None } else { value.as_bytes().ok() }
}

/// The text form of one value; none for NULL.
pub(super) fn text_of(row: &PgRow, index: usize) -> Option<&str> {
    std::str::from_utf8(bytes_of(row, index)?).ok()
}

/// What a row weighs against a limit.
pub(super) fn row_bytes(row: &PgRow) -> usize {
    (0..row.len()).map(|index| bytes_of(row, index).map_or(0, <[u8]>::len) + 8).sum()
}
