//! Components that were built elsewhere and lie beside the sources that they stand for.
//!
//! A component says itself what it was built from, so its word alone is worth nothing: whoever reads the source would not
//! see what runs. It stands for a source only if `aludel.lock`, which `aludel build` writes, has both of them together.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use aludel_project::artifact::Artifact;
use aludel_project::digest::Digest;
use aludel_project::lockfile::{LockedRevision, Lockfile};
use aludel_project::migration::Migration;
use aludel_project::source;

use crate::error::BuildError;

/// The components beside the sources of a project, and which of them may stand for theirs.
#[derive(Debug)]
pub(crate) struct Stored {
    root: PathBuf,
    lockfile: OnceLock<Lockfile>,
}

impl Stored {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root, lockfile: OnceLock::new() }
    }

    /// The component beside the source if it is what was built from it; else what `build` makes of the source.
    pub(crate) fn or_build(
        &self,
        migration: &Migration,
        source_digest: Digest,
        build: impl FnOnce() -> Result<Artifact, BuildError>,
    ) -> Result<Artifact, BuildError> {
        let Some(path) = &migration.prebuilt else { return build() };
        let file = path.strip_prefix(&self.root).unwrap_or(path).display().to_string();
        let Some(artifact) = read(path, &file, migration, source_digest) else { return build() };
        if self.locks(migration, &artifact) {
            return Ok(artifact);
        }
        build().map_err(|problem| if_missing(problem, &file))
    }

    fn locks(&self, migration: &Migration, artifact: &Artifact) -> bool {
        // A file that cannot be read vouches for nothing. Whoever builds is told what is wrong with it.
        let read = || Lockfile::read(&self.root).ok().flatten().unwrap_or_default();
        let locked = self.lockfile.get_or_init(read).revisions.get(&migration.header.revision);
        locked == Some(&LockedRevision { source: artifact.source_digest, component: artifact.component_digest })
    }
}

/// None where it cannot be read, or was built from another source.
fn read(path: &Path, file: &str, migration: &Migration, source_digest: Digest) -> Option<Artifact> {
    let component = source::read_component(path, file).ok()?;
    let entry = source::find_entry(&component, file, &migration.header.revision).ok()?;
    (entry.source_digest == source_digest).then(|| Artifact::new(component, source_digest, &entry.language))
}

/// Without the tools for the source, the component is what was meant to run.
fn if_missing(problem: BuildError, component: &str) -> BuildError {
    if problem.is_missing_tool() {
        return BuildError::NotLocked { component: component.to_owned(), problem: Box::new(problem) };
    }
    problem
}
