//! Sets of revisions: ancestors and descendants.

use crate::graph::{Graph, NodeData, NodeIndex};

/// A set of nodes, one bit of knowledge for each node of the graph.
#[derive(Debug, Clone)]
pub(crate) struct NodeSet(Vec<bool>);

impl NodeSet {
    pub(crate) fn none(graph: &Graph) -> Self {
        Self(vec![false; graph.nodes.len()])
    }

    pub(crate) fn contains(&self, index: NodeIndex) -> bool {
        self.0[index]
    }

    /// Adds the node and tells whether it is new.
    pub(crate) fn insert(&mut self, index: NodeIndex) -> bool {
        !std::mem::replace(&mut self.0[index], true)
    }

    pub(crate) fn remove(&mut self, index: NodeIndex) {
        self.0[index] = false;
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = NodeIndex> {
        self.0.iter().enumerate().filter_map(|(index, is_member)| is_member.then_some(index))
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.0.contains(&true)
    }

    pub(crate) fn without(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(is_member, is_other)| *is_member &= !is_other);
        self
    }

    pub(crate) fn intersected_with(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(is_member, is_other)| *is_member &= is_other);
        self
    }

    pub(crate) fn united_with(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(is_member, is_other)| *is_member |= is_other);
        self
    }
}

/// Which connections count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Follow {
    /// Parents and children.
    Line,
    /// Dependencies and dependents too.
    All,
}

impl Graph {
    /// The nodes and everything below them.
    pub(crate) fn ancestors(&self, starts: &[NodeIndex], follow: Follow) -> NodeSet {
        self.reachable(starts, |node| match follow {
            Follow::Line => node.parents(),
            Follow::All => &node.needs,
        })
    }

    /// The nodes and everything above them.
    pub(crate) fn descendants(&self, starts: &[NodeIndex], follow: Follow) -> NodeSet {
        self.reachable(starts, |node| match follow {
            Follow::Line => node.children(),
            Follow::All => &node.needed_by,
        })
    }

    /// The nodes and everything in line with one of them, above and below.
    pub(crate) fn lineage(&self, starts: &[NodeIndex], follow: Follow) -> NodeSet {
        self.ancestors(starts, follow).united_with(&self.descendants(starts, follow))
    }

    fn reachable(&self, starts: &[NodeIndex], edges: impl Fn(&NodeData) -> &[NodeIndex]) -> NodeSet {
        let mut found = NodeSet::none(self);
        let mut todo = starts.to_vec();
        while let Some(index) = todo.pop() {
            if found.insert(index) {
                todo.extend(edges(&self.nodes[index]));
            }
        }
        found
    }
}
