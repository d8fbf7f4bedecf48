//! Runs components in this process, each on a fresh copy of a database with canaries.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use aludel_engine::{Component, Error, Fault, Identity, Migrator, OpenOptions, RunRequest, Silent};
use tokio::runtime::Runtime;

use crate::databases::Server;
use crate::project::{FIRST_MIGRATION, Project};

/// A database with canaries, and what it was like.
pub(super) struct Place {
    project: Project,
    database: PathBuf,
    untouched: Vec<u8>,
    canaries: String,
    kept_canaries: String,
    runtime: Runtime,
}

impl Place {
    pub(super) fn create() -> Result<Self, String> {
        let project = Project::create(&Server::Sqlite)?;
        let database = PathBuf::from(project.database.url().trim_start_matches("sqlite://"));
        let untouched = fs::read(&database).map_err(|error| error.to_string())?;
        let (canaries, kept_canaries) = (project.canaries()?, project.kept_canaries()?);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(|error| error.to_string())?;
        Ok(Self { project, database, untouched, canaries, kept_canaries, runtime })
    }

    /// Runs a component, and says how it ended: by what it is refused, or stopped.
    pub(super) fn run(&self, component: Component) -> Result<String, String> {
        fs::write(&self.database, &self.untouched).map_err(|error| error.to_string())?;
        let ended = catch_unwind(AssertUnwindSafe(|| self.runtime.block_on(self.upgrade(component))));
        let ended = ended.map_err(|_| "the host panicked".to_owned())?;
        self.check_canaries(ended.is_ok())?;
        match ended {
            Ok(()) => Ok("ran".to_owned()),
            Err(error) if error.fault() == Fault::Unexpected || error.code() == "no_engine" => Err(error.to_string()),
            Err(error) => Ok(ending(&error).to_owned()),
        }
    }

    async fn upgrade(&self, component: Component) -> Result<(), Error> {
        let first = Component::from_sql("first.sql", FIRST_MIGRATION)?;
        let who = Identity::of_this_process("tester", "here");
        let url = Some(self.project.database.url().to_owned());
        let options = OpenOptions { url, ..OpenOptions::new(self.project.path(), who) };
        let migrator = Migrator::in_memory(vec![first, component], options)?;
        migrator.upgrade(RunRequest::to("head"), Arc::new(Silent)).await.map(drop)
    }

    fn check_canaries(&self, is_done: bool) -> Result<(), String> {
        let bytes = fs::read(&self.database).map_err(|error| error.to_string())?;
        if bytes == self.untouched {
            return Ok(());
        }
        let (before, now) = if is_done {
            (&self.kept_canaries, self.project.kept_canaries()?)
        } else {
            (&self.canaries, self.project.canaries()?)
        };
        if *before == now { Ok(()) } else { Err(format!("the database changed:\n{before}-- now --\n{now}")) }
    }
}

fn ending(error: &Error) -> &'static str {
    match error {
        Error::MigrationFailed(failure) => failure.cause.code(),
        _ => error.code(),
    }
}
