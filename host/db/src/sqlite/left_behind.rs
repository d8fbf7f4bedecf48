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

/// Where the library keeps the highest key of each table that counts its rows. The history of the host is one of them.
const COUNTERS_TABLE: &str = "sqlite_sequence";

const COUNTERS: &str = "SELECT name, seq FROM main.sqlite_sequence";

const HAS_COUNTERS: &str = "SELECT name FROM main.sqlite_schema WHERE name = 'sqlite_sequence'";

/// Triggers that change counters, whenever they fire.
const TRIGGERS: &str = "SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger'";

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
    /// None before a text named [`COUNTERS_TABLE`].
    counters: Option<Counters>,
    house: Arc<[String]>,
}

/// How many rows the host may write into one of its tables while a guest runs, such as the answers that it keeps for a guest
/// whose statements nothing rolls back.
const ROWS_OF_THE_HOST_MAX: i64 = 1 << 32;

/// The counters of the host's tables, and what may change them later.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counters {
    /// Name and value of each, in order.
    of_the_house: Vec<(String, i64)>,
    /// Triggers that name [`COUNTERS_TABLE`].
    triggers: BTreeSet<String>,
}

impl Counters {
    /// Whether there is still one counter of each table, which the host's own rows may have brought here.
    fn may_follow(&self, before: &Self) -> bool {
        let value_before =
            |name: &str| before.of_the_house.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
        let has_grown = |(name, value): &(String, i64)| {
            let value_before = value_before(name).unwrap_or_default();
            (value_before..=value_before.saturating_add(ROWS_OF_THE_HOST_MAX)).contains(value)
        };
        let is_there = |name: &String| self.of_the_house.iter().any(|(known, _)| known == name);
        let are_single = self.of_the_house.windows(2).all(|pair| pair[0].0 != pair[1].0);
        are_single
            && self.of_the_house.iter().all(has_grown)
            && before.of_the_house.iter().all(|(name, _)| is_there(name))
    }
}

impl Core {
    /// Looks at the text of a guest's statement before it runs.
    pub(super) fn note_text(&mut self, sql: &str) -> Result<(), SqlError> {
        let Some(house) = self.connection.warden().house_tables() else { return Ok(()) };
        if self.before.mentions.is_none() && house.iter().any(|table| may_name(sql, table)) {
            let mentions = self.own(|core| core.mentions(&house))?;
            self.before.mentions = Some(mentions);
            self.before.house = Arc::clone(&house);
        }
        if self.before.counters.is_none() && may_name(sql, COUNTERS_TABLE) {
            let counters = self.own(|core| core.counters(&house))?;
            self.before.counters = Some(counters);
            self.before.house = Arc::clone(&house);
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
        if let Some(counters) = before.counters {
            self.check_counters(&counters, &before.house)?;
        }
        let Some(mentions) = before.mentions else { return Ok(()) };
        let now = self.mentions(&before.house)?;
        now.difference(&mentions).next().map_or(Ok(()), |(_, name)| Err(refused(&never(name))))
    }

    /// Refuses changed counters of the host's tables, with which it could not write another row, and triggers that would
    /// change them.
    fn check_counters(&mut self, before: &Counters, house: &[String]) -> Result<(), SqlError> {
        let now = self.counters(house)?;
        if !now.may_follow(before) {
            let what = "it may not change how the tables that Aludel keeps for itself are counted";
            return Err(refused(&Refusal { what: what.to_owned(), ..never(COUNTERS_TABLE) }));
        }
        now.triggers.difference(&before.triggers).next().map_or(Ok(()), |name| Err(refused(&never(name))))
    }

    fn counters(&mut self, house: &[String]) -> Result<Counters, SqlError> {
        let mut counters = Counters::default();
        if self.texts(HAS_COUNTERS)?.is_empty() {
            return Ok(counters);
        }
        let rows = self.texts(COUNTERS)?.into_iter().filter_map(|row| <[String; 2]>::try_from(row).ok());
        let of_the_house = rows.filter(|[name, _]| house.contains(name));
        // What is no number is none that the library wrote, and lower than any that it did.
        counters.of_the_house = of_the_house.map(|[name, value]| (name, value.parse().unwrap_or(-1))).collect();
        counters.of_the_house.sort();
        let triggers = self.texts(TRIGGERS)?.into_iter().filter_map(|row| <[String; 2]>::try_from(row).ok());
        let counting =
            triggers.filter(|[_, sql]| identifiers(sql).any(|name| name.eq_ignore_ascii_case(COUNTERS_TABLE)));
        counters.triggers = counting.map(|[name, _]| name).collect();
        Ok(counters)
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
    fn counters_of_the_host_go_on_by_its_own_rows_alone() {
        let counters = |rows: &[(&str, i64)]| Counters {
            of_the_house: rows.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect(),
            ..Counters::default()
        };
        let before = counters(&[("history", 7)]);
        for now in [&[("history", 7)][..], &[("history", 8), ("journal", 3)]] {
            assert!(counters(now).may_follow(&before), "{now:?}");
        }
        for now in [
            &[][..],
            &[("history", 6)],
            &[("history", i64::MAX)],
            &[("history", 7), ("history", 8)],
            &[("history", 7), ("journal", -1)],
            &[("history", 7), ("journal", i64::MAX)],
        ] {
            assert!(!counters(now).may_follow(&before), "{now:?}");
        }
    }

    #[test]
    fn names_are_read_without_their_quotes() {
        let sql = "CREATE VIEW \"a\"\"b\" AS SELECT [c d], `e`, 'f' -- g\nFROM h";
        let names: Vec<String> = identifiers(sql).collect();
        assert_eq!(names, ["CREATE", "VIEW", "a\"b", "AS", "SELECT", "c d", "e", "f", "FROM", "h"]);
    }
}
