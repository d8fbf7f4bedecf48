//! The SQL of the ledger.

use aludel_revision::{HeadsChange, RevisionId};
use aludel_sql::literal::LiteralError;
use aludel_sql::{DatabaseInfo, Dialect, Value, literal};

use super::error::ExpectedRow;
use super::names::{HISTORY_COLUMNS, Names, equals, primary_key, quoted};

/// One statement that changes one version row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Movement<'change> {
    /// A row takes another id: what a step along a line does.
    Replace {
        removed: &'change RevisionId,
        added: &'change RevisionId,
    },
    Remove(&'change RevisionId),
    Add(&'change RevisionId),
}

/// The statements of a change. Rows are replaced as far as they go in pairs.
pub(super) fn movements(change: &HeadsChange) -> Vec<Movement<'_>> {
    let pairs = change.removed.len().min(change.added.len());
    let replaced = change.removed.iter().zip(&change.added);
    let mut movements: Vec<_> = replaced.map(|(removed, added)| Movement::Replace { removed, added }).collect();
    movements.extend(change.removed[pairs..].iter().map(Movement::Remove));
    movements.extend(change.added[pairs..].iter().map(Movement::Add));
    movements
}

impl<'change> Movement<'change> {
    /// The row that tells whether the heads are where they should be.
    pub(super) fn expectation(&self) -> (&'change RevisionId, ExpectedRow) {
        match *self {
            Self::Replace { removed, .. } | Self::Remove(removed) => (removed, ExpectedRow::Present),
            Self::Add(added) => (added, ExpectedRow::Absent),
        }
    }

    pub(super) fn added(&self) -> Option<&'change RevisionId> {
        match *self {
            Self::Replace { added, .. } | Self::Add(added) => Some(added),
            Self::Remove(_) => None,
        }
    }

    /// With parameters.
    pub(super) fn statement(&self, dialect: Dialect, table: &str) -> (String, Vec<Value>) {
        let mut parameters = Vec::new();
        let sql = self.write(table, equals(dialect), |revision| {
            parameters.push(Value::Text(revision.as_str().to_owned()));
            dialect.placeholder(if parameters.len() == 1 { 1 } else { 2 })
        });
        (sql, parameters)
    }

    /// With literals.
    pub(super) fn text(&self, dialect: Dialect, table: &str) -> String {
        self.write(table, "=", |revision| {
            let id = Value::Text(revision.as_str().to_owned());
            literal(&id, dialect).expect("an id holds no control characters, and any other text has a literal")
        })
    }

    fn write(&self, table: &str, equals: &str, mut value: impl FnMut(&RevisionId) -> String) -> String {
        match self {
            Self::Replace { removed, added } => {
                let added = value(added);
                format!("UPDATE {table} SET version_num = {added} WHERE version_num {equals} {}", value(removed))
            }
            Self::Remove(removed) => format!("DELETE FROM {table} WHERE version_num {equals} {}", value(removed)),
            Self::Add(added) => format!("INSERT INTO {table} (version_num) VALUES ({})", value(added)),
        }
    }
}

/// Ids that differ in case only are two ids, also where the server's default would take them for one.
pub(crate) fn text_type(dialect: Dialect, length: u32) -> String {
    let collation = if dialect.is_mysql_family() { " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" } else { "" };
    format!("VARCHAR({length}){collation}")
}

/// Alembic's shape, but for the length: its 32 characters are too few for ids that a person can read.
pub(super) fn create_version(dialect: Dialect, names: &Names, version_table: &str) -> String {
    format!(
        "CREATE TABLE IF NOT EXISTS {} (version_num {} NOT NULL, CONSTRAINT {} PRIMARY KEY (version_num)){}",
        names.version,
        text_type(dialect, 255),
        quoted(dialect, &primary_key(version_table)),
        table_options(dialect),
    )
}

/// A storage engine without transactions would keep the version row of a step that was rolled back.
pub(crate) fn table_options(dialect: Dialect) -> &'static str {
    if dialect.is_mysql_family() { " ENGINE = InnoDB" } else { "" }
}

pub(super) fn create_history(dialect: Dialect, names: &Names) -> String {
    let id = match dialect {
        Dialect::Sqlite => "INTEGER PRIMARY KEY AUTOINCREMENT",
        Dialect::Postgres => "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        Dialect::Mysql | Dialect::MariaDb => "BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY",
    };
    let columns: Vec<String> =
        HISTORY_COLUMNS.iter().map(|column| format!("{column} {}", history_type(dialect, column))).collect();
    let columns = columns.join(", ");
    format!("CREATE TABLE IF NOT EXISTS {} (id {id}, {columns}){}", names.history, table_options(dialect))
}

fn history_type(dialect: Dialect, column: &str) -> String {
    match column {
        "duration_ms" => "BIGINT NOT NULL".to_owned(),
        "direction" | "outcome" => "VARCHAR(16) NOT NULL".to_owned(),
        "started_at" | "finished_at" => "VARCHAR(40) NOT NULL".to_owned(),
        "source_digest" | "component_digest" => "VARCHAR(128)".to_owned(),
        _ => text_type(dialect, 255) + " NOT NULL",
    }
}

pub(super) fn insert_history(dialect: Dialect, names: &Names) -> String {
    let places: Vec<String> = (1..).zip(HISTORY_COLUMNS).map(|(place, _)| dialect.placeholder(place)).collect();
    insert(names, &places)
}

pub(super) fn insert_history_text(dialect: Dialect, names: &Names, values: &[Value]) -> Result<String, LiteralError> {
    let values = values.iter().map(|value| literal(value, dialect)).collect::<Result<Vec<_>, _>>()?;
    Ok(insert(names, &values))
}

fn insert(names: &Names, values: &[String]) -> String {
    format!("INSERT INTO {} ({}) VALUES ({})", names.history, HISTORY_COLUMNS.join(", "), values.join(", "))
}

/// The row was just written, so that a walk from the newest on finds it at once, without an index to keep.
pub(super) fn select_step(dialect: Dialect, names: &Names) -> String {
    let place = |index| dialect.placeholder(index);
    let equals = equals(dialect);
    format!(
        "SELECT 1 FROM {} WHERE version_table {equals} {} AND run_id {equals} {} AND revision {equals} {} \
         AND direction {equals} {} ORDER BY id DESC LIMIT 1",
        names.history,
        place(1),
        place(2),
        place(3),
        place(4),
    )
}

pub(super) fn select_applied(dialect: Dialect, names: &Names) -> String {
    let (table, first, equals) = (&names.history, dialect.placeholder(1), equals(dialect));
    format!(
        "SELECT revision, source_digest, component_digest FROM {table} WHERE id IN (SELECT MAX(id) FROM {table} \
         WHERE version_table {equals} {first} AND direction {equals} 'up' GROUP BY revision)"
    )
}

pub(super) fn select_history(dialect: Dialect, names: &Names) -> String {
    let columns = HISTORY_COLUMNS[1..].join(", ");
    let (first, equals) = (dialect.placeholder(1), equals(dialect));
    format!("SELECT {columns} FROM {} WHERE version_table {equals} {first} ORDER BY id", names.history)
}

/// The columns of a table, asked of the catalogue: a failed SELECT would end a transaction of `PostgreSQL`.
pub(super) fn select_columns(info: &DatabaseInfo, table: &str) -> (String, Vec<Value>) {
    let table = Value::Text(table.to_owned());
    let schema = info.default_schema.as_ref().map_or(Value::Null, |schema| Value::Text(schema.clone()));
    match info.dialect {
        Dialect::Sqlite => ("SELECT name FROM pragma_table_info(?1, 'main') ORDER BY cid".to_owned(), vec![table]),
        Dialect::Postgres => (
            "SELECT a.attname::text FROM pg_catalog.pg_attribute a \
             JOIN pg_catalog.pg_class c ON c.oid = a.attrelid \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE n.nspname::text = $1 AND c.relname::text = $2 AND a.attnum > 0 AND NOT a.attisdropped \
             AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY a.attnum"
                .to_owned(),
            vec![schema, table],
        ),
        Dialect::Mysql | Dialect::MariaDb => (
            "SELECT column_name FROM information_schema.columns WHERE table_schema = ? AND table_name = ? \
             ORDER BY ordinal_position"
                .to_owned(),
            vec![schema, table],
        ),
    }
}
