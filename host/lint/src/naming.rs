//! The patterns that names must fit.

use std::collections::BTreeMap;

use regex::Regex;

/// What a pattern is for.
pub const KINDS: [&str; 9] =
    ["schema", "table", "column", "index", "primary_key", "unique", "foreign_key", "check", "view"];

/// Patterns by the kind of thing that is named. A kind without one may be called anything.
#[derive(Debug, Clone, Default)]
pub struct Naming(BTreeMap<&'static str, Regex>);

/// A pattern in the configuration that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NamingError {
    /// Nothing is called that.
    #[error("`{kind}` is nothing that has a pattern: write one of {}", KINDS.join(", "))]
    UnknownKind {
        /// As it was written.
        kind: String,
    },
    /// Not a regular expression.
    #[error("the pattern `{pattern}` for names of {kind} cannot be read: {problem}")]
    Unreadable {
        /// What it is for.
        kind: &'static str,
        /// As it was written.
        pattern: String,
        /// What is wrong with it.
        problem: String,
    },
}

impl Naming {
    /// Sets the pattern of a kind: a regular expression that each name must match somewhere, so `^` and `$` belong to it.
    pub fn set(&mut self, kind: &str, pattern: &str) -> Result<(), NamingError> {
        let known = KINDS.into_iter().find(|known| *known == kind);
        let kind = known.ok_or_else(|| NamingError::UnknownKind { kind: kind.to_owned() })?;
        let read = Regex::new(pattern).map_err(|error| NamingError::Unreadable {
            kind,
            pattern: pattern.to_owned(),
            problem: error.to_string().lines().last().unwrap_or_default().trim().to_owned(),
        })?;
        self.0.insert(kind, read);
        Ok(())
    }

    /// The pattern that a name does not fit, if there is one.
    pub(crate) fn broken_by(&self, kind: &str, name: &str) -> Option<&str> {
        self.0.get(kind).filter(|pattern| !pattern.is_match(name)).map(Regex::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_held_against_the_pattern_of_its_kind() {
        let mut naming = Naming::default();
        naming.set("table", "^[a-z_]+$").unwrap();
        assert_eq!(naming.broken_by("table", "Book"), Some("^[a-z_]+$"));
        assert_eq!((naming.broken_by("table", "book"), naming.broken_by("column", "Book")), (None, None));
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let told = |kind, pattern| Naming::default().set(kind, pattern).unwrap_err().to_string();
        assert!(told("tabel", "a").starts_with("`tabel` is nothing that has a pattern: write one of schema, table"));
        assert!(told("table", "(").starts_with("the pattern `(` for names of table cannot be read: "));
    }
}
