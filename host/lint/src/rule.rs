//! The rules.

use aludel_sql::Dialect;
use serde::Serialize;

use crate::catalogue;
use crate::severity::Severity;

/// A rule: what it is called and what it says. What it looks at is in the module of its family.
#[derive(Debug)]
pub struct Rule {
    /// `AL102`. Codes are never given to another rule.
    pub code: &'static str,
    /// `drop-table`: an alternative to the code in the configuration and in comments.
    pub name: &'static str,
    /// One line: what it finds.
    pub title: &'static str,
    /// Which group it belongs to.
    pub family: Family,
    /// How much its findings weigh, where the project says nothing.
    pub severity: Severity,
    /// The servers that it is about.
    pub dialects: &'static [Dialect],
    /// The rules of other tools that look at the same: `Atlas DS102`.
    pub peers: &'static [&'static str],
    /// Its page, in Markdown.
    pub page: &'static str,
}

/// A group of rules: the first digit of the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// AL1: rows or objects are gone.
    Loss,
    /// AL2: programs that are running do not find what they know.
    Compatibility,
    /// AL3: rows that are there may not fit.
    Rows,
    /// AL4: locks and rewrites of `PostgreSQL`.
    Locks,
    /// AL5: `MySQL` and `MariaDB`.
    Mysql,
    /// AL6: `SQLite`.
    Sqlite,
    /// AL7: types, names and indexes.
    Style,
    /// AL8: transactions.
    Transaction,
    /// AL9: the comments that allow findings.
    Suppression,
}

impl Family {
    /// The families in the order of their codes.
    pub const ALL: [Self; 9] = [
        Self::Loss,
        Self::Compatibility,
        Self::Rows,
        Self::Locks,
        Self::Mysql,
        Self::Sqlite,
        Self::Style,
        Self::Transaction,
        Self::Suppression,
    ];

    /// A heading for it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Loss => "Loss of data",
            Self::Compatibility => "Compatibility with running programs",
            Self::Rows => "Rows that are there",
            Self::Locks => "Locks and rewrites of PostgreSQL",
            Self::Mysql => "MySQL and MariaDB",
            Self::Sqlite => "SQLite",
            Self::Style => "Types, names and indexes",
            Self::Transaction => "Transactions",
            Self::Suppression => "Comments that allow findings",
        }
    }
}

impl Rule {
    /// The file name of its page, below `docs/lint`.
    pub fn page_file(&self) -> String {
        format!("{}.md", self.code)
    }
}

/// All rules, by code.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    catalogue::FAMILIES.iter().flat_map(|family| family.iter())
}

/// The rule of a code (`AL102`) or name (`drop-table`), in any letters.
pub fn rule(code_or_name: &str) -> Option<&'static Rule> {
    let is_it = |rule: &&Rule| rule.code.eq_ignore_ascii_case(code_or_name) || rule.name == code_or_name;
    rules().find(is_it)
}
