//! Asks the server who is in the way.

use std::time::Duration;

use aludel_sql::SqlError;
use async_trait::async_trait;
use sqlx::postgres::{PgConnectOptions, PgRow};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};

use super::link::text_of;
use super::process::Process;
use crate::lookout::{Blocker, Lookout};

/// The state of an error that ends the wait for a lock.
const LOCK_NOT_AVAILABLE: &str = "55P03";

/// What another login runs is hidden from one without the rights of a monitor.
const QUESTION: &str = "SELECT pid::text, usename::text, \
     to_char(xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), left(query, 200) \
     FROM pg_catalog.pg_stat_activity WHERE pid = ANY (pg_catalog.pg_blocking_pids(";

/// Who waits, how long, and how to reach the server.
#[derive(Clone)]
pub(super) struct PostgresLookout {
    options: PgConnectOptions,
    process: Process,
    pub(super) lock_timeout: Duration,
}

impl PostgresLookout {
    pub(super) fn new(options: PgConnectOptions, process: Process, lock_timeout: Duration) -> Self {
        Self { options, process, lock_timeout }
    }

    async fn rows(&self) -> Result<Vec<PgRow>, sqlx::Error> {
        let Some(process) = self.process.number() else { return Ok(Vec::new()) };
        let mut connection = self.options.connect().await?;
        let sql = format!("{QUESTION}{process})) ORDER BY xact_start");
        let rows = connection.fetch_all(sqlx::raw_sql(AssertSqlSafe(sql))).await;
        let _ = connection.close().await;
        rows
    }
}

#[async_trait]
impl Lookout for PostgresLookout {
    async fn blockers(&self) -> Vec<Blocker> {
        // Who cannot be asked names nobody.
        self.rows().await.unwrap_or_default().iter().map(blocker).collect()
    }

    fn is_lock_timeout(&self, error: &SqlError) -> bool {
        error.sqlstate.as_deref() == Some(LOCK_NOT_AVAILABLE)
    }

    fn ending(&self, connection: &str) -> String {
        format!("SELECT pg_terminate_backend({connection})")
    }
}

fn blocker(row: &PgRow) -> Blocker {
    let text = |index| text_of(row, index).map(str::to_owned);
    Blocker { connection: text(0).unwrap_or_default(), user: text(1), since: text(2), statement: text(3) }
}
