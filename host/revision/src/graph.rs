//! The graph itself: which revisions exist and how they connect.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::build;
use crate::graph_error::{GraphErrors, Warning};
use crate::id::RevisionId;
use crate::label::LabelSets;
use crate::near::nearest;
use crate::revision::{Declaration, Revision};

/// The place of a node in [`Graph::nodes`].
pub(crate) type NodeIndex = usize;

/// Every declared revision, connected and checked.
///
/// Revisions are listed in the order in which they were declared, which decides wherever the graph itself leaves the
/// order open.
#[derive(Debug, Clone)]
pub struct Graph {
    pub(crate) nodes: Vec<NodeData>,
    pub(crate) by_id: HashMap<RevisionId, NodeIndex>,
    pub(crate) by_label: HashMap<String, NodeIndex>,
    /// One entry for each declaration, so an id that was declared twice stands here twice.
    pub(crate) listing: Vec<NodeIndex>,
    /// See [`names`](Self::names).
    pub(crate) names: OnceLock<Vec<(String, NodeIndex)>>,
    pub(crate) labels: LabelSets,
    pub(crate) warnings: Vec<Warning>,
    /// See [`with_foreign`](Self::with_foreign).
    pub(crate) foreign: HashMap<NodeIndex, String>,
}

#[derive(Debug, Clone)]
pub(crate) struct NodeData {
    pub(crate) id: RevisionId,
    /// What must be applied first: the parents, then those dependencies that are no parents.
    pub(crate) needs: Vec<NodeIndex>,
    /// How many of `needs` are parents.
    pub(crate) parent_count: usize,
    /// What needs this one: the children, then those dependents that are no children.
    pub(crate) needed_by: Vec<NodeIndex>,
    /// How many of `needed_by` are children.
    pub(crate) child_count: usize,
    /// The dependencies as declared, resolved.
    pub(crate) depends_on: Vec<NodeIndex>,
    pub(crate) own_labels: Vec<String>,
    /// Several files declare it.
    pub(crate) is_duplicate: bool,
}

impl NodeData {
    pub(crate) fn parents(&self) -> &[NodeIndex] {
        &self.needs[..self.parent_count]
    }

    pub(crate) fn children(&self) -> &[NodeIndex] {
        &self.needed_by[..self.child_count]
    }
}

impl Graph {
    /// Connects the revisions, or says everything that is wrong with them at once.
    ///
    /// An id that several files declare is a [warning](Self::warnings) only, so that the rest can still be listed and
    /// mended; a plan that would run it is refused.
    pub fn build(revisions: Vec<Revision>) -> Result<Self, GraphErrors> {
        build::build(revisions)
    }

    /// Reads the ids and connects the revisions, or says everything that is wrong at once, illegal ids included.
    pub fn build_declared(declarations: Vec<Declaration>) -> Result<Self, GraphErrors> {
        build::build_declared(declarations)
    }

    /// The same graph, in which those revisions are others' to go on with and to join, each with the label of its branch.
    #[must_use]
    pub fn with_foreign(mut self, foreign: impl IntoIterator<Item = (RevisionId, String)>) -> Self {
        let known = foreign.into_iter().filter_map(|(id, label)| Some((*self.by_id.get(&id)?, label)));
        self.foreign = known.collect();
        self
    }

    /// How many revisions there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Whether the revision is declared.
    pub fn contains(&self, id: &RevisionId) -> bool {
        self.by_id.contains_key(id)
    }

    /// The revision of this very id.
    pub fn get(&self, id: &RevisionId) -> Option<Node<'_>> {
        self.by_id.get(id).map(|index| self.node(*index))
    }

    /// Every revision, in the order of the declarations.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.nodes.len()).map(|index| self.node(index))
    }

    /// What is odd about the declarations.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The revisions without children.
    pub fn heads(&self) -> Vec<RevisionId> {
        self.listed(|node| node.children().is_empty())
    }

    /// The revisions without parents.
    pub fn bases(&self) -> Vec<RevisionId> {
        self.listed(|node| node.parents().is_empty())
    }

    /// The revisions without children on which nothing depends either: what the version table holds when all is applied.
    pub fn effective_heads(&self) -> Vec<RevisionId> {
        self.listed(|node| node.needed_by.is_empty())
    }

    /// The revisions with several children.
    pub fn branch_points(&self) -> Vec<RevisionId> {
        self.listed(|node| node.child_count > 1)
    }

    /// The revisions with several parents.
    pub fn merge_points(&self) -> Vec<RevisionId> {
        self.listed(|node| node.parent_count > 1)
    }

    /// Every branch label with the revision that declares it, sorted by label.
    pub fn labels(&self) -> Vec<(&str, &RevisionId)> {
        let mut labels: Vec<_> =
            self.by_label.iter().map(|(label, index)| (label.as_str(), &self.nodes[*index].id)).collect();
        labels.sort_unstable();
        labels
    }

    /// Those of the ids that no file declares, such as rows of a version table.
    pub fn undeclared<'a>(&self, ids: &'a [RevisionId]) -> Vec<&'a RevisionId> {
        ids.iter().filter(|id| !self.contains(id)).collect()
    }

    fn node(&self, index: NodeIndex) -> Node<'_> {
        Node { graph: self, index }
    }

    fn listed(&self, keep: impl Fn(&NodeData) -> bool) -> Vec<RevisionId> {
        let kept = self.listing.iter().map(|index| &self.nodes[*index]).filter(|node| keep(node));
        kept.map(|node| node.id.clone()).collect()
    }

    pub(crate) fn indices(&self, keep: impl Fn(&NodeData) -> bool) -> Vec<NodeIndex> {
        (0..self.nodes.len()).filter(|index| keep(&self.nodes[*index])).collect()
    }

    pub(crate) fn id(&self, index: NodeIndex) -> &RevisionId {
        &self.nodes[index].id
    }

    pub(crate) fn ids<'a>(&self, indices: impl IntoIterator<Item = &'a NodeIndex>) -> Vec<RevisionId> {
        indices.into_iter().map(|index| self.id(*index).clone()).collect()
    }

    /// Every id and label, sorted, to look up prefixes. Full ids do without, so it is made when first asked for.
    pub(crate) fn names(&self) -> &[(String, NodeIndex)] {
        self.names.get_or_init(|| {
            let ids = self.nodes.iter().enumerate().map(|(index, node)| (node.id.to_string(), index));
            let labels = self.by_label.iter().map(|(label, index)| (label.clone(), *index));
            let mut names: Vec<(String, NodeIndex)> = ids.chain(labels).collect();
            names.sort_unstable();
            names
        })
    }

    /// The id or label that somebody probably meant.
    pub(crate) fn nearest_name(&self, text: &str) -> Option<String> {
        nearest(text, self.names().iter().map(|(name, _)| name.as_str())).map(str::to_owned)
    }
}

/// One revision in its graph.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    graph: &'a Graph,
    index: NodeIndex,
}

impl<'a> Node<'a> {
    fn data(self) -> &'a NodeData {
        &self.graph.nodes[self.index]
    }

    fn ids_of(self, indices: &'a [NodeIndex]) -> impl Iterator<Item = &'a RevisionId> + use<'a> {
        let graph = self.graph;
        indices.iter().map(move |index| graph.id(*index))
    }

    /// Its id.
    pub fn id(self) -> &'a RevisionId {
        &self.data().id
    }

    /// Its parents.
    pub fn down(self) -> impl Iterator<Item = &'a RevisionId> {
        self.ids_of(self.data().parents())
    }

    /// The revisions that have it as a parent.
    pub fn children(self) -> impl Iterator<Item = &'a RevisionId> {
        self.ids_of(self.data().children())
    }

    /// What it depends on besides its parents, labels resolved to the revisions that declare them.
    pub fn depends_on(self) -> impl Iterator<Item = &'a RevisionId> {
        self.ids_of(&self.data().depends_on)
    }

    /// The revisions that depend on it without being its children.
    pub fn depended_on_by(self) -> impl Iterator<Item = &'a RevisionId> {
        self.ids_of(&self.data().needed_by[self.data().child_count..])
    }

    /// The branch labels that it declares itself.
    pub fn own_labels(self) -> &'a [String] {
        &self.data().own_labels
    }

    /// All its branch labels, sorted: its own, and those that it inherits along the line.
    pub fn labels(self) -> Vec<&'a str> {
        self.graph.labels.of(self.index)
    }

    /// Whether it has no children.
    pub fn is_head(self) -> bool {
        self.data().child_count == 0
    }

    /// Whether it has no parents.
    pub fn is_base(self) -> bool {
        self.data().parent_count == 0
    }

    /// Whether it has several children.
    pub fn is_branch_point(self) -> bool {
        self.data().child_count > 1
    }

    /// Whether it has several parents.
    pub fn is_merge_point(self) -> bool {
        self.data().parent_count > 1
    }
}
