//! What the rules found.

use std::path::PathBuf;

use aludel_lint::{Finding, Severity, rule};
use serde::Serialize;

use crate::event::{Direction, Note};

/// What the rules found in the migrations that were looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LintReport {
    /// `sqlite`, `postgresql`, `mysql` or `mariadb`: where they ran.
    pub dialect: &'static str,
    /// Those that were looked at, in the order in which they ran, whether something was found or not.
    pub revisions: Vec<LintedRevision>,
    /// How many findings weigh how much.
    pub counts: LintCounts,
    /// The least severity that fails.
    pub fail_on: Severity,
    /// Whether something of that severity was found.
    pub is_failed: bool,
    /// What a person should know.
    pub notes: Vec<Note>,
    /// The root of the project, which the paths start from.
    #[serde(skip)]
    pub root: PathBuf,
}

/// How many findings weigh how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct LintCounts {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Notes.
    pub note: usize,
}

/// A migration, and what was found in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LintedRevision {
    /// The revision.
    pub revision: String,
    /// The message of its header.
    pub message: String,
    /// The file to look at, relative to the project.
    pub path: String,
    /// What was found, in the order of its statements.
    pub findings: Vec<LintFinding>,
    /// What a comment allows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<AllowedFinding>,
    /// How many statements were too many to look at.
    pub statements_left_out: u64,
}

/// Something that a rule found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LintFinding {
    /// The code of the rule: `AL102`.
    pub code: &'static str,
    /// The name of the rule: `drop-table`.
    pub rule: &'static str,
    /// How much it weighs here.
    pub severity: Severity,
    /// The way that the migration went.
    pub direction: Direction,
    /// The statement, counted from 1; none where it is about the migration as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<usize>,
    /// The text of the statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sql: Option<String>,
    /// Its line in the file, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// What it is about: `book`, `book.title`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// One sentence.
    pub message: String,
    /// The safe way, in short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// Something that a rule found and a comment allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AllowedFinding {
    /// What was found.
    #[serde(flatten)]
    pub finding: LintFinding,
    /// Why it is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The line of the comment.
    pub comment_line: usize,
}

/// A rule, as it is listed and explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleReport {
    /// Its code: `AL102`.
    pub code: &'static str,
    /// Its name: `drop-table`.
    pub name: &'static str,
    /// What it finds.
    pub title: &'static str,
    /// A heading for it and its like.
    pub family: &'static str,
    /// How much it weighs unless a project says otherwise.
    pub severity: Severity,
    /// The databases that it is about.
    pub dialects: Vec<&'static str>,
    /// Its page, as Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<&'static str>,
}

impl LintCounts {
    /// Counts findings.
    pub(crate) fn of<'found>(findings: impl IntoIterator<Item = &'found LintFinding>) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            match finding.severity {
                Severity::Error => counts.error += 1,
                Severity::Warning => counts.warning += 1,
                Severity::Note => counts.note += 1,
                Severity::Off => {}
            }
        }
        counts
    }

    /// All of them.
    pub fn total(self) -> usize {
        self.error + self.warning + self.note
    }
}

impl AllowedFinding {
    /// `allowed AL102 in line 3: nobody reads it (table book is dropped with all its rows)`.
    pub fn sentence(&self) -> String {
        let reason = self.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
        format!("allowed {} in line {}{reason} ({})", self.finding.code, self.comment_line, self.finding.message)
    }
}

impl LintFinding {
    pub(crate) fn of(finding: Finding, direction: Direction, sql: Option<String>) -> Self {
        Self {
            code: finding.code,
            rule: finding.rule,
            severity: finding.severity,
            direction,
            statement: finding.statement,
            sql,
            line: finding.line,
            object: finding.object,
            message: finding.message,
            hint: finding.hint,
        }
    }
}

/// Every rule, by code.
pub fn lint_rules() -> Vec<RuleReport> {
    aludel_lint::rules().map(|rule| RuleReport { page: None, ..reported(rule) }).collect()
}

/// The rule of a code or name, with its page.
pub fn lint_rule(code_or_name: &str) -> Option<RuleReport> {
    rule(code_or_name).map(reported)
}

fn reported(rule: &'static aludel_lint::Rule) -> RuleReport {
    RuleReport {
        code: rule.code,
        name: rule.name,
        title: rule.title,
        family: rule.family.title(),
        severity: rule.severity,
        dialects: rule.dialects.iter().map(|dialect| dialect.name()).collect(),
        page: Some(rule.page),
    }
}
