//! What came of a check, written down and told.

use std::time::Instant;

use aludel_trial::{Check, Outcome, Problem, Status};

use super::Trial;
use crate::error::{Error, FailureCause, MigrationFailure};
use crate::report::whole_milliseconds;

/// Why a check went no further.
pub(super) enum Stopped {
    /// It found something.
    Found(Problem),
    /// There is no way back from the revision, which says why.
    NoWayBack(String),
    /// It could not be carried out.
    Fault(Error),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Fault(error)
    }
}

impl Stopped {
    /// What a migration did when it did not go well is for the check; anything else is not.
    pub(super) fn of(error: Error, hint: &str) -> Self {
        let problem = |error: &Error, differences| {
            Self::Found(Problem { message: error.to_string(), differences, hint: hint.to_owned() })
        };
        match &error {
            Error::MigrationFailed(failure) => match &failure.cause {
                FailureCause::Irreversible(reason) => Self::NoWayBack(reason.clone()),
                _ => problem(&error, statement(failure)),
            },
            Error::HalfApplied(_) | Error::LeftTransaction { .. } | Error::NotRecorded { .. } => {
                problem(&error, Vec::new())
            }
            _ => Self::Fault(error),
        }
    }

    /// The same, with more to read about it.
    pub(super) fn with(self, line: Option<String>) -> Self {
        match self {
            Self::Found(mut problem) => {
                problem.differences.extend(line);
                Self::Found(problem)
            }
            other => other,
        }
    }
}

/// The lines of the statement that failed.
pub(super) fn statement(failure: &MigrationFailure) -> Vec<String> {
    const LINES_MAX: usize = 12;
    let text = failure.statement.as_ref().map(|statement| statement.text.as_str()).unwrap_or_default();
    text.trim().lines().take(LINES_MAX).map(|line| format!("| {line}")).collect()
}

/// A check of one thing, while it goes on.
pub(super) struct Entry {
    pub(super) check: Check,
    pub(super) subject: Option<String>,
    pub(super) remark: String,
    pub(super) notes: Vec<String>,
    pub(super) clock: Instant,
}

impl Entry {
    pub(super) fn new(check: Check) -> Self {
        Self { check, subject: None, remark: String::new(), notes: Vec::new(), clock: Instant::now() }
    }

    pub(super) fn about(mut self, subject: impl ToString, remark: impl Into<String>) -> Self {
        (self.subject, self.remark) = (Some(subject.to_string()), remark.into());
        self
    }
}

impl Trial<'_> {
    pub(super) fn passed(&mut self, entry: Entry) {
        self.ended(entry, Status::Passed, None);
    }

    pub(super) fn failed(&mut self, entry: Entry, problem: Problem) {
        self.ended(entry, Status::Failed, Some(problem));
    }

    /// The differences, if there are any, are what is wrong.
    pub(super) fn judged(&mut self, entry: Entry, differences: Vec<String>, message: &str, hint: &str) {
        if differences.is_empty() {
            return self.passed(entry);
        }
        self.failed(entry, Problem { message: message.to_owned(), differences, hint: hint.to_owned() });
    }

    pub(super) fn skipped(&mut self, entry: Entry, because: impl Into<String>) {
        self.ended(Entry { remark: because.into(), ..entry }, Status::Skipped, None);
    }

    fn ended(&mut self, entry: Entry, status: Status, problem: Option<Problem>) {
        let outcome = Outcome {
            check: entry.check,
            subject: entry.subject,
            remark: entry.remark,
            status,
            duration_ms: whole_milliseconds(entry.clock.elapsed()),
            problem,
            notes: entry.notes,
        };
        (self.watcher)(&outcome);
        self.outcomes.push(outcome);
    }
}
