//! `plan`: what a run would do, seen on a copy of the live schema.

use std::sync::Arc;

use aludel_db::{ScratchDatabase, connect, introspect};
use aludel_revision::{Plan, Target};
use aludel_schema::{Namespaces, Schema};
use aludel_sql::Dialect;

use crate::address::Access;
use crate::agreement::identity::identity;
use crate::agreement::objects::SchemaDigests;
use crate::comparison::read::scope;
use crate::comparison::replay::{leave, on_scratch, replay_job};
use crate::comparison::text::is_told;
use crate::error::Error;
use crate::event::{Command, Direction, Note, Silent};
use crate::migrator::Migrator;
use crate::rehearsal::report::{PlanReport, PlannedStepReport};
use crate::rehearsal::{Lookout, Rehearsal, copy};
use crate::run::job::{Job, Planner};
use crate::run::shared::SharedSession;
use crate::run::whole::Run;
use crate::target::refused;

/// What to plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRequest {
    /// As for `upgrade` or `downgrade`.
    pub target: String,
    /// Which of the two.
    pub direction: Direction,
    /// What `-x name=value` gives to the guests.
    pub arguments: Vec<(String, String)>,
    /// What `--tag` gives to the guests.
    pub tag: Option<String>,
}

/// What was seen on the copy.
struct Seen {
    heads: Vec<String>,
    steps: Vec<PlannedStepReport>,
    notes: Vec<Note>,
}

/// The live database as far as a plan needs it.
struct Live {
    plan: Plan,
    schema: Schema,
}

impl Migrator {
    /// Runs the migrations between where the database is and the target on a scratch database that has the live
    /// schema and no rows, and tells what they did. The live database is only read from.
    ///
    /// # Errors
    ///
    /// Those that the run itself would end with, as far as they do not come from rows; the copy is gone then too.
    pub async fn plan(&self, request: PlanRequest) -> Result<PlanReport, Error> {
        let command = match request.direction {
            Direction::Up => Command::Upgrade,
            Direction::Down => Command::Downgrade,
        };
        let job = Job { command, arguments: request.arguments.clone(), tag: request.tag.clone(), ..replay_job(false) };
        let run = Run::new(self, &job, Arc::new(Silent))?;
        let target = Target::parse(&request.target)?;
        let live = self.look_at_live(&run, request.direction, &target).await?;
        let mut report = PlanReport {
            database: run.address.url.to_string(),
            identity: identity(&run.address.url, live.schema.dialect.name()),
            dialect: live.schema.dialect.name(),
            direction: request.direction,
            target: request.target,
            schema: SchemaDigests::of(&live.schema),
            heads_before: live.plan.heads_before.iter().map(ToString::to_string).collect(),
            heads_after: live.plan.heads_before.iter().map(ToString::to_string).collect(),
            steps: Vec::new(),
            not_copied: live.schema.uncompared.iter().filter(|object| is_told(object)).map(Into::into).collect(),
            notes: Vec::new(),
        };
        if !live.plan.is_empty() {
            let seen = self.rehearsed(&job, &live).await?;
            (report.heads_after, report.steps, report.notes) = (seen.heads, seen.steps, seen.notes);
        }
        Ok(report)
    }

    async fn look_at_live(&self, run: &Run<'_>, direction: Direction, target: &Target) -> Result<Live, Error> {
        let session = SharedSession::new(self.connect_to_read(&run.address).await?);
        let live = self.read_live(run, direction, target, &session).await;
        session.close().await;
        live
    }

    async fn read_live(
        &self,
        run: &Run<'_>,
        direction: Direction,
        target: &Target,
        session: &SharedSession,
    ) -> Result<Live, Error> {
        let planner: Planner<'_> = &|graph, heads| match direction {
            Direction::Up => graph.plan_upgrade(heads, target),
            Direction::Down => graph.plan_downgrade(heads, target),
        };
        let plan = run.plan(session, planner).await?;
        run.check_integrity(session, &plan.heads_before).await?;
        let scope = scope(&run.address, Namespaces::All)?;
        let schema = introspect(&mut **session.lend().await, &scope).await?;
        Ok(Live { plan, schema })
    }

    async fn rehearsed(&self, job: &Job, live: &Live) -> Result<Seen, Error> {
        let (scratch, session) = self.scratch_database().await?;
        let session = SharedSession::new(session);
        let job = Job { transaction: replay_job(scratch.is_schema()).transaction, ..job.clone() };
        let result = self.rehearse_on(&job, live, &scratch, &session).await;
        leave(scratch, session, result).await
    }

    async fn rehearse_on(
        &self,
        job: &Job,
        live: &Live,
        scratch: &ScratchDatabase,
        session: &SharedSession,
    ) -> Result<Seen, Error> {
        let run = Run::new(self, job, Arc::new(Silent))?;
        {
            let mut session = session.lend().await;
            if scratch.is_schema() {
                session.begin().await.map_err(|error| refused(scratch, error))?;
            }
            copy::schema(scratch, &mut **session, &live.schema).await?;
            copy::heads(&mut **session, &run.ledger, &live.plan.heads_before).await?;
        }
        let lookout = self.lookout(&run, scratch, session).await?;
        let rehearsal = Arc::new(Rehearsal::new(lookout));
        let replayed = run.rehearse(session, &live.plan, Some(Arc::clone(&rehearsal))).await.map_err(on_scratch);
        // Every guest that it was lent to is gone.
        let steps = match Arc::into_inner(rehearsal) {
            Some(rehearsal) => rehearsal.end().await,
            None => Vec::new(),
        };
        let replayed = replayed?;
        let mut heads: Vec<String> = replayed.heads.iter().map(ToString::to_string).collect();
        heads.sort();
        let mut notes = replayed.notes;
        notes.extend(scratch.is_schema().then(locks_not_seen));
        Ok(Seen { heads, steps, notes })
    }

    /// Who looks at the locks, where the server tells them.
    pub(crate) async fn lookout(
        &self,
        run: &Run<'_>,
        scratch: &ScratchDatabase,
        session: &SharedSession,
    ) -> Result<Option<Lookout>, Error> {
        if scratch.url().dialect() != Dialect::Postgres || scratch.is_schema() {
            return Ok(None);
        }
        let beside = connect(scratch.url(), &run.address.scratch_options(Access::Read)).await;
        let beside = beside.map_err(|error| Error::Connect(Box::new(error)))?;
        let lookout = Lookout::new(beside, &mut **session.lend().await, run.ledger.tables()).await;
        lookout.map(Some).map_err(|error| refused(scratch, error).into())
    }
}

/// A copy that nobody else can see has no locks that anybody can see.
fn locks_not_seen() -> Note {
    Note {
        code: "locks_not_seen",
        text:
            "this login may make no database, so the copy was a schema in one transaction, where locks cannot be seen"
                .to_owned(),
    }
}
