//! Every way in which a use case can fail.
//!
//! - [`migration`]: a migration failed: which, where, why
//! - [`state`]: in what state the database is afterwards
//! - [`half_applied`]: a migration that was begun and cannot go on by itself
//! - [`fault`]: whose fault it is
//! - [`answers`]: code, fault and hint of each error
//! - [`packages`]: packages that cannot be used
//! - [`builds`]: migrations that cannot be built
//! - [`room`]: databases that have no room left
//! - [`details`]: what `--json` adds to them

mod answers;
mod builds;
mod details;
mod fault;
mod half_applied;
mod migration;
mod packages;
mod room;
mod state;

use std::path::PathBuf;

use aludel_build::interpreter_recipe::RecipeError;
use aludel_build::{BuildError, BuildErrors, InterpreterError};
use aludel_db::{ConnectError, IntrospectError, LedgerError, LockError, ScratchError, UrlError};
use aludel_project::alembic_project::AlembicProjectError;
use aludel_project::manifest::ManifestError;
use aludel_project::new_revision::NewRevisionError;
use aludel_project::package::PackageError;
use aludel_project::scaffold::ScaffoldError;
use aludel_project::{ConfigError, ConfigErrors, DirectoryErrors, LockfileError};
use aludel_registry::RegistryError;
use aludel_revision::{GraphErrors, TargetError};
use aludel_sandbox::{LoadError, SandboxError};
use aludel_schema::{RenameError, ScriptError};
use aludel_sql::{IdentifierError, SqlError};

use crate::agreement::difference::PlanDifference;
use crate::agreement::file::PlanFileError;
use crate::comparison::report::SuspicionReport;
use crate::installation::error::InstallationError;
use crate::trust::error::TrustError;

pub use builds::FailedBuild;
pub use fault::Fault;
pub use half_applied::{HalfApplied, HalfAppliedBecause};
pub use migration::{DanglingRow, FailedStatement, FailureCause, GuestFrame, MigrationFailure};
pub(crate) use room::is_full;
pub use state::DatabaseState;

/// An applied migration whose source is not what it was when it was applied.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SourceChange {
    /// The revision.
    pub revision: String,
    /// Its source, relative to the project.
    pub path: String,
    /// The digest of the source that was applied.
    pub applied_digest: String,
    /// The digest of the source as it is now.
    pub found_digest: String,
}

/// A migration that asks for more than it is granted.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RefusedNeeds {
    /// The revision.
    pub revision: String,
    /// Its source, relative to the project.
    pub path: String,
    /// What it asks for beyond what it is granted: keys, or names in them.
    pub asked: Vec<String>,
    /// The lines for `aludel.toml` that grant it, with their table.
    pub grant: String,
}

/// Why a use case did not do what it was asked for.
///
/// Each answers with a stable [`Error::code`], the [`Error::fault`], a [`Error::hint`] that can be pasted where there
/// is one, and [`Error::details`] for programs.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A migration failed.
    #[error("{0}")]
    MigrationFailed(Box<MigrationFailure>),

    /// A migration that no transaction takes back stands half applied.
    #[error("{0}")]
    HalfApplied(Box<HalfApplied>),

    /// Migrations ask for more than they are granted; nothing ran.
    #[error("{}", needs_refused(.needs))]
    NeedsRefused {
        /// Each of them.
        needs: Vec<RefusedNeeds>,
    },

    /// Somebody asked to stop.
    #[error("stopped as asked{}: {}", during(.revision.as_deref()), .state.sentence())]
    Cancelled {
        /// The revision whose step was under way, if one was.
        revision: Option<String>,
        /// In what state the database is now.
        state: DatabaseState,
    },

    /// Applied migrations were edited afterwards.
    #[error("{}", source_changes(.changes))]
    SourceChanged {
        /// Each of them.
        changes: Vec<SourceChange>,
    },

    /// A commit was answered with yes, and what it should have written is not there.
    #[error("{verb} of `{revision}` was committed, and the row that proves it is not in the history: {because}", verb = .direction.verb())]
    NotRecorded {
        /// The revision.
        revision: String,
        /// Up or down.
        direction: crate::Direction,
        /// What may have happened.
        because: String,
        /// Where the version rows stand now.
        heads: Vec<String>,
    },

    /// The guest ended the transaction that it was given.
    #[error("`{revision}` ended the transaction it was given ({path}), so what it did cannot be taken back")]
    LeftTransaction {
        /// The revision.
        revision: String,
        /// Its source.
        path: String,
        /// In what state the database is now.
        state: DatabaseState,
    },

    /// A file is no plan that a run can be held to, or a plan cannot be written as one.
    #[error(transparent)]
    PlanFile(Box<PlanFileError>),

    /// Before anything ran: not everything is as it was when the plan was made.
    #[error("the plan in `{}` does not fit any more:{}", .path.display(), listed(.differences))]
    PlanOutdated {
        /// The file of the plan.
        path: PathBuf,
        /// What is not as planned.
        differences: Vec<PlanDifference>,
        /// What plans the same again.
        again: String,
    },

    /// A migration did something else than the plan says.
    #[error("{verb} of `{revision}` left the plan ({path}): {difference}\n{}", .state.sentence(), verb = .direction.verb())]
    OffPlan {
        /// The revision.
        revision: String,
        /// Up or down.
        direction: crate::Direction,
        /// Its source, relative to the project.
        path: String,
        /// What was not as planned.
        difference: Box<PlanDifference>,
        /// In what state the database is now.
        state: DatabaseState,
    },

    /// There is no `aludel.toml` in the folder or above it.
    #[error("no aludel.toml in `{}` or above it", .directory.display())]
    ConfigMissing {
        /// Where the search began.
        directory: PathBuf,
    },

    /// The folder to start from is not there.
    #[error("no folder `{}`", .directory.display())]
    FolderMissing {
        /// The folder.
        directory: PathBuf,
    },

    /// The config cannot be used.
    #[error(transparent)]
    Config(ConfigErrors),

    /// What was chosen is not in the config.
    #[error(transparent)]
    Choice(ConfigError),

    /// The migrations cannot be read.
    #[error(transparent)]
    Directory(DirectoryErrors),

    /// The migrations do not make a graph.
    #[error("{message}")]
    Graph {
        /// Every error with the file it is in.
        message: String,
        /// The errors.
        #[source]
        source: GraphErrors,
    },

    /// The target is not in the graph, or is not one revision, or cannot be reached.
    #[error(transparent)]
    Target(#[from] TargetError),

    /// Nobody said where the database is.
    #[error("{}: no `url` for the database `{section}`", .config.display())]
    UrlMissing {
        /// The config file.
        config: PathBuf,
        /// Which database.
        section: String,
    },

    /// The database's URL makes no sense.
    #[error(transparent)]
    Url(UrlError),

    /// There is no connection.
    #[error(transparent)]
    Connect(Box<ConnectError>),

    /// The version table cannot be called so.
    #[error("`version_table`: {0}")]
    VersionTableName(IdentifierError),

    /// The version table or the history cannot be used.
    #[error(transparent)]
    Ledger(Box<LedgerError>),

    /// There is no lock.
    #[error(transparent)]
    Lock(Box<LockError>),

    /// Somebody took the lock over while this run had it, so it did not commit.
    #[error("{error}{}; {}", during(.revision.as_deref()), .state.sentence())]
    LockTaken {
        /// The revision whose step was under way, if one was.
        revision: Option<String>,
        /// Who took it.
        error: Box<LockError>,
        /// In what state the database is now.
        state: DatabaseState,
    },

    /// A migration cannot be built.
    #[error(transparent)]
    Build(Box<BuildError>),

    /// Several migrations cannot be built.
    #[error("{} migrations cannot be built:\n{errors}", .errors.errors.len())]
    Builds {
        /// Why, for each.
        errors: BuildErrors,
    },

    /// `aludel.lock` cannot be used.
    #[error(transparent)]
    Lockfile(Box<LockfileError>),

    /// A package is not what it should be.
    #[error("{from}: {source}", from = .from.escape_debug())]
    Package {
        /// Where it was read from: a file, a folder, or a reference.
        from: String,
        /// What is wrong with it.
        source: Box<PackageError>,
    },

    /// A registry did not do what it was asked for.
    #[error(transparent)]
    Registry(Box<RegistryError>),

    /// The migrations do not make a package.
    #[error(transparent)]
    Packing(Box<PackageError>),

    /// A package is not installed, updated or removed.
    #[error(transparent)]
    Installation(Box<InstallationError>),

    /// A file could not be written.
    #[error("`{}` cannot be written: {source}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },

    /// A file is no interpreter.
    #[error(transparent)]
    InterpreterFile(Box<InterpreterError>),
    /// An interpreter cannot be made.
    #[error(transparent)]
    Recipe(Box<RecipeError>),

    /// The interpreter that a script needs cannot be had.
    #[error("migration `{revision}`: {source}")]
    Interpreter {
        /// The revision.
        revision: String,
        /// What is wrong.
        source: Box<InterpreterError>,
    },

    /// The sandbox does not take the component of a migration.
    #[error("migration `{revision}`: {source}")]
    Load {
        /// The revision.
        revision: String,
        /// Why not.
        source: Box<LoadError>,
    },

    /// The limits of the config make no sense.
    #[error(transparent)]
    Sandbox(SandboxError),

    /// A component given in memory has no manifest that can be read.
    #[error("component `{name}`: {source}")]
    Manifest {
        /// The component's name.
        name: String,
        /// Why not.
        source: ManifestError,
    },

    /// The transaction of a run could not be begun or ended.
    #[error("{error}; {}", .state.sentence())]
    Transaction {
        /// What the database said.
        error: Box<SqlError>,
        /// In what state the database is now.
        state: DatabaseState,
    },

    /// The SQL text could not be written where it was to go.
    #[error("the SQL could not be written: {source}")]
    Output {
        /// What the system said.
        source: std::io::Error,
    },

    /// Something that should not happen.
    #[error("{message}")]
    Unexpected {
        /// What.
        message: String,
    },

    /// The new project was not made.
    #[error(transparent)]
    Scaffold(ScaffoldError),

    /// A project of Alembic was not taken over.
    #[error(transparent)]
    AlembicProject(AlembicProjectError),

    /// The new migration was not written.
    #[error(transparent)]
    NewRevision(Box<NewRevisionError>),

    /// A program that the config has run on new files failed.
    #[error("the hook `{command}` failed: {reason}")]
    Hook {
        /// The program and its arguments.
        command: String,
        /// The new file, which stays.
        path: PathBuf,
        /// What the system or the program said.
        reason: String,
    },

    /// The catalogue of a database cannot be read.
    #[error(transparent)]
    Introspect(Box<IntrospectError>),

    /// There is no scratch database.
    #[error(transparent)]
    Scratch(Box<ScratchError>),

    /// What the database is to look like cannot be read.
    #[error(transparent)]
    SchemaTarget(Box<crate::target::TargetError>),

    /// A change cannot be written as SQL.
    #[error(transparent)]
    Script(Box<ScriptError>),

    /// What was said about a rename cannot be read, or does not fit.
    #[error(transparent)]
    Rename(Box<RenameError>),

    /// The database is not where the migrations go, so what is not applied would look like a difference.
    #[error("the target database is not up to date: {database} is at {}, and the migrations go to {}", listed_or_base(.at), listed_or_base(.heads))]
    NotUpToDate {
        /// The database, without its password.
        database: String,
        /// Its version rows.
        at: Vec<String>,
        /// Where the migrations go.
        heads: Vec<String>,
    },

    /// What goes and what comes may be the same under another name, and nobody said so or otherwise.
    #[error("{}", undecided(.suspicions))]
    RenameUndecided {
        /// Each of them.
        suspicions: Vec<SuspicionReport>,
    },

    /// The target holds no table, and the database does.
    #[error("the target holds no table, so {} would be dropped: {}", counted_tables(.tables.len()), .tables.join(", "))]
    EmptyTarget {
        /// What would be dropped.
        tables: Vec<String>,
    },

    /// Something is wrong with a key or a signature, or nobody signed who may.
    #[error(transparent)]
    Trust(Box<TrustError>),

    /// What was asked for makes no sense here.
    #[error("{message}")]
    Usage {
        /// A stable name.
        code: &'static str,
        /// What and where.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
}

impl From<PlanFileError> for Error {
    fn from(error: PlanFileError) -> Self {
        Self::PlanFile(Box::new(error))
    }
}

impl From<LedgerError> for Error {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(Box::new(error))
    }
}

impl From<RenameError> for Error {
    fn from(error: RenameError) -> Self {
        Self::Rename(Box::new(error))
    }
}

impl From<IntrospectError> for Error {
    fn from(error: IntrospectError) -> Self {
        Self::Introspect(Box::new(error))
    }
}

impl From<ScratchError> for Error {
    fn from(error: ScratchError) -> Self {
        Self::Scratch(Box::new(error))
    }
}

impl From<crate::target::TargetError> for Error {
    fn from(error: crate::target::TargetError) -> Self {
        Self::SchemaTarget(Box::new(error))
    }
}

impl From<ScriptError> for Error {
    fn from(error: ScriptError) -> Self {
        Self::Script(Box::new(error))
    }
}

fn listed(differences: &[PlanDifference]) -> String {
    differences.iter().map(|difference| format!("\n- {difference}")).collect()
}

fn listed_or_base(revisions: &[String]) -> String {
    let quoted: Vec<String> = revisions.iter().map(|revision| format!("`{revision}`")).collect();
    if quoted.is_empty() { "base".to_owned() } else { quoted.join(", ") }
}

fn counted_tables(count: usize) -> String {
    if count == 1 { "one table".to_owned() } else { format!("{count} tables") }
}

/// Each question with both answers, as they are typed.
fn undecided(suspicions: &[SuspicionReport]) -> String {
    let reading = |suspicion: &SuspicionReport| suspicion.to_string();
    suspicions.iter().map(reading).collect::<Vec<_>>().join("\n")
}

fn needs_refused(needs: &[RefusedNeeds]) -> String {
    let line = |needs: &RefusedNeeds| {
        let RefusedNeeds { revision, path, asked, grant: _ } = needs;
        format!("`{revision}` needs more than it is granted ({path}): {}", asked.join(", "))
    };
    needs.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn during(revision: Option<&str>) -> String {
    revision.map(|revision| format!(" in `{revision}`")).unwrap_or_default()
}

fn source_changes(changes: &[SourceChange]) -> String {
    let lines: Vec<String> = changes.iter().map(source_change).collect();
    lines.join("\n")
}

fn source_change(change: &SourceChange) -> String {
    let SourceChange { revision, path, applied_digest, found_digest } = change;
    format!("`{revision}` was edited after it was applied ({path}): applied as {applied_digest}, now {found_digest}")
}
