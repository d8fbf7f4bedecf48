//! `plan`: what a run would do, seen on a copy of the live schema.

use std::sync::Arc;

use aludel_db::introspect;
use aludel_revision::Target;
use aludel_schema::Namespaces;

use crate::agreement::identity::identity;
use crate::agreement::objects::SchemaDigests;
use crate::comparison::read::scope;
use crate::comparison::replay::replay_job;
use crate::comparison::text::is_told;
use crate::error::Error;
use crate::event::{Command, Direction, Note, Silent};
use crate::migrator::Migrator;
use crate::rehearsal::report::PlanReport;
use crate::rehearsal::stage::{Live, Wanted};
use crate::run::job::{Job, Planner};
use crate::run::shared::SharedSession;
use crate::run::whole::Run;

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
    /// How many rows of each table are copied; none where the copy is to be empty.
    pub with_data: Option<u64>,
}

impl Migrator {
    /// Runs the migrations between where the database is and the target on a scratch database that has the live
    /// schema, and rows where they are asked for, and tells what they did. The live database is only read from.
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
        let session = SharedSession::new(self.connect_to_read(&run.address).await?);
        let planned = self.planned(&run, (request, &target), &session).await;
        session.close().await;
        planned
    }

    async fn planned(
        &self,
        run: &Run<'_>,
        (request, target): (PlanRequest, &Target),
        session: &SharedSession,
    ) -> Result<PlanReport, Error> {
        let live = self.read_live(run, request.direction, target, session).await?;
        let heads: Vec<String> = live.plan.heads_before.iter().map(ToString::to_string).collect();
        let mut report = PlanReport {
            database: run.address.url.to_string(),
            identity: identity(&run.address.url, live.schema.dialect.name()),
            dialect: live.schema.dialect.name(),
            direction: request.direction,
            target: request.target,
            transaction: run.address.section.transaction.name(),
            heads_before: heads.clone(),
            heads_after: heads,
            schema: SchemaDigests::of(&live.schema),
            steps: Vec::new(),
            duration_us: 0,
            tables: Vec::new(),
            data: None,
            not_copied: live.schema.uncompared.iter().filter(|object| is_told(object)).map(Into::into).collect(),
            notes: Vec::new(),
            schemas: None,
        };
        if !live.plan.is_empty() {
            let wanted = Wanted { direction: request.direction, rows_max: request.with_data };
            self.rehearsed(run.job, &live, wanted, session).await?.add_to(&mut report);
            report.notes.extend(run.check_packages(&live.plan).err().map(|error| not_for_upgrade(&error)));
        }
        Ok(report)
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
        // On a copy the migration would start at its beginning, in the midst of what it has done already.
        run.check_nothing_is_half_applied(session).await?;
        let scope = scope(&run.address, Namespaces::All)?;
        let schema = introspect(&mut **session.lend().await, &scope).await?;
        Ok(Live { plan, schema })
    }
}

/// What runs on the copy and would be refused on the database.
fn not_for_upgrade(error: &Error) -> Note {
    Note { code: "package_not_taken", text: format!("`upgrade` and `downgrade` refuse this: {error}") }
}
