//! Asks the server who is in the way.

use std::time::Duration;

use aludel_sql::{DatabaseInfo, Dialect, SqlError};
use async_trait::async_trait;
use sqlx::mysql::{MySqlConnectOptions, MySqlRow};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};

use super::error::LOCK_WAIT_TIMEOUT;
use super::value::bytes_of;
use crate::lookout::{Blocker, Lookout};

/// The table of connections. The older one of `MySQL` cannot be read while any session runs a text with bytes that are none of
/// its character set, and later versions will not have it.
pub(crate) fn process_table(info: &DatabaseInfo) -> &'static str {
    if info.dialect == Dialect::Mysql && info.version_number >= (8, 0, 22) {
        "performance_schema.processlist"
    } else {
        "information_schema.processlist"
    }
}

/// What the server is asked, from the best question to the last resort.
#[derive(Debug, Clone)]
pub(super) struct Questions(Vec<String>);

impl Questions {
    /// For what a connection waits for.
    pub(super) fn new(info: &DatabaseInfo, waiting: u64) -> Self {
        let processes = process_table(info);
        Self(match info.dialect {
            Dialect::MariaDb => vec![rows_on_mariadb(processes, waiting), open_transactions(processes, waiting)],
            _ => vec![rows_on_mysql(waiting), names_on_mysql(waiting), open_transactions(processes, waiting)],
        })
    }
}

/// What is told of a connection `p` with a transaction `t`.
const PROCESS: &str = "CAST(p.id AS CHAR), p.user, DATE_FORMAT(t.trx_started, '%Y-%m-%dT%H:%i:%s'), \
                       LEFT(COALESCE(t.trx_query, p.info, ''), 200)";

/// Who holds a lock on rows.
fn rows_on_mariadb(processes: &str, waiting: u64) -> String {
    format!(
        "SELECT {PROCESS} FROM information_schema.innodb_lock_waits w \
         JOIN information_schema.innodb_trx r ON r.trx_id = w.requesting_trx_id \
         JOIN information_schema.innodb_trx t ON t.trx_id = w.blocking_trx_id \
         JOIN {processes} p ON p.id = t.trx_mysql_thread_id WHERE r.trx_mysql_thread_id = {waiting}"
    )
}

/// Whose transactions are open. `MariaDB` names nobody for a lock on a whole table, and on `MySQL` a login may be allowed to see
/// these alone.
fn open_transactions(processes: &str, waiting: u64) -> String {
    format!(
        "SELECT {PROCESS} FROM information_schema.innodb_trx t JOIN {processes} p ON p.id = t.trx_mysql_thread_id \
         WHERE p.id <> {waiting} ORDER BY t.trx_started LIMIT 3"
    )
}

/// Who holds a lock on rows.
fn rows_on_mysql(waiting: u64) -> String {
    let waits = "performance_schema.data_lock_waits w ON w.requesting_thread_id = r.thread_id";
    holders_on_mysql(waits, "w.blocking_thread_id", waiting)
}

/// Who holds a lock on a table or on another name, or on all of them (`FLUSH TABLES WITH READ LOCK`).
fn names_on_mysql(waiting: u64) -> String {
    let waits = "performance_schema.metadata_locks w ON w.owner_thread_id = r.thread_id AND w.lock_status = 'PENDING' \
                 JOIN performance_schema.metadata_locks g ON g.object_type = w.object_type \
                 AND g.object_schema <=> w.object_schema AND g.object_name <=> w.object_name \
                 AND g.lock_status = 'GRANTED' AND g.owner_thread_id <> w.owner_thread_id";
    holders_on_mysql(waits, "g.owner_thread_id", waiting)
}

/// The threads that hold what a thread `r` waits for. Whoever locked tables by hand has no transaction.
fn holders_on_mysql(waits: &str, holder: &str, waiting: u64) -> String {
    format!(
        "SELECT DISTINCT CAST(h.processlist_id AS CHAR), h.processlist_user, \
         DATE_FORMAT(t.trx_started, '%Y-%m-%dT%H:%i:%s'), \
         LEFT(COALESCE(t.trx_query, h.processlist_info, ({LAST_STATEMENT}), ''), 200) \
         FROM performance_schema.threads r JOIN {waits} JOIN performance_schema.threads h ON h.thread_id = {holder} \
         LEFT JOIN information_schema.innodb_trx t ON t.trx_mysql_thread_id = h.processlist_id \
         WHERE r.processlist_id = {waiting}"
    )
}

/// What a thread `h` that does nothing has run last. A driver that forgets a prepared statement has not run its text.
const LAST_STATEMENT: &str = "SELECT s.sql_text FROM performance_schema.events_statements_history s \
                              WHERE s.thread_id = h.thread_id AND s.nesting_event_level = 0 \
                              AND s.event_name <> 'statement/com/Close stmt' AND s.sql_text IS NOT NULL \
                              ORDER BY s.event_id DESC LIMIT 1";

/// What to ask, how long is waited, and how to reach the server.
#[derive(Clone)]
pub(super) struct MySqlLookout {
    options: MySqlConnectOptions,
    questions: Questions,
    pub(super) lock_timeout: Duration,
}

impl MySqlLookout {
    pub(super) fn new(options: MySqlConnectOptions, questions: Questions, lock_timeout: Duration) -> Self {
        Self { options, questions, lock_timeout }
    }

    async fn rows(&self) -> Result<Vec<MySqlRow>, sqlx::Error> {
        let mut connection = self.options.connect().await?;
        let mut rows = Vec::new();
        for question in &self.questions.0 {
            // One that the login may not ask, or that the server does not know, is passed over.
            rows = connection.fetch_all(sqlx::raw_sql(AssertSqlSafe(question.as_str()))).await.unwrap_or_default();
            if !rows.is_empty() {
                break;
            }
        }
        let _ = connection.close().await;
        Ok(rows)
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
