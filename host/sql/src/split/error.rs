//! Why a text cannot be divided.

use crate::dialect::Dialect;
use crate::lexer::Enclosure;

/// Why a text cannot be divided into statements.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SplitError {
    /// A string, comment or quoted name is opened and never closed.
    #[error("{what} that starts on line {line} has no end, as {dialect} reads it", what = .enclosure.describe(), dialect = .dialect.display_name())]
    Unterminated {
        /// What was opened.
        enclosure: Enclosure,
        /// Where it was opened.
        line: usize,
        /// Whose rules were used.
        dialect: Dialect,
    },
    /// A NUL would end the statement early, or hang the driver.
    #[error("line {line} holds a NUL character")]
    HoldsNul {
        /// Where it is.
        line: usize,
    },
    /// A command of `psql`, which the server does not know.
    #[error("`{command}` on line {line} is a command of psql, not SQL")]
    MetaCommand {
        /// The command with its backslash.
        command: String,
        /// Where it is.
        line: usize,
    },
    /// `COPY ... FROM stdin`, whose data only `psql` sends.
    #[error("`COPY ... FROM stdin` on line {line} reads its rows from psql, not from the file")]
    CopyFromStdin {
        /// Where it is.
        line: usize,
    },
    /// A `DELIMITER` line that names none.
    #[error("`DELIMITER` on line {line} needs the text that ends the next statements, such as `DELIMITER //`")]
    DelimiterMissing {
        /// Where it is.
        line: usize,
    },
}

impl SplitError {
    /// The line of the file.
    pub fn line(&self) -> usize {
        match self {
            Self::Unterminated { line, .. }
            | Self::HoldsNul { line }
            | Self::MetaCommand { line, .. }
            | Self::CopyFromStdin { line }
            | Self::DelimiterMissing { line } => *line,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Unterminated { .. } => None,
            Self::HoldsNul { .. } => Some("save the file as UTF-8 without NUL characters"),
            Self::MetaCommand { .. } => Some("leave the line out, or write what it does in SQL"),
            Self::CopyFromStdin { .. } => {
                Some("write the rows as `INSERT INTO ... VALUES`; `pg_dump --inserts` writes them so")
            }
            Self::DelimiterMissing { .. } => Some("bodies with BEGIN ... END need no DELIMITER here"),
        }
    }
}
