//! Operations as statements, one after the other.

use crate::apply::{ApplyError, apply};
use crate::dialect::{Placement, Rendered, Statement, Unsupported, rules};
use crate::inverse::inverse_of_all;
use crate::model::Schema;
use crate::operation::{Modifiers, Operation};

/// Operations with the statements that carry them out.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    /// In order.
    pub steps: Vec<ScriptStep>,
    /// The database after all of them.
    pub after: Schema,
}

/// One operation with its statements.
#[derive(Debug, Clone, PartialEq)]
pub struct ScriptStep {
    /// The operation.
    pub operation: Operation,
    /// The statements.
    pub rendered: Rendered,
}

/// Why operations cannot be written as statements.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScriptError {
    /// The dialect has no statements for one of them.
    #[error(transparent)]
    Unsupported(#[from] Unsupported),
    /// One of them does not fit the database that the ones before it leave.
    #[error(transparent)]
    Misfit(#[from] ApplyError),
}

impl Script {
    /// Writes operations for a database that looks like `before`.
    pub fn of(before: &Schema, operations: &[Operation]) -> Result<Self, ScriptError> {
        let rules = rules(before.dialect);
        let mut state = before.clone();
        let mut steps = Vec::with_capacity(operations.len());
        for operation in operations {
            let rendered = rules.render(&state, operation, &Modifiers::default())?;
            apply(&mut state, operation)?;
            steps.push(ScriptStep { operation: operation.clone(), rendered });
        }
        let mut together: Vec<_> = steps.iter_mut().map(|step| (&step.operation, &mut step.rendered)).collect();
        rules.settle(&mut together);
        Ok(Self { steps, after: state })
    }

    /// The operations, in order.
    pub fn operations(&self) -> Vec<Operation> {
        self.steps.iter().map(|step| step.operation.clone()).collect()
    }

    /// The script that turns this one back; none where one of its operations has no inverse.
    pub fn way_back(&self) -> Result<Option<Self>, ScriptError> {
        inverse_of_all(&self.operations()).map(|operations| Self::of(&self.after, &operations)).transpose()
    }

    /// Every statement, in order.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.steps.iter().flat_map(|step| &step.rendered.statements)
    }

    /// Whether foreign keys must not be enforced while it runs.
    pub fn suspends_foreign_keys(&self) -> bool {
        self.steps.iter().any(|step| step.rendered.suspends_foreign_keys)
    }

    /// Whether one of its statements cannot run in a transaction.
    pub fn leaves_transactions(&self) -> bool {
        self.statements().any(|statement| statement.placement == Placement::OutsideTransaction)
    }
}
