//! The components of an installed package: read, each against its digest, and what each is as a migration.

use std::sync::Arc;

use super::folder::{blob_display_path, blob_path};
use super::{InstalledError, InstalledPackage};
use crate::config::Config;
use crate::digest::Digest;
use crate::header::Header;
use crate::manifest::{self, ManifestEntry};
use crate::migration::{FromPackage, Migration, Source, SourceKind};
use crate::package::{ContentDigest, Package, PackageError, PackagedRevision};
use crate::source;

/// The bytes of a component, if they are what was locked.
pub fn read(config: &Config, label: &str, locked: ContentDigest) -> Result<Vec<u8>, InstalledError> {
    let file = blob_display_path(label, locked);
    let bytes = source::read_component(&blob_path(&config.root, label, locked), &file)?;
    check(file, &bytes, locked)?;
    Ok(bytes)
}

/// Sees that the bytes of a file are what was locked.
pub fn check(file: String, bytes: &[u8], locked: ContentDigest) -> Result<(), InstalledError> {
    let found = ContentDigest::of(bytes);
    if found == locked { Ok(()) } else { Err(InstalledError::Changed { file, locked, found }) }
}

/// The migrations of a package, as they are once it is installed, in the order of the package.
pub fn migrations(
    config: &Config,
    installed: &Arc<InstalledPackage>,
    package: &Package,
) -> Result<Vec<Migration>, InstalledError> {
    let revisions = installed.manifest.revisions.iter();
    let migrations = revisions.map(|revision| {
        let entry = find_entry(revision, package)
            .map_err(|problem| InstalledError::Package { folder: installed.title(), problem: Box::new(problem) })?;
        Ok(migration(config, installed, revision, (entry.header, Some(entry.source_digest))))
    });
    migrations.collect()
}

fn find_entry(revision: &PackagedRevision, package: &Package) -> Result<ManifestEntry, PackageError> {
    let missing = |what| PackageError::OtherComponent { revision: revision.id.clone(), what };
    let component = package.component(&revision.id).ok_or_else(|| missing("it is not there"))?;
    let entries = manifest::read(component)
        .map_err(|problem| PackageError::Component { revision: revision.id.clone(), problem })?;
    let entry = entries.into_iter().find(|entry| entry.header.revision == revision.id);
    entry.ok_or_else(|| missing("it does not hold it"))
}

/// A migration of what a component says of a revision.
pub(crate) fn migration(
    config: &Config,
    package: &Arc<InstalledPackage>,
    revision: &PackagedRevision,
    (header, source_digest): (Header, Option<Digest>),
) -> Migration {
    let source = Source {
        path: blob_path(&config.root, &package.label, revision.component),
        display_path: blob_display_path(&package.label, revision.component),
        kind: SourceKind::Component,
        header_line: 0,
    };
    let header = labelled(&package.label, header);
    let package = Some(FromPackage { package: Arc::clone(package), component: revision.component });
    Migration { header, source, source_digest, prebuilt: None, package }
}

/// The root of a package has its label, whether or not its header says so.
fn labelled(label: &String, mut header: Header) -> Header {
    if header.down_revision.is_empty() && !header.branch_labels.contains(label) {
        header.branch_labels.insert(0, label.clone());
    }
    header
}
