//! Migrations on trial: run up and down on scratch databases, with rows in the tables, and looked at closely.
//!
//! - [`bench`]: a scratch database, and where it stands
//! - [`snapshot`]: its schema and its rows at one moment
//! - [`fill`]: rows that nobody had to write
//! - [`seed`]: rows that the project brings with it
//! - [`verdict`]: what came of a check
//! - [`limit`]: how long a test may take
//! - [`ground`]: a database whose connections can be lost
//! - one file a check: [`heads`], [`round_trip`], [`traces`], [`models`], [`determinism`], [`offline`], [`user`] with [`user_code`], [`crash`]

mod bench;
mod crash;
mod determinism;
mod fill;
mod ground;
mod heads;
mod limit;
mod models;
mod offline;
mod round_trip;
mod seed;
mod selection;
mod snapshot;
mod traces;
mod user;
mod user_code;
mod verdict;
mod walk;

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Instant;

use aludel_revision::{Plan, RevisionId, Target};
use aludel_schema::Schema;
use aludel_trial::{Check, Coverage, Outcome, TestReport};

use crate::error::Error;
use crate::migrator::Migrator;
use crate::rehearsal::Rehearsal;
use crate::rehearsal::report::PlannedStepReport;
use crate::report::whole_milliseconds;
use crate::use_case::test::TestRequest;
use bench::Bench;
use seed::Seed;

/// Hears of every check that ended.
pub type Watcher<'a> = &'a (dyn Fn(&Outcome) + Sync);

/// A test that is under way.
pub(crate) struct Trial<'a> {
    migrator: &'a Migrator,
    request: &'a TestRequest,
    watcher: Watcher<'a>,
    /// From the base to the heads.
    plan: Plan,
    /// The revisions that are looked at one by one.
    selected: HashSet<RevisionId>,
    seeds: Vec<Seed>,
    /// The days that a time of this test can be from.
    days: Vec<String>,
    outcomes: Vec<Outcome>,
    coverage: Coverage,
    /// The tables that no row could be made for, as far as it was said.
    said_unfilled: BTreeSet<String>,
}

/// What the migrations do when nothing stands in their way.
struct FirstRun {
    /// Before the first migration.
    empty: Schema,
    /// At the heads.
    schema: Schema,
    /// What each migration had run.
    steps: Vec<PlannedStepReport>,
}

impl<'a> Trial<'a> {
    pub(crate) fn new(migrator: &'a Migrator, request: &'a TestRequest, watcher: Watcher<'a>) -> Result<Self, Error> {
        let graph = migrator.catalogue()?.graph();
        Ok(Self {
            migrator,
            request,
            watcher,
            plan: graph.plan_upgrade(&[], &Target::heads())?,
            selected: selection::selected(graph, &request.revisions)?,
            seeds: seed::read(migrator)?,
            days: days_around(jiff::Timestamp::now()),
            outcomes: Vec::new(),
            coverage: Coverage { revisions: graph.len(), ..Coverage::default() },
            said_unfilled: BTreeSet::new(),
        })
    }

    /// Runs the checks that were chosen. What a migration fails with on an empty database ends all of it.
    pub(crate) async fn run(mut self) -> Result<TestReport, Error> {
        let clock = Instant::now();
        let mut dialect = self.migrator.address()?.url.dialect().name();
        if self.is_chosen(Check::Heads) {
            self.check_heads()?;
        }
        if self.needs_runs() {
            let first = self.first_run().await?;
            // Only the server knows which of two that share a scheme it is.
            dialect = first.schema.dialect.name();
            self.check_runs(&first).await?;
        }
        let seed = self.request.seed;
        let duration_ms = whole_milliseconds(clock.elapsed());
        Ok(TestReport { dialect, seed, outcomes: self.outcomes, coverage: self.coverage, duration_ms })
    }

    async fn check_runs(&mut self, first: &FirstRun) -> Result<(), Error> {
        if self.is_chosen(Check::RoundTrip) || self.is_chosen(Check::Traces) {
            self.walk(first).await?;
        }
        if self.is_chosen(Check::Models) {
            self.check_models().await?;
        }
        if self.is_chosen(Check::Determinism) {
            self.check_determinism(first).await?;
        }
        if self.is_chosen(Check::Offline) {
            self.check_offline(first).await?;
        }
        if self.is_chosen(Check::User) {
            self.check_user_tests().await?;
        }
        if self.is_chosen(Check::Crash) {
            self.check_crash(first).await?;
        }
        Ok(())
    }

    fn is_chosen(&self, check: Check) -> bool {
        let TestRequest { only, skip, .. } = self.request;
        (only.is_empty() || only.contains(&check)) && !skip.contains(&check)
    }

    fn needs_runs(&self) -> bool {
        !self.plan.steps.is_empty()
            && Check::ALL.into_iter().any(|check| check != Check::Heads && self.is_chosen(check))
    }

    /// Runs every migration on an empty database, as an upgrade would.
    async fn first_run(&self) -> Result<FirstRun, Error> {
        let mut bench = Bench::open(self).await?;
        let result = self.first_run_on(&mut bench).await;
        bench.close(result).await
    }

    async fn first_run_on(&self, bench: &mut Bench) -> Result<FirstRun, Error> {
        let empty = bench.schema().await?;
        let rehearsal = Arc::new(Rehearsal::new(None));
        bench.run(self.migrator, &self.plan, Some(Arc::clone(&rehearsal))).await?;
        let steps = Rehearsal::end_of(rehearsal).await?.steps;
        Ok(FirstRun { empty, schema: bench.schema().await?, steps })
    }

    fn is_selected(&self, revision: &RevisionId) -> bool {
        self.selected.contains(revision)
    }

    /// The message of a revision and its file, as a check tells them.
    fn described(&self, revision: &RevisionId) -> Result<(String, String), Error> {
        let migration = self.migrator.catalogue()?.migration(revision);
        Ok((migration.header.message.clone(), migration.source.display_path.clone()))
    }
}

/// The day before, the day and the day after, wherever the server's clock and zone are.
fn days_around(now: jiff::Timestamp) -> Vec<String> {
    let hours = |hours: i64| now.checked_add(jiff::SignedDuration::from_hours(hours)).unwrap_or(now);
    [-24, 0, 24].map(|offset| hours(offset).strftime("%Y-%m-%d").to_string()).to_vec()
}
