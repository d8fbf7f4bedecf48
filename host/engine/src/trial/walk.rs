//! The way from the base to the heads and back, with rows in every table.

use aludel_revision::Step;
use aludel_trial::Check;

use super::bench::Bench;
use super::{FirstRun, Trial};
use crate::error::Error;

impl Trial<'_> {
    pub(super) async fn walk(&mut self, first: &FirstRun) -> Result<(), Error> {
        let mut bench = Bench::open(self).await?;
        let walked = self.walk_on(&mut bench, first).await;
        bench.close(walked).await
    }

    async fn walk_on(&mut self, bench: &mut Bench, first: &FirstRun) -> Result<(), Error> {
        let steps = self.plan.steps.clone();
        for (index, step) in steps.iter().enumerate() {
            let is_looked_at = self.is_chosen(Check::RoundTrip) && self.is_selected(&step.revision);
            let stands = if is_looked_at {
                self.round_trip(bench, first, step).await?
            } else {
                self.climb(bench, first, step).await?
            };
            if !stands {
                self.begin_again(bench, first, &steps[..=index]).await?;
            }
            self.coverage.up.push(step.revision.to_string());
        }
        if self.is_chosen(Check::Traces) {
            self.check_traces(bench, first).await?;
        }
        Ok(())
    }

    /// One step up, with rows. Gives whether the bench stands there.
    async fn climb(&mut self, bench: &mut Bench, first: &FirstRun, step: &Step) -> Result<bool, Error> {
        let schema = bench.schema().await?;
        self.fill(bench, (&schema, &first.schema), |_| true).await?;
        match bench.step(self.migrator, step).await {
            Ok(()) => {}
            Err(cancelled @ Error::Cancelled { .. }) => return Err(cancelled),
            // Nobody asked about this one, and on an empty database it goes well.
            Err(_) => return Ok(false),
        }
        self.sow(bench, &step.revision).await?;
        Ok(true)
    }

    /// A fresh scratch database where the steps have run: with rows, if they go well so.
    async fn begin_again(&mut self, bench: &mut Bench, first: &FirstRun, steps: &[Step]) -> Result<(), Error> {
        match self.begin_with(bench, Some(first), steps).await {
            Err(cancelled @ Error::Cancelled { .. }) => Err(cancelled),
            Err(_) => self.begin_with(bench, None, steps).await,
            Ok(()) => Ok(()),
        }
    }

    async fn begin_with(&mut self, bench: &mut Bench, first: Option<&FirstRun>, steps: &[Step]) -> Result<(), Error> {
        let spent = std::mem::replace(bench, Bench::open(self).await?);
        // What it was is known; that it cannot be told any more changes nothing.
        let _ = spent.close(Ok(())).await;
        for step in steps {
            if let Some(first) = first {
                let schema = bench.schema().await?;
                self.fill(bench, (&schema, &first.schema), |_| true).await?;
            }
            bench.step(self.migrator, step).await?;
        }
        Ok(())
    }
}
