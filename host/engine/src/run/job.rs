//! What a run is asked for.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use aludel_project::TransactionMode;
use aludel_revision::{Graph, Plan, RevisionId, TargetError};

use crate::agreement::file::{AgreedPlan, PlanFileError};
use crate::event::{Command, Direction};
use crate::request::{RunMode, RunRequest};

/// What happens to the work at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Commit,
    /// A dry run: one transaction around everything, and it is rolled back.
    RollBack,
}

/// What a run is asked for, apart from the target.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    pub(crate) command: Command,
    pub(crate) ending: Ending,
    /// In place of what the config says.
    pub(crate) transaction: Option<TransactionMode>,
    pub(crate) lock_timeout: Option<Duration>,
    pub(crate) arguments: Vec<(String, String)>,
    pub(crate) tag: Option<String>,
    /// The plan that the run is held to.
    pub(crate) agreed: Option<Arc<AgreedPlan>>,
}

/// From the version rows to a plan. It is asked twice: before the lock is taken, and with the lock.
pub(crate) type Planner<'a> = &'a (dyn Fn(&Graph, &[RevisionId]) -> Result<Plan, TargetError> + Send + Sync);

impl Job {
    /// Refuses the plan of the other way.
    pub(crate) fn check_direction(&self, asked: Direction) -> Result<(), PlanFileError> {
        match self.agreed.as_deref() {
            Some(AgreedPlan { path, direction, .. }) if *direction != asked => {
                Err(PlanFileError::OtherDirection { path: path.clone(), planned: *direction, asked })
            }
            _ => Ok(()),
        }
    }

    /// The job of a request, its target, and where its SQL goes when it is only written out.
    pub(crate) fn of(command: Command, request: RunRequest) -> (Self, String, Option<Box<dyn Write + Send>>) {
        let (ending, output) = match request.mode {
            RunMode::Apply => (Ending::Commit, None),
            RunMode::DryRun => (Ending::RollBack, None),
            RunMode::WriteSql(output) => (Ending::Commit, Some(output)),
        };
        // A plan is run to where it goes, in the words that it was made with.
        let target = request.plan.as_ref().map_or(request.target, |plan| plan.target.clone());
        let job = Self {
            command,
            ending,
            transaction: request.transaction,
            lock_timeout: request.lock_timeout,
            arguments: request.arguments,
            tag: request.tag,
            agreed: request.plan.map(|plan| Arc::new(*plan)),
        };
        (job, target, output)
    }
}
