//! Counts steps up and down from a revision.

use crate::graph::{Graph, NodeIndex};
use crate::id::RevisionId;
use crate::resolve::Branch;
use crate::target::Target;
use crate::target_error::TargetError;

/// What happens when there are fewer revisions than steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AtTheEnd {
    /// It is an error.
    Refuse,
    /// The last revision in that direction is meant.
    Stay,
}

/// What one step leads to.
enum Next {
    Revision(NodeIndex),
    /// Below a root.
    Base,
    /// There is no further step.
    Nothing,
}

/// Steps to take, with what is needed to say why they cannot be taken.
#[derive(Clone, Copy)]
pub(crate) struct Walk<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) target: &'a Target,
    pub(crate) branch: Option<&'a Branch<'a>>,
    pub(crate) at_the_end: AtTheEnd,
}

impl Walk<'_> {
    /// Takes the steps, up when positive. `None` is the base.
    pub(crate) fn take(self, start: Option<NodeIndex>, offset: i64) -> Result<Option<NodeIndex>, TargetError> {
        let mut place = start;
        for _ in 0..offset.unsigned_abs() {
            match if offset > 0 { self.one_up(place)? } else { self.one_down(place)? } {
                Next::Revision(index) => place = Some(index),
                Next::Base => place = None,
                Next::Nothing if self.at_the_end == AtTheEnd::Stay => break,
                Next::Nothing => return Err(TargetError::RelativeOutOfRange { text: self.target.to_string() }),
            }
        }
        Ok(place)
    }

    fn one_up(self, place: Option<NodeIndex>) -> Result<Next, TargetError> {
        let mut choices = match place {
            None => self.graph.indices(|node| node.parents().is_empty()),
            Some(index) => self.graph.nodes[index].children().to_vec(),
        };
        choices.retain(|choice| self.branch.is_none_or(|branch| branch.lineage.contains(*choice)));
        match choices.as_slice() {
            [] => Ok(Next::Nothing),
            [only] => Ok(Next::Revision(*only)),
            several => Err(self.ambiguous(place, several)),
        }
    }

    fn one_down(self, place: Option<NodeIndex>) -> Result<Next, TargetError> {
        let Some(index) = place else { return Ok(Next::Nothing) };
        match self.graph.nodes[index].parents() {
            [] => Ok(Next::Base),
            [only] => Ok(Next::Revision(*only)),
            several => Err(self.ambiguous(place, several)),
        }
    }

    fn ambiguous(self, place: Option<NodeIndex>, choices: &[NodeIndex]) -> TargetError {
        TargetError::AmbiguousWalk {
            text: self.target.to_string(),
            at: place.map(|index| self.graph.id(index).clone()),
            choices: self.graph.ids(choices),
        }
    }
}

impl Graph {
    /// The place of a target moved by its offset; `None` is the base.
    pub(crate) fn counted(
        &self,
        target: &Target,
        offset: i64,
        branch: Option<&Branch<'_>>,
        current: &[RevisionId],
    ) -> Result<Option<NodeIndex>, TargetError> {
        let start = self.place_of(target, branch, current)?;
        Walk { graph: self, target, branch, at_the_end: AtTheEnd::Refuse }.take(start, offset)
    }

    /// `-N` where no database is asked: N below each head, on the branch if there is one.
    pub(crate) fn below_the_heads(&self, target: &Target) -> Result<Vec<NodeIndex>, TargetError> {
        let branch = self.branch_of(target)?;
        let walk = Walk { graph: self, target, branch: None, at_the_end: AtTheEnd::Refuse };
        let offset = target.offset().unwrap_or(0);
        let mut found = Vec::new();
        for head in self.heads_of(branch.as_ref()) {
            found.extend(walk.take(Some(head), offset)?);
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}
