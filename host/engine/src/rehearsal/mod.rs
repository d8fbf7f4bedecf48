//! A run on a copy of the live schema, to see what it does.
//!
//! - [`copy`]: the live schema on a scratch database
//! - [`watched`]: the session, with a look at every statement that a guest has run on it
//! - [`account`]: what was seen of them
//! - [`locks`]: the locks that a statement takes (`PostgreSQL`)
//! - [`inquiry`]: what was gathered of statements, for whoever judges them
//! - [`witness`]: who gathers it beside the session of a guest
//! - [`reader`]: who reads the schema after each definition
//! - [`effect`]: what a statement changed of the schema
//! - [`rewrites`]: the tables that it writes anew
//! - [`structure`]: the schema between the steps; [`way_back`]: what can be taken back
//! - [`sample`]: rows of the live database on the copy
//! - [`findings`]: what the rules found in the steps
//! - [`stage`]: all of it together
//! - [`report`]: what is told of it

mod account;
pub(crate) mod copy;
mod effect;
mod findings;
pub(crate) mod inquiry;
pub(crate) mod locks;
pub(crate) mod reader;
pub(crate) mod report;
mod rewrites;
pub(crate) mod sample;
pub(crate) mod stage;
mod structure;
mod watched;
mod way_back;
mod witness;
mod words;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aludel_db::Session;
use aludel_grants::Access;
use aludel_project::Migration;

pub(crate) use account::Account;
pub(crate) use inquiry::{Deed, Inquest, Inquiry};
pub(crate) use locks::Lookout;
pub(crate) use rewrites::Rewrites;
pub(crate) use watched::Watched;

use crate::error::Error;
use crate::lint::bench::Bench;
use account::Told;
use report::{PlannedStepReport, touched};
use structure::{States, Structure};

/// What a rehearsal sees of its steps.
#[derive(Default)]
pub(crate) struct Rehearsal {
    lookout: Option<Arc<Lookout>>,
    /// Where the statements are to be judged.
    inquiry: Option<Arc<Inquiry>>,
    /// Who judges them as soon as a step is over, so that nobody has to keep all that it did.
    bench: Option<Mutex<Bench>>,
    rewrites: Option<Arc<Rewrites>>,
    structure: Option<Structure>,
    steps: Mutex<Vec<PlannedStepReport>>,
}

/// A step that is over, and who knows what it did.
pub(crate) struct Rehearsed<'step> {
    pub(crate) planned: &'step crate::run::decide::PlannedStep,
    pub(crate) migration: &'step Migration,
    pub(crate) component_digest: &'step str,
    pub(crate) account: &'step Account,
    pub(crate) allowed: Vec<Access>,
    /// Whether foreign keys were not enforced while it ran.
    pub(crate) suspends_foreign_keys: bool,
    pub(crate) duration: std::time::Duration,
}

/// What was seen in a rehearsal that is over.
pub(crate) struct Ended {
    pub(crate) steps: Vec<PlannedStepReport>,
    /// Who judged the steps, where somebody did.
    pub(crate) bench: Option<Bench>,
    /// The schema around the steps, where it was read.
    pub(crate) states: Option<States>,
}

impl Rehearsal {
    pub(crate) fn new(lookout: Option<Lookout>) -> Self {
        Self { lookout: lookout.map(Arc::new), ..Self::default() }
    }

    /// The same, with what the statements change told to the inquiry, and judged by the bench.
    pub(crate) fn judged(self, inquiry: Arc<Inquiry>, bench: Bench) -> Self {
        Self { inquiry: Some(inquiry), bench: Some(Mutex::new(bench)), ..self }
    }

    /// Who asks what the next step does.
    pub(crate) fn inquiry(&self) -> Option<Arc<Inquiry>> {
        self.inquiry.clone().filter(|inquiry| !inquiry.is_over())
    }

    /// The same, and the schema is read between the steps.
    pub(crate) fn with_structure(self, structure: Structure) -> Self {
        Self { structure: Some(structure), ..self }
    }

    /// The same, with somebody who looks for tables that are written anew.
    pub(crate) fn with_rewrites(self, rewrites: Option<Rewrites>) -> Self {
        Self { rewrites: rewrites.map(Arc::new), ..self }
    }

    pub(crate) fn rewrites(&self) -> Option<Arc<Rewrites>> {
        self.rewrites.clone()
    }

    /// A step is over, and nobody has its session.
    pub(crate) async fn look(&self, session: &mut dyn Session) -> Result<(), Error> {
        let Some(structure) = &self.structure else { return Ok(()) };
        if self.inquiry.as_ref().is_some_and(|inquiry| inquiry.is_over()) {
            return Ok(());
        }
        let schema = match &self.inquiry {
            Some(inquiry) => inquiry.read(session).await?,
            None => structure.read(session).await?,
        };
        if let Some(inquiry) = &self.inquiry {
            // The next step starts there.
            inquiry.learn(Some(Arc::clone(&schema)));
        }
        let steps = self.steps();
        structure.step_over(schema, steps.last());
        Ok(())
    }

    pub(crate) fn lookout(&self) -> Option<Arc<Lookout>> {
        self.lookout.clone()
    }

    pub(crate) fn add(&self, rehearsed: Rehearsed<'_>) {
        let Told { statements, left_out: statements_left_out, looked } = rehearsed.account.take();
        let planned = rehearsed.planned;
        let in_transaction = planned.isolation != crate::run::decide::Isolation::Nothing;
        if let Some(inquiry) = &self.inquiry {
            let inquest = inquiry.end_step(&rehearsed, in_transaction);
            if let Some(bench) = &self.bench {
                // What a thread that panicked had found was found all the same.
                bench.lock().unwrap_or_else(PoisonError::into_inner).judge(rehearsed.migration, &inquest);
            }
        }
        let step = PlannedStepReport {
            revision: planned.revision.to_string(),
            direction: planned.direction,
            message: planned.message.clone(),
            path: planned.path.clone(),
            package: rehearsed.migration.package.as_ref().map(|from| (&*from.package).into()),
            component_digest: rehearsed.component_digest.to_owned(),
            in_transaction,
            duration_us: report::whole_microseconds(rehearsed.duration.saturating_sub(looked)),
            statements,
            statements_left_out,
            touched: touched(&rehearsed.allowed),
            losses: Vec::new(),
            downgrade: None,
            findings: Vec::new(),
            allowed: Vec::new(),
        };
        self.steps().push(step);
    }

    fn steps(&self) -> MutexGuard<'_, Vec<PlannedStepReport>> {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was seen, and ends the connections beside it. Every guest must be gone.
    pub(crate) async fn end(mut self) -> Ended {
        self.close().await;
        let steps = self.steps.into_inner().unwrap_or_else(PoisonError::into_inner);
        let bench = self.bench.map(|bench| bench.into_inner().unwrap_or_else(PoisonError::into_inner));
        Ended { steps, bench, states: self.structure.map(Structure::end) }
    }

    /// The same, of one that somebody else may still have, who then looks at something that is over.
    pub(crate) async fn end_of(rehearsal: Arc<Self>) -> Result<Ended, Error> {
        match Arc::into_inner(rehearsal) {
            Some(rehearsal) => Ok(rehearsal.end().await),
            None => Err(Error::Unexpected { message: "a guest still has the rehearsal that it was lent".to_owned() }),
        }
    }

    async fn close(&mut self) {
        if let Some(lookout) = self.lookout.take().and_then(Arc::into_inner) {
            lookout.close().await;
        }
        if let Some(rewrites) = self.rewrites.take().and_then(Arc::into_inner) {
            rewrites.end().await;
        }
    }
}
