//! Stopping a statement from a second connection.

use aludel_sql::SqlError;
use async_trait::async_trait;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};

use super::error::sql_error;
use super::process::Process;
use crate::session::Canceller;

/// Whom to stop, and how to reach the server.
#[derive(Clone)]
pub(super) struct PostgresCanceller {
    options: PgConnectOptions,
    process: Process,
}

impl PostgresCanceller {
    pub(super) fn new(options: PgConnectOptions, process: Process) -> Self {
        Self { options, process }
    }
}

#[async_trait]
impl Canceller for PostgresCanceller {
    async fn cancel(&self) -> Result<(), SqlError> {
        // Between two transactions nothing runs that could be stopped.
        let Some(sql) = self.process.stopping() else { return Ok(()) };
        let mut connection = self.options.connect().await.map_err(sql_error)?;
        let told = connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.map_err(sql_error);
        let _ = connection.close().await;
        told.map(drop)
    }
}
