//! The run as a whole: heads, lock, heads again, steps, goodbye.

use std::sync::Arc;
use std::time::Instant;

use aludel_db::{Fence, Ledger, Lock, LockError, LockHolder, LockIdentity, LockPurpose, LockRequest};
use aludel_revision::{Plan, RevisionId};
use aludel_sandbox::Sandbox;
use aludel_sql::Dialect;

use crate::address::{Access, Address};
use crate::catalogue::Catalogue;
use crate::error::{DatabaseState, Error};
use crate::event::{Event, Note, Observer};
use crate::installation::standing;
use crate::migrator::Migrator;
use crate::rehearsal::Rehearsal;
use crate::report::{RunReport, StepReport, whole_milliseconds};
use crate::run::carry_on::{self, Open};
use crate::run::decide::{Decision, PlannedStep, Terms, decide};
use crate::run::execution::Execution;
use crate::run::guest::Stopper;
use crate::run::heartbeat::Heartbeat;
use crate::run::integrity;
use crate::run::job::{Ending, Job, Planner};
use crate::run::prepare::{Workshop, prepare};
use crate::run::settle::is_lost;
use crate::run::shared::SharedSession;
use aludel_project::TransactionMode;

/// What a run knows before it has the lock.
pub(crate) struct Run<'run> {
    pub(crate) migrator: &'run Migrator,
    pub(crate) catalogue: &'run Catalogue,
    pub(crate) address: Address,
    pub(crate) ledger: Ledger,
    pub(crate) job: &'run Job,
    pub(crate) observer: Arc<dyn Observer>,
    pub(crate) id: String,
    started: Instant,
}

/// What a run on a scratch database came to.
pub(crate) struct Replayed {
    /// The version rows afterwards.
    pub(crate) heads: Vec<RevisionId>,
    pub(crate) notes: Vec<Note>,
}

impl<'run> Run<'run> {
    pub(crate) fn new(migrator: &'run Migrator, job: &'run Job, observer: Arc<dyn Observer>) -> Result<Self, Error> {
        let address = migrator.address()?;
        let ledger = address.ledger()?;
        let (catalogue, id) = (migrator.catalogue()?, new_run_id()?);
        Ok(Self { migrator, catalogue, address, ledger, job, observer, id, started: Instant::now() })
    }

    /// Plans and runs. With nothing to do, neither the lock nor the sandbox is touched.
    pub(crate) async fn apply(&self, planner: Planner<'_>) -> Result<RunReport, Error> {
        let session = SharedSession::new(self.migrator.connect(&self.address, Access::Write).await?);
        let plan = self.plan(&session, planner).await;
        let report = match plan {
            Ok(plan) if plan.is_empty() => self.nothing_to_do(&session, &plan).await,
            Ok(_) => self.with_lock(&session, planner).await,
            Err(error) => Err(error),
        };
        session.close().await;
        report
    }

    pub(crate) async fn plan(&self, session: &SharedSession, planner: Planner<'_>) -> Result<Plan, Error> {
        let heads = self.ledger.heads(&mut **session.lend().await).await?.unwrap_or_default();
        Ok(planner(self.catalogue.graph(), &heads)?)
    }

    async fn with_lock(&self, session: &SharedSession, planner: Planner<'_>) -> Result<RunReport, Error> {
        let lock = self.acquire(session).await?;
        let heartbeat = Heartbeat::of(&lock, self.migrator, &self.address);
        let result = match self.plan(session, planner).await {
            Ok(plan) if plan.is_empty() => self.nothing_to_do(session, &plan).await,
            Ok(plan) => self.run(session, &plan, lock.fence().cloned()).await,
            Err(error) => Err(error),
        };
        drop(heartbeat);
        let released = lock.release(&mut **session.lend().await).await;
        match (result, released) {
            (Ok(report), Ok(())) => Ok(report),
            // What went wrong first is what matters; the lock ends with the connection in any case.
            (Err(error), _) => Err(error),
            // Everything is committed, and the lock ends with the connection.
            (Ok(report), Err(LockError::Database { error })) if is_lost(&error) => Ok(report),
            (Ok(_), Err(error)) => Err(Error::Lock(Box::new(error))),
        }
    }

    pub(crate) async fn acquire(&self, session: &SharedSession) -> Result<Lock, Error> {
        let request = self.lock_request();
        let observer = Arc::clone(&self.observer);
        let mut on_wait = |holder: &LockHolder| observer.event(&Event::LockWaiting { holder: holder.to_string() });
        let mut lent = session.lend().await;
        let acquiring = Lock::acquire(&self.address.url, &mut **lent, request, &mut on_wait);
        let acquired = tokio::select! {
            biased;
            acquired = acquiring => acquired.map_err(|error| Error::Lock(Box::new(error))),
            () = self.migrator.cancellation().cancelled() => Err(stopped_early()),
        };
        drop(lent);
        acquired.inspect(|_| self.observer.event(&Event::LockAcquired))
    }

    fn lock_request(&self) -> LockRequest {
        let who = &self.migrator.options.who;
        LockRequest {
            version_table: self.ledger.version_table().to_owned(),
            timeout: self.job.lock_timeout.unwrap_or(self.address.section.lock_timeout),
            identity: LockIdentity { who: who.user.clone(), from: who.host.clone(), process: who.process_id },
            run_id: self.id.clone(),
            purpose: if self.job.keeps() { LockPurpose::Commit } else { LockPurpose::RollBack },
            kind: None,
        }
    }

    /// Where transactions begin and end: as the run was asked for, else as the configuration says.
    pub(crate) fn transaction_mode(&self) -> TransactionMode {
        self.job.transaction.unwrap_or(self.address.section.transaction)
    }

    async fn run(&self, session: &SharedSession, plan: &Plan, fence: Option<Fence>) -> Result<RunReport, Error> {
        let terms = self.terms_on(session, self.transaction_mode()).await;
        let mut decision = decide(plan, self.catalogue, terms)?;
        self.check_packages(plan)?;
        self.check_integrity(session, &plan.heads_before).await?;
        let open = self.check_nothing_else_is_open(session, decision.steps.first()).await?;
        if let Open::First { statements } = open {
            let dialect = session.lend().await.dialect();
            decision.go_on_as_begun(statements, dialect)?;
        }
        let workshop = self.workshop()?;
        self.announce(session, decision.steps.len()).await;
        decision.notes.iter().for_each(|note| self.observer.event(&Event::Note(note.clone())));
        let migrations = decision.steps.iter().map(|step| self.catalogue.migration(&step.revision).clone()).collect();
        let prepared = prepare(&workshop, migrations).await?;
        self.check_agreed(session, plan, (&decision.steps, &prepared)).await?;
        let mut execution = self.execution(session, plan, workshop, fence).await;
        let steps = self.steps(&mut execution, &decision, prepared).await?;
        Ok(self.finished(plan, &execution.heads, decision, steps))
    }

    /// Refuses migrations of packages that are not for real databases.
    pub(crate) fn check_packages(&self, plan: &Plan) -> Result<(), Error> {
        if self.migrator.is_on_scratch() {
            return Ok(());
        }
        let migrations = plan.steps.iter().map(|step| self.catalogue.migration(&step.revision));
        standing::check(migrations, &self.migrator.config.trust)
    }

    /// What is decided by, beside the plan.
    pub(crate) fn terms(&self, dialect: Dialect, mode: TransactionMode) -> Terms<'_> {
        let grants = &self.migrator.config.grants;
        Terms { dialect, keeps_session: true, mode, ending: self.job.ending, grants }
    }

    async fn terms_on(&self, session: &SharedSession, mode: TransactionMode) -> Terms<'_> {
        let session = session.lend().await;
        Terms { keeps_session: session.keeps_session(), ..self.terms(session.dialect(), mode) }
    }

    async fn execution(
        &self,
        session: &SharedSession,
        plan: &Plan,
        workshop: Workshop,
        fence: Option<Fence>,
    ) -> Execution<'_> {
        let (dialect, canceller) = {
            let lent = session.lend().await;
            (lent.dialect(), lent.canceller())
        };
        Execution {
            migrator: self.migrator,
            address: &self.address,
            job: self.job,
            ledger: &self.ledger,
            fence,
            session: session.clone(),
            stopper: Stopper::start(canceller, self.migrator.cancellation().clone()),
            workshop,
            dialect,
            run_id: self.id.clone(),
            heads: plan.heads_before.clone(),
            heads_kept: plan.heads_before.clone(),
            keeps_journal: true,
            may_go_on: true,
            rehearsal: None,
            untold: Vec::new(),
            suspended: None,
        }
    }

    /// Runs an upgrade on a database that nobody else has: without the lock, and one transaction around all of it is
    /// left open. Gives the heads afterwards.
    pub(crate) async fn replay(&self, session: &SharedSession, plan: &Plan) -> Result<Vec<RevisionId>, Error> {
        Ok(self.rehearse(session, plan, None).await?.heads)
    }

    /// The same, with a look at what the steps do.
    pub(crate) async fn rehearse(
        &self,
        session: &SharedSession,
        plan: &Plan,
        rehearsal: Option<Arc<Rehearsal>>,
    ) -> Result<Replayed, Error> {
        let mode = self.job.transaction.unwrap_or(TransactionMode::Migration);
        let decision = decide(plan, self.catalogue, self.terms_on(session, mode).await)?;
        let workshop = self.workshop()?;
        let migrations = decision.steps.iter().map(|step| self.catalogue.migration(&step.revision).clone()).collect();
        let prepared = prepare(&workshop, migrations).await?;
        let mut execution = self.execution(session, plan, workshop, None).await;
        execution.keeps_journal = false;
        execution.rehearsal = rehearsal;
        self.open_replay(session, decision.is_shared).await?;
        execution.steps(&decision.steps, prepared).await?;
        Ok(Replayed { heads: execution.heads.clone(), notes: decision.notes })
    }

    async fn open_replay(&self, session: &SharedSession, is_shared: bool) -> Result<(), Error> {
        let mut session = session.lend().await;
        if is_shared && !session.is_in_transaction() {
            let at_rest = |error| Error::Transaction {
                error: Box::new(error),
                state: DatabaseState::AtRest { heads: Vec::new() },
            };
            session.begin().await.map_err(at_rest)?;
        }
        Ok(self.ledger.ensure(&mut **session).await?)
    }

    async fn steps(
        &self,
        execution: &mut Execution<'_>,
        decision: &Decision,
        prepared: Vec<crate::run::prepare::Prepared>,
    ) -> Result<Vec<StepReport>, Error> {
        if decision.is_shared {
            return execution.all_in_one(&decision.steps, prepared).await;
        }
        {
            let mut session = execution.session.lend().await;
            self.ledger.ensure(&mut **session).await?;
            if decision.steps.iter().any(|step| carry_on::enclosing(step.isolation, execution.dialect).is_some()) {
                self.ledger.journal().ensure(&mut **session).await?;
            }
        }
        execution.steps(&decision.steps, prepared).await
    }

    async fn check_nothing_else_is_open(
        &self,
        session: &SharedSession,
        first: Option<&PlannedStep>,
    ) -> Result<Open, Error> {
        let mut session = session.lend().await;
        carry_on::check_nothing_else_is_open(&self.ledger.journal(), &mut **session, first).await
    }

    /// Refuses to go on while any migration stands half applied, also one that a run would go on with.
    pub(crate) async fn check_nothing_is_half_applied(&self, session: &SharedSession) -> Result<(), Error> {
        self.check_nothing_else_is_open(session, None).await.map(drop)
    }

    pub(crate) async fn check_integrity(&self, session: &SharedSession, heads: &[RevisionId]) -> Result<(), Error> {
        let applied = self.ledger.applied_digests(&mut **session.lend().await).await?;
        integrity::check(self.catalogue, heads, &applied)
    }

    /// What components are made with.
    pub(crate) fn workshop(&self) -> Result<Workshop, Error> {
        let sandbox: Sandbox = self.migrator.sandbox()?;
        Ok(Workshop {
            config: Arc::clone(&self.migrator.config),
            artifacts: Arc::clone(&self.migrator.artifacts),
            sandbox,
            interpreters: Arc::clone(&self.migrator.interpreters),
            launcher: self.migrator.launcher(),
            observer: Arc::clone(&self.observer),
        })
    }

    /// Tells what will run, before anything does.
    pub(crate) async fn announce(&self, session: &SharedSession, steps: usize) {
        self.observer.event(&Event::RunStarted {
            run_id: self.id.clone(),
            command: self.job.command,
            database: self.address.url.to_string(),
            dialect: session.lend().await.dialect().name(),
            steps,
        });
    }

    /// An edited migration is found here too: whoever edits one and sees "nothing to do" would believe that it ran.
    async fn nothing_to_do(&self, session: &SharedSession, plan: &Plan) -> Result<RunReport, Error> {
        self.check_integrity(session, &plan.heads_before).await?;
        self.check_nothing_else_is_open(session, None).await?;
        self.check_agreed_to_nothing(session, plan).await?;
        self.announce(session, 0).await;
        let decision = Decision { steps: Vec::new(), is_shared: false, notes: Vec::new() };
        Ok(self.finished(plan, &plan.heads_before, decision, Vec::new()))
    }

    pub(crate) fn finished(
        &self,
        plan: &Plan,
        heads: &[RevisionId],
        decision: Decision,
        steps: Vec<StepReport>,
    ) -> RunReport {
        let mut heads_after: Vec<String> = heads.iter().map(ToString::to_string).collect();
        heads_after.sort();
        self.observer.event(&Event::RunFinished {
            applied: steps.len(),
            duration_ms: whole_milliseconds(self.started.elapsed()),
            heads: heads_after.clone(),
        });
        RunReport {
            run_id: self.id.clone(),
            steps,
            heads_before: plan.heads_before.iter().map(ToString::to_string).collect(),
            heads_after,
            notes: decision.notes,
        }
    }
}

impl Job {
    /// Whether the work is kept.
    pub(crate) fn keeps(&self) -> bool {
        self.ending == Ending::Commit
    }
}

fn stopped_early() -> Error {
    Error::Cancelled { revision: None, state: DatabaseState::AtRest { heads: Vec::new() } }
}

/// 128 random bits in hexadecimal digits.
fn new_run_id() -> Result<String, Error> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::Unexpected { message: format!("the system gives no random numbers: {error}") })?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}
