//! Columns whose values are not the same twice, because the server makes them up.

use aludel_schema::model::{Column, ConstraintBody, Generation, Table};
use aludel_sql::Dialect;
use aludel_sql::lexer::{Lexer, TokenKind};

/// What a default is made of that is another value each time.
const MOMENTARY: [&str; 34] = [
    "current_timestamp",
    "current_date",
    "current_time",
    "localtime",
    "localtimestamp",
    "now",
    "clock_timestamp",
    "statement_timestamp",
    "transaction_timestamp",
    "timeofday",
    "sysdate",
    "utc_timestamp",
    "utc_date",
    "utc_time",
    "unix_timestamp",
    "curdate",
    "curtime",
    "random",
    "rand",
    "randomblob",
    "random_bytes",
    "gen_random_uuid",
    "gen_random_bytes",
    "uuid_generate_v1",
    "uuid_generate_v4",
    "uuidv4",
    "uuidv7",
    "uuid",
    "uuid_short",
    "datetime",
    "strftime",
    "julianday",
    "unixepoch",
    "txid_current",
];

/// The columns whose defaults depend on the moment or on chance, and those that are set on every update.
pub fn momentary(table: &Table, dialect: Dialect) -> Vec<String> {
    let is_momentary = |column: &&Column| {
        let default = match &column.generation {
            Generation::Default(text) => mentions(text, dialect, &MOMENTARY),
            _ => false,
        };
        default || column.options.values().any(|value| mentions(value, dialect, &MOMENTARY))
    };
    table.columns.iter().filter(is_momentary).map(|column| column.name.clone()).collect()
}

/// The columns that get a value of the moment whenever their row changes (`ON UPDATE CURRENT_TIMESTAMP`).
pub fn set_on_update(table: &Table, dialect: Dialect) -> Vec<String> {
    let is_set = |column: &&Column| column.options.values().any(|value| mentions(value, dialect, &MOMENTARY));
    table.columns.iter().filter(is_set).map(|column| column.name.clone()).collect()
}

/// The columns that the server counts, and those that point at other rows: they are others when rows are made again.
pub fn counted(table: &Table, dialect: Dialect) -> Vec<String> {
    let is_counted = |column: &&Column| match &column.generation {
        Generation::AutoIncrement | Generation::Identity(_) => true,
        Generation::Default(text) => mentions(text, dialect, &["nextval"]),
        _ => is_rowid(table, column, dialect),
    };
    let own = table.columns.iter().filter(is_counted).map(|column| column.name.clone());
    let pointing = table.constraints.iter().flat_map(|constraint| match &constraint.body {
        ConstraintBody::ForeignKey(key) => key.columns.clone(),
        _ => Vec::new(),
    });
    own.chain(pointing).collect()
}

/// `INTEGER PRIMARY KEY` of `SQLite`.
fn is_rowid(table: &Table, column: &Column, dialect: Dialect) -> bool {
    let key = table.primary_key().map(|constraint| crate::made_up::key_columns(&constraint.body)).unwrap_or_default();
    dialect == Dialect::Sqlite && column.data_type.eq_ignore_ascii_case("integer") && key == [column.name.as_str()]
}

fn mentions(text: &str, dialect: Dialect, words: &[&str]) -> bool {
    let tokens = Lexer::new(text, dialect).filter_map(Result::ok).filter(|token| token.kind == TokenKind::Word);
    tokens.into_iter().any(|token| words.contains(&text[token.start..token.end].to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use aludel_schema::ObjectName;
    use aludel_schema::model::{Constraint, Key};

    use super::*;

    #[test]
    fn what_the_server_makes_up_is_known() {
        let mut table = Table::new(ObjectName::local("notes"));
        let columns = [
            ("id", "nextval('notes_id_seq'::regclass)"),
            ("created", "CURRENT_TIMESTAMP"),
            ("token", "gen_random_uuid()"),
            ("word", "'now'"),
        ];
        for (name, default) in columns {
            let generation = Generation::Default(default.to_owned());
            table.columns.push(Column { generation, ..Column::new(name, "text") });
        }
        assert_eq!(momentary(&table, Dialect::Postgres), ["created", "token"]);
        assert_eq!(counted(&table, Dialect::Postgres), ["id"]);
    }

    #[test]
    fn a_rowid_is_counted() {
        let mut table = Table::new(ObjectName::local("notes"));
        table.columns.push(Column::new("id", "INTEGER"));
        table.constraints.push(Constraint::unnamed(ConstraintBody::PrimaryKey(Key::over(["id"]))));
        assert_eq!(counted(&table, Dialect::Sqlite), ["id"]);
        assert_eq!(counted(&table, Dialect::Postgres), [""; 0]);
    }
}
