//! One thing that is not as the house wants it.

use std::fmt;

/// A finding: where, and what is wrong.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// A path from the root, with `:line` where there is one, or the name of a crate.
    pub(crate) place: String,
    /// What is wrong, and what to do.
    pub(crate) problem: String,
}

impl Finding {
    pub(crate) fn new(place: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { place: place.into(), problem: problem.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.place, self.problem)
    }
}
