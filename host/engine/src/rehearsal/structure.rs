//! What the steps make of the schema: it is read before the first and after each.

use std::sync::{Arc, Mutex, PoisonError};

use aludel_db::{Session, introspect};
use aludel_schema::{Loss, LossKind, Schema, Scope, losses};

use super::report::PlannedStatement;
use crate::error::Error;

/// The schema between the steps.
pub(crate) struct Structure {
    scope: Scope,
    states: Mutex<States>,
}

/// The schema around steps that are over. Those in between are not kept: a plan may have a thousand steps.
#[derive(Debug, Clone)]
pub(crate) struct States {
    /// Before the first step.
    pub(crate) first: Arc<Schema>,
    /// After the last one that was looked at.
    pub(crate) last: Arc<Schema>,
    /// What each step takes from rows; the first ones, where there were too many to look at.
    pub(crate) lost: Vec<Vec<Loss>>,
}

impl Structure {
    /// Reads the schema as it is before the first step.
    pub(crate) async fn before(session: &mut dyn Session, scope: Scope) -> Result<Self, Error> {
        let first = introspect(session, &scope).await?;
        Ok(Self::from(scope, Arc::new(first)))
    }

    /// The same with a schema that is known.
    pub(crate) fn from(scope: Scope, first: Arc<Schema>) -> Self {
        let states = States { last: Arc::clone(&first), first, lost: Vec::new() };
        Self { scope, states: Mutex::new(states) }
    }

    /// The schema as it is now.
    pub(crate) async fn read(&self, session: &mut dyn Session) -> Result<Arc<Schema>, Error> {
        Ok(Arc::new(introspect(session, &self.scope).await?))
    }

    /// A step with these statements is over, and has left the schema so.
    pub(crate) fn step_over(&self, schema: Arc<Schema>, statements: &[PlannedStatement]) {
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        let lost = lost(&states.last, &schema, statements);
        states.lost.push(lost);
        states.last = schema;
    }

    /// What was seen of it.
    pub(crate) fn end(self) -> States {
        self.states.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is gone for good on the way from one schema to the other. Two schemas do not tell a rename; the statements do.
fn lost(before: &Schema, after: &Schema, statements: &[PlannedStatement]) -> Vec<Loss> {
    let text: Vec<&str> = statements.iter().map(|statement| statement.sql.as_str()).collect();
    let operations = aludel_lint::changes(&text.join(";\n"), before, after);
    let lost = operations.iter().flat_map(|operation| losses(operation, before.dialect));
    lost.filter(|loss| loss.kind == LossKind::Gone).collect()
}
