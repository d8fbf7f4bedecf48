//! `resource statement`: one prepared statement, run once or once a row.

use aludel_sql::{Batch, StatementId};
use wasmtime::Result;
use wasmtime::component::Resource;

use super::bindings::aludel::sql::{database, types};
use super::host_call::HostCall;
use super::intake;
use super::refusal::Refusal;
use super::resources::{Cursor, Statement};

impl database::HostStatement for HostCall<'_> {
    async fn execute(
        &mut self,
        statement: Resource<Statement>,
        params: Vec<types::Value>,
    ) -> Result<types::Outcome, Refusal> {
        let id = self.statement(&statement)?;
        let parameters = intake::parameters(params, &self.limits)?;
        Ok(self.database().execute_prepared(id, &parameters).await?.into())
    }

    async fn query(
        &mut self,
        statement: Resource<Statement>,
        params: Vec<types::Value>,
    ) -> Result<Resource<Cursor>, Refusal> {
        let id = self.statement(&statement)?;
        let parameters = intake::parameters(params, &self.limits)?;
        let cursor = self.database().query_prepared(id, &parameters).await?;
        self.keep_cursor(cursor).await
    }

    async fn execute_many(
        &mut self,
        statement: Resource<Statement>,
        rows: Vec<Vec<types::Value>>,
    ) -> Result<u64, Refusal> {
        let id = self.statement(&statement)?;
        let batch = intake::rows(rows, &self.limits)?;
        self.execute_each(id, batch).await
    }

    async fn execute_batch(&mut self, statement: Resource<Statement>, rows: types::Batch) -> Result<u64, Refusal> {
        let id = self.statement(&statement)?;
        let batch = intake::batch(rows, &self.limits)?;
        self.execute_each(id, batch).await
    }

    async fn drop(&mut self, statement: Resource<Statement>) -> Result<()> {
        let statement = self.resources.table.delete(statement)?;
        self.database().close_statement(statement.id).await;
        Ok(())
    }
}

impl HostCall<'_> {
    fn statement(&self, statement: &Resource<Statement>) -> Result<StatementId, Refusal> {
        Ok(self.resources.table.get(statement)?.id)
    }

    async fn execute_each(&mut self, id: StatementId, batch: Batch) -> Result<u64, Refusal> {
        if batch.row_count == 0 {
            return Ok(0);
        }
        Ok(self.database().execute_batch(id, batch).await?)
    }
}
