//! `build`: every migration as a component.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aludel_build::{BuildErrors, Reuse};
use aludel_project::lockfile::{FILE_NAME, LockUpdate};
use aludel_project::{Artifact, Language, LockedRevision, Lockfile, Migration, whole_file};

use crate::error::Error;
use crate::event::Observer;
use crate::in_parallel::in_parallel;
use crate::installation::held;
use crate::migrator::Migrator;
use crate::options::LockRule;
use crate::report::{BuildReport, BuiltArtifact};
use crate::request::BuildRequest;
use crate::run::prepare::{Built, Workshop, build};

/// What each of these migrations becomes, by revision.
pub(super) async fn built_for_a_package(
    migrator: &Migrator,
    migrations: Vec<Migration>,
    observer: Arc<dyn Observer>,
) -> Result<Vec<(String, Artifact)>, Error> {
    let built = built(migrator.workshop(observer)?, migrations).await?;
    Ok(built.into_iter().map(|(migration, built)| (migration.header.revision, built.artifact)).collect())
}

impl Migrator {
    fn workshop(&self, observer: Arc<dyn Observer>) -> Result<Workshop, Error> {
        Ok(Workshop {
            config: Arc::clone(&self.config),
            artifacts: Arc::clone(&self.artifacts),
            sandbox: self.sandbox()?,
            interpreters: Arc::clone(&self.interpreters),
            launcher: self.launcher(),
            observer,
        })
    }

    /// Builds every migration, writes the components where the request says, and brings `aludel.lock` up to date.
    pub async fn build(&self, request: BuildRequest, observer: Arc<dyn Observer>) -> Result<BuildReport, Error> {
        let workshop = self.workshop(observer)?;
        let mut artifacts = Vec::new();
        let mut locked = BTreeMap::new();
        // What came with a package is built.
        let own = self.catalogue()?.migrations().iter().filter(|migration| migration.package.is_none()).cloned();
        for (migration, Built { artifact, duration_ms }) in built(workshop, own.collect()).await? {
            let written = request.out.as_deref().map(|folder| write(folder, &migration, &artifact)).transpose()?;
            let digests = LockedRevision { source: artifact.source_digest, component: artifact.component_digest };
            locked.insert(migration.header.revision.clone(), digests);
            artifacts.push(BuiltArtifact { duration_ms, ..report(&migration, &artifact, written) });
        }
        let lockfile = self.write_lockfile(locked)?;
        Ok(BuildReport { artifacts, lockfile })
    }

    /// Brings the lock file up to date, or finds that it is not. Gives it if it was written.
    fn write_lockfile(&self, revisions: BTreeMap<String, LockedRevision>) -> Result<Option<PathBuf>, Error> {
        let unusable = |error| Error::Lockfile(Box::new(error));
        let before = match Lockfile::read(&self.config.root) {
            Ok(lockfile) => lockfile.unwrap_or_default(),
            // All that it had is made anew.
            Err(_) if self.config.packages.is_empty() => Lockfile::default(),
            Err(error) => return Err(unusable(error)),
        };
        let lockfile = Lockfile { revisions, packages: before.packages.clone() };
        if self.options.lock_rule == LockRule::Holds {
            return held::check_built(&lockfile, &before).map(|()| None);
        }
        match lockfile.update(&self.config.root).map_err(unusable)? {
            LockUpdate::Written => Ok(Some(self.config.root.join(FILE_NAME))),
            LockUpdate::Unchanged => Ok(None),
        }
    }
}

/// Builds all of them side by side. What is wrong with any of them is told.
async fn built(workshop: Workshop, migrations: Vec<Migration>) -> Result<Vec<(Migration, Built)>, Error> {
    let outcomes = in_parallel(migrations, move |migration| {
        let built = build(&workshop, &migration, Reuse::OfThisToolchain);
        built.map(|built| (migration, built))
    });
    let mut built = Vec::new();
    let mut errors = Vec::new();
    for outcome in outcomes.await? {
        match outcome {
            Ok(one) => built.push(one),
            Err(Error::Build(error)) => errors.push(*error),
            Err(other) => return Err(other),
        }
    }
    match errors.len() {
        0 => Ok(built),
        1 => Err(Error::Build(Box::new(errors.remove(0)))),
        _ => Err(Error::Builds { errors: BuildErrors { errors } }),
    }
}

fn write(folder: &Path, migration: &Migration, artifact: &Artifact) -> Result<PathBuf, Error> {
    let path = folder.join(component_name(&migration.source.path));
    let written = whole_file::write(&path, &artifact.component);
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
        duration_ms: None,
        written,
    }
}
