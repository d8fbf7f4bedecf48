//! What `doctor` tells.

use serde::Serialize;

use crate::event::Direction;

/// The state of a database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoctorReport {
    /// The URL without its password.
    pub database: String,
    /// `sqlite`, `postgresql`, `mysql` or `mariadb`.
    pub dialect: &'static str,
    /// The version rows.
    pub heads: Vec<String>,
    /// Whether every head of the graph is applied.
    pub is_at_heads: bool,
    /// The migration that stands half applied, if one does.
    pub half_way: Option<HalfWayReport>,
    /// Who has the lock, if anybody has.
    pub lock: Option<String>,
    /// What was found, the worst first.
    pub findings: Vec<Finding>,
}

impl DoctorReport {
    /// Whether the version rows could be read.
    pub fn is_readable(&self) -> bool {
        self.findings
            .iter()
            .all(|finding| !["unreadable", "no_database", "guest_login_refused"].contains(&finding.code))
    }

    /// Whether something is to be done.
    pub fn needs_care(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity > Severity::Note)
    }
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Note,
    /// Something is to be done, and nothing is lost by then.
    Warning,
    /// No run will go on before a person has looked.
    Error,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// A stable name in `snake_case`.
    pub code: &'static str,
    /// What it is, in a sentence.
    pub text: String,
    /// More about it, a line each.
    pub details: Vec<String>,
    /// What to type next, where a command of this program helps.
    pub command: Option<String>,
    /// The statement that mends it, where one does.
    pub sql: Option<String>,
}

impl Finding {
    pub(crate) fn new(severity: Severity, code: &'static str, text: String) -> Self {
        Self { severity, code, text, details: Vec::new(), command: None, sql: None }
    }

    pub(crate) fn with_command(mut self, command: impl Into<String>) -> Self {
        self.command = Some(command.into());
        self
    }

    pub(crate) fn with_sql(mut self, sql: Option<String>) -> Self {
        self.sql = sql;
        self
    }

    pub(crate) fn with_details(mut self, details: Vec<String>) -> Self {
        self.details = details;
        self
    }
}

/// A migration that was begun, and neither finished nor taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HalfWayReport {
    /// The revision.
    pub revision: String,
    /// Up or down.
    pub direction: Direction,
    /// Its source, relative to the project; none where no file declares it.
    pub path: Option<String>,
    /// How many of its statements last for certain.
    pub statements: u64,
    /// The statement that was sent and never answered.
    pub in_doubt: Option<StatementInDoubt>,
    /// What the next run does.
    pub next: NextRun,
    /// What is not as the migration left it, in words.
    pub differences: Vec<String>,
}

/// A statement that was sent and never answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatementInDoubt {
    /// The statement.
    pub statement: String,
    /// What there was before it under the names in it: `table orders`.
    pub before: Vec<String>,
    /// What there is now.
    pub now: Vec<String>,
}

/// What the next run does with a migration that stopped half way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "does", rename_all = "snake_case")]
pub enum NextRun {
    /// It goes on.
    GoOn {
        /// After this many statements.
        after: u64,
        /// Indexes that were half built, and are dropped first.
        clear_away: Vec<String>,
    },
    /// It begins again, because everything was undone.
    StartAnew,
    /// It stops, because nobody can tell but a person.
    Stop {
        /// Why.
        because: String,
    },
}
