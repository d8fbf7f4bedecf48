//! Plans forward.

use crate::graph::{Graph, NodeIndex};
use crate::id::RevisionId;
use crate::plan::{Direction, Plan};
use crate::range::Range;
use crate::relative::{AtTheEnd, Walk};
use crate::resolve::Branch;
use crate::target::{Place, Target};
use crate::target_error::TargetError;
use crate::walk::Follow;

impl Graph {
    /// The steps from the version rows to the target: everything that the target needs and the rows do not have.
    pub fn plan_upgrade(&self, current: &[RevisionId], target: &Target) -> Result<Plan, TargetError> {
        let rows = self.rows(current)?;
        let targets = self.upgrade_targets(current, &rows, target)?;
        self.plan_up_to(&rows, &targets)
    }

    /// The steps of `upgrade --sql A:B`: as if the database were at A.
    pub fn plan_range_upgrade(&self, range: &Range) -> Result<Plan, TargetError> {
        let start = self.range_start(range)?;
        let target = range.to.clone().unwrap_or_else(Target::head);
        self.plan_upgrade(&start, &target)
    }

    /// The rows of a database that is at the start of the range.
    pub(crate) fn range_start(&self, range: &Range) -> Result<Vec<RevisionId>, TargetError> {
        range.from.as_ref().map_or(Ok(Vec::new()), |from| self.resolve(from.as_str(), &[]))
    }

    fn plan_up_to(&self, rows: &[NodeIndex], targets: &[NodeIndex]) -> Result<Plan, TargetError> {
        let applied = self.ancestors(rows, Follow::All);
        let needed = self.ancestors(targets, Follow::All).without(&applied);
        self.plan_steps(rows, &self.oldest_first(&needed), Direction::Up, Vec::new())
    }

    fn upgrade_targets(
        &self,
        current: &[RevisionId],
        rows: &[NodeIndex],
        target: &Target,
    ) -> Result<Vec<NodeIndex>, TargetError> {
        if *target.place() == Place::Here {
            return self.above_the_rows(rows, target).map(|index| index.into_iter().collect());
        }
        self.named(target, current)
    }

    /// `+N` or `LABEL@+N`: N above where the database is.
    fn above_the_rows(&self, rows: &[NodeIndex], target: &Target) -> Result<Option<NodeIndex>, TargetError> {
        let offset = target.offset().unwrap_or(0);
        if offset <= 0 {
            return Err(TargetError::RelativeOutOfRange { text: target.to_string() });
        }
        let branch = self.branch_of(target)?;
        let starts = branch.as_ref().map_or_else(|| rows.to_vec(), |branch| self.starts_on(branch, rows));
        let start = match starts.as_slice() {
            [] => None,
            [one] => Some(*one),
            several => {
                return Err(TargetError::AmbiguousStart { text: target.to_string(), starts: self.ids(several) });
            }
        };
        Walk { graph: self, target, branch: branch.as_ref(), at_the_end: AtTheEnd::Refuse }.take(start, offset)
    }

    /// The rows on the branch; if there are none, the last applied revisions from which it goes on.
    fn starts_on(&self, branch: &Branch<'_>, rows: &[NodeIndex]) -> Vec<NodeIndex> {
        let on_branch: Vec<NodeIndex> = rows.iter().copied().filter(|row| branch.lineage.contains(*row)).collect();
        if !on_branch.is_empty() {
            return on_branch;
        }
        let applied = self.ancestors(rows, Follow::All).intersected_with(&branch.lineage);
        let is_last = |index: &NodeIndex| !self.nodes[*index].needed_by.iter().any(|above| applied.contains(*above));
        applied.iter().filter(is_last).collect()
    }
}
