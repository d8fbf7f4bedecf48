//! `resource database`: statements, and the ways to the other resources.

use aludel_sql::{BulkKind, BulkTarget, CursorId, PageLimit, Row, SqlError};
use wasmtime::Result;
use wasmtime::component::Resource;

use super::bindings::aludel::sql::{database, types};
use super::convert::row_out;
use super::host_call::HostCall;
use super::intake;
use super::refusal::Refusal;
use super::resources::{BulkWriter, Cursor, DatabaseHandle, Savepoint, Statement};
use crate::limits::Limit;

impl database::Host for HostCall<'_> {}

impl database::HostDatabase for HostCall<'_> {
    fn info(&mut self, _: Resource<DatabaseHandle>) -> Result<database::DatabaseInfo> {
        let info = self.known_database().info();
        Ok(database::DatabaseInfo {
            dialect: info.dialect.into(),
            dialect_name: info.dialect.name().to_owned(),
            server_version: info.server_version.clone(),
            version_number: info.version_number,
            default_schema: info.default_schema.clone(),
            transactional_ddl: !info.dialect.commits_on_define(),
        })
    }

    fn supports(&mut self, _: Resource<DatabaseHandle>, feature: String) -> Result<bool> {
        Ok(!feature.contains('\0') && self.known_database().supports(&feature))
    }

    fn quote(&mut self, _: Resource<DatabaseHandle>, identifier: String) -> Result<String> {
        Ok(self.known_database().info().dialect.quote(&identifier)?)
    }

    fn placeholder(&mut self, _: Resource<DatabaseHandle>, index: u32) -> Result<String> {
        Ok(self.known_database().info().dialect.placeholder(index))
    }

    async fn execute(
        &mut self,
        _: Resource<DatabaseHandle>,
        sql: String,
        params: Vec<types::Value>,
    ) -> Result<types::Outcome, Refusal> {
        intake::sql(&sql, &self.limits)?;
        let parameters = intake::parameters(params, &self.limits)?;
        Ok(self.database().execute(&sql, &parameters).await?.into())
    }

    async fn execute_script(&mut self, _: Resource<DatabaseHandle>, sql: String) -> Result<(), Refusal> {
        intake::sql(&sql, &self.limits)?;
        Ok(self.database().execute_script(&sql).await?)
    }

    async fn query(
        &mut self,
        _: Resource<DatabaseHandle>,
        sql: String,
        params: Vec<types::Value>,
    ) -> Result<Resource<Cursor>, Refusal> {
        intake::sql(&sql, &self.limits)?;
        let parameters = intake::parameters(params, &self.limits)?;
        let id = self.database().query(&sql, &parameters).await?;
        self.keep_cursor(id).await
    }

    async fn query_one(
        &mut self,
        _: Resource<DatabaseHandle>,
        sql: String,
        params: Vec<types::Value>,
    ) -> Result<Option<Vec<types::Value>>, Refusal> {
        intake::sql(&sql, &self.limits)?;
        let parameters = intake::parameters(params, &self.limits)?;
        let cursor = self.database().query(&sql, &parameters).await?;
        let page = self.first_row(cursor).await;
        self.database().close_cursor(cursor).await;
        Ok(page?.map(row_out))
    }

    async fn prepare(&mut self, _: Resource<DatabaseHandle>, sql: String) -> Result<Resource<Statement>, Refusal> {
        intake::sql(&sql, &self.limits)?;
        let id = self.database().prepare(&sql).await?;
        let place = self.resources.next_place();
        match self.resources.table.push(Statement { id, place }) {
            Ok(handle) => Ok(handle),
            Err(error) => {
                self.database().close_statement(id).await;
                Err(error.into())
            }
        }
    }

    async fn bulk_insert(
        &mut self,
        _: Resource<DatabaseHandle>,
        schema: Option<String>,
        table: String,
        columns: Vec<String>,
    ) -> Result<Resource<BulkWriter>, Refusal> {
        self.open_bulk(BulkTarget { schema, table, kind: BulkKind::Insert, columns }).await
    }

    async fn bulk_update(
        &mut self,
        _: Resource<DatabaseHandle>,
        schema: Option<String>,
        table: String,
        keys: Vec<String>,
        columns: Vec<String>,
    ) -> Result<Resource<BulkWriter>, Refusal> {
        self.open_bulk(BulkTarget { schema, table, kind: BulkKind::Update { keys }, columns }).await
    }

    async fn savepoint(&mut self, _: Resource<DatabaseHandle>) -> Result<Resource<Savepoint>, Refusal> {
        let id = self.database().savepoint().await?;
        let place = self.resources.next_place();
        match self.resources.table.push(Savepoint { id, place }) {
            Ok(handle) => Ok(handle),
            Err(error) => {
                self.database().release_savepoint(id).await?;
                Err(error.into())
            }
        }
    }

    // The guest only borrows its database, so there is nothing that it could drop.
    async fn drop(&mut self, _: Resource<DatabaseHandle>) -> Result<()> {
        Ok(())
    }
}

impl HostCall<'_> {
    /// Gives the guest a handle to a cursor, or closes it.
    pub(super) async fn keep_cursor(&mut self, id: CursorId) -> Result<Resource<Cursor>, Refusal> {
        let place = self.resources.next_place();
        match self.resources.table.push(Cursor { id, place }) {
            Ok(handle) => Ok(handle),
            Err(error) => {
                self.database().close_cursor(id).await;
                Err(error.into())
            }
        }
    }

    async fn first_row(&mut self, cursor: CursorId) -> Result<Option<Row>, SqlError> {
        let limit = PageLimit { rows: 1, bytes: self.limits.row_bytes };
        let page = self.database().next_rows(cursor, limit).await?;
        self.check_rows(&page)?;
        Ok(page.into_iter().next())
    }

    async fn open_bulk(&mut self, target: BulkTarget) -> Result<Resource<BulkWriter>, Refusal> {
        check_target(&target)?;
        intake::within(Limit::Binds, keys(&target).len() + target.columns.len(), self.limits.binds, &self.limits)?;
        let id = self.database().open_bulk(target).await?;
        let place = self.resources.next_place();
        match self.resources.table.push(BulkWriter { id, place }) {
            Ok(handle) => Ok(handle),
            Err(error) => {
                self.database().abandon_bulk(id).await?;
                Err(error.into())
            }
        }
    }
}

fn check_target(target: &BulkTarget) -> Result<(), SqlError> {
    intake::name("the name of the table", &target.table)?;
    target.schema.iter().try_for_each(|schema| intake::name("the name of the schema", schema))?;
    keys(target).iter().chain(&target.columns).try_for_each(|column| intake::name("the name of a column", column))
}

/// The columns that find the rows of an update.
fn keys(target: &BulkTarget) -> &[String] {
    match &target.kind {
        BulkKind::Insert => &[],
        BulkKind::Update { keys } => keys,
    }
}
