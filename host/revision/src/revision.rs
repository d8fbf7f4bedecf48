//! One revision as its file declares it: as texts, and with its ids checked.

use crate::id::RevisionId;

/// What the header of one migration says about its place in the graph, as texts that nobody looked at yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Declaration {
    /// Its own id.
    pub id: String,
    /// The ids of its parents.
    pub down: Vec<String>,
    /// What must be applied before it besides its parents, as full ids or branch labels.
    pub depends_on: Vec<String>,
    /// The branch labels that start at it.
    pub labels: Vec<String>,
}

/// What the header of one migration says about its place in the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its own id.
    pub id: RevisionId,
    /// Its parents: none for a root, several for a merge.
    pub down: Vec<RevisionId>,
    /// What must be applied before it besides its parents, as full ids or branch labels.
    pub depends_on: Vec<String>,
    /// The branch labels that start at it.
    pub labels: Vec<String>,
}
