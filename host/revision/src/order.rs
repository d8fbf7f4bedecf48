//! The order in which revisions are listed and run.

use crate::graph::{Graph, NodeData, NodeIndex};
use crate::walk::NodeSet;

/// How many steps up are taken for each connection of the graph before the search for the way is given up.
const CLIMBS_PER_CONNECTION_MAX: usize = 16;

impl Graph {
    /// The members of the set, newest first: each before everything that it needs.
    ///
    /// The order is Alembic's: down the line of the first member that nothing in the set needs, along first parents, and
    /// over to another line only where that one has to come first.
    pub(crate) fn newest_first(&self, set: &NodeSet) -> Vec<NodeIndex> {
        let is_top = |index: &NodeIndex| !self.nodes[*index].needed_by.iter().any(|above| set.contains(*above));
        let tops: Vec<NodeIndex> = set.iter().filter(is_top).collect();
        LineOrder::new(self, set, &tops).take().unwrap_or_else(|| {
            let mut order = depth_first(&self.nodes, tops, |index| set.contains(index));
            order.reverse();
            order
        })
    }

    /// The members of the set in the order in which they are applied.
    pub(crate) fn oldest_first(&self, set: &NodeSet) -> Vec<NodeIndex> {
        let mut order = self.newest_first(set);
        order.reverse();
        order
    }
}

/// Walks several lines down side by side.
struct LineOrder<'a> {
    graph: &'a Graph,
    set: &'a NodeSet,
    /// The next revision of each line, as a linked list, for lines end and begin in the middle of it.
    lines: Vec<Line>,
    first: Option<LineIndex>,
    last: Option<LineIndex>,
    /// For each node the line of which it is the next revision.
    line_of: Vec<Option<LineIndex>>,
    /// For each node, how many members of the set need it and are not listed yet.
    unlisted_counts: Vec<usize>,
    /// For each node, how many of its dependents are known to be listed or no members.
    passed_counts: Vec<usize>,
    climbs_left: usize,
    is_listed: NodeSet,
}

type LineIndex = usize;

struct Line {
    next: NodeIndex,
    before: Option<LineIndex>,
    after: Option<LineIndex>,
}

impl<'a> LineOrder<'a> {
    fn new(graph: &'a Graph, set: &'a NodeSet, tops: &[NodeIndex]) -> Self {
        let mut unlisted_counts = vec![0; graph.nodes.len()];
        let mut connection_count = 0;
        for need in set.iter().flat_map(|index| &graph.nodes[index].needs) {
            unlisted_counts[*need] += 1;
            connection_count += 1;
        }
        let mut order = Self {
            graph,
            set,
            lines: Vec::new(),
            first: None,
            last: None,
            line_of: vec![None; graph.nodes.len()],
            unlisted_counts,
            passed_counts: vec![0; graph.nodes.len()],
            climbs_left: (connection_count + 1) * CLIMBS_PER_CONNECTION_MAX,
            is_listed: NodeSet::none(graph),
        };
        for top in tops {
            order.begin_line(*top);
        }
        order
    }

    /// All members, unless the search for the right line takes too long.
    fn take(mut self) -> Option<Vec<NodeIndex>> {
        let mut listed = Vec::new();
        let mut line = self.first;
        while let Some(current) = line {
            let index = self.lines[current].next;
            if self.unlisted_counts[index] > 0 {
                line = Some(self.line_above(index)?);
                continue;
            }
            listed.push(index);
            self.is_listed.insert(index);
            line = self.go_on(current, index);
        }
        Some(listed)
    }

    /// The line by which a revision above this one comes next.
    fn line_above(&mut self, index: NodeIndex) -> Option<LineIndex> {
        let mut above = index;
        loop {
            self.climbs_left = self.climbs_left.checked_sub(1)?;
            above = self.unlisted_above(above);
            if let Some(line) = self.line_of[above] {
                return Some(line);
            }
        }
    }

    fn unlisted_above(&mut self, index: NodeIndex) -> NodeIndex {
        let needed_by = &self.graph.nodes[index].needed_by;
        loop {
            let above = needed_by[self.passed_counts[index]];
            if self.set.contains(above) && !self.is_listed.contains(above) {
                return above;
            }
            self.passed_counts[index] += 1;
        }
    }

    /// Goes down from the revision; further needs begin lines of their own. Gives the line to look at next.
    fn go_on(&mut self, line: LineIndex, index: NodeIndex) -> Option<LineIndex> {
        self.line_of[index] = None;
        let mut goes_on = false;
        for need in self.graph.nodes[index].needs.iter().copied().filter(|need| self.set.contains(*need)) {
            self.unlisted_counts[need] -= 1;
            if self.line_of[need].is_some() {
                continue;
            }
            if goes_on {
                self.begin_line(need);
            } else {
                self.lines[line].next = need;
                self.line_of[need] = Some(line);
                goes_on = true;
            }
        }
        if goes_on { Some(line) } else { self.end_line(line) }
    }

    fn begin_line(&mut self, next: NodeIndex) {
        let line = self.lines.len();
        self.lines.push(Line { next, before: self.last, after: None });
        match self.last {
            Some(last) => self.lines[last].after = Some(line),
            None => self.first = Some(line),
        }
        self.last = Some(line);
        self.line_of[next] = Some(line);
    }

    fn end_line(&mut self, line: LineIndex) -> Option<LineIndex> {
        let Line { before, after, .. } = self.lines[line];
        match before {
            Some(before) => self.lines[before].after = after,
            None => self.first = after,
        }
        match after {
            Some(after) => self.lines[after].before = before,
            None => self.last = before,
        }
        before.or(self.first)
    }
}

/// Every node after everything that it needs.
pub(crate) fn all_oldest_first(nodes: &[NodeData]) -> Vec<NodeIndex> {
    let tops = (0..nodes.len()).filter(|index| nodes[*index].needed_by.is_empty()).collect();
    depth_first(nodes, tops, |_| true)
}

/// Goes down from the tops, the last one first and the last need first, and notes each node when all below it is noted.
fn depth_first(nodes: &[NodeData], tops: Vec<NodeIndex>, keep: impl Fn(NodeIndex) -> bool) -> Vec<NodeIndex> {
    let mut order = Vec::new();
    let mut is_seen = vec![false; nodes.len()];
    for top in tops.into_iter().rev() {
        if std::mem::replace(&mut is_seen[top], true) {
            continue;
        }
        let mut way = vec![(top, nodes[top].needs.len())];
        while let Some((index, needs_left)) = way.last_mut() {
            if *needs_left == 0 {
                order.push(*index);
                way.pop();
                continue;
            }
            *needs_left -= 1;
            let need = nodes[*index].needs[*needs_left];
            if keep(need) && !std::mem::replace(&mut is_seen[need], true) {
                way.push((need, nodes[need].needs.len()));
            }
        }
    }
    order
}
