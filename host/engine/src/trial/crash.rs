//! `crash`: the connection is lost at one call after the other, and the next upgrade gets there all the same.

use std::sync::Arc;

use aludel_revision::Step;
use aludel_trial::dice::Dice;
use aludel_trial::{Check, Problem};

use super::bench::inverse;
use super::ground::{Ground, undisturbed};
use super::snapshot::Snapshot;
use super::verdict::{Entry, Stopped};
use super::{FirstRun, Trial};
use crate::error::Error;
use crate::outage::{Fault, Manner};
use crate::use_case::test::Crashes;

/// What to do about it.
const HINT: &str = "what no transaction takes back has to be safe to run again: smaller migrations, statements that say \
                    IF NOT EXISTS, no temporary tables";

/// A revision, and what is known of an upgrade to it that nothing disturbs.
struct Course<'a> {
    /// The steps that lead to it.
    before: &'a [Step],
    step: &'a Step,
    calls: usize,
    expected: Snapshot,
    can_go_back: bool,
    has_rows: bool,
}

impl Trial<'_> {
    pub(super) async fn check_crash(&mut self, first: &FirstRun) -> Result<(), Error> {
        if self.request.crashes == Crashes::None {
            self.skipped(Entry::new(Check::Crash), "left out by --crash off");
            return Ok(());
        }
        let Some(mut ground) = Ground::open(self).await? else {
            let because = "this login may make no database, and a schema in one transaction has no connection to lose";
            self.skipped(Entry::new(Check::Crash), because);
            return Ok(());
        };
        let checked = self.crash_all(&mut ground, first).await;
        ground.close().await;
        checked
    }

    async fn crash_all(&mut self, ground: &mut Ground, first: &FirstRun) -> Result<(), Error> {
        let steps = self.plan.steps.clone();
        for (index, step) in steps.iter().enumerate() {
            if !self.is_selected(&step.revision) {
                ground.run(step, &undisturbed()).await?;
                continue;
            }
            let entry = Entry::new(Check::Crash).about(&step.revision, "");
            match self.crash_one(ground, first, (&steps[..index], step)).await {
                Ok(count) => self.passed(Entry { remark: format!("{count} lost connections"), ..entry }),
                Err(Stopped::Fault(error)) => return Err(error),
                Err(stopped) => {
                    self.crash_stopped(entry, stopped);
                    self.renew(ground, &steps[..=index]).await?;
                }
            }
        }
        Ok(())
    }

    fn crash_stopped(&mut self, entry: Entry, stopped: Stopped) {
        match stopped {
            Stopped::Found(problem) => self.failed(entry, problem),
            Stopped::NoWayBack(reason) => self.skipped(entry, reason),
            Stopped::Fault(_) => {}
        }
    }

    /// Gives how many connections were lost.
    async fn crash_one(
        &mut self,
        ground: &mut Ground,
        first: &FirstRun,
        (before, step): (&[Step], &Step),
    ) -> Result<usize, Stopped> {
        self.fill_ground(ground, first).await?;
        let mut counting = undisturbed();
        let mut has_rows = true;
        match ground.run(step, &counting).await {
            Ok(()) => {}
            Err(error @ Error::Cancelled { .. }) => return Err(error.into()),
            // With rows it does not go well, which its round trip tells.
            Err(_) => {
                (has_rows, counting) = (false, undisturbed());
                self.renew(ground, before).await?;
                ground.run(step, &counting).await.map_err(|error| Stopped::of(error, HINT))?;
            }
        }
        let expected = ground.snapshot().await?;
        let can_go_back = match ground.run(&inverse(step), &undisturbed()).await {
            Ok(()) => true,
            Err(error @ Error::Cancelled { .. }) => return Err(error.into()),
            Err(_) => false,
        };
        let course = Course { before, step, calls: counting.calls(), expected, can_go_back, has_rows };
        let chosen = self.chosen(&course);
        for (index, (call, manner)) in chosen.iter().enumerate() {
            if index > 0 || !can_go_back {
                self.go_back(ground, first, &course).await?;
            }
            self.lose(ground, &course, *call, *manner).await?;
        }
        Ok(chosen.len())
    }

    /// The calls at which the connection is lost, each before or after it is carried out.
    fn chosen(&self, course: &Course<'_>) -> Vec<(usize, Manner)> {
        let manners = [Manner::DiesBefore, Manner::DiesAfter];
        let all: Vec<(usize, Manner)> =
            (0..course.calls).flat_map(|call| manners.map(|manner| (call, manner))).collect();
        let Crashes::Some(count) = self.request.crashes else { return all };
        let order = Dice::of(self.request.seed, &["crash", course.step.revision.as_str()]).shuffled(all.len());
        let mut kept: Vec<usize> = order.into_iter().take(count).collect();
        kept.sort_unstable();
        kept.into_iter().map(|index| all[index]).collect()
    }

    async fn go_back(&mut self, ground: &mut Ground, first: &FirstRun, course: &Course<'_>) -> Result<(), Error> {
        if course.can_go_back {
            return ground.run(&inverse(course.step), &undisturbed()).await;
        }
        self.renew(ground, course.before).await?;
        if course.has_rows { self.fill_ground(ground, first).await } else { Ok(()) }
    }

    /// A fresh one, where the steps have run.
    async fn renew(&self, ground: &mut Ground, steps: &[Step]) -> Result<(), Error> {
        let fresh = Ground::open(self).await?;
        let Some(fresh) = fresh else { return Ok(()) };
        std::mem::replace(ground, fresh).close().await;
        for step in steps {
            ground.run(step, &undisturbed()).await?;
        }
        Ok(())
    }

    async fn fill_ground(&mut self, ground: &Ground, first: &FirstRun) -> Result<(), Error> {
        let schema = ground.snapshot().await?.schema;
        let mut session = ground.connect().await?;
        let filled = self.fill_on(&mut *session, &ground.url()?, (&schema, &first.schema), |_| true).await;
        let _ = session.close().await;
        filled.map(drop)
    }

    async fn lose(&self, ground: &Ground, course: &Course<'_>, call: usize, manner: Manner) -> Result<(), Stopped> {
        let fault = Arc::new(Fault::at(call, manner));
        if let Err(error @ Error::Cancelled { .. }) = ground.run(course.step, &fault).await {
            return Err(error.into());
        }
        let place = place(course, &fault, (call, manner));
        if let Err(error) = ground.run(course.step, &undisturbed()).await {
            let stopped = Stopped::of(error, HINT);
            return Err(stopped.with(Some(place)));
        }
        let mut differences = course.expected.differences_to(&ground.snapshot().await?, &self.days)?;
        let times = ground.times_applied(&course.step.revision).await?;
        if times != 1 {
            differences.push(format!("rows of the history: the revision was applied {times} times"));
        }
        if differences.is_empty() {
            return Ok(());
        }
        differences.push(place);
        let message = format!("after a lost connection the upgrade to `{}` ends somewhere else", course.step.revision);
        Err(Stopped::Found(Problem { message, differences, hint: HINT.to_owned() }))
    }
}

/// Where the connection was lost, in words.
fn place(course: &Course<'_>, fault: &Fault, (call, manner): (usize, Manner)) -> String {
    const CHARACTERS_MAX: usize = 100;
    let when = if manner == Manner::DiesBefore { "before" } else { "after" };
    let words: String =
        fault.words().split_whitespace().collect::<Vec<_>>().join(" ").chars().take(CHARACTERS_MAX).collect();
    format!("the connection was lost {when} call {} of {}: {words}", call + 1, course.calls)
}
