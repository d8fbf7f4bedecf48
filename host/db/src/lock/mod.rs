//! One runner at a time.
//!
//! - `SQLite`: an operating system lock on the file `<database file>.aludel-lock`, which says who has it. The system
//!   takes the lock away when the process ends, however it ends; the file stays. A database in memory needs none.
//! - `PostgreSQL`: an advisory lock of the session. Who has it stands in the session's `application_name`.
//! - `MySQL` and `MariaDB`: a named lock of the session.
//!
//! - On top of that a lease, a row of the database with a number that only grows: see [`lease`].
//!
//! The lock belongs to one version table of one database. Nobody waits inside the server, where a waiting session
//! would block `CREATE INDEX CONCURRENTLY`; the lock is tried again, less and less often.

mod backoff;
mod error;
mod file;
mod holder;
pub mod lease;
mod lease_sql;
mod mysql;
mod postgres;
pub mod status;

use std::time::{Duration, Instant};

use aludel_sql::{Dialect, ErrorKind};

use crate::session::{Session, own};
use crate::url::DatabaseUrl;
pub(crate) use backoff::Backoff;

pub use error::LockError;
pub use holder::{LockHolder, LockIdentity};
pub use lease::{BrokenLease, Fence, Lease, LockKind};

use lease::Taken;

/// What a runner asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockRequest {
    /// The version table that will be changed. Ledgers with other tables have locks of their own.
    pub version_table: String,
    /// How long to wait for whoever has it; zero tries once.
    pub timeout: Duration,
    /// What others are told while they wait.
    pub identity: LockIdentity,
    /// The run, as the history names it.
    pub run_id: String,
    /// Whether anything will be committed.
    pub purpose: LockPurpose,
    /// What keeps runners apart; none for what the connection is good for ([`Session::keeps_session`]).
    pub kind: Option<LockKind>,
}

/// What the lock is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockPurpose {
    /// To commit: the lease is taken too.
    Commit,
    /// To try something and roll it back: no row is written.
    RollBack,
}

/// The right to migrate, until it is released or dropped. The lock of a server stays with the connection when this is
/// dropped without [`Lock::release`].
#[derive(Debug)]
#[must_use = "the lock is released when it is dropped"]
pub struct Lock {
    held: Held,
    fence: Option<Fence>,
    /// Whether the connection of guests has a lock of its own.
    guest: Option<String>,
}

/// What became of one try.
enum Tried {
    Got(Lock),
    /// Who has it, where the try has shown it.
    Busy(LockHolder),
}

#[derive(Debug)]
enum Held {
    /// Nothing but the lease, or not even that.
    Nothing,
    File(file::HeldFile),
    Postgres(postgres::HeldAdvisory),
    Mysql(mysql::HeldNamed),
}

impl Lock {
    /// Waits for the lock until the timeout. `on_wait` is told who has it when the waiting starts, and again when
    /// somebody else got it.
    pub async fn acquire(
        url: &DatabaseUrl,
        session: &mut dyn Session,
        request: LockRequest,
        on_wait: &mut (dyn FnMut(&LockHolder) + Send),
    ) -> Result<Self, LockError> {
        let started = Instant::now();
        let mut backoff = Backoff::new();
        let mut told = None;
        loop {
            let shown = match try_all(url, session, &request).await? {
                Tried::Got(lock) => return Ok(lock),
                Tried::Busy(shown) => shown,
            };
            let holder = if shown.is_known() { shown } else { holder(url, own(session), &request).await? };
            // Nobody known: whoever had it is about to be gone, or it cannot be seen.
            if told.is_none() || (holder.is_known() && told.as_ref() != Some(&holder)) {
                on_wait(&holder);
                told = Some(holder);
            }
            // Nobody wants to read fractions of a millisecond.
            let waited = Duration::from_millis(u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX));
            if waited >= request.timeout {
                let holder = told.unwrap_or_default();
                return Err(LockError::TimedOut { holder: Box::new(holder), waited });
            }
            tokio::time::sleep(backoff.next().min(request.timeout.saturating_sub(waited))).await;
        }
    }

    /// What each transaction that writes version rows checks; none where nothing will be committed, and for a database
    /// in memory.
    pub fn fence(&self) -> Option<&Fence> {
        self.fence.as_ref()
    }

    /// Whether the lease is all there is, so that it runs out unless somebody renews it.
    pub fn is_lease_alone(&self) -> bool {
        self.fence.is_some() && matches!(self.held, Held::Nothing)
    }

    /// Gives the lock back.
    pub async fn release(self, session: &mut dyn Session) -> Result<(), LockError> {
        if let Some(version_table) = &self.guest {
            release_for_guest(session, version_table).await;
        }
        let session = own(session);
        let lease = match &self.fence {
            Some(fence) => fence.release(session).await,
            None => Ok(()),
        };
        // Without the server's lock a lease that nobody gave back is over as well.
        self.held.release(session).await.and(lease)
    }
}

impl Held {
    async fn release(self, session: &mut dyn Session) -> Result<(), LockError> {
        match self {
            Self::Nothing => Ok(()),
            Self::File(held) => held.release(),
            Self::Postgres(held) => held.release(session).await,
            Self::Mysql(held) => held.release(session).await,
        }
    }
}

/// The lock of the guests' connection before all others, where there is one: it is the last that a killed run lets go.
async fn try_all(url: &DatabaseUrl, session: &mut dyn Session, request: &LockRequest) -> Result<Tried, LockError> {
    if session.control().is_none() {
        return try_both(url, session, request).await;
    }
    if !try_acquire_for_guest(session, &request.version_table).await? {
        return Ok(Tried::Busy(LockHolder::default()));
    }
    let tried = try_both(url, own(session), request).await;
    if let Ok(Tried::Got(lock)) = tried {
        return Ok(Tried::Got(Lock { guest: Some(request.version_table.clone()), ..lock }));
    }
    release_for_guest(session, &request.version_table).await;
    tried
}

async fn try_acquire_for_guest(session: &mut dyn Session, version_table: &str) -> Result<bool, LockError> {
    match session.dialect() {
        Dialect::Mysql | Dialect::MariaDb => mysql::try_acquire_for_guest(session, version_table).await,
        Dialect::Postgres | Dialect::Sqlite => postgres::try_acquire_for_guest(session, version_table).await,
    }
}

async fn release_for_guest(session: &mut dyn Session, version_table: &str) {
    match session.dialect() {
        Dialect::Mysql | Dialect::MariaDb => mysql::release_for_guest(session, version_table).await,
        Dialect::Postgres | Dialect::Sqlite => postgres::release_for_guest(session, version_table).await,
    }
}

/// The lock of the server or the system first, since whoever has it knows that a lease which relied on it is over.
async fn try_both(url: &DatabaseUrl, session: &mut dyn Session, request: &LockRequest) -> Result<Tried, LockError> {
    let kind = request.kind.unwrap_or(if session.keeps_session() { LockKind::Session } else { LockKind::Lease });
    if kind == LockKind::Lease && session.dialect() == Dialect::Postgres && request.purpose == LockPurpose::Commit {
        return try_lease_at_once(session, request).await;
    }
    let Some(held) = try_acquire(url, session, request, kind).await? else {
        return Ok(Tried::Busy(LockHolder::default()));
    };
    let is_in_memory = session.dialect() == Dialect::Sqlite && url.file().is_none();
    if is_in_memory || request.purpose == LockPurpose::RollBack {
        return Ok(Tried::Got(Lock { held, fence: None, guest: None }));
    }
    match lease::take(session, request, kind).await {
        Ok(Taken::Ours(fence)) => Ok(Tried::Got(Lock { held, fence: Some(fence), guest: None })),
        Ok(Taken::Others(holder)) => {
            held.release(session).await?;
            Ok(Tried::Busy(holder))
        }
        Err(error) => {
            // The error that matters is the first.
            let _ = held.release(session).await;
            Err(error)
        }
    }
}

/// Looks at the server's lock and takes the lease in one transaction that keeps the server's lock until its end: nobody
/// who relies on that lock comes in between.
async fn try_lease_at_once(session: &mut dyn Session, request: &LockRequest) -> Result<Tried, LockError> {
    // Where somebody makes the row at this moment, the next try finds it.
    let Some(lease) = lease::read_or_make(session, &request.version_table).await? else {
        return Ok(Tried::Busy(LockHolder::default()));
    };
    if lease.is_in_force_alone() {
        return Ok(Tried::Busy(lease.holder));
    }
    session.begin().await?;
    let tried = match postgres::is_free(session, request).await {
        Ok(true) => lease::take_known(session, request, (&lease, LockKind::Lease)).await,
        Ok(false) => Ok(Taken::Others(LockHolder::default())),
        Err(error) => Err(error),
    };
    match tried {
        Ok(Taken::Ours(fence)) => {
            session.commit().await?;
            Ok(Tried::Got(Lock { held: Held::Nothing, fence: Some(fence), guest: None }))
        }
        Ok(Taken::Others(holder)) => {
            session.rollback().await?;
            Ok(Tried::Busy(holder))
        }
        Err(LockError::Database { error }) if error.kind == ErrorKind::Timeout => {
            // Its holder was stopped at its end, and the server keeps the row for it a while.
            session.rollback().await?;
            Ok(Tried::Busy(lease.holder))
        }
        Err(error) => {
            // The error that matters is the first.
            let _ = session.rollback().await;
            Err(error)
        }
    }
}

async fn try_acquire(
    url: &DatabaseUrl,
    session: &mut dyn Session,
    request: &LockRequest,
    kind: LockKind,
) -> Result<Option<Held>, LockError> {
    match (session.dialect(), kind) {
        (Dialect::Sqlite, LockKind::Session) => match url.file() {
            None => Ok(Some(Held::Nothing)),
            Some(database) => Ok(file::try_acquire(database, request)?.map(Held::File)),
        },
        (Dialect::Postgres, LockKind::Session) => {
            Ok(postgres::try_acquire(session, request).await?.map(Held::Postgres))
        }
        (Dialect::Mysql | Dialect::MariaDb, LockKind::Session) => {
            Ok(mysql::try_acquire(session, request).await?.map(Held::Mysql))
        }
        (_, LockKind::Lease) => Ok(is_free(url, session, request).await?.then_some(Held::Nothing)),
    }
}

/// Whether nobody has the lock of the server or the system, for a runner that cannot keep it.
async fn is_free(url: &DatabaseUrl, session: &mut dyn Session, request: &LockRequest) -> Result<bool, LockError> {
    match session.dialect() {
        Dialect::Sqlite => url.file().map_or(Ok(true), |file| file::is_free(file, request)),
        Dialect::Postgres => postgres::is_free(session, request).await,
        Dialect::Mysql | Dialect::MariaDb => mysql::is_free(session, request).await,
    }
}

/// The lease knows most, but a dry run has none; and a file of `SQLite` may be locked for whoever asks it.
async fn holder(url: &DatabaseUrl, session: &mut dyn Session, request: &LockRequest) -> Result<LockHolder, LockError> {
    if session.dialect() == Dialect::Sqlite {
        return url.file().map_or_else(|| Ok(LockHolder::default()), |file| file::holder(file, &request.version_table));
    }
    match lease::read(session, &request.version_table).await? {
        Some(lease) if lease.run_id.is_some() => Ok(lease.holder),
        _ => {
            let owner = status::owner(url, session, &request.version_table).await?;
            Ok(owner.map(|owner| owner.holder).unwrap_or_default())
        }
    }
}

/// FNV-1a: a number for a name, the same in every version of this program.
fn hash(name: &str) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    name.bytes().fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::hash;

    /// The published values of the function: a lock must not change its key.
    #[test]
    fn the_key_of_a_name_stays() {
        assert_eq!(hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(hash("foobar"), 0x8594_4171_f739_67e8);
    }
}
