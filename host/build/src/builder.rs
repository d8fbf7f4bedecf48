//! The migrations of a project to artefacts. What was built from the same source before is not built again.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use aludel_project::artifact::Artifact;
use aludel_project::component::append_section;
use aludel_project::config::Config;
use aludel_project::digest::{Digest, DigestBuilder};
use aludel_project::installed;
use aludel_project::language::Language;
use aludel_project::manifest::{self, ManifestEntry};
use aludel_project::migration::{Migration, SourceKind};
use aludel_project::source;

use crate::cache::{ComponentCache, name_start};
use crate::environment::ToolEnvironment;
use crate::error::BuildError;
use crate::interpreter::Interpreters;
use crate::language::{self, Way};
use crate::rust::{RustBuilder, RustError};
use crate::script::{self, Carriage, Frontend};
use crate::seal::Seal;
use crate::stored::Stored;
use crate::toolchain::{Job, SourceFiles, Toolchain, ToolchainError};
use crate::workshop::{COMPONENTS, Workshops};
use crate::{sdk, sql, world};

/// The folder of built things, in the state folder of a project.
const FOLDER: &str = "build";

/// Which components that were built before will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reuse {
    /// Those from the same source.
    OfAnyToolchain,
    /// Those from the same source and the toolchain that is there now.
    OfThisToolchain,
}

/// Builds the migrations of a project. What was built from the same source before is not built again.
#[derive(Debug)]
pub struct Builder {
    root: PathBuf,
    state_folder: PathBuf,
    folder: PathBuf,
    stored: Stored,
    carriage: Carriage,
    rust: RustBuilder,
    cache: ComponentCache,
    interpreters: Arc<Interpreters>,
    workshops: Workshops,
    /// How each language is built, found out when the first migration asks.
    ways: [OnceLock<Option<Way>>; Language::ALL.len()],
    /// The folders of the libraries that were unpacked.
    libraries: [OnceLock<PathBuf>; Language::ALL.len()],
    config: Config,
    environment: ToolEnvironment,
}

impl Builder {
    /// A builder for a project, whose tools run in that environment.
    pub fn new(config: &Config, environment: ToolEnvironment, interpreters: Arc<Interpreters>) -> Self {
        let folder = config.state_folder().join(FOLDER);
        let is_standalone = config.build.is_standalone;
        Self {
            root: config.root.clone(),
            stored: Stored::new(config.root.clone()),
            state_folder: config.state_folder(),
            carriage: if is_standalone { Carriage::Standalone } else { Carriage::Shared },
            cache: ComponentCache::new(folder.join(COMPONENTS), Seal::new(|| None)),
            workshops: Workshops::new(folder.clone()),
            rust: RustBuilder::new(config.root.clone(), folder.clone(), environment.clone()),
            folder,
            interpreters,
            ways: [const { OnceLock::new() }; Language::ALL.len()],
            libraries: [const { OnceLock::new() }; Language::ALL.len()],
            config: config.clone(),
            environment,
        }
    }

    /// Keeps what it builds, sealed with the secret of a user, and takes nothing that is not. It is asked for when it is needed.
    /// Without one, all is built each time.
    #[must_use]
    pub fn sealing_with(self, secret: impl Fn() -> Option<[u8; 32]> + Send + Sync + 'static) -> Self {
        Self { cache: ComponentCache::new(self.folder.join(COMPONENTS), Seal::new(secret)), ..self }
    }

    /// The component of a migration, built where it has to be. A component that an older toolchain built from the same
    /// source will do.
    pub fn artifact(&self, migration: &Migration) -> Result<Artifact, BuildError> {
        self.artifact_with(migration, Reuse::OfAnyToolchain, &|| ())
    }

    /// The component of a migration, built where it has to be. Just before a compiler gets to work, which may take a
    /// while, `starting` is called.
    pub fn artifact_with(
        &self,
        migration: &Migration,
        reuse: Reuse,
        starting: &dyn Fn(),
    ) -> Result<Artifact, BuildError> {
        let work = Work { migration, reuse, starting };
        match migration.source.kind {
            SourceKind::Sql => build_sql(migration),
            SourceKind::RustCrate => self.build_rust(&work),
            SourceKind::File(language) | SourceKind::Folder(language) => self.build_code(&work, language),
            SourceKind::Component => read_ready(migration),
        }
    }

    fn build_rust(&self, work: &Work<'_>) -> Result<Artifact, BuildError> {
        let migration = work.migration;
        let source_digest = migration.digest()?;
        self.stored.or_build(migration, source_digest, || {
            let component = self.build_crate(work, source_digest).map_err(|problem| BuildError::Rust {
                revision: migration.header.revision.clone(),
                file: migration.source.display_path.clone(),
                problem,
            })?;
            Ok(Artifact::new(component, source_digest, Language::Rust.name()))
        })
    }

    fn build_crate(&self, work: &Work<'_>, source_digest: Digest) -> Result<Vec<u8>, RustError> {
        let migration = work.migration;
        let (folder, revision) = (&migration.source.path, &migration.header.revision);
        // Crates depend on it by its path, and it is one of their inputs.
        self.library(Language::Rust).map_err(|error| RustError::unwritable(&self.state_folder, &error))?;
        let inputs = RustBuilder::inputs_digest(folder, source_digest)?;
        let built = match work.reuse {
            Reuse::OfAnyToolchain => self.cache.read_of_any_toolchain(revision, inputs),
            Reuse::OfThisToolchain => self.cache.read(revision, inputs, self.rust.toolchain_digest()?),
        };
        if let Some(component) = built {
            return Ok(component);
        }
        (work.starting)();
        self.workshops.claim();
        let entry = manifest_entry(migration, source_digest, Language::Rust);
        let component = self.rust.build(folder, &entry)?;
        // The first build may have written Cargo.lock, which is one of the inputs.
        let inputs = RustBuilder::inputs_digest(folder, source_digest)?;
        self.cache.store(revision, inputs, self.rust.toolchain_digest()?, &component);
        Ok(component)
    }
}

impl Builder {
    fn build_code(&self, work: &Work<'_>, language: Language) -> Result<Artifact, BuildError> {
        let migration = work.migration;
        let source_digest = migration.digest()?;
        self.stored.or_build(migration, source_digest, || {
            let code = Code { migration, language, source_digest };
            Ok(Artifact::new(self.built_code(&code, work)?, source_digest, language.name()))
        })
    }

    fn built_code(&self, code: &Code<'_>, work: &Work<'_>) -> Result<Vec<u8>, BuildError> {
        let Code { migration, language, .. } = *code;
        let component = match self.way(language) {
            Some(Way::Compiled(toolchain)) => self.compiled(code, &**toolchain, work),
            Some(Way::Script(frontend)) => self.scripted(code, &**frontend),
            None => Err(not_built_here(language)),
        };
        component.map_err(|problem| BuildError::Code {
            revision: migration.header.revision.clone(),
            file: migration.source.display_path.clone(),
            problem: Box::new(problem),
        })
    }

    fn way(&self, language: Language) -> Option<&Way> {
        self.ways[place_of(language)].get_or_init(|| language::way(language, &self.config, &self.environment)).as_ref()
    }

    fn compiled(&self, code: &Code<'_>, toolchain: &dyn Toolchain, work: &Work<'_>) -> Result<Vec<u8>, ToolchainError> {
        let revision = &code.migration.header.revision;
        let inputs = code.inputs(self.with_source(code, |source| toolchain.inputs(&source))?);
        let built = match work.reuse {
            Reuse::OfAnyToolchain => self.cache.read_of_any_toolchain(revision, inputs),
            Reuse::OfThisToolchain => self.cache.read(revision, inputs, digest_of(toolchain)?),
        };
        if let Some(component) = built {
            return Ok(component);
        }
        // Asked before the build: a tool that is missing is one error, and not whatever comes of it.
        let version = digest_of(toolchain)?;
        (work.starting)();
        let built = self.in_workshop(code, |job| toolchain.build(job))?;
        let component = code.component(built)?;
        self.cache.store(revision, inputs, version, &component);
        Ok(component)
    }

    fn scripted(&self, code: &Code<'_>, frontend: &dyn Frontend) -> Result<Vec<u8>, ToolchainError> {
        let script = self.in_workshop(code, |job| frontend.read(job))?;
        let interpreter = self.interpreters.find(script.interpreter)?;
        Ok(script::encode(&[code.manifest_entry()], &script, &interpreter, self.carriage))
    }

    /// Gives the work a folder of its own, empty at the start, that goes away with it.
    fn in_workshop<T>(
        &self,
        code: &Code<'_>,
        work: impl FnOnce(&Job<'_>) -> Result<T, ToolchainError>,
    ) -> Result<T, ToolchainError> {
        let revision = &code.migration.header.revision;
        let library =
            self.library(code.language).map_err(|error| ToolchainError::unwritable(&self.state_folder, &error))?;
        let kept = self.folder.join(code.language.name());
        let opened = self.workshops.open(code.language.name(), &name_start(revision));
        let workshop = opened.map_err(|error| ToolchainError::unwritable(&kept, &error))?;
        let outcome = self.with_source(code, |source| {
            work(&Job { source, revision, workshop: &workshop, library: &library, kept: &kept })
        });
        let _ = fs::remove_dir_all(&workshop);
        outcome
    }

    /// The folder of the library of a language, which is unpacked and looked at once.
    fn library(&self, language: Language) -> io::Result<PathBuf> {
        let library = &self.libraries[place_of(language)];
        if let Some(folder) = library.get() {
            return Ok(folder.clone());
        }
        let folder = sdk::unpack(language, &self.state_folder)?;
        Ok(library.get_or_init(|| folder).clone())
    }

    fn with_source<T>(&self, code: &Code<'_>, work: impl FnOnce(SourceFiles<'_>) -> T) -> T {
        let source = &code.migration.source;
        let (main, display_path) = (source.main_path(), source.main_display_path());
        work(SourceFiles { path: &source.path, main: &main, display_path: &display_path, root: &self.root })
    }
}

/// One migration that is to be built.
struct Work<'a> {
    migration: &'a Migration,
    reuse: Reuse,
    /// Called before a compiler gets to work.
    starting: &'a dyn Fn(),
}

/// A migration in a language that is neither SQL nor Rust.
struct Code<'a> {
    migration: &'a Migration,
    language: Language,
    source_digest: Digest,
}

impl Code<'_> {
    /// The digest of everything but the tools that decides what it becomes.
    fn inputs(&self, others: Digest) -> Digest {
        let mut key = DigestBuilder::default();
        key.add_named("source", self.source_digest);
        key.add_named("tool", Digest::of(env!("CARGO_PKG_VERSION").as_bytes()));
        key.add_named("library", sdk::digest(self.language));
        key.add_named("others", others);
        // The manifest is in the component.
        key.add_named("header", Digest::of(&manifest::to_json(&[self.manifest_entry()])));
        key.finish()
    }

    fn manifest_entry(&self) -> ManifestEntry {
        manifest_entry(self.migration, self.source_digest, self.language)
    }

    fn component(&self, built: Vec<u8>) -> Result<Vec<u8>, ToolchainError> {
        let is_component = aludel_project::component::check_header(&built).is_ok();
        let mut component = if is_component { built } else { world::wrap(&built)? };
        let entry = self.manifest_entry();
        let section = manifest::to_json(std::slice::from_ref(&entry));
        append_section(&mut component, manifest::SECTION_NAME, &section);
        Ok(component)
    }
}

fn place_of(language: Language) -> usize {
    Language::ALL.iter().position(|known| *known == language).expect("every language is in the list")
}

fn digest_of(toolchain: &dyn Toolchain) -> Result<Digest, ToolchainError> {
    Ok(Digest::of(toolchain.version()?.as_bytes()))
}

fn not_built_here(language: Language) -> ToolchainError {
    let reason = format!("this version of aludel does not build {}", language.title());
    ToolchainError::Failed { program: language.name().to_owned(), reason }
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
    let text = source::read_text(&migration.source)?;
    let source_digest = Digest::of_text(&text);
    let entry = manifest_entry(migration, source_digest, Language::Sql);
    let component = sql::encode(&[entry], &text)
        .map_err(|problem| BuildError::Sql { file: migration.source.display_path.clone(), problem })?;
    Ok(Artifact::new(component, source_digest, Language::Sql.name()))
}

fn read_ready(migration: &Migration) -> Result<Artifact, BuildError> {
    let file = &migration.source.display_path;
    let component = source::read_component(&migration.source.path, file)?;
    if let Some(from) = &migration.package {
        installed::component::check(file.clone(), &component, from.component)?;
    }
    let entry = source::find_entry(&component, file, &migration.header.revision)?;
    Ok(Artifact::new(component, entry.source_digest, &entry.language))
}

#[cfg(test)]
#[path = "builder_tests.rs"]
mod tests;
