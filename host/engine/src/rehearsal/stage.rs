//! The copy, the run on it, and everybody who looks.

use std::collections::BTreeSet;
use std::sync::Arc;

use aludel_db::{ScratchDatabase, connect};
use aludel_project::SourceKind;
use aludel_revision::Plan;
use aludel_schema::{Namespaces, Schema};
use aludel_sql::Dialect;

use super::report::{Blocks, PlanReport, PlannedLoss, PlannedStepReport, TableSize};
use super::sample::{self, DataReport, discretion};
use super::sizes::{ROWS_COUNTED_MAX, sizes};
use super::structure::{States, Structure};
use super::way_back::way_back;
use super::{Lookout, Rehearsal, Rewrites, copy};
use crate::address::Access;
use crate::comparison::loss::count_loss;
use crate::comparison::read::scope;
use crate::comparison::replay::{leave, on_scratch, replay_job};
use crate::error::Error;
use crate::event::{Direction, Note, Silent};
use crate::migrator::Migrator;
use crate::run::job::Job;
use crate::run::shared::SharedSession;
use crate::run::whole::Run;
use crate::scratch::scope_in;
use crate::target::refused;

/// The live database as far as a plan needs it.
pub(crate) struct Live {
    pub(crate) plan: Plan,
    pub(crate) schema: Schema,
}

/// What is to be found out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    pub(crate) direction: Direction,
    /// How many rows of each table are copied.
    pub(crate) rows_max: Option<u64>,
}

/// What was seen on the copy.
pub(crate) struct Seen {
    heads: Vec<String>,
    steps: Vec<PlannedStepReport>,
    tables: Vec<TableSize>,
    data: Option<DataReport>,
    notes: Vec<Note>,
    schemas: (Schema, Schema),
}

impl Seen {
    pub(crate) fn add_to(self, report: &mut PlanReport) {
        report.heads_after = self.heads;
        report.duration_us = self.steps.iter().map(|step| step.duration_us).sum();
        report.steps = self.steps;
        report.tables = self.tables;
        report.data = self.data;
        report.notes = self.notes;
        report.schemas = Some(Box::new(self.schemas));
    }
}

/// The copy while a run is rehearsed on it.
struct Stage<'stage> {
    scratch: &'stage ScratchDatabase,
    session: &'stage SharedSession,
    /// The live database.
    live_session: &'stage SharedSession,
}

impl Migrator {
    /// Runs a plan on a copy of the live schema, and tells what was seen.
    pub(crate) async fn rehearsed(
        &self,
        job: &Job,
        live: &Live,
        wanted: Wanted,
        live_session: &SharedSession,
    ) -> Result<Seen, Error> {
        let (scratch, session) = self.scratch_database().await?;
        let session = SharedSession::new(session);
        let job = Job { transaction: replay_job(scratch.is_schema()).transaction, ..job.clone() };
        let stage = Stage { scratch: &scratch, session: &session, live_session };
        let result = self.rehearse_on(&job, live, wanted, &stage).await;
        let result = match wanted.rows_max {
            Some(_) => result.map_err(|error| discretion::of_error(error, &live.schema)),
            None => result,
        };
        leave(scratch, session, result).await
    }

    async fn rehearse_on(&self, job: &Job, live: &Live, wanted: Wanted, stage: &Stage<'_>) -> Result<Seen, Error> {
        let run = Run::new(self, job, Arc::new(Silent))?;
        let data = set_up(&run, live, wanted, stage).await?;
        let (mut steps, heads, mut notes, states) = self.run_through(&run, live, stage).await?;
        if wanted.direction == Direction::Up && states.by_step.len() > 1 {
            let back = way_back(&run, stage.session, &live.plan, &states).await?;
            steps.iter_mut().zip(back).for_each(|(step, back)| step.downgrade = Some(back));
        }
        let tables = add_live_numbers(&mut steps, &states, live, stage).await;
        if data.is_some() {
            self.be_discreet(&run, &mut steps, &live.schema)?;
        }
        notes.extend(stage.scratch.is_schema().then(locks_not_seen));
        let States { by_step: mut states, last, .. } = states;
        let first = if states.is_empty() { last.clone() } else { states.swap_remove(0) };
        Ok(Seen { heads, steps, tables, data, notes, schemas: (first, last) })
    }

    async fn run_through(
        &self,
        run: &Run<'_>,
        live: &Live,
        stage: &Stage<'_>,
    ) -> Result<(Vec<PlannedStepReport>, Vec<String>, Vec<Note>, States), Error> {
        let scope = scope(&run.address, Namespaces::All)?;
        let scope = scope_in(stage.scratch, &scope).into_owned();
        let structure = Structure::before(&mut **stage.session.lend().await, scope, live.plan.steps.len()).await?;
        let lookout = self.lookout(run, stage.scratch, stage.session).await?;
        let rewrites = self.rewrites(live, stage).await?;
        let rehearsal = Rehearsal::new(lookout).with_structure(structure).with_rewrites(rewrites);
        let rehearsal = Arc::new(rehearsal);
        let replayed = run.rehearse(stage.session, &live.plan, Some(Arc::clone(&rehearsal))).await.map_err(on_scratch);
        // Every guest that it was lent to is gone.
        let rehearsal = Arc::into_inner(rehearsal).ok_or_else(|| Error::Unexpected {
            message: "a guest still has the rehearsal that it was lent".to_owned(),
        })?;
        let ended = rehearsal.end_with_states(&mut **stage.session.lend().await).await;
        let replayed = replayed?;
        let (steps, states) = ended?;
        let states = states.ok_or_else(|| Error::Unexpected { message: "nobody read the schema".to_owned() })?;
        let mut heads: Vec<String> = replayed.heads.iter().map(ToString::to_string).collect();
        heads.sort();
        Ok((steps, heads, replayed.notes, states))
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

    /// Who looks for tables that are written anew.
    async fn rewrites(&self, live: &Live, stage: &Stage<'_>) -> Result<Option<Rewrites>, Error> {
        match live.schema.dialect {
            Dialect::Sqlite => {
                let tables: BTreeSet<String> = live.schema.tables.keys().map(|name| name.name.clone()).collect();
                Ok(Some(Rewrites::sqlite(tables)))
            }
            Dialect::Postgres => {
                let found = Rewrites::postgres(&mut **stage.session.lend().await).await;
                found.map(Some).map_err(|error| refused(stage.scratch, error).into())
            }
            Dialect::Mysql | Dialect::MariaDb => {
                let (twin, mut session) = self.scratch_database().await?;
                copy::schema(&twin, &mut *session, &live.schema).await?;
                Ok(Some(Rewrites::mysql(twin, session)))
            }
        }
    }

    /// Takes out of what is told what may be values of rows.
    fn be_discreet(&self, run: &Run<'_>, steps: &mut [PlannedStepReport], live: &Schema) -> Result<(), Error> {
        let migrations = run.catalogue.migrations();
        for step in steps {
            let migration = migrations.iter().find(|migration| migration.header.revision == step.revision);
            let code = migration.filter(|migration| migration.source.kind != SourceKind::Sql);
            let component = match code {
                Some(migration) => {
                    let reuse = aludel_build::Reuse::OfAnyToolchain;
                    Some(self.artifacts.artifact(migration, reuse, &|| {})?.component)
                }
                None => None,
            };
            discretion::of_step(step, component.as_deref(), live);
        }
        Ok(())
    }
}

/// The live schema on the copy, with rows where they are asked for, at the live heads.
async fn set_up(run: &Run<'_>, live: &Live, wanted: Wanted, stage: &Stage<'_>) -> Result<Option<DataReport>, Error> {
    let mut lent = stage.session.lend().await;
    let session = &mut **lent;
    if stage.scratch.is_schema() {
        session.begin().await.map_err(|error| refused(stage.scratch, error))?;
    }
    let data = match wanted.rows_max {
        None => {
            copy::schema(stage.scratch, session, &live.schema).await?;
            None
        }
        Some(rows_max) => {
            let staged = sample::staged(&live.schema);
            copy::schema(stage.scratch, session, &staged).await?;
            let mut live_session = stage.live_session.lend().await;
            let copied = sample::transfer(&mut **live_session, session, &live.schema, rows_max).await;
            let copied = copied.map_err(|error| discretion::of_copying(error, &live.schema));
            let data = copied.map_err(|error| refused(stage.scratch, error))?;
            copy::change(stage.scratch, session, (&staged, &live.schema)).await?;
            Some(data)
        }
    };
    copy::heads(session, &run.ledger, &live.plan.heads_before).await?;
    Ok(data)
}

/// What the live database says of it: how many rows lose something, and how large the tables are that matter.
async fn add_live_numbers(
    steps: &mut [PlannedStepReport],
    states: &States,
    live: &Live,
    stage: &Stage<'_>,
) -> Vec<TableSize> {
    let mut tables = BTreeSet::new();
    let mut found = Vec::new();
    for (place, step) in steps.iter().enumerate() {
        found.push(states.lost_in(place, &step.statements));
        tables.extend(matter(step));
    }
    tables.extend(found.iter().flatten().filter_map(|loss| loss.table.as_ref().map(ToString::to_string)));
    let mut lent = stage.live_session.lend().await;
    let session = &mut **lent;
    let tables = sizes(session, &live.schema, &tables).await;
    for (step, lost) in steps.iter_mut().zip(found) {
        for loss in lost {
            let size = loss.table.as_ref().and_then(|name| {
                let name = name.to_string();
                tables.iter().find(|size| size.table == name)
            });
            let counted = match size {
                // What is not there cannot be counted, and counting a large table takes its time.
                None => None,
                Some(size) if size.is_estimate => size.rows.map(|rows| (rows, true)),
                Some(_) => count_loss(session, &loss, ROWS_COUNTED_MAX).await.map(|rows| (rows, false)),
            };
            if counted.is_none_or(|(rows, _)| rows > 0) {
                let (rows, is_estimate) = counted.map_or((None, false), |(rows, is)| (Some(rows), is));
                step.losses.push(PlannedLoss { loss, rows, is_estimate });
            }
        }
    }
    tables
}

/// The tables of a step whose size matters.
fn matter(step: &PlannedStepReport) -> impl Iterator<Item = String> {
    let of_statement = |statement: &super::report::PlannedStatement| {
        let locked = statement.locks.iter().filter(|lock| lock.blocks >= Blocks::Writes);
        let locked = locked.map(|lock| lock.object.clone());
        let altered = statement.alter.iter().map(|alter| alter.table.clone());
        locked.chain(statement.rewrites.iter().cloned()).chain(altered).collect::<Vec<_>>()
    };
    step.statements.iter().flat_map(of_statement)
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
