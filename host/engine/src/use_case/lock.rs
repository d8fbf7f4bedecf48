//! `lock`: who has the lock, and taking it away from them.

use aludel_db::lock::lease::Lease;
use aludel_db::lock::status::{EndedSession, LockStatus, break_lock, status};
use serde::Serialize;

use crate::address::Access;
use crate::connection::is_missing_file;
use crate::error::Error;
use crate::migrator::Migrator;
use crate::report::whole_milliseconds;

/// The lock of a version table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LockReport {
    /// The version table that the lock is for.
    pub version_table: String,
    /// Whether somebody has it, so that others wait.
    pub is_held: bool,
    /// Who has it; or who had it last and ended without giving it back.
    pub holder: Option<LockHolderReport>,
    /// The number that grows whenever the lock is taken or broken; none before the first time.
    pub fencing: Option<i64>,
    /// The last time that somebody broke it.
    pub broken: Option<BrokenReport>,
}

/// Whoever has a lock, as far as that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LockHolderReport {
    /// The person or service.
    pub who: Option<String>,
    /// The machine.
    pub from: Option<String>,
    /// The process on it, or the session of the server.
    pub process: Option<String>,
    /// Since when, in RFC 3339.
    pub since: Option<String>,
    /// The run, as the history names it.
    pub run_id: Option<String>,
    /// How long ago it was heard of, by the server's clock.
    pub heartbeat_age_ms: Option<u64>,
    /// `session` or `lease`: what it relies on.
    pub kind: Option<&'static str>,
    /// All of that in words.
    #[serde(skip)]
    pub words: String,
}

/// A lock that somebody broke.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BrokenReport {
    /// Who did it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When, in RFC 3339.
    pub at: String,
    /// The fencing number that may not commit since.
    pub fencing: i64,
}

/// What `lock --break` did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BreakReport {
    /// The version table that the lock is for.
    pub version_table: String,
    /// From whom it was taken.
    pub holder: String,
    /// The fencing number that may not commit any more.
    pub fencing: i64,
    /// Whether a session of the server was ended.
    pub is_session_ended: bool,
    /// What is still in the way, with what ends it.
    pub remains: Option<String>,
}

impl Migrator {
    /// Who has the lock. Writes nothing.
    pub async fn lock(&self) -> Result<LockReport, Error> {
        let address = self.address()?;
        let table = address.ledger()?.version_table().to_owned();
        let mut session = match self.connect(&address, Access::Read).await {
            Err(Error::Connect(error)) if is_missing_file(&address, &error) => return Ok(LockReport::free(table)),
            connected => connected?,
        };
        let status = status(&address.url, &mut *session, &table).await;
        // It was only asked; a goodbye that fails changes nothing.
        let _ = session.close().await;
        Ok(report(table, &status.map_err(|error| Error::Lock(Box::new(error)))?))
    }

    /// Takes the lock away from whoever has it, who cannot commit any more. The reason stays in the database, and whoever
    /// lost the lock is told.
    pub async fn break_lock(&self, reason: &str) -> Result<BreakReport, Error> {
        if reason.trim().is_empty() {
            return Err(Error::Usage {
                code: "reason_missing",
                message: "a lock is broken for a reason, and none was given".to_owned(),
                hint: Some("`aludel lock --break --reason \"build-7 is gone\"`".to_owned()),
            });
        }
        let address = self.address()?;
        let table = address.ledger()?.version_table().to_owned();
        let mut session = self.connect(&address, Access::Write).await?;
        let who = &self.options.who;
        let by = format!("{} on {}", who.user, who.origin());
        let broken = break_lock(&address.url, &mut *session, &table, (&by, reason)).await;
        // What was to be done is done or was refused; a goodbye that fails changes nothing.
        let _ = session.close().await;
        let broken = broken.map_err(|error| Error::Lock(Box::new(error)))?;
        let remains = match &broken.session {
            EndedSession::Stays { statement, because } => {
                Some(format!("its session keeps the server's lock ({because}); somebody who may ends it: {statement}"))
            }
            EndedSession::None | EndedSession::Ended => None,
        };
        Ok(BreakReport {
            version_table: table,
            holder: broken.holder.to_string(),
            fencing: broken.fencing,
            is_session_ended: broken.session == EndedSession::Ended,
            remains,
        })
    }
}

impl LockReport {
    fn free(version_table: String) -> Self {
        Self { version_table, is_held: false, holder: None, fencing: None, broken: None }
    }
}

fn report(version_table: String, status: &LockStatus) -> LockReport {
    let lease = status.lease.as_ref();
    let broken = lease.and_then(|lease| lease.broken.as_ref()).map(|broken| BrokenReport {
        by: broken.by.clone(),
        reason: broken.because.clone(),
        at: format!("{:.0}", broken.at),
        fencing: broken.fencing,
    });
    LockReport {
        version_table,
        is_held: status.is_held(),
        holder: holder(status),
        fencing: lease.map(|lease| lease.fencing),
        broken,
    }
}

fn holder(status: &LockStatus) -> Option<LockHolderReport> {
    let lease: Option<&Lease> = status.lease.as_ref().filter(|lease| lease.run_id.is_some());
    let holder = status.holder();
    if lease.is_none() && status.owner.is_none() {
        return None;
    }
    Some(LockHolderReport {
        words: holder.to_string(),
        since: holder.since.map(|since| format!("{since:.0}")),
        who: holder.who,
        from: holder.from,
        process: holder.process,
        run_id: lease.and_then(|lease| lease.run_id.clone()),
        heartbeat_age_ms: lease.map(|lease| whole_milliseconds(lease.heartbeat_age)),
        kind: lease.map(|lease| lease.kind.name()),
    })
}
