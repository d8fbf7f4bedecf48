//! What a statement does, read from its text before a server sees it.
//!
//! [`told`] turns one statement into the list of [`aludel_grants::Access`]es that a judge can hold against grants.
//! It is made for clear errors, and errs on the side of the judge: what it does not know is told as
//! [`aludel_grants::AccessKind::Unknown`]. The wall is the server itself, with the login that it was given: code that a
//! routine holds runs where no text shows it.
//!
//! - `PostgreSQL` is read by a whole parser, and the texts of code in a statement word by word.
//! - `MySQL` and `MariaDB` have no parser that knows all of their statements, so they are read word by word, in each of
//!   the readings that comments with a version allow.
//! - `SQLite` needs none of this: its engine tells what it is about to do.
//!
//! The crate is pure.

mod found;
mod mysql;
mod postgres;

use aludel_grants::Access;
use aludel_sql::Dialect;

use found::Found;

/// What a text is read against.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'run> {
    /// The kind of server.
    pub dialect: Dialect,
    /// The schema (on `MySQL` the database) that names without one are looked up in.
    pub default_schema: Option<&'run str>,
    /// The tables that the host keeps for itself.
    pub house_tables: &'run [String],
}

/// A text that is more than one statement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the text is {count} statements, where one is expected")]
pub struct NotOneStatement {
    /// How many it is.
    pub count: usize,
}

/// The text as a server of that version reads it: without the marks of comments such as `/*!50003 ... */`, and with what
/// stands in them only where it is for that server. None where such a comment has no end, and for dialects that know none.
pub fn reading(sql: &str, dialect: Dialect, version: (u32, u32, u32)) -> Option<String> {
    dialect.is_mysql_family().then(|| mysql::reading(sql, dialect, version)).flatten()
}

/// What a text tells of its statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What the statement does, sorted, each thing once.
    pub accesses: Vec<Access>,
    /// Whether it does nothing else: the server runs no function, operator, trigger or rule of anybody's with it. It is so
    /// for plain definitions on `PostgreSQL` (a table, an index over columns, and the end of either) and for nothing else
    /// that is known. Event triggers are not told by a text: where there are any, it is not so.
    pub is_all: bool,
}

/// What one statement does. A text without a statement does nothing; a dialect whose engine tells for itself has nothing
/// to be read.
///
/// # Errors
///
/// The text is more than one statement.
pub fn told(surroundings: &Surroundings<'_>, sql: &str) -> Result<Told, NotOneStatement> {
    let mut found = Found::new(surroundings);
    match surroundings.dialect {
        Dialect::Sqlite => {}
        Dialect::Postgres => postgres::read(sql, &mut found)?,
        Dialect::Mysql | Dialect::MariaDb => mysql::read(sql, &mut found)?,
    }
    Ok(found.into_told())
}
