//! From a path to a connection, or to what is in the way.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aludel_sql::{ErrorKind, SqlError};
use libsqlite3_sys as ffi;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;

use super::core::Core;
use super::database::blocking;
use super::raw::{Connection, Failure};
use super::watch::Watch;
use crate::connect::{ConnectError, ConnectOptions};
use crate::url::{DatabaseUrl, FileMode, SqliteTarget};

/// What a database file starts with; an empty file is an empty database.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

pub(super) async fn open(
    url: &DatabaseUrl,
    target: &SqliteTarget,
    options: &ConnectOptions,
) -> Result<Connection, ConnectError> {
    let (path, mode) = match target {
        SqliteTarget::Memory => (PathBuf::from(":memory:"), FileMode::ReadWriteCreate),
        SqliteTarget::File { path, mode } => (path.clone(), allowed(*mode, options)),
    };
    if *target != SqliteTarget::Memory {
        check_file(url, &path, mode)?;
    }
    let connection = match open_path(url, &path, mode, options).await {
        // What a killed process left is taken back by whoever opens the file next, if they may write.
        Err(ConnectError::RecoveryNeeded { .. }) if !is_read_only(target) => {
            close(open_path(url, &path, FileMode::ReadWrite, options).await?).await;
            open_path(url, &path, mode, options).await?
        }
        opened => opened?,
    };
    if !options.read_only && connection.is_read_only() {
        let is_asked_for = mode == FileMode::ReadOnly;
        let because = if is_asked_for { "the URL says `mode=ro`" } else { "the file cannot be written by this user" };
        let message = because.to_owned();
        return Err(ConnectError::ReadOnly { database: url.to_string(), message });
    }
    Ok(connection)
}

fn is_read_only(target: &SqliteTarget) -> bool {
    matches!(target, SqliteTarget::File { mode: FileMode::ReadOnly, .. })
}

/// It was opened to be read once; a goodbye that fails changes nothing.
async fn close(connection: Connection) {
    let _ = connection.close().await;
}

fn allowed(mode: FileMode, options: &ConnectOptions) -> FileMode {
    if options.read_only { FileMode::ReadOnly } else { mode }
}

/// The library has one error for all of these, `unable to open database file`.
fn check_file(url: &DatabaseUrl, path: &Path, mode: FileMode) -> Result<(), ConnectError> {
    let database = url.to_string();
    match path.metadata() {
        Ok(metadata) if metadata.is_dir() => Err(ConnectError::IsAFolder { database, path: path.to_owned() }),
        // Opening a pipe waits for somebody who writes to it.
        Ok(metadata) if !metadata.is_file() => Err(ConnectError::NotADatabase { database, path: path.to_owned() }),
        Ok(_) => check_content(url, path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => check_missing(database, path, mode),
        Err(error) => Err(unreadable(database, &error)),
    }
}

fn check_missing(database: String, path: &Path, mode: FileMode) -> Result<(), ConnectError> {
    if mode != FileMode::ReadWriteCreate {
        return Err(ConnectError::DatabaseMissing { database });
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.is_dir() {
        return Ok(());
    }
    Err(ConnectError::FolderMissing { database, folder: folder.to_owned() })
}

fn check_content(url: &DatabaseUrl, path: &Path) -> Result<(), ConnectError> {
    let mut start = Vec::new();
    let file = File::open(path).map_err(|error| unreadable(url.to_string(), &error))?;
    let read = file.take(MAGIC.len() as u64).read_to_end(&mut start);
    read.map_err(|error| unreadable(url.to_string(), &error))?;
    if start.is_empty() || start == MAGIC {
        return Ok(());
    }
    Err(ConnectError::NotADatabase { database: url.to_string(), path: path.to_owned() })
}

fn unreadable(database: String, error: &io::Error) -> ConnectError {
    let message = error.to_string();
    match error.kind() {
        io::ErrorKind::PermissionDenied => ConnectError::PermissionDenied { database, message },
        _ => ConnectError::Unreachable { database, message },
    }
}

async fn open_path(
    url: &DatabaseUrl,
    path: &Path,
    mode: FileMode,
    options: &ConnectOptions,
) -> Result<Connection, ConnectError> {
    let failed = |failure: &Failure| open_error(url, path, failure);
    let driver = driver_options(path, mode).connect().await.map_err(|error| failed(&driver_failure(&error)))?;
    let watch = Arc::new(Watch::new(options.statement_timeout, options.lock_timeout));
    let connection = Connection::adopt(driver, watch).await.map_err(|error| failed(&driver_failure(&error)))?;
    blocking(|| prepare_connection(url, path, connection, options))
}

fn driver_options(path: &Path, mode: FileMode) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new().foreign_keys(true);
    let options = if path == Path::new(":memory:") { options.in_memory(true) } else { options.filename(path) };
    match mode {
        FileMode::ReadOnly => options.read_only(true),
        FileMode::ReadWrite => options.create_if_missing(false),
        FileMode::ReadWriteCreate => options.create_if_missing(true),
    }
}

fn driver_failure(error: &sqlx::Error) -> Failure {
    let said = error.as_database_error();
    let code =
        said.and_then(sqlx::error::DatabaseError::code).and_then(|code| code.parse().ok()).unwrap_or(ffi::SQLITE_ERROR);
    let message = said.map_or_else(|| error.to_string(), |said| said.message().to_owned());
    Failure { code, message, offset: None }
}

fn prepare_connection(
    url: &DatabaseUrl,
    path: &Path,
    connection: Connection,
    options: &ConnectOptions,
) -> Result<Connection, ConnectError> {
    let mut core = Core::new(connection);
    // It reads the file, so that a damaged one is found now.
    core.execute("SELECT 1 FROM sqlite_schema LIMIT 1", &[]).map_err(|error| first_error(url, path, error))?;
    run_on_connect(url, &mut core, options)?;
    // Not before: what an operator sets up is the operator's business.
    if core.connection.harden() {
        return Ok(core.connection);
    }
    let message = "the SQLite library does not keep its own safety settings";
    let error = Box::new(SqlError::new(ErrorKind::Unsupported, message));
    Err(ConnectError::Database { database: url.to_string(), error })
}

fn first_error(url: &DatabaseUrl, path: &Path, error: SqlError) -> ConnectError {
    match error.native_code.and_then(|code| i32::try_from(code).ok()) {
        Some(code) => open_error(url, path, &Failure { code, message: error.message, offset: None }),
        None => ConnectError::Database { database: url.to_string(), error: Box::new(error) },
    }
}

fn run_on_connect(url: &DatabaseUrl, core: &mut Core, options: &ConnectOptions) -> Result<(), ConnectError> {
    for (index, sql) in options.on_connect.iter().enumerate() {
        let failed =
            |error| ConnectError::OnConnect { database: url.to_string(), number: index + 1, error: Box::new(error) };
        core.execute(sql, &[]).map_err(failed)?;
    }
    Ok(())
}

fn open_error(url: &DatabaseUrl, path: &Path, failure: &Failure) -> ConnectError {
    let database = url.to_string();
    if [ffi::SQLITE_READONLY_ROLLBACK, ffi::SQLITE_READONLY_RECOVERY].contains(&failure.code) {
        return ConnectError::RecoveryNeeded { database };
    }
    match failure.code & 0xff {
        ffi::SQLITE_NOTADB => ConnectError::NotADatabase { database, path: path.to_owned() },
        ffi::SQLITE_PERM | ffi::SQLITE_AUTH => {
            ConnectError::PermissionDenied { database, message: failure.message.clone() }
        }
        ffi::SQLITE_READONLY => ConnectError::ReadOnly { database, message: failure.message.clone() },
        ffi::SQLITE_CANTOPEN => ConnectError::Unreachable { database, message: failure.message.clone() },
        _ => ConnectError::Database { database, error: Box::new(super::error::sql_error(failure)) },
    }
}
