//! Plans backward.

use crate::graph::{Graph, NodeIndex};
use crate::graph_error::Warning;
use crate::id::RevisionId;
use crate::plan::{Direction, Plan};
use crate::range::Range;
use crate::relative::{AtTheEnd, Walk};
use crate::resolve::Branch;
use crate::target::{Place, Target};
use crate::target_error::TargetError;
use crate::walk::{Follow, NodeSet};

/// Where a downgrade ends.
struct Destination<'a> {
    /// The revision that stays; `None` is the base.
    stays: Option<NodeIndex>,
    /// The branch that goes back, if not all of them do.
    branch: Option<Branch<'a>>,
    warnings: Vec<Warning>,
}

impl Graph {
    /// The steps back from the version rows to the target: its children that are applied, with all that stands on them.
    pub fn plan_downgrade(&self, current: &[RevisionId], target: &Target) -> Result<Plan, TargetError> {
        let rows = self.rows(current)?;
        let destination = self.destination(current, &rows, target)?;
        let applied = self.ancestors(&rows, Follow::All);
        let taken_back = self.taken_back(&destination, &applied);
        if taken_back.is_empty() && destination.stays.is_some_and(|stays| !applied.contains(stays)) {
            return Err(TargetError::NotAncestor { target: target.to_string(), current: self.ids(&rows) });
        }
        let order = self.newest_first(&taken_back);
        self.plan_steps(&rows, &order, Direction::Down, destination.warnings)
    }

    /// The steps of `downgrade --sql A:B`: as if the database were at A.
    pub fn plan_range_downgrade(&self, range: &Range) -> Result<Plan, TargetError> {
        let Range { from: Some(_), to: Some(target) } = range else {
            return Err(TargetError::OfflineDowngradeNeedsRange { text: range.to_string() });
        };
        self.plan_downgrade(&self.range_start(range)?, target)
    }

    /// Where the way up from the destination forks, only what is on the branch goes back, with all that needs it.
    fn taken_back(&self, destination: &Destination<'_>, applied: &NodeSet) -> NodeSet {
        let lowest = match destination.stays {
            None => self.indices(|node| node.parents().is_empty()),
            Some(stays) => self.nodes[stays].children().to_vec(),
        };
        let lowest = match &destination.branch {
            Some(branch) if lowest.len() > 1 => on_branch(&lowest, branch),
            _ => lowest,
        };
        self.descendants(&lowest, Follow::All).intersected_with(applied)
    }

    fn destination<'a>(
        &self,
        current: &[RevisionId],
        rows: &[NodeIndex],
        target: &'a Target,
    ) -> Result<Destination<'a>, TargetError> {
        let branch = self.branch_of(target)?;
        if *target.place() == Place::Here {
            return self.below_the_rows(rows, target, branch);
        }
        let stays = match self.named(target, current)?.as_slice() {
            [] => None,
            [one] => Some(*one),
            several => return Err(self.multiple_heads(target, several)),
        };
        Ok(Destination { stays, branch, warnings: Vec::new() })
    }

    /// `-N` or `LABEL@-N`: N below where the database is.
    fn below_the_rows<'a>(
        &self,
        rows: &[NodeIndex],
        target: &'a Target,
        branch: Option<Branch<'a>>,
    ) -> Result<Destination<'a>, TargetError> {
        let offset = target.offset().unwrap_or(0);
        let out_of_range = || TargetError::RelativeOutOfRange { text: target.to_string() };
        if offset >= 0 {
            return Err(out_of_range());
        }
        let (start, warnings) = match &branch {
            Some(branch) => (self.start_on(branch, rows, target)?, Vec::new()),
            None => (*rows.first().ok_or_else(out_of_range)?, self.warn_of_others(rows)),
        };
        let walk = Walk { graph: self, target, branch: branch.as_ref(), at_the_end: AtTheEnd::Refuse };
        let stays = walk.take(Some(start), offset)?;
        // Without a branch the first row tells which one goes back, where the way forks.
        let branch = branch.unwrap_or_else(|| self.branch_at(start));
        Ok(Destination { stays, branch: Some(branch), warnings })
    }

    fn start_on(&self, branch: &Branch<'_>, rows: &[NodeIndex], target: &Target) -> Result<NodeIndex, TargetError> {
        let mut starts = on_branch(rows, branch);
        if starts.is_empty() {
            starts = on_branch(&self.tips_of_applied(rows), branch);
        }
        match starts.as_slice() {
            [] => Err(TargetError::RelativeOutOfRange { text: target.to_string() }),
            [one] => Ok(*one),
            several => Err(TargetError::AmbiguousStart { text: target.to_string(), starts: self.ids(several) }),
        }
    }

    fn branch_at<'a>(&self, index: NodeIndex) -> Branch<'a> {
        Branch { name: "", node: index, lineage: self.lineage(&[index], Follow::Line) }
    }

    fn warn_of_others(&self, rows: &[NodeIndex]) -> Vec<Warning> {
        match rows {
            [start, others @ ..] if !others.is_empty() => {
                vec![Warning::AmbiguousDowngrade { start: self.id(*start).clone(), others: self.ids(others) }]
            }
            _ => Vec::new(),
        }
    }
}

fn on_branch(indices: &[NodeIndex], branch: &Branch<'_>) -> Vec<NodeIndex> {
    indices.iter().copied().filter(|index| branch.lineage.contains(*index)).collect()
}
