//! What a migration becomes: a component that carries its manifest.

use crate::digest::Digest;

/// A built migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// The component.
    pub component: Vec<u8>,
    /// The digest of the source: the identity of the migration.
    pub source_digest: Digest,
    /// The digest of the component.
    pub component_digest: Digest,
    /// What it was written in: `sql`, `rust`, or what a ready component says.
    pub language: String,
}

impl Artifact {
    /// An artefact of these bytes.
    pub fn new(component: Vec<u8>, source_digest: Digest, language: &str) -> Self {
        let component_digest = Digest::of(&component);
        Self { component, source_digest, component_digest, language: language.to_owned() }
    }
}
