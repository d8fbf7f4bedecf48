//! Why an operation does not fit a schema.

/// Why an operation does not fit a schema.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// What is to change or go is not there.
    #[error("there is no {kind} `{name}`")]
    Missing {
        /// What it is: `table`, `column`.
        kind: &'static str,
        /// Its name, with its table's where it has one: `book.title`.
        name: String,
    },
    /// What is to come is there already.
    #[error("there is a {kind} `{name}` already")]
    Exists {
        /// What it is: `table`, `column`.
        kind: &'static str,
        /// Its name, with its table's where it has one: `book.title`.
        name: String,
    },
}

impl ApplyError {
    pub(super) fn missing(kind: &'static str, name: impl ToString) -> Self {
        Self::Missing { kind, name: name.to_string() }
    }

    pub(super) fn exists(kind: &'static str, name: impl ToString) -> Self {
        Self::Exists { kind, name: name.to_string() }
    }
}
