//! Who has the lock, for whoever asks, and taking it away from them.

use aludel_sql::{Dialect, ErrorKind};

use super::lease::{self, Lease};
use super::{LockError, LockHolder, file, mysql, postgres};
use crate::session::{Session, own};
use crate::url::DatabaseUrl;

/// Who has the lock of a version table, by both of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockStatus {
    /// Who has the lock of the server or the system at this moment.
    pub owner: Option<LockOwner>,
    /// The row; none where nobody ever took the lock.
    pub lease: Option<Lease>,
}

/// A session, or a process with a file, that has the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockOwner {
    /// As it calls itself.
    pub holder: LockHolder,
    /// The server's number for the session; none for a file.
    pub session: Option<i64>,
}

/// What became of a lock that was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenLock {
    /// Who had it.
    pub holder: LockHolder,
    /// The fencing number that may not commit any more.
    pub fencing: i64,
    /// What became of the session that has the server's lock.
    pub session: EndedSession,
}

/// What became of the session that had the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndedSession {
    /// There was none to end.
    None,
    /// The server has ended it.
    Ended,
    /// The server would not: it keeps the server's lock until it ends.
    Stays {
        /// The statement that ends it, for a login that may.
        statement: String,
        /// What the server said.
        because: String,
    },
}

impl LockStatus {
    /// Whether anybody else has to wait.
    pub fn is_held(&self) -> bool {
        self.owner.is_some() || self.lease.as_ref().is_some_and(Lease::is_in_force_alone)
    }

    /// Who has it, as well as both parts know.
    pub fn holder(&self) -> LockHolder {
        let leased = self.lease.as_ref().filter(|lease| lease.run_id.is_some()).map(|lease| lease.holder.clone());
        leased.or_else(|| self.owner.as_ref().map(|owner| owner.holder.clone())).unwrap_or_default()
    }
}

/// Looks, and writes nothing.
pub async fn status(
    url: &DatabaseUrl,
    session: &mut dyn Session,
    version_table: &str,
) -> Result<LockStatus, LockError> {
    let session = own(session);
    Ok(LockStatus {
        owner: owner(url, session, version_table).await?,
        lease: lease::read(session, version_table).await?,
    })
}

pub(super) async fn owner(
    url: &DatabaseUrl,
    session: &mut dyn Session,
    version_table: &str,
) -> Result<Option<LockOwner>, LockError> {
    match session.dialect() {
        Dialect::Sqlite => url.file().map_or(Ok(None), |database| file::owner(database, version_table)),
        Dialect::Postgres => postgres::owner(session, version_table).await,
        Dialect::Mysql | Dialect::MariaDb => mysql::owner(session, version_table).await,
    }
}

/// Takes the lock away from whoever has it: from here on they cannot commit. Their session is ended where the server
/// lets this login do it; a file of `SQLite` is locked anew by whoever comes next.
pub async fn break_lock(
    url: &DatabaseUrl,
    session: &mut dyn Session,
    version_table: &str,
    (by, because): (&str, &str),
) -> Result<BrokenLock, LockError> {
    let session = own(session);
    let status = status(url, session, version_table).await?;
    if !status.is_held() {
        return Err(LockError::NotHeld);
    }
    let holder = status.holder();
    let Some(lease) = lease::read_or_make(session, version_table).await? else { return Err(LockError::Moved) };
    let owner = status.owner.and_then(|owner| owner.session);
    let mut ended = None;
    let mut broken = lease::break_it(session, version_table, &lease, by, because).await;
    if matches!(&broken, Err(LockError::Database { error }) if error.kind == ErrorKind::Timeout) {
        // It is about to commit and does not go on: only the end of its session lets go of the row.
        ended = Some(end(session, owner).await);
        broken = lease::break_it(session, version_table, &lease, by, because).await;
    }
    if !broken? {
        return Err(LockError::Moved);
    }
    if let Some(database) = url.file() {
        file::abandon(database, version_table)?;
    }
    let ended = match ended {
        Some(ended) => ended,
        None => end(session, owner).await,
    };
    let guest = end_guest(session, version_table, owner).await?;
    let session = if matches!(guest, EndedSession::None) { ended } else { guest };
    Ok(BrokenLock { holder, fencing: lease.fencing, session })
}

/// The connection of guests may still be at work when that of the host is gone.
async fn end_guest(
    session: &mut dyn Session,
    version_table: &str,
    ended: Option<i64>,
) -> Result<EndedSession, LockError> {
    let owner = match session.dialect() {
        Dialect::Sqlite => return Ok(EndedSession::None),
        Dialect::Postgres => postgres::guest_owner(session, version_table).await?,
        Dialect::Mysql | Dialect::MariaDb => mysql::guest_owner(session, version_table).await?,
    };
    let owner = owner.and_then(|owner| owner.session);
    Ok(end(session, owner.filter(|owner| Some(*owner) != ended)).await)
}

async fn end(session: &mut dyn Session, owner: Option<i64>) -> EndedSession {
    let Some(number) = owner else { return EndedSession::None };
    let statement = match session.dialect() {
        Dialect::Postgres => format!("SELECT pg_catalog.pg_terminate_backend({number})"),
        _ => format!("KILL CONNECTION {number}"),
    };
    match session.execute(&statement, &[]).await {
        Ok(_) => EndedSession::Ended,
        Err(error) => EndedSession::Stays { statement, because: error.message },
    }
}
