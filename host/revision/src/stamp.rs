//! Plans version rows without running anything.

use crate::graph::{Graph, NodeIndex};
use crate::id::RevisionId;
use crate::plan::Plan;
use crate::target::{Place, Target};
use crate::target_error::TargetError;
use crate::walk::{Follow, NodeSet};

impl Graph {
    /// The version rows after a stamp: each target replaces the rows above and below it, and leaves other trees alone.
    ///
    /// `base` takes all rows away, `LABEL@base` those of the branch.
    pub fn plan_stamp(&self, current: &[RevisionId], targets: &[Target]) -> Result<Plan, TargetError> {
        let before = self.rows(current)?;
        let mut rows = before.clone();
        let mut stamped = Vec::new();
        for target in targets {
            let mut found = self.stamp_targets(current, target)?;
            if found.is_empty() {
                self.clear(&mut rows, target)?;
            }
            self.keep_uppermost(&mut found);
            stamped.extend(found);
        }
        self.check_overlap(&stamped)?;
        self.replace(&mut rows, &stamped);
        Ok(Plan {
            steps: Vec::new(),
            heads_before: self.ids(&before),
            heads_after: self.ids(&rows),
            warnings: Vec::new(),
        })
    }

    /// Refuses revisions of which one is below another, for they cannot be rows, or parents of a merge, side by side.
    pub fn check_side_by_side(&self, revisions: &[RevisionId]) -> Result<(), TargetError> {
        self.check_overlap(&self.rows(revisions)?)
    }

    fn stamp_targets(&self, current: &[RevisionId], target: &Target) -> Result<Vec<NodeIndex>, TargetError> {
        if *target.place() != Place::Here {
            return self.named(target, current);
        }
        // A relative stamp goes where the upgrade or downgrade of that text would go.
        let is_up = target.offset().is_some_and(|offset| offset > 0);
        let plan = if is_up { self.plan_upgrade(current, target) } else { self.plan_downgrade(current, target) };
        self.rows(&plan?.heads_after)
    }

    fn clear(&self, rows: &mut Vec<NodeIndex>, target: &Target) -> Result<(), TargetError> {
        match self.branch_of(target)? {
            None => rows.clear(),
            Some(branch) => {
                let lineage = self.lineage(&[branch.node], Follow::All);
                rows.retain(|row| !lineage.contains(*row));
            }
        }
        Ok(())
    }

    /// The heads that one target means may need each other; only the uppermost become rows.
    fn keep_uppermost(&self, indices: &mut Vec<NodeIndex>) {
        let below = self.below(indices);
        indices.retain(|index| !below.contains(*index));
    }

    fn replace(&self, rows: &mut Vec<NodeIndex>, stamped: &[NodeIndex]) {
        let mut is_replaced = self.lineage(stamped, Follow::All);
        rows.retain(|row| !is_replaced.contains(*row));
        // A revision that two targets name becomes one row.
        rows.extend(stamped.iter().filter(|index| {
            let is_new = is_replaced.contains(**index);
            is_replaced.remove(**index);
            is_new
        }));
    }

    fn check_overlap(&self, indices: &[NodeIndex]) -> Result<(), TargetError> {
        let below = self.below(indices);
        let Some(lower) = indices.iter().find(|index| below.contains(**index)) else { return Ok(()) };
        let above = self.descendants(&[*lower], Follow::All);
        let upper = indices.iter().find(|index| *index != lower && above.contains(**index));
        let upper = upper.expect("what is below one of them has that one above it");
        Err(TargetError::Overlapping { upper: self.id(*upper).clone(), lower: self.id(*lower).clone() })
    }

    /// Everything that any of them needs.
    fn below(&self, indices: &[NodeIndex]) -> NodeSet {
        let needs: Vec<NodeIndex> = indices.iter().flat_map(|index| self.nodes[*index].needs.iter().copied()).collect();
        self.ancestors(&needs, Follow::All)
    }
}
