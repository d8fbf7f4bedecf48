//! What can be in the way of a connection.

use std::path::PathBuf;
use std::time::Duration;

use aludel_sql::{Dialect, ErrorKind, SqlError};

use crate::guest_login::GuestLoginProblem;

/// Why there is no connection. `database` is always the URL without its password.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ConnectError {
    /// Nothing answers there.
    #[error("cannot reach `{database}`: {message}")]
    Unreachable {
        /// The URL without its password.
        database: String,
        /// What the system said.
        message: String,
    },
    /// It took longer than the connect timeout.
    #[error("`{database}` did not answer within {waited:?}")]
    TimedOut {
        /// The URL without its password.
        database: String,
        /// The connect timeout.
        waited: Duration,
    },
    /// The server does not let this login in.
    #[error("`{database}` refused the login: {message}")]
    LoginRefused {
        /// The URL without its password.
        database: String,
        /// What the server said.
        message: String,
    },
    /// The server has no such database, or there is no such file and none may be made.
    #[error("`{database}` does not exist")]
    DatabaseMissing {
        /// The URL without its password.
        database: String,
    },
    /// The file would be made, but its folder is not there.
    #[error("`{database}`: the folder `{folder}` does not exist", folder = .folder.display())]
    FolderMissing {
        /// The URL.
        database: String,
        /// The missing folder.
        folder: PathBuf,
    },
    /// The path of a file leads to a folder.
    #[error("`{database}`: `{path}` is a folder, not a database file", path = .path.display())]
    IsAFolder {
        /// The URL.
        database: String,
        /// The folder.
        path: PathBuf,
    },
    /// The file holds something else, or an encrypted database.
    #[error("`{database}`: `{path}` is not a SQLite database", path = .path.display())]
    NotADatabase {
        /// The URL.
        database: String,
        /// The file.
        path: PathBuf,
    },
    /// The system does not let this process at the file, or the server not at the database.
    #[error("`{database}`: permission denied: {message}")]
    PermissionDenied {
        /// The URL without its password.
        database: String,
        /// What the system or the server said.
        message: String,
    },
    /// It can be read, but not written as was asked.
    #[error("`{database}` is read-only: {message}")]
    ReadOnly {
        /// The URL without its password.
        database: String,
        /// Why.
        message: String,
    },
    /// A process that was killed left the file in the midst of a transaction, and only who may write can take it back.
    #[error(
        "`{database}` was left in the midst of a transaction, and has to be opened for writing once to take it back"
    )]
    RecoveryNeeded {
        /// The URL.
        database: String,
    },
    /// The server is not what the scheme says.
    #[error("`{database}` is a {found}, not a {expected}", expected = .expected.display_name())]
    WrongKind {
        /// The URL without its password.
        database: String,
        /// What the scheme says.
        expected: Dialect,
        /// What answered.
        found: String,
    },
    /// The server is too old.
    #[error("`{database}` is {found}; {minimum} is the oldest that Aludel works with")]
    VersionUnsupported {
        /// The URL without its password.
        database: String,
        /// Kind and version of the server.
        found: String,
        /// The oldest supported.
        minimum: String,
    },
    /// The login may do anything on the server, so no migration could be kept in bounds.
    #[error("`{database}`: the login `{user}` is a superuser, so a migration could do anything on that server")]
    Superuser {
        /// The URL without its password.
        database: String,
        /// The login.
        user: String,
    },
    /// The login of guests would not keep them away from what is the host's.
    #[error("`{database}` cannot be the login of migrations: {problem}")]
    GuestLogin {
        /// The guests' URL without its password.
        database: String,
        /// What is wrong with it.
        problem: Box<GuestLoginProblem>,
    },
    /// Encryption could not be agreed on.
    #[error("`{database}`: no encrypted connection: {message}")]
    Encryption {
        /// The URL without its password.
        database: String,
        /// What the driver said.
        message: String,
    },
    /// One of the operator's own statements failed.
    #[error("`{database}`: statement {number} of `on_connect` failed: {error}")]
    OnConnect {
        /// The URL without its password.
        database: String,
        /// Which one, counted from 1.
        number: usize,
        /// What the database said.
        error: Box<SqlError>,
    },
    /// This build has no driver for it.
    #[error("`{database}`: this build of Aludel has no driver for {dialect}", dialect = .dialect.display_name())]
    DriverMissing {
        /// The URL without its password.
        database: String,
        /// The kind of database.
        dialect: Dialect,
    },
    /// Anything else that the database or the driver said.
    #[error("cannot connect to `{database}`: {error}")]
    Database {
        /// The URL without its password.
        database: String,
        /// What it said.
        error: Box<SqlError>,
    },
}

impl ConnectError {
    /// What to do, where that can be told.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unreachable { .. } => Some("check host and port, and that the server runs".to_owned()),
            Self::FolderMissing { folder, .. } => Some(missing_folder_hint(folder)),
            Self::LoginRefused { .. } => Some("check user and password in the URL".to_owned()),
            Self::DatabaseMissing { database } if database.starts_with("sqlite") => {
                Some("a file is made by `aludel upgrade`, where the URL does not say `mode=ro` or `mode=rw`".to_owned())
            }
            Self::DatabaseMissing { .. } => {
                Some("check its name in the URL, or make it with the server's own tools: `CREATE DATABASE`".to_owned())
            }
            Self::IsAFolder { path, .. } => {
                Some(format!("name a file in it: `sqlite://{}`", path.join("app.db").display()))
            }
            Self::RecoveryNeeded { .. } => Some(
                "run this once as a user who may write the file, with a URL that does not say `mode=ro`".to_owned(),
            ),
            Self::NotADatabase { .. } => Some("point the URL at another file; nothing was changed".to_owned()),
            Self::WrongKind { .. } => Some("change the scheme of the URL".to_owned()),
            Self::Superuser { .. } => Some(
                "use a login without superuser rights, or give migrations one as `guest_url`, or set \
                 `allow_superuser = true`"
                    .to_owned(),
            ),
            Self::GuestLogin { problem, .. } => problem.hint(),
            Self::OnConnect { error, .. } => error.extra("hint").map(str::to_owned),
            Self::Database { error, .. } if error.kind == ErrorKind::Timeout => {
                Some("wait for the program that writes to it to end, and run this again".to_owned())
            }
            _ => None,
        }
    }
}

fn missing_folder_hint(folder: &std::path::Path) -> String {
    format!("mkdir -p '{}'", folder.display())
}
