//! `aludel.lock`: the digests of every revision's source and component.
//!
//! One line a revision, sorted, so that two branches rarely touch the same line:
//!
//! ```toml
//! version = 1
//!
//! [revisions]
//! "3f9a1c20b7d4" = { source = "af13...", component = "9c1e..." }
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;
use std::path::Path;

use crate::digest::Digest;
use crate::setting::SettingError;
use crate::text_file::{self, SizeLimit, TextFileError};
use crate::toml_reader::{Positions, Report, Section};
use crate::toml_writer::quote;
use crate::whole_file;

/// The name of the file, beside `aludel.toml`.
pub const FILE_NAME: &str = "aludel.lock";

const SIZE: SizeLimit = SizeLimit { name: "lockfile_size", bytes: 64 << 20 };
const VERSION: &str = "1";
const INTRODUCTION: &str = "# Written by `aludel build`. Keep it under version control.\n";

/// The digests of one revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockedRevision {
    /// Of its source, with line ends made alike.
    pub source: Digest,
    /// Of its component.
    pub component: Digest,
}

/// The digests of all revisions, by id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lockfile {
    /// By id.
    pub revisions: BTreeMap<String, LockedRevision>,
}

/// How what was built differs from what is locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LockDifference {
    /// A revision that the file does not have.
    Added {
        /// The revision.
        revision: String,
    },
    /// A revision that only the file has.
    Removed {
        /// The revision.
        revision: String,
    },
    /// Its source is another one.
    SourceChanged {
        /// The revision.
        revision: String,
        /// The digest in the file.
        locked: Digest,
        /// The digest now.
        found: Digest,
    },
    /// The same source gave another component: another toolchain, or another tool.
    ComponentChanged {
        /// The revision.
        revision: String,
        /// The digest in the file.
        locked: Digest,
        /// The digest now.
        found: Digest,
    },
}

/// Whether an update wrote the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockUpdate {
    /// It was as it should be.
    Unchanged,
    /// It was written.
    Written,
}

/// Why the file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LockfileError {
    /// It cannot be read as text.
    #[error(transparent)]
    File(#[from] TextFileError),
    /// It is not what the tool writes.
    #[error("{}", Lines(.errors))]
    Malformed {
        /// Each mistake.
        errors: Vec<SettingError>,
    },
    /// It cannot be written.
    #[error("{file}: cannot be written: {reason}")]
    Unwritable {
        /// The file.
        file: String,
        /// What the system said.
        reason: String,
    },
}

/// Several errors, each on a line.
struct Lines<'all>(&'all [SettingError]);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::error_list::write_lines(out, self.0)
    }
}

impl LockfileError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::File(error) => error.hint(),
            Self::Malformed { .. } => Some(format!("make it again: rm {FILE_NAME} && aludel build")),
            Self::Unwritable { .. } => None,
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(error) => error.code(),
            Self::Malformed { .. } => "lockfile_malformed",
            Self::Unwritable { .. } => "lockfile_unwritable",
        }
    }
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
        let positions = Positions::of_file(text);
        let mut report = Report::new(FILE_NAME, text, &positions);
        let table = report.parse();
        let lockfile = table.map(|table| read_tables(&Section::top(&table), &mut report)).unwrap_or_default();
        let errors = report.into_errors();
        if errors.is_empty() { Ok(lockfile) } else { Err(LockfileError::Malformed { errors }) }
    }

    /// The text of the file.
    pub fn render(&self) -> String {
        let mut text = format!("{INTRODUCTION}version = \"{VERSION}\"\n\n[revisions]\n");
        for (revision, LockedRevision { source, component }) in &self.revisions {
            let revision = quote(revision);
            writeln!(text, "{revision} = {{ source = \"{source}\", component = \"{component}\" }}")
                .expect("a String takes any text");
        }
        text
    }

    /// How this one (what was built) differs from the one that is locked, in the order of the ids.
    pub fn differences(&self, locked: &Self) -> Vec<LockDifference> {
        let removed = locked.revisions.keys().filter(|revision| !self.revisions.contains_key(*revision));
        let removed = removed.map(|revision| LockDifference::Removed { revision: revision.clone() });
        let found = self.revisions.iter();
        let changed = found.filter_map(|(revision, found)| difference(revision, locked.revisions.get(revision), found));
        changed.chain(removed).collect()
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

fn difference(revision: &str, locked: Option<&LockedRevision>, found: &LockedRevision) -> Option<LockDifference> {
    let revision = revision.to_owned();
    match locked {
        None => Some(LockDifference::Added { revision }),
        Some(locked) if locked.source != found.source => {
            Some(LockDifference::SourceChanged { revision, locked: locked.source, found: found.source })
        }
        Some(locked) if locked.component != found.component => {
            Some(LockDifference::ComponentChanged { revision, locked: locked.component, found: found.component })
        }
        Some(_) => None,
    }
}

fn read_tables(top: &Section<'_>, report: &mut Report<'_>) -> Lockfile {
    top.check_keys(&["version", "revisions"], report);
    top.word("version", &[(VERSION, ())], report);
    let mut lockfile = Lockfile::default();
    let Some(revisions) = top.section("revisions", report) else { return lockfile };
    for (revision, _) in revisions.keys() {
        let section = revisions.section(revision.value, report);
        if let Some(locked) = section.and_then(|section| read_revision(&section, report)) {
            lockfile.revisions.insert(revision.value.to_owned(), locked);
        }
    }
    lockfile
}

fn read_revision(section: &Section<'_>, report: &mut Report<'_>) -> Option<LockedRevision> {
    section.check_keys(&["source", "component"], report);
    let source = read_digest(section, "source", report);
    let component = read_digest(section, "component", report);
    Some(LockedRevision { source: source?, component: component? })
}

fn read_digest(section: &Section<'_>, key: &str, report: &mut Report<'_>) -> Option<Digest> {
    if !section.has(key) {
        report.add(section.offset(), crate::setting::SettingProblem::MissingKey { key: section.path(key) });
    }
    section.parsed(key, "a digest of 64 hexadecimal digits", |text| text.parse().ok(), report)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locked(source: &str, component: &str) -> LockedRevision {
        LockedRevision { source: Digest::of(source.as_bytes()), component: Digest::of(component.as_bytes()) }
    }

    fn lockfile(revisions: &[(&str, LockedRevision)]) -> Lockfile {
        Lockfile { revisions: revisions.iter().map(|(id, locked)| ((*id).to_owned(), *locked)).collect() }
    }

    #[test]
    fn a_file_is_read_as_it_is_written() {
        let lockfile = lockfile(&[("b", locked("1", "2")), ("a\"é", locked("3", "4"))]);
        let text = lockfile.render();
        assert_eq!(Lockfile::parse(&text), Ok(lockfile));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 6);
        assert!(lines[4].starts_with("\"a\\\"é\" = { source = \""), "{text}");
        assert_eq!(Lockfile::parse("version = \"1\""), Ok(Lockfile::default()));
    }

    #[test]
    fn an_update_writes_only_what_changed() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let lockfile = lockfile(&[("a", locked("1", "2"))]);
        assert_eq!(Lockfile::read(folder.path()), Ok(None));
        assert_eq!(lockfile.update(folder.path()), Ok(LockUpdate::Written));
        assert_eq!(lockfile.update(folder.path()), Ok(LockUpdate::Unchanged));
        assert_eq!(Lockfile::read(folder.path()), Ok(Some(lockfile)));
        assert_eq!(std::fs::read_dir(folder.path()).expect("the folder is there").count(), 1);
        let missing = folder.path().join(FILE_NAME).join("below");
        assert!(matches!(Lockfile::default().update(&missing), Err(LockfileError::Unwritable { .. })));
    }

    #[test]
    fn differences_are_named() {
        let old = lockfile(&[("a", locked("1", "1")), ("b", locked("1", "1")), ("c", locked("1", "1"))]);
        let new = lockfile(&[("a", locked("2", "2")), ("b", locked("1", "2")), ("d", locked("1", "1"))]);
        let digest = |text: &str| Digest::of(text.as_bytes());
        let (locked, found) = (digest("1"), digest("2"));
        let expected = [
            LockDifference::SourceChanged { revision: "a".to_owned(), locked, found },
            LockDifference::ComponentChanged { revision: "b".to_owned(), locked, found },
            LockDifference::Added { revision: "d".to_owned() },
            LockDifference::Removed { revision: "c".to_owned() },
        ];
        assert_eq!(new.differences(&old), expected);
        assert_eq!(new.differences(&new), []);
    }

    #[test]
    fn a_malformed_file_names_the_line() {
        let digest = Digest::of(b"");
        let cases = [
            ("<<<<<<< HEAD\n".to_owned(), "aludel.lock:1:"),
            ("version = \"2\"\n".to_owned(), "aludel.lock:1:"),
            ("[revisions]\na = 1\n".to_owned(), "aludel.lock:2:"),
            ("[revisions]\n\na = { source = \"1\", component = \"2\" }\n".to_owned(), "aludel.lock:3:"),
            (format!("[revisions]\na = {{ source = \"{digest}\" }}\n"), "aludel.lock:2:"),
            (
                format!("[revisions]\na = {{ source = \"{digest}\", component = \"{digest}\" }}\na = 1\n"),
                "aludel.lock:3:",
            ),
        ];
        for (text, start) in cases {
            let error = Lockfile::parse(&text).expect_err("the text is wrong");
            assert!(error.to_string().starts_with(start), "{text}: {error}");
            assert_eq!(error.hint().as_deref(), Some("make it again: rm aludel.lock && aludel build"));
        }
    }
}
