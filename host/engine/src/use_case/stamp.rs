//! `stamp`: the version rows alone.

use std::sync::Arc;

use aludel_db::{Fence, HistoryEntry, HistoryOutcome, LedgerError, Session};
use aludel_revision::{Direction, Graph, Plan, RevisionId, Target, TargetError};
use jiff::Timestamp;

use super::write_sql;
use crate::address::Access;
use crate::artifacts;
use crate::error::{DatabaseState, Error};
use crate::event::{Command, Observer};
use crate::migrator::Migrator;
use crate::report::RunReport;
use crate::request::{ExistingRows, RunMode, StampRequest};
use crate::run::decide::{Decision, warning_note};
use crate::run::job::{Ending, Job};
use crate::run::shared::SharedSession;
use crate::run::whole::Run;

impl Migrator {
    /// Sets the version rows to the targets and runs nothing.
    pub async fn stamp(&self, request: StampRequest, observer: Arc<dyn Observer>) -> Result<RunReport, Error> {
        let job = Job {
            command: Command::Stamp,
            ending: if matches!(request.mode, RunMode::DryRun) { Ending::RollBack } else { Ending::Commit },
            transaction: None,
            lock_timeout: request.lock_timeout,
            arguments: Vec::new(),
            tag: None,
            agreed: None,
        };
        let targets = request.targets.iter().map(|text| Target::parse(text)).collect::<Result<Vec<_>, _>>()?;
        let run = Run::new(self, &job, observer)?;
        if let RunMode::WriteSql(out) = request.mode {
            return write_sql::stamp(&run, &targets, request.existing, out);
        }
        let session = SharedSession::new(self.connect(&run.address, Access::Write).await?);
        let report = with_lock(&run, &session, &targets, request.existing).await;
        session.close().await;
        report
    }
}

async fn with_lock(
    run: &Run<'_>,
    session: &SharedSession,
    targets: &[Target],
    existing: ExistingRows,
) -> Result<RunReport, Error> {
    let lock = run.acquire(session).await?;
    let result = locked(run, session, (targets, existing), lock.fence()).await;
    let released = lock.release(&mut **session.lend().await).await;
    let report = result?;
    released.map_err(|error| Error::Lock(Box::new(error)))?;
    Ok(report)
}

async fn locked(
    run: &Run<'_>,
    session: &SharedSession,
    (targets, existing): (&[Target], ExistingRows),
    fence: Option<&Fence>,
) -> Result<RunReport, Error> {
    let heads = match run.ledger.heads(&mut **session.lend().await).await {
        // They all go, whatever they say.
        Err(error) if existing == ExistingRows::Purge && error.is_about_a_row() => Vec::new(),
        heads => heads?.unwrap_or_default(),
    };
    let plan = plan(run.catalogue.graph(), &heads, targets, existing)?;
    let is_half_way = run.ledger.journal().has_rows(&mut **session.lend().await).await?;
    run.announce(session, 0).await;
    if run.job.keeps() && (!plan.is_empty() || is_half_way || existing == ExistingRows::Purge) {
        write(run, &mut **session.lend().await, (&plan, existing), fence).await?;
    }
    let notes = plan.warnings.iter().map(warning_note).collect();
    let decision = Decision { steps: Vec::new(), is_shared: false, notes };
    let before = Plan { heads_before: heads, ..plan.clone() };
    Ok(run.finished(&before, &plan.heads_after, decision, Vec::new()))
}

/// With a purge it is as if there were no rows, whatever they name.
pub(super) fn plan(
    graph: &Graph,
    heads: &[RevisionId],
    targets: &[Target],
    existing: ExistingRows,
) -> Result<Plan, TargetError> {
    match existing {
        ExistingRows::Move => graph.plan_stamp(heads, targets),
        ExistingRows::Purge => graph.plan_stamp(&[], targets),
    }
}

async fn write(
    run: &Run<'_>,
    session: &mut dyn Session,
    (plan, existing): (&Plan, ExistingRows),
    fence: Option<&Fence>,
) -> Result<(), Error> {
    run.ledger.ensure(session).await?;
    let rolled_back =
        || DatabaseState::RolledBack { heads: plan.heads_before.iter().map(ToString::to_string).collect() };
    let failed = |error| Error::Transaction { error: Box::new(error), state: rolled_back() };
    session.begin().await.map_err(failed)?;
    if let Err(error) = change_rows(run, session, plan, existing).await {
        // The error says what happened; a rollback that fails leaves it to the end of the connection.
        let _ = session.rollback().await;
        return Err(error.into());
    }
    if let Some(fence) = fence
        && let Err(error) = fence.check(session).await
    {
        let _ = session.rollback().await;
        return Err(Error::LockTaken { revision: None, error: Box::new(error), state: rolled_back() });
    }
    session.commit().await.map_err(failed)?;
    for revision in &plan.change().added {
        if !run.ledger.confirm(session, &run.id, revision, Direction::Up).await? {
            return Err(Error::NotRecorded {
                revision: revision.to_string(),
                direction: crate::Direction::Up,
                because: "the server rolled back what it was asked to commit".to_owned(),
                heads: plan.heads_before.iter().map(ToString::to_string).collect(),
            });
        }
    }
    Ok(())
}

async fn change_rows(
    run: &Run<'_>,
    session: &mut dyn Session,
    plan: &Plan,
    existing: ExistingRows,
) -> Result<(), LedgerError> {
    if existing == ExistingRows::Purge {
        run.ledger.purge(session).await?;
    }
    // Whoever stamps says where the database is, and so that nothing is half applied.
    run.ledger.journal().clear_all(session).await?;
    let change = plan.change();
    run.ledger.advance(session, &change).await?;
    for revision in &change.added {
        run.ledger.record(session, &entry(run, revision)).await?;
    }
    Ok(())
}

fn entry(run: &Run<'_>, revision: &RevisionId) -> HistoryEntry {
    let now = Timestamp::now();
    let who = &run.migrator.options.who;
    // A source that cannot be read now was not run either: the stamp stands without its digest.
    let digest = artifacts::source_digest(run.catalogue.migration(revision)).ok();
    HistoryEntry {
        run_id: run.id.clone(),
        revision: revision.clone(),
        direction: Direction::Up,
        source_digest: digest.map(|digest| digest.to_string()),
        component_digest: None,
        started_at: now,
        finished_at: now,
        duration: std::time::Duration::ZERO,
        run_by: who.user.clone(),
        run_from: who.origin(),
        tool_version: who.tool_version.clone(),
        outcome: HistoryOutcome::Stamped,
    }
}
