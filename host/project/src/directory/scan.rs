//! Lists what a version location holds.

use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::DirectoryError;
use crate::config::{Config, FILE_NAME, Location};
use crate::migration::SourceKind;

/// Endings of source files in which a header would be meant as one.
const OTHER_LANGUAGES: [&str; 20] = [
    "c", "cc", "cpp", "cs", "ddl", "go", "java", "js", "kt", "lua", "mjs", "nim", "php", "psql", "py", "rb", "rs",
    "ts", "wat", "zig",
];

/// What an entry of a location may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryKind {
    /// A migration.
    Source(SourceKind),
    /// A file of a language that migrations are not written in, which is passed over unless it has a header.
    OtherLanguage,
}

/// One file or folder of a location.
#[derive(Debug)]
pub(super) struct Entry {
    /// The file, or the folder of a crate.
    pub(super) path: PathBuf,
    /// The file that has the header.
    pub(super) header_path: PathBuf,
    /// The state of that file; none when it is not there.
    pub(super) metadata: Option<Metadata>,
    pub(super) kind: EntryKind,
}

/// The entries of a location in the order of their names.
pub(super) fn scan(config: &Config, location: &Location) -> Result<Vec<Entry>, DirectoryError> {
    let mut entries = list(&location.path).map_err(|error| location_error(config, location, &error))?;
    entries.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(entries)
}

fn list(folder: &Path) -> io::Result<Vec<Entry>> {
    fs::read_dir(folder)?.filter_map(|entry| entry.map(|entry| look_at(&entry)).transpose()).collect()
}

fn location_error(config: &Config, location: &Location, error: &io::Error) -> DirectoryError {
    let text = location.text.clone();
    if error.kind() != io::ErrorKind::NotFound {
        return DirectoryError::LocationUnreadable { location: text, reason: error.to_string() };
    }
    let config_file = config.path.file_name().map_or(FILE_NAME.into(), |name| name.to_string_lossy());
    DirectoryError::LocationMissing { location: text, config_file: config_file.into_owned(), line: location.line }
}

fn look_at(entry: &DirEntry) -> Option<Entry> {
    if entry.file_name().as_encoded_bytes().starts_with(b".") {
        return None;
    }
    let path = entry.path();
    // Follows links, so that a linked file is read as what it links to.
    let metadata = fs::metadata(&path).ok();
    if metadata.as_ref().is_some_and(Metadata::is_dir) {
        return look_at_folder(path);
    }
    let kind = kind_of_file(&path)?;
    Some(Entry { header_path: path.clone(), kind, path, metadata })
}

fn look_at_folder(path: PathBuf) -> Option<Entry> {
    if !path.join("Cargo.toml").is_file() {
        return None;
    }
    let header_path = path.join("src").join("lib.rs");
    let metadata = fs::metadata(&header_path).ok();
    Some(Entry { path, header_path, metadata, kind: EntryKind::Source(SourceKind::RustCrate) })
}

/// None for what is passed over unread: notes, lock files, an editor's backups.
fn kind_of_file(path: &Path) -> Option<EntryKind> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "sql" => Some(EntryKind::Source(SourceKind::Sql)),
        "wasm" => Some(EntryKind::Source(SourceKind::Component)),
        other => OTHER_LANGUAGES.contains(&other).then_some(EntryKind::OtherLanguage),
    }
}
