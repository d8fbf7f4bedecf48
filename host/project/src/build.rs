//! Sources to components.
//!
//! - [`sql`]: SQL, in process
//! - [`rust`]: crates, with the toolchain that is there
//! - [`world`]: a core module, wrapped as a component of world `aludel:migration/migration`

mod cache;
mod environment;
mod error;
pub mod rust;
pub mod sql;
pub mod world;

use std::path::PathBuf;

pub use environment::ToolEnvironment;
pub use error::{BuildError, BuildErrors};

use crate::artifact::Artifact;
use crate::config::Config;
use crate::digest::Digest;
use crate::language::Language;
use crate::manifest::ManifestEntry;
use crate::migration::{Migration, SourceKind};
use crate::source;
use cache::ComponentCache;
use rust::RustBuilder;

/// The folder of built things, in the state folder of a project.
const FOLDER: &str = "build";

/// Builds the migrations of a project. What was built from the same source before is not built again.
#[derive(Debug)]
pub struct Builder {
    root: PathBuf,
    rust: RustBuilder,
    cache: ComponentCache,
}

impl Builder {
    /// A builder for a project, whose tools run in that environment.
    pub fn new(config: &Config, environment: ToolEnvironment) -> Self {
        let folder = config.state_folder().join(FOLDER);
        Self {
            root: config.root.clone(),
            cache: ComponentCache::new(folder.join("components")),
            rust: RustBuilder::new(config.root.clone(), folder, environment),
        }
    }

    /// The component of a migration, built where it has to be.
    pub fn artifact(&self, migration: &Migration) -> Result<Artifact, BuildError> {
        match migration.source.kind {
            SourceKind::Sql => build_sql(migration),
            SourceKind::RustCrate => self.build_rust(migration),
            SourceKind::Component => read_ready(migration),
        }
    }

    /// Builds all of them and hands each out; finds all errors.
    pub fn build_all<'all>(
        &self,
        migrations: impl IntoIterator<Item = &'all Migration>,
        built: &mut dyn FnMut(&'all Migration, Artifact),
    ) -> Result<(), BuildErrors> {
        let mut errors = Vec::new();
        for migration in migrations {
            match self.artifact(migration) {
                Ok(artifact) => built(migration, artifact),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(BuildErrors { errors }) }
    }

    fn build_rust(&self, migration: &Migration) -> Result<Artifact, BuildError> {
        let source_digest = migration.digest()?;
        if let Some(artifact) = self.read_prebuilt(migration, source_digest) {
            return Ok(artifact);
        }
        let component = self.build_crate(migration, source_digest).map_err(|problem| BuildError::Rust {
            revision: migration.header.revision.clone(),
            file: migration.source.display_path.clone(),
            problem,
        })?;
        Ok(Artifact::new(component, source_digest, Language::Rust.name()))
    }

    /// The component beside the source, if it was built from this very source.
    fn read_prebuilt(&self, migration: &Migration, source_digest: Digest) -> Option<Artifact> {
        let path = migration.prebuilt.as_ref()?;
        let file = path.strip_prefix(&self.root).unwrap_or(path).display().to_string();
        let component = source::read_component(path, &file).ok()?;
        let entry = source::find_entry(&component, &file, &migration.header.revision).ok()?;
        (entry.source_digest == source_digest).then(|| Artifact::new(component, source_digest, &entry.language))
    }

    fn build_crate(&self, migration: &Migration, source_digest: Digest) -> Result<Vec<u8>, rust::RustError> {
        let folder = &migration.source.path;
        let key = self.rust.cache_key(folder, source_digest)?;
        if let Some(component) = self.cache.read(&migration.header.revision, key) {
            return Ok(component);
        }
        let entry = manifest_entry(migration, source_digest, Language::Rust);
        let component = self.rust.build(folder, &entry)?;
        // The first build may have written Cargo.lock, which is a part of the key.
        let key = self.rust.cache_key(folder, source_digest)?;
        self.cache.store(&migration.header.revision, key, &component);
        Ok(component)
    }
}

fn manifest_entry(migration: &Migration, source_digest: Digest, language: Language) -> ManifestEntry {
    ManifestEntry {
        header: migration.header.clone(),
        source_digest,
        language: language.name().to_owned(),
        wit: world::WIT_VERSION.to_owned(),
    }
}

fn build_sql(migration: &Migration) -> Result<Artifact, BuildError> {
    let text = source::read_sql(&migration.source)?;
    let source_digest = Digest::of_text(&text);
    let entry = manifest_entry(migration, source_digest, Language::Sql);
    let component = sql::encode(&[entry], &text)
        .map_err(|problem| BuildError::Sql { file: migration.source.display_path.clone(), problem })?;
    Ok(Artifact::new(component, source_digest, Language::Sql.name()))
}

fn read_ready(migration: &Migration) -> Result<Artifact, BuildError> {
    let file = &migration.source.display_path;
    let component = source::read_component(&migration.source.path, file)?;
    let entry = source::find_entry(&component, file, &migration.header.revision)?;
    Ok(Artifact::new(component, entry.source_digest, &entry.language))
}

#[cfg(test)]
mod tests;
