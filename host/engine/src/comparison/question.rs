//! What only a person can answer.

use super::report::SuspicionReport;
use crate::installation::consent::UnsignedPackage;

/// What a person said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// There is nobody to ask, or nothing was said.
    None,
}

/// Asks a person. A program without one uses [`Nobody`].
pub trait Questioner: Send + Sync {
    /// Whether what goes is what comes, under another name.
    fn is_renamed(&self, suspicion: &SuspicionReport) -> Answer;

    /// Whether an empty target is meant, and so many tables shall be dropped.
    fn drops_everything(&self, tables: usize) -> Answer;

    /// Whether a package that nobody signed is taken as it is.
    fn takes_unsigned(&self, package: &UnsignedPackage) -> Answer;
}

/// There is nobody to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Nobody;

impl Questioner for Nobody {
    fn is_renamed(&self, _: &SuspicionReport) -> Answer {
        Answer::None
    }

    fn drops_everything(&self, _: usize) -> Answer {
        Answer::None
    }

    fn takes_unsigned(&self, _: &UnsignedPackage) -> Answer {
        Answer::None
    }
}
