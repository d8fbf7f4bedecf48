//! What every language does.

use crate::databases::Kind;

/// One thing that a migration of every language does in the same way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case {
    /// What `-x case=` calls it.
    pub(crate) name: &'static str,
    /// What it is called in the table for people.
    pub(crate) title: &'static str,
}

const fn case(name: &'static str, title: &'static str) -> Case {
    Case { name, title }
}

/// In the order of the table.
pub(crate) const CASES: &[Case] = &[
    case("ddl", "definitions and scripts"),
    case("operations", "tables by builders, inspection"),
    case("values", "values of every type, both ways"),
    case("nulls", "NULL"),
    case("unicode", "names and texts beyond ASCII"),
    case("one", "single rows and scalars"),
    case("paging", "a cursor that stays open while rows change"),
    case("batch", "20,000 rows in columnar batches"),
    case("prepared", "prepared statements"),
    case("bulk-insert", "bulk insert; unfinished is undone"),
    case("bulk-update", "bulk update"),
    case("savepoint", "savepoints; an error rolls back"),
    case("arguments", "arguments, tag, phase"),
    case("progress", "progress and log"),
    case("caught", "an error that is caught"),
    case("uncaught", "an error that is not caught"),
    case("crash", "a crash, with its message"),
    case("precondition", "a precondition that fails"),
    case("other", "a failure of one's own"),
    case("refusal", "a refusal by the host"),
    case("irreversible", "no way back"),
    case("verify", "verify after upgrade"),
    case("offline", "SQL written out only"),
];

/// What a case is told beside its name, on a kind of database.
pub(crate) fn arguments(case: &Case, kind: Kind) -> Vec<(&'static str, String)> {
    match case.name {
        "values" => vec![("ddl", values_tables(kind)), ("kinds", kind_names(kind))],
        "nulls" => vec![("ddl", nulls_table(kind))],
        "arguments" => vec![("note", "a=b c".to_owned()), ("größe", "ü".to_owned())],
        _ => Vec::new(),
    }
}

/// The types of values that a kind of database has, each with that of a column for it.
fn value_types(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Sqlite => &[
            ("boolean", "BOOLEAN"),
            ("integer", "BIGINT"),
            ("real", "REAL"),
            ("decimal", "TEXT"),
            ("text", "TEXT"),
            ("bytes", "BLOB"),
            ("json", "TEXT"),
            ("uuid", "TEXT"),
            ("date", "DATE"),
            ("time", "TEXT"),
            ("timestamp", "TEXT"),
            ("timestamptz", "TEXT"),
        ],
        Kind::Postgresql => &[
            ("boolean", "BOOLEAN"),
            ("integer", "BIGINT"),
            ("real", "DOUBLE PRECISION"),
            ("decimal", "NUMERIC(24, 4)"),
            ("text", "TEXT"),
            ("bytes", "BYTEA"),
            ("json", "JSON"),
            ("uuid", "UUID"),
            ("date", "DATE"),
            ("time", "TIME"),
            ("timestamp", "TIMESTAMP"),
            ("timestamptz", "TIMESTAMPTZ"),
            ("interval", "INTERVAL"),
            ("boolean-array", "BOOLEAN[]"),
            ("integer-array", "BIGINT[]"),
            ("real-array", "DOUBLE PRECISION[]"),
            ("text-array", "TEXT[]"),
        ],
        Kind::MariaDb | Kind::Mysql => &[
            ("boolean", "BOOLEAN"),
            ("integer", "BIGINT"),
            ("unsigned", "BIGINT UNSIGNED"),
            ("real", "DOUBLE"),
            ("decimal", "DECIMAL(24, 4)"),
            ("text", "TEXT"),
            ("bytes", "LONGBLOB"),
            ("json", "JSON"),
            ("uuid", "CHAR(36)"),
            ("date", "DATE"),
            ("time", "TIME(6)"),
            ("timestamp", "DATETIME(6)"),
        ],
    }
}

fn kind_names(kind: Kind) -> String {
    value_types(kind).iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",")
}

fn values_tables(kind: Kind) -> String {
    let column = |(name, of_type): &(&str, &str)| format!(", v_{} {of_type}", name.replace('-', "_"));
    let columns: String = value_types(kind).iter().map(column).collect();
    let table = |name: &str| format!("CREATE TABLE {name} (id INTEGER NOT NULL PRIMARY KEY{columns});");
    ["conf_values", "conf_copy"].map(table).join(" ")
}

fn nulls_table(kind: Kind) -> String {
    let bytes = if kind == Kind::Postgresql { "BYTEA" } else { "BLOB" };
    format!("CREATE TABLE conf_nulls (id INTEGER NOT NULL PRIMARY KEY, a BIGINT, b VARCHAR(20), c {bytes});")
}
