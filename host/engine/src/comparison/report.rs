//! What differs, as `diff` and `check` answer it.

use std::fmt;

use aludel_schema::model::Uncompared;
use aludel_schema::{Loss, Operation, Rename, Summary, Suspicion, summaries};
use serde::Serialize;

use super::hints::old_name;
use crate::event::Note;

/// What leads from one schema to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiffReport {
    /// One entry a difference, in an order in which they can be carried out.
    pub operations: Vec<DifferenceReport>,
    /// The statements that carry them out.
    pub sql: Vec<String>,
    /// What may be a rename and was not decided: it is told as something that goes and something that comes.
    pub suspicions: Vec<SuspicionReport>,
    /// What is there and is not compared.
    pub uncompared: Vec<UncomparedReport>,
    /// The statements as a text for the database's own client.
    #[serde(skip)]
    pub script: String,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DifferenceReport {
    /// In words, and the parts of the words.
    #[serde(flatten)]
    pub summary: Summary,
    /// What is lost, where something is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub losses: Vec<LossReport>,
    /// The statements that end with it; none where a later difference shares its statements.
    #[serde(skip)]
    pub sql: Vec<String>,
}

/// What a difference loses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LossReport {
    /// What, and from where.
    #[serde(flatten)]
    pub loss: Loss,
    /// In words, with the number of rows.
    #[serde(skip)]
    pub text: String,
    /// The rows that lose something, where they were counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
}

/// Something that goes and something that comes, which may be the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SuspicionReport {
    /// As it is confirmed: `book.pages=page_count`.
    pub rename: Rename,
    /// What differs if it is one thing.
    pub as_rename: Vec<String>,
    /// What differs if it is not.
    pub as_drop_and_add: Vec<String>,
    /// What a person is asked.
    #[serde(skip)]
    pub question: String,
    /// What to add to the command if it is a rename.
    pub flag_if_renamed: String,
    /// What to add to the command if it is not.
    pub flag_if_not: String,
}

/// An object that is not compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct UncomparedReport {
    /// What it is: `domain`, `event`.
    pub kind: String,
    /// Its name.
    pub name: String,
}

/// Whether the target and the migrations say the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckReport {
    /// What was found, as a sentence.
    #[serde(skip)]
    pub verdict: String,
    /// What differs.
    #[serde(flatten)]
    pub difference: DiffReport,
    /// What a person should know.
    pub notes: Vec<Note>,
}

impl From<&Suspicion> for SuspicionReport {
    fn from(suspicion: &Suspicion) -> Self {
        let (whole, old) = (suspicion.rename.to_string(), old_name(&suspicion.rename));
        Self {
            rename: suspicion.rename.clone(),
            as_rename: words(&suspicion.as_rename),
            as_drop_and_add: words(&suspicion.as_drop_and_add),
            question: question(&suspicion.rename),
            flag_if_renamed: format!("--rename {}", typed(&whole)),
            flag_if_not: format!("--not-renamed {}", typed(&old)),
        }
    }
}

/// The question, and both answers with what they amount to.
impl fmt::Display for SuspicionReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.flag_if_renamed.chars().count().max(self.flag_if_not.chars().count());
        writeln!(out, "{}", self.question)?;
        writeln!(out, "  if so:  {:width$}  ({})", self.flag_if_renamed, self.as_rename.join(", "))?;
        write!(out, "  if not: {:width$}  ({})", self.flag_if_not, self.as_drop_and_add.join(", "))
    }
}

impl From<&Uncompared> for UncomparedReport {
    fn from(object: &Uncompared) -> Self {
        Self { kind: object.kind.clone(), name: object.name.to_string() }
    }
}

fn words(operations: &[Operation]) -> Vec<String> {
    summaries(operations).into_iter().flatten().map(|summary| summary.text).collect()
}

fn question(rename: &Rename) -> String {
    match rename {
        Rename::Table { from, to } => format!("was the table `{from}` renamed to `{to}`?"),
        Rename::Column { table, from, to } => format!("was the column `{table}.{from}` renamed to `{to}`?"),
    }
}

/// A word of a command line, in quotes where a shell would not leave it as it is.
fn typed(word: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "_.=-".contains(character);
    if word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}
