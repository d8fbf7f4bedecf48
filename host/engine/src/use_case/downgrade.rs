//! `downgrade`: back.

use std::sync::Arc;

use aludel_revision::Target;

use super::write_sql;
use crate::error::Error;
use crate::event::{Command, Observer};
use crate::migrator::Migrator;
use crate::report::RunReport;
use crate::request::{DowngradeRequest, RunMode};
use crate::run::job::{Ending, Job};
use crate::run::whole::Run;

impl Migrator {
    /// Takes migrations back until the database is at the target.
    pub async fn downgrade(
        &self,
        request: impl Into<DowngradeRequest>,
        observer: Arc<dyn Observer>,
    ) -> Result<RunReport, Error> {
        let request = request.into();
        let job = Job {
            command: Command::Downgrade,
            ending: if matches!(request.mode, RunMode::DryRun) { Ending::RollBack } else { Ending::Commit },
            transaction: request.transaction,
            lock_timeout: request.lock_timeout,
            arguments: request.arguments,
            tag: request.tag,
        };
        if let RunMode::WriteSql(out) = request.mode {
            return write_sql::downgrade(self, &job, &request.target, out, observer).await;
        }
        let target = Target::parse(&request.target)?;
        Run::new(self, &job, observer)?.apply(&|graph, heads| graph.plan_downgrade(heads, &target)).await
    }
}
