//! `upgrade`: forward.

use std::sync::Arc;

use aludel_revision::Target;

use super::write_sql;
use crate::error::Error;
use crate::event::{Command, Direction, Observer};
use crate::migrator::Migrator;
use crate::report::RunReport;
use crate::request::RunRequest;
use crate::run::job::Job;
use crate::run::whole::Run;

impl Migrator {
    /// Runs the migrations between where the database is and the target, each with its version row in one transaction.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), aludel_engine::Error> {
    /// use aludel_engine::{Identity, Migrator, OpenOptions, Silent};
    ///
    /// let who = Identity::of_this_process("deploy", "build-7");
    /// let migrator = Migrator::open(OpenOptions::new("/srv/shop", who))?;
    /// let report = migrator.upgrade("head", std::sync::Arc::new(Silent)).await?;
    /// assert!(report.steps.len() <= 3);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn upgrade(
        &self,
        request: impl Into<RunRequest>,
        observer: Arc<dyn Observer>,
    ) -> Result<RunReport, Error> {
        let (job, target, output) = Job::of(Command::Upgrade, request.into());
        if let Some(output) = output {
            return write_sql::upgrade(self, &job, &target, output, observer).await;
        }
        job.check_direction(Direction::Up)?;
        let target = Target::parse(&target)?;
        Run::new(self, &job, observer)?.apply(&|graph, heads| graph.plan_upgrade(heads, &target)).await
    }
}
