//! Reads the headers of everything that was listed.

use std::collections::HashMap;

use super::scan::{Entry, EntryKind, scan};
use super::{Directory, DirectoryError, DirectoryErrors};
use crate::config::Config;
use crate::header::Header;
use crate::migration::{Migration, Source, SourceKind};
use crate::text_file::{self, SizeLimit};

/// A source is no larger than the component that it becomes may be.
const SOURCE_SIZE: SizeLimit = SizeLimit { name: "source_size", bytes: 32 << 20 };

pub(super) fn read(config: &Config) -> Result<Directory, DirectoryErrors> {
    let mut errors = Vec::new();
    let mut migrations = Vec::new();
    for location in &config.project.migrations {
        match scan(config, location) {
            Ok(entries) => read_entries(config, entries, &mut migrations, &mut errors),
            Err(error) => errors.push(error),
        }
    }
    errors.extend(duplicates(&migrations));
    if errors.is_empty() { Ok(Directory { migrations }) } else { Err(DirectoryErrors { errors }) }
}

fn read_entries(
    config: &Config,
    entries: Vec<Entry>,
    migrations: &mut Vec<Migration>,
    errors: &mut Vec<DirectoryError>,
) {
    for entry in entries {
        match read_entry(config, entry) {
            Ok(read) => migrations.extend(read),
            Err(found) => errors.extend(found.errors),
        }
    }
}

fn read_entry(config: &Config, entry: Entry) -> Result<Option<Migration>, DirectoryErrors> {
    match entry.kind {
        EntryKind::Source(SourceKind::Component) | EntryKind::Other => Ok(None),
        EntryKind::Source(kind) => read_source(config, entry, kind).map(Some),
    }
}

fn read_source(config: &Config, entry: Entry, kind: SourceKind) -> Result<Migration, DirectoryErrors> {
    let file = config.display_path(&entry.header_path);
    let text = text_file::read_text(&entry.header_path, &file, SOURCE_SIZE)?;
    let placed = Header::parse(&text, &file)?;
    let display_path = config.display_path(&entry.path);
    let source = Source { path: entry.path, display_path, kind, header_line: placed.first_line };
    Ok(Migration { header: placed.header, source, prebuilt: None })
}

fn duplicates(migrations: &[Migration]) -> Vec<DirectoryError> {
    let mut first_of: HashMap<&str, &Migration> = HashMap::with_capacity(migrations.len());
    let mut errors = Vec::new();
    for migration in migrations {
        let revision = migration.header.revision.as_str();
        let first = *first_of.entry(revision).or_insert(migration);
        if !std::ptr::eq(first, migration) {
            errors.push(DirectoryError::DuplicateRevision {
                revision: revision.to_owned(),
                first: first.source.display_path.clone(),
                second: migration.source.display_path.clone(),
            });
        }
    }
    errors
}
