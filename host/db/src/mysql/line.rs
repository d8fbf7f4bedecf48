//! The connection: with the session, or with a task that reads a result while the guest works on it.

use aludel_sql::{ErrorKind, SqlError};
use futures_util::StreamExt as _;
use sqlx::mysql::{MySqlArguments, MySqlConnection, MySqlRow};
use sqlx::{AssertSqlSafe, Either, Executor as _};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::error::{connection_lost, sql_error};
use super::value::row_bytes;

/// How much a task reads before it hands rows over, and how many such portions may wait.
const PORTION_ROWS: usize = 256;
const PORTION_BYTES: usize = 256 * 1024;
const PORTIONS_WAITING: usize = 2;

type Portion = Result<Vec<MySqlRow>, SqlError>;

/// Who has the connection.
pub(super) enum Line {
    /// The session.
    Idle(Box<MySqlConnection>),
    /// A task that reads the result of the cursor of that number.
    Reading(Reading),
    /// Nobody: the task died with it.
    Lost,
}

/// A result that is being read.
pub(super) struct Reading {
    pub(super) cursor: u64,
    portions: mpsc::Receiver<Portion>,
    task: JoinHandle<Box<MySqlConnection>>,
}

impl Reading {
    /// Starts a task that reads a result.
    pub(super) fn start(connection: Box<MySqlConnection>, cursor: u64, sql: String, arguments: MySqlArguments) -> Self {
        let (sender, portions) = mpsc::channel(PORTIONS_WAITING);
        let task = tokio::spawn(read(connection, sql, arguments, sender));
        Self { cursor, portions, task }
    }

    /// The next rows; none at the end.
    pub(super) async fn next(&mut self) -> Option<Portion> {
        self.portions.recv().await
    }

    /// Takes the connection back. What was not read is skipped before its next use.
    pub(super) async fn end(self) -> Line {
        drop(self.portions);
        self.task.await.map_or(Line::Lost, Line::Idle)
    }
}

impl Line {
    /// The connection, which must be idle.
    pub(super) fn connection(&mut self) -> Result<&mut MySqlConnection, SqlError> {
        match self {
            Self::Idle(connection) => Ok(connection),
            Self::Reading(_) => Err(SqlError::new(ErrorKind::Other, "a result is still being read")),
            Self::Lost => Err(connection_lost("the task that read a result failed")),
        }
    }
}

/// Reads the first result of a statement to its end, or until nobody takes the rows any more.
async fn read(
    mut connection: Box<MySqlConnection>,
    sql: String,
    arguments: MySqlArguments,
    sender: mpsc::Sender<Portion>,
) -> Box<MySqlConnection> {
    let query = sqlx::query_with(AssertSqlSafe(sql), arguments);
    let mut results = connection.fetch_many(query);
    let (mut portion, mut bytes) = (Vec::new(), 0);
    let mut is_first_over = false;
    while let Some(result) = results.next().await {
        match result {
            // A procedure may give several results; a cursor is one.
            Ok(Either::Right(_)) if is_first_over => {}
            Ok(Either::Right(row)) => {
                bytes += row_bytes(&row);
                portion.push(row);
            }
            Ok(Either::Left(_)) => is_first_over = true,
            Err(error) => {
                let _ = sender.send(Ok(std::mem::take(&mut portion))).await;
                let _ = sender.send(Err(sql_error(error))).await;
                break;
            }
        }
        if portion.len() >= PORTION_ROWS || bytes >= PORTION_BYTES {
            bytes = 0;
            if sender.send(Ok(std::mem::take(&mut portion))).await.is_err() {
                break;
            }
        }
    }
    if !portion.is_empty() {
        let _ = sender.send(Ok(portion)).await;
    }
    drop(results);
    connection
}
