//! `downgrade`: back.

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
    /// Takes migrations back until the database is at the target.
    pub async fn downgrade(
        &self,
        request: impl Into<RunRequest>,
        observer: Arc<dyn Observer>,
    ) -> Result<RunReport, Error> {
        let (job, target, output) = Job::of(Command::Downgrade, request.into());
        if let Some(output) = output {
            return write_sql::downgrade(self, &job, &target, output, observer).await;
        }
        job.check_direction(Direction::Down)?;
        let target = Target::parse(&target)?;
        Run::new(self, &job, observer)?.apply(&|graph, heads| graph.plan_downgrade(heads, &target)).await
    }
}
