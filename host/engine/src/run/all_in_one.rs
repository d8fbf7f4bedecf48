//! One transaction around all steps, committed or (in a dry run) rolled back at the end.

use aludel_db::LockError;
use aludel_sql::SqlError;

use crate::error::{DatabaseState, Error};
use crate::report::StepReport;
use crate::run::decide::PlannedStep;
use crate::run::execution::Execution;
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
        let is_there = match committed {
            Err(error) if !is_lost(&error) => {
                let _ = self.session.lend().await.rollback().await;
                return Err(self.not_ended(error));
            }
            Err(error) => return Err(self.lost_at_commit(last, &error).await),
            Ok(()) => {
                self.ledger
                    .confirm(&mut **self.session.lend().await, &self.run_id, &last.revision, last.direction.into())
                    .await?
            }
        };
        if is_there {
            self.heads_kept.clone_from(&self.heads);
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

    async fn lost_at_commit(&self, last: &PlannedStep, error: &SqlError) -> Error {
        let state = match self.ask_about(&last.revision, last.direction).await {
            Ok((true, heads)) => DatabaseState::Committed { heads },
            Ok((false, heads)) => DatabaseState::RolledBack { heads },
            Err(because) => DatabaseState::Unknown { because },
        };
        Error::Transaction { error: Box::new(error.clone()), state }
    }
}
