//! `lint`: what the rules find in migrations, seen on a scratch database.

use std::sync::Arc;

use aludel_db::ScratchDatabase;
use aludel_lint::Severity;
use aludel_revision::{Plan, RevisionId, Target};
use aludel_schema::{Namespaces, Schema};

use crate::address::Address;
use crate::comparison::read::scope;
use crate::comparison::replay::{leave, on_scratch, replay_job};
use crate::error::{Error, FailureCause, MigrationFailure};
use crate::event::{Command, Note, Silent};
use crate::lint::bench::Bench;
use crate::lint::legs::{Leg, LegKind, LintedDirections, legs};
use crate::lint::report::LintReport;
use crate::lint::selection::{Chosen, LintSelection, Start, choose};
use crate::lint::source::Source;
use crate::migrator::Migrator;
use crate::rehearsal::reader::Reader;
use crate::rehearsal::{Inquiry, Rehearsal, copy};
use crate::run::job::Job;
use crate::run::shared::SharedSession;
use crate::run::whole::Run;
use crate::scratch::scope_in;
use crate::sizes::LiveSizes;
use crate::target::refused;

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LintRequest {
    /// Which revisions.
    pub selection: LintSelection,
    /// Which of their directions.
    pub directions: LintedDirections,
    /// The least severity that fails, in place of what the config says.
    pub fail_on: Option<Severity>,
    /// What `-x name=value` gives to the guests.
    pub arguments: Vec<(String, String)>,
    /// What `--tag` gives to the guests.
    pub tag: Option<String>,
}

/// The live database, as far as the rules need it.
struct Live {
    schema: Schema,
    heads: Vec<RevisionId>,
    sizes: LiveSizes,
}

impl Migrator {
    /// Runs migrations on a scratch database and holds what they do against the rules, code included. The live database
    /// is only read from: where it is, and how large its tables are.
    ///
    /// # Errors
    ///
    /// Those that a run ends with: a migration that fails cannot be judged. What the rules find is no error.
    pub async fn lint(&self, request: LintRequest) -> Result<LintReport, Error> {
        let address = self.address()?;
        let (live, notes) = self.live_to_lint(&address).await?;
        let rows = live.as_ref().map(|live| live.heads.as_slice());
        let catalogue = self.catalogue()?;
        let chosen = choose(&request.selection, catalogue, rows)?;
        let sizes = live.as_ref().map(|live| live.sizes.for_rules()).unwrap_or_default();
        let bench = Bench::new(Arc::clone(&self.config), address.url.dialect(), chosen.deployment, sizes);
        let fail_on = request.fail_on.unwrap_or(self.config.lint.fail_on);
        if chosen.revisions.is_empty() {
            return Ok(bench.into_report(fail_on, notes));
        }
        let bench = self.judge_all(&request, &chosen, live.as_ref(), bench).await?;
        Ok(bench.into_report(fail_on, notes))
    }

    /// The live database; none where there is none, which is then told.
    async fn live_to_lint(&self, address: &Address) -> Result<(Option<Live>, Vec<Note>), Error> {
        match self.look_at_live_to_lint(address).await {
            Ok(live) => {
                let notes = live.sizes.notes();
                Ok((Some(live), notes))
            }
            Err(Error::Connect(error)) if self.can_do_without(&error)? => {
                let text = format!("without a database, so nothing is known of what it holds: {error}");
                Ok((None, vec![Note { code: "without_database", text }]))
            }
            Err(error) => Err(error),
        }
    }

    async fn look_at_live_to_lint(&self, address: &Address) -> Result<Live, Error> {
        let ledger = address.ledger()?;
        let scope = scope(address, Namespaces::All)?;
        let mut session = self.connect_to_read(address).await?;
        let heads = ledger.heads(&mut *session).await;
        let schema = aludel_db::introspect(&mut *session, &scope).await;
        let sizes = LiveSizes::read(&mut *session).await;
        let _ = session.close().await;
        Ok(Live { schema: schema?, heads: heads?.unwrap_or_default(), sizes })
    }

    async fn judge_all(
        &self,
        request: &LintRequest,
        chosen: &Chosen,
        live: Option<&Live>,
        bench: Bench,
    ) -> Result<Bench, Error> {
        let (scratch, session) = self.scratch_database().await?;
        let session = SharedSession::new(session);
        let transaction = replay_job(scratch.is_schema()).transaction;
        let (command, arguments, tag) = (Command::Upgrade, request.arguments.clone(), request.tag.clone());
        let job = Job { command, transaction, arguments, tag, ..replay_job(false) };
        let judged = self.judge_on(&job, (request.directions, chosen), live, bench, (&scratch, &session)).await;
        leave(scratch, session, judged).await
    }

    async fn judge_on(
        &self,
        job: &Job,
        (directions, chosen): (LintedDirections, &Chosen),
        live: Option<&Live>,
        bench: Bench,
        (scratch, session): (&ScratchDatabase, &SharedSession),
    ) -> Result<Bench, Error> {
        let run = Run::new(self, job, Arc::new(Silent))?;
        if scratch.is_schema() {
            session.lend().await.begin().await.map_err(|error| refused(scratch, error))?;
        }
        if let (Start::Live(heads), Some(live)) = (&chosen.start, live) {
            let mut session = session.lend().await;
            copy::schema(scratch, &mut **session, &live.schema).await?;
            copy::heads(&mut **session, &run.ledger, heads).await?;
        }
        let scope = scope_in(scratch, &scope(&run.address, Namespaces::All)?).into_owned();
        let inquiry = Arc::new(Inquiry::new(Reader::new(scope)));
        let lookout = self.lookout(&run, scratch, session).await?;
        let rehearsal = Arc::new(Rehearsal::new(lookout).judged(Arc::clone(&inquiry), bench));
        let legs = legs_of(&run, chosen, directions)?;
        let judged = self.judge_legs(&run, session, legs, (&rehearsal, &inquiry)).await;
        let ended = Rehearsal::end_of(rehearsal).await;
        judged?;
        ended?.bench.ok_or_else(|| Error::Unexpected { message: "nobody judged the steps".to_owned() })
    }

    async fn judge_legs(
        &self,
        run: &Run<'_>,
        session: &SharedSession,
        legs: Vec<Leg>,
        (rehearsal, inquiry): (&Arc<Rehearsal>, &Arc<Inquiry>),
    ) -> Result<(), Error> {
        let mut is_still_up = false;
        for leg in legs {
            if leg.kind == LegKind::UpAgain && std::mem::take(&mut is_still_up) {
                continue;
            }
            let is_watched = matches!(leg.kind, LegKind::Watched | LegKind::WayBack);
            let watching = is_watched.then(|| Arc::clone(rehearsal));
            match run.rehearse(session, &leg.plan, watching).await.map_err(on_scratch) {
                Err(Error::MigrationFailed(failure))
                    if leg.kind == LegKind::WayBack && is_irreversible(&failure.cause) =>
                {
                    is_still_up = true;
                    inquiry.forget();
                }
                Err(Error::MigrationFailed(failure)) if leg.kind == LegKind::UpAgain => return Err(not_again(failure)),
                ran => drop(ran?),
            }
            if !is_watched {
                inquiry.forget();
            }
        }
        Ok(())
    }
}

/// What went up once does so again, unless its downgrade left something or took too much.
fn not_again(mut failure: Box<MigrationFailure>) -> Error {
    failure.next = format!(
        "it went up, and fails after its own downgrade, which does not take back what the upgrade did: mend {}",
        failure.path
    );
    Error::MigrationFailed(failure)
}

fn is_irreversible(cause: &FailureCause) -> bool {
    matches!(cause, FailureCause::Irreversible(_))
}

fn legs_of(run: &Run<'_>, chosen: &Chosen, directions: LintedDirections) -> Result<Vec<Leg>, Error> {
    let rows = match &chosen.start {
        Start::Live(heads) => heads.as_slice(),
        Start::Empty => &[],
    };
    let plan: Plan = run.catalogue.graph().plan_upgrade(rows, &Target::heads())?;
    let dialect = run.address.url.dialect();
    let has_way_back = |revision: &RevisionId| Source::of(run.catalogue.migration(revision), dialect).has_way_back();
    Ok(legs(plan, chosen, directions, has_way_back))
}
