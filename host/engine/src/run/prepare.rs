//! Components for the steps: built, checked and compiled before the first step runs, as far as that costs something.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Instant;

use aludel_build::{Interpreters, Reuse};
use aludel_process::Launcher;
use aludel_project::artifact::Artifact;
use aludel_project::{Config, Language, Migration, SourceKind};
use aludel_sandbox::Sandbox;

use crate::artifacts::Artifacts;
use crate::error::Error;
use crate::event::{Event, Observer};
use crate::housing::{House, Program};
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
    pub(crate) config: Arc<Config>,
    pub(crate) artifacts: Arc<Artifacts>,
    pub(crate) sandbox: Sandbox,
    pub(crate) interpreters: Arc<Interpreters>,
    /// What starts a process for a guest.
    pub(crate) launcher: Option<Launcher>,
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
    let Built { artifact, .. } = build(workshop, &migration, Reuse::OfAnyToolchain)?;
    Ok(prepared(&artifact, Loading::Later { component: artifact.component.clone(), migration: Box::new(migration) }))
}

fn prepared_now(workshop: &Workshop, migration: &Migration) -> Result<Prepared, Error> {
    let Built { artifact, .. } = build(workshop, migration, Reuse::OfAnyToolchain)?;
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

/// A component, and how long it took to build; none where it was built before, or nothing had to be compiled.
pub(crate) struct Built {
    pub(crate) artifact: Artifact,
    pub(crate) duration_ms: Option<u64>,
}

/// Builds one migration, and tells about it where a compiler has to work.
pub(crate) fn build(workshop: &Workshop, migration: &Migration, reuse: Reuse) -> Result<Built, Error> {
    let revision = &migration.header.revision;
    let started = Cell::new(None);
    let starting = || {
        started.set(Some(Instant::now()));
        let language = migration.source.kind.language().map_or("", Language::name).to_owned();
        workshop.observer.event(&Event::BuildStarted { revision: revision.clone(), language });
    };
    let artifact = workshop.artifacts.artifact(migration, reuse, &starting)?;
    let duration_ms = started.get().map(|started: Instant| whole_milliseconds(started.elapsed()));
    if let Some(duration_ms) = duration_ms {
        let bytes = artifact.component.len();
        workshop.observer.event(&Event::BuildFinished { revision: revision.clone(), bytes, duration_ms });
    }
    Ok(Built { artifact, duration_ms })
}

fn load(workshop: &Workshop, migration: &Migration, component: &[u8]) -> Result<Program, Error> {
    let house = House::of(migration, &workshop.config.grants, workshop.launcher.as_ref())?;
    let program = interpreters::load(workshop, migration, (house, component))?;
    let limits = limits::of(migration, &workshop.config);
    if limits == *workshop.sandbox.limits() {
        return Ok(program);
    }
    Ok(program.with_limits(limits))
}
