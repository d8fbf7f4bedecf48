//! `crash`: the connection is lost at one call after the other, and the next upgrade gets there all the same.

use std::collections::VecDeque;
use std::fmt;
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

/// The ways to lose a connection at a call.
const MANNERS: [Manner; 2] = [Manner::DiesBefore, Manner::DiesAfter];

/// A connection to lose: at which call of an upgrade, from 0.
#[derive(Debug, Clone, Copy)]
struct Loss {
    call: usize,
    manner: Manner,
}

/// What became of an upgrade that was to lose its connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It stopped.
    Stopped,
    /// It got there all the same.
    Arrived,
    /// It never made that call.
    NotMet,
}

/// How many connections were lost, of how many that could be.
struct Tried {
    lost: usize,
    of: usize,
}

impl fmt::Display for Tried {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} of {} lost connections", self.lost, self.of)
    }
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
                Ok(tried) => self.passed(Entry { remark: tried.to_string(), ..entry }),
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

    async fn crash_one(
        &mut self,
        ground: &mut Ground,
        first: &FirstRun,
        (before, step): (&[Step], &Step),
    ) -> Result<Tried, Stopped> {
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
        let tried = Tried { lost: chosen.len(), of: course.calls * MANNERS.len() };
        match self.request.crashes {
            Crashes::Every => self.lose_each(ground, first, &course, &chosen).await?,
            Crashes::None | Crashes::Some(_) => self.lose_in_turn(ground, first, &course, chosen.into()).await?,
        }
        Ok(tried)
    }

    /// Each from where nothing was lost before.
    async fn lose_each(
        &mut self,
        ground: &mut Ground,
        first: &FirstRun,
        course: &Course<'_>,
        chosen: &[Loss],
    ) -> Result<(), Stopped> {
        for (index, loss) in chosen.iter().enumerate() {
            if index > 0 || !course.can_go_back {
                self.go_back(ground, first, course).await?;
            }
            let place = self.lose(ground, course, *loss).await?.1;
            self.arrives(ground, course).await.map_err(|stopped| stopped.with(Some(place)))?;
        }
        Ok(())
    }

    /// One after the other on the same way: each upgrade goes on after the one before it and loses its own, until one of them
    /// arrives. Going back and looking at everything costs more than all that, and is done once for a way.
    async fn lose_in_turn(
        &mut self,
        ground: &mut Ground,
        first: &FirstRun,
        course: &Course<'_>,
        mut left: VecDeque<Loss>,
    ) -> Result<(), Stopped> {
        let mut is_at_start = course.can_go_back;
        while !left.is_empty() {
            if !is_at_start {
                self.go_back(ground, first, course).await?;
            }
            is_at_start = false;
            let (way, places) = self.lose_some(ground, course, &mut left).await?;
            match self.arrives(ground, course).await {
                Err(Stopped::Found(problem)) => {
                    let found = Stopped::Found(problem);
                    let found = places.into_iter().fold(found, |found, place| found.with(Some(place)));
                    return self.narrowed(ground, first, course, &way, found).await;
                }
                other => other?,
            }
        }
        Ok(())
    }

    /// Loses connections on one way until the upgrade is there, or none is left to lose. Gives those that were lost, and
    /// where in words.
    async fn lose_some(
        &self,
        ground: &Ground,
        course: &Course<'_>,
        left: &mut VecDeque<Loss>,
    ) -> Result<(Vec<Loss>, Vec<String>), Stopped> {
        let (mut way, mut places) = (Vec::new(), Vec::new());
        while let Some(loss) = left.front().copied() {
            let (fate, place) = self.lose(ground, course, loss).await?;
            // Who comes after a loss has less to do, and the call may not come at all. Then it is the next one's.
            if fate == Fate::NotMet && !way.is_empty() {
                break;
            }
            left.pop_front();
            way.push(loss);
            places.push(place);
            if fate != Fate::Stopped {
                break;
            }
        }
        Ok((way, places))
    }

    /// Tells which loss it was, where one alone is enough; else what was found after all of them.
    async fn narrowed(
        &mut self,
        ground: &mut Ground,
        first: &FirstRun,
        course: &Course<'_>,
        way: &[Loss],
        found: Stopped,
    ) -> Result<(), Stopped> {
        if way.len() > 1 {
            for loss in way {
                self.renew(ground, course.before).await?;
                if course.has_rows {
                    self.fill_ground(ground, first).await?;
                }
                let place = self.lose(ground, course, *loss).await?.1;
                self.arrives(ground, course).await.map_err(|stopped| stopped.with(Some(place)))?;
            }
        }
        Err(found)
    }

    /// The calls at which the connection is lost, each before or after it is carried out.
    fn chosen(&self, course: &Course<'_>) -> Vec<Loss> {
        let all: Vec<Loss> = (0..course.calls).flat_map(|call| MANNERS.map(|manner| Loss { call, manner })).collect();
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

    /// Loses one connection, and tells what became of the upgrade and where it was.
    async fn lose(&self, ground: &Ground, course: &Course<'_>, loss: Loss) -> Result<(Fate, String), Stopped> {
        let fault = Arc::new(Fault::at(loss.call, loss.manner));
        let ran = ground.run(course.step, &fault).await;
        let place = place(course, &fault, loss);
        match ran {
            Err(error @ Error::Cancelled { .. }) => Err(error.into()),
            _ if !fault.has_happened() => Ok((Fate::NotMet, place)),
            Ok(()) => Ok((Fate::Arrived, place)),
            Err(_) => Ok((Fate::Stopped, place)),
        }
    }

    /// Runs the upgrade once more, undisturbed, and looks whether it ends where it should.
    async fn arrives(&self, ground: &Ground, course: &Course<'_>) -> Result<(), Stopped> {
        ground.run(course.step, &undisturbed()).await.map_err(|error| Stopped::of(error, HINT))?;
        let (snapshot, times) = ground.look(&course.step.revision).await?;
        let mut differences = course.expected.differences_to(&snapshot, &self.days)?;
        if times != 1 {
            differences.push(format!("rows of the history: the revision was applied {times} times"));
        }
        if differences.is_empty() {
            return Ok(());
        }
        let message = format!("after a lost connection the upgrade to `{}` ends somewhere else", course.step.revision);
        Err(Stopped::Found(Problem { message, differences, hint: HINT.to_owned() }))
    }
}

/// Where the connection was lost, in words.
fn place(course: &Course<'_>, fault: &Fault, Loss { call, manner }: Loss) -> String {
    const CHARACTERS_MAX: usize = 100;
    let when = if manner == Manner::DiesBefore { "before" } else { "after" };
    let words: String =
        fault.words().split_whitespace().collect::<Vec<_>>().join(" ").chars().take(CHARACTERS_MAX).collect();
    format!("the connection was lost {when} call {} of {}: {words}", call + 1, course.calls)
}
