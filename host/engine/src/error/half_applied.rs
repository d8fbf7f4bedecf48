//! A migration that stands half applied, and why it cannot go on by itself.

use std::fmt;

use crate::event::Direction;

/// A migration that was begun and neither finished nor taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HalfApplied {
    /// The revision.
    pub revision: String,
    /// Up or down.
    pub direction: Direction,
    /// Its source, relative to the project, where it is the one that was to run.
    pub path: Option<String>,
    /// How many of its statements last.
    pub statements: u64,
    /// The statement that was sent and never answered, if that is what is in doubt; or the one that is sent in place of
    /// another.
    pub statement: Option<String>,
    /// Why it cannot go on.
    pub because: HalfAppliedBecause,
    /// What is not as it was, in words.
    pub differences: Vec<String>,
}

/// Why a half applied migration cannot go on by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HalfAppliedBecause {
    /// Another migration was to run.
    Other,
    /// The migration does something else than it did before.
    Diverged {
        /// At which call to the database, counted from 1.
        call: usize,
        /// In what way.
        what: &'static str,
    },
    /// What is there is neither what was there before nor what should be there.
    Unclear(&'static str),
}

impl fmt::Display for HalfApplied {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { revision, statements, .. } = self;
        let counted = if *statements == 1 { "statement of it stays" } else { "statements of it stay" };
        let verb = self.direction.verb();
        write!(out, "the {verb} of `{revision}` stopped half way ({statements} {counted})")?;
        match &self.because {
            HalfAppliedBecause::Other => write!(out, ", and it has to be finished before anything else runs"),
            HalfAppliedBecause::Diverged { call, what } => {
                write!(out, ", and it cannot go on: at call {call} of it to the database, {what}")
            }
            HalfAppliedBecause::Unclear(because) => write!(out, ", and it cannot go on: {because}"),
        }?;
        if let Some(statement) = &self.statement {
            write!(out, ": {statement}")?;
        }
        if self.differences.is_empty() { Ok(()) } else { write!(out, " ({})", self.differences.join("; ")) }
    }
}

impl HalfApplied {
    /// What to do, with commands that can be pasted.
    pub(crate) fn hint(&self) -> String {
        let Self { revision, .. } = self;
        let verb = self.direction.verb();
        let stamp = match self.direction {
            Direction::Up => format!("`aludel stamp {revision}`"),
            Direction::Down => "`aludel stamp` with the revision below it".to_owned(),
        };
        match &self.because {
            HalfAppliedBecause::Other => {
                format!("run `aludel doctor --resume`, or finish it by hand and run {stamp}")
            }
            HalfAppliedBecause::Diverged { .. } => {
                let file = self.path.as_deref().unwrap_or("its file");
                format!(
                    "change {file} only after the place where it stopped and run `aludel {verb}` again, or finish it by hand \
                     and run {stamp}"
                )
            }
            HalfAppliedBecause::Unclear(_) if self.statement.is_some() => format!(
                "see `aludel doctor`; was the statement carried out: `aludel doctor --mark-done`; was it not: \
                 `aludel doctor --not-done`; then run `aludel {verb}` again"
            ),
            HalfAppliedBecause::Unclear(_) => format!(
                "look at the database: put it back to what it was and run `aludel {verb}` again, or finish it by hand \
                 and run {stamp}"
            ),
        }
    }
}
