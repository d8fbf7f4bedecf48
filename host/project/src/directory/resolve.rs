//! Sees that every revision is there once.

use std::collections::HashMap;

use super::{Directory, DirectoryError, DirectoryErrors};
use crate::migration::Migration;

pub(super) fn resolve(
    migrations: Vec<Migration>,
    mut errors: Vec<DirectoryError>,
) -> Result<Directory, DirectoryErrors> {
    errors.extend(duplicates(&migrations));
    if errors.is_empty() { Ok(Directory { migrations }) } else { Err(DirectoryErrors { errors }) }
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
