//! Whose fault an error is.

use serde::Serialize;

/// What kind of failure an [`crate::Error`] is; the command line makes its exit code of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// What was asked for makes no sense here.
    Usage,
    /// The project's files: the config, a header, a source that does not build.
    Project,
    /// The database is not where the migrations go.
    Behind,
    /// The revisions do not make a graph, or the target is not in it.
    Graph,
    /// The database is not there, or is not what the URL says, or went away; or a registry does not answer.
    DatabaseUnreachable,
    /// Somebody else held the lock for too long.
    LockNotObtained,
    /// A migration failed and left nothing behind.
    MigrationRolledBack,
    /// A migration failed and a part of it stays: someone must look.
    MigrationInDoubt,
    /// The sandbox refused a component, or ended it at one of its limits.
    SandboxRefused,
    /// Something is not what it was, or not what it was said to be.
    Integrity,
    /// Somebody asked to stop.
    Cancelled,
    /// Anything else.
    Unexpected,
}
