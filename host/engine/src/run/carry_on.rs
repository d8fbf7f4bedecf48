//! A step that goes on where an earlier run of it stopped.

use std::sync::Arc;

use aludel_db::{Fingerprint, Journal, JournalKey, JournalRow, Session};
use aludel_sql::Dialect;

use crate::error::{Error, HalfApplied, HalfAppliedBecause};
use crate::event::{Event, Note};
use crate::journal::resume::{Resume, Start, Unclear, names_to_ask, resume};
use crate::journal::{Divergence, Enclosing, Log};
use crate::run::decide::{Decision, Isolation, PlannedStep};
use crate::run::execution::{Execution, Running};

/// What is around a step that no transaction takes back as a whole; none if one does.
pub(crate) fn enclosing(isolation: Isolation, dialect: Dialect) -> Option<Enclosing> {
    match isolation {
        Isolation::Nothing => Some(Enclosing::Nothing),
        Isolation::Own if dialect.commits_on_define() => Some(Enclosing::Transaction),
        Isolation::Own | Isolation::Shared => None,
    }
}

/// What stands half applied before a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Open {
    Nothing,
    /// The migration that is to run first, of which so many statements last.
    First {
        statements: u64,
    },
}

impl Decision {
    /// Has the first step run as it was begun: without a transaction, which would hold none of what is done already.
    pub(crate) fn go_on_as_begun(&mut self, statements: u64, dialect: Dialect) -> Result<(), Error> {
        let Some(first) = self.steps.first_mut() else { return Ok(()) };
        if enclosing(first.isolation, dialect).is_some() {
            return Ok(());
        }
        if first.isolation == Isolation::Shared {
            return Err(in_the_way(&key(first), statements));
        }
        first.isolation = Isolation::Nothing;
        Ok(())
    }
}

fn in_the_way(key: &JournalKey, statements: u64) -> Error {
    Error::HalfApplied(Box::new(HalfApplied {
        revision: key.revision.to_string(),
        direction: key.direction.into(),
        path: None,
        statements,
        statement: None,
        because: HalfAppliedBecause::Other,
        differences: Vec::new(),
    }))
}

/// Refuses to run anything while another migration stands half applied.
pub(crate) async fn check_nothing_else_is_open(
    journal: &Journal,
    session: &mut dyn Session,
    first: Option<&PlannedStep>,
) -> Result<Open, Error> {
    let rows = journal.rows(session).await?;
    let is_ours = |row: &JournalRow| first.is_some_and(|step| row.key == key(step));
    match rows.iter().find(|row| !is_ours(row)) {
        None if rows.is_empty() => Ok(Open::Nothing),
        None => Ok(Open::First { statements: lasting(&rows) }),
        Some(row) => {
            let of_it: Vec<JournalRow> = rows.iter().filter(|other| other.key == row.key).cloned().collect();
            Err(in_the_way(&row.key, lasting(&of_it)))
        }
    }
}

fn lasting(rows: &[JournalRow]) -> u64 {
    rows.iter().map(|row| row.statements).max().unwrap_or(0)
}

fn key(step: &PlannedStep) -> JournalKey {
    let direction = match step.direction {
        crate::event::Direction::Up => aludel_revision::Direction::Up,
        crate::event::Direction::Down => aludel_revision::Direction::Down,
    };
    JournalKey { revision: step.revision.clone(), direction }
}

impl Execution<'_> {
    /// The log of a step that needs one, with what an earlier run has done of it.
    pub(crate) async fn log_of(&self, planned: &PlannedStep) -> Result<Option<Arc<Log>>, Error> {
        let Some(enclosing) = enclosing(planned.isolation, self.dialect).filter(|_| self.keeps_journal) else {
            return Ok(None);
        };
        let (journal, key) = (self.ledger.journal(), key(planned));
        let start = if self.may_go_on { self.start_of(planned, &journal, &key).await? } else { Start::default() };
        let log = Log::new(journal, key, self.run_id.clone(), enclosing, start).fenced(self.fence.clone());
        Ok(Some(Arc::new(log)))
    }

    async fn start_of(&self, planned: &PlannedStep, journal: &Journal, key: &JournalKey) -> Result<Start, Error> {
        let mut lent = self.session.lend().await;
        let session = &mut **lent;
        let mut rows = journal.rows(session).await?;
        rows.retain(|row| row.key == *key);
        if rows.is_empty() { Ok(Start::default()) } else { self.start(planned, journal, session, &rows).await }
    }

    async fn start(
        &self,
        planned: &PlannedStep,
        journal: &Journal,
        session: &mut dyn Session,
        rows: &[JournalRow],
    ) -> Result<Start, Error> {
        let live = self.look(session, &names_to_ask(rows, self.dialect)).await?;
        match resume(rows, &live, self.dialect) {
            Resume::GoOn { start, clear_away } => {
                for index in clear_away {
                    self.execute(session, &format!("DROP INDEX {index}")).await?;
                }
                self.tell(&Event::Note(goes_on(planned, start.statements)));
                Ok(start)
            }
            Resume::StartAnew => {
                journal.clear(session, &key(planned)).await?;
                self.tell(&Event::Note(starts_anew(planned)));
                Ok(Start::default())
            }
            Resume::Unclear(unclear) => Err(half_applied(planned, unclear)),
        }
    }

    async fn look(&self, session: &mut dyn Session, names: &[String]) -> Result<Fingerprint, Error> {
        let found = aludel_db::fingerprint(session, names).await;
        found.map_err(|error| self.at_rest(error))
    }

    async fn execute(&self, session: &mut dyn Session, sql: &str) -> Result<(), Error> {
        session.execute(sql, &[]).await.map(drop).map_err(|error| self.at_rest(error))
    }

    fn at_rest(&self, error: aludel_sql::SqlError) -> Error {
        let heads = self.heads_kept.iter().map(ToString::to_string).collect();
        Error::Transaction { error: Box::new(error), state: crate::error::DatabaseState::AtRest { heads } }
    }

    /// What a migration that is not what it was when it stopped is told.
    pub(crate) fn diverged(running: &Running<'_>, log: &Log, divergence: &Divergence) -> Error {
        Error::HalfApplied(Box::new(HalfApplied {
            revision: running.planned.revision.to_string(),
            direction: running.planned.direction,
            path: Some(running.planned.path.clone()),
            statements: log.statements(),
            statement: divergence.statement.clone(),
            because: HalfAppliedBecause::Diverged { call: divergence.call, what: divergence.what },
            differences: Vec::new(),
        }))
    }
}

fn half_applied(planned: &PlannedStep, unclear: Unclear) -> Error {
    Error::HalfApplied(Box::new(HalfApplied {
        revision: planned.revision.to_string(),
        direction: planned.direction,
        path: Some(planned.path.clone()),
        statements: unclear.statements,
        statement: unclear.statement,
        because: HalfAppliedBecause::Unclear(unclear.because),
        differences: unclear.differences,
    }))
}

fn goes_on(planned: &PlannedStep, statements: u64) -> Note {
    Note {
        code: "goes_on",
        text: format!(
            "`{}` goes on after statement {statements}, where an earlier run of it stopped",
            planned.revision
        ),
    }
}

fn starts_anew(planned: &PlannedStep) -> Note {
    Note {
        code: "starts_anew",
        text: format!("what an earlier run of `{}` had done was undone by hand, so it starts anew", planned.revision),
    }
}
