//! Components for the steps: built, checked and compiled before the first step runs, as far as that costs something.

use std::sync::Arc;
use std::time::Instant;

use aludel_build::Interpreters;
use aludel_project::artifact::Artifact;
use aludel_project::{Language, Migration, SourceKind};
use aludel_sandbox::{Program, Sandbox};

use crate::artifacts::Artifacts;
use crate::error::Error;
use crate::event::{Event, Observer};
use crate::in_parallel::in_parallel;
use crate::interpreters;
use crate::limits;
use crate::report::whole_milliseconds;

/// A migration that is ready to run, or nearly.
pub(crate) struct Prepared {
    pub(crate) source_digest: String,
    pub(crate) component_digest: String,
    loading: Loading,
}

/// SQL migrations share one compiled code, so loading one costs next to nothing and waits for its step; a program for
/// each of ten thousand would only take memory. Others are loaded before the first step, so that a component which
/// cannot run is found before anything has happened.
enum Loading {
    Ready(Program),
    Later { migration: Box<Migration>, component: Vec<u8> },
}

/// What components are made with.
#[derive(Clone)]
pub(crate) struct Workshop {
    pub(crate) artifacts: Arc<Artifacts>,
    pub(crate) sandbox: Sandbox,
    pub(crate) interpreters: Arc<Interpreters>,
    pub(crate) observer: Arc<dyn Observer>,
}

impl Prepared {
    /// Whether it may build tables anew. SQL says in its header what it does.
    pub(crate) fn builds_tables(&self) -> bool {
        matches!(&self.loading, Loading::Ready(program) if program.imports_operations())
    }

    pub(crate) fn program(self, workshop: &Workshop) -> Result<Program, Error> {
        match self.loading {
            Loading::Ready(program) => Ok(program),
            Loading::Later { migration, component } => load(workshop, &migration, &component),
        }
    }
}

/// Prepares every migration, in their order.
pub(crate) async fn prepare(workshop: &Workshop, migrations: Vec<Migration>) -> Result<Vec<Prepared>, Error> {
    if migrations.iter().all(|migration| migration.source.kind == SourceKind::Sql) {
        return migrations.into_iter().map(|migration| prepared_later(workshop, migration)).collect();
    }
    let workshop = workshop.clone();
    let prepared = in_parallel(migrations, move |migration| match migration.source.kind {
        SourceKind::Sql => prepared_later(&workshop, migration),
        _ => prepared_now(&workshop, &migration),
    });
    prepared.await?.into_iter().collect()
}

fn prepared_later(workshop: &Workshop, migration: Migration) -> Result<Prepared, Error> {
    let artifact = workshop.artifacts.artifact(&migration)?;
    Ok(prepared(&artifact, Loading::Later { component: artifact.component.clone(), migration: Box::new(migration) }))
}

fn prepared_now(workshop: &Workshop, migration: &Migration) -> Result<Prepared, Error> {
    let artifact = build(workshop, migration)?;
    let program = load(workshop, migration, &artifact.component)?;
    Ok(prepared(&artifact, Loading::Ready(program)))
}

fn prepared(artifact: &Artifact, loading: Loading) -> Prepared {
    Prepared {
        source_digest: artifact.source_digest.to_string(),
        component_digest: artifact.component_digest.to_string(),
        loading,
    }
}

/// Builds one migration and tells about it where it may take a while.
fn build(workshop: &Workshop, migration: &Migration) -> Result<Artifact, Error> {
    telling(workshop, migration, |artifacts| artifacts.artifact(migration))
}

/// The same with the toolchain that is there now.
pub(crate) fn build_fresh(workshop: &Workshop, migration: &Migration) -> Result<Artifact, Error> {
    telling(workshop, migration, |artifacts| artifacts.fresh_artifact(migration))
}

fn telling(
    workshop: &Workshop,
    migration: &Migration,
    build: impl FnOnce(&Artifacts) -> Result<Artifact, Error>,
) -> Result<Artifact, Error> {
    let Some(language) = compiled_language(migration) else { return build(&workshop.artifacts) };
    let revision = &migration.header.revision;
    let started = Instant::now();
    let language = language.name().to_owned();
    workshop.observer.event(&Event::BuildStarted { revision: revision.clone(), language });
    let artifact = build(&workshop.artifacts)?;
    workshop.observer.event(&Event::BuildFinished {
        revision: revision.clone(),
        bytes: artifact.component.len(),
        duration_ms: whole_milliseconds(started.elapsed()),
    });
    Ok(artifact)
}

/// The language of a migration that a compiler may work on for a while.
fn compiled_language(migration: &Migration) -> Option<Language> {
    let language = migration.source.kind.language().filter(|_| migration.prebuilt.is_none())?;
    let is_read = matches!(
        language,
        Language::Sql | Language::Python | Language::JavaScript | Language::TypeScript | Language::Wat
    );
    (!is_read).then_some(language)
}

fn load(workshop: &Workshop, migration: &Migration, component: &[u8]) -> Result<Program, Error> {
    let names = (migration.header.revision.as_str(), migration.source.display_path.as_str());
    let program = interpreters::load(workshop, names, component)?;
    if migration.header.limits.is_empty() {
        return Ok(program);
    }
    let lowered = limits::lowered(workshop.sandbox.limits(), &migration.header.limits);
    Ok(program.with_limits(lowered))
}
