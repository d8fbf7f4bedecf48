//! Asks the server who is in the way.

use std::time::Duration;

use aludel_sql::{Dialect, SqlError};
use async_trait::async_trait;
use sqlx::mysql::{MySqlConnectOptions, MySqlRow};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};

use super::error::LOCK_WAIT_TIMEOUT;
use super::value::bytes_of;
use crate::lookout::{Blocker, Lookout};

/// Who waits, how long, and how to reach the server.
#[derive(Clone)]
pub(super) struct MySqlLookout {
    options: MySqlConnectOptions,
    connection_id: u64,
    dialect: Dialect,
    pub(super) lock_timeout: Duration,
}

impl MySqlLookout {
    pub(super) fn new(
        options: MySqlConnectOptions,
        connection_id: u64,
        dialect: Dialect,
        lock_timeout: Duration,
    ) -> Self {
        Self { options, connection_id, dialect, lock_timeout }
    }

    async fn rows(&self) -> Result<Vec<MySqlRow>, sqlx::Error> {
        let mut connection = self.options.connect().await?;
        let mut rows = Vec::new();
        for question in self.questions() {
            // One that the login may not ask, or that the server does not know, is passed over.
            rows = connection.fetch_all(sqlx::raw_sql(AssertSqlSafe(question))).await.unwrap_or_default();
            if !rows.is_empty() {
                break;
            }
        }
        let _ = connection.close().await;
        Ok(rows)
    }

    /// Who holds a lock on rows; else whose transactions are open, since a lock on a whole table names nobody.
    fn questions(&self) -> [String; 2] {
        let waiting = self.connection_id;
        let columns = "SELECT CAST(p.id AS CHAR), p.user, DATE_FORMAT(t.trx_started, '%Y-%m-%dT%H:%i:%s'), \
                       LEFT(COALESCE(t.trx_query, p.info, ''), 200)";
        let transactions = "information_schema.innodb_trx t \
                            JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id";
        let rows = if self.dialect == Dialect::MariaDb {
            format!(
                "{columns} FROM information_schema.innodb_lock_waits w \
                 JOIN information_schema.innodb_trx r ON r.trx_id = w.requesting_trx_id \
                 JOIN {transactions} ON t.trx_id = w.blocking_trx_id WHERE r.trx_mysql_thread_id = {waiting}"
            )
        } else {
            format!(
                "{columns} FROM performance_schema.data_lock_waits w \
                 JOIN information_schema.innodb_trx r ON r.trx_id = w.requesting_engine_transaction_id \
                 JOIN {transactions} ON t.trx_id = w.blocking_engine_transaction_id \
                 WHERE r.trx_mysql_thread_id = {waiting}"
            )
        };
        let open = format!("{columns} FROM {transactions} WHERE p.id <> {waiting} ORDER BY t.trx_started LIMIT 3");
        [rows, open]
    }
}

#[async_trait]
impl Lookout for MySqlLookout {
    async fn blockers(&self) -> Vec<Blocker> {
        // Who cannot be asked names nobody.
        self.rows().await.unwrap_or_default().iter().map(blocker).collect()
    }

    fn is_lock_timeout(&self, error: &SqlError) -> bool {
        error.native_code == Some(LOCK_WAIT_TIMEOUT)
    }

    fn ending(&self, connection: &str) -> String {
        format!("KILL {connection}")
    }
}

fn blocker(row: &MySqlRow) -> Blocker {
    let text = |index| bytes_of(row, index).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    Blocker { connection: text(0).unwrap_or_default(), user: text(1), since: text(2), statement: text(3) }
}
