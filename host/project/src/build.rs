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

/// Which components that were built before will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reuse {
    OfAnyToolchain,
    OfThisToolchain,
}

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
    ///
    /// A component that an older toolchain built from the same source will do; [`Builder::build_all`] builds it anew.
    pub fn artifact(&self, migration: &Migration) -> Result<Artifact, BuildError> {
        self.artifact_with(migration, Reuse::OfAnyToolchain)
    }

    fn artifact_with(&self, migration: &Migration, reuse: Reuse) -> Result<Artifact, BuildError> {
        match migration.source.kind {
            SourceKind::Sql => build_sql(migration),
            SourceKind::RustCrate => self.build_rust(migration, reuse),
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
            match self.artifact_with(migration, Reuse::OfThisToolchain) {
                Ok(artifact) => built(migration, artifact),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(BuildErrors { errors }) }
    }

    fn build_rust(&self, migration: &Migration, reuse: Reuse) -> Result<Artifact, BuildError> {
        let source_digest = migration.digest()?;
        if let Some(artifact) = self.read_prebuilt(migration, source_digest) {
            return Ok(artifact);
        }
        let component = self.build_crate(migration, source_digest, reuse).map_err(|problem| BuildError::Rust {
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

    fn build_crate(
        &self,
        migration: &Migration,
        source_digest: Digest,
        reuse: Reuse,
    ) -> Result<Vec<u8>, rust::RustError> {
        let (folder, revision) = (&migration.source.path, &migration.header.revision);
        let inputs = RustBuilder::inputs_digest(folder, source_digest)?;
        let built = match reuse {
            Reuse::OfAnyToolchain => self.cache.read_of_any_toolchain(revision, inputs),
            Reuse::OfThisToolchain => self.cache.read(revision, inputs, self.rust.toolchain_digest()?),
        };
        if let Some(component) = built {
            return Ok(component);
        }
        let entry = manifest_entry(migration, source_digest, Language::Rust);
        let component = self.rust.build(folder, &entry)?;
        // The first build may have written Cargo.lock, which is one of the inputs.
        let inputs = RustBuilder::inputs_digest(folder, source_digest)?;
        self.cache.store(revision, inputs, self.rust.toolchain_digest()?, &component);
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
