//! The advisory lock of `PostgreSQL`.

use aludel_sql::{SqlError, Value};
use jiff::Timestamp;

use super::holder::{LockHolder, read, written};
use super::status::LockOwner;
use super::{LockError, LockRequest};
use crate::session::{Session, fetch_all};

/// What the server keeps of an application name, in bytes.
const NAME_BYTES_MAX: usize = 63;

/// A lock that the session has.
#[derive(Debug)]
pub(super) struct HeldAdvisory {
    key: i64,
    name_before: Value,
}

/// Advisory locks belong to their database, so its name is no part of the key.
fn key(version_table: &str) -> i64 {
    super::hash(&format!("aludel:{version_table}")).cast_signed()
}

/// Where guests have a connection of their own: what it does goes on for a while when its process was killed, and the
/// host's own connection, which has nothing to do, is gone at once.
fn guest_key(version_table: &str) -> i64 {
    super::hash(&format!("aludel:guest:{version_table}")).cast_signed()
}

/// Locks out whoever comes while the guests' connection is there; tried on that connection.
pub(super) async fn try_acquire_for_guest(session: &mut dyn Session, version_table: &str) -> Result<bool, LockError> {
    let sql = "SELECT pg_catalog.pg_try_advisory_lock($1::bigint)";
    Ok(value(session, sql, &[Value::Integer(guest_key(version_table))]).await? == Value::Boolean(true))
}

/// Nothing is lost where it fails: the lock ends with the connection.
pub(super) async fn release_for_guest(session: &mut dyn Session, version_table: &str) {
    let sql = "SELECT pg_catalog.pg_advisory_unlock($1::bigint)";
    let _ = value(session, sql, &[Value::Integer(guest_key(version_table))]).await;
}

async fn value(session: &mut dyn Session, sql: &str, parameters: &[Value]) -> Result<Value, SqlError> {
    let mut rows = fetch_all(session, sql, parameters).await?;
    Ok(rows.pop().and_then(|mut row| row.pop()).unwrap_or(Value::Null))
}

pub(super) async fn try_acquire(
    session: &mut dyn Session,
    request: &LockRequest,
) -> Result<Option<HeldAdvisory>, LockError> {
    let key = key(&request.version_table);
    let sql = "SELECT pg_catalog.pg_try_advisory_lock($1::bigint)";
    if value(session, sql, &[Value::Integer(key)]).await? != Value::Boolean(true) {
        return Ok(None);
    }
    let name_before = value(session, "SELECT pg_catalog.current_setting('application_name')", &[]).await?;
    let mut name = written(&request.identity, Timestamp::now());
    name.truncate(name.floor_char_boundary(NAME_BYTES_MAX));
    set_name(session, Value::Text(name)).await?;
    Ok(Some(HeldAdvisory { key, name_before }))
}

/// Whether nobody has it at this moment: a lock of the statement's own transaction is gone with it.
pub(super) async fn is_free(session: &mut dyn Session, request: &LockRequest) -> Result<bool, LockError> {
    let sql = "SELECT pg_catalog.pg_try_advisory_xact_lock($1::bigint)";
    Ok(value(session, sql, &[Value::Integer(key(&request.version_table))]).await? == Value::Boolean(true))
}

async fn set_name(session: &mut dyn Session, name: Value) -> Result<(), SqlError> {
    let sql = "SELECT pg_catalog.set_config('application_name', $1::text, false)";
    value(session, sql, &[name]).await.map(drop)
}

/// The session that has it, if one has; else the one that a guest of it has left.
pub(super) async fn owner(session: &mut dyn Session, version_table: &str) -> Result<Option<LockOwner>, LockError> {
    match owner_of(session, key(version_table)).await? {
        Some(owner) => Ok(Some(owner)),
        None => guest_owner(session, version_table).await,
    }
}

/// The connection of guests that is still there.
pub(super) async fn guest_owner(
    session: &mut dyn Session,
    version_table: &str,
) -> Result<Option<LockOwner>, LockError> {
    owner_of(session, guest_key(version_table)).await
}

async fn owner_of(session: &mut dyn Session, key: i64) -> Result<Option<LockOwner>, LockError> {
    let sql = "SELECT a.application_name::text, a.usename::text, a.client_addr::text, a.pid::bigint \
               FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid \
               JOIN pg_catalog.pg_database d ON d.oid = l.database \
               WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 \
               AND d.datname = pg_catalog.current_database() \
               AND l.classid::bigint = $1::bigint AND l.objid::bigint = $2::bigint";
    let key = key.cast_unsigned();
    let halves = [key >> 32, key & 0xffff_ffff].map(|half| Value::Integer(half.cast_signed()));
    let rows = fetch_all(session, sql, &halves).await?;
    Ok(rows.first().map(|row| {
        let session = if let Value::Integer(pid) = row[3] { Some(pid) } else { None };
        LockOwner { holder: holder_of_row(row), session }
    }))
}

/// Another login's name is hidden from one without the rights of a monitor.
fn holder_of_row(row: &[Value]) -> LockHolder {
    let text = |value: &Value| match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    let named = text(&row[0]).map(|name| read(&name)).unwrap_or_default();
    if named.is_known() {
        return named;
    }
    let process = match row[3] {
        Value::Integer(pid) => Some(format!("server process {pid}")),
        _ => None,
    };
    LockHolder { who: text(&row[1]), from: text(&row[2]), since: None, process }
}

impl HeldAdvisory {
    pub(super) async fn release(self, session: &mut dyn Session) -> Result<(), LockError> {
        set_name(session, self.name_before).await?;
        let sql = "SELECT pg_catalog.pg_advisory_unlock($1::bigint)";
        match value(session, sql, &[Value::Integer(self.key)]).await? {
            Value::Boolean(true) => Ok(()),
            _ => Err(LockError::Lost),
        }
    }
}
