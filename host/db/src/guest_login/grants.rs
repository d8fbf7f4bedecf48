//! What `SHOW GRANTS` says of a login, and which of it a guest's may not have.

use super::mysql::RECORD;
use super::problem::GuestLoginProblem;

/// One line of `SHOW GRANTS`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Granted {
    /// The account or the role, as the server writes it.
    grantee: String,
    privileges: Vec<String>,
    on: Place,
    /// As the server writes it.
    on_text: String,
    may_pass_on: bool,
}

/// What a privilege is good for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// `*.*`
    Server,
    /// Databases of which the name is like this.
    Databases(String),
    /// A table.
    Table { database: String },
    /// A procedure or a function.
    Routine { database: String, name: String },
    /// Another account.
    Proxy,
}

/// Privileges on everything that read and change nothing of others. PROCESS is none of them: it shows the statements of
/// the host's own connection.
const HARMLESS: [&str; 10] = [
    "USAGE",
    "SHOW DATABASES",
    "CREATE TEMPORARY TABLES",
    "LOCK TABLES",
    "EXECUTE",
    "BINLOG MONITOR",
    "REPLICATION CLIENT",
    "SLAVE MONITOR",
    "REPLICA MONITOR",
    "SHOW_ROUTINE",
];

/// Where a server keeps accounts and rights, and the statements that ran.
const OF_THE_SERVER: [&str; 2] = ["mysql", "performance_schema"];

/// Reads a line; none for what is no privilege, such as membership in a role.
pub(crate) fn read(line: &str) -> Option<Granted> {
    let (privileges, rest) = split_once(line.strip_prefix("GRANT ")?, " ON ")?;
    let (on_text, rest) = split_once(rest, " TO ")?;
    let end = [" IDENTIFIED ", " REQUIRE ", " WITH "].iter().filter_map(|word| find(rest, word)).min();
    Some(Granted {
        grantee: rest[..end.unwrap_or(rest.len())].to_owned(),
        privileges: listed(privileges),
        on: place(on_text),
        on_text: on_text.to_owned(),
        may_pass_on: find(rest, " WITH ").is_some_and(|at| rest[at..].contains("GRANT OPTION")),
    })
}

/// What of it reaches the tables of the house, if anything does.
pub(crate) fn too_much(granted: &[Granted], house: &str) -> Option<GuestLoginProblem> {
    granted.iter().find_map(|granted| granted.too_much(house))
}

/// Whether rights on other databases than this one are among them.
pub(crate) fn reaches_others(granted: &[Granted], database: &str, house: &str) -> Option<String> {
    let is_other = |granted: &&Granted| match &granted.on {
        Place::Databases(pattern) => !is_name(pattern, database),
        Place::Table { database: other } => other != database,
        Place::Routine { database: other, .. } => other != database && other != house,
        Place::Server | Place::Proxy => false,
    };
    granted.iter().find(is_other).map(|granted| granted.grantee.clone())
}

/// Whether some of it may be handed on to others.
pub(crate) fn passes_on(granted: &[Granted]) -> Option<String> {
    granted.iter().find(|granted| granted.may_pass_on).map(|granted| granted.grantee.clone())
}

impl Granted {
    fn too_much(&self, house: &str) -> Option<GuestLoginProblem> {
        let is_protected =
            |is_meant: &dyn Fn(&str) -> bool| [house].iter().chain(&OF_THE_SERVER).any(|name| is_meant(name));
        let excess = match &self.on {
            Place::Server => self.excess(|privilege| HARMLESS.contains(&privilege)),
            Place::Databases(pattern) if is_protected(&|name| is_like(name, pattern)) => self.excess(is_nothing),
            Place::Table { database } if is_protected(&|name| name.eq_ignore_ascii_case(database)) => {
                self.excess(is_nothing)
            }
            Place::Routine { database, name } if database.eq_ignore_ascii_case(house) => {
                let is_record = name.eq_ignore_ascii_case(RECORD);
                self.excess(|privilege| is_record && privilege == "EXECUTE")
            }
            Place::Proxy => self.excess(is_nothing),
            _ => None,
        };
        excess.map(|privilege| GuestLoginProblem::Privilege {
            grantee: self.grantee.clone(),
            privilege,
            on: self.on_text.clone(),
        })
    }

    /// The first privilege that is not allowed, with the right to hand it on as the last of them.
    fn excess(&self, is_allowed: impl Fn(&str) -> bool) -> Option<String> {
        let found = self.privileges.iter().find(|privilege| !is_allowed(privilege));
        found.cloned().or_else(|| self.may_pass_on.then(|| "GRANT OPTION".to_owned()))
    }
}

fn is_nothing(privilege: &str) -> bool {
    privilege == "USAGE"
}

fn place(text: &str) -> Place {
    let text = text.strip_prefix("TABLE ").unwrap_or(text);
    for kind in ["PROCEDURE ", "FUNCTION ", "PACKAGE BODY ", "PACKAGE "] {
        if let Some((database, name)) = text.strip_prefix(kind).and_then(|name| split_once(name, ".")) {
            return Place::Routine { database: unquoted(database), name: unquoted(name) };
        }
    }
    match split_once(text, ".") {
        Some(("*", "*")) => Place::Server,
        Some((database, "*")) => Place::Databases(unquoted(database)),
        Some((database, _)) => Place::Table { database: unquoted(database) },
        None => Place::Proxy,
    }
}

/// The names of privileges, without the columns that they are for.
fn listed(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut depth, mut name) = (0_u32, String::new());
    for (character, is_quoted) in characters(text) {
        match character {
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => depth = depth.saturating_sub(1),
            ',' if !is_quoted && depth == 0 => names.push(std::mem::take(&mut name)),
            _ if depth == 0 => name.push(character),
            _ => {}
        }
    }
    names.push(name);
    names.iter().map(|name| name.trim().to_ascii_uppercase()).collect()
}

/// Each character, and whether it stands in quotes.
fn characters(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut quote = None;
    text.chars().map(move |character| {
        let was_in_quotes = quote.is_some();
        match (quote, character) {
            (None, '`' | '\'' | '"') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
        (character, was_in_quotes)
    })
}

/// Where a word stands outside of quotes.
fn find(text: &str, word: &str) -> Option<usize> {
    let mut at = 0;
    for (character, is_quoted) in characters(text) {
        if !is_quoted && text[at..].starts_with(word) {
            return Some(at);
        }
        at += character.len_utf8();
    }
    None
}

fn split_once<'text>(text: &'text str, word: &str) -> Option<(&'text str, &'text str)> {
    find(text, word).map(|at| (&text[..at], &text[at + word.len()..]))
}

/// A name without its quotes. The server writes the backslash of a pattern twice where it would escape otherwise.
fn unquoted(name: &str) -> String {
    let inner = name.strip_prefix('`').and_then(|name| name.strip_suffix('`')).unwrap_or(name);
    inner.replace("``", "`")
}

/// Whether a pattern means this database alone.
fn is_name(pattern: &str, name: &str) -> bool {
    let has_wildcard = pattern.replace(r"\_", "").replace(r"\%", "").contains(['_', '%']);
    is_like(name, pattern) && (!has_wildcard || pattern == name)
}

/// Whether a name is like the pattern of a privilege: `_` is any character, `%` any number of them. Case makes no
/// difference, since on some servers it makes none.
fn is_like(name: &str, pattern: &str) -> bool {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    let pattern: Vec<char> = pattern.to_lowercase().chars().collect();
    like(&name, &pattern)
}

fn like(name: &[char], pattern: &[char]) -> bool {
    match pattern {
        [] => name.is_empty(),
        ['%', rest @ ..] => (0..=name.len()).any(|skipped| like(&name[skipped..], rest)),
        ['_', rest @ ..] => !name.is_empty() && like(&name[1..], rest),
        ['\\', character, rest @ ..] | [character, rest @ ..] => {
            name.first() == Some(character) && like(&name[1..], rest)
        }
    }
}

#[cfg(test)]
#[path = "grants_tests.rs"]
mod tests;
