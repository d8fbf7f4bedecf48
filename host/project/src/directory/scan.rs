//! Lists what a version location holds.

use std::borrow::Cow;
use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::DirectoryError;
use crate::config::{Config, FILE_NAME, Location};
use crate::language::Language;
use crate::migration::SourceKind;

/// Endings of source files in which a header would be meant as one.
const OTHER_LANGUAGES: [&str; 10] = ["cs", "ddl", "java", "kt", "lua", "nim", "php", "psql", "rb", "rs"];

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
    /// The same for messages.
    pub(super) display_path: String,
    /// The state of the file that has the header; none when it is not there.
    pub(super) metadata: Option<Metadata>,
    pub(super) kind: EntryKind,
}

impl Entry {
    /// The file that has the header.
    pub(super) fn header_path(&self) -> Cow<'_, Path> {
        match self.kind {
            EntryKind::Source(SourceKind::RustCrate) => Cow::Owned(crate_header(&self.path)),
            EntryKind::Source(SourceKind::Folder(language)) => Cow::Owned(self.path.join(language.main_file_name())),
            _ => Cow::Borrowed(&self.path),
        }
    }

    /// The same for messages.
    pub(super) fn header_display_path(&self) -> Cow<'_, str> {
        match self.kind {
            EntryKind::Source(SourceKind::RustCrate) => Cow::Owned(format!("{}/src/lib.rs", self.display_path)),
            EntryKind::Source(SourceKind::Folder(language)) => {
                Cow::Owned(format!("{}/{}", self.display_path, language.main_file_name()))
            }
            _ => Cow::Borrowed(&self.display_path),
        }
    }
}

fn crate_header(folder: &Path) -> PathBuf {
    folder.join("src").join("lib.rs")
}

/// The entries of a location in the order of their names.
pub(super) fn scan(config: &Config, location: &Location) -> Result<Vec<Entry>, DirectoryError> {
    let mut folder = config.display_path(&location.path);
    if !folder.is_empty() {
        folder.push('/');
    }
    let mut entries = list(&location.path, &folder).map_err(|error| location_error(config, location, &error))?;
    // Paths are compared part by part, which costs more than all the rest; these differ in their last part only.
    entries.sort_by(|one, other| one.path.as_os_str().cmp(other.path.as_os_str()));
    Ok(entries)
}

fn list(path: &Path, folder: &str) -> io::Result<Vec<Entry>> {
    fs::read_dir(path)?.filter_map(|entry| entry.map(|entry| look_at(&entry, folder)).transpose()).collect()
}

fn location_error(config: &Config, location: &Location, error: &io::Error) -> DirectoryError {
    let text = location.text.clone();
    if error.kind() != io::ErrorKind::NotFound {
        return DirectoryError::LocationUnreadable { location: text, reason: error.to_string() };
    }
    let config_file = config.path.file_name().map_or(FILE_NAME.into(), |name| name.to_string_lossy());
    DirectoryError::LocationMissing { location: text, config_file: config_file.into_owned(), line: location.line }
}

fn look_at(entry: &DirEntry, folder: &str) -> Option<Entry> {
    let name = entry.file_name();
    if name.as_encoded_bytes().starts_with(b".") {
        return None;
    }
    let display_path = format!("{folder}{}", name.to_string_lossy());
    let kind = kind_of_file(Path::new(&name));
    let metadata = metadata(entry);
    if metadata.as_ref().is_some_and(Metadata::is_dir) {
        return look_at_folder(entry.path(), display_path);
    }
    Some(Entry { path: entry.path(), display_path, metadata, kind: kind? })
}

/// Follows links, so that a linked file is read as what it links to.
fn metadata(entry: &DirEntry) -> Option<Metadata> {
    // Without a link in its place the state of an entry is cheaper to ask for than that of a path.
    match entry.metadata() {
        Ok(metadata) if !metadata.is_symlink() => Some(metadata),
        _ => fs::metadata(entry.path()).ok(),
    }
}

fn look_at_folder(path: PathBuf, display_path: String) -> Option<Entry> {
    let kind = kind_of_folder(&path)?;
    let mut entry = Entry { path, display_path, metadata: None, kind: EntryKind::Source(kind) };
    entry.metadata = fs::metadata(entry.header_path()).ok();
    Some(entry)
}

/// None for a folder that is no migration.
fn kind_of_folder(path: &Path) -> Option<SourceKind> {
    if path.join("Cargo.toml").is_file() {
        return Some(SourceKind::RustCrate);
    }
    let mut languages = Language::ALL.into_iter().filter(|language| *language != Language::Sql);
    languages.find(|language| path.join(language.main_file_name()).is_file()).map(SourceKind::Folder)
}

/// None for what is passed over unread: notes, lock files, an editor's backups.
fn kind_of_file(path: &Path) -> Option<EntryKind> {
    match Language::of_file(path) {
        Some(Language::Sql) => return Some(EntryKind::Source(SourceKind::Sql)),
        Some(language) => return Some(EntryKind::Source(SourceKind::File(language))),
        None => {}
    }
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "wasm" => Some(EntryKind::Source(SourceKind::Component)),
        other => OTHER_LANGUAGES.contains(&other).then_some(EntryKind::OtherLanguage),
    }
}
