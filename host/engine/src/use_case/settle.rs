//! What a person has found out of a migration that stopped half way: written into the journal, under the lock.

use std::sync::Arc;
use std::time::Duration;

use aludel_db::{Fence, Fingerprint, Journal, JournalKey, JournalRow, Session, fingerprint};
use aludel_sql::Dialect;
use serde::Serialize;

use super::doctor::{of_last_migration, unread};
use crate::address::Access;
use crate::error::{DatabaseState, Error};
use crate::event::{Command, Direction, Observer};
use crate::journal::resume::{Carried, Resume, all_names, names_to_ask, resume, settled, since_the_beginning};
use crate::migrator::Migrator;
use crate::report::RunReport;
use crate::request::RunRequest;
use crate::run::job::{Ending, Job};
use crate::run::shared::SharedSession;
use crate::run::whole::Run;
use aludel_project::TransactionMode;

/// What is to be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// The statement in doubt was carried out.
    Done,
    /// The statement in doubt was not carried out.
    NotDone,
    /// All of the migration was undone, so that it was never begun.
    RolledBack,
}

/// What a person says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SettleRequest {
    /// What they found out.
    pub settlement: Settlement,
    /// How long to wait for another run, in place of what the config says.
    pub lock_timeout: Option<Duration>,
}

/// What was written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SettleReport {
    /// The revision.
    pub revision: String,
    /// Up or down.
    pub direction: Direction,
    /// The statement that was in doubt, where it was about one.
    pub statement: Option<String>,
    /// After how many statements the next run goes on; 0 where it starts anew.
    pub goes_on_after: u64,
}

impl Migrator {
    /// Writes down what a person has found out of the migration that stands half applied. Refused where the database
    /// says otherwise, or speaks for itself.
    pub async fn settle(&self, request: SettleRequest, observer: Arc<dyn Observer>) -> Result<SettleReport, Error> {
        let job = Job {
            command: Command::Stamp,
            ending: Ending::Commit,
            transaction: None,
            lock_timeout: request.lock_timeout,
            arguments: Vec::new(),
            tag: None,
            agreed: None,
        };
        let run = Run::new(self, &job, observer)?;
        let session = SharedSession::new(self.connect(&run.address, Access::Write).await?);
        let report = with_lock(&run, &session, request.settlement).await;
        session.close().await;
        report
    }

    /// Goes on with the migration that stands half applied, and with no other one.
    pub async fn resume(&self, request: RunRequest, observer: Arc<dyn Observer>) -> Result<RunReport, Error> {
        let address = self.address()?;
        let mut session = self.connect(&address, Access::Read).await?;
        let dialect = session.dialect();
        let rows = address.ledger()?.journal().rows(&mut *session).await;
        // Everything was read; a goodbye that fails changes nothing.
        let _ = session.close().await;
        let key = of_last_migration(rows?).pop().ok_or_else(nothing_half_applied)?.key;
        // Where definitions can be rolled back, only what ran without a transaction has rows in the journal.
        let transaction = if dialect.commits_on_define() { request.transaction } else { Some(TransactionMode::None) };
        let request = RunRequest { target: target(&key), transaction, ..request };
        match Direction::from(key.direction) {
            Direction::Up => self.upgrade(request, observer).await,
            Direction::Down => self.downgrade(request, observer).await,
        }
    }
}

fn target(key: &JournalKey) -> String {
    match Direction::from(key.direction) {
        Direction::Up => key.revision.to_string(),
        Direction::Down => format!("{}-1", key.revision),
    }
}

async fn with_lock(run: &Run<'_>, session: &SharedSession, settlement: Settlement) -> Result<SettleReport, Error> {
    let lock = run.acquire(session).await?;
    let result = locked(run, &mut **session.lend().await, settlement, lock.fence()).await;
    let released = lock.release(&mut **session.lend().await).await;
    let report = result?;
    released.map_err(|error| Error::Lock(Box::new(error)))?;
    Ok(report)
}

async fn locked(
    run: &Run<'_>,
    session: &mut dyn Session,
    settlement: Settlement,
    fence: Option<&Fence>,
) -> Result<SettleReport, Error> {
    let journal = run.ledger.journal();
    let rows = of_last_migration(journal.rows(session).await?);
    let Some(last) = rows.last() else { return Err(nothing_half_applied()) };
    let row = match settlement {
        Settlement::Done => Some(settled_row(run, session, &rows, Carried::Out).await?),
        Settlement::NotDone => Some(settled_row(run, session, &rows, Carried::NotOut).await?),
        Settlement::RolledBack => {
            check_undone(session, &rows).await?;
            None
        }
    };
    let heads = run.ledger.heads(session).await?.unwrap_or_default();
    let heads: Vec<String> = heads.iter().map(ToString::to_string).collect();
    write(&journal, session, (&last.key, row.as_ref()), fence, &heads).await?;
    Ok(SettleReport {
        revision: last.key.revision.to_string(),
        direction: last.key.direction.into(),
        statement: row.as_ref().and(last.statement.clone()),
        goes_on_after: row.map_or(0, |row| row.statements),
    })
}

/// The row to be added; refused where the database itself tells what became of the statement.
async fn settled_row(
    run: &Run<'_>,
    session: &mut dyn Session,
    rows: &[JournalRow],
    found: Carried,
) -> Result<JournalRow, Error> {
    let dialect = session.dialect();
    let live = fingerprint(session, &names_to_ask(rows, dialect)).await.map_err(unread)?;
    let row = match resume(rows, &live, dialect) {
        Resume::Unclear(_) => settled(rows, &run.id, found),
        Resume::GoOn { .. } | Resume::StartAnew => None,
    };
    row.filter(|row| can_go_on(rows, row, &live, dialect)).ok_or_else(|| nothing_in_doubt(rows))
}

/// Whether the next run would go on with the row: a word of a person brings no temporary table back.
fn can_go_on(rows: &[JournalRow], row: &JournalRow, live: &Fingerprint, dialect: Dialect) -> bool {
    let together: Vec<JournalRow> = rows.iter().chain([row]).cloned().collect();
    matches!(resume(&together, live, dialect), Resume::GoOn { .. })
}

async fn check_undone(session: &mut dyn Session, rows: &[JournalRow]) -> Result<(), Error> {
    let dialect = session.dialect();
    let names = all_names(rows, dialect);
    if names.is_empty() {
        return Err(refused("the migration made and changed no object, and what it did to rows cannot be looked for"));
    }
    let live = fingerprint(session, &names).await.map_err(unread)?;
    let changes = since_the_beginning(rows, &live, dialect)
        .ok_or_else(|| refused("what was there before was written by a version of aludel that this one cannot read"))?;
    if changes.is_empty() {
        return Ok(());
    }
    let changes: Vec<String> = changes.iter().map(ToString::to_string).collect();
    Err(refused(&format!("not everything is as it was before the migration: {}", changes.join("; "))))
}

async fn write(
    journal: &Journal,
    session: &mut dyn Session,
    (key, row): (&JournalKey, Option<&JournalRow>),
    fence: Option<&Fence>,
    heads: &[String],
) -> Result<(), Error> {
    session.begin().await.map_err(unread)?;
    let written = match row {
        Some(row) => journal.append(session, row).await,
        None => journal.clear(session, key).await.map(drop),
    };
    if let Err(error) = written {
        // The error says what happened; a rollback that fails leaves it to the end of the connection.
        let _ = session.rollback().await;
        return Err(error.into());
    }
    if let Some(fence) = fence
        && let Err(error) = fence.check(session).await
    {
        let _ = session.rollback().await;
        let state = DatabaseState::RolledBack { heads: heads.to_vec() };
        return Err(Error::LockTaken { revision: None, error: Box::new(error), state });
    }
    session.commit().await.map_err(unread)
}

fn nothing_half_applied() -> Error {
    Error::Usage {
        code: "nothing_half_applied",
        message: "no migration stands half applied".to_owned(),
        hint: Some("`aludel doctor` tells the state of the database".to_owned()),
    }
}

fn nothing_in_doubt(rows: &[JournalRow]) -> Error {
    let name = rows.last().map(|row| row.key.revision.to_string()).unwrap_or_default();
    Error::Usage {
        code: "nothing_in_doubt",
        message: format!("no statement of `{name}` is in doubt in a way that a word could settle"),
        hint: Some("`aludel doctor` tells what the next run does".to_owned()),
    }
}

fn refused(because: &str) -> Error {
    Error::Usage {
        code: "not_undone",
        message: format!("the journal is kept: {because}"),
        hint: Some(
            "undo by hand what `aludel doctor` names and ask again, or say where the database is with \
             `aludel stamp REVISION`, which forgets the journal too"
                .to_owned(),
        ),
    }
}
