//! How a run ends when it does not end well.

use std::fmt;

use aludel_sql::SqlError;
use serde::{Deserialize, Serialize};

use crate::limits::{Allowance, Limit};

/// What a migration answered in place of success; the WIT variant `failures.failure`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Failure {
    /// A database error that the migration did not handle.
    #[error("{0}")]
    Database(#[source] SqlError),
    /// There is no way back from this revision.
    #[error("{0}")]
    Irreversible(String),
    /// The data is not as the migration needs it.
    #[error("{0}")]
    Precondition(String),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// One function on the guest's stack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// The function's name, demangled; `wasm function 12` where the component has no names.
    pub function: String,
    /// The source file, where the component has debug information.
    pub file: Option<String>,
    /// The line in it, from 1.
    pub line: Option<u32>,
}

impl fmt::Display for Frame {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.file, self.line) {
            (Some(file), Some(line)) => write!(out, "{} ({file}:{line})", self.function),
            (Some(file), None) => write!(out, "{} ({file})", self.function),
            _ => out.write_str(&self.function),
        }
    }
}

/// Why a run ended without success.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// The migration returned an error.
    #[error(transparent)]
    Failed(#[from] Failure),
    /// The guest crashed: a panic, an `unreachable`, a division by zero, a call of the host that makes no sense.
    #[error("the guest crashed: {message}")]
    Trapped {
        /// The guest's last line of log of level error, where there is one (a panic's message), else `trap`.
        message: String,
        /// What the sandbox saw, such as "wasm `unreachable` instruction executed".
        trap: String,
        /// The guest's stack, innermost first.
        frames: Vec<Frame>,
    },
    /// The guest took more than it may.
    #[error("the guest reached the limit on {subject}: {allowed}", subject = .limit.subject())]
    LimitReached {
        /// Which limit.
        limit: Limit,
        /// Its value.
        allowed: Allowance,
        /// The guest's stack, innermost first.
        frames: Vec<Frame>,
    },
    /// The process of the guest ended before the guest did.
    #[error("the process of the guest ended: {how}")]
    ProcessEnded {
        /// How, as the system tells it.
        how: String,
    },
    /// The component does not export what was asked for.
    #[error("`{name}` has no function `{export}`")]
    NotExported {
        /// The component's name.
        name: String,
        /// The function.
        export: &'static str,
    },
}

impl RunError {
    /// What to do about it, as a text to paste.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::LimitReached { limit, allowed, .. } => {
                Some(format!("allow more in aludel.toml, under `[limits]`: {}", limit.raise(*allowed)))
            }
            _ => None,
        }
    }

    /// The guest's stack, innermost first; empty where there is none.
    pub fn frames(&self) -> &[Frame] {
        match self {
            Self::Trapped { frames, .. } | Self::LimitReached { frames, .. } => frames,
            _ => &[],
        }
    }
}
