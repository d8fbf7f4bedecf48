//! A scratch database that migrations are tried on, and where it stands.

use std::sync::Arc;

use aludel_db::{ScratchDatabase, introspect};
use aludel_revision::{Direction, HeadsChange, Plan, RevisionId, Step};
use aludel_schema::{Namespaces, Schema, Scope};

use super::Trial;
use crate::comparison::read::scope;
use crate::comparison::replay::{leave, on_scratch, replay_job};
use crate::error::Error;
use crate::event::Silent;
use crate::migrator::Migrator;
use crate::rehearsal::Rehearsal;
use crate::run::job::Job;
use crate::run::shared::SharedSession;
use crate::run::whole::Run;
use crate::scratch::scope_in;

/// A scratch database with the version rows that it is at.
pub(super) struct Bench {
    pub(super) scratch: ScratchDatabase,
    pub(super) session: SharedSession,
    heads: Vec<RevisionId>,
    job: Job,
    pub(super) scope: Scope,
}

impl Bench {
    /// An empty one. Whoever opens it closes it.
    pub(super) async fn open(trial: &Trial<'_>) -> Result<Self, Error> {
        let migrator = trial.migrator;
        let whole = scope(&migrator.address()?, Namespaces::All)?;
        let (scratch, session) = migrator.scratch_database().await?;
        let job = Job {
            arguments: trial.request.arguments.clone(),
            tag: trial.request.tag.clone(),
            ..replay_job(scratch.is_schema())
        };
        let scope = scope_in(&scratch, &whole).into_owned();
        Ok(Self { scratch, session: SharedSession::new(session), heads: Vec::new(), job, scope })
    }

    /// Takes it down, whatever came of the work.
    pub(super) async fn close<T>(self, result: Result<T, Error>) -> Result<T, Error> {
        leave(self.scratch, self.session, result).await
    }

    /// Runs one step.
    pub(super) async fn step(&mut self, migrator: &Migrator, step: &Step) -> Result<(), Error> {
        let mut heads_after = self.heads.clone();
        heads_after.retain(|head| !step.change.removed.contains(head));
        heads_after.extend(step.change.added.iter().cloned());
        let steps = vec![step.clone()];
        let plan = Plan { steps, heads_before: self.heads.clone(), heads_after, warnings: Vec::new() };
        self.run(migrator, &plan, None).await
    }

    pub(super) async fn run(
        &mut self,
        migrator: &Migrator,
        plan: &Plan,
        rehearsal: Option<Arc<Rehearsal>>,
    ) -> Result<(), Error> {
        let run = Run::new(migrator, &self.job, Arc::new(Silent))?;
        self.heads = run.rehearse(&self.session, plan, rehearsal).await.map_err(on_scratch)?.heads;
        Ok(())
    }

    pub(super) async fn schema(&self) -> Result<Schema, Error> {
        Ok(introspect(&mut **self.session.lend().await, &self.scope).await?)
    }

    pub(super) fn heads(&self) -> &[RevisionId] {
        &self.heads
    }
}

/// The step that takes another one back.
pub(super) fn inverse(step: &Step) -> Step {
    let HeadsChange { removed, added } = step.change.clone();
    let direction = match step.direction {
        Direction::Up => Direction::Down,
        Direction::Down => Direction::Up,
    };
    Step { revision: step.revision.clone(), direction, change: HeadsChange { removed: added, added: removed } }
}
