//! Stopping a statement from a second connection.

use aludel_sql::SqlError;
use async_trait::async_trait;
use sqlx::mysql::MySqlConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};

use super::error::sql_error;
use crate::session::Canceller;

/// Whom to stop, and how to reach the server.
#[derive(Clone)]
pub(super) struct MySqlCanceller {
    options: MySqlConnectOptions,
    connection_id: u64,
}

impl MySqlCanceller {
    pub(super) fn new(options: MySqlConnectOptions, connection_id: u64) -> Self {
        Self { options, connection_id }
    }
}

#[async_trait]
impl Canceller for MySqlCanceller {
    async fn cancel(&self) -> Result<(), SqlError> {
        let mut connection = self.options.connect().await.map_err(sql_error)?;
        let sql = format!("KILL QUERY {}", self.connection_id);
        let told = connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.map_err(sql_error);
        let _ = connection.close().await;
        told.map(drop)
    }
}
