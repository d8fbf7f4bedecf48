//! One transaction around all steps, committed or (in a dry run) rolled back at the end.

use aludel_db::{LedgerError, LockError};
use aludel_sql::SqlError;

use crate::error::{DatabaseState, Error};
use crate::event::Event;
use crate::report::StepReport;
use crate::run::decide::PlannedStep;
use crate::run::execution::Execution;
use crate::run::failure::found_committed;
use crate::run::prepare::Prepared;
use crate::run::settle::is_lost;

impl Execution<'_> {
    /// Runs the steps in one transaction. A failing step has rolled everything back when its error comes here.
    pub(crate) async fn all_in_one(
        &mut self,
        planned: &[PlannedStep],
        prepared: Vec<Prepared>,
    ) -> Result<Vec<StepReport>, Error> {
        // Within a transaction there is no switch, so what one step needs is so for all.
        if planned.iter().zip(&prepared).any(|(step, prepared)| self.suspends(step, prepared)) {
            self.suspend().await.map_err(|error| self.not_ended(error))?;
        }
        let result = self.enclose_all(planned, prepared).await;
        self.resume(result).await
    }

    async fn enclose_all(
        &mut self,
        planned: &[PlannedStep],
        prepared: Vec<Prepared>,
    ) -> Result<Vec<StepReport>, Error> {
        self.begin().await?;
        let reports = match self.steps(planned, prepared).await {
            Ok(reports) => reports,
            Err(error) => {
                // A step that failed has rolled back; one that was not begun has not.
                let _ = self.session.lend().await.rollback().await;
                return Err(error);
            }
        };
        if self.job.keeps() {
            self.commit_all(planned).await?;
        } else {
            self.session.lend().await.rollback().await.map_err(|error| self.not_ended(error))?;
        }
        Ok(reports)
    }

    async fn begin(&self) -> Result<(), Error> {
        let mut session = self.session.lend().await;
        if self.job.keeps() {
            self.ledger.ensure(&mut **session).await?;
        }
        session.begin().await.map_err(|error| self.not_ended(error))?;
        if !self.job.keeps() {
            // The tables of a dry run go with its transaction.
            self.ledger.ensure(&mut **session).await?;
        }
        Ok(())
    }

    async fn commit_all(&mut self, planned: &[PlannedStep]) -> Result<(), Error> {
        let checked = self.check_fence(&mut **self.session.lend().await).await;
        if let Err(error) = checked {
            // A connection that is gone has rolled back by itself.
            let _ = self.session.lend().await.rollback().await;
            return Err(self.may_not_commit(error).await);
        }
        let committed = self.session.lend().await.commit().await;
        let last = planned.last().expect("a run without steps has nothing to commit");
        let confirmed = match committed {
            Err(error) => Err(error),
            Ok(()) => self.confirm_last(last).await?,
        };
        let is_there = match confirmed {
            Ok(is_there) => is_there,
            Err(error) => self.ask_after_commit_of(last, error).await?,
        };
        if is_there {
            self.heads_kept.clone_from(&self.heads);
            for finished in std::mem::take(&mut self.untold) {
                self.tell(&finished);
            }
            return Ok(());
        }
        Err(Error::NotRecorded {
            revision: last.revision.to_string(),
            direction: last.direction,
            because: "the server rolled back what it was asked to commit".to_owned(),
            heads: self.heads_kept.iter().map(ToString::to_string).collect(),
        })
    }

    async fn may_not_commit(&self, error: LockError) -> Error {
        let state = DatabaseState::RolledBack { heads: self.ask_heads().await };
        match error {
            LockError::Database { error } => Error::Transaction { error, state },
            error => Error::LockTaken { revision: None, error: Box::new(error), state },
        }
    }

    fn not_ended(&self, error: SqlError) -> Error {
        let heads = self.heads_kept.iter().map(ToString::to_string).collect();
        Error::Transaction { error: Box::new(error), state: DatabaseState::RolledBack { heads } }
    }

    /// Whether the history has the last step, or how the connection was lost before it could be asked.
    async fn confirm_last(&self, last: &PlannedStep) -> Result<Result<bool, SqlError>, LedgerError> {
        match self.confirm(&mut **self.session.lend().await, &last.revision, last.direction).await {
            Err(LedgerError::Database { error, .. }) if is_lost(&error) => Ok(Err(*error)),
            Err(error) => Err(error),
            Ok(is_there) => Ok(Ok(is_there)),
        }
    }

    /// Whoever has its row in the history is committed, answer or not.
    async fn ask_after_commit_of(&self, last: &PlannedStep, error: SqlError) -> Result<bool, Error> {
        let rolled_back = self.session.lend().await.rollback().await;
        let state = match self.ask_about(&last.revision, last.direction).await {
            Ok((true, _)) => {
                let because = format!("the commit was not answered with yes: {error}");
                self.tell(&Event::Note(found_committed(&last.revision, &because)));
                return Ok(true);
            }
            // An answer is an answer, where there is no better one.
            Err(_) if rolled_back.is_ok() => return Err(self.not_ended(error)),
            Ok((false, heads)) => DatabaseState::RolledBack { heads },
            Err(because) => DatabaseState::Unknown { because },
        };
        Err(Error::Transaction { error: Box::new(error), state })
    }
}
