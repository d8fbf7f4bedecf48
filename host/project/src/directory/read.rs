//! Reads the headers of everything that was listed.

use std::path::Path;
use std::time::SystemTime;

use aludel_revision::RevisionId;

use super::index::{Index, IndexFile, Stamp};
use super::record::FoundRevision;
use super::scan::{Entry, EntryKind, scan};
use super::{Directory, DirectoryError, DirectoryErrors, packages, resolve};
use crate::config::{Config, Location};
use crate::digest::Digest;
use crate::header::{self, Header};
use crate::manifest::{self, ManifestEntry, ManifestError};
use crate::migration::{Migration, Source, SourceKind};
use crate::source::COMPONENT_SIZE;
use crate::source_digest::SOURCE_SIZE;
use crate::text_file::{self, TextFileError};

/// Reads all locations at a time of the clock, which says what the index may keep.
pub(super) fn read(config: &Config, now: SystemTime) -> Result<Directory, DirectoryErrors> {
    let index_file = IndexFile::load(&config.state_folder());
    let mut reading = Reading { now, index: index_file.open(), migrations: Vec::new(), errors: Vec::new() };
    for location in &config.project.migrations {
        match scan(config, location) {
            Ok(entries) => entries.into_iter().for_each(|entry| reading.add(entry)),
            Err(error) => reading.errors.push(error),
        }
    }
    let (installed, errors) = packages::read(config);
    reading.errors.extend(errors);
    for package in &installed {
        reading.add_package(config, package);
    }
    reading.index.store();
    resolve::resolve(reading.migrations, reading.errors, &config.grants)
}

/// Reads a folder of tests. The index is for migrations alone.
pub(super) fn read_tests(config: &Config, folder: &Path, now: SystemTime) -> Result<Vec<Migration>, DirectoryErrors> {
    let path = config.root.join(folder);
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let location = Location { path, text: folder.to_string_lossy().into_owned(), line: None };
    let entries = scan(config, &location).map_err(DirectoryErrors::from)?;
    let no_index = IndexFile::none();
    let mut reading = Reading { now, index: no_index.open(), migrations: Vec::new(), errors: Vec::new() };
    entries.into_iter().filter(is_test).for_each(|entry| reading.add(entry));
    resolve::resolve(reading.migrations, reading.errors, &config.grants).map(Directory::into_migrations)
}

/// Beside the tests of migrations there may be all kinds of tests.
fn is_test(entry: &Entry) -> bool {
    match entry.kind {
        EntryKind::Source(SourceKind::Sql) | EntryKind::OtherLanguage => false,
        EntryKind::Source(SourceKind::Component) => {
            let bytes = text_file::read_bytes(&entry.path, &entry.display_path, COMPONENT_SIZE);
            bytes.is_ok_and(|bytes| manifest::read(&bytes).is_ok())
        }
        EntryKind::Source(_) => {
            let file = entry.header_display_path();
            let text = text_file::read_text(&entry.header_path(), &file, SOURCE_SIZE);
            text.is_ok_and(|text| header::line_of(&text, &file).is_some())
        }
    }
}

/// What was read so far.
pub(super) struct Reading<'a> {
    pub(super) now: SystemTime,
    pub(super) index: Index<'a>,
    pub(super) migrations: Vec<Migration>,
    pub(super) errors: Vec<DirectoryError>,
}

impl Reading<'_> {
    fn add(&mut self, entry: Entry) {
        match self.find_revisions(&entry, &entry.header_display_path()) {
            Ok(found) => self.add_found(entry, found),
            Err(found) => self.errors.extend(found.errors),
        }
    }

    fn find_revisions(&mut self, entry: &Entry, file: &str) -> Result<Vec<FoundRevision>, DirectoryErrors> {
        let stamp = entry.metadata.as_ref().and_then(Stamp::of);
        if let Some(found) = self.index.find(file, stamp) {
            return Ok(found);
        }
        let found = read_revisions(entry, file)?;
        self.index.record(file, stamp, &found, self.now);
        Ok(found)
    }

    fn add_found(&mut self, entry: Entry, found: Vec<FoundRevision>) {
        let EntryKind::Source(kind) = entry.kind else { return };
        let source = Source { path: entry.path, display_path: entry.display_path, kind, header_line: 0 };
        self.migrations.extend(found.into_iter().map(|found| migration(found, &source)));
    }
}

fn migration(found: FoundRevision, source: &Source) -> Migration {
    let source = Source { header_line: found.header_line, ..source.clone() };
    Migration { header: found.header, source, source_digest: found.source_digest, prebuilt: None, package: None }
}

fn read_revisions(entry: &Entry, file: &str) -> Result<Vec<FoundRevision>, DirectoryErrors> {
    match entry.kind {
        EntryKind::Source(SourceKind::Sql) => read_source(entry, file, |text| Some(Digest::of_text(text))),
        EntryKind::Source(SourceKind::RustCrate) => read_source(entry, file, |_| None),
        EntryKind::Source(SourceKind::File(_)) => read_code(entry, file),
        EntryKind::Source(SourceKind::Folder(_)) => read_source(entry, file, |_| None),
        EntryKind::Source(SourceKind::Component) => read_component(entry, file),
        EntryKind::OtherLanguage => read_other(entry, file),
    }
}

fn read_source(
    entry: &Entry,
    file: &str,
    digest: impl Fn(&str) -> Option<Digest>,
) -> Result<Vec<FoundRevision>, DirectoryErrors> {
    let text = text_file::read_text(&entry.header_path(), file, SOURCE_SIZE)?;
    let placed = Header::parse(&text, file)?;
    let source_digest = digest(&text);
    Ok(vec![FoundRevision { header: placed.header, header_line: placed.first_line, source_digest }])
}

/// A file of code without a header is no migration: others may import it.
fn read_code(entry: &Entry, file: &str) -> Result<Vec<FoundRevision>, DirectoryErrors> {
    match text_file::read_text(&entry.header_path(), file, SOURCE_SIZE) {
        Ok(text) if header::line_of(&text, file).is_none() => return Ok(Vec::new()),
        // Empty, or no text at all: not meant as a migration.
        Err(TextFileError::Empty { .. } | TextFileError::NotUtf8 { .. } | TextFileError::HoldsNul { .. }) => {
            return Ok(Vec::new());
        }
        _ => {}
    }
    read_source(entry, file, |text| Some(Digest::of_text(text)))
}

fn read_component(entry: &Entry, file: &str) -> Result<Vec<FoundRevision>, DirectoryErrors> {
    let bytes = text_file::read_bytes(&entry.path, file, COMPONENT_SIZE)?;
    read_manifest(&bytes, file)
}

/// The revisions that a component holds.
pub(super) fn read_manifest(bytes: &[u8], file: &str) -> Result<Vec<FoundRevision>, DirectoryErrors> {
    let bad = |problem| DirectoryError::Component { file: file.to_owned(), problem };
    let entries = manifest::read(bytes).map_err(bad)?;
    entries.iter().try_for_each(|entry| check_ids(&entry.header)).map_err(bad)?;
    Ok(entries.into_iter().map(found_in_component).collect())
}

fn found_in_component(entry: ManifestEntry) -> FoundRevision {
    FoundRevision { header: entry.header, header_line: 0, source_digest: Some(entry.source_digest) }
}

/// Whoever wrote the component may have known other rules for ids than a source's header is read by.
fn check_ids(header: &Header) -> Result<(), ManifestError> {
    let mut named = std::iter::once(("revision", &header.revision))
        .chain(header.down_revision.iter().map(|id| ("down_revision", id)))
        .chain(header.depends_on.iter().map(|id| ("depends_on", id)))
        .chain(header.branch_labels.iter().map(|id| ("branch_labels", id)));
    match named.find(|(_, id)| RevisionId::parse(id).is_err()) {
        Some((what, id)) => Err(ManifestError::IllegalId { what, id: id.clone() }),
        None => Ok(()),
    }
}

/// A file that would be passed over, so a header in it is a mistake.
fn read_other(entry: &Entry, file: &str) -> Result<Vec<FoundRevision>, DirectoryErrors> {
    let text = text_file::read_text(&entry.header_path(), file, SOURCE_SIZE).unwrap_or_default();
    match header::line_of(&text, file) {
        Some(line) => Err(DirectoryError::UnknownKind { file: file.to_owned(), line }.into()),
        None => Ok(Vec::new()),
    }
}
