//! Why revisions do not make a graph, and what is odd about a graph that they do make.

use std::fmt;

use crate::id::{IdError, RevisionId};
use crate::listing::some_of;

/// One thing that is wrong with the revisions as declared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GraphError {
    /// An id could not be read.
    #[error(transparent)]
    IllegalId(#[from] IdError),
    /// A label holds a character that targets need for themselves, or is one of their words.
    #[error("branch label {label:?} of revision `{revision}` {reason}")]
    IllegalLabel {
        /// The revision that declares it.
        revision: RevisionId,
        /// The label as it was declared.
        label: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A revision names itself as its parent.
    #[error("revision `{revision}` is its own parent")]
    SelfParent {
        /// That revision.
        revision: RevisionId,
    },
    /// A revision depends on itself.
    #[error("revision `{revision}` depends on itself")]
    SelfDependency {
        /// That revision.
        revision: RevisionId,
    },
    /// A parent is declared by no file.
    #[error("revision `{revision}` has the parent `{parent}`, which no migration declares")]
    MissingParent {
        /// The revision that names it.
        revision: RevisionId,
        /// The id that nobody declares.
        parent: RevisionId,
        /// The id that was probably meant.
        nearest: Option<String>,
    },
    /// A dependency is neither a declared id nor a label.
    #[error("revision `{revision}` depends on `{dependency}`, which no migration declares")]
    MissingDependency {
        /// The revision that names it.
        revision: RevisionId,
        /// The id or label that nobody declares.
        dependency: String,
        /// The id or label that was probably meant.
        nearest: Option<String>,
    },
    /// Revisions are each other's ancestors.
    #[error("revisions are their own ancestors: {}", cycle_text(revisions))]
    Cycle {
        /// The way round, each revision followed by a parent of it.
        revisions: Vec<RevisionId>,
    },
    /// Revisions need each other, by way of dependencies.
    #[error("revisions need each other: {}", cycle_text(revisions))]
    DependencyCycle {
        /// The way round, each revision followed by one that it needs.
        revisions: Vec<RevisionId>,
    },
    /// Two revisions declare the same label.
    #[error("branch label `{label}` is declared by both `{first}` and `{second}`")]
    DuplicateLabel {
        /// The label.
        label: String,
        /// The revision that declares it first.
        first: RevisionId,
        /// The other one.
        second: RevisionId,
    },
    /// A label is called like a revision.
    #[error("branch label `{label}` of revision `{revision}` is the id of a revision")]
    LabelIsRevision {
        /// The revision that declares the label.
        revision: RevisionId,
        /// The label.
        label: String,
    },
}

impl GraphError {
    /// The stable name of this kind of error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::IllegalId(_) | Self::IllegalLabel { .. } => "illegal_id",
            Self::SelfParent { .. } => "self_parent",
            Self::SelfDependency { .. } => "self_dependency",
            Self::MissingParent { .. } | Self::MissingDependency { .. } => "no_such_revision",
            Self::Cycle { .. } => "cycle",
            Self::DependencyCycle { .. } => "dependency_cycle",
            Self::DuplicateLabel { .. } | Self::LabelIsRevision { .. } => "duplicate_label",
        }
    }

    /// What to do about it, where that can be said.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::IllegalId(error) => error.hint(),
            Self::MissingParent { nearest, .. } | Self::MissingDependency { nearest, .. } => {
                nearest.as_ref().map(|name| format!("did you mean `{name}`?"))
            }
            Self::Cycle { .. } => {
                Some("change `down_revision` in one of them, so that one of them comes first".to_owned())
            }
            _ => None,
        }
    }

    /// The revision whose declaration is to be changed, where one is to blame.
    pub fn revision(&self) -> Option<&RevisionId> {
        match self {
            Self::IllegalId(_) => None,
            Self::IllegalLabel { revision, .. }
            | Self::SelfParent { revision }
            | Self::SelfDependency { revision }
            | Self::MissingParent { revision, .. }
            | Self::MissingDependency { revision, .. }
            | Self::LabelIsRevision { revision, .. }
            | Self::DuplicateLabel { second: revision, .. } => Some(revision),
            Self::Cycle { revisions } | Self::DependencyCycle { revisions } => revisions.first(),
        }
    }
}

const CYCLE_REVISIONS_MAX: usize = 8;

fn cycle_text(revisions: &[RevisionId]) -> String {
    let mut names: Vec<String> = revisions.iter().take(CYCLE_REVISIONS_MAX).map(|id| format!("`{id}`")).collect();
    if revisions.len() > CYCLE_REVISIONS_MAX {
        names.push(format!("{} more", revisions.len() - CYCLE_REVISIONS_MAX));
    }
    names.extend(revisions.first().map(|id| format!("`{id}`")));
    names.join(" -> ")
}

/// Everything that is wrong with the revisions as declared; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphErrors {
    /// The errors, in the order of the declarations within each kind.
    pub errors: Vec<GraphError>,
}

impl GraphErrors {
    /// The stable name of the first error's kind.
    pub fn code(&self) -> &'static str {
        self.errors.first().map_or("cycle", GraphError::code)
    }

    /// What to do about the first error that says so.
    pub fn hint(&self) -> Option<String> {
        self.errors.iter().find_map(GraphError::hint)
    }
}

impl fmt::Display for GraphErrors {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [error] = self.errors.as_slice() {
            return error.fmt(out);
        }
        write!(out, "the migrations make no graph, for {} reasons:", self.errors.len())?;
        self.errors.iter().try_for_each(|error| write!(out, "\n  {error}"))
    }
}

impl std::error::Error for GraphErrors {}

/// Something odd that does not stand in the way yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// Several files declare the same id. It can be listed, but not run.
    DuplicateId {
        /// The id.
        revision: RevisionId,
        /// How many declare it.
        declarations: usize,
    },
    /// `-N` while the database is at several revisions: it starts from the first of them.
    AmbiguousDowngrade {
        /// The revision that it starts from.
        start: RevisionId,
        /// The revisions that it leaves alone.
        others: Vec<RevisionId>,
    },
}

impl Warning {
    /// The stable name of this kind of warning.
    pub fn code(&self) -> &'static str {
        match self {
            Self::DuplicateId { .. } => "duplicate_id",
            Self::AmbiguousDowngrade { .. } => "ambiguous_downgrade",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::DuplicateId { .. } => "give all files but one another id".to_owned(),
            Self::AmbiguousDowngrade { start, .. } => format!("say which: `{start}@-1`"),
        })
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DuplicateId { revision, declarations } => {
                write!(out, "revision `{revision}` is declared {declarations} times")
            }
            Self::AmbiguousDowngrade { start, others } => {
                write!(
                    out,
                    "the database is at several revisions: going back from `{start}`, not from {}",
                    some_of(others)
                )
            }
        }
    }
}
