//! From a URL to a session.

mod error;

use std::time::Duration;

use aludel_sql::Dialect;

use crate::guest_login::GuestLoginProblem;
use crate::mysql;
use crate::postgres;
use crate::session::Session;
use crate::sqlite;
use crate::url::{DatabaseUrl, Target};

pub use error::ConnectError;

/// How a connection is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectOptions {
    /// How long making the connection may take.
    pub connect_timeout: Duration,
    /// How long one statement may run; zero for as long as it takes.
    pub statement_timeout: Duration,
    /// How long one statement may wait for a lock that another connection holds.
    pub lock_timeout: Duration,
    /// The operator's own statements for each new connection, such as `SET FOREIGN_KEY_CHECKS = 0`.
    pub on_connect: Vec<String>,
    /// What the server shows as the name of this connection, where it shows one.
    pub application_name: String,
    /// Whether nothing will be written. A missing `SQLite` file is then not made.
    pub read_only: bool,
    /// Whether a login that may do anything on the server is accepted.
    pub allow_superuser: bool,
    /// Where `PostgreSQL` looks names up, whatever login, database and `on_connect` say. Other servers know nothing like it.
    pub search_path: Option<SearchPath>,
    /// The login of guests, where it is another one than the host's own: the same database, and no rights on the tables of
    /// the house.
    pub guest_url: Option<Box<DatabaseUrl>>,
}

/// Where `PostgreSQL` looks up names without a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchPath {
    /// The setting `search_path`.
    pub setting: String,
    /// The schema that new objects go to.
    pub default_schema: String,
}

impl Default for ConnectOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            statement_timeout: Duration::ZERO,
            lock_timeout: Duration::from_secs(5),
            on_connect: Vec::new(),
            application_name: "aludel".to_owned(),
            read_only: false,
            allow_superuser: false,
            search_path: None,
            guest_url: None,
        }
    }
}

/// Connects, checks that the database is of the kind that the URL names, and runs the operator's own statements.
pub async fn connect(url: &DatabaseUrl, options: &ConnectOptions) -> Result<Box<dyn Session>, ConnectError> {
    if let Some(guest_url) = &options.guest_url {
        return Box::pin(connect_pair(url, guest_url, options)).await;
    }
    match url.target() {
        Target::Sqlite(target) => sqlite::connect(url, target, options).await,
        Target::Server(server) if server.dialect == Dialect::Postgres => postgres::connect(url, server, options).await,
        Target::Server(server) => mysql::connect(url, server, options).await,
    }
}

/// Connects twice: as the host, and as its guests.
async fn connect_pair(
    url: &DatabaseUrl,
    guest_url: &DatabaseUrl,
    options: &ConnectOptions,
) -> Result<Box<dyn Session>, ConnectError> {
    match (url.target(), guest_url.target()) {
        (Target::Server(own), Target::Server(guest))
            if own.dialect == Dialect::Postgres && guest.dialect == Dialect::Postgres =>
        {
            postgres::connect_pair((url, own), (guest_url, guest), options).await
        }
        (Target::Server(own), Target::Server(guest))
            if own.dialect.is_mysql_family() && guest.dialect.is_mysql_family() =>
        {
            mysql::connect_pair((url, own), (guest_url, guest), options).await
        }
        _ => Err(ConnectError::GuestLogin {
            database: guest_url.to_string(),
            problem: Box::new(GuestLoginProblem::Unsupported { own: url.dialect(), guest: guest_url.dialect() }),
        }),
    }
}
