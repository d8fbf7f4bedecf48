//! Which database: the URL of the configuration, parsed.
//!
//! - `sqlite://app.db` (relative to a base directory), `sqlite:///var/lib/app.db`, `sqlite://:memory:`,
//!   with `?mode=ro`, `rw` (do not create it), `rwc` (the default) or `memory`
//! - `postgres://` and `postgresql://user:password@host:port/database?sslmode=require`
//!   (behind a pooler, `?pooler=session` or `?pooler=transaction` says what cannot be found out)
//! - `mysql://` and `mariadb://user:password@host:port/database`
//!
//! Whatever is not a letter, a digit or one of `-._~` is percent-encoded in user, password and names. Neither
//! `Display` nor `Debug` ever shows a password.

mod error;
mod parse;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::{Path, PathBuf};

use aludel_sql::Dialect;

pub use error::UrlError;

/// A parsed database URL.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    target: Target,
    shown: String,
}

/// What a URL leads to.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    /// A `SQLite` database.
    Sqlite(SqliteTarget),
    /// A server.
    Server(ServerTarget),
}

/// Where a `SQLite` database is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SqliteTarget {
    /// In memory; it ends with its connection.
    Memory,
    /// In a file.
    File {
        /// The path, absolute if the base directory is.
        path: PathBuf,
        /// What the URL allows.
        mode: FileMode,
    },
}

/// What the URL of a `SQLite` file allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileMode {
    /// `?mode=ro`.
    ReadOnly,
    /// `?mode=rw`: the file must be there.
    ReadWrite,
    /// `?mode=rwc`, the default: a missing file is made where its folder is there.
    ReadWriteCreate,
}

/// How to reach a server.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerTarget {
    /// The kind of server that the scheme names. Only the server itself tells `MySQL` and `MariaDB` apart.
    pub dialect: Dialect,
    /// The login, percent-decoded.
    pub user: Option<String>,
    /// The password, percent-decoded. Never show it.
    pub password: Option<String>,
    /// Host name or address; brackets around an IPv6 address are gone.
    pub host: Option<String>,
    /// None is the server's own default.
    pub port: Option<u16>,
    /// The database, percent-decoded.
    pub database: Option<String>,
    /// The rest, in order, checked against the names that the dialect knows.
    pub parameters: Vec<(String, String)>,
}

impl DatabaseUrl {
    /// Parses a URL. Relative paths of `SQLite` files start at `base_directory`.
    pub fn parse(text: &str, base_directory: &Path) -> Result<Self, UrlError> {
        let (target, shown) = parse::target(text, base_directory)?;
        Ok(Self { target, shown })
    }

    /// A `SQLite` database in memory, which ends with its connection.
    pub fn in_memory() -> Self {
        Self { target: Target::Sqlite(SqliteTarget::Memory), shown: "sqlite://:memory:".to_owned() }
    }

    /// Another database of the same server; the same where there is no server.
    #[must_use]
    pub fn with_database(&self, database: &str) -> Self {
        let Target::Server(server) = &self.target else { return self.clone() };
        let target = Target::Server(ServerTarget { database: Some(database.to_owned()), ..server.clone() });
        Self { target, shown: parse::with_database(&self.shown, database) }
    }

    /// Where it leads.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// The kind of database that the scheme names. A server behind `mysql://` may still turn out to be `MariaDB`.
    pub fn dialect(&self) -> Dialect {
        match &self.target {
            Target::Sqlite(_) => Dialect::Sqlite,
            Target::Server(server) => server.dialect,
        }
    }

    /// The file of a `SQLite` database.
    pub fn file(&self) -> Option<&Path> {
        match &self.target {
            Target::Sqlite(SqliteTarget::File { path, .. }) => Some(path),
            _ => None,
        }
    }
}

/// How a pooler between this program and a server lends out connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pooler {
    /// `?pooler=session`: for as long as a client is connected, so that it is as if there were none.
    Session,
    /// `?pooler=transaction`: for one transaction at a time.
    Transaction,
}

impl ServerTarget {
    /// What the URL says of a pooler; none where that is to be found out.
    pub fn pooler(&self) -> Option<Pooler> {
        match self.parameter("pooler") {
            Some("session") => Some(Pooler::Session),
            Some("transaction") => Some(Pooler::Transaction),
            _ => None,
        }
    }

    /// The value of a parameter; the last one if it is given twice.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.shown)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "DatabaseUrl({})", self.shown)
    }
}

impl fmt::Debug for ServerTarget {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("ServerTarget")
            .field("dialect", &self.dialect)
            .field("user", &self.user)
            .field("password", &self.password.as_ref().map(|_| "***"))
            .field("host", &self.host)
            .field("port", &self.port)
            .field("database", &self.database)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(target) => target.fmt(out),
            Self::Server(target) => target.fmt(out),
        }
    }
}
