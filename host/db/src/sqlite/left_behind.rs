//! What a guest leaves behind in a database that would reach beyond its end.
//!
//! A trigger, a view or a foreign key that names a table of the host is not seen when it is made, and neither is the new
//! name of a table that is renamed: the library asks about them when they are used, and by then it is the host that does.
//! But it makes a name of nothing but the text of a statement, so that one which names the host's tables is the time
//! to look, before it runs and when the guest has ended.

use std::collections::BTreeSet;
use std::sync::Arc;

use aludel_grants::{Access, AccessKind, Grants, Refusal};
use aludel_sql::lexer::{Lexer, TokenKind};
use aludel_sql::{Dialect, SqlError};

use super::core::Core;
use super::raw::{Keep, Stored};
use crate::session::refused;
use crate::words::Words;

const OBJECTS: &str = "SELECT type, name, sql FROM main.sqlite_schema";

/// What lives as long as the connection; views and triggers before the tables that they are of.
const TEMPORARY: &str = "SELECT type, name FROM temp.sqlite_schema WHERE type <> 'index' ORDER BY type = 'table'";

/// Settings of the connection that change what later statements do.
const SETTINGS: [&str; 7] = [
    "foreign_keys",
    "recursive_triggers",
    "legacy_alter_table",
    "ignore_check_constraints",
    "reverse_unordered_selects",
    "automatic_index",
    "cell_size_check",
];

/// How it was before the guest's statements could change it.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// Kind and name of the objects that name a table of the host, with those tables; none before a text did.
    mentions: Option<BTreeSet<(String, String)>>,
    /// Each of [`SETTINGS`]; none before a text held a pragma.
    settings: Option<Vec<String>>,
    house: Arc<[String]>,
}

impl Core {
    /// Looks at the text of a guest's statement before it runs.
    pub(super) fn note_text(&mut self, sql: &str) -> Result<(), SqlError> {
        let Some(house) = self.connection.warden().house_tables() else { return Ok(()) };
        if self.before.mentions.is_none() && house.iter().any(|table| may_name(sql, table)) {
            let mentions = self.own(|core| core.mentions(&house))?;
            self.before.mentions = Some(mentions);
            self.before.house = house;
        }
        if self.before.settings.is_none() && may_name(sql, "pragma") {
            self.before.settings = Some(self.own(Self::settings)?);
        }
        Ok(())
    }

    /// Drops what is temporary, sets settings back, and refuses new objects that name the host's tables.
    pub(super) fn clear_left_behind(&mut self) -> Result<(), SqlError> {
        let before = std::mem::take(&mut self.before);
        if self.connection.warden().take_is_temporary() {
            self.drop_temporary()?;
        }
        if let Some(settings) = before.settings {
            self.set_back(&settings)?;
        }
        let Some(mentions) = before.mentions else { return Ok(()) };
        let now = self.mentions(&before.house)?;
        now.difference(&mentions).next().map_or(Ok(()), |(_, name)| Err(refused(&never(name))))
    }

    fn mentions(&mut self, house: &[String]) -> Result<BTreeSet<(String, String)>, SqlError> {
        let is_house = |name: &str| house.iter().any(|table| table.eq_ignore_ascii_case(name));
        let objects = self.texts(OBJECTS)?.into_iter().filter_map(|row| <[String; 3]>::try_from(row).ok());
        let naming = objects.filter(|[_, name, sql]| is_house(name) || identifiers(sql).any(|name| is_house(&name)));
        Ok(naming.map(|[kind, name, _]| (kind, name)).collect())
    }

    fn settings(&mut self) -> Result<Vec<String>, SqlError> {
        let read = |name: &&str| self.texts(&format!("PRAGMA {name}")).map(|rows| rows.concat().concat());
        SETTINGS.iter().map(read).collect()
    }

    fn set_back(&mut self, before: &[String]) -> Result<(), SqlError> {
        let now = self.settings()?;
        for (name, (before, now)) in SETTINGS.iter().zip(before.iter().zip(&now)) {
            if before != now {
                self.execute(&format!("PRAGMA {name} = {before}"), &[])?;
            }
        }
        Ok(())
    }

    fn drop_temporary(&mut self) -> Result<(), SqlError> {
        for row in self.texts(TEMPORARY)? {
            let [kind, name] = row.as_slice() else { continue };
            let quoted = name.replace('"', "\"\"");
            self.execute(&format!("DROP {kind} IF EXISTS temp.\"{quoted}\""), &[])?;
        }
        Ok(())
    }

    /// The rows of a small query, as texts; what is no text or number is empty.
    fn texts(&mut self, sql: &str) -> Result<Vec<Vec<String>>, SqlError> {
        let statement = self.prepare(sql, Keep::Once)?;
        let rows = self.start(&statement, &[]).and_then(|has_row| {
            let (mut rows, mut has_row) = (Vec::new(), has_row);
            while has_row {
                let running = self.connection.running(statement.key);
                rows.push((0..running.column_count()).map(|column| as_text(running.stored(column))).collect());
                has_row = self.step(&statement)?;
            }
            Ok(rows)
        });
        self.connection.finalize(statement.key);
        rows
    }
}

fn as_text(stored: Stored<'_>) -> String {
    match stored {
        Stored::Text(text) => String::from_utf8_lossy(text).into_owned(),
        Stored::Integer(integer) => integer.to_string(),
        _ => String::new(),
    }
}

/// What is refused about an object that names a table of the host.
fn never(name: &str) -> Refusal {
    let access = Access::to(AccessKind::HouseTable, name);
    let refusal = Grants::own().judge(&access).expect_err("nobody grants the host's tables");
    let what =
        format!("it may not leave `{}` behind, which names a table that Aludel keeps for itself", name.escape_debug());
    Refusal { what, ..refusal }
}

/// Every name in a statement, quoted or not. A string is one too, since the library takes one where only a name fits.
fn identifiers(sql: &str) -> impl Iterator<Item = String> + '_ {
    let tokens = Lexer::new(sql, Dialect::Sqlite).map_while(Result::ok);
    tokens.filter_map(|token| {
        let text = &sql[token.start..token.end];
        match token.kind {
            TokenKind::Word => Some(text.to_owned()),
            TokenKind::QuotedIdentifier | TokenKind::Text => Some(unquoted(text)),
            _ => None,
        }
    })
}

fn unquoted(text: &str) -> String {
    let mut characters = text.chars();
    let quote = match characters.next() {
        Some('[') => ']',
        Some(quote) => quote,
        None => return String::new(),
    };
    let inner = characters.as_str().strip_suffix(quote).unwrap_or(characters.as_str());
    inner.replace(&format!("{quote}{quote}"), &quote.to_string())
}

/// Whether a text may hold a name. A quote in a name is doubled in a text, so any text may hold one with a quote.
fn may_name(sql: &str, name: &str) -> bool {
    let (text, name) = (sql.as_bytes(), name.as_bytes());
    name.iter().any(|byte| b"\"'`]".contains(byte))
        || text.windows(name.len().max(1)).any(|part| part.eq_ignore_ascii_case(name))
}

/// Whether a text is VACUUM, which attaches a database for a while.
pub(super) fn is_vacuum(sql: &str) -> bool {
    Words::first_few(sql, Dialect::Sqlite, 1).starts_with_any(&["vacuum"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_any_case_and_quotes() {
        assert!(may_name("ALTER TABLE t RENAME TO [Aludel_Version]", "aludel_version"));
        assert!(!may_name("SELECT 'aludel'", "aludel_version"));
        assert!(may_name("SELECT 1", "a\"b"));
    }

    #[test]
    fn names_are_read_without_their_quotes() {
        let sql = "CREATE VIEW \"a\"\"b\" AS SELECT [c d], `e`, 'f' -- g\nFROM h";
        let names: Vec<String> = identifiers(sql).collect();
        assert_eq!(names, ["CREATE", "VIEW", "a\"b", "AS", "SELECT", "c d", "e", "f", "FROM", "h"]);
    }
}
