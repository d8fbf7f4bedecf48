//! What is done with bytes from anywhere, and must never panic, hang, or answer what is not so.
//!
//! The programs in `fuzz_targets` call one of these each; `tests/hostile` calls all of them, with the same bytes every time.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use aludel_grants::{Access, AccessKind};
use aludel_project::component::append_section;
use aludel_project::{Config, Header, manifest};
use aludel_revision::Target;
use aludel_sql::{Dialect, split};
use aludel_statement::{Surroundings, told};
use tempfile::TempDir;

const DIALECTS: [Dialect; 4] = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql, Dialect::MariaDb];

/// The header of a migration, in each kind of comment. What is read, and written again, is read as the same.
pub(crate) fn header(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for (file, comment) in [("a.sql", "--"), ("a.rs", "//"), ("a.py", "#")] {
        if let Ok(placed) = Header::parse(&text, file) {
            let again = Header::parse(&placed.header.render(comment), "a.sql");
            assert_eq!(again.map(|placed| placed.header).as_ref().ok(), Some(&placed.header), "{text:?}");
        }
    }
}

/// The configuration of a project.
pub(crate) fn config(bytes: &[u8]) {
    let path = file();
    fs::write(&path, bytes).expect("a temporary folder is writable");
    let variable = |name: &str| (name == "SET").then(|| "set".to_owned());
    if let Err(errors) = Config::read(&path, &variable) {
        assert!(!errors.errors.is_empty(), "an error says what it is");
    }
}

/// A script of SQL, in each dialect. Its statements stand in it, one after the other.
pub(crate) fn split_text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for dialect in DIALECTS {
        let Ok(statements) = split(&text, dialect) else { continue };
        let mut rest = &*text;
        for statement in statements {
            let place = rest.find(statement.text).expect("a statement is a part of the text");
            rest = &rest[place + statement.text.len()..];
        }
    }
}

/// What is asked for on the command line: `head`, `+1`, `branch@base`.
pub(crate) fn target(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(target) = Target::parse(&text) {
        assert_eq!(Target::parse(target.as_str()).as_ref().ok(), Some(&target), "{text:?}");
    }
}

/// The section of a component that names its revisions, and components that are none.
pub(crate) fn manifest(bytes: &[u8]) {
    let _ = manifest::read(bytes);
    let mut component = b"\0asm\x0d\0\x01\0".to_vec();
    append_section(&mut component, manifest::SECTION_NAME, bytes);
    if let Ok(entries) = manifest::read(&component) {
        let mut again = b"\0asm\x0d\0\x01\0".to_vec();
        append_section(&mut again, manifest::SECTION_NAME, &manifest::to_json(&entries));
        assert_eq!(manifest::read(&again).as_ref(), Ok(&entries));
    }
}

/// What a statement does, as it is read before a server sees it.
pub(crate) fn statement(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let house_tables = ["aludel_version".to_owned(), "aludel_history".to_owned()];
    for dialect in DIALECTS {
        let surroundings = Surroundings { dialect, default_schema: Some("public"), house_tables: &house_tables };
        // More than one statement is no statement.
        let Ok(told) = told(&surroundings, &text) else { continue };
        let is_plain = |access: &Access| !matches!(access.kind, AccessKind::Unknown(_)) && !changes_rows(&access.kind);
        assert!(!told.is_all || told.accesses.iter().all(is_plain), "{:?}", told.accesses);
    }
}

fn changes_rows(kind: &AccessKind) -> bool {
    matches!(kind, AccessKind::Insert | AccessKind::Update | AccessKind::Delete | AccessKind::Truncate)
}

fn file() -> PathBuf {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    FOLDER.get_or_init(|| tempfile::tempdir().expect("a temporary folder can be made")).path().join("aludel.toml")
}
