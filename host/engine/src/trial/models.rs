//! `models`: the migrations make what the target says.

use aludel_trial::Check;

use super::Trial;
use super::verdict::Entry;
use crate::error::Error;
use crate::use_case::check::{CheckRequest, Compared};

impl Trial<'_> {
    pub(super) async fn check_models(&mut self) -> Result<(), Error> {
        let entry = Entry::new(Check::Models);
        if self.migrator.config.target.is_none() {
            self.skipped(entry, "the project has no [target]");
            return Ok(());
        }
        let request = CheckRequest { compared: Compared::MigrationsWithTarget, ..CheckRequest::default() };
        let report = self.migrator.check(request).await?;
        let differences = report.difference.operations.into_iter().map(|operation| operation.summary.text).collect();
        let message = "what the migrations make is not what the target says";
        let hint = "`aludel revision --autogenerate -m \"...\"` writes the migration that leads to the target";
        self.judged(entry, differences, message, hint);
        Ok(())
    }
}
