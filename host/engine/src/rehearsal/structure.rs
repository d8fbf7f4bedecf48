//! What the steps make of the schema: it is read before the first and after each.

use aludel_db::{Session, introspect};
use aludel_schema::{Loss, LossKind, Schema, Scope, losses};
use tokio::sync::Mutex;

use super::report::PlannedStatement;
use crate::error::Error;

/// The steps after which the schema is read. Reading it takes longer than most steps.
const STEPS_MAX: usize = 50;

/// The schemas between the steps.
pub(crate) struct Structure {
    scope: Scope,
    /// Whether it is read after each step.
    is_of_each: bool,
    states: Mutex<Vec<Schema>>,
}

impl Structure {
    /// Reads the schema as it is before so many steps.
    pub(crate) async fn before(session: &mut dyn Session, scope: Scope, steps: usize) -> Result<Self, Error> {
        let first = introspect(session, &scope).await?;
        Ok(Self::from(scope, first, steps))
    }

    /// The same with a schema that is known.
    pub(crate) fn from(scope: Scope, first: Schema, steps: usize) -> Self {
        Self { scope, is_of_each: steps <= STEPS_MAX, states: Mutex::new(vec![first]) }
    }

    /// A step is over.
    pub(crate) async fn look(&self, session: &mut dyn Session) -> Result<(), Error> {
        if self.is_of_each {
            let schema = introspect(session, &self.scope).await?;
            self.states.lock().await.push(schema);
        }
        Ok(())
    }

    /// The schema before the first step, those after each of them as far as they were read, and the last one.
    pub(crate) async fn end(self, session: &mut dyn Session) -> Result<States, Error> {
        let mut states = self.states.into_inner();
        let last = match states.last() {
            Some(last) if self.is_of_each => last.clone(),
            _ => introspect(session, &self.scope).await?,
        };
        if !self.is_of_each {
            states.truncate(1);
        }
        Ok(States { scope: self.scope, by_step: states, last })
    }
}

/// The schemas between steps that are over.
pub(crate) struct States {
    pub(crate) scope: Scope,
    /// Before the first step, and after each; only before the first where there were many.
    pub(crate) by_step: Vec<Schema>,
    pub(crate) last: Schema,
}

impl States {
    /// What a step takes from rows, by its place; none where nobody looked.
    pub(crate) fn lost_in(&self, step: usize, statements: &[PlannedStatement]) -> Vec<Loss> {
        match (self.by_step.get(step), self.by_step.get(step + 1)) {
            (Some(before), Some(after)) => lost(before, after, statements),
            _ => Vec::new(),
        }
    }
}

/// What is gone for good on the way from one schema to the other. Two schemas do not tell a rename; the statements do.
pub(crate) fn lost(before: &Schema, after: &Schema, statements: &[PlannedStatement]) -> Vec<Loss> {
    let text: Vec<&str> = statements.iter().map(|statement| statement.sql.as_str()).collect();
    let operations = aludel_lint::changes(&text.join(";\n"), before, after);
    let lost = operations.iter().flat_map(|operation| losses(operation, before.dialect));
    lost.filter(|loss| loss.kind == LossKind::Gone).collect()
}
