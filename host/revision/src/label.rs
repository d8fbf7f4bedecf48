//! Which branch labels a revision carries.

use crate::graph::{NodeData, NodeIndex};
use crate::order::all_oldest_first;

/// The labels of every node. Sets are lists that share their tails, so that a long line with many labels stays small.
#[derive(Debug, Clone, Default)]
pub(crate) struct LabelSets {
    cells: Vec<Cell>,
    by_node: Vec<SetIndex>,
}

#[derive(Debug, Clone)]
struct Cell {
    label: String,
    rest: SetIndex,
}

/// The first cell of a set; `None` is the empty set.
type SetIndex = Option<usize>;

impl LabelSets {
    /// Hands the labels on: to all descendants, and down a plain line to where it forks or merges, which is what
    /// Alembic does. Dependencies hand nothing on, though a dependent makes a fork too.
    pub(crate) fn inherit(nodes: &[NodeData]) -> Self {
        if nodes.iter().all(|node| node.own_labels.is_empty()) {
            return Self { cells: Vec::new(), by_node: vec![None; nodes.len()] };
        }
        let order = all_oldest_first(nodes);
        let mut starting = labels_by_start(nodes, &order);
        let mut sets = Self { cells: Vec::new(), by_node: vec![None; nodes.len()] };
        for index in order {
            let inherited = nodes[index].parents().iter().map(|parent| sets.by_node[*parent]);
            let inherited: Vec<SetIndex> = inherited.collect();
            let mut set = inherited.into_iter().reduce(|one, other| sets.union(one, other)).unwrap_or(None);
            for label in starting[index].drain(..) {
                set = Some(sets.with(set, label));
            }
            sets.by_node[index] = set;
        }
        sets
    }

    /// The labels of the node, sorted.
    pub(crate) fn of(&self, index: NodeIndex) -> Vec<&str> {
        let mut labels: Vec<&str> = self.iter(self.by_node[index]).collect();
        labels.sort_unstable();
        labels.dedup();
        labels
    }

    fn iter(&self, set: SetIndex) -> impl Iterator<Item = &str> {
        let first = set.map(|index| &self.cells[index]);
        let cells = std::iter::successors(first, |cell| cell.rest.map(|index| &self.cells[index]));
        cells.map(|cell| cell.label.as_str())
    }

    fn with(&mut self, rest: SetIndex, label: String) -> usize {
        self.cells.push(Cell { label, rest });
        self.cells.len() - 1
    }

    fn union(&mut self, one: SetIndex, other: SetIndex) -> SetIndex {
        if one == other || other.is_none() {
            return one;
        }
        let known: std::collections::HashSet<&str> = self.iter(one).collect();
        let missing: Vec<String> = self.iter(other).filter(|label| !known.contains(label)).map(str::to_owned).collect();
        missing.into_iter().fold(one, |set, label| Some(self.with(set, label)))
    }
}

/// The labels by the lowest node that carries them.
fn labels_by_start(nodes: &[NodeData], order: &[NodeIndex]) -> Vec<Vec<String>> {
    let bottoms = bottoms_of_lines(nodes, order);
    let is_plain = plain_to_the_tip(nodes, order);
    let mut starting = vec![Vec::new(); nodes.len()];
    for (index, node) in nodes.iter().enumerate() {
        let start = if is_plain[index] { bottoms[index] } else { index };
        starting[start].extend(node.own_labels.iter().cloned());
    }
    starting
}

fn is_fork_or_merge(node: &NodeData) -> bool {
    node.needed_by.len() > 1 || node.parent_count > 1
}

/// For each node the last one below it that is reached before a fork or a merge.
fn bottoms_of_lines(nodes: &[NodeData], order: &[NodeIndex]) -> Vec<NodeIndex> {
    let mut bottoms: Vec<NodeIndex> = (0..nodes.len()).collect();
    for index in order {
        if let [parent] = nodes[*index].parents()
            && !is_fork_or_merge(&nodes[*parent])
        {
            bottoms[*index] = bottoms[*parent];
        }
    }
    bottoms
}

/// Whether nothing forks or merges from the node up to the head above it.
fn plain_to_the_tip(nodes: &[NodeData], order: &[NodeIndex]) -> Vec<bool> {
    let mut is_plain = vec![false; nodes.len()];
    for index in order.iter().rev() {
        let node = &nodes[*index];
        is_plain[*index] = !is_fork_or_merge(node) && node.children().iter().all(|child| is_plain[*child]);
    }
    is_plain
}
