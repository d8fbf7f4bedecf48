//! The SQL of the journal.

use aludel_sql::{DatabaseInfo, Dialect};

use super::JOURNAL;
use crate::ledger::{equals, quoted};

/// The columns that this program writes and reads, in their order.
pub(super) const COLUMNS: [&str; 9] =
    ["version_table", "run_id", "revision", "direction", "state", "statements", "statement", "entries", "fingerprint"];

/// The table as a connection reaches it: with its schema, so that no temporary table comes between.
pub(super) fn table(info: &DatabaseInfo) -> String {
    let schema = info.default_schema.as_ref().map_or_else(String::new, |schema| quoted(info.dialect, schema) + ".");
    schema + &unqualified(info.dialect)
}

pub(super) fn unqualified(dialect: Dialect) -> String {
    quoted(dialect, JOURNAL)
}

pub(super) fn create(dialect: Dialect, table: &str) -> String {
    let (id, options) = match dialect {
        Dialect::Sqlite => ("INTEGER PRIMARY KEY AUTOINCREMENT", ""),
        Dialect::Postgres => ("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", ""),
        Dialect::Mysql | Dialect::MariaDb => ("BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY", " ENGINE = InnoDB"),
    };
    let columns: Vec<String> =
        COLUMNS.iter().map(|column| format!("{column} {}", column_type(dialect, column))).collect();
    format!("CREATE TABLE IF NOT EXISTS {table} (id {id}, {}){options}", columns.join(", "))
}

fn column_type(dialect: Dialect, column: &str) -> String {
    let of_mysql = dialect.is_mysql_family();
    match column {
        "statements" => "BIGINT NOT NULL".to_owned(),
        "direction" | "state" => "VARCHAR(16) NOT NULL".to_owned(),
        "statement" if of_mysql => "LONGTEXT CHARACTER SET utf8mb4".to_owned(),
        "statement" => "TEXT".to_owned(),
        "entries" | "fingerprint" => match dialect {
            Dialect::Sqlite => "BLOB NOT NULL",
            Dialect::Postgres => "BYTEA NOT NULL",
            Dialect::Mysql | Dialect::MariaDb => "LONGBLOB NOT NULL",
        }
        .to_owned(),
        _ if of_mysql => "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL".to_owned(),
        _ => "VARCHAR(255) NOT NULL".to_owned(),
    }
}

pub(super) fn insert(dialect: Dialect, table: &str) -> String {
    let places: Vec<String> = (1..).zip(COLUMNS).map(|(place, _)| dialect.placeholder(place)).collect();
    let (columns, places) = (COLUMNS.join(", "), places.join(", "));
    if dialect == Dialect::Postgres {
        let id = next_id(table);
        return format!("INSERT INTO {table} (id, {columns}) OVERRIDING SYSTEM VALUE VALUES ({id}, {places})");
    }
    format!("INSERT INTO {table} ({columns}) VALUES ({places})")
}

/// A number above those of all rows, without the sequence of the column: guests ask `lastval()` for what their own rows
/// were given. The clock keeps journals apart that are written at the same time.
fn next_id(table: &str) -> String {
    format!(
        "GREATEST((SELECT COALESCE(MAX(id), 0) + 1 FROM {table}), \
         CAST(EXTRACT(EPOCH FROM pg_catalog.clock_timestamp()) * 1000000 AS bigint))"
    )
}

pub(super) fn select(dialect: Dialect, table: &str) -> String {
    let columns = COLUMNS[1..].join(", ");
    format!(
        "SELECT {columns} FROM {table} WHERE version_table {} {} ORDER BY id",
        equals(dialect),
        dialect.placeholder(1)
    )
}

pub(super) fn select_any(dialect: Dialect, table: &str) -> String {
    format!("SELECT 1 FROM {table} WHERE version_table = {} LIMIT 1", dialect.placeholder(1))
}

pub(super) fn delete(dialect: Dialect, table: &str) -> String {
    format!("DELETE FROM {table} WHERE {}", of_migration(dialect))
}

pub(super) fn delete_all(dialect: Dialect, table: &str) -> String {
    format!("DELETE FROM {table} WHERE version_table {} {}", equals(dialect), dialect.placeholder(1))
}

/// Of the rows that announce a statement only the last can be without an answer.
pub(super) fn update_answered(dialect: Dialect, table: &str) -> String {
    format!("UPDATE {table} SET state = 'done' WHERE {} AND state {} 'began'", of_migration(dialect), equals(dialect))
}

fn of_migration(dialect: Dialect) -> String {
    let [first, second, third] = [1, 2, 3].map(|place| dialect.placeholder(place));
    let equals = equals(dialect);
    format!("version_table {equals} {first} AND revision {equals} {second} AND direction {equals} {third}")
}
