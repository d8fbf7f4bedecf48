//! The version rows forget a branch, while what it made stays.

use std::sync::Arc;
use std::time::Duration;

use aludel_db::{Fence, HistoryEntry, HistoryOutcome, Session};
use aludel_revision::{Direction, Plan, RevisionId, Target};
use jiff::Timestamp;

use crate::address::Access;
use crate::error::{DatabaseState, Error};
use crate::event::{Command, Observer};
use crate::migrator::Migrator;
use crate::run::job::{Ending, Job};
use crate::run::shared::SharedSession;
use crate::run::whole::Run;

/// As much of a name and a reason as the history has room for, in bytes.
const WHO_BYTES_MAX: usize = 255;

impl Migrator {
    /// Takes the rows of what a downgrade to the target would take back away, and writes down why. Gives these revisions,
    /// the newest first.
    pub(crate) async fn forget(
        &self,
        target: &Target,
        reason: &str,
        observer: Arc<dyn Observer>,
    ) -> Result<Vec<RevisionId>, Error> {
        let job = Job {
            command: Command::Stamp,
            ending: Ending::Commit,
            transaction: None,
            lock_timeout: None,
            arguments: Vec::new(),
            tag: None,
            agreed: None,
        };
        let run = Run::new(self, &job, observer)?;
        let session = SharedSession::new(self.connect(&run.address, Access::Write).await?);
        let forgotten = with_lock(&run, &session, target, reason).await;
        session.close().await;
        forgotten
    }
}

async fn with_lock(
    run: &Run<'_>,
    session: &SharedSession,
    target: &Target,
    reason: &str,
) -> Result<Vec<RevisionId>, Error> {
    let lock = run.acquire(session).await?;
    let result = locked(run, &mut **session.lend().await, (target, reason), lock.fence()).await;
    let released = lock.release(&mut **session.lend().await).await;
    let forgotten = result?;
    released.map_err(|error| Error::Lock(Box::new(error)))?;
    Ok(forgotten)
}

async fn locked(
    run: &Run<'_>,
    session: &mut dyn Session,
    (target, reason): (&Target, &str),
    fence: Option<&Fence>,
) -> Result<Vec<RevisionId>, Error> {
    let heads = run.ledger.heads(session).await?.unwrap_or_default();
    let plan = run.catalogue.graph().plan_downgrade(&heads, target)?;
    if plan.is_empty() {
        return Ok(Vec::new());
    }
    if !run.ledger.journal().rows(session).await?.is_empty() {
        return Err(half_applied());
    }
    let gone: Vec<RevisionId> = plan.steps.iter().map(|step| step.revision.clone()).collect();
    let state = || DatabaseState::RolledBack { heads: heads.iter().map(ToString::to_string).collect() };
    let failed = |error| Error::Transaction { error: Box::new(error), state: state() };
    run.ledger.ensure(session).await?;
    session.begin().await.map_err(failed)?;
    if let Err(error) = change_rows(run, session, &plan, &gone, reason).await {
        // The error says what happened; a rollback that fails leaves it to the end of the connection.
        let _ = session.rollback().await;
        return Err(error);
    }
    if let Some(fence) = fence
        && let Err(error) = fence.check(session).await
    {
        let _ = session.rollback().await;
        return Err(Error::LockTaken { revision: None, error: Box::new(error), state: state() });
    }
    session.commit().await.map_err(failed)?;
    Ok(gone)
}

async fn change_rows(
    run: &Run<'_>,
    session: &mut dyn Session,
    plan: &Plan,
    gone: &[RevisionId],
    reason: &str,
) -> Result<(), Error> {
    let stamp = Plan { steps: Vec::new(), ..plan.clone() };
    run.ledger.advance(session, &stamp.change()).await?;
    for revision in gone {
        run.ledger.record(session, &entry(run, revision, reason)).await?;
    }
    Ok(())
}

fn entry(run: &Run<'_>, revision: &RevisionId, reason: &str) -> HistoryEntry {
    let now = Timestamp::now();
    let who = &run.migrator.options.who;
    HistoryEntry {
        run_id: run.id.clone(),
        revision: revision.clone(),
        direction: Direction::Down,
        source_digest: None,
        component_digest: None,
        started_at: now,
        finished_at: now,
        duration: Duration::ZERO,
        run_by: shortened(format!("{}, who keeps the tables: {}", who.user, reason.trim())),
        run_from: who.origin(),
        tool_version: who.tool_version.clone(),
        outcome: HistoryOutcome::Stamped,
    }
}

fn shortened(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(WHO_BYTES_MAX));
    text
}

fn half_applied() -> Error {
    Error::Usage {
        code: "half_applied",
        message: "a migration stands half applied, so nobody can say which tables there are to keep".to_owned(),
        hint: Some("aludel doctor".to_owned()),
    }
}
