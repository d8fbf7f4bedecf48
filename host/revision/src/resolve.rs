//! Looks names up: which revisions a target means by itself.

use crate::graph::{Graph, NodeIndex};
use crate::id::RevisionId;
use crate::target::{Place, Target};
use crate::target_error::TargetError;
use crate::walk::{Follow, NodeSet};

/// Names shorter than this are no candidates when a prefix is looked up, as in Alembic.
const PREFIXED_NAME_CHARACTERS_MIN: usize = 4;

/// What stands before `@`, looked up.
pub(crate) struct Branch<'a> {
    pub(crate) name: &'a str,
    /// The revision that bears the label or is named itself.
    pub(crate) node: NodeIndex,
    /// Everything in line with it.
    pub(crate) lineage: NodeSet,
}

impl Graph {
    /// The revisions that a target names by itself: what `show TEXT` shows. The base is no revision, so it gives none.
    ///
    /// `+N` starts from a database and names nothing here; `-N` counts down from each head. The rows of the database are
    /// only asked for by `current`.
    pub fn resolve(&self, text: &str, current: &[RevisionId]) -> Result<Vec<RevisionId>, TargetError> {
        let target = Target::parse(text)?;
        let found = match (target.place(), target.offset()) {
            (Place::Here, Some(offset)) if offset > 0 => return Err(relative_alone(&target)),
            (Place::Here, _) => self.below_the_heads(&target)?,
            _ => self.named(&target, current)?,
        };
        Ok(self.ids(&found))
    }

    /// The branch before `@`, if there is one.
    pub(crate) fn branch_of<'a>(&self, target: &'a Target) -> Result<Option<Branch<'a>>, TargetError> {
        target.branch().map(|name| self.branch(name)).transpose()
    }

    pub(crate) fn branch<'a>(&self, name: &'a str) -> Result<Branch<'a>, TargetError> {
        let no_such_branch = |_| {
            let nearest = crate::near::nearest(name, self.by_label.keys().map(String::as_str)).map(str::to_owned);
            TargetError::NoSuchBranch { branch: name.to_owned(), nearest }
        };
        let node = self.find(name, None).map_err(no_such_branch)?;
        Ok(Branch { name, node, lineage: self.lineage(&[node], Follow::Line) })
    }

    /// The node of that id or label, or the only one whose id or label starts so.
    pub(crate) fn find(&self, name: &str, branch: Option<&Branch<'_>>) -> Result<NodeIndex, TargetError> {
        let exact = self.by_id.get(name).or_else(|| self.by_label.get(name));
        let found = match exact {
            Some(found) => *found,
            None => self.find_by_prefix(name, branch)?,
        };
        self.check_branch(found, branch)?;
        Ok(found)
    }

    pub(crate) fn check_branch(&self, index: NodeIndex, branch: Option<&Branch<'_>>) -> Result<(), TargetError> {
        match branch {
            Some(branch) if !branch.lineage.contains(index) => {
                Err(TargetError::NotInBranch { revision: self.id(index).to_string(), branch: branch.name.to_owned() })
            }
            _ => Ok(()),
        }
    }

    fn find_by_prefix(&self, prefix: &str, branch: Option<&Branch<'_>>) -> Result<NodeIndex, TargetError> {
        let from = self.names().partition_point(|(name, _)| name.as_str() < prefix);
        let mut candidates: Vec<&(String, NodeIndex)> =
            self.names()[from..].iter().take_while(|(name, _)| name.starts_with(prefix)).collect();
        candidates.retain(|(name, index)| {
            name.chars().count() >= PREFIXED_NAME_CHARACTERS_MIN
                && branch.is_none_or(|branch| branch.lineage.contains(*index))
        });
        match candidates.as_slice() {
            [] => Err(self.no_such_revision(prefix)),
            [(_, first), others @ ..] if others.iter().all(|(_, index)| index == first) => Ok(*first),
            several => Err(TargetError::AmbiguousPrefix {
                text: prefix.to_owned(),
                candidates: several.iter().map(|(name, _)| name.clone()).collect(),
            }),
        }
    }

    fn no_such_revision(&self, text: &str) -> TargetError {
        let text = text.to_owned();
        if text.chars().count() < PREFIXED_NAME_CHARACTERS_MIN {
            return TargetError::PrefixTooShort { text };
        }
        TargetError::NoSuchRevision { nearest: self.nearest_name(&text), text }
    }

    /// The heads that `head` or `heads` means; on a branch those in line with it, else the effective ones.
    pub(crate) fn heads_of(&self, branch: Option<&Branch<'_>>) -> Vec<NodeIndex> {
        match branch {
            None => self.indices(|node| node.needed_by.is_empty()),
            Some(branch) => self.line_heads(Some(branch)),
        }
    }

    fn line_heads(&self, branch: Option<&Branch<'_>>) -> Vec<NodeIndex> {
        let heads = self.indices(|node| node.children().is_empty()).into_iter();
        heads.filter(|head| branch.is_none_or(|branch| branch.lineage.contains(*head))).collect()
    }

    fn rows_on(&self, branch: Option<&Branch<'_>>, current: &[RevisionId]) -> Result<Vec<NodeIndex>, TargetError> {
        let mut rows = self.rows(current)?;
        rows.retain(|row| branch.is_none_or(|branch| branch.lineage.contains(*row)));
        Ok(rows)
    }

    /// The one head, or none when there are no revisions.
    pub(crate) fn head_of(
        &self,
        target: &Target,
        branch: Option<&Branch<'_>>,
    ) -> Result<Option<NodeIndex>, TargetError> {
        match self.line_heads(branch).as_slice() {
            [] => Ok(None),
            [head] => Ok(Some(*head)),
            several => Err(self.multiple_heads(target, several)),
        }
    }

    pub(crate) fn multiple_heads(&self, target: &Target, heads: &[NodeIndex]) -> TargetError {
        let foreign =
            heads.iter().filter_map(|head| Some((self.id(*head).clone(), self.foreign.get(head)?.clone()))).collect();
        TargetError::MultipleHeads { text: target.to_string(), heads: self.ids(heads), foreign }
    }

    /// The nodes that an absolute target, or one that counts from a named revision, means.
    pub(crate) fn named(&self, target: &Target, current: &[RevisionId]) -> Result<Vec<NodeIndex>, TargetError> {
        let branch = self.branch_of(target)?;
        if let Some(found) = self.by_label.get(target.text_after_branch()) {
            self.check_branch(*found, branch.as_ref())?;
            return Ok(vec![*found]);
        }
        match (target.place(), target.offset()) {
            (Place::Heads, None) => Ok(self.heads_of(branch.as_ref())),
            (Place::Current, None) => self.rows_on(branch.as_ref(), current),
            (_, None) => Ok(self.place_of(target, branch.as_ref(), current)?.into_iter().collect()),
            (_, Some(offset)) => Ok(self.counted(target, offset, branch.as_ref(), current)?.into_iter().collect()),
        }
    }

    /// The one node that a target without its offset means; `None` is the base.
    pub(crate) fn place_of(
        &self,
        target: &Target,
        branch: Option<&Branch<'_>>,
        current: &[RevisionId],
    ) -> Result<Option<NodeIndex>, TargetError> {
        let several = match target.place() {
            Place::Here | Place::Base => return Ok(None),
            Place::Head => return self.head_of(target, branch),
            Place::Name(name) => return self.find(name, branch).map(Some),
            Place::Heads => self.heads_of(branch),
            Place::Current => self.rows_on(branch, current)?,
        };
        match several.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            several => Err(self.multiple_heads(target, several)),
        }
    }
}

fn relative_alone(target: &Target) -> TargetError {
    TargetError::RelativeAlone { text: target.to_string() }
}
