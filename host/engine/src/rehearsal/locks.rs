//! The locks on tables that a transaction of `PostgreSQL` takes, seen from a connection beside it.

use std::collections::BTreeSet;

use aludel_db::Session;
use aludel_sql::{Database, PageLimit, Row, SqlError, Value};
use tokio::sync::Mutex;

use super::report::{Blocks, PlannedLock};

/// From outside of the transaction a table that it has made itself cannot be seen, and nobody waits for that one.
const HELD: &str = "\
SELECT CASE WHEN n.nspname = pg_catalog.current_schema() THEN c.relname ELSE n.nspname || '.' || c.relname END, l.mode
FROM pg_catalog.pg_locks l
JOIN pg_catalog.pg_class c ON c.oid = l.relation
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_database d ON d.oid = l.database AND d.datname = pg_catalog.current_database()
WHERE l.pid = $1 AND l.locktype = 'relation' AND l.granted AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')";

const OWN_PROCESS: &str = "SELECT pg_catalog.pg_backend_pid()::bigint";

const PAGE: PageLimit = PageLimit { rows: 1000, bytes: 1 << 20 };

/// A connection that looks at the locks of another one.
pub(crate) struct Lookout {
    process: Value,
    /// Tables that nobody is told about.
    without: Vec<String>,
    state: Mutex<State>,
}

struct State {
    session: Box<dyn Session>,
    held: BTreeSet<PlannedLock>,
}

impl Lookout {
    /// Looks from `session` at the locks that `observed` holds.
    pub(crate) async fn new(
        session: Box<dyn Session>,
        observed: &mut dyn Session,
        without: Vec<String>,
    ) -> Result<Self, SqlError> {
        let rows = rows(observed, OWN_PROCESS, &[]).await?;
        let process = rows.into_iter().flatten().next().unwrap_or(Value::Null);
        Ok(Self { process, without, state: Mutex::new(State { session, held: BTreeSet::new() }) })
    }

    /// The locks that are new since the last look, the strongest of each table. What cannot be seen is no reason to
    /// stop: it is as if there were none.
    pub(super) async fn look(&self) -> Vec<PlannedLock> {
        let mut state = self.state.lock().await;
        let Ok(rows) = rows(&mut *state.session, HELD, std::slice::from_ref(&self.process)).await else {
            return Vec::new();
        };
        let now: BTreeSet<PlannedLock> =
            rows.iter().filter_map(lock).filter(|lock| !self.without.contains(&lock.object)).collect();
        let new = now.difference(&state.held).cloned().collect();
        state.held = now;
        strongest(new)
    }

    pub(super) async fn close(self) {
        // It was only read from.
        let _ = self.state.into_inner().session.close().await;
    }
}

async fn rows(session: &mut dyn Session, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, SqlError> {
    let database: &mut dyn Database = session;
    let cursor = database.query(sql, parameters).await?;
    let rows = database.next_rows(cursor, PAGE).await;
    database.close_cursor(cursor).await;
    rows
}

fn lock(row: &Row) -> Option<PlannedLock> {
    match row.as_slice() {
        [Value::Text(object), Value::Text(mode)] => {
            let (mode, blocks) = named(mode);
            Some(PlannedLock { object: object.clone(), mode, blocks, held_us: 0 })
        }
        _ => None,
    }
}

/// `AccessExclusiveLock` as the documentation writes it, and what it keeps others from.
fn named(mode: &str) -> (String, Blocks) {
    let bare = mode.strip_suffix("Lock").unwrap_or(mode);
    let mut words = String::new();
    for character in bare.chars() {
        if character.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(character.to_ascii_uppercase());
    }
    let blocks = match bare {
        "AccessShare" | "RowShare" | "RowExclusive" => Blocks::Nothing,
        "ShareUpdateExclusive" => Blocks::Definitions,
        "Share" | "ShareRowExclusive" | "Exclusive" => Blocks::Writes,
        _ => Blocks::ReadsAndWrites,
    };
    (words, blocks)
}

/// One lock a table.
fn strongest(mut locks: Vec<PlannedLock>) -> Vec<PlannedLock> {
    locks.sort_by(|one, other| one.object.cmp(&other.object).then(other.blocks.cmp(&one.blocks)));
    locks.dedup_by(|weaker, kept| weaker.object == kept.object);
    locks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(object: &str, mode: &str) -> PlannedLock {
        let (mode, blocks) = named(mode);
        PlannedLock { object: object.to_owned(), mode, blocks, held_us: 0 }
    }

    #[test]
    fn locks_have_the_names_of_the_documentation() {
        assert_eq!(named("AccessExclusiveLock"), ("ACCESS EXCLUSIVE".to_owned(), Blocks::ReadsAndWrites));
        assert_eq!(named("ShareRowExclusiveLock"), ("SHARE ROW EXCLUSIVE".to_owned(), Blocks::Writes));
        assert_eq!(named("ShareLock"), ("SHARE".to_owned(), Blocks::Writes));
        assert_eq!(named("RowExclusiveLock"), ("ROW EXCLUSIVE".to_owned(), Blocks::Nothing));
    }

    #[test]
    fn of_several_locks_on_a_table_the_strongest_is_told() {
        let locks =
            vec![planned("a", "AccessShareLock"), planned("b", "ShareLock"), planned("a", "AccessExclusiveLock")];
        assert_eq!(strongest(locks), [planned("a", "AccessExclusiveLock"), planned("b", "ShareLock")]);
    }
}
