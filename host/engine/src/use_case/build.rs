//! `build`: every migration as a component.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aludel_project::lockfile::{FILE_NAME, LockUpdate};
use aludel_project::{Artifact, Language, LockedRevision, Lockfile, Migration};

use crate::error::Error;
use crate::event::Observer;
use crate::migrator::Migrator;
use crate::report::{BuildReport, BuiltArtifact};
use crate::request::BuildRequest;
use crate::run::prepare::{Workshop, build};

impl Migrator {
    /// Builds every migration, writes the components where the request says, and brings `aludel.lock` up to date.
    pub async fn build(&self, request: BuildRequest, observer: Arc<dyn Observer>) -> Result<BuildReport, Error> {
        let workshop = Workshop {
            artifacts: Arc::clone(&self.artifacts),
            sandbox: self.sandbox()?,
            interpreters: Arc::clone(&self.interpreters),
            observer,
        };
        let mut artifacts = Vec::new();
        let mut locked = BTreeMap::new();
        for migration in self.catalogue()?.migrations() {
            let (artifact, migration) = built(&workshop, migration.clone()).await?;
            let written = request.out.as_deref().map(|folder| write(folder, &migration, &artifact)).transpose()?;
            let digests = LockedRevision { source: artifact.source_digest, component: artifact.component_digest };
            locked.insert(migration.header.revision.clone(), digests);
            artifacts.push(report(&migration, &artifact, written));
        }
        let lockfile = Lockfile { revisions: locked }.update(&self.config.root);
        let lockfile = match lockfile.map_err(|error| Error::Lockfile(Box::new(error)))? {
            LockUpdate::Written => Some(self.config.root.join(FILE_NAME)),
            LockUpdate::Unchanged => None,
        };
        Ok(BuildReport { artifacts, lockfile })
    }
}

/// A compiler may take minutes, so it runs on a thread for such work.
async fn built(workshop: &Workshop, migration: Migration) -> Result<(Artifact, Migration), Error> {
    let workshop = workshop.clone();
    let built = tokio::task::spawn_blocking(move || build(&workshop, &migration).map(|artifact| (artifact, migration)));
    built.await.map_err(|error| Error::Unexpected { message: format!("a build stopped: {error}") })?
}

fn write(folder: &Path, migration: &Migration, artifact: &Artifact) -> Result<PathBuf, Error> {
    let path = folder.join(component_name(&migration.source.path));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, &artifact.component));
    written.map_err(|source| Error::Write { path: path.clone(), source })?;
    Ok(path)
}

/// As the source is called, so that the files stand in the same order.
fn component_name(source: &Path) -> PathBuf {
    let name = source.file_name().map(PathBuf::from).unwrap_or_default();
    let ends_in_wasm = name.extension().is_some_and(|ending| ending == "wasm");
    let extensions = Language::of_file(&name).map(Language::extensions).unwrap_or_default();
    let text = name.to_string_lossy();
    let stem = extensions.iter().find_map(|ending| text.strip_suffix(&format!(".{ending}")));
    match stem {
        Some(stem) => PathBuf::from(format!("{stem}.wasm")),
        None if ends_in_wasm => name,
        None => name.with_added_extension("wasm"),
    }
}

fn report(migration: &Migration, artifact: &Artifact, written: Option<PathBuf>) -> BuiltArtifact {
    BuiltArtifact {
        revision: migration.header.revision.clone(),
        path: migration.source.display_path.clone(),
        language: artifact.language.clone(),
        source_digest: artifact.source_digest.to_string(),
        component_digest: artifact.component_digest.to_string(),
        bytes: artifact.component.len(),
        written,
    }
}
