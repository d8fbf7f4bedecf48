//! In what state a run left the database.

use serde::Serialize;

/// In what state the database is after a run that did not finish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DatabaseState {
    /// No step was under way.
    AtRest {
        /// Where the database stands, as far as the run has asked.
        heads: Vec<String>,
    },
    /// The step left nothing behind.
    RolledBack {
        /// Where the database stands.
        heads: Vec<String>,
    },
    /// A part of the step is committed and its version row is not. The journal knows which part, and the next run
    /// goes on after it.
    InDoubt {
        /// Where the version rows stand.
        heads: Vec<String>,
        /// Why the part stays.
        because: String,
        /// How many statements of the step went through before the failure.
        statements_done: usize,
    },
    /// The step is committed, version row and all, although the run could not go on.
    Committed {
        /// Where the database stands.
        heads: Vec<String>,
    },
    /// The step ran on a scratch database, and that is gone.
    Scratch,
    /// The database could not be asked any more.
    Unknown {
        /// Why not.
        because: String,
    },
}

impl DatabaseState {
    /// The same at heads that somebody else has moved meanwhile.
    pub(crate) fn with_heads(self, now: Vec<String>) -> Self {
        match self {
            Self::AtRest { .. } => Self::AtRest { heads: now },
            Self::RolledBack { .. } => Self::RolledBack { heads: now },
            Self::Committed { .. } => Self::Committed { heads: now },
            Self::InDoubt { because, statements_done, .. } => Self::InDoubt { heads: now, because, statements_done },
            unchanged @ (Self::Scratch | Self::Unknown { .. }) => unchanged,
        }
    }

    /// One sentence for a person.
    pub fn sentence(&self) -> String {
        match self {
            Self::AtRest { .. } => "no migration was under way".to_owned(),
            Self::RolledBack { heads } => format!("everything was rolled back; the database is at {}", list(heads)),
            Self::InDoubt { heads, because, statements_done: 0 } => format!(
                "{because}: what its last statement may have left is cleared away by the next run, and the version table \
                 still says {}",
                list(heads)
            ),
            Self::InDoubt { heads, because, statements_done } => format!(
                "{because}: {statements_done} {}, and the version table still says {}",
                if *statements_done == 1 {
                    "statement went through and stays"
                } else {
                    "statements went through and stay"
                },
                list(heads)
            ),
            Self::Committed { heads } => format!("the step is committed; the database is at {}", list(heads)),
            Self::Scratch => "it ran on a scratch database, which is gone; nothing else was touched".to_owned(),
            Self::Unknown { because } => format!("the state of the database is not known: {because}"),
        }
    }
}

/// Heads as a sentence names them.
pub(crate) fn list(heads: &[String]) -> String {
    if heads.is_empty() {
        return "base (no revision)".to_owned();
    }
    heads.iter().map(|head| format!("`{head}`")).collect::<Vec<_>>().join(", ")
}
