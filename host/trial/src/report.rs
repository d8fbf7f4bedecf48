//! What came of the checks. Serialised, it is what `--json` prints.

use std::fmt;

use serde::Serialize;

/// A check of `aludel test`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// There is one head, or one a branch label.
    Heads,
    /// Every revision goes up, down and up again, and schema and rows are what they were.
    RoundTrip,
    /// A downgrade to the base leaves nothing behind.
    Traces,
    /// The migrations make what the target says.
    Models,
    /// Two runs send the same statements in the same order.
    Determinism,
    /// After a connection that was lost anywhere, the next upgrade gets there all the same.
    Crash,
    /// The SQL that `upgrade --sql` writes makes the same schema.
    Offline,
    /// The tests that the project brings with it.
    User,
}

impl Check {
    /// Every check, in the order in which they run.
    pub const ALL: [Self; 8] = [
        Self::Heads,
        Self::RoundTrip,
        Self::Traces,
        Self::Models,
        Self::Determinism,
        Self::Offline,
        Self::User,
        Self::Crash,
    ];

    /// The name by which it is chosen or left out.
    pub fn name(self) -> &'static str {
        match self {
            Self::Heads => "heads",
            Self::RoundTrip => "round_trip",
            Self::Traces => "traces",
            Self::Models => "models",
            Self::Determinism => "determinism",
            Self::Crash => "crash",
            Self::Offline => "offline",
            Self::User => "user",
        }
    }

    /// The check of that name; `-` is as good as `_`.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.replace('-', "_");
        Self::ALL.into_iter().find(|check| check.name() == name)
    }
}

impl fmt::Display for Check {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.name())
    }
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// What it looks for is not there.
    Passed,
    /// It found something.
    Failed,
    /// There was nothing to look at, or no way to.
    Skipped,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What is wrong, as a sentence that names the revision or the test.
    pub message: String,
    /// What differs, a line each; and how a statement failed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<String>,
    /// What to do.
    pub hint: String,
}

/// What came of one check, of one revision or test where it looks at them one by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Which check.
    pub check: Check,
    /// The revision, the test or the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The message of the revision, or why nothing was looked at.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub remark: String,
    /// How it ended.
    pub status: Status,
    /// How long it took.
    pub duration_ms: u64,
    /// What it found, when it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
    /// What should be known all the same, a sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// Which revisions were run, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The revisions of the project.
    pub revisions: usize,
    /// Those that ran up.
    pub up: Vec<String>,
    /// Those that ran down and came back.
    pub down: Vec<String>,
    /// Those that ran up or down while there were rows.
    pub with_rows: Vec<String>,
    /// Those from which there is no way back.
    pub irreversible: Vec<String>,
}

/// What came of all checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TestReport {
    /// `sqlite`, `postgresql`, `mysql` or `mariadb`.
    pub dialect: &'static str,
    /// What the rows and the samples were made from.
    pub seed: u64,
    /// Each check, in the order in which they ended.
    pub outcomes: Vec<Outcome>,
    /// Which revisions were run, and how.
    pub coverage: Coverage,
    /// How long all of it took.
    pub duration_ms: u64,
}

impl TestReport {
    /// How many ended in a way.
    pub fn count(&self, status: Status) -> usize {
        self.outcomes.iter().filter(|outcome| outcome.status == status).count()
    }

    /// Whether no check found anything.
    pub fn is_good(&self) -> bool {
        self.count(Status::Failed) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_are_chosen_by_name() {
        for check in Check::ALL {
            assert_eq!(Check::parse(check.name()), Some(check));
        }
        assert_eq!(Check::parse("round-trip"), Some(Check::RoundTrip));
        assert_eq!(Check::parse("all"), None);
    }
}
