//! Draws the lines of a history beside its revisions, as `git log --graph` does.

use std::collections::{BTreeSet, HashMap};

use crate::graph::{Graph, NodeIndex};
use crate::id::RevisionId;

/// The most lanes that are drawn; of wider graphs the rest is an ellipsis.
pub const DRAWN_LANES_MAX: usize = 40;

/// One line of a drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnLine {
    /// The lanes, each two characters wide: `│ ● │`. Blanks at the end are left out.
    pub lanes: String,
    /// The revision that the line shows; `None` where lanes only fork or join.
    pub revision: Option<RevisionId>,
}

impl Graph {
    /// Draws a listing, newest first, such as [`history`](Self::history) gives: a line for each revision, and lines
    /// between them where lanes fork and join. Lanes follow parents; dependencies are not drawn.
    pub fn draw(&self, listing: &[RevisionId]) -> Vec<DrawnLine> {
        let listed: Vec<NodeIndex> = listing.iter().filter_map(|id| self.by_id.get(id).copied()).collect();
        let mut is_awaited = vec![false; self.nodes.len()];
        for index in &listed {
            is_awaited[*index] = true;
        }
        let mut drawing = Drawing { lines: Vec::new(), lanes: Lanes::default() };
        for index in listed {
            // Once shown, a revision is not waited for again, even if the listing is not newest first.
            is_awaited[index] = false;
            let parents: Vec<NodeIndex> =
                self.nodes[index].parents().iter().copied().filter(|parent| is_awaited[*parent]).collect();
            drawing.show(self.id(index), index, &parents);
        }
        drawing.lines
    }
}

struct Drawing {
    lines: Vec<DrawnLine>,
    lanes: Lanes,
}

impl Drawing {
    fn show(&mut self, id: &RevisionId, index: NodeIndex, parents: &[NodeIndex]) {
        let waiting = self.lanes.take(index);
        let lane = waiting.first().copied().unwrap_or_else(|| self.lanes.open(0));
        if waiting.len() > 1 {
            self.lines.push(self.lanes.connect(lane, &waiting[1..], Bend::Joins));
            waiting[1..].iter().for_each(|joined| self.lanes.close(*joined));
        }
        self.lines.push(DrawnLine { lanes: self.lanes.with_revision_at(lane), revision: Some(id.clone()) });
        self.go_on(lane, parents);
    }

    /// The lane goes on to the first parent; the others get lanes to the right of it.
    fn go_on(&mut self, lane: usize, parents: &[NodeIndex]) {
        let Some((first, others)) = parents.split_first() else { return self.lanes.close(lane) };
        self.lanes.wait(lane, *first);
        if others.is_empty() {
            return;
        }
        let opened: Vec<usize> = others
            .iter()
            .map(|parent| {
                let opened = self.lanes.open(lane);
                self.lanes.wait(opened, *parent);
                opened
            })
            .collect();
        self.lines.push(self.lanes.connect(lane, &opened, Bend::Forks));
    }
}

/// How side lanes meet the lane of a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bend {
    /// They come from above and end.
    Joins,
    /// They begin and go on below.
    Forks,
}

#[derive(Default)]
struct Lanes {
    /// Whether each lane is in use.
    in_use: Vec<bool>,
    unused: BTreeSet<usize>,
    /// The lanes that wait for a revision, from left to right.
    waiting: HashMap<NodeIndex, Vec<usize>>,
}

impl Lanes {
    fn take(&mut self, index: NodeIndex) -> Vec<usize> {
        let mut lanes = self.waiting.remove(&index).unwrap_or_default();
        lanes.sort_unstable();
        lanes
    }

    fn wait(&mut self, lane: usize, index: NodeIndex) {
        self.waiting.entry(index).or_default().push(lane);
    }

    /// Uses the first free lane from there on.
    fn open(&mut self, from: usize) -> usize {
        let lane = self.unused.range(from..).next().copied().unwrap_or(self.in_use.len());
        self.unused.remove(&lane);
        if lane == self.in_use.len() {
            self.in_use.push(true);
        }
        self.in_use[lane] = true;
        lane
    }

    fn close(&mut self, lane: usize) {
        self.in_use[lane] = false;
        self.unused.insert(lane);
        while self.in_use.last() == Some(&false) {
            self.in_use.pop();
            self.unused.remove(&self.in_use.len());
        }
    }

    fn with_revision_at(&self, lane: usize) -> String {
        let glyph = |other: usize| match (other == lane, self.in_use[other]) {
            (true, _) => '●',
            (false, true) => '│',
            (false, false) => ' ',
        };
        let mut text = self.drawn(glyph, |_| ' ');
        if lane >= DRAWN_LANES_MAX {
            text.push_str(" ●");
        }
        text
    }

    fn connect(&self, lane: usize, sides: &[usize], bend: Bend) -> DrawnLine {
        let sides: BTreeSet<usize> = sides.iter().copied().collect();
        let end = sides.last().copied().unwrap_or(lane);
        let glyph = |other: usize| match (other, bend) {
            _ if other == lane => '├',
            (_, Bend::Joins) if other == end => '╯',
            (_, Bend::Forks) if other == end => '╮',
            (_, Bend::Joins) if sides.contains(&other) => '┴',
            (_, Bend::Forks) if sides.contains(&other) => '┬',
            _ if (lane..end).contains(&other) => {
                if self.in_use[other] {
                    '┼'
                } else {
                    '─'
                }
            }
            _ => {
                if self.in_use[other] {
                    '│'
                } else {
                    ' '
                }
            }
        };
        let lanes = self.drawn(glyph, |other| if (lane..end).contains(&other) { '─' } else { ' ' });
        DrawnLine { lanes, revision: None }
    }

    fn drawn(&self, glyph: impl Fn(usize) -> char, filler: impl Fn(usize) -> char) -> String {
        let mut line = String::new();
        for lane in 0..self.in_use.len().min(DRAWN_LANES_MAX) {
            line.push(glyph(lane));
            line.push(filler(lane));
        }
        line.truncate(line.trim_end().len());
        if self.in_use.len() > DRAWN_LANES_MAX {
            line.push('…');
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revision::Revision;

    /// Builds `child: parent parent` lines and draws all of it.
    fn drawn(declarations: &str) -> String {
        let id = |text: &str| RevisionId::parse(text).expect("is an id");
        let revision = |line: &str| {
            let (child, parents) = line.trim().split_once(':').expect("has a colon");
            let down = parents.split_whitespace().map(id).collect();
            Revision { id: id(child), down, depends_on: vec![], labels: vec![] }
        };
        let graph = Graph::build(declarations.trim().lines().map(revision).collect()).expect("is a graph");
        let listing = graph.history(None, &[]).expect("everything can be listed");
        let text = |line: &DrawnLine| match &line.revision {
            Some(revision) => format!("{} {revision}", line.lanes),
            None => line.lanes.clone(),
        };
        graph.draw(&listing).iter().map(text).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn draws_a_line() {
        assert_eq!(drawn("a:\nb: a\nc: b"), "● c\n● b\n● a");
    }

    #[test]
    fn draws_a_fork_and_a_merge() {
        let expected = "\
● tail
● joined
├─╮
● │ east2
● │ east1
│ ● west2
│ ● west1
├─╯
● trunk
● root";
        let graph = "root:\ntrunk: root\neast1: trunk\neast2: east1\nwest1: trunk\nwest2: west1\n\
                     joined: east2 west2\ntail: joined";
        assert_eq!(drawn(graph), expected);
    }

    #[test]
    fn draws_three_parents_and_open_heads() {
        let expected = "\
● m
├─┬─╮
● │ │ x
│ ● │ y
│ │ │ ● w
│ │ ● │ z
├─┴─┴─╯
● r";
        assert_eq!(drawn("r:\nx: r\ny: r\nz: r\nm: x y z\nw: r"), expected);
    }

    #[test]
    fn draws_trees_below_each_other_and_lanes_across() {
        assert_eq!(drawn("a:\nb: a\nc:\nd: c"), "● b\n● a\n● d\n● c");
        let expected = "\
● p
├─╮
● │ a2
│ │ ● q
├─┼─╯
● │ a1
  ● b";
        assert_eq!(drawn("b:\na1:\na2: a1\np: a2 b\nq: a1"), expected);
    }

    #[test]
    fn cuts_a_very_wide_graph() {
        let arms: Vec<String> = (0..100).map(|arm| format!("arm{arm}: seed")).collect();
        let drawing = drawn(&format!("seed:\n{}", arms.join("\n")));
        let widest = drawing.lines().map(|line| line.chars().count()).max();
        assert!(widest < Some(2 * DRAWN_LANES_MAX + 12), "{widest:?}");
        assert!(drawing.ends_with("● seed"));
    }
}
