//! What the migrations make: they run on a scratch database, which is looked at and dropped.

use std::sync::Arc;

use aludel_db::{ScratchDatabase, introspect};
use aludel_project::TransactionMode;
use aludel_revision::{Plan, RevisionId, Target};
use aludel_schema::{Schema, Scope};

use crate::error::{DatabaseState, Error};
use crate::event::{Command, Silent};
use crate::migrator::Migrator;
use crate::run::job::{Ending, Job};
use crate::run::shared::SharedSession;
use crate::run::whole::Run;
use crate::scratch::scope_in;
use crate::target::{check_outside, refused};

impl Migrator {
    /// The schema that the migrations make, up to the targets, on an empty database.
    pub(crate) async fn replayed_schema(&self, targets: &[Target], scope: &Scope) -> Result<Schema, Error> {
        let (scratch, session) = self.scratch_database().await?;
        let session = SharedSession::new(session);
        let job = replay_job(scratch.is_schema());
        let replayed = self.replay(&job, &session, targets, &scope_in(&scratch, scope)).await;
        leave(scratch, session, replayed).await
    }

    async fn replay(
        &self,
        job: &Job,
        session: &SharedSession,
        targets: &[Target],
        scope: &Scope,
    ) -> Result<Schema, Error> {
        let run = Run::new(self, job, Arc::new(Silent))?;
        let mut heads: Vec<RevisionId> = Vec::new();
        for target in targets {
            let plan: Plan = run.catalogue.graph().plan_upgrade(&heads, target)?;
            heads = run.replay(session, &plan).await.map_err(on_scratch)?;
        }
        Ok(introspect(&mut **session.lend().await, scope).await?)
    }
}

/// Ends the work on a scratch database, whatever came of it.
pub(crate) async fn leave<T>(
    scratch: ScratchDatabase,
    session: SharedSession,
    result: Result<T, Error>,
) -> Result<T, Error> {
    let is_inside = if scratch.is_schema() { outside(&scratch, &session).await } else { Ok(()) };
    let result = result.and_then(|found| is_inside.map(|()| found));
    let _ = session.lend().await.rollback().await;
    session.close().await;
    // What was found out stays true; a scratch database that stays behind is swept by a later run.
    let _ = scratch.remove().await;
    result
}

/// What failed on a scratch database leaves nothing, whatever the server keeps of a step that fails.
pub(crate) fn on_scratch(error: Error) -> Error {
    match error {
        Error::MigrationFailed(mut failure) => {
            failure.state = DatabaseState::Scratch;
            failure.next = format!("mend {} and run the command again", failure.path);
            Error::MigrationFailed(failure)
        }
        Error::Cancelled { revision, .. } => Error::Cancelled { revision, state: DatabaseState::Scratch },
        Error::Transaction { error, .. } => Error::Transaction { error, state: DatabaseState::Scratch },
        other => other,
    }
}

/// Whether everything was made in the schema that stands for a scratch database.
async fn outside(scratch: &ScratchDatabase, session: &SharedSession) -> Result<(), Error> {
    let checked = check_outside(&mut **session.lend().await).await;
    checked.map_err(|error| refused(scratch, error))?.map_err(Error::from)
}

/// Where the scratch database is a schema among others, everything has to stay in one transaction.
pub(crate) fn replay_job(is_schema: bool) -> Job {
    let transaction = if is_schema { TransactionMode::Run } else { TransactionMode::Migration };
    Job {
        command: Command::Upgrade,
        ending: Ending::Commit,
        transaction: Some(transaction),
        lock_timeout: None,
        arguments: Vec::new(),
        tag: None,
        agreed: None,
    }
}
