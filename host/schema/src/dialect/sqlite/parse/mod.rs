//! The statements that `SQLite` keeps in `sqlite_schema`.
//!
//! The pragmas tell neither the names of constraints, nor checks, conflict clauses, deferral or generated expressions;
//! the texts do. They follow `parse.y` of `SQLite`. What is read here was accepted by `SQLite` before, so the parser
//! takes more than `SQLite` does, but it never panics.

mod clause;
mod cursor;
mod foreign_key;
mod index;
mod table;
mod view;

use aludel_sql::lexer::LexError;

use crate::model::{Deferral, ForeignKey, IndexPart};

pub(super) use cursor::unquote;
pub(super) use index::{ParsedIndex, index};
pub(super) use table::table;
pub(super) use view::{ParsedView, view};

/// A range of bytes of the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// The first byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
}

impl Span {
    /// The text itself.
    pub(super) fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// A name, without its quotes, and where it stands with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) span: Span,
}

/// Why a statement is not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum ParseError {
    /// A quote or comment has no end.
    #[error(transparent)]
    Unclosed(#[from] LexError),
    /// Something else stands there.
    #[error("byte {position} should be {expected}, {}", found.as_ref().map_or("but the text ends".to_owned(), |found| format!("not `{found}`")))]
    Unexpected {
        /// What should stand there.
        expected: &'static str,
        /// What does; none at the end.
        found: Option<String>,
        /// The byte at which it starts.
        position: usize,
    },
}

/// A CREATE TABLE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ParsedTable {
    /// Its name.
    pub(super) name: Name,
    /// What stands between the parentheses: columns, then constraints.
    pub(super) body: Span,
    /// In order.
    pub(super) columns: Vec<ParsedColumn>,
    /// Those of the table; those of a column are with it.
    pub(super) constraints: Vec<Clause>,
    /// What stands after the parentheses; empty where nothing does.
    pub(super) options: Span,
    /// Whether it has no rowid.
    pub(super) is_without_rowid: bool,
    /// Whether it holds its columns to their types.
    pub(super) is_strict: bool,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ParsedColumn {
    /// Its whole definition, without the comma after it.
    pub(super) span: Span,
    /// Its name.
    pub(super) name: Name,
    /// Its type, with one space where there was any; empty where it has none.
    pub(super) data_type: String,
    /// What follows the type.
    pub(super) clauses: Vec<Clause>,
}

/// A constraint of a column or table, or another clause of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    /// From CONSTRAINT on, where it has a name.
    pub(super) span: Span,
    /// Its name.
    pub(super) name: Option<Name>,
    /// What it says.
    pub(super) kind: ClauseKind,
}

/// What a clause of a column or table says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ClauseKind {
    /// `CONSTRAINT name` before nothing, or NULL: it says nothing.
    Nothing,
    /// NOT NULL.
    NotNull {
        /// In upper case, where it is not ABORT.
        on_conflict: Option<String>,
    },
    /// DEFAULT, with a text that equal spellings agree in.
    Default(String),
    /// COLLATE.
    Collate(String),
    /// `GENERATED ALWAYS AS`.
    Generated {
        /// Without the outer parentheses.
        expression: String,
        /// Whether the value is kept in the table.
        is_stored: bool,
    },
    /// `PRIMARY KEY`.
    PrimaryKey {
        /// What it is over.
        parts: Vec<IndexPart>,
        /// In upper case, where it is not ABORT.
        on_conflict: Option<String>,
        /// Whether numbers are never used again.
        is_autoincrement: bool,
    },
    /// UNIQUE.
    Unique {
        /// What it is over.
        parts: Vec<IndexPart>,
        /// In upper case, where it is not ABORT.
        on_conflict: Option<String>,
    },
    /// CHECK.
    Check {
        /// Without the outer parentheses.
        expression: String,
    },
    /// `FOREIGN KEY`, or REFERENCES of a column.
    ForeignKey {
        /// Where it points.
        key: ForeignKey,
        /// When it is checked.
        deferral: Deferral,
    },
}

#[cfg(test)]
mod tests;
