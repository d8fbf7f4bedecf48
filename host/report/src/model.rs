//! What there is to tell.

use std::time::Duration;

/// A change of a database.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// What the page is about, such as the name of the project.
    pub title: String,
    /// What is told first: the database, its version, from where to where.
    pub facts: Vec<Fact>,
    /// The revisions, newest first, beside the lanes that join them.
    pub graph: Vec<GraphLine>,
    /// What would run, in order.
    pub steps: Vec<Step>,
    /// The differences of the schema, in words, in an order in which they can be carried out.
    pub differences: Vec<String>,
    /// The tables that differ.
    pub pictures: Option<Pictures>,
    /// What was checked beside.
    pub checks: Vec<Check>,
    /// What a person should know.
    pub notes: Vec<String>,
}

/// A line of the table at the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is: `database`.
    pub name: &'static str,
    /// Its value.
    pub value: String,
}

/// One line of the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphLine {
    /// `│ ● │`.
    pub lanes: String,
    /// The revision on the line; none where lanes only fork or join.
    pub revision: Option<String>,
    /// Its message.
    pub message: String,
    /// Labels, head, merge point.
    pub marks: Vec<String>,
    /// Where it stands.
    pub standing: Standing,
}

/// Where a revision stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// The database has it.
    Applied,
    /// It is a step of the report.
    Planned,
    /// Neither.
    #[default]
    Beyond,
}

/// A migration that would run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Step {
    /// The revision.
    pub revision: String,
    /// `upgrade` or `downgrade`.
    pub verb: &'static str,
    /// The message of its header.
    pub message: String,
    /// Its source.
    pub path: String,
    /// The package that it came with, and its version; none for the project's own.
    pub package: Option<String>,
    /// Whether it runs in a transaction.
    pub in_transaction: bool,
    /// How long it took on the copy.
    pub took: Duration,
    /// Its statements, in order.
    pub statements: Vec<Statement>,
    /// How many more there were.
    pub statements_left_out: u64,
    /// What it touches: `create table: orders`.
    pub touched: Vec<String>,
    /// What it takes from rows that are there: `loses the values of orders.note: 12 rows`.
    pub losses: Vec<String>,
    /// What else is known of it: of its way back.
    pub remarks: Vec<String>,
    /// What was found in it.
    pub findings: Vec<Finding>,
}

/// A statement, seen on the copy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statement {
    /// Its text.
    pub sql: String,
    /// How many times in a row it ran.
    pub times: u64,
    /// How long the database worked on it, over all times.
    pub took: Duration,
    /// The rows that it changed.
    pub rows_changed: u64,
    /// The locks that are new with it.
    pub locks: Vec<Lock>,
    /// What else is known of it: `rewrites orders`.
    pub remarks: Vec<String>,
    /// What the database said, where it failed and the migration went on.
    pub error: Option<String>,
}

/// A lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// In words: `orders: ACCESS EXCLUSIVE, blocks reads and writes`.
    pub text: String,
    /// What others wait for.
    pub blocking: Blocking,
}

/// What others wait for while a lock is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blocking {
    /// Nothing that matters every day.
    Little,
    /// Writes.
    Writes,
    /// Reads and writes.
    Everything,
}

/// Something that a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its code: `AL401`.
    pub code: String,
    /// How much it matters.
    pub level: Level,
    /// The line of the source, where it is known.
    pub line: Option<usize>,
    /// What.
    pub message: String,
    /// What to do instead.
    pub hint: String,
}

/// How much something matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// To be known.
    Note,
    /// To be thought about.
    Warning,
    /// Not to be done so.
    Error,
}

/// SVG pictures of the tables that differ. They are put into the page as they are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pictures {
    /// Before the change.
    pub before: Option<String>,
    /// After it.
    pub after: Option<String>,
    /// How many tables are in neither, since nothing of them changes.
    pub left_out: usize,
}

/// Something that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What.
    pub name: String,
    /// How it ended.
    pub outcome: Outcome,
    /// What was found, over several lines if need be.
    pub text: String,
    /// How long it took.
    pub took: Duration,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// As it should.
    Passed,
    /// Not so.
    Failed,
    /// It was not made; the text says why.
    Skipped,
}

impl Report {
    /// The findings of all steps, those that matter most first.
    pub fn findings(&self) -> Vec<(&Step, &Finding)> {
        let mut findings: Vec<_> =
            self.steps.iter().flat_map(|step| step.findings.iter().map(move |finding| (step, finding))).collect();
        findings.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.level));
        findings
    }
}

impl Standing {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Planned => "planned",
            Self::Beyond => "beyond",
        }
    }

    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Planned => "would run",
            Self::Beyond => "",
        }
    }
}

impl Level {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Outcome {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}
