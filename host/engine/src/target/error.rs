//! Why a target is not read.

use aludel_sql::{SplitError, SqlError};

/// Why the target could not be read, or not be made on a scratch database. `place` is where a message points: a file
/// and its line, or a line of what a program prints.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TargetError {
    /// The config names no target.
    #[error("{config} names no target")]
    Missing {
        /// The config file.
        config: String,
    },
    /// A file cannot be read.
    #[error("target `{file}` cannot be read: {reason}")]
    Unreadable {
        /// The file or folder.
        file: String,
        /// What the system said.
        reason: String,
    },
    /// A folder without any SQL file.
    #[error("target `{folder}` holds no `.sql` file")]
    FolderEmpty {
        /// The folder.
        folder: String,
    },
    /// A text is longer than a schema should be.
    #[error("{origin}: more than the limit `target_size` of {allowed_bytes} bytes")]
    TooLarge {
        /// The file or program.
        origin: String,
        /// What the limit allows.
        allowed_bytes: u64,
    },
    /// A text in another encoding.
    #[error("{place}: not UTF-8 (byte {offset})")]
    NotUtf8 {
        /// Where.
        place: String,
        /// The byte, from 0.
        offset: usize,
    },
    /// A NUL would end a statement early, or hang a driver.
    #[error("{place}: a NUL character")]
    HoldsNul {
        /// Where.
        place: String,
    },
    /// A text that cannot be divided into statements.
    #[error("{place}: {problem}")]
    Unsplittable {
        /// Where.
        place: String,
        /// Why not.
        problem: SplitError,
    },
    /// The server does not take a statement.
    #[error("{place}: {error}")]
    Statement {
        /// Where the statement is, or what it was made of.
        place: String,
        /// The start of the statement.
        statement: String,
        /// What the server said.
        error: Box<SqlError>,
    },
    /// A statement about more than one database's own schema.
    #[error("{place}: {reason}")]
    Beyond {
        /// Where.
        place: String,
        /// What it is about.
        reason: String,
        /// What to do.
        hint: String,
    },
    /// A hint that belongs to nothing.
    #[error("{place}: `{hint}` belongs to no {expected}")]
    HintMisplaced {
        /// Where.
        place: String,
        /// The hint.
        hint: String,
        /// What it should be at.
        expected: &'static str,
    },
    /// Objects outside of the schema that stands for a scratch database.
    #[error("{objects} would be made outside of the default schema, where a schema stands for a scratch database", objects = .objects.join(", "))]
    Outside {
        /// Their names.
        objects: Vec<String>,
    },
    /// A program could not be started.
    #[error("target program `{command}` cannot be started: {reason}")]
    ProgramNotStarted {
        /// The program and its arguments.
        command: String,
        /// What the system said.
        reason: String,
        /// Whether there is no such program.
        is_missing: bool,
    },
    /// A program failed.
    #[error("target program `{command}` failed ({status}){}", said(.stderr))]
    ProgramFailed {
        /// The program and its arguments.
        command: String,
        /// How it ended.
        status: String,
        /// The end of what it said.
        stderr: String,
    },
    /// A program was still running when its time was over.
    #[error("target program `{command}` was stopped after {timeout_ms} ms{}", said(.stderr))]
    ProgramTimeout {
        /// The program and its arguments.
        command: String,
        /// How long it was given.
        timeout_ms: u128,
        /// The end of what it said.
        stderr: String,
    },
    /// A program that ended well and printed nothing.
    #[error("target program `{command}` printed nothing{}", said(.stderr))]
    ProgramSilent {
        /// The program and its arguments.
        command: String,
        /// The end of what it said.
        stderr: String,
    },
    /// A component did not say how the database should look.
    #[error("target `{file}`: {reason}")]
    Component {
        /// The component.
        file: String,
        /// Why not.
        reason: String,
        /// What to do.
        hint: Option<String>,
    },
}

fn said(stderr: &str) -> String {
    if stderr.is_empty() { String::new() } else { format!(":\n{stderr}") }
}

impl TargetError {
    /// What to do, where that can be told.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Missing { .. } => Some(
                "write `sql = \"schema.sql\"`, `program = [\"python3\", \"-m\", \"aludel_models\", ...]` or \
                 `component = \"target.wasm\"` under `[target]`"
                    .to_owned(),
            ),
            Self::FolderEmpty { .. } => Some("name a file or a folder with `.sql` files under `[target]`".to_owned()),
            Self::NotUtf8 { .. } => Some("save it as UTF-8".to_owned()),
            Self::Unsplittable { problem: SplitError::CopyFromStdin { .. }, .. } => {
                Some("leave the rows out: `pg_dump --schema-only`".to_owned())
            }
            Self::Unsplittable { problem, .. } => problem.hint().map(str::to_owned),
            Self::Statement { error, .. } => error.extra("hint").map(str::to_owned),
            Self::Beyond { hint, .. } => Some(hint.clone()),
            Self::HintMisplaced { .. } => {
                Some("write it on the line above a CREATE statement or a column, or at the end of its line".to_owned())
            }
            Self::Outside { .. } => Some(
                "leave the schema's name out, or let scratch databases be made: `scratch_url = \"...\"` under `[database]`"
                    .to_owned(),
            ),
            Self::ProgramNotStarted { is_missing: true, .. } => {
                Some("check the first word of `program` under `[target]`; it runs in the folder of aludel.toml".to_owned())
            }
            Self::ProgramTimeout { .. } => Some("give it longer: `timeout = \"5m\"` under `[target]`".to_owned()),
            Self::ProgramSilent { command, .. } => {
                Some(format!("run it by itself, it should print SQL: {command}"))
            }
            Self::Component { hint, .. } => hint.clone(),
            _ => None,
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "target_missing",
            Self::Unreadable { .. } => "target_unreadable",
            Self::FolderEmpty { .. } => "target_folder_empty",
            Self::TooLarge { .. } => "target_too_large",
            Self::NotUtf8 { .. } => "target_not_utf8",
            Self::HoldsNul { .. } => "target_holds_nul",
            Self::Unsplittable { .. } => "target_unsplittable",
            Self::Statement { .. } => "target_statement",
            Self::Beyond { .. } => "target_beyond_schema",
            Self::HintMisplaced { .. } => "target_hint_misplaced",
            Self::Outside { .. } => "target_outside_scratch",
            Self::ProgramNotStarted { .. } => "target_program_not_started",
            Self::ProgramFailed { .. } => "target_program_failed",
            Self::ProgramTimeout { .. } => "target_program_timeout",
            Self::ProgramSilent { .. } => "target_program_silent",
            Self::Component { .. } => "target_component",
        }
    }
}
