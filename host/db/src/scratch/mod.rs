//! A database for a while: of the same kind as another one and set up like it, empty, and gone afterwards.
//!
//! What a target or a history of migrations amounts to is found out there, because only the server itself knows how it
//! writes a default or a check. On `SQLite` it is in memory. On a server it is a database of its own; where the login
//! may make none, or a pooler stands in front of the server, `PostgreSQL` has a schema of its own in its place, and everything in it happens in one transaction
//! that is never committed.
//!
//! One that a killed process left behind is dropped by the next that is made on the same server, once it is an hour old.

mod error;
mod mysql;
mod name;
mod postgres;

use aludel_sql::{Dialect, SqlError, Value};

use crate::connect::{ConnectError, ConnectOptions, SearchPath, connect};
use crate::session::{Session, fetch_all};
use crate::url::DatabaseUrl;

pub use error::ScratchError;

/// Where a scratch database comes from.
#[derive(Debug, Clone, Copy)]
pub struct ScratchRequest<'a> {
    /// The database that it is to be like.
    pub like: &'a DatabaseUrl,
    /// The server that it is made on, where that is another one.
    pub at: Option<&'a DatabaseUrl>,
    /// How to connect.
    pub options: &'a ConnectOptions,
}

/// A scratch database. [`ScratchDatabase::remove`] drops it; one that goes without is dropped as soon as the runtime comes
/// to it, and by a later one at the latest.
#[derive(Debug)]
pub struct ScratchDatabase {
    url: DatabaseUrl,
    search_path: Option<SearchPath>,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Memory,
    Database { name: String, administrator: DatabaseUrl, options: ConnectOptions },
    Schema { name: String, administrator: DatabaseUrl, options: ConnectOptions },
}

impl ScratchDatabase {
    /// Makes one, with the connection to it.
    pub async fn create(request: ScratchRequest<'_>) -> Result<(Self, Box<dyn Session>), ScratchError> {
        check_kind(request)?;
        match request.like.dialect() {
            Dialect::Sqlite => in_memory(request).await,
            Dialect::Postgres => postgres::create(request).await,
            Dialect::Mysql | Dialect::MariaDb => mysql::create(request).await,
        }
    }

    /// Where it is.
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Where names are looked up there, as far as a connection has to be told.
    pub fn search_path(&self) -> Option<&SearchPath> {
        self.search_path.as_ref()
    }

    /// Whether it is a schema in a database that holds other things too. Everything in it then has to happen in one
    /// transaction that is not committed, because a statement may well name another schema.
    pub fn is_schema(&self) -> bool {
        matches!(self.place, Place::Schema { .. })
    }

    /// Drops it. Its own connection should be closed by then.
    pub async fn remove(mut self) -> Result<(), ScratchError> {
        std::mem::replace(&mut self.place, Place::Memory).remove().await
    }
}

impl Drop for ScratchDatabase {
    fn drop(&mut self) {
        let place = std::mem::replace(&mut self.place, Place::Memory);
        if matches!(place, Place::Memory) {
            return;
        }
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(place.remove());
        }
    }
}

impl Place {
    async fn remove(self) -> Result<(), ScratchError> {
        match self {
            Self::Memory => Ok(()),
            Self::Database { name, administrator, options } => {
                let mut session = connect(&administrator, &options).await?;
                let dropped = drop_database(&mut *session, &name).await;
                // It has said what it had to say.
                let _ = session.close().await;
                dropped.map_err(|error| refused("dropping it", &administrator, error))
            }
            Self::Schema { name, administrator, options } => {
                let mut session = connect(&administrator, &options).await?;
                let dropped = postgres::drop_schema(&mut *session, &name).await;
                let _ = session.close().await;
                dropped.map_err(|error| refused("dropping it", &administrator, error))
            }
        }
    }
}

async fn drop_database(session: &mut dyn Session, name: &str) -> Result<(), SqlError> {
    match session.dialect() {
        Dialect::Postgres => postgres::drop_database(session, name).await,
        _ => mysql::drop_database(session, name).await,
    }
}

/// `mysql://` and `mariadb://` lead to either.
fn check_kind(request: ScratchRequest<'_>) -> Result<(), ScratchError> {
    let Some(at) = request.at else { return Ok(()) };
    let (found, expected) = (at.dialect(), request.like.dialect());
    if found == expected || (found.is_mysql_family() && expected.is_mysql_family()) {
        return Ok(());
    }
    Err(ScratchError::OtherKind { found: found.display_name(), expected: expected.display_name() })
}

async fn in_memory(request: ScratchRequest<'_>) -> Result<(ScratchDatabase, Box<dyn Session>), ScratchError> {
    let url = DatabaseUrl::in_memory();
    let session = connect(&url, &writable(request.options)).await?;
    Ok((ScratchDatabase { url, search_path: None, place: Place::Memory }, session))
}

/// How a scratch database and its server are connected to.
fn writable(options: &ConnectOptions) -> ConnectOptions {
    ConnectOptions { read_only: false, ..options.clone() }
}

/// The operator's own statements are about the database, and may make no sense beside it.
fn administrative(options: &ConnectOptions) -> ConnectOptions {
    ConnectOptions { on_connect: Vec::new(), ..writable(options) }
}

/// A connection to the database that the scratch one is to be like; to the server's own where there is none yet.
async fn connect_like(
    like: &DatabaseUrl,
    own_database: &str,
    options: &ConnectOptions,
) -> Result<(DatabaseUrl, Box<dyn Session>), ConnectError> {
    match connect(like, options).await {
        Ok(session) => Ok((like.clone(), session)),
        Err(missing @ ConnectError::DatabaseMissing { .. }) => {
            let server = like.with_database(own_database);
            // Whoever has no way in there reads what was wrong in the first place.
            let session = connect(&server, options).await.map_err(|_| missing)?;
            Ok((server, session))
        }
        Err(error) => Err(error),
    }
}

/// The databases on its server that killed processes left behind, as far as the login sees them. Writes nothing.
pub(crate) async fn databases_left_behind(session: &mut dyn Session) -> Result<Vec<String>, SqlError> {
    let sql = match session.dialect() {
        Dialect::Sqlite => return Ok(Vec::new()),
        Dialect::Postgres => postgres::databases_sql(),
        Dialect::Mysql | Dialect::MariaDb => mysql::databases_sql(),
    };
    Ok(name::left_behind(names(session, &sql).await?).collect())
}

/// The schemas that killed processes left behind in a database of `PostgreSQL`. Writes nothing.
pub(crate) async fn schemas_left_behind(session: &mut dyn Session) -> Result<Vec<String>, SqlError> {
    Ok(name::left_behind(names(session, &postgres::schemas_sql()).await?).collect())
}

/// The first column of every row.
async fn names(session: &mut dyn Session, sql: &str) -> Result<Vec<String>, SqlError> {
    let rows = fetch_all(session, sql, &[]).await?;
    let text = |row: Vec<Value>| row.into_iter().next().and_then(text_of);
    Ok(rows.into_iter().filter_map(text).collect())
}

fn text_of(value: Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text),
        Value::Foreign(foreign) => Some(foreign.text),
        _ => None,
    }
}

/// A text in quotes, as every server here reads it: the texts are names of the server's own.
fn quoted_text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn refused(action: &'static str, database: &DatabaseUrl, error: SqlError) -> ScratchError {
    ScratchError::Refused { action, database: database.to_string(), error: Box::new(error) }
}
