//! Tables whose rows are written anew, and how a server carries a change of a table out.
//!
//! - `PostgreSQL`: the file of a table is another one than before the statement
//! - `MySQL`, `MariaDB`: a twin of the copy goes along, where every ALTER is tried with the words that forbid the server to
//!   do more than it has to; the statement itself runs on the copy unchanged
//! - `SQLite`: a table that takes the place of another, or loses a column

use std::collections::{BTreeMap, BTreeSet};

use aludel_db::{ScratchDatabase, Session, fetch_all};
use aludel_sql::{Database, Dialect, Row, SqlError, Value};
use tokio::sync::Mutex;

use super::report::AlterReport;
use super::words;

/// The file of every table that has one. What a transaction has done so far is seen by itself only.
const FILES: &str = "\
SELECT CASE WHEN n.nspname = pg_catalog.current_schema() THEN c.relname ELSE n.nspname || '.' || c.relname END,
  c.oid::bigint, pg_catalog.pg_relation_filenode(c.oid)::bigint
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')";

/// What is tried on a twin, from the least that a server can do to the most, and what it means.
const TRIALS: [Trial; 5] = [
    Trial { algorithm: "INSTANT", lock: None, rebuilds: Some(false) },
    Trial { algorithm: "NOCOPY", lock: Some("NONE"), rebuilds: Some(false) },
    Trial { algorithm: "NOCOPY", lock: Some("SHARED"), rebuilds: Some(false) },
    Trial { algorithm: "INPLACE", lock: Some("NONE"), rebuilds: None },
    Trial { algorithm: "INPLACE", lock: Some("SHARED"), rebuilds: None },
];

/// What a server answers where it would have to do more: `ER_ALTER_OPERATION_NOT_SUPPORTED` with and without a reason.
const NOT_SUPPORTED: [i64; 2] = [1845, 1846];

/// `ER_UNKNOWN_ALTER_ALGORITHM`: `MySQL` has no NOCOPY.
const UNKNOWN_ALGORITHM: i64 = 1800;

struct Trial {
    algorithm: &'static str,
    lock: Option<&'static str>,
    rebuilds: Option<bool>,
}

/// What a statement was seen to do to whole tables.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Rewritten {
    /// The tables that are written anew.
    pub(super) tables: Vec<String>,
    /// How the server carries it out, where it has choices.
    pub(super) alter: Option<AlterReport>,
}

/// Who looks for it.
pub(crate) struct Rewrites(Mutex<Way>);

enum Way {
    /// Files by the table's number, with its name.
    Postgres {
        files: BTreeMap<i64, (String, i64)>,
    },
    /// Tables that were there before the first step.
    Sqlite {
        tables: BTreeSet<String>,
    },
    MySql {
        session: Box<dyn Session>,
        database: Box<ScratchDatabase>,
    },
}

impl Rewrites {
    /// On `PostgreSQL`: `session` sees the tables as they are before the first step.
    pub(crate) async fn postgres(session: &mut dyn Session) -> Result<Self, SqlError> {
        Ok(Self(Mutex::new(Way::Postgres { files: files(session).await? })))
    }

    /// On `SQLite`.
    pub(crate) fn sqlite(tables: BTreeSet<String>) -> Self {
        Self(Mutex::new(Way::Sqlite { tables }))
    }

    /// On `MySQL` and `MariaDB`, with a twin of the copy.
    pub(crate) fn mysql(database: ScratchDatabase, session: Box<dyn Session>) -> Self {
        Self(Mutex::new(Way::MySql { session, database: Box::new(database) }))
    }

    /// Whether a statement can be one that is looked at.
    pub(super) fn concerns(sql: &str, dialect: Dialect) -> bool {
        let words = words::first(sql, dialect, 1);
        let plain = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "VALUES", "COPY", "COMMENT", "GRANT", "REVOKE"];
        words.first().is_some_and(|first| !plain.contains(&first.as_str()))
    }

    /// What a statement did that ran just now on `session`. What cannot be found out is not told.
    pub(super) async fn after(&self, sql: &str, session: &mut dyn Database) -> Rewritten {
        match &mut *self.0.lock().await {
            Way::Postgres { files: before } => {
                let Ok(now) = files(session).await else { return Rewritten::default() };
                // An emptied table has another file, and nothing was written anew.
                let empties = words::first(sql, Dialect::Postgres, 1).first().is_some_and(|first| first == "TRUNCATE");
                let tables = if empties { Vec::new() } else { other_files(before, &now) };
                *before = now;
                Rewritten { tables, alter: None }
            }
            Way::Sqlite { tables } => Rewritten { tables: rewritten_by_sqlite(sql, tables), alter: None },
            Way::MySql { session: twin, .. } => on_twin(&mut **twin, sql).await,
        }
    }

    /// Takes the twin away.
    pub(crate) async fn end(self) {
        if let Way::MySql { session, database } = self.0.into_inner() {
            // It has said what it had to say; what stays behind is swept by a later run.
            let _ = session.close().await;
            let _ = database.remove().await;
        }
    }
}

async fn files(session: &mut dyn Database) -> Result<BTreeMap<i64, (String, i64)>, SqlError> {
    let rows = fetch_all(session, FILES, &[]).await?;
    let file = |row: Row| match row.as_slice() {
        [Value::Text(name), Value::Integer(table), Value::Integer(file)] => Some((*table, (name.clone(), *file))),
        _ => None,
    };
    Ok(rows.into_iter().filter_map(file).collect())
}

fn other_files(before: &BTreeMap<i64, (String, i64)>, now: &BTreeMap<i64, (String, i64)>) -> Vec<String> {
    let is_other = |table: &i64, file: i64| before.get(table).is_some_and(|(_, before)| *before != file);
    now.iter().filter(|(table, (_, file))| is_other(table, *file)).map(|(_, (name, _))| name.clone()).collect()
}

/// `ALTER TABLE aludel_new_orders RENAME TO orders` where there was an `orders`, and `ALTER TABLE orders DROP COLUMN`, at
/// which `SQLite` writes every row without it.
fn rewritten_by_sqlite(sql: &str, tables: &BTreeSet<String>) -> Vec<String> {
    let words = words::first(sql, Dialect::Sqlite, 8);
    let [alter, table, own, rest @ ..] = words.as_slice() else { return Vec::new() };
    if alter != "ALTER" || table != "TABLE" {
        return Vec::new();
    }
    let known = |name: &str| tables.iter().find(|table| table.eq_ignore_ascii_case(name)).cloned();
    match rest {
        [rename, to, name] if rename == "RENAME" && to == "TO" && !own.eq_ignore_ascii_case(name) => {
            known(name).into_iter().collect()
        }
        [drop, what, ..] if drop == "DROP" && what != "CONSTRAINT" => known(own).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Does on the twin what was done on the copy, an ALTER in the least way that the server takes.
async fn on_twin(twin: &mut dyn Session, sql: &str) -> Rewritten {
    let Some(altered) = words::altered_table(sql, twin.dialect()) else {
        // A twin that cannot go along refuses a later ALTER, and then nothing is told of that.
        let _ = twin.execute(sql, &[]).await;
        return Rewritten::default();
    };
    for trial in &TRIALS {
        match twin.execute(&altered.with(sql, trial.algorithm, trial.lock), &[]).await {
            Ok(_) => return told(&altered.table, trial, twin.dialect()),
            Err(error) if error.native_code.is_some_and(is_no) => {}
            Err(_) => {
                let _ = twin.execute(sql, &[]).await;
                return Rewritten::default();
            }
        }
    }
    match twin.execute(sql, &[]).await {
        Ok(_) => told(
            &altered.table,
            &Trial { algorithm: "COPY", lock: Some("SHARED"), rebuilds: Some(true) },
            twin.dialect(),
        ),
        Err(_) => Rewritten::default(),
    }
}

fn is_no(code: i64) -> bool {
    NOT_SUPPORTED.contains(&code) || code == UNKNOWN_ALGORITHM
}

fn told(table: &str, trial: &Trial, dialect: Dialect) -> Rewritten {
    // Where MariaDB has no way without building the table anew, it says so by refusing NOCOPY. MySQL has no such word.
    let rebuilds = trial.rebuilds.or((dialect == Dialect::MariaDb).then_some(true));
    let tables = if rebuilds == Some(true) { vec![table.to_owned()] } else { Vec::new() };
    let alter = AlterReport {
        table: table.to_owned(),
        algorithm: trial.algorithm,
        lock: trial.lock.unwrap_or("NONE"),
        rebuilds,
    };
    Rewritten { tables, alter: Some(alter) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_writes_a_table_anew_when_another_takes_its_place_or_a_column_goes() {
        let tables: BTreeSet<String> = ["orders".to_owned(), "lines".to_owned()].into();
        for (sql, expected) in [
            ("ALTER TABLE \"aludel_new_orders\" RENAME TO \"orders\"", &["orders"][..]),
            ("alter table new_orders rename to Orders", &["orders"]),
            ("ALTER TABLE orders DROP COLUMN note", &["orders"]),
            ("ALTER TABLE lines DROP note", &["lines"]),
            ("ALTER TABLE orders RENAME TO purchases", &[]),
            ("ALTER TABLE orders RENAME COLUMN a TO b", &[]),
            ("ALTER TABLE orders ADD COLUMN note TEXT", &[]),
            ("DROP TABLE orders", &[]),
        ] {
            assert_eq!(rewritten_by_sqlite(sql, &tables), expected, "{sql}");
        }
    }

    #[test]
    fn another_file_is_a_table_that_was_written_anew() {
        let of = |files: &[(i64, &str, i64)]| {
            files.iter().map(|(table, name, file)| (*table, ((*name).to_owned(), *file))).collect::<BTreeMap<_, _>>()
        };
        let before = of(&[(1, "a", 10), (2, "b", 20)]);
        assert_eq!(other_files(&before, &of(&[(1, "a", 10), (2, "c", 21), (3, "d", 30)])), ["c"]);
    }
}
