//! The copy, the run on it, and everybody who looks.

use std::collections::BTreeSet;
use std::sync::Arc;

use aludel_db::{ROWS_COUNTED_MAX, ScratchDatabase, Session, connect};
use aludel_project::SourceKind;
use aludel_revision::Plan;
use aludel_schema::{Loss, Namespaces, Schema};
use aludel_sql::Dialect;

use super::findings::add_findings;
use super::reader::Reader;
use super::report::{Blocks, DowngradeReport, PlanReport, PlannedLoss, PlannedStepReport, TableSize};
use super::sample::{self, DataReport, discretion};
use super::structure::{States, Structure};
use super::way_back::way_back;
use super::{Ended, Inquiry, Lookout, Rehearsal, Rewrites, copy};
use crate::address::Access;
use crate::comparison::loss::count_loss;
use crate::comparison::read::scope;
use crate::comparison::replay::{leave, on_scratch, replay_job};
use crate::error::Error;
use crate::event::{Direction, Note, Silent};
use crate::lint::bench::Bench;
use crate::lint::selection::Deployment;
use crate::migrator::Migrator;
use crate::run::job::Job;
use crate::run::shared::SharedSession;
use crate::run::whole::{Replayed, Run};
use crate::scratch::scope_in;
use crate::sizes::LiveSizes;
use crate::target::refused;

/// The tables that are read to see what statements change, which is all of them after each definition where the server
/// does not tell what has changed. Nobody waits for the thousand steps that made a large schema to be looked at one by one.
const TABLES_READ_MAX: usize = 100_000;

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
    schemas: (Arc<Schema>, Arc<Schema>),
}

impl Seen {
    pub(crate) fn add_to(self, report: &mut PlanReport) {
        report.heads_after = self.heads;
        report.duration_us = self.steps.iter().map(|step| step.duration_us).sum();
        report.steps = self.steps;
        report.tables = self.tables;
        report.data = self.data;
        report.notes = self.notes;
        report.schemas = Some(self.schemas);
    }
}

/// What the steps did, as far as the copy tells.
struct Through {
    steps: Vec<PlannedStepReport>,
    heads: Vec<String>,
    states: States,
    notes: Vec<Note>,
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
        let scope = scope(&run.address, Namespaces::All)?;
        let reader = Reader::new(scope_in(stage.scratch, &scope).into_owned());
        let sizes = LiveSizes::read(&mut **stage.live_session.lend().await).await;
        let data = set_up(&run, live, wanted, stage).await?;
        let Through { mut steps, heads, states, mut notes } =
            self.run_through(&run, live, (stage, &reader, &sizes)).await?;
        if wanted.direction == Direction::Up {
            let back = way_back(&run, stage.session, &live.plan, (&reader, Arc::clone(&states.last))).await?;
            notes.extend(add_ways_back(&mut steps, back));
        }
        let States { first, last, lost } = states;
        let tables = add_live_numbers((&mut steps, lost), (live, sizes), stage, &mut notes).await;
        if data.is_some() {
            self.be_discreet(&run, &mut steps, &live.schema)?;
        }
        notes.extend(stage.scratch.is_schema().then(locks_not_seen));
        Ok(Seen { heads, steps, tables, data, notes, schemas: (first, last) })
    }

    async fn run_through(
        &self,
        run: &Run<'_>,
        live: &Live,
        (stage, reader, sizes): (&Stage<'_>, &Reader, &LiveSizes),
    ) -> Result<Through, Error> {
        let structure = Structure::before(&mut **stage.session.lend().await, reader.clone()).await?;
        let lookout = self.lookout(run, stage.scratch, stage.session).await?;
        let rewrites = self.rewrites(live, stage).await?;
        // What the plan makes itself has no rows when the next step runs, wherever the database is.
        let bench = Bench::new(Arc::clone(&self.config), live.schema.dialect, Deployment::Together, sizes.for_rules());
        let rehearsal = Rehearsal::new(lookout).with_structure(structure).with_rewrites(rewrites);
        let rehearsal = Arc::new(rehearsal.judged(Arc::new(Inquiry::within(reader.clone(), TABLES_READ_MAX)), bench));
        let replayed = run.rehearse(stage.session, &live.plan, Some(Arc::clone(&rehearsal))).await.map_err(on_scratch);
        let ended = Rehearsal::end_of(rehearsal).await;
        let (Replayed { heads, mut notes }, Ended { mut steps, bench, states }) = (replayed?, ended?);
        let mut states = states.ok_or_else(|| Error::Unexpected { message: "nobody read the schema".to_owned() })?;
        if states.lost.len() < steps.len() {
            states.last = reader.read(&mut **stage.session.lend().await).await?;
            notes.push(not_looked_at(steps.len(), states.lost.len()));
        }
        notes.extend(bench.map(|bench| add_findings(bench, &mut steps)).unwrap_or_default());
        let mut heads: Vec<String> = heads.iter().map(ToString::to_string).collect();
        heads.sort();
        Ok(Through { steps, heads, states, notes })
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

/// Tells the last steps what came of their ways back, and that there are more.
fn add_ways_back(steps: &mut [PlannedStepReport], back: Vec<DowngradeReport>) -> Option<Note> {
    let (count, tried) = (steps.len(), back.len());
    let last = steps.iter_mut().skip(count - tried);
    last.zip(back).for_each(|(step, back)| step.downgrade = Some(back));
    let text = || format!("of {count} steps the ways back of the last {tried} were tried");
    (tried < count).then(|| Note { code: "ways_back_not_tried", text: text() })
}

/// What the live database says of it: how many rows lose something, and how large the tables are that matter.
async fn add_live_numbers(
    (steps, lost): (&mut [PlannedStepReport], Vec<Vec<Loss>>),
    (live, mut sizes): (&Live, LiveSizes),
    stage: &Stage<'_>,
    notes: &mut Vec<Note>,
) -> Vec<TableSize> {
    let mut tables: BTreeSet<String> = steps.iter().flat_map(matter).collect();
    tables.extend(lost.iter().flatten().filter_map(|loss| loss.table.as_ref().map(ToString::to_string)));
    let mut lent = stage.live_session.lend().await;
    let session = &mut **lent;
    let tables = sizes.counted(session, (&live.schema, &tables)).await;
    notes.extend(sizes.notes());
    for (step, lost) in steps.iter_mut().zip(lost) {
        for loss in lost {
            step.losses.extend(counted_loss(session, loss, &tables).await);
        }
    }
    tables
}

/// A loss with its rows; none where no row loses anything.
async fn counted_loss(session: &mut dyn Session, loss: Loss, tables: &[TableSize]) -> Option<PlannedLoss> {
    let name = loss.table.as_ref().map(ToString::to_string);
    let (rows, is_estimate) = match tables.iter().find(|size| Some(&size.table) == name.as_ref()) {
        // What is not there cannot be counted, and counting a large table takes its time. That a server thinks that there
        // are no rows is no promise.
        None => (None, false),
        Some(size) if size.is_estimate => (size.rows.filter(|rows| *rows > 0), true),
        Some(_) => (count_loss(session, &loss, ROWS_COUNTED_MAX).await, false),
    };
    (rows != Some(0)).then_some(PlannedLoss { loss, rows, is_estimate: is_estimate && rows.is_some() })
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

/// Of very many steps the first ones are looked at in detail.
fn not_looked_at(steps: usize, looked_at: usize) -> Note {
    let text = format!(
        "of {steps} steps the first {looked_at} were looked at for losses and by the rules; `aludel lint` looks at all"
    );
    Note { code: "steps_not_looked_at", text }
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
