//! A run on a copy of the live schema, to see what it does.
//!
//! - [`copy`]: the live schema on a scratch database
//! - [`watched`]: the session, with a look at every statement that a guest has run on it
//! - [`account`]: what was seen of them
//! - [`locks`]: the locks that a statement takes (`PostgreSQL`)
//! - [`inquiry`]: what was gathered of statements, for whoever judges them
//! - [`witness`]: who gathers it beside the session of a guest
//! - [`effect`]: what a statement changed of the schema
//! - [`report`]: what is told of it

mod account;
pub(crate) mod copy;
mod effect;
pub(crate) mod inquiry;
pub(crate) mod locks;
pub(crate) mod report;
mod watched;
mod witness;

use std::sync::{Arc, Mutex, PoisonError};

use aludel_grants::Access;

pub(crate) use account::Account;
pub(crate) use inquiry::{Deed, Inquest, Inquiry};
pub(crate) use locks::Lookout;
pub(crate) use watched::Watched;

use report::{PlannedStepReport, touched};

/// What a rehearsal sees of its steps.
#[derive(Default)]
pub(crate) struct Rehearsal {
    lookout: Option<Arc<Lookout>>,
    /// Where the statements are to be judged.
    inquiry: Option<Arc<Inquiry>>,
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
        Self { lookout: lookout.map(Arc::new), inquiry: None, steps: Mutex::default() }
    }

    /// The same, with what the statements change told to the inquiry.
    pub(crate) fn telling(self, inquiry: Arc<Inquiry>) -> Self {
        Self { inquiry: Some(inquiry), ..self }
    }

    pub(crate) fn inquiry(&self) -> Option<Arc<Inquiry>> {
        self.inquiry.clone()
    }

    pub(crate) fn lookout(&self) -> Option<Arc<Lookout>> {
        self.lookout.clone()
    }

    pub(crate) fn add(&self, rehearsed: Rehearsed<'_>) {
        let (statements, statements_left_out) = rehearsed.account.take();
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
            duration_us: report::whole_microseconds(rehearsed.duration),
            statements,
            statements_left_out,
            touched: touched(&rehearsed.allowed),
        };
        self.steps.lock().unwrap_or_else(PoisonError::into_inner).push(step);
    }

    /// The steps so far, and ends the connection beside them.
    pub(crate) async fn end(self) -> Vec<PlannedStepReport> {
        if let Some(lookout) = self.lookout.and_then(Arc::into_inner) {
            lookout.close().await;
        }
        self.steps.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
