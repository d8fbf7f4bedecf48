//! What the tables and columns are called.

use aludel_sql::{DatabaseInfo, Dialect};

pub(super) const HISTORY: &str = "aludel_history";
pub(crate) const LOCK: &str = "aludel_lock";

/// Where the tables of the house are on `PostgreSQL`, where guests have a login of their own.
pub(crate) const HOUSE_SCHEMA: &str = "aludel";

/// The database with the tables of the house on `MySQL`, where guests have a login of their own: rights on a database are
/// rights on all that is in it, so that they need one beside that of the application.
pub(crate) fn house_database(database: &str) -> String {
    format!("{HOUSE_SCHEMA}_{database}")
}

/// The columns of the history that this program writes and reads, in the order of [`super::HistoryEntry`].
pub(super) const HISTORY_COLUMNS: [&str; 13] = [
    "version_table",
    "run_id",
    "revision",
    "direction",
    "source_digest",
    "component_digest",
    "started_at",
    "finished_at",
    "duration_ms",
    "run_by",
    "run_from",
    "tool_version",
    "outcome",
];

/// The tables as they are written in SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) version: String,
    pub(super) history: String,
}

impl Names {
    /// As a connection reaches them.
    pub(super) fn qualified(info: &DatabaseInfo, version_table: &str) -> Self {
        Self::in_schema(info.dialect, info.default_schema.as_deref(), version_table)
    }

    /// In that schema; without one, in that of a connection which nobody knows yet.
    pub(super) fn in_schema(dialect: Dialect, schema: Option<&str>, version_table: &str) -> Self {
        let schema = schema.map_or_else(String::new, |schema| quoted(dialect, schema) + ".");
        Self { version: schema.clone() + &quoted(dialect, version_table), history: schema + &quoted(dialect, HISTORY) }
    }
}

/// The name of the primary key's constraint, as Alembic has it.
pub(super) fn primary_key(version_table: &str) -> String {
    format!("{version_table}_pkc")
}

/// Quotes a name that was checked, or that the server itself told.
pub(crate) fn quoted(dialect: Dialect, name: &str) -> String {
    dialect.quote(name).expect("`Ledger::new` checked the name, and a server keeps its own names whole")
}

/// The sign between a column of text and a value. On `PostgreSQL` a bare `=` would be whatever operator somebody made that
/// fits `varchar` better than the server's own, which is one of `text`.
pub(crate) fn equals(dialect: Dialect) -> &'static str {
    if dialect == Dialect::Postgres { "OPERATOR(pg_catalog.=)" } else { "=" }
}
