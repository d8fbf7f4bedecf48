//! Lists revisions, newest first.

use crate::graph::{Graph, NodeIndex};
use crate::id::RevisionId;
use crate::range::Range;
use crate::relative::{AtTheEnd, Walk};
use crate::target::{Place, Target};
use crate::target_error::TargetError;
use crate::walk::{Follow, NodeSet};

impl Graph {
    /// The revisions of the range, both ends included, or all of them; each before everything that it needs.
    ///
    /// `current` in the range means the version rows. A relative end stops at the last revision there is.
    pub fn history(&self, range: Option<&Range>, current: &[RevisionId]) -> Result<Vec<RevisionId>, TargetError> {
        let everything = Range { from: None, to: None };
        let range = range.unwrap_or(&everything);
        let from = self.start_of_history(range, current)?;
        let to = self.end_of_history(range, &from, current)?;
        let below = self.ancestors(&to, Follow::All);
        if let Some(lower) = from.iter().find(|lower| !below.contains(**lower)) {
            return Err(TargetError::NotAncestor { target: self.id(*lower).to_string(), current: self.ids(&to) });
        }
        let listed = self.newest_first(&self.between(below, &from));
        Ok(self.ids(&listed))
    }

    fn between(&self, below: NodeSet, from: &[NodeIndex]) -> NodeSet {
        if from.is_empty() {
            return below;
        }
        below.intersected_with(&self.descendants(from, Follow::Line))
    }

    fn start_of_history(&self, range: &Range, current: &[RevisionId]) -> Result<Vec<NodeIndex>, TargetError> {
        let Some(target) = &range.from else { return Ok(Vec::new()) };
        match (target.place(), target.offset()) {
            // In Alembic `-3:` counts from the heads.
            (Place::Here, Some(offset)) if offset <= 0 => self.counted_from_heads(target, offset),
            (Place::Here, Some(offset)) => self.walk_staying(target, None, offset),
            _ => self.end_named(target, current),
        }
    }

    fn end_of_history(
        &self,
        range: &Range,
        from: &[NodeIndex],
        current: &[RevisionId],
    ) -> Result<Vec<NodeIndex>, TargetError> {
        let branch = range.from.as_ref().map(|from| self.branch_of(from)).transpose()?.flatten();
        let Some(target) = &range.to else { return Ok(self.heads_of(branch.as_ref())) };
        match (target.place(), target.offset()) {
            (Place::Here, Some(offset)) if offset <= 0 => self.counted_from_heads(target, offset),
            (Place::Here, Some(offset)) => self.walk_staying(target, self.only(target, from)?, offset),
            _ => self.end_named(target, current),
        }
    }

    fn end_named(&self, target: &Target, current: &[RevisionId]) -> Result<Vec<NodeIndex>, TargetError> {
        let branch = self.branch_of(target)?;
        match target.offset() {
            Some(offset) if !self.by_label.contains_key(target.text_after_branch()) => {
                let start = self.place_of(target, branch.as_ref(), current)?;
                self.walk_staying(target, start, offset)
            }
            _ => self.named(target, current),
        }
    }

    fn counted_from_heads(&self, target: &Target, offset: i64) -> Result<Vec<NodeIndex>, TargetError> {
        let branch = self.branch_of(target)?;
        let mut found = Vec::new();
        for head in self.heads_of(branch.as_ref()) {
            found.extend(self.walk_staying(target, Some(head), offset)?);
        }
        Ok(found)
    }

    fn walk_staying(
        &self,
        target: &Target,
        start: Option<NodeIndex>,
        offset: i64,
    ) -> Result<Vec<NodeIndex>, TargetError> {
        let branch = self.branch_of(target)?;
        let walk = Walk { graph: self, target, branch: branch.as_ref(), at_the_end: AtTheEnd::Stay };
        Ok(walk.take(start, offset)?.into_iter().collect())
    }

    fn only(&self, target: &Target, starts: &[NodeIndex]) -> Result<Option<NodeIndex>, TargetError> {
        match starts {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            several => Err(TargetError::AmbiguousStart { text: target.to_string(), starts: self.ids(several) }),
        }
    }
}
