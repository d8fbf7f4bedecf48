//! Components for the steps: built, checked and compiled before the first step runs, as far as that costs something.

use std::sync::Arc;
use std::time::Instant;

use aludel_project::artifact::Artifact;
use aludel_project::{Migration, SourceKind};
use aludel_sandbox::{Program, Sandbox};

use crate::artifacts::Artifacts;
use crate::error::Error;
use crate::event::{Event, Observer};
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
    pub(crate) observer: Arc<dyn Observer>,
}

impl Prepared {
    /// Whether it may build tables anew. SQL says in its header what it does.
    pub(crate) fn builds_tables(&self) -> bool {
        matches!(&self.loading, Loading::Ready(program) if program.imports_operations())
    }

    pub(crate) fn program(self, sandbox: &Sandbox) -> Result<Program, Error> {
        match self.loading {
            Loading::Ready(program) => Ok(program),
            Loading::Later { migration, component } => load(sandbox, &migration, &component),
        }
    }
}

/// Prepares every migration, in their order.
pub(crate) async fn prepare(workshop: &Workshop, migrations: Vec<Migration>) -> Result<Vec<Prepared>, Error> {
    let mut prepared = Vec::with_capacity(migrations.len());
    for migration in migrations {
        prepared.push(match migration.source.kind {
            SourceKind::Sql => prepared_later(workshop, migration)?,
            SourceKind::RustCrate | SourceKind::Component => {
                let workshop = workshop.clone();
                let built = tokio::task::spawn_blocking(move || prepared_now(&workshop, &migration)).await;
                built.map_err(|error| Error::Unexpected { message: format!("a build stopped: {error}") })??
            }
        });
    }
    Ok(prepared)
}

fn prepared_later(workshop: &Workshop, migration: Migration) -> Result<Prepared, Error> {
    let artifact = workshop.artifacts.artifact(&migration)?;
    Ok(prepared(&artifact, Loading::Later { component: artifact.component.clone(), migration: Box::new(migration) }))
}

fn prepared_now(workshop: &Workshop, migration: &Migration) -> Result<Prepared, Error> {
    let artifact = build(workshop, migration)?;
    let program = load(&workshop.sandbox, migration, &artifact.component)?;
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
pub(crate) fn build(workshop: &Workshop, migration: &Migration) -> Result<Artifact, Error> {
    if migration.source.kind != SourceKind::RustCrate || migration.prebuilt.is_some() {
        return workshop.artifacts.artifact(migration);
    }
    let revision = &migration.header.revision;
    let started = Instant::now();
    workshop.observer.event(&Event::BuildStarted { revision: revision.clone(), language: "rust".to_owned() });
    let artifact = workshop.artifacts.artifact(migration)?;
    workshop.observer.event(&Event::BuildFinished {
        revision: revision.clone(),
        bytes: artifact.component.len(),
        duration_ms: whole_milliseconds(started.elapsed()),
    });
    Ok(artifact)
}

fn load(sandbox: &Sandbox, migration: &Migration, component: &[u8]) -> Result<Program, Error> {
    let program = sandbox
        .load(&migration.source.display_path, component)
        .map_err(|source| Error::Load { revision: migration.header.revision.clone(), source: Box::new(source) })?;
    if migration.header.limits.is_empty() {
        return Ok(program);
    }
    let lowered = limits::lowered(sandbox.limits(), &migration.header.limits);
    Ok(program.with_limits(lowered))
}
