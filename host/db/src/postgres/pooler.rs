//! Whether a pooler stands between this program and the server.
//!
//! A connection asks for [`MARK`] as it starts. A server takes it; a pooler refuses it, or was told to ignore it, and
//! then the server does not have it. Whether it lends the connection for a session or for one transaction cannot be
//! seen, so it is taken to do the latter, which is right for both; the URL may say otherwise.

use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgConnection};

use super::link::Link;
use crate::url::{Pooler, ServerTarget};

/// A value of `extra_float_digits` that says the same as 1 and 3, and that nobody else asks for.
const MARK: i8 = 2;

/// A connection as it came about.
pub(super) struct Dialled {
    pub(super) link: Link,
    /// How to make another one.
    pub(super) options: PgConnectOptions,
    /// Whether it is lent for one transaction at a time; none where only the server can tell.
    is_lent: Option<bool>,
}

impl Dialled {
    /// Whether it is lent for one transaction at a time.
    pub(super) fn is_lent(&self, mark: Option<&str>) -> bool {
        self.is_lent.unwrap_or_else(|| mark != Some(MARK.to_string().as_str()))
    }
}

/// Connects, and once more without the mark where a pooler refuses it. None is a time-out.
pub(super) async fn dial(
    target: &ServerTarget,
    options: &PgConnectOptions,
    timeout: Duration,
) -> Option<Result<Dialled, sqlx::Error>> {
    tokio::time::timeout(timeout, dial_twice(target, options)).await.ok()
}

async fn dial_twice(target: &ServerTarget, options: &PgConnectOptions) -> Result<Dialled, sqlx::Error> {
    let (marked, plain) = (options.clone().extra_float_digits(MARK), options.clone().extra_float_digits(None));
    let named = target.pooler().map(|pooler| pooler == Pooler::Transaction);
    if named.is_some() {
        return plain.connect().await.map(|connection| dialled(connection, plain, named));
    }
    match marked.connect().await {
        Ok(connection) => Ok(dialled(connection, marked, None)),
        Err(error) if is_refusal_of_mark(&error) => {
            plain.connect().await.map(|connection| dialled(connection, plain, Some(true)))
        }
        Err(error) => Err(error),
    }
}

fn dialled(connection: PgConnection, options: PgConnectOptions, is_lent: Option<bool>) -> Dialled {
    Dialled { link: Link::new(connection), options, is_lent }
}

fn is_refusal_of_mark(error: &sqlx::Error) -> bool {
    let database_error = error.as_database_error();
    database_error.is_some_and(|error| {
        error.message().contains("startup parameter") && error.message().contains("extra_float_digits")
    })
}
