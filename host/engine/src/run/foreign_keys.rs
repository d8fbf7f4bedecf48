//! Foreign keys that are not enforced while a step runs, and the proof that nothing dangles after it.
//!
//! `SQLite` builds a table anew by dropping the old one, at which the keys that point at it would fire. It switches
//! enforcement outside of transactions only, so the run does it, and looks for rows that point nowhere before the step
//! and after it.

use std::collections::BTreeMap;

use aludel_db::{Session, fetch_all};
use aludel_sql::{Dialect, ErrorKind, SqlError, Value};

use crate::error::{DanglingRow, DatabaseState, Error};
use crate::run::decide::PlannedStep;
use crate::run::execution::Execution;
use crate::run::failure::Stop;
use crate::run::prepare::Prepared;
use crate::run::settle::is_lost;

/// Switches enforcement off; nothing to an open transaction.
pub(crate) const SUSPEND: &str = "PRAGMA foreign_keys = OFF";
/// Switches enforcement on again.
pub(crate) const RESUME: &str = "PRAGMA foreign_keys = ON";

const IS_ENFORCED: &str = "PRAGMA foreign_keys";
const CHECK: &str = "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check";

/// Whether a step runs without foreign keys: its header says so, or it may build tables anew and its header does not
/// say otherwise.
pub(crate) fn are_suspended(dialect: Dialect, said: Option<bool>, builds_tables: bool) -> bool {
    dialect.suspends_foreign_keys() && !said.unwrap_or(!builds_tables)
}

/// The rows that pointed nowhere when enforcement was switched off.
#[derive(Debug)]
pub(crate) struct Suspended {
    /// None where `SQLite` could not tell: a foreign key that points at columns which are no key stops its check.
    before: Option<Vec<DanglingRow>>,
}

impl Suspended {
    /// Switches enforcement off, unless it is off.
    pub(crate) async fn start(session: &mut dyn Session) -> Result<Option<Self>, SqlError> {
        let is_enforced =
            fetch_all(session, IS_ENFORCED, &[]).await?.first().is_some_and(|row| row == &[Value::Integer(1)]);
        if !is_enforced {
            return Ok(None);
        }
        let before = match dangling(session).await {
            Ok(rows) => Some(rows),
            Err(error) if error.kind == ErrorKind::Connection => return Err(error),
            Err(_) => None,
        };
        session.execute(SUSPEND, &[]).await?;
        Ok(Some(Self { before }))
    }

    /// The rows that point nowhere and did not before; none where nothing could be told before.
    pub(crate) async fn new_dangling(&self, session: &mut dyn Session) -> Result<Vec<DanglingRow>, SqlError> {
        match &self.before {
            Some(before) => Ok(added(before, dangling(session).await?)),
            None => Ok(Vec::new()),
        }
    }

    /// Switches enforcement on again.
    pub(crate) async fn end(self, session: &mut dyn Session) -> Result<(), SqlError> {
        session.execute(RESUME, &[]).await.map(drop)
    }
}

impl Execution<'_> {
    /// Whether a step must run without foreign keys.
    pub(crate) fn suspends(&self, planned: &PlannedStep, prepared: &Prepared) -> bool {
        are_suspended(self.dialect, planned.foreign_keys, prepared.builds_tables())
    }

    /// Switches enforcement off until [`Execution::resume`].
    pub(crate) async fn suspend(&mut self) -> Result<(), SqlError> {
        let mut session = self.session.lend().await;
        self.suspended = Suspended::start(&mut **session).await?;
        Ok(())
    }

    /// Stops a step that leaves rows which point nowhere.
    pub(crate) async fn check_foreign_keys(&self) -> Result<(), Stop> {
        let Some(suspended) = &self.suspended else { return Ok(()) };
        let mut session = self.session.lend().await;
        let rows = suspended.new_dangling(&mut **session).await.map_err(Stop::Database)?;
        if rows.is_empty() { Ok(()) } else { Err(Stop::Dangling(rows)) }
    }

    /// Switches enforcement on again, after a transaction that ended in whatever way, and gives what became of it.
    pub(crate) async fn resume<T>(&mut self, result: Result<T, Error>) -> Result<T, Error> {
        let Some(suspended) = self.suspended.take() else { return result };
        let resumed = suspended.end(&mut **self.session.lend().await).await;
        let heads = self.heads_kept.iter().map(ToString::to_string).collect();
        match (result, resumed) {
            // What went wrong first is what matters.
            (result, Ok(())) | (result @ Err(_), Err(_)) => result,
            // A connection that is gone has no switch any more.
            (result, Err(error)) if is_lost(&error) => result,
            (Ok(_), Err(error)) => {
                Err(Error::Transaction { error: Box::new(error), state: DatabaseState::Committed { heads } })
            }
        }
    }
}

async fn dangling(session: &mut dyn Session) -> Result<Vec<DanglingRow>, SqlError> {
    fetch_all(session, CHECK, &[]).await?.into_iter().map(dangling_row).collect()
}

fn dangling_row(row: Vec<Value>) -> Result<DanglingRow, SqlError> {
    match <[Value; 3]>::try_from(row) {
        Ok([Value::Text(table), Value::Integer(rowid), Value::Text(parent)]) => {
            Ok(DanglingRow { table, rowid: Some(rowid), parent })
        }
        // A table without rowid has none to tell.
        Ok([Value::Text(table), Value::Null, Value::Text(parent)]) => Ok(DanglingRow { table, rowid: None, parent }),
        other => {
            Err(SqlError::new(ErrorKind::Conversion, format!("this is no row of the foreign key check: {other:?}")))
        }
    }
}

/// The rows of `after` beyond those of `before`, each as often as it is there: a row can point nowhere in many ways.
fn added(before: &[DanglingRow], after: Vec<DanglingRow>) -> Vec<DanglingRow> {
    let mut known: BTreeMap<&DanglingRow, usize> = BTreeMap::new();
    for row in before {
        *known.entry(row).or_default() += 1;
    }
    let mut is_new = |row: &DanglingRow| match known.get_mut(row) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    after.into_iter().filter(|row| is_new(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(table: &str, rowid: i64) -> DanglingRow {
        DanglingRow { table: table.to_owned(), rowid: Some(rowid), parent: "p".to_owned() }
    }

    #[test]
    fn only_rows_that_are_more_than_before_are_new() {
        let after = vec![row("t", 1), row("t", 1), row("u", 1)];
        assert_eq!(added(&[row("t", 1)], after), [row("t", 1), row("u", 1)]);
        assert_eq!(added(&[row("t", 1)], Vec::new()), []);
    }

    #[test]
    fn the_header_decides_and_else_what_the_step_may_do() {
        for (said, builds, expected) in
            [(None, false, false), (None, true, true), (Some(true), true, false), (Some(false), false, true)]
        {
            assert_eq!(are_suspended(Dialect::Sqlite, said, builds), expected);
            assert!(!are_suspended(Dialect::Postgres, said, builds));
        }
    }
}
