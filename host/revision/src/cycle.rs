//! Finds the revisions that are their own ancestors.

use std::collections::{HashMap, VecDeque};

use crate::graph::{NodeData, NodeIndex};
use crate::graph_error::GraphError;
use crate::id::RevisionId;

type Edges = fn(&NodeData) -> &[NodeIndex];

fn all_needs(node: &NodeData) -> &[NodeIndex] {
    &node.needs
}

/// One error for each knot of revisions that are each other's ancestors: first those that parents alone tie, then those
/// that need a dependency.
pub(crate) fn find_cycles(nodes: &[NodeData]) -> Vec<GraphError> {
    if is_acyclic(nodes) {
        return Vec::new();
    }
    let by_parents = knots(nodes, NodeData::parents);
    let mut is_tied = vec![false; nodes.len()];
    for index in by_parents.iter().flatten() {
        is_tied[*index] = true;
    }
    let mut by_needs = knots(nodes, all_needs);
    by_needs.retain(|knot| !knot.iter().any(|index| is_tied[*index]));
    let cycle = |knot: &Vec<NodeIndex>| GraphError::Cycle { revisions: way_round(nodes, knot, NodeData::parents) };
    let dependency_cycle =
        |knot: &Vec<NodeIndex>| GraphError::DependencyCycle { revisions: way_round(nodes, knot, all_needs) };
    by_parents.iter().map(cycle).chain(by_needs.iter().map(dependency_cycle)).collect()
}

/// Takes away what needs nothing that is left, until nothing is left (Kahn 1962).
fn is_acyclic(nodes: &[NodeData]) -> bool {
    let mut unmet: Vec<usize> = nodes.iter().map(|node| node.needs.len()).collect();
    let mut ready: Vec<NodeIndex> = (0..nodes.len()).filter(|index| unmet[*index] == 0).collect();
    let mut taken = 0;
    while let Some(index) = ready.pop() {
        taken += 1;
        for dependent in &nodes[index].needed_by {
            unmet[*dependent] -= 1;
            if unmet[*dependent] == 0 {
                ready.push(*dependent);
            }
        }
    }
    taken == nodes.len()
}

/// The strongly connected components of more than one node, each sorted, by the path-based algorithm of Gabow (2000)
/// with a stack of its own, so that a long line does not overflow the thread's.
fn knots(nodes: &[NodeData], edges: Edges) -> Vec<Vec<NodeIndex>> {
    let mut search = Search { order: vec![None; nodes.len()], is_done: vec![false; nodes.len()], ..Search::default() };
    for index in 0..nodes.len() {
        if search.order[index].is_none() {
            search.explore(index, nodes, edges);
        }
    }
    search.knots.sort_unstable();
    search.knots
}

#[derive(Default)]
struct Search {
    /// The number in order of discovery.
    order: Vec<Option<usize>>,
    is_done: Vec<bool>,
    discovered_count: usize,
    /// What is discovered and belongs to no finished component.
    open: Vec<NodeIndex>,
    /// Those of `open` that may be the first of their component.
    firsts: Vec<NodeIndex>,
    knots: Vec<Vec<NodeIndex>>,
}

impl Search {
    fn explore(&mut self, start: NodeIndex, nodes: &[NodeData], edges: Edges) {
        let mut way = vec![(start, 0)];
        self.enter(start);
        while let Some((index, edge)) = way.last_mut() {
            let Some(next) = edges(&nodes[*index]).get(*edge).copied() else {
                let finished = *index;
                way.pop();
                self.leave(finished);
                continue;
            };
            *edge += 1;
            match self.order[next] {
                None => {
                    self.enter(next);
                    way.push((next, 0));
                }
                Some(order) if !self.is_done[next] => self.join_back_to(order),
                Some(_) => {}
            }
        }
    }

    fn enter(&mut self, index: NodeIndex) {
        self.order[index] = Some(self.discovered_count);
        self.discovered_count += 1;
        self.open.push(index);
        self.firsts.push(index);
    }

    fn join_back_to(&mut self, order: usize) {
        while self.firsts.last().is_some_and(|first| self.order[*first] > Some(order)) {
            self.firsts.pop();
        }
    }

    fn leave(&mut self, index: NodeIndex) {
        if self.firsts.last() != Some(&index) {
            return;
        }
        self.firsts.pop();
        let first = self.open.iter().rposition(|open| *open == index).expect("what is left was entered");
        let mut component = self.open.split_off(first);
        for member in &component {
            self.is_done[*member] = true;
        }
        if component.len() > 1 {
            component.sort_unstable();
            self.knots.push(component);
        }
    }
}

/// The shortest way from the first of a knot back to it, found in breadth.
fn way_round(nodes: &[NodeData], knot: &[NodeIndex], edges: Edges) -> Vec<RevisionId> {
    let start = knot[0];
    let mut came_from: HashMap<NodeIndex, NodeIndex> = HashMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(index) = queue.pop_front() {
        for next in edges(&nodes[index]) {
            if *next == start {
                return trace(nodes, &came_from, start, index);
            }
            if knot.binary_search(next).is_ok() && !came_from.contains_key(next) {
                came_from.insert(*next, index);
                queue.push_back(*next);
            }
        }
    }
    knot.iter().map(|index| nodes[*index].id.clone()).collect()
}

fn trace(
    nodes: &[NodeData],
    came_from: &HashMap<NodeIndex, NodeIndex>,
    start: NodeIndex,
    last: NodeIndex,
) -> Vec<RevisionId> {
    let mut way = vec![nodes[last].id.clone()];
    let mut index = last;
    while index != start {
        index = came_from[&index];
        way.push(nodes[index].id.clone());
    }
    way.reverse();
    way
}
