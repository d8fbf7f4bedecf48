//! The named lock of `MySQL` and `MariaDB`.

use aludel_sql::{SqlError, Value};

use super::holder::LockHolder;
use super::status::LockOwner;
use super::{LockError, LockRequest};
use crate::mysql::process_table;
use crate::session::{Session, fetch_all};

/// A lock that the session has.
#[derive(Debug)]
pub(super) struct HeldNamed {
    name: String,
}

/// Names are the server's, not the database's, and at most 64 characters.
fn name(session: &dyn Session, version_table: &str) -> String {
    let database = session.house().default_schema.clone().unwrap_or_default();
    format!("aludel:{:016x}", super::hash(&format!("{database}\0{version_table}")))
}

/// Where guests have a connection of their own: what it does goes on for a while when its process was killed, and the
/// host's own connection, which has nothing to do, is gone at once.
fn guest_name(session: &dyn Session, version_table: &str) -> String {
    format!("{}:guest", name(session, version_table))
}

/// Locks out whoever comes while the guests' connection is there; tried on that connection.
pub(super) async fn try_acquire_for_guest(session: &mut dyn Session, version_table: &str) -> Result<bool, LockError> {
    let name = guest_name(session, version_table);
    Ok(is_one(&row(session, "SELECT GET_LOCK(?, 0)", &name).await?))
}

/// Nothing is lost where it fails: the lock ends with the connection.
pub(super) async fn release_for_guest(session: &mut dyn Session, version_table: &str) {
    let name = guest_name(session, version_table);
    let _ = row(session, "SELECT RELEASE_LOCK(?)", &name).await;
}

async fn row(session: &mut dyn Session, sql: &str, name: &str) -> Result<Vec<Value>, SqlError> {
    let rows = fetch_all(session, sql, &[Value::Text(name.to_owned())]).await?;
    Ok(rows.into_iter().next().unwrap_or_default())
}

fn is_one(row: &[Value]) -> bool {
    matches!(row.first(), Some(Value::Integer(1) | Value::UnsignedInteger(1) | Value::Boolean(true)))
}

pub(super) async fn try_acquire(
    session: &mut dyn Session,
    request: &LockRequest,
) -> Result<Option<HeldNamed>, LockError> {
    let name = name(session, &request.version_table);
    let is_acquired = is_one(&row(session, "SELECT GET_LOCK(?, 0)", &name).await?);
    Ok(is_acquired.then_some(HeldNamed { name }))
}

/// Whether nobody has it at this moment.
pub(super) async fn is_free(session: &mut dyn Session, request: &LockRequest) -> Result<bool, LockError> {
    let name = name(session, &request.version_table);
    Ok(is_one(&row(session, "SELECT IS_FREE_LOCK(?)", &name).await?))
}

/// The session that has it, if one has; else the one that a guest of it has left.
pub(super) async fn owner(session: &mut dyn Session, version_table: &str) -> Result<Option<LockOwner>, LockError> {
    let name = name(session, version_table);
    match owner_of(session, &name).await? {
        Some(owner) => Ok(Some(owner)),
        None => guest_owner(session, version_table).await,
    }
}

/// The connection of guests that is still there.
pub(super) async fn guest_owner(
    session: &mut dyn Session,
    version_table: &str,
) -> Result<Option<LockOwner>, LockError> {
    let name = guest_name(session, version_table);
    owner_of(session, &name).await
}

/// The connections of other logins are hidden from one without the PROCESS privilege; the number never is.
async fn owner_of(session: &mut dyn Session, name: &str) -> Result<Option<LockOwner>, LockError> {
    let sql = format!(
        "SELECT l.id, p.user, p.host FROM (SELECT IS_USED_LOCK(?) AS id) l LEFT JOIN {} p ON p.id = l.id",
        process_table(session.info())
    );
    let row = row(session, &sql, name).await?;
    let text = |index: usize| match row.get(index) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let number = match row.first() {
        Some(Value::Integer(id)) => *id,
        Some(Value::UnsignedInteger(id)) => i64::try_from(*id).unwrap_or(i64::MAX),
        _ => return Ok(None),
    };
    let process = Some(format!("connection {number}"));
    let holder = LockHolder { who: text(1), from: text(2), since: None, process };
    Ok(Some(LockOwner { holder, session: Some(number) }))
}

impl HeldNamed {
    pub(super) async fn release(self, session: &mut dyn Session) -> Result<(), LockError> {
        if is_one(&row(session, "SELECT RELEASE_LOCK(?)", &self.name).await?) { Ok(()) } else { Err(LockError::Lost) }
    }
}
