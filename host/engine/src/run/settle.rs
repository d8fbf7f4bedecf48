//! After a guest that went well: version row, history row, commit, read-back.

use aludel_db::{HistoryEntry, HistoryOutcome, LedgerError, LockError, Session};
use aludel_revision::RevisionId;
use aludel_sql::{ErrorKind, SqlError};
use jiff::Timestamp;

use crate::error::Error;
use crate::event::Direction;
use crate::housing::Program;
use crate::run::decide::Isolation;
use crate::run::enclosure::Standing;
use crate::run::execution::{Execution, Running};
use crate::run::failure::Stop;

/// Where settling stopped.
enum Unsettled {
    /// Before the commit: it can be rolled back.
    Before(Stop),
    /// The commit was sent, and its answer is an error or is missing.
    InCommit(SqlError),
    /// The commit was answered with yes, and the history could not be asked.
    InConfirm(LedgerError),
    /// The commit was answered with yes, and the history does not have the row.
    NotThere,
}

impl Execution<'_> {
    /// Makes the step last, together with its version row, and reads it back.
    pub(crate) async fn settle(&mut self, running: &Running<'_>, program: &Program) -> Result<(), Error> {
        match self.write_and_commit(running).await {
            Ok(()) => {}
            Err(Unsettled::Before(stop)) => return Err(self.failed(running, program, stop).await),
            Err(Unsettled::InCommit(error)) => self.ask_after_commit(running, error).await?,
            Err(Unsettled::InConfirm(error)) => self.ask_after_answer(running, &error).await?,
            Err(Unsettled::NotThere) => return Err(self.not_recorded(running).await),
        }
        self.moved(running);
        Ok(())
    }

    fn moved(&mut self, running: &Running<'_>) {
        let change = &running.planned.change;
        self.heads.retain(|head| !change.removed.contains(head));
        self.heads.extend(change.added.iter().cloned());
        if running.planned.isolation != Isolation::Shared {
            self.heads_kept = self.heads.clone();
        }
    }

    async fn write_and_commit(&self, running: &Running<'_>) -> Result<(), Unsettled> {
        let isolation = running.planned.isolation;
        let before = |error| Unsettled::Before(Stop::Database(error));
        self.session.lend().await.release_handles().await.map_err(before)?;
        if isolation == Isolation::Own {
            self.session.lend().await.run_deferred().await.map_err(before)?;
        }
        // Before anything of the host runs in what the guest left.
        self.session.lend().await.check_left_behind().await.map_err(before)?;
        let standing = self.release(isolation).await;
        running.note(&standing);
        let mut lent = self.session.lend().await;
        let session = &mut **lent;
        self.reopen(session, isolation, standing).await?;
        if self.migrator.cancellation().is_cancelled() {
            return Err(Unsettled::Before(Stop::Asked));
        }
        if isolation != Isolation::Shared {
            self.check_fence(session).await.map_err(|error| Unsettled::Before(Stop::Lock(error)))?;
        }
        self.write_rows(session, running).await.map_err(|error| Unsettled::Before(Stop::Ledger(error)))?;
        if isolation == Isolation::Shared {
            return Ok(());
        }
        session.commit().await.map_err(Unsettled::InCommit)?;
        match self.confirm(session, &running.planned.revision, running.planned.direction).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Unsettled::NotThere),
            Err(error) => Err(Unsettled::InConfirm(error)),
        }
    }

    /// The transaction for the version row: the guest's own where it still stands.
    async fn reopen(
        &self,
        session: &mut dyn Session,
        isolation: Isolation,
        standing: Standing,
    ) -> Result<(), Unsettled> {
        let before = |error| Unsettled::Before(Stop::Database(error));
        match standing {
            Standing::Intact if isolation == Isolation::Nothing => session.begin().await.map_err(before),
            Standing::Intact => Ok(()),
            Standing::Aborted => Err(Unsettled::Before(Stop::Swallowed)),
            Standing::Lost(error) => Err(Unsettled::Before(Stop::Database(error))),
            // What was done after the last definition is committed together with the version row, or not at all.
            Standing::Ended if self.dialect.commits_on_define() => session.restore_transaction().await.map_err(before),
            Standing::Ended => Err(Unsettled::Before(Stop::LeftTransaction)),
        }
    }

    async fn write_rows(&self, session: &mut dyn Session, running: &Running<'_>) -> Result<(), LedgerError> {
        self.ledger.advance(session, &running.planned.change).await?;
        if let Some(log) = &running.log {
            log.clear(session).await?;
        }
        self.ledger.record(session, &self.entry(running)).await
    }

    /// Asked shortly before a commit: from here on whoever takes the lock over waits for the end of the transaction.
    pub(crate) async fn check_fence(&self, session: &mut dyn Session) -> Result<(), LockError> {
        match &self.fence {
            Some(fence) => fence.check(session).await,
            None => Ok(()),
        }
    }

    fn entry(&self, running: &Running<'_>) -> HistoryEntry {
        let who = &self.migrator.options.who;
        HistoryEntry {
            run_id: self.run_id.clone(),
            revision: running.planned.revision.clone(),
            direction: running.planned.direction.into(),
            source_digest: Some(running.source_digest.clone()),
            component_digest: Some(running.component_digest.clone()),
            started_at: running.started_at,
            finished_at: Timestamp::now(),
            duration: running.clock.elapsed(),
            run_by: who.user.clone(),
            run_from: who.origin(),
            tool_version: who.tool_version.clone(),
            outcome: HistoryOutcome::Applied,
        }
    }

    /// Whether a step of this run is in the history.
    pub(crate) async fn confirm(
        &self,
        session: &mut dyn Session,
        revision: &RevisionId,
        direction: Direction,
    ) -> Result<bool, LedgerError> {
        self.ledger.confirm(session, &self.run_id, revision, direction.into()).await
    }
}

/// Whether an error means that the connection is gone, so that only a new one can tell what became of a commit.
pub(crate) fn is_lost(error: &SqlError) -> bool {
    error.kind == ErrorKind::Connection
}
