//! The header of a migration: TOML in a comment block, in the comment syntax of its language.
//!
//! The block follows the way of [PEP 723](https://peps.python.org/pep-0723/): `/// migration` opens it, `///` closes it, and every line
//! between starts with the same comment sign. A revision file of Alembic has no block: its variables are its header.

pub(crate) mod alembic;
mod block;
mod error;
mod parse;
mod render;

use aludel_grants::Terms;
use serde::{Deserialize, Serialize};

use crate::limit::LimitSection;

pub use error::{HeaderError, HeaderErrors};

/// What a migration says of itself, before anything of it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Its id.
    pub revision: String,
    /// The ids it stands on: none for a root, several for a merge.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub down_revision: Vec<String>,
    /// Ids or labels that must be applied before it, but are no parents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<String>,
    /// The names of the branch that starts here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub branch_labels: Vec<String>,
    /// What it does, for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// When it was written, as RFC 3339 has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// Whether it runs in a transaction.
    #[serde(default = "in_a_transaction", skip_serializing_if = "is_in_a_transaction")]
    pub transaction: bool,
    /// Whether foreign keys are enforced while it runs (`SQLite`). Unless told, they are, but for a migration that may
    /// build tables anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign_keys: Option<bool>,
    /// What its downgrade does not bring back, for people; none where it brings everything back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_loss: Option<String>,
    /// What it asks to be granted; none where it does not say, and takes what the project gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<Terms>,
    /// The limits that it lowers for itself.
    #[serde(default, skip_serializing_if = "LimitSection::is_empty")]
    pub limits: LimitSection,
}

/// A header and the lines of its file that it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedHeader {
    /// The header.
    pub header: Header,
    /// The line of `/// migration`, from 1.
    pub first_line: usize,
    /// The line of the closing `///`, from 1.
    pub last_line: usize,
}

impl Header {
    /// A header with an id and nothing else.
    pub fn new(revision: impl Into<String>) -> Self {
        Self {
            revision: revision.into(),
            down_revision: Vec::new(),
            depends_on: Vec::new(),
            branch_labels: Vec::new(),
            message: String::new(),
            created: None,
            transaction: true,
            foreign_keys: None,
            data_loss: None,
            needs: None,
            limits: LimitSection::default(),
        }
    }

    /// Finds and reads the header in the text of a source. `file` names the text in errors, of which all are found.
    pub fn parse(text: &str, file: &str) -> Result<PlacedHeader, HeaderErrors> {
        if Self::is_of_alembic(text, file) { alembic::parse(text, file) } else { parse::parse(text, file) }
    }

    /// Whether the header is the variables of a revision file of Alembic, and not a comment block.
    pub fn is_of_alembic(text: &str, file: &str) -> bool {
        block::first_line(text).is_none() && alembic::is_revision(text, file)
    }

    /// Writes the header as a comment block that [`Header::parse`] reads back equal.
    pub fn render(&self, comment_prefix: &str) -> String {
        render::render(self, comment_prefix)
    }
}

/// The line of the first header in the text of that file, whether it is right or not.
pub(crate) fn line_of(text: &str, file: &str) -> Option<usize> {
    block::first_line(text).or_else(|| alembic::line_of(text, file))
}

/// Whether a text can be a revision id or a branch label: not empty, no white space, no control character and none of
/// `@ - + :`, which targets keep for themselves. Gives the first character that is in the way.
pub fn illegal_character(id: &str) -> Option<char> {
    id.chars().find(|character| character.is_whitespace() || character.is_control() || "@-+:".contains(*character))
}

fn in_a_transaction() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
fn is_in_a_transaction(transaction: &bool) -> bool {
    *transaction
}
