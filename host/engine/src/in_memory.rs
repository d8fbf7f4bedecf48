//! Migrations without files: components that a program brings with it.

use std::collections::HashMap;
use std::sync::Arc;

use aludel_project::{ManifestEntry, Migration, Source, SourceKind, manifest};

use crate::artifacts::{Artifacts, HeldComponent};
use crate::error::Error;

/// A migration component in memory: what `aludel build --out` writes, or [`crate::sql_component`] encodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// What messages call it.
    pub name: String,
    /// The component.
    pub bytes: Vec<u8>,
}

/// The migrations of the components, and where their components are.
pub(crate) fn read(components: Vec<Component>) -> Result<(Vec<Migration>, Artifacts), Error> {
    let mut migrations = Vec::new();
    let mut held = HashMap::new();
    for Component { name, bytes } in components {
        let bytes: Arc<[u8]> = bytes.into();
        let entries = manifest::read(&bytes).map_err(|source| Error::Manifest { name: name.clone(), source })?;
        for entry in entries {
            let revision = entry.header.revision.clone();
            migrations.push(migration(&name, &entry));
            if held.insert(revision.clone(), HeldComponent { bytes: Arc::clone(&bytes), entry }).is_some() {
                return Err(duplicate(&revision, &name));
            }
        }
    }
    Ok((migrations, Artifacts::Memory(held)))
}

fn migration(name: &str, entry: &ManifestEntry) -> Migration {
    let source =
        Source { path: name.into(), display_path: name.to_owned(), kind: SourceKind::Component, header_line: 0 };
    Migration { header: entry.header.clone(), source, source_digest: Some(entry.source_digest), prebuilt: None }
}

fn duplicate(revision: &str, name: &str) -> Error {
    Error::Usage {
        code: "duplicate_revision",
        message: format!("the revision `{revision}` is in two components, the second is `{name}`"),
        hint: None,
    }
}
