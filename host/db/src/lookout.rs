//! Who is in the way of a statement that waits for a lock.
//!
//! A server only knows it while the statement waits: afterwards nobody waits for anybody. So when most of the lock
//! timeout has passed, a second connection asks, and what it heard goes into the error, if the wait ends with one.

use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use aludel_sql::SqlError;
use async_trait::async_trait;

/// The extra that names who is in the way.
const EXTRA: &str = "blocked-by";

/// How many of them are named.
const NAMED_MAX: usize = 3;

/// A connection that holds what another waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Blocker {
    /// The server's number of the connection.
    pub(crate) connection: String,
    pub(crate) user: Option<String>,
    /// When its transaction began.
    pub(crate) since: Option<String>,
    /// Its statement, or the last one that it ran.
    pub(crate) statement: Option<String>,
}

/// `connection 4711 of ana, in a transaction since 2026-11-22T09:00:00Z: UPDATE orders SET ...`
impl fmt::Display for Blocker {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "connection {}", self.connection)?;
        if let Some(user) = &self.user {
            write!(out, " of {user}")?;
        }
        if let Some(since) = &self.since {
            write!(out, ", in a transaction since {since}")?;
        }
        let statement = self.statement.as_deref().map(str::trim).filter(|statement| !statement.is_empty());
        statement.map_or(Ok(()), |statement| write!(out, ": {}", statement.replace(char::is_control, " ")))
    }
}

/// Asks who is in the way, through a connection of its own.
#[async_trait]
pub(crate) trait Lookout: Send + Sync {
    /// Those that hold what the session's connection waits for now; none where that cannot be told.
    async fn blockers(&self) -> Vec<Blocker>;

    /// Whether an error says that the wait for a lock took too long.
    fn is_lock_timeout(&self, error: &SqlError) -> bool;

    /// The statement that ends a connection.
    fn ending(&self, connection: &str) -> String;
}

/// Runs a statement, and says in the error of a wait that took too long who was in the way.
pub(crate) async fn watched<T>(
    lookout: &dyn Lookout,
    lock_timeout: Duration,
    statement: impl Future<Output = Result<T, SqlError>>,
) -> Result<T, SqlError> {
    let mut statement = pin!(statement);
    let mut blockers = Vec::new();
    let result = tokio::select! {
        biased;
        result = &mut statement => result,
        found = look_late(lookout, lock_timeout) => {
            blockers = found;
            statement.await
        }
    };
    result.map_err(|error| if lookout.is_lock_timeout(&error) { explained(lookout, error, &blockers) } else { error })
}

/// Looks when a half of the time has passed; without a lock timeout never.
async fn look_late(lookout: &dyn Lookout, lock_timeout: Duration) -> Vec<Blocker> {
    if lock_timeout.is_zero() {
        std::future::pending::<()>().await;
    }
    tokio::time::sleep(lock_timeout / 2).await;
    lookout.blockers().await
}

fn explained(lookout: &dyn Lookout, mut error: SqlError, blockers: &[Blocker]) -> SqlError {
    let Some(first) = blockers.first() else { return error };
    let named: Vec<String> = blockers.iter().take(NAMED_MAX).map(Blocker::to_string).collect();
    let named = named.join("; ");
    error.message = format!("{}; in the way: {named}", error.message);
    let hint = format!("wait until it is done and run this again, or end it: `{}`", lookout.ending(&first.connection));
    error.with_extra(EXTRA, named).with_extra("hint", hint)
}

#[cfg(test)]
mod tests {
    use aludel_sql::ErrorKind;

    use super::*;

    struct Somebody;

    #[async_trait]
    impl Lookout for Somebody {
        async fn blockers(&self) -> Vec<Blocker> {
            vec![Blocker {
                connection: "4711".to_owned(),
                user: Some("ana".to_owned()),
                since: Some("2026-11-22T09:00:00Z".to_owned()),
                statement: Some("UPDATE orders\nSET paid = true".to_owned()),
            }]
        }

        fn is_lock_timeout(&self, error: &SqlError) -> bool {
            error.kind == ErrorKind::Timeout
        }

        fn ending(&self, connection: &str) -> String {
            format!("KILL {connection}")
        }
    }

    async fn failing(kind: ErrorKind, after: Duration) -> SqlError {
        let statement = async {
            tokio::time::sleep(after).await;
            Err::<(), _>(SqlError::new(kind, "it took too long"))
        };
        watched(&Somebody, Duration::from_millis(20), statement).await.expect_err("it fails")
    }

    #[tokio::test]
    async fn who_is_in_the_way_is_named() {
        let error = failing(ErrorKind::Timeout, Duration::from_millis(60)).await;
        let who = "connection 4711 of ana, in a transaction since 2026-11-22T09:00:00Z: UPDATE orders SET paid = true";
        assert_eq!(error.message, format!("it took too long; in the way: {who}"));
        assert_eq!(error.extra(EXTRA), Some(who));
        assert!(error.extra("hint").is_some_and(|hint| hint.ends_with("`KILL 4711`")));
    }

    #[tokio::test]
    async fn other_errors_stay_as_they_are() {
        let error = failing(ErrorKind::Other, Duration::from_millis(60)).await;
        assert_eq!((error.message.as_str(), error.extra(EXTRA)), ("it took too long", None));
        assert_eq!(failing(ErrorKind::Timeout, Duration::ZERO).await.message, "it took too long");
    }
}
