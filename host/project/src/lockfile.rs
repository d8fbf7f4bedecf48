//! `aludel.lock`: the digests of every revision's source and component, and what is installed.
//!
//! One line a revision, sorted, so that two branches rarely touch the same line:
//!
//! ```toml
//! version = 1
//!
//! [revisions]
//! "3f9a1c20b7d4" = { source = "af13...", component = "9c1e..." }
//!
//! [packages."audit"]
//! name = "acme/audit"
//! ...
//! ```

mod difference;
mod error;
mod package;
mod read;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::digest::Digest;
use crate::text_file::{self, SizeLimit};
use crate::toml_reader::{Positions, Report, Section};
use crate::toml_writer::quote;
use crate::whole_file;

pub use difference::LockDifference;
pub use error::LockfileError;
pub use package::{LockedPackage, UNSIGNED};

/// The name of the file, beside `aludel.toml`.
pub const FILE_NAME: &str = "aludel.lock";

const SIZE: SizeLimit = SizeLimit { name: "lockfile_size", bytes: 64 << 20 };
const VERSION: &str = "1";
const INTRODUCTION: &str = "# Written by `aludel build` and `aludel package`. Keep it under version control.\n";
/// How version control marks what two sides changed.
const MERGE_MARKS: [&str; 4] = ["<<<<<<< ", "||||||| ", "=======", ">>>>>>> "];

/// The digests of one revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockedRevision {
    /// Of its source, with line ends made alike.
    pub source: Digest,
    /// Of its component.
    pub component: Digest,
}

/// The digests of all revisions, and the packages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lockfile {
    /// The project's own revisions, by id.
    pub revisions: BTreeMap<String, LockedRevision>,
    /// The installed packages, by label.
    pub packages: BTreeMap<String, LockedPackage>,
}

/// Whether an update wrote the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockUpdate {
    /// It was as it should be.
    Unchanged,
    /// It was written.
    Written,
}

impl Lockfile {
    /// Reads the file of a project; nothing where there is none.
    pub fn read(root: &Path) -> Result<Option<Self>, LockfileError> {
        let path = root.join(FILE_NAME);
        if !path.exists() {
            return Ok(None);
        }
        let text = text_file::read_text(&path, FILE_NAME, SIZE)?;
        Self::parse(&text).map(Some)
    }

    /// Reads the text of a file.
    pub fn parse(text: &str) -> Result<Self, LockfileError> {
        if let Some(line) = merge_mark(text) {
            return Err(LockfileError::Unmerged { line });
        }
        let positions = Positions::of_file(text);
        let mut report = Report::new(FILE_NAME, text, &positions);
        let table = report.parse();
        let lockfile = table.map(|table| read::read_tables(&Section::top(&table), &mut report)).unwrap_or_default();
        let errors = report.into_errors();
        if errors.is_empty() {
            Ok(lockfile)
        } else {
            Err(LockfileError::Malformed { errors, names_packages: text.contains("[packages") })
        }
    }

    /// The text of the file.
    pub fn render(&self) -> String {
        let mut text = format!("{INTRODUCTION}version = \"{VERSION}\"\n\n[revisions]\n");
        for (revision, LockedRevision { source, component }) in &self.revisions {
            let revision = quote(revision);
            writeln!(text, "{revision} = {{ source = \"{source}\", component = \"{component}\" }}")
                .expect("a String takes any text");
        }
        for (label, package) in &self.packages {
            package.render(label, &mut text);
        }
        text
    }

    /// Writes the file of a project, whole or not at all, and only where it differs.
    pub fn update(&self, root: &Path) -> Result<LockUpdate, LockfileError> {
        let path = root.join(FILE_NAME);
        let text = self.render();
        if text_file::read_bytes(&path, FILE_NAME, SIZE).is_ok_and(|bytes| bytes == text.as_bytes()) {
            return Ok(LockUpdate::Unchanged);
        }
        let unwritable =
            |error: std::io::Error| LockfileError::Unwritable { file: FILE_NAME.to_owned(), reason: error.to_string() };
        whole_file::write(&path, text.as_bytes()).map_err(unwritable)?;
        Ok(LockUpdate::Written)
    }
}

/// The first line, from 1, that a merge left behind.
fn merge_mark(text: &str) -> Option<usize> {
    let is_mark = |line: &str| MERGE_MARKS.iter().any(|mark| line.starts_with(mark) || line == mark.trim_end());
    text.lines().position(is_mark).map(|index| index + 1)
}

#[cfg(test)]
mod tests;
