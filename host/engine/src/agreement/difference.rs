//! What is not as planned.

use std::fmt;

use serde::Serialize;

/// The characters of a statement that a message quotes.
const EXCERPT_CHARACTERS_MAX: usize = 200;

/// Something that is not as planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum PlanDifference {
    /// It is another database.
    Database {
        /// The one that the plan is for.
        planned: String,
        /// This one.
        found: String,
    },
    /// The database is elsewhere.
    Heads {
        /// Where it was.
        planned: Vec<String>,
        /// Where it is.
        found: Vec<String>,
    },
    /// Transactions would begin and end elsewhere.
    Transaction {
        /// The mode of the plan: `migration`, `run` or `none`.
        planned: String,
        /// The mode of this run.
        found: &'static str,
    },
    /// Other migrations would run.
    Steps {
        /// Those of the plan, in order.
        planned: Vec<String>,
        /// Those that would run now.
        found: Vec<String>,
    },
    /// An object of the schema is not what the plan saw.
    Object {
        /// `table`, `view`, ...
        kind: String,
        /// Its name.
        name: String,
        /// What became of it.
        change: ObjectChange,
    },
    /// A migration is not the one that was planned.
    Component {
        /// The revision.
        revision: String,
        /// Its source, relative to the project.
        path: String,
        /// The digest of the component in the plan.
        planned: String,
        /// The digest of the component as it is now.
        found: String,
    },
    /// A migration asked for a statement that is not in the plan.
    NotPlanned {
        /// The statement.
        sql: String,
    },
    /// A migration did not ask for a statement of the plan where it was to come.
    Missing {
        /// The statement.
        sql: String,
        /// What it asked for in its place; none where it ended.
        before: Option<String>,
    },
}

/// What became of an object since the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectChange {
    /// It is there and was not.
    New,
    /// It is not there any more.
    Gone,
    /// It is another.
    Changed,
}

impl fmt::Display for PlanDifference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database { planned, found } => write!(out, "the plan is for {planned}, and this is {found}"),
            Self::Heads { planned, found } => {
                write!(out, "the database was at {}, and is at {}", heads(planned), heads(found))
            }
            Self::Transaction { planned, found } => {
                write!(
                    out,
                    "the plan is for `transaction = \"{planned}\"`, and this run has `transaction = \"{found}\"`"
                )
            }
            Self::Steps { planned, found } => {
                write!(out, "the plan is to run {}, and now it would be {}", steps(planned), steps(found))
            }
            Self::Object { kind, name, change } => {
                let name = if name.is_empty() { String::new() } else { format!(" `{name}`") };
                write!(out, "the {kind}{name} {}", change.words())
            }
            Self::Component { revision, path, .. } => write!(out, "`{revision}` is not what was planned ({path})"),
            Self::NotPlanned { sql } => {
                write!(out, "it asked for a statement that is not in the plan: {}", excerpt(sql))
            }
            Self::Missing { sql, before: Some(before) } => {
                write!(out, "it asked for `{}` where the plan has `{}`", excerpt(before), excerpt(sql))
            }
            Self::Missing { sql, before: None } => {
                write!(out, "it did not ask for a statement of the plan: {}", excerpt(sql))
            }
        }
    }
}

impl ObjectChange {
    fn words(self) -> &'static str {
        match self {
            Self::New => "was not there",
            Self::Gone => "is gone",
            Self::Changed => "is not what it was",
        }
    }
}

fn heads(revisions: &[String]) -> String {
    if revisions.is_empty() { "base".to_owned() } else { quoted(revisions) }
}

fn steps(revisions: &[String]) -> String {
    if revisions.is_empty() { "nothing".to_owned() } else { quoted(revisions) }
}

fn quoted(revisions: &[String]) -> String {
    revisions.iter().map(|revision| format!("`{revision}`")).collect::<Vec<_>>().join(", ")
}

/// A statement on one line, and not all of a long one.
fn excerpt(sql: &str) -> String {
    let line = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT_CHARACTERS_MAX) {
        Some((end, _)) => format!("{} ...", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_statements_are_cut() {
        assert_eq!(excerpt("SELECT\n  1"), "SELECT 1");
        let long = excerpt(&"é".repeat(300));
        assert!(long.ends_with("é ...") && long.chars().count() == EXCERPT_CHARACTERS_MAX + 4, "{long}");
    }
}
