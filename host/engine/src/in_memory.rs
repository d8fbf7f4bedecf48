//! Migrations without files: components that a program brings with it.

use std::collections::HashMap;
use std::sync::Arc;

use aludel_build::BuildError;
use aludel_build::sql;
use aludel_build::world::WIT_VERSION;
use aludel_project::{Digest, Header, Language, ManifestEntry, Migration, Source, SourceKind, manifest};

use crate::artifacts::{Artifacts, HeldComponent};
use crate::error::Error;

/// A migration component in memory: what `aludel build --out` writes, or [`Component::from_sql`] encodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// What messages call it.
    pub name: String,
    /// The component.
    pub bytes: Vec<u8>,
}

impl Component {
    /// Encodes a SQL migration, header and all, as `aludel build` does. `name` names the text in errors.
    pub fn from_sql(name: impl Into<String>, text: &str) -> Result<Self, Error> {
        let name = name.into();
        let placed = Header::parse(text, &name).map_err(|errors| Error::Directory(errors.into()))?;
        let entry = ManifestEntry {
            header: placed.header,
            source_digest: Digest::of_text(text),
            language: Language::Sql.name().to_owned(),
            wit: WIT_VERSION.to_owned(),
        };
        let encoded = sql::encode(&[entry], text);
        let bytes =
            encoded.map_err(|problem| Error::Build(Box::new(BuildError::Sql { file: name.clone(), problem })))?;
        Ok(Self { name, bytes })
    }
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
    Migration {
        header: entry.header.clone(),
        source,
        source_digest: Some(entry.source_digest),
        prebuilt: None,
        package: None,
    }
}

fn duplicate(revision: &str, name: &str) -> Error {
    Error::Usage {
        code: "duplicate_revision",
        message: format!("the revision `{revision}` is in two components, the second is `{name}`"),
        hint: None,
    }
}
