//! The exit codes: what a script may rely on.

use std::process::ExitCode;

/// How the command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Done, or nothing to do.
    Done = 0,
    /// Something unexpected, such as a full disk or a bug.
    Unexpected = 1,
    /// The command line, the configuration or a file of the project is not right.
    Usage = 2,
    /// The database is not at the heads (`current --check-heads`, `revision --autogenerate`), or something differs
    /// (`check`, `diff --exit-code`), is to be done (`doctor`) or was found (`lint`, `test`).
    Drift = 3,
    /// The revision graph or the target is not right.
    Graph = 4,
    /// The database cannot be reached or opened.
    Unreachable = 5,
    /// Another run holds the lock.
    Locked = 6,
    /// A migration failed and was rolled back.
    RolledBack = 10,
    /// A migration failed where DDL cannot be rolled back: someone must look.
    InDoubt = 11,
    /// The sandbox refused what a migration asked for.
    Refused = 12,
    /// A source, a component or the database is not what was recorded.
    Integrity = 13,
    /// Interrupted by Ctrl-C or a signal, and rolled back: 128 + SIGINT.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
