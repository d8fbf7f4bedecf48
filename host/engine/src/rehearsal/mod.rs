//! A run on a copy of the live schema, to see what it does.
//!
//! - [`copy`]: the live schema on a scratch database
//! - [`watched`]: the session, with a look at every statement that a guest has run on it
//! - [`account`]: what was seen of them
//! - [`locks`]: the locks that a statement takes (`PostgreSQL`)
//! - [`inquiry`]: what was gathered of statements, for whoever judges them
//! - [`witness`]: who gathers it beside the session of a guest
//! - [`effect`]: what a statement changed of the schema
//! - [`rewrites`]: the tables that it writes anew
//! - [`structure`]: the schema between the steps; [`way_back`]: what can be taken back
//! - [`sample`]: rows of the live database on the copy; [`sizes`]: how large its tables are
//! - [`stage`]: all of it together
//! - [`report`]: what is told of it

mod account;
pub(crate) mod copy;
mod effect;
pub(crate) mod inquiry;
pub(crate) mod locks;
pub(crate) mod report;
mod rewrites;
pub(crate) mod sample;
mod sizes;
pub(crate) mod stage;
mod structure;
mod watched;
mod way_back;
mod witness;
mod words;

use std::sync::{Arc, Mutex, PoisonError};

use aludel_db::Session;
use aludel_grants::Access;

pub(crate) use account::Account;
pub(crate) use inquiry::{Deed, Inquest, Inquiry};
pub(crate) use locks::Lookout;
pub(crate) use rewrites::Rewrites;
pub(crate) use watched::Watched;

use crate::error::Error;
use account::Told;
use report::{PlannedStepReport, touched};
use structure::{States, Structure};

/// What a rehearsal sees of its steps.
#[derive(Default)]
pub(crate) struct Rehearsal {
    lookout: Option<Arc<Lookout>>,
    /// Where the statements are to be judged.
    inquiry: Option<Arc<Inquiry>>,
    rewrites: Option<Arc<Rewrites>>,
    structure: Option<Structure>,
    steps: Mutex<Vec<PlannedStepReport>>,
}

/// A step that is over, and who knows what it did.
pub(crate) struct Rehearsed<'step> {
    pub(crate) planned: &'step crate::run::decide::PlannedStep,
    pub(crate) component_digest: &'step str,
    pub(crate) account: &'step Account,
    pub(crate) allowed: Vec<Access>,
    /// Whether foreign keys were not enforced while it ran.
    pub(crate) suspends_foreign_keys: bool,
    pub(crate) duration: std::time::Duration,
}

impl Rehearsal {
    pub(crate) fn new(lookout: Option<Lookout>) -> Self {
        Self { lookout: lookout.map(Arc::new), ..Self::default() }
    }

    /// The same, with what the statements change told to the inquiry.
    pub(crate) fn telling(self, inquiry: Arc<Inquiry>) -> Self {
        Self { inquiry: Some(inquiry), ..self }
    }

    pub(crate) fn inquiry(&self) -> Option<Arc<Inquiry>> {
        self.inquiry.clone()
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
        match &self.structure {
            Some(structure) => structure.look(session).await,
            None => Ok(()),
        }
    }

    pub(crate) fn lookout(&self) -> Option<Arc<Lookout>> {
        self.lookout.clone()
    }

    pub(crate) fn add(&self, rehearsed: Rehearsed<'_>) {
        let Told { statements, left_out: statements_left_out, looked } = rehearsed.account.take();
        let planned = rehearsed.planned;
        let in_transaction = planned.isolation != crate::run::decide::Isolation::Nothing;
        if let Some(inquiry) = &self.inquiry {
            inquiry.end_step(&rehearsed, in_transaction);
        }
        let step = PlannedStepReport {
            revision: planned.revision.to_string(),
            direction: planned.direction,
            message: planned.message.clone(),
            path: planned.path.clone(),
            component_digest: rehearsed.component_digest.to_owned(),
            in_transaction,
            duration_us: report::whole_microseconds(rehearsed.duration.saturating_sub(looked)),
            statements,
            statements_left_out,
            touched: touched(&rehearsed.allowed),
            losses: Vec::new(),
            downgrade: None,
        };
        self.steps.lock().unwrap_or_else(PoisonError::into_inner).push(step);
    }

    /// The steps so far, and ends the connections beside them. Every guest must be gone.
    pub(crate) async fn end(mut self) -> Vec<PlannedStepReport> {
        self.close().await;
        self.into_steps()
    }

    /// The same with the schemas between the steps, where they were read.
    pub(crate) async fn end_with_states(
        mut self,
        session: &mut dyn Session,
    ) -> Result<(Vec<PlannedStepReport>, Option<States>), Error> {
        self.close().await;
        let states = match self.structure.take() {
            Some(structure) => Some(structure.end(session).await?),
            None => None,
        };
        Ok((self.into_steps(), states))
    }

    async fn close(&mut self) {
        if let Some(lookout) = self.lookout.take().and_then(Arc::into_inner) {
            lookout.close().await;
        }
        if let Some(rewrites) = self.rewrites.take().and_then(Arc::into_inner) {
            rewrites.end().await;
        }
    }

    fn into_steps(self) -> Vec<PlannedStepReport> {
        self.steps.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
