//! Where the components of migrations come from: a project's sources, or memory.

use std::collections::HashMap;

use aludel_build::{BuildError, Builder, Reuse};
use aludel_project::artifact::Artifact;
use aludel_project::{Digest, ManifestEntry, Migration};

use crate::error::Error;

/// Where the components of migrations come from.
pub(crate) enum Artifacts {
    /// Built from the project's files.
    Project(Box<Builder>),
    /// Given by the program that embeds this library, by revision.
    Memory(HashMap<String, HeldComponent>),
}

/// A component in memory, and what its manifest says of one of its revisions.
pub(crate) struct HeldComponent {
    pub(crate) bytes: std::sync::Arc<[u8]>,
    pub(crate) entry: ManifestEntry,
}

impl Artifacts {
    /// The component of a migration, built where it has to be; `starting` is called before a compiler gets to work.
    pub(crate) fn artifact(&self, migration: &Migration, reuse: Reuse, starting: &dyn Fn()) -> Result<Artifact, Error> {
        match self {
            Self::Project(builder) => builder.artifact_with(migration, reuse, starting).map_err(build_error),
            Self::Memory(held) => Ok(of_memory(&held[&migration.header.revision])),
        }
    }
}

fn build_error(error: BuildError) -> Error {
    Error::Build(Box::new(error))
}

/// The digest of a migration's source, without building it.
pub(crate) fn source_digest(migration: &Migration) -> Result<Digest, Error> {
    migration.digest().map_err(|error| Error::Build(Box::new(error.into())))
}

fn of_memory(held: &HeldComponent) -> Artifact {
    Artifact {
        component: held.bytes.to_vec(),
        source_digest: held.entry.source_digest,
        component_digest: Digest::of(&held.bytes),
        language: held.entry.language.clone(),
    }
}
