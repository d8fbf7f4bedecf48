//! What the use cases are asked for.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use aludel_project::TransactionMode;

use crate::agreement::file::AgreedPlan;

/// What a run does with the plan.
#[derive(Default)]
pub enum RunMode {
    /// Runs it.
    #[default]
    Apply,
    /// Runs it in a transaction and rolls that back; refused where the database cannot.
    DryRun,
    /// Writes it as SQL text, without a connection.
    WriteSql(Box<dyn Write + Send>),
}

impl std::fmt::Debug for RunMode {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Apply => "Apply",
            Self::DryRun => "DryRun",
            Self::WriteSql(_) => "WriteSql",
        })
    }
}

/// Forward or back, to a target.
#[derive(Debug)]
pub struct RunRequest {
    /// `head`, `base`, an id, a label, `+1`, `-1`...; a range `A:B` for SQL written out.
    pub target: String,
    /// What to do with the plan.
    pub mode: RunMode,
    /// In place of what the config says.
    pub transaction: Option<TransactionMode>,
    /// How long to wait for another run, in place of what the config says.
    pub lock_timeout: Option<Duration>,
    /// What `-x name=value` gives to the guests.
    pub arguments: Vec<(String, String)>,
    /// What `--tag` gives to the guests.
    pub tag: Option<String>,
    /// The plan that the run is held to, if there is one.
    pub plan: Option<Box<AgreedPlan>>,
}

impl RunRequest {
    /// To the target, with everything else as the config says.
    pub fn to(target: impl Into<String>) -> Self {
        Self {
            target: target.into(),
            mode: RunMode::Apply,
            transaction: None,
            lock_timeout: None,
            arguments: Vec::new(),
            tag: None,
            plan: None,
        }
    }
}

impl From<&str> for RunRequest {
    fn from(target: &str) -> Self {
        Self::to(target)
    }
}

/// Sets the version rows and runs nothing.
#[derive(Debug, Default)]
pub struct StampRequest {
    /// One target or several.
    pub targets: Vec<String>,
    /// What to do with the rows that are there.
    pub existing: ExistingRows,
    /// `DryRun` says what would change.
    pub mode: RunMode,
    /// How long to wait for another run, in place of what the config says.
    pub lock_timeout: Option<Duration>,
}

/// What `stamp` does with the version rows that are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ExistingRows {
    /// Moves them along the graph.
    #[default]
    Move,
    /// Deletes them first, also those that no file declares (`--purge`).
    Purge,
}

/// Which revisions `history` lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HistoryRequest {
    /// `A:B`, either side may be missing, `current` is where the database is; `None` lists all.
    pub range: Option<String>,
    /// Whether to ask the database which of them it stands on (`-i`).
    pub current: AskDatabase,
}

/// Whether to connect for an answer that needs no connection otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AskDatabase {
    /// Only files are read.
    #[default]
    No,
    /// The version rows are read as well.
    Yes,
}

/// A new migration file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RevisionRequest {
    /// What it does, in a few words.
    pub message: String,
    /// A template or language, in place of what the config says: `sql`, `rust`.
    pub language: Option<String>,
    /// The parents: `head` when empty; `base` starts a new root.
    pub heads: Vec<String>,
    /// Whether a parent may be no head.
    pub parent: ParentRule,
    /// Labels of the branch that it begins.
    pub branch_labels: Vec<String>,
    /// Which of the migration folders.
    pub version_path: Option<PathBuf>,
    /// In place of a random id.
    pub revision_id: Option<String>,
    /// Ids or labels it has to run after.
    pub depends_on: Vec<String>,
}

/// Whether a new revision may follow one that is no head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ParentRule {
    /// Parents are heads.
    #[default]
    OnlyHeads,
    /// It may start a branch anywhere (`--splice`).
    Splice,
}

/// A migration that joins heads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MergeRequest {
    /// What to join; `heads` for all.
    pub revisions: Vec<String>,
    /// What it does, in a few words; "merge A and B" when absent.
    pub message: Option<String>,
    /// Labels of the branch that it begins.
    pub branch_labels: Vec<String>,
    /// In place of a random id.
    pub revision_id: Option<String>,
}

/// What to build.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BuildRequest {
    /// A folder to write every component to.
    pub out: Option<PathBuf>,
}

/// A new project.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InitRequest {
    /// Where; made if absent.
    pub directory: PathBuf,
    /// What `revision` writes unless told otherwise: `sql` when absent.
    pub language: Option<String>,
    /// The URL for the config; a `SQLite` file when absent.
    pub database_url: Option<String>,
    /// A built-in template that is copied into the project, to be changed there.
    pub template: Option<String>,
}
