//! Why a request cannot become operations.

use std::fmt;

use crate::dialect::Unsupported;

/// How many names an error lists at most.
const NAMES_LISTED_MAX: usize = 8;

/// Why a request cannot become operations.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// What is to change or go is not there.
    #[error("no such {kind} `{name}`{}{}", within(.owner.as_deref()), listed(.kind, .there))]
    Missing {
        /// What it is: `table`, `column`.
        kind: &'static str,
        /// Its name.
        name: String,
        /// What it should be in: a table, for a column.
        owner: Option<String>,
        /// What is there in its place, the most similar first.
        there: Vec<String>,
    },
    /// What is to come is there already.
    #[error("there is a {kind} `{name}` already{}", within(.owner.as_deref()))]
    Exists {
        /// What it is.
        kind: &'static str,
        /// Its name.
        name: String,
        /// What it is in.
        owner: Option<String>,
    },
    /// It depends on what is there, and that is not known.
    #[error("that depends on {what}, which is not known while SQL is only written out")]
    Unknown {
        /// What is not known: `the columns of orders`.
        what: String,
        /// How to ask without it.
        hint: String,
    },
    /// A value makes no sense.
    #[error("{problem}")]
    Invalid {
        /// What is wrong.
        problem: String,
    },
    /// The dialect cannot do it.
    #[error(transparent)]
    Unsupported(#[from] Unsupported),
}

impl ResolveError {
    /// What to do about it.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::Unknown { hint, .. } => Some(hint),
            Self::Unsupported(unsupported) => unsupported.hint.as_deref(),
            _ => None,
        }
    }

    /// What is not there, with what is: the most similar first.
    pub(super) fn missing<'a>(
        kind: &'static str,
        name: &str,
        owner: Option<String>,
        there: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut there: Vec<String> = there.map(str::to_owned).collect();
        there.sort_by_cached_key(|found| distance(name, found));
        Self::Missing { kind, name: name.to_owned(), owner, there }
    }
}

fn within(owner: Option<&str>) -> String {
    owner.map(|owner| format!(" in `{owner}`")).unwrap_or_default()
}

fn listed(kind: &str, there: &[String]) -> String {
    if there.is_empty() {
        return format!("; there is no {kind} at all");
    }
    format!("; there is {}", Names(there))
}

struct Names<'a>(&'a [String]);

impl fmt::Display for Names<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = &self.0[..self.0.len().min(NAMES_LISTED_MAX)];
        let names: Vec<String> = shown.iter().map(|name| format!("`{name}`")).collect();
        out.write_str(&names.join(", "))?;
        match self.0.len() - shown.len() {
            0 => Ok(()),
            more => write!(out, " and {more} more"),
        }
    }
}

/// How many letters differ between two names (Levenshtein), whatever their case.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.to_lowercase().chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, found) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *found);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_similar_name_comes_first() {
        let there = ["id", "customer", "note", "Nots"];
        let error = ResolveError::missing("column", "notes", Some("orders".to_owned()), there.into_iter());
        let text = "no such column `notes` in `orders`; there is `note`, `Nots`, `id`, `customer`";
        assert_eq!(error.to_string(), text);
    }

    #[test]
    fn long_lists_are_cut() {
        let there: Vec<String> = (0..11).map(|number| format!("t{number}")).collect();
        let error = ResolveError::missing("table", "x", None, there.iter().map(String::as_str));
        assert!(error.to_string().ends_with(" and 3 more"), "{error}");
        let none = ResolveError::missing("table", "x", None, [].into_iter());
        assert_eq!(none.to_string(), "no such table `x`; there is no table at all");
    }
}
