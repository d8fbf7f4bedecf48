//! One runner at a time.
//!
//! - `SQLite`: an operating system lock on the file `<database file>.aludel-lock`, which says who has it. The system
//!   takes the lock away when the process ends, however it ends; the file stays. A database in memory needs none.
//! - `PostgreSQL`: an advisory lock of the session. Who has it stands in the session's `application_name`.
//! - `MySQL` and `MariaDB`: a named lock of the session.
//!
//! The lock belongs to one version table of one database. Nobody waits inside the server, where a waiting session
//! would block `CREATE INDEX CONCURRENTLY`; the lock is tried again, less and less often.

mod backoff;
mod error;
mod file;
mod holder;
mod mysql;
mod postgres;

use std::time::{Duration, Instant};

use aludel_sql::Dialect;

use crate::session::Session;
use crate::url::DatabaseUrl;
pub(crate) use backoff::Backoff;

pub use error::LockError;
pub use holder::{LockHolder, LockIdentity};

/// What a runner asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockRequest {
    /// The version table that will be changed. Ledgers with other tables have locks of their own.
    pub version_table: String,
    /// How long to wait for whoever has it; zero tries once.
    pub timeout: Duration,
    /// What others are told while they wait.
    pub identity: LockIdentity,
}

/// The right to migrate, until it is released or dropped. The lock of a server stays with the connection when this is
/// dropped without [`Lock::release`].
#[derive(Debug)]
#[must_use = "the lock is released when it is dropped"]
pub struct Lock {
    held: Held,
}

#[derive(Debug)]
enum Held {
    Memory,
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
            if let Some(held) = try_acquire(url, session, &request).await? {
                return Ok(Self { held });
            }
            let holder = holder(url, session, &request).await?;
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

    /// Gives the lock back.
    pub async fn release(self, session: &mut dyn Session) -> Result<(), LockError> {
        match self.held {
            Held::Memory => Ok(()),
            Held::File(held) => held.release(),
            Held::Postgres(held) => held.release(session).await,
            Held::Mysql(held) => held.release(session).await,
        }
    }
}

async fn try_acquire(
    url: &DatabaseUrl,
    session: &mut dyn Session,
    request: &LockRequest,
) -> Result<Option<Held>, LockError> {
    match session.dialect() {
        Dialect::Sqlite => match url.file() {
            None => Ok(Some(Held::Memory)),
            Some(database) => Ok(file::try_acquire(database, request)?.map(Held::File)),
        },
        Dialect::Postgres => Ok(postgres::try_acquire(session, request).await?.map(Held::Postgres)),
        Dialect::Mysql | Dialect::MariaDb => Ok(mysql::try_acquire(session, request).await?.map(Held::Mysql)),
    }
}

async fn holder(url: &DatabaseUrl, session: &mut dyn Session, request: &LockRequest) -> Result<LockHolder, LockError> {
    match session.dialect() {
        Dialect::Sqlite => url.file().map_or_else(|| Ok(LockHolder::default()), |file| file::holder(file, request)),
        Dialect::Postgres => postgres::holder(session, request).await,
        Dialect::Mysql | Dialect::MariaDb => mysql::holder(session, request).await,
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
