//! How what was built differs from what is locked.

use super::{LockedRevision, Lockfile};
use crate::digest::Digest;

/// How what was built differs from what is locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LockDifference {
    /// A revision that the file does not have.
    Added {
        /// The revision.
        revision: String,
    },
    /// A revision that only the file has.
    Removed {
        /// The revision.
        revision: String,
    },
    /// Its source is another one.
    SourceChanged {
        /// The revision.
        revision: String,
        /// The digest in the file.
        locked: Digest,
        /// The digest now.
        found: Digest,
    },
    /// The same source gave another component: another toolchain, or another tool.
    ComponentChanged {
        /// The revision.
        revision: String,
        /// The digest in the file.
        locked: Digest,
        /// The digest now.
        found: Digest,
    },
}

impl Lockfile {
    /// How this one (what was built) differs from the one that is locked, in the order of the ids.
    pub fn differences(&self, locked: &Self) -> Vec<LockDifference> {
        let removed = locked.revisions.keys().filter(|revision| !self.revisions.contains_key(*revision));
        let removed = removed.map(|revision| LockDifference::Removed { revision: revision.clone() });
        let found = self.revisions.iter();
        let changed = found.filter_map(|(revision, found)| difference(revision, locked.revisions.get(revision), found));
        changed.chain(removed).collect()
    }
}

fn difference(revision: &str, locked: Option<&LockedRevision>, found: &LockedRevision) -> Option<LockDifference> {
    let revision = revision.to_owned();
    match locked {
        None => Some(LockDifference::Added { revision }),
        Some(locked) if locked.source != found.source => {
            Some(LockDifference::SourceChanged { revision, locked: locked.source, found: found.source })
        }
        Some(locked) if locked.component != found.component => {
            Some(LockDifference::ComponentChanged { revision, locked: locked.component, found: found.component })
        }
        Some(_) => None,
    }
}
