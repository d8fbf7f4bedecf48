//! Whether a new version of a package goes on where the installed one ends.

use std::fmt;

use crate::package::{ContentDigest, PackageManifest, PackagedRevision};

/// One revision that is not in both versions as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RevisionDifference {
    /// The new version lacks it.
    Missing {
        /// The revision.
        revision: String,
    },
    /// It stands on other parents.
    OtherParents {
        /// The revision.
        revision: String,
        /// Those of the installed version.
        installed: Vec<String>,
        /// Those of the new one.
        found: Vec<String>,
    },
    /// It depends on others.
    OtherDependencies {
        /// The revision.
        revision: String,
        /// Those of the installed version.
        installed: Vec<String>,
        /// Those of the new one.
        found: Vec<String>,
    },
    /// It has another component.
    OtherComponent {
        /// The revision.
        revision: String,
        /// That of the installed version.
        installed: ContentDigest,
        /// That of the new one.
        found: ContentDigest,
    },
}

/// What a new version is to an installed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// The revisions that it adds, in their order.
    pub added: Vec<String>,
    /// In what it differs from what is installed; empty where it extends it.
    pub differences: Vec<RevisionDifference>,
}

impl Extension {
    /// Holds a new version against the installed one, revision by revision.
    pub fn between(installed: &PackageManifest, new: &PackageManifest) -> Self {
        let find = |id: &str| new.revisions.iter().find(|revision| revision.id == id);
        let differences = installed.revisions.iter().flat_map(|old| differences(old, find(&old.id))).collect();
        let is_new = |id: &str| installed.revisions.iter().all(|revision| revision.id != id);
        let added = new.revisions.iter().map(|revision| revision.id.clone()).filter(|id| is_new(id)).collect();
        Self { added, differences }
    }
}

fn differences(old: &PackagedRevision, new: Option<&PackagedRevision>) -> Vec<RevisionDifference> {
    let revision = old.id.clone();
    let Some(new) = new else { return vec![RevisionDifference::Missing { revision }] };
    let mut differences = Vec::new();
    if old.parents != new.parents {
        let (installed, found) = (old.parents.clone(), new.parents.clone());
        differences.push(RevisionDifference::OtherParents { revision: revision.clone(), installed, found });
    }
    if old.depends_on != new.depends_on {
        let (installed, found) = (old.depends_on.clone(), new.depends_on.clone());
        differences.push(RevisionDifference::OtherDependencies { revision: revision.clone(), installed, found });
    }
    if old.component != new.component {
        differences.push(RevisionDifference::OtherComponent {
            revision,
            installed: old.component,
            found: new.component,
        });
    }
    differences
}

impl RevisionDifference {
    /// The revision.
    pub fn revision(&self) -> &str {
        match self {
            Self::Missing { revision }
            | Self::OtherParents { revision, .. }
            | Self::OtherDependencies { revision, .. }
            | Self::OtherComponent { revision, .. } => revision,
        }
    }
}

impl fmt::Display for RevisionDifference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}`: ", self.revision().escape_debug())?;
        match self {
            Self::Missing { .. } => out.write_str("the new version does not have it"),
            Self::OtherParents { installed, found, .. } => {
                write!(out, "its parent was {}, and is {}", listed(installed), listed(found))
            }
            Self::OtherDependencies { installed, found, .. } => {
                write!(out, "it depended on {}, and depends on {}", listed(installed), listed(found))
            }
            Self::OtherComponent { installed, found, .. } => {
                write!(out, "its component was {installed}, and is {found}")
            }
        }
    }
}

fn listed(ids: &[String]) -> String {
    if ids.is_empty() {
        return "nothing".to_owned();
    }
    ids.iter().map(|id| format!("`{}`", id.escape_debug())).collect::<Vec<_>>().join(", ")
}
