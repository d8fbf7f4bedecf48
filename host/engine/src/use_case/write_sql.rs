//! `--sql`: the same components, run against a database that writes SQL text. No connection is made.

use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

use aludel_db::{GuestLoginSetup, Ledger};
use aludel_project::sql_section::{self, ScriptPhase, SqlSection};
use aludel_revision::{Plan, Range, Target};
use aludel_sandbox::Call;
use aludel_sql::Dialect;

use super::stamp;
use crate::error::{DatabaseState, Error, FailureCause, MigrationFailure};
use crate::event::{Direction, Event, Observer};
use crate::housing::Program;
use crate::migrator::Migrator;
use crate::offline::{Script, Writer};
use crate::report::{RunReport, StepReport, whole_milliseconds};
use crate::request::ExistingRows;
use crate::run::decide::{Decision, Isolation, PlannedStep, decide};
use crate::run::failure::guest_cause;
use crate::run::foreign_keys::{RESUME, SUSPEND, are_suspended};
use crate::run::guest::{self, Listener};
use crate::run::job::Job;
use crate::run::prepare::{Prepared, Workshop, prepare};
use crate::run::whole::Run;

/// Where SQL text goes.
pub(super) type Output = Box<dyn Write + Send>;

/// What a script does to foreign keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ForeignKeys {
    AsTheyAre,
    Suspended,
}

impl ForeignKeys {
    fn of(are_suspended: bool) -> Self {
        if are_suspended { Self::Suspended } else { Self::AsTheyAre }
    }
}

/// A run whose SQL is written.
struct Writing<'run> {
    run: &'run Run<'run>,
    script: Script,
    dialect: Dialect,
    ledger: Ledger,
}

/// Writes the upgrade of `A:B`, or of `B` from the base.
pub(super) async fn upgrade(
    migrator: &Migrator,
    job: &Job,
    target: &str,
    out: Output,
    observer: Arc<dyn Observer>,
) -> Result<RunReport, Error> {
    let range = Range::parse_offline_upgrade(target)?;
    let run = Run::new(migrator, job, observer)?;
    let plan = run.catalogue.graph().plan_range_upgrade(&range)?;
    Writing::new(&run, out)?.plan(&plan).await
}

/// Writes the downgrade of `A:B`.
pub(super) async fn downgrade(
    migrator: &Migrator,
    job: &Job,
    target: &str,
    out: Output,
    observer: Arc<dyn Observer>,
) -> Result<RunReport, Error> {
    let range = Range::parse_offline_downgrade(target)?;
    let run = Run::new(migrator, job, observer)?;
    let plan = run.catalogue.graph().plan_range_downgrade(&range)?;
    Writing::new(&run, out)?.plan(&plan).await
}

/// Writes the version rows of a stamp, for a database without any.
pub(super) fn stamp(
    run: &Run<'_>,
    targets: &[Target],
    existing: ExistingRows,
    out: Output,
) -> Result<RunReport, Error> {
    let plan = stamp::plan(run.catalogue.graph(), &[], targets, existing)?;
    Writing::new(run, out)?.rows(&plan, existing).map_err(unwritable)?;
    let decision = Decision { steps: Vec::new(), is_shared: false, notes: Vec::new() };
    Ok(run.finished(&plan, &plan.heads_after, decision, Vec::new()))
}

impl<'run> Writing<'run> {
    fn new(run: &'run Run<'run>, out: Output) -> Result<Self, Error> {
        let address = &run.address;
        let ledger = match &address.guest_url {
            Some(guest_url) => GuestLoginSetup { url: &address.url, guest_url, ledger: &run.ledger, owner: None }
                .ledger_for_texts()
                .map_err(|error| Error::Connect(Box::new(error)))?,
            None => run.ledger.clone(),
        };
        Ok(Self { run, script: Script::new(out), dialect: address.url.dialect(), ledger })
    }

    fn rows(&self, plan: &Plan, existing: ExistingRows) -> std::io::Result<()> {
        self.announce(0);
        let ledger = &self.ledger;
        self.all(&ledger.sql_ensure(self.dialect))?;
        self.begin(ForeignKeys::AsTheyAre)?;
        if existing == ExistingRows::Purge {
            self.script.statement(&ledger.sql_purge(self.dialect))?;
        }
        self.all(&ledger.sql_advance(self.dialect, &plan.change()))?;
        self.commit(ForeignKeys::AsTheyAre)?;
        self.script.flush()
    }

    async fn plan(&self, plan: &Plan) -> Result<RunReport, Error> {
        let run = self.run;
        let mode = run.job.transaction.unwrap_or(run.address.section.transaction);
        let terms = run.terms(self.dialect, mode);
        let decision = decide(plan, run.catalogue, terms)?;
        run.check_packages(plan)?;
        self.announce(decision.steps.len());
        let workshop = run.workshop()?;
        let migrations = decision.steps.iter().map(|step| run.catalogue.migration(&step.revision).clone()).collect();
        let prepared = prepare(&workshop, migrations).await?;
        if plan.heads_before.is_empty() {
            self.all(&self.ledger.sql_ensure(self.dialect)).map_err(unwritable)?;
        }
        let reports = self.steps(&workshop, &decision, prepared).await?;
        self.script.flush().map_err(unwritable)?;
        Ok(run.finished(plan, &plan.heads_after, decision, reports))
    }

    async fn steps(
        &self,
        workshop: &Workshop,
        decision: &Decision,
        prepared: Vec<Prepared>,
    ) -> Result<Vec<StepReport>, Error> {
        let mut reports = Vec::with_capacity(prepared.len());
        let suspends = |(step, prepared): (&PlannedStep, &Prepared)| self.suspends(step, prepared);
        let keys = ForeignKeys::of(decision.is_shared && decision.steps.iter().zip(&prepared).any(suspends));
        if decision.is_shared {
            self.begin(keys).map_err(unwritable)?;
        }
        for (step, prepared) in decision.steps.iter().zip(prepared) {
            reports.push(self.step(workshop, step, prepared).await?);
        }
        if decision.is_shared {
            self.commit(keys).map_err(unwritable)?;
        }
        Ok(reports)
    }

    async fn step(&self, workshop: &Workshop, step: &PlannedStep, prepared: Prepared) -> Result<StepReport, Error> {
        let started = Instant::now();
        let revision = step.revision.to_string();
        let keys = ForeignKeys::of(step.isolation != Isolation::Shared && self.suspends(step, &prepared));
        let program = prepared.program(workshop)?;
        self.open(step, keys).map_err(unwritable)?;
        let call = Call {
            revision: revision.clone(),
            phase: guest::phase(step.direction),
            offline: true,
            arguments: self.run.job.arguments.clone(),
            tag: self.run.job.tag.clone(),
        };
        let writer = Writer::new(self.script.clone(), self.dialect);
        let listener = Listener { revision: revision.clone(), observer: Arc::clone(&self.run.observer) };
        let ended = program.run(call, Box::new(writer), Arc::new(listener)).await;
        ended.map_err(|error| failed(step, guest_cause(error)))?;
        if step.direction == Direction::Up {
            self.checks(&program).map_err(unwritable)?;
        }
        self.close(step, keys).map_err(unwritable)?;
        let duration = started.elapsed();
        self.run.observer.event(&Event::StepFinished {
            revision: revision.clone(),
            direction: step.direction,
            duration_ms: whole_milliseconds(duration),
            heads: step.change.added.iter().map(ToString::to_string).collect(),
        });
        Ok(StepReport { revision, direction: step.direction, duration })
    }

    /// What a migration in SQL checks stands there as comments: a script cannot hold an answer against anything.
    fn checks(&self, program: &Program) -> std::io::Result<()> {
        let section = program.section("sql-check").and_then(|section| SqlSection::new(section).ok());
        let script = section.and_then(|section| section.script(ScriptPhase::Verify, self.dialect).ok());
        let Some(sql_section::Script::Statements(checks)) = script else { return Ok(()) };
        if checks.is_empty() {
            return Ok(());
        }
        self.script.comment("to check: each of these gives a row, and the first value of each row is true")?;
        checks.iter().try_for_each(|check| self.script.comment(check.text))
    }

    fn suspends(&self, step: &PlannedStep, prepared: &Prepared) -> bool {
        are_suspended(self.dialect, step.foreign_keys, prepared.builds_tables())
    }

    fn open(&self, step: &PlannedStep, keys: ForeignKeys) -> std::io::Result<()> {
        let message = if step.message.is_empty() { String::new() } else { format!(": {}", step.message) };
        self.script.comment(&format!("{} {}{message}", step.direction.verb(), step.revision))?;
        match step.isolation {
            Isolation::Own => self.begin(keys),
            Isolation::Nothing if keys == ForeignKeys::Suspended => self.script.statement(SUSPEND),
            Isolation::Nothing | Isolation::Shared => Ok(()),
        }
    }

    fn close(&self, step: &PlannedStep, keys: ForeignKeys) -> std::io::Result<()> {
        self.all(&self.ledger.sql_advance(self.dialect, &step.change))?;
        match step.isolation {
            Isolation::Own => self.commit(keys),
            Isolation::Nothing if keys == ForeignKeys::Suspended => self.script.statement(RESUME),
            Isolation::Nothing | Isolation::Shared => Ok(()),
        }
    }

    fn all(&self, statements: &[String]) -> std::io::Result<()> {
        statements.iter().try_for_each(|statement| self.script.statement(statement))
    }

    /// Where definitions commit, a transaction around them would promise what the server does not keep.
    fn begin(&self, keys: ForeignKeys) -> std::io::Result<()> {
        if keys == ForeignKeys::Suspended {
            self.script.statement(SUSPEND)?;
        }
        if self.dialect.commits_on_define() { Ok(()) } else { self.script.statement("BEGIN") }
    }

    fn commit(&self, keys: ForeignKeys) -> std::io::Result<()> {
        if self.dialect.commits_on_define() {
            return Ok(());
        }
        if keys == ForeignKeys::AsTheyAre {
            return self.script.statement("COMMIT");
        }
        self.script.comment("It names the rows that point at nothing: there should be none.")?;
        self.script.statement("PRAGMA foreign_key_check")?;
        self.script.statement("COMMIT")?;
        self.script.statement(RESUME)
    }

    fn announce(&self, steps: usize) {
        self.run.observer.event(&Event::RunStarted {
            run_id: self.run.id.clone(),
            command: self.run.job.command,
            database: self.run.address.url.to_string(),
            dialect: self.dialect.name(),
            steps,
        });
    }
}

fn unwritable(source: std::io::Error) -> Error {
    Error::Output { source }
}

fn failed(step: &PlannedStep, cause: FailureCause) -> Error {
    Error::MigrationFailed(Box::new(MigrationFailure {
        revision: step.revision.to_string(),
        direction: step.direction,
        path: step.path.clone(),
        statement: None,
        cause,
        state: DatabaseState::AtRest { heads: Vec::new() },
        next: "a migration that needs answers runs against a database only: leave `--sql` out, or start the range \
               after it"
            .to_owned(),
    }))
}
