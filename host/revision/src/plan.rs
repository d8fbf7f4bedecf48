//! What to run, in which order, and what the version table holds after each step.

use crate::graph_error::Warning;
use crate::id::RevisionId;

/// Steps that lead from one set of version rows to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What to run, in order. Empty for a stamp, which runs nothing.
    pub steps: Vec<Step>,
    /// The version rows that it starts from.
    pub heads_before: Vec<RevisionId>,
    /// The version rows that it leads to.
    pub heads_after: Vec<RevisionId>,
    /// What somebody should know before running it.
    pub warnings: Vec<Warning>,
}

impl Plan {
    /// Whether nothing would run and no row would change.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.change().is_empty()
    }

    /// The difference between the rows before and after, all at once.
    pub fn change(&self) -> HeadsChange {
        let only_in = |rows: &[RevisionId], others: &[RevisionId]| {
            let others: std::collections::HashSet<&RevisionId> = others.iter().collect();
            rows.iter().filter(|row| !others.contains(row)).cloned().collect()
        };
        HeadsChange {
            removed: only_in(&self.heads_before, &self.heads_after),
            added: only_in(&self.heads_after, &self.heads_before),
        }
    }
}

/// One migration to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The revision whose migration runs.
    pub revision: RevisionId,
    /// Which of its two functions runs.
    pub direction: Direction,
    /// What the step does to the version rows.
    pub change: HeadsChange,
}

/// Rows of the version table that go and come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeadsChange {
    /// The rows to remove.
    pub removed: Vec<RevisionId>,
    /// The rows to add.
    pub added: Vec<RevisionId>,
}

impl HeadsChange {
    /// Whether no row changes.
    pub fn is_empty(&self) -> bool {
        self.removed.is_empty() && self.added.is_empty()
    }
}

/// Which function of a migration runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// `upgrade`.
    Up,
    /// `downgrade`.
    Down,
}
