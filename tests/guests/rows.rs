//! What is in a database, in one form for all kinds of them.
//!
//! The clients of the databases are asked, so that no driver of ours is in between.

use std::fmt::Write as _;

use crate::databases::{Kind, TestDatabase};

/// More rows than this are told by their number and a digest, and by the first and the last.
const ROWS_SHOWN_MAX: usize = 64;

/// The heads, and every table of the suite with its rows in the order of their ids.
pub(crate) fn dump(database: &TestDatabase, kind: Kind) -> Result<String, String> {
    let mut dump = String::new();
    for (table, columns) in tables(database, kind)? {
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(dump, "{table} ({})", names.join(", "));
        let rows = database.run(&select(&table, &columns, kind))?;
        dump.push_str(&shown(&rows.lines().collect::<Vec<_>>()));
    }
    if dump.is_empty() { Ok("no tables\n".to_owned()) } else { Ok(dump) }
}

struct Column {
    name: String,
    is_binary: bool,
}

/// The tables with their columns, by their names.
fn tables(database: &TestDatabase, kind: Kind) -> Result<Vec<(String, Vec<Column>)>, String> {
    let mut tables: Vec<(String, Vec<Column>)> = Vec::new();
    for line in database.run(columns_query(kind))?.lines() {
        let mut parts = line.split(" | ");
        let mut part = || parts.next().unwrap_or_default().to_owned();
        let (table, name, data_type) = (part(), part(), part());
        let column = Column { name, is_binary: data_type.contains("blob") };
        match tables.last_mut() {
            Some((last, columns)) if *last == table => columns.push(column),
            _ => tables.push((table, vec![column])),
        }
    }
    Ok(tables)
}

fn columns_query(kind: Kind) -> &'static str {
    match kind {
        Kind::Sqlite => {
            "SELECT m.name, c.name, '' FROM sqlite_schema m, pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND m.name LIKE 'conf\\_%' ESCAPE '\\' ORDER BY m.name, c.cid;"
        }
        Kind::Postgresql => {
            "SELECT table_name, column_name, '' FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name LIKE 'conf\\_%' ORDER BY table_name, ordinal_position;"
        }
        Kind::MariaDb | Kind::Mysql => {
            "SELECT table_name, column_name, data_type FROM information_schema.columns \
             WHERE table_schema = database() AND table_name LIKE 'conf\\_%' ORDER BY table_name, ordinal_position;"
        }
    }
}

/// A query for each row as one text of one line.
fn select(table: &str, columns: &[Column], kind: Kind) -> String {
    let items: Vec<String> = columns.iter().map(|column| item(column, kind)).collect();
    let row = match kind {
        Kind::Sqlite | Kind::Postgresql => items.join(" || ', ' || "),
        Kind::MariaDb | Kind::Mysql => format!("concat_ws(', ', {})", items.join(", ")),
    };
    format!("SELECT {row} FROM {} ORDER BY id;", quoted(table, kind))
}

fn item(column: &Column, kind: Kind) -> String {
    let name = quoted(&column.name, kind);
    match kind {
        Kind::Sqlite => format!("replace(quote({name}), char(10), '\\n')"),
        Kind::Postgresql => format!("replace(quote_nullable({name}::text), chr(10), '\\n')"),
        Kind::MariaDb | Kind::Mysql if column.is_binary => {
            format!("if({name} IS NULL, 'NULL', concat('x', quote(hex({name}))))")
        }
        Kind::MariaDb | Kind::Mysql => format!("quote({name})"),
    }
}

fn quoted(name: &str, kind: Kind) -> String {
    match kind {
        Kind::Sqlite | Kind::Postgresql => format!("\"{}\"", name.replace('"', "\"\"")),
        Kind::MariaDb | Kind::Mysql => format!("`{}`", name.replace('`', "``")),
    }
}

fn shown(rows: &[&str]) -> String {
    let line = |row: &&str| format!("  {row}\n");
    let [first, .., last] = rows else { return rows.iter().map(line).collect() };
    if rows.len() <= ROWS_SHOWN_MAX {
        return rows.iter().map(line).collect();
    }
    format!("  {first}\n  ...\n  {last}\n  {} rows, digest {:016x}\n", rows.len(), digest(rows))
}

/// FNV-1a of 64 bits: for differences, not for secrets.
fn digest(rows: &[&str]) -> u64 {
    let bytes = rows.iter().flat_map(|row| row.bytes().chain([b'\n']));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
