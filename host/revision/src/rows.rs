//! The rows of the version table while a plan goes on.

use crate::graph::{Graph, NodeIndex};
use crate::graph_error::Warning;
use crate::id::RevisionId;
use crate::plan::{Direction, HeadsChange, Plan, Step};
use crate::target_error::TargetError;
use crate::walk::{Follow, NodeSet};

/// The version rows, and what they say is applied.
///
/// A row stands for its revision and everything below it, so a row is only needed where nothing applied is above.
pub(crate) struct Rows<'a> {
    graph: &'a Graph,
    /// Each row that there ever was, in the order of coming.
    order: Vec<NodeIndex>,
    is_row: NodeSet,
    applied: NodeSet,
    /// For each node, how many applied ones need it directly.
    dependent_counts: Vec<usize>,
}

impl<'a> Rows<'a> {
    fn new(graph: &'a Graph, rows: &[NodeIndex]) -> Self {
        let applied = graph.ancestors(rows, Follow::All);
        let mut dependent_counts = vec![0; graph.nodes.len()];
        for need in applied.iter().flat_map(|index| &graph.nodes[index].needs) {
            dependent_counts[*need] += 1;
        }
        let mut is_row = NodeSet::none(graph);
        let order = rows.iter().copied().filter(|row| is_row.insert(*row)).collect();
        Self { graph, order, is_row, applied, dependent_counts }
    }

    fn ids(&self) -> Vec<RevisionId> {
        let mut unseen = self.is_row.clone();
        let rows = self.order.iter().filter(|row| {
            let is_row = unseen.contains(**row);
            unseen.remove(**row);
            is_row
        });
        self.graph.ids(rows)
    }

    fn add(&mut self, index: NodeIndex) {
        self.is_row.insert(index);
        self.order.push(index);
    }

    /// Applies the revision: its row replaces those of what it needs.
    fn up(&mut self, index: NodeIndex) -> HeadsChange {
        let needs = &self.graph.nodes[index].needs;
        let replaced: Vec<NodeIndex> = needs.iter().copied().filter(|need| self.is_row.contains(*need)).collect();
        for need in &replaced {
            self.is_row.remove(*need);
        }
        for need in needs {
            self.dependent_counts[*need] += 1;
        }
        self.applied.insert(index);
        self.add(index);
        HeadsChange { removed: self.graph.ids(&replaced), added: vec![self.graph.id(index).clone()] }
    }

    /// Takes the revision back: rows come for what nothing applied needs any more.
    fn down(&mut self, index: NodeIndex) -> HeadsChange {
        self.applied.remove(index);
        let was_row = self.is_row.contains(index);
        self.is_row.remove(index);
        let mut added = Vec::new();
        for need in &self.graph.nodes[index].needs {
            self.dependent_counts[*need] -= 1;
            if self.dependent_counts[*need] == 0 && !self.is_row.contains(*need) {
                self.add(*need);
                added.push(*need);
            }
        }
        let removed = if was_row { vec![self.graph.id(index).clone()] } else { Vec::new() };
        HeadsChange { removed, added: self.graph.ids(&added) }
    }
}

impl Graph {
    /// The version rows as nodes; rows that no file declares are an error that names them.
    pub(crate) fn rows(&self, rows: &[RevisionId]) -> Result<Vec<NodeIndex>, TargetError> {
        let undeclared = self.undeclared(rows);
        if let Some(first) = undeclared.first() {
            let nearest = self.nearest_name(first.as_str());
            return Err(TargetError::UnknownApplied { revisions: undeclared.into_iter().cloned().collect(), nearest });
        }
        Ok(rows.iter().map(|row| self.by_id[row]).collect())
    }

    /// The steps, in this order, with what each does to the rows.
    pub(crate) fn plan_steps(
        &self,
        rows: &[NodeIndex],
        order: &[NodeIndex],
        direction: Direction,
        warnings: Vec<Warning>,
    ) -> Result<Plan, TargetError> {
        if let Some(duplicate) = order.iter().find(|index| self.nodes[**index].is_duplicate) {
            return Err(TargetError::DuplicateRevision { revision: self.id(*duplicate).clone() });
        }
        let mut state = Rows::new(self, rows);
        let heads_before = state.ids();
        let step = |index: &NodeIndex| Step {
            revision: self.id(*index).clone(),
            direction,
            change: match direction {
                Direction::Up => state.up(*index),
                Direction::Down => state.down(*index),
            },
        };
        let steps = order.iter().map(step).collect();
        Ok(Plan { steps, heads_before, heads_after: state.ids(), warnings })
    }

    /// Where a database with these rows is, as `current` shows it: the rows, and the revisions that are applied because
    /// a row depends on them and that have no applied child.
    pub fn current(&self, rows: &[RevisionId]) -> Result<Vec<RevisionId>, TargetError> {
        Ok(self.ids(&self.tips_of_applied(&self.rows(rows)?)))
    }

    pub(crate) fn tips_of_applied(&self, rows: &[NodeIndex]) -> Vec<NodeIndex> {
        let applied = self.ancestors(rows, Follow::All);
        let has_applied_child =
            |index: NodeIndex| self.nodes[index].children().iter().any(|child| applied.contains(*child));
        applied.iter().filter(|index| !has_applied_child(*index)).collect()
    }
}
