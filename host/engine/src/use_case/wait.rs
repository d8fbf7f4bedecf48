//! `wait`: until somebody else has brought the database somewhere.

use std::collections::HashSet;
use std::time::Duration;

use aludel_db::{ConnectError, HistoryEntry};
use aludel_revision::{Direction, Graph, RevisionId, Target, TargetError};
use serde::Serialize;
use tokio::time::{Instant, sleep_until};

use crate::address::{Access, Address};
use crate::connection::{is_missing_file, names_the_database};
use crate::error::{DatabaseState, Error, Fault};
use crate::event::Note;
use crate::migrator::Migrator;
use crate::report::whole_milliseconds;

/// The first pause between two looks at the database; each is twice the one before, up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// What to wait for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitRequest {
    /// As for `upgrade`; a relative one is not allowed, since it moves with the database.
    pub until: String,
    /// How long at most; zero looks once.
    pub timeout: Duration,
}

/// Whether the database came there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WaitReport {
    /// Whether it has everything that the target needs.
    pub is_there: bool,
    /// Its version rows, at the last look.
    pub heads: Vec<String>,
    /// The revisions that it did not have, in the order in which an upgrade runs them.
    pub missing: Vec<String>,
    /// How long it took.
    pub duration_ms: u64,
    /// What a person should know.
    pub notes: Vec<Note>,
}

/// What is told while it waits, each time that it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waiting {
    /// It cannot be asked, for now.
    Unreachable {
        /// Why.
        reason: String,
    },
    /// It is reached, and not there yet.
    Behind {
        /// Its version rows.
        heads: Vec<String>,
        /// How many revisions it has yet to get.
        missing: usize,
    },
}

/// What one look at the database says.
struct Look {
    heads: Vec<RevisionId>,
    missing: Vec<RevisionId>,
    is_ahead: bool,
}

impl Migrator {
    /// Waits until the database has everything that the target needs, or the time is over. Writes nothing and takes no
    /// lock, so any number of programs can wait while one upgrades.
    ///
    /// A database that is ahead of these files is there when its history says that all of the target was applied: an
    /// older program that starts again must not wait for ever.
    ///
    /// # Errors
    ///
    /// Those of a graph, a target or a configuration that no time mends, at once. [`Error::Connect`] when the time is
    /// over and the database cannot be reached. [`Error::Cancelled`] when it is asked to stop.
    pub async fn wait(&self, request: &WaitRequest, told: &dyn Fn(&Waiting)) -> Result<WaitReport, Error> {
        let target = Target::parse(&request.until)?;
        if names_the_database(&target) {
            return Err(TargetError::RelativeAlone { text: request.until.clone() }.into());
        }
        // What no time mends is found before anything is waited for.
        let address = self.address()?;
        self.catalogue()?.graph().plan_upgrade(&[], &target)?;
        let start = Instant::now();
        let (mut pause, mut last) = (FIRST_PAUSE, None);
        loop {
            let looked = self.look_once(&address, &target).await;
            let state = match &looked {
                Ok(look) if look.missing.is_empty() => return Ok(report(looked?, start)),
                Ok(look) => Waiting::Behind { heads: names(&look.heads), missing: look.missing.len() },
                Err(error) if may_pass(error) => Waiting::Unreachable { reason: error.to_string() },
                Err(_) => return Ok(report(looked?, start)),
            };
            if start.elapsed() >= request.timeout {
                return Ok(report(looked?, start));
            }
            if last.as_ref() != Some(&state) {
                told(&state);
                last = Some(state);
            }
            let next = Instant::now() + pause.min(request.timeout.saturating_sub(start.elapsed()));
            tokio::select! {
                () = sleep_until(next) => {}
                () = self.cancellation().cancelled() => return Err(stopped(looked)),
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn look_once(&self, address: &Address, target: &Target) -> Result<Look, Error> {
        let ledger = address.ledger()?;
        let graph = self.catalogue()?.graph();
        let mut session = match self.connect(address, Access::Read).await {
            Err(Error::Connect(error)) if is_missing_file(address, &error) => {
                return look(graph, target, Vec::new(), &[]);
            }
            connected => connected?,
        };
        let heads = ledger.heads(&mut *session).await?.unwrap_or_default();
        let is_ahead = !graph.undeclared(&heads).is_empty();
        let history = if is_ahead { ledger.history(&mut *session).await? } else { Vec::new() };
        // All was read; a goodbye that fails changes nothing.
        let _ = session.close().await;
        look(graph, target, heads, &history)
    }
}

/// What is missing: after the version rows, or, where they are of revisions that no file declares, after the history.
fn look(graph: &Graph, target: &Target, heads: Vec<RevisionId>, history: &[HistoryEntry]) -> Result<Look, Error> {
    let is_ahead = !graph.undeclared(&heads).is_empty();
    let start: &[RevisionId] = if is_ahead { &[] } else { &heads };
    let applied = applied(history);
    let steps = graph.plan_upgrade(start, target)?.steps.into_iter().map(|step| step.revision);
    let missing = steps.filter(|revision| !applied.contains(revision)).collect();
    Ok(Look { heads, missing, is_ahead })
}

/// What the history says was applied and not taken back.
fn applied(history: &[HistoryEntry]) -> HashSet<RevisionId> {
    let mut applied = HashSet::new();
    for entry in history {
        match entry.direction {
            Direction::Up => applied.insert(entry.revision.clone()),
            Direction::Down => applied.remove(&entry.revision),
        };
    }
    applied
}

/// Whether time may mend it: a server that starts, a login or a database that is made meanwhile.
fn may_pass(error: &Error) -> bool {
    match error {
        Error::Connect(error) => !matches!(
            **error,
            ConnectError::IsAFolder { .. } | ConnectError::NotADatabase { .. } | ConnectError::PermissionDenied { .. }
        ),
        other => other.fault() == Fault::DatabaseUnreachable,
    }
}

fn stopped(looked: Result<Look, Error>) -> Error {
    let heads = looked.map(|look| names(&look.heads)).unwrap_or_default();
    Error::Cancelled { revision: None, state: DatabaseState::AtRest { heads } }
}

fn report(look: Look, start: Instant) -> WaitReport {
    WaitReport {
        is_there: look.missing.is_empty(),
        heads: names(&look.heads),
        missing: names(&look.missing),
        duration_ms: whole_milliseconds(start.elapsed()),
        notes: look.is_ahead.then(ahead).into_iter().collect(),
    }
}

fn ahead() -> Note {
    Note {
        code: "database_is_ahead",
        text: "the database is at a revision that no file here declares; its history was asked instead".to_owned(),
    }
}

fn names(revisions: &[RevisionId]) -> Vec<String> {
    revisions.iter().map(ToString::to_string).collect()
}
