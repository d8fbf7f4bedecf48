//! What the use cases answer. Serialised, each is what `--json` prints.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::event::{Direction, Note};
use crate::installation::report::RevisionPackage;

/// One revision, as `history`, `heads`, `branches` and `show` list it.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that `--json` prints under that name")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RevisionReport {
    /// Its id.
    pub revision: String,
    /// Its parents; none for a base, several for a merge.
    pub down_revisions: Vec<String>,
    /// The revisions it only has to run after.
    pub depends_on: Vec<String>,
    /// The labels of its branch, inherited ones included.
    pub branch_labels: Vec<String>,
    /// The message of its header.
    pub message: String,
    /// When it was written, in RFC 3339, if the header says so.
    pub created: Option<String>,
    /// Its source, relative to the project; the component's name where there are no files.
    pub path: String,
    /// Nothing follows it.
    pub is_head: bool,
    /// It follows nothing.
    pub is_base: bool,
    /// More than one revision follows it.
    pub is_branch_point: bool,
    /// It has more than one parent.
    pub is_merge_point: bool,
    /// Whether the database stands on it; `None` when no database was asked.
    pub is_current: Option<bool>,
    /// What it may do, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grants: Option<GrantsReport>,
    /// The installed package that it came with; none for the project's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package: Option<RevisionPackage>,
}

/// What a migration may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GrantsReport {
    /// What follows `it may`, a part of a sentence each.
    pub may: Vec<String>,
    /// What follows `it may not`.
    pub may_not: Vec<String>,
    /// How long each of its functions may take, with the time of the database (`run_time`); `None` where nothing ends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_after: Option<String>,
    /// Whether its header asks for what it needs; else it gets what the project gives.
    pub asks: bool,
    /// What it asks for beyond what the project gives: it does not run until that is granted.
    pub not_granted: Vec<String>,
    /// The lines for `aludel.toml` that would grant that, with their table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant: Option<String>,
}

/// One line of a drawn history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DrawnLine {
    /// The lanes: `│ ● │`.
    pub lanes: String,
    /// The revision that the line shows; `None` where lanes only fork or join.
    pub revision: Option<String>,
}

/// An interpreter of scripts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InterpreterReport {
    /// Its name: `javascript`, `python`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The digest of its bytes, by which scripts name it.
    pub digest: String,
    /// Its size.
    pub bytes: usize,
    /// Its file; none for the one that is part of the program.
    pub path: Option<PathBuf>,
}

/// Where two or more branches begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BranchReport {
    /// The revision they begin at.
    #[serde(flatten)]
    pub point: RevisionReport,
    /// The first revision of each.
    pub branches: Vec<RevisionReport>,
}

/// One version row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CurrentHead {
    /// What the row holds.
    pub revision: String,
    /// Nothing follows it.
    pub is_head: bool,
    /// The revision of that id; `None` when no file declares one.
    #[serde(skip)]
    pub known: Option<RevisionReport>,
}

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CurrentReport {
    /// One entry a version row.
    pub heads: Vec<CurrentHead>,
    /// Whether every head of the graph is applied.
    pub is_at_heads: bool,
    /// The URL without its password.
    #[serde(skip)]
    pub database: String,
}

/// One step that ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepReport {
    /// The revision.
    pub revision: String,
    /// Up or down.
    pub direction: Direction,
    /// How long it took, commit and read-back included.
    #[serde(rename = "duration_ms", serialize_with = "milliseconds")]
    pub duration: Duration,
}

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunReport {
    /// The name of the run in the history.
    pub run_id: String,
    /// What ran, in order; empty when there was nothing to do.
    pub steps: Vec<StepReport>,
    /// Where the database was.
    pub heads_before: Vec<String>,
    /// Where it is now; where it would be, for a dry run and for SQL written out.
    pub heads_after: Vec<String>,
    /// What a person should know.
    pub notes: Vec<Note>,
}

/// A migration that `revision` or `merge` wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewRevision {
    /// Its id.
    pub revision: String,
    /// Its parents.
    pub down_revisions: Vec<String>,
    /// The file to edit.
    pub path: PathBuf,
    /// Every file that was written.
    pub written: Vec<PathBuf>,
}

/// What `init` did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InitReport {
    /// The project's folder.
    pub root: PathBuf,
    /// Its config file.
    pub config: PathBuf,
    /// Every file that was written.
    pub created: Vec<PathBuf>,
    /// What the user should do, one sentence each.
    pub notes: Vec<String>,
}

/// One migration that `build` looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BuiltArtifact {
    /// The revision.
    pub revision: String,
    /// Its source, relative to the project.
    pub path: String,
    /// What it is written in.
    pub language: String,
    /// The digest of its source.
    pub source_digest: String,
    /// The digest of its component.
    pub component_digest: String,
    /// The size of the component.
    pub bytes: usize,
    /// How long it took to build; none where it was built before, or nothing had to be compiled.
    pub duration_ms: Option<u64>,
    /// The file that `--out` asked for.
    pub written: Option<PathBuf>,
}

/// What `build` did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BuildReport {
    /// In the order of the files.
    pub artifacts: Vec<BuiltArtifact>,
    /// The lock file, if it had to change.
    pub lockfile: Option<PathBuf>,
}

/// A template that `revision` can start from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TemplateReport {
    /// What to give to `--lang`.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The language of the migration.
    pub language: String,
    /// Where the project has it; `None` for a built-in one.
    pub path: Option<PathBuf>,
}

fn milliseconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(whole_milliseconds(*duration))
}

/// A duration as the events and reports count it.
pub(crate) fn whole_milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
