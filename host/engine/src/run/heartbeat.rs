//! A lease that others would take over, renewed while the run goes on.
//!
//! Each transaction of the run renews it as well; this is for what takes longer than that, such as one long migration.
//! It has a connection of its own, which is made only when the first beat is due: most runs are over by then.

use std::sync::Arc;
use std::time::Duration;

use aludel_db::lock::lease::HEARTBEAT;
use aludel_db::{ConnectOptions, DatabaseUrl, Fence, Lock, LockError, Session};
use tokio::task::JoinHandle;

use crate::address::{Access, Address};
use crate::connection::Connector;
use crate::migrator::Migrator;

/// How long one beat may take until the next is due: the row may be locked by the run itself, which renews it too.
const BEAT_TIME_MAX: Duration = Duration::from_secs(4);

/// Renews a lease until it is dropped.
pub(crate) struct Heartbeat(JoinHandle<()>);

impl Heartbeat {
    /// None where the lock is another's word than the lease's alone.
    pub(crate) fn of(lock: &Lock, migrator: &Migrator, address: &Address) -> Option<Self> {
        let fence = lock.fence().filter(|_| lock.is_lease_alone())?.clone();
        let options = ConnectOptions {
            statement_timeout: BEAT_TIME_MAX,
            lock_timeout: BEAT_TIME_MAX,
            ..address.connect_options(Access::Write)
        };
        let heart = Heart { connector: Arc::clone(&migrator.connector), url: address.url.clone(), options, fence };
        Some(Self(tokio::spawn(heart.beat())))
    }
}

impl Drop for Heartbeat {
    fn drop(&mut self) {
        self.0.abort();
    }
}

struct Heart {
    connector: Arc<dyn Connector>,
    url: DatabaseUrl,
    options: ConnectOptions,
    fence: Fence,
}

impl Heart {
    async fn beat(self) {
        let mut session = None;
        loop {
            tokio::time::sleep(HEARTBEAT).await;
            session = match self.beat_once(session.take()).await {
                Ok(session) => Some(session),
                // The run finds it out where it counts, before its next commit.
                Err(LockError::TakenOver { .. }) => return,
                // A connection that cannot be made or was lost now may be made the next time.
                Err(_) => None,
            };
        }
    }

    async fn beat_once(&self, session: Option<Box<dyn Session>>) -> Result<Box<dyn Session>, LockError> {
        let mut session = match session {
            Some(session) => session,
            None => self.connect().await?,
        };
        self.fence.check(&mut *session).await?;
        Ok(session)
    }

    async fn connect(&self) -> Result<Box<dyn Session>, LockError> {
        let connected = self.connector.connect(&self.url, &self.options).await;
        connected.map_err(|error| {
            let error = aludel_sql::SqlError::new(aludel_sql::ErrorKind::Connection, error.to_string());
            LockError::Database { error: Box::new(error) }
        })
    }
}
