//! A database that lasts longer than its connections: an upgrade runs on it as it would on the live one, lock and all.

use std::sync::Arc;

use aludel_db::{ConnectError, ConnectOptions, DatabaseUrl, HistoryOutcome, ScratchDatabase, SearchPath, Session};
use aludel_revision::{Direction, HeadsChange, Plan, RevisionId, Step};
use aludel_schema::{Namespaces, Scope};
use aludel_sql::Dialect;
use async_trait::async_trait;
use tempfile::TempDir;

use super::Trial;
use super::snapshot::Snapshot;
use crate::address::Access;
use crate::comparison::read::scope;
use crate::comparison::replay::replay_job;
use crate::connection::Connector;
use crate::error::Error;
use crate::event::Silent;
use crate::migrator::Migrator;
use crate::outage::{Fault, FaultyConnector};
use crate::run::job::Job;
use crate::run::whole::Run;

/// Where it is, and what goes with it.
enum Place {
    File(TempDir),
    Database(Box<ScratchDatabase>),
}

pub(super) struct Ground {
    migrator: Migrator,
    connector: Arc<FaultyConnector>,
    job: Job,
    scope: Scope,
    place: Place,
}

impl Ground {
    /// An empty one; none where there is only a schema in one transaction, whose connection cannot be lost.
    pub(super) async fn open(trial: &Trial<'_>) -> Result<Option<Self>, Error> {
        let address = trial.migrator.address()?;
        let (url, search_path, place) = if address.url.dialect() == Dialect::Sqlite {
            let folder = TempDir::with_prefix("aludel-test-").map_err(|source| Error::Output { source })?;
            let url = DatabaseUrl::parse("sqlite://ground.db", folder.path()).map_err(Error::Url)?;
            (url, None, Place::File(folder))
        } else {
            let (scratch, session) = trial.migrator.scratch_database().await?;
            // It is connected to anew by every run.
            let _ = session.close().await;
            if scratch.is_schema() {
                let _ = scratch.remove().await;
                return Ok(None);
            }
            (scratch.url().clone(), scratch.search_path().cloned(), Place::Database(Box::new(scratch)))
        };
        let inner = Arc::new(There { search_path, quick: quick(url.dialect()) });
        let connector = Arc::new(FaultyConnector::new(inner, undisturbed()));
        let migrator = trial.migrator.beside(url, Arc::clone(&connector) as Arc<dyn Connector>);
        let scope = scope(&migrator.address()?, Namespaces::All)?;
        let job = Job {
            transaction: None,
            arguments: trial.request.arguments.clone(),
            tag: trial.request.tag.clone(),
            ..replay_job(false)
        };
        Ok(Some(Self { migrator, connector, job, scope, place }))
    }

    /// Runs a step, unless it has run. Its connection fails so.
    pub(super) async fn run(&self, step: &Step, fault: &Arc<Fault>) -> Result<(), Error> {
        self.connector.set(Arc::clone(fault));
        let ran = match Run::new(&self.migrator, &self.job, Arc::new(Silent)) {
            Ok(run) => run.apply(&|_, heads| Ok(plan(step, heads))).await.map(drop),
            Err(error) => Err(error),
        };
        self.connector.set(undisturbed());
        ran
    }

    pub(super) async fn connect(&self) -> Result<Box<dyn Session>, Error> {
        self.migrator.connect(&self.migrator.address()?, Access::Write).await
    }

    pub(super) fn url(&self) -> Result<DatabaseUrl, Error> {
        Ok(self.migrator.address()?.url)
    }

    pub(super) async fn snapshot(&self) -> Result<Snapshot, Error> {
        let mut session = self.connect().await?;
        let taken = Snapshot::read(&mut *session, &self.scope, &self.url()?).await;
        // It was read; a goodbye that fails changes nothing.
        let _ = session.close().await;
        taken
    }

    /// What is there, and how often a revision was applied and not taken back, as the history has it.
    pub(super) async fn look(&self, revision: &RevisionId) -> Result<(Snapshot, i64), Error> {
        let ledger = self.migrator.address()?.ledger()?;
        let mut session = self.connect().await?;
        let taken = Snapshot::read(&mut *session, &self.scope, &self.url()?).await;
        let history = ledger.history(&mut *session).await;
        let _ = session.close().await;
        let applied = history?
            .into_iter()
            .filter(|entry| entry.revision == *revision && entry.outcome == HistoryOutcome::Applied);
        let times = applied.map(|entry| if entry.direction == Direction::Up { 1 } else { -1 }).sum();
        Ok((taken?, times))
    }

    pub(super) async fn close(self) {
        match self.place {
            // What stays behind of either is swept later, by the system or by the next test.
            Place::File(folder) => drop(folder.close()),
            Place::Database(scratch) => drop(scratch.remove().await),
        }
    }
}

/// A connection that nothing happens to.
pub(super) fn undisturbed() -> Arc<Fault> {
    Arc::new(Fault::never())
}

/// The one step, or nothing where it has run.
fn plan(step: &Step, heads: &[RevisionId]) -> Plan {
    let HeadsChange { removed, added } = &step.change;
    let has_run = added.iter().all(|head| heads.contains(head)) && !removed.iter().any(|head| heads.contains(head));
    let mut heads_after = heads.to_vec();
    if !has_run {
        heads_after.retain(|head| !removed.contains(head));
        heads_after.extend(added.iter().cloned());
    }
    let steps = if has_run { Vec::new() } else { vec![step.clone()] };
    Plan { steps, heads_before: heads.to_vec(), heads_after, warnings: Vec::new() }
}

/// Connects as the scratch database wants it.
struct There {
    search_path: Option<SearchPath>,
    quick: Option<&'static str>,
}

/// What leaves out the wait for the disk: what is lost here is a connection, and no machine.
fn quick(dialect: Dialect) -> Option<&'static str> {
    match dialect {
        Dialect::Sqlite => Some("PRAGMA synchronous = OFF"),
        Dialect::Postgres => Some("SET synchronous_commit = off"),
        Dialect::Mysql | Dialect::MariaDb => None,
    }
}

#[async_trait]
impl Connector for There {
    async fn connect(&self, url: &DatabaseUrl, options: &ConnectOptions) -> Result<Box<dyn Session>, ConnectError> {
        let search_path = self.search_path.clone();
        let on_connect = options.on_connect.iter().cloned().chain(self.quick.map(str::to_owned)).collect();
        let options = ConnectOptions { search_path, guest_url: None, on_connect, ..options.clone() };
        aludel_db::connect(url, &options).await
    }
}
