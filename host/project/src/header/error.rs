//! What can be wrong with a header.

use std::fmt;

use crate::setting::SettingError;

/// One mistake in a header, or the lack of one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// The file has none.
    #[error("{file}: no migration header: no comment line says `/// migration`")]
    Missing {
        /// The file.
        file: String,
    },
    /// The block is opened and never closed.
    #[error("{file}:{line}: the migration header is not closed: no comment line `///` follows")]
    Unterminated {
        /// The file.
        file: String,
        /// The line that opens it.
        line: usize,
    },
    /// A line in the block is no comment.
    #[error(
        "{file}:{line}: the migration header that line {opened_at} opens is not closed before this line, which does not start with `{comment_prefix}`"
    )]
    Interrupted {
        /// The file.
        file: String,
        /// The line that is no comment.
        line: usize,
        /// The line that opens the header.
        opened_at: usize,
        /// The comment sign that the lines of the header start with.
        comment_prefix: String,
    },
    /// The file has two.
    #[error("{file}:{line}: a second migration header; the first one is at line {first_line}")]
    Repeated {
        /// The file.
        file: String,
        /// The line of the second.
        line: usize,
        /// The line of the first.
        first_line: usize,
    },
    /// The block is longer than a header should be.
    #[error("{file}:{line}: the migration header is larger than the limit `header_size` of {allowed_bytes} bytes")]
    TooLarge {
        /// The file.
        file: String,
        /// The line that opens it.
        line: usize,
        /// How many bytes the limit allows.
        allowed_bytes: usize,
    },
    /// A variable of a revision of Alembic whose value is not written out.
    #[error("{file}:{line}: `{variable}` is no literal, so it cannot be read without running the file")]
    NotLiteral {
        /// The file.
        file: String,
        /// The line.
        line: usize,
        /// The variable.
        variable: &'static str,
    },
    /// A variable of a revision of Alembic with an id that cannot be one.
    #[error("{file}:{line}: `{variable}`: {problem}")]
    IllegalName {
        /// The file.
        file: String,
        /// The line.
        line: usize,
        /// The variable.
        variable: &'static str,
        /// What is wrong.
        problem: String,
    },
    /// A mistake in its TOML.
    #[error(transparent)]
    Setting(#[from] SettingError),
}

impl HeaderError {
    /// What to write instead, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Missing { .. } => Some("`aludel revision -m \"...\"` writes a file with a header".to_owned()),
            Self::Unterminated { .. } => Some("close it with the comment line `///`".to_owned()),
            Self::Interrupted { comment_prefix, .. } => Some(format!("close it with the line `{comment_prefix} ///`")),
            Self::Repeated { .. } => Some("keep one header in each file".to_owned()),
            Self::NotLiteral { variable, .. } => {
                Some(format!("write it out: {variable} = \"...\", a tuple of such texts, or None"))
            }
            Self::TooLarge { .. } | Self::IllegalName { .. } => None,
            Self::Setting(error) => error.hint(),
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "header_missing",
            Self::Unterminated { .. } | Self::Interrupted { .. } => "header_unterminated",
            Self::Repeated { .. } => "header_repeated",
            Self::TooLarge { .. } => "header_too_large",
            Self::NotLiteral { .. } => "header_not_literal",
            Self::IllegalName { .. } => "header_illegal_name",
            Self::Setting(error) => error.code(),
        }
    }
}

/// Everything that is wrong with a header; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderErrors {
    /// In the order of the file.
    pub errors: Vec<HeaderError>,
}

impl std::error::Error for HeaderErrors {}

impl fmt::Display for HeaderErrors {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::error_list::write_lines(out, &self.errors)
    }
}

impl From<HeaderError> for HeaderErrors {
    fn from(error: HeaderError) -> Self {
        Self { errors: vec![error] }
    }
}
