//! One step after the other.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use aludel_db::{Fence, Ledger};
use aludel_grants::Cage;
use aludel_project::Migration;
use aludel_revision::RevisionId;
use aludel_sandbox::{Call, Phase};
use aludel_sql::{Dialect, SqlError};
use jiff::Timestamp;

use crate::address::Address;
use crate::agreement::promise::Promise;
use crate::error::{DatabaseState, Error};
use crate::event::{Direction, Event};
use crate::housing::Program;
use crate::journal::{Desk, Log, Recorder};
use crate::migrator::Migrator;
use crate::monitor::{Trace, Warded};
use crate::rehearsal::{Account, Rehearsal, Rehearsed, Watched};
use crate::report::{StepReport, whole_milliseconds};
use crate::run::agreed::check_kept;
use crate::run::decide::{Isolation, PlannedStep};
use crate::run::enclosure::{self, Standing};
use crate::run::failure::Stop;
use crate::run::foreign_keys::Suspended;
use crate::run::guest::{self, Ended, Stopper};
use crate::run::job::Job;
use crate::run::prepare::{Prepared, Workshop};
use crate::run::shared::SharedSession;

/// The bytes of a value or row that a statement may make inside of the database, unless a row may cross the boundary
/// that is longer.
const VALUE_BYTES_MAX: usize = 64 << 20;

/// A run with the lock held: what its steps have in common.
pub(crate) struct Execution<'run> {
    pub(crate) migrator: &'run Migrator,
    pub(crate) address: &'run Address,
    pub(crate) job: &'run Job,
    pub(crate) ledger: &'run Ledger,
    /// What says whether this run may still commit; none where nobody else has the database.
    pub(crate) fence: Option<Fence>,
    pub(crate) session: SharedSession,
    pub(crate) stopper: Stopper,
    pub(crate) workshop: Workshop,
    pub(crate) dialect: Dialect,
    pub(crate) run_id: String,
    /// Where the version rows are, as far as this run has written them.
    pub(crate) heads: Vec<RevisionId>,
    /// Where they are if everything is rolled back.
    pub(crate) heads_kept: Vec<RevisionId>,
    /// Whether steps that no transaction takes back are written down. A scratch database needs none.
    pub(crate) keeps_journal: bool,
    /// Where somebody wants to know what the steps do.
    pub(crate) rehearsal: Option<Arc<Rehearsal>>,
    /// The ends of steps that are not committed yet.
    pub(crate) untold: Vec<Event>,
    /// Whether the next step may have been begun by an earlier run. Only the first may: with rows of another one the run
    /// does not start.
    pub(crate) may_go_on: bool,
    /// While foreign keys are not enforced.
    pub(crate) suspended: Option<Suspended>,
}

/// A step while it runs.
pub(crate) struct Running<'step> {
    pub(crate) planned: &'step PlannedStep,
    pub(crate) migration: &'step Migration,
    pub(crate) source_digest: String,
    pub(crate) component_digest: String,
    pub(crate) trace: Arc<Trace>,
    /// What its guest has had run, where somebody wants to know.
    pub(crate) account: Option<Arc<Account>>,
    /// What a plan says of the step, where the run is held to one.
    pub(crate) promise: Option<Arc<Promise>>,
    /// Where no transaction takes the step back as a whole.
    pub(crate) log: Option<Arc<Log>>,
    /// What the guest may do, and what it was seen to do.
    pub(crate) cage: Arc<Cage>,
    /// Set when the mark of the transaction was released: whether a definition had ended the transaction by then.
    pub(crate) was_ended: OnceLock<bool>,
    pub(crate) started_at: Timestamp,
    pub(crate) clock: Instant,
}

impl Running<'_> {
    /// Remembers what the release of the mark told.
    pub(crate) fn note(&self, standing: &Standing) {
        let known = match standing {
            Standing::Intact | Standing::Aborted => Some(false),
            Standing::Ended => Some(true),
            Standing::Lost(_) => None,
        };
        // It is released once; a second word would be about another transaction.
        let _ = known.map(|was_ended| self.was_ended.set(was_ended));
    }

    /// What is known of the transaction without asking the server again.
    pub(crate) fn standing(&self) -> Option<Standing> {
        self.was_ended.get().map(|was_ended| if *was_ended { Standing::Ended } else { Standing::Intact })
    }

    /// Whether what the guest did stays, whatever becomes of the transaction for its version row.
    pub(crate) fn stays(&self) -> bool {
        match &self.log {
            Some(log) => log.has_rows() || log.statements() > 0,
            None => self.was_ended.get() == Some(&true) && self.trace.statements_sent() > 0,
        }
    }

    /// How many of its statements stay in that case.
    pub(crate) fn statements_lasting(&self) -> usize {
        match &self.log {
            Some(log) => usize::try_from(log.statements()).unwrap_or(usize::MAX),
            None => self.trace.statements_done(),
        }
    }
}

impl Execution<'_> {
    /// Runs the steps in order; the first that fails ends it.
    pub(crate) async fn steps(
        &mut self,
        planned: &[PlannedStep],
        prepared: Vec<Prepared>,
    ) -> Result<Vec<StepReport>, Error> {
        let mut reports = Vec::with_capacity(planned.len());
        for (index, (step, prepared)) in planned.iter().zip(prepared).enumerate() {
            self.stop_if_asked()?;
            self.tell(&Event::StepStarted {
                revision: step.revision.to_string(),
                direction: step.direction,
                message: step.message.clone(),
                position: index + 1,
                of: planned.len(),
            });
            reports.push(self.step(step, prepared).await?);
        }
        Ok(reports)
    }

    async fn step(&mut self, planned: &PlannedStep, prepared: Prepared) -> Result<StepReport, Error> {
        let running = Running {
            planned,
            migration: self.migrator.catalogue()?.migration(&planned.revision),
            source_digest: prepared.source_digest.clone(),
            component_digest: prepared.component_digest.clone(),
            trace: Arc::new(Trace::default()),
            account: self.rehearsal.as_ref().map(|_| Arc::default()),
            promise: self.promise(planned),
            log: self.log_of(planned).await?,
            cage: Arc::new(planned.cage()),
            was_ended: OnceLock::new(),
            started_at: Timestamp::now(),
            clock: Instant::now(),
        };
        self.may_go_on = false;
        let is_first_to_suspend = planned.isolation != Isolation::Shared && self.suspends(planned, &prepared);
        let program = prepared.program(&self.workshop)?;
        if !is_first_to_suspend {
            return self.enclosed(&running, &program).await;
        }
        if let Err(error) = self.suspend().await {
            return Err(self.failed(&running, &program, Stop::Database(error)).await);
        }
        let result = self.enclosed(&running, &program).await;
        self.resume(result).await
    }

    async fn enclosed(&mut self, running: &Running<'_>, program: &Program) -> Result<StepReport, Error> {
        if let Err(stop) = self.run_patiently(running, program).await {
            return Err(self.failed(running, program, stop).await);
        }
        self.settle(running, program).await?;
        let finished = self.finished(running);
        if let Some(rehearsal) = &self.rehearsal {
            rehearsal.look(&mut **self.session.lend().await).await?;
        }
        Ok(finished)
    }

    pub(crate) async fn open_and_run(&self, running: &Running<'_>, program: &Program) -> Result<(), Stop> {
        self.open(running.planned.isolation).await.map_err(Stop::Database)?;
        match self.run_guest(running, program).await {
            Ended::Well => {
                check_replayed(running)?;
                check_kept(running.promise.as_ref())?;
                self.check_foreign_keys().await
            }
            Ended::Failed(error) => Err(Stop::Guest(error)),
            Ended::Stopped => Err(Stop::Asked),
        }
    }

    async fn open(&self, isolation: Isolation) -> Result<(), SqlError> {
        enclosure::open(&mut **self.session.lend().await, isolation).await
    }

    /// The migration, and its own check of its work where it has one.
    async fn run_guest(&self, running: &Running<'_>, program: &Program) -> Ended {
        let ended = self.call(running, program, guest::phase(running.planned.direction)).await;
        let checks = running.planned.direction == Direction::Up && program.exports_check();
        match ended {
            Ended::Well if checks => {
                running.trace.check_begins();
                self.call(running, program, Phase::Verify).await
            }
            ended => ended,
        }
    }

    async fn call(&self, running: &Running<'_>, program: &Program, phase: Phase) -> Ended {
        let call = Call {
            revision: running.planned.revision.to_string(),
            phase,
            offline: false,
            arguments: self.job.arguments.clone(),
            tag: self.job.tag.clone(),
        };
        let limits = self.workshop.sandbox.limits();
        let warded = Warded {
            cage: cage_for(running, phase),
            trace: Arc::clone(&running.trace),
            promise: running.promise.clone(),
            house_tables: self.ledger.tables().into(),
            sql_bytes_max: limits.sql_bytes,
            value_bytes_max: limits.row_bytes.max(VALUE_BYTES_MAX),
        };
        let session = self.session.lend().await;
        let desk = match &running.log {
            Some(log) => Desk::Recorded(Box::new(Recorder::new(session, Arc::clone(log)))),
            None => Desk::Direct(session),
        };
        let desk = match (&running.account, &self.rehearsal) {
            (Some(account), Some(rehearsal)) => {
                Desk::Watched(Box::new(Watched::new(desk, Arc::clone(account), rehearsal)))
            }
            _ => desk,
        };
        guest::run(program, call, (desk, warded), &self.stopper, &self.workshop.observer).await
    }

    fn finished(&mut self, running: &Running<'_>) -> StepReport {
        let duration = running.clock.elapsed();
        let revision = running.planned.revision.to_string();
        if let (Some(account), Some(rehearsal)) = (&running.account, &self.rehearsal) {
            let allowed = running.cage.allowed();
            let component_digest = &running.component_digest;
            rehearsal.add(Rehearsed {
                planned: running.planned,
                migration: running.migration,
                component_digest,
                account,
                allowed,
                suspends_foreign_keys: self.suspended.is_some(),
                duration,
            });
        }
        let finished = Event::StepFinished {
            revision: revision.clone(),
            direction: running.planned.direction,
            duration_ms: whole_milliseconds(duration),
            heads: self.heads.iter().map(ToString::to_string).collect(),
        };
        if running.planned.isolation == Isolation::Shared && self.job.keeps() {
            self.untold.push(finished);
        } else {
            self.tell(&finished);
        }
        StepReport { revision, direction: running.planned.direction, duration }
    }

    /// Between two steps nothing has to be undone, unless one transaction goes around all of them.
    fn stop_if_asked(&self) -> Result<(), Error> {
        if !self.migrator.cancellation().is_cancelled() {
            return Ok(());
        }
        let heads = self.heads_kept.iter().map(ToString::to_string).collect();
        let is_between = self.heads == self.heads_kept;
        let state = if is_between { DatabaseState::AtRest { heads } } else { DatabaseState::RolledBack { heads } };
        Err(Error::Cancelled { revision: None, state })
    }

    pub(crate) fn tell(&self, event: &Event) {
        self.workshop.observer.event(event);
    }

    /// What became of the transaction while the guest had it.
    pub(crate) async fn release(&self, isolation: Isolation) -> Standing {
        enclosure::release(&mut **self.session.lend().await, isolation).await
    }
}

/// A guest that does something else than it did before may go on all the same, or end before it has come to where it stopped;
/// and one that was told that the lock is gone may take no notice.
fn check_replayed(running: &Running<'_>) -> Result<(), Stop> {
    let Some(log) = &running.log else { return Ok(()) };
    if let Some(error) = log.take_taken_over() {
        return Err(Stop::Lock(error));
    }
    log.ended();
    if log.divergence().is_some() { Err(Stop::Diverged) } else { Ok(()) }
}

/// A check of the work only reads.
fn cage_for(running: &Running<'_>, phase: Phase) -> Arc<Cage> {
    match phase {
        Phase::Verify => Arc::new(running.cage.for_check()),
        Phase::Upgrade | Phase::Downgrade => Arc::clone(&running.cage),
    }
}
