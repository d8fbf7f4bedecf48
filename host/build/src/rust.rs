//! Crates to components, with the Rust toolchain that is there.
//!
//! All crates of a project share one build folder, so that the library for guests is compiled once for all of them.

mod cargo;
mod encoded_flags;
mod error;
mod path_dependency;
mod standard_library;
mod toolchain;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub use error::RustError;
use toolchain::Toolchain;
use wasm_metadata::Producers;

use crate::environment::ToolEnvironment;
use crate::world;
use aludel_project::component::append_section;
use aludel_project::digest::{Digest, DigestBuilder};
use aludel_project::manifest::{self, ManifestEntry};
use aludel_project::source_digest::digest_of_folder;

/// The target that guests are compiled for: WebAssembly without a system.
const TARGET: &str = "wasm32-unknown-unknown";

/// Builds the crates of one project.
#[derive(Debug)]
pub(super) struct RustBuilder {
    root: PathBuf,
    folder: PathBuf,
    environment: ToolEnvironment,
    toolchain: OnceLock<Result<Toolchain, RustError>>,
}

impl RustBuilder {
    /// A builder for the project at `root` that keeps what it makes in `folder`.
    pub(super) fn new(root: PathBuf, folder: PathBuf, environment: ToolEnvironment) -> Self {
        Self { root, folder, environment, toolchain: OnceLock::new() }
    }

    /// The digest of the toolchain that is there.
    pub(super) fn toolchain_digest(&self) -> Result<Digest, RustError> {
        Ok(Digest::of(self.toolchain()?.identity().as_bytes()))
    }

    /// The digest of everything but the toolchain that decides what a crate becomes.
    pub(super) fn inputs_digest(crate_folder: &Path, source: Digest) -> Result<Digest, RustError> {
        let mut key = DigestBuilder::default();
        key.add_named("source", source);
        key.add_named("tool", Digest::of(env!("CARGO_PKG_VERSION").as_bytes()));
        let workspace = path_dependency::workspace_folder(crate_folder).unwrap_or(crate_folder);
        // The versions of dependencies, and the profile.
        for file in ["Cargo.lock", "Cargo.toml"] {
            key.add_named(file, Digest::of(&std::fs::read(workspace.join(file)).unwrap_or_default()));
        }
        for folder in path_dependency::folders(crate_folder) {
            let digest = digest_of_folder(&folder, &folder.display().to_string());
            key.add_named("dependency", digest.map_err(RustError::Dependency)?);
        }
        Ok(key.finish())
    }

    /// Compiles a crate and makes the module a component with this manifest.
    pub(super) fn build(&self, crate_folder: &Path, entry: &ManifestEntry) -> Result<Vec<u8>, RustError> {
        let toolchain = self.toolchain()?;
        let module = with_linker(cargo::build(self, toolchain, crate_folder)?, toolchain)?;
        let mut component = world::wrap(&module)?;
        append_section(&mut component, manifest::SECTION_NAME, &manifest::to_json(std::slice::from_ref(entry)));
        Ok(component)
    }

    /// The toolchain, looked for once.
    fn toolchain(&self) -> Result<&Toolchain, RustError> {
        let found = self.toolchain.get_or_init(|| toolchain::find(&self.environment, &self.root, &self.folder));
        found.as_ref().map_err(Clone::clone)
    }
}

/// The module with the name of its linker beside that of its compiler. One that the compiler brings needs none.
fn with_linker(module: Vec<u8>, toolchain: &Toolchain) -> Result<Vec<u8>, RustError> {
    let Some(linker) = &toolchain.linker else { return Ok(module) };
    let mut producers = Producers::empty();
    producers.add("processed-by", "LLD", &linker.version);
    producers.add_to_wasm(&module).map_err(|_| RustError::NoModule)
}
