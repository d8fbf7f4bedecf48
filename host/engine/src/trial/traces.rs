//! `traces`: a downgrade to the base leaves nothing behind.

use aludel_revision::Target;
use aludel_trial::{Check, Problem};

use super::bench::Bench;
use super::snapshot::schema_differences;
use super::verdict::{Entry, Stopped};
use super::{FirstRun, Trial};
use crate::error::Error;

impl Trial<'_> {
    /// Goes from the heads to the base, and looks at what is there then.
    pub(super) async fn check_traces(&mut self, bench: &mut Bench, first: &FirstRun) -> Result<(), Error> {
        let entry = Entry::new(Check::Traces);
        match self.go_down(bench, first).await {
            Ok(()) => self.passed(entry),
            Err(Stopped::Found(problem)) => self.failed(entry, problem),
            Err(Stopped::NoWayBack(revision)) => {
                self.skipped(entry, format!("there is no way back from {revision}"));
            }
            Err(Stopped::Fault(error)) => return Err(error),
        }
        Ok(())
    }

    async fn go_down(&mut self, bench: &mut Bench, first: &FirstRun) -> Result<(), Stopped> {
        let graph = self.migrator.catalogue()?.graph();
        let plan = graph.plan_downgrade(bench.heads(), &Target::base()).map_err(Error::from)?;
        let schema = bench.schema().await?;
        self.fill(bench, (&schema, &first.schema), |_| true).await?;
        for step in &plan.steps {
            let path = self.described(&step.revision)?.1;
            let hint = format!("mend the downgrade in {path}: it has to work with rows from all later revisions");
            let gone = bench.step(self.migrator, step).await.map_err(|error| Stopped::of(error, &hint));
            gone.map_err(|stopped| named(stopped, step.revision.as_str()))?;
        }
        let left = schema_differences(&bench.schema().await?, &first.empty)?;
        let rows: Vec<String> =
            bench.heads().iter().map(|head| format!("rows of the version table: {head} is there")).collect();
        let differences: Vec<String> = left.into_iter().chain(rows).collect();
        if differences.is_empty() {
            return Ok(());
        }
        Err(Stopped::Found(Problem {
            message: "a downgrade to the base leaves something behind".to_owned(),
            differences,
            hint: "the lines tell what is left to do: have the downgrade of the revision that made it do so".to_owned(),
        }))
    }
}

/// Of a revision without a way back the name is told, and why is told by its own check.
fn named(stopped: Stopped, revision: &str) -> Stopped {
    match stopped {
        Stopped::NoWayBack(_) => Stopped::NoWayBack(format!("`{revision}`")),
        other => other,
    }
}
