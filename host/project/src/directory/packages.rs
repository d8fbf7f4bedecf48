//! Reads the revisions of the installed packages.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs;
use std::sync::Arc;

use super::index::Stamp;
use super::read::{Reading, read_manifest};
use super::record::FoundRevision;
use super::{DirectoryError, DirectoryErrors};
use crate::config::Config;
use crate::installed::folder::{blob_display_path, blob_path};
use crate::installed::{InstalledError, InstalledPackage, component, folder};
use crate::lockfile::Lockfile;
use crate::package::{ContentDigest, PackageError, PackagedRevision};

/// The packages that the configuration names, each as it is locked.
pub(super) fn read(config: &Config) -> (Vec<Arc<InstalledPackage>>, Vec<DirectoryError>) {
    if config.packages.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let lockfile = match Lockfile::read(&config.root) {
        Ok(lockfile) => lockfile.unwrap_or_default(),
        Err(error) => return (Vec::new(), vec![error.into()]),
    };
    let (mut packages, mut errors) = (Vec::new(), Vec::new());
    for label in config.packages.keys() {
        match read_one(config, label, &lockfile) {
            Ok(package) => packages.push(Arc::new(package)),
            Err(error) => errors.push(error.into()),
        }
    }
    (packages, errors)
}

fn read_one(config: &Config, label: &str, lockfile: &Lockfile) -> Result<InstalledPackage, InstalledError> {
    match lockfile.packages.get(label) {
        Some(locked) => folder::read(&config.root, label, locked),
        None => Err(InstalledError::NotLocked { label: label.to_owned() }),
    }
}

impl Reading<'_> {
    /// Adds the revisions of a package, as its components have them.
    pub(super) fn add_package(&mut self, config: &Config, package: &Arc<InstalledPackage>) {
        let mut components: BTreeMap<ContentDigest, Vec<FoundRevision>> = BTreeMap::new();
        for revision in &package.manifest.revisions {
            let found = match components.entry(revision.component) {
                Entry::Occupied(found) => found.into_mut(),
                Entry::Vacant(place) => match self.find_in_component(config, &package.label, revision.component) {
                    Ok(found) => place.insert(found),
                    Err(found) => return self.errors.extend(found.errors),
                },
            };
            match placed(package, revision, found) {
                Ok(found) => {
                    let content = (found.header.clone(), found.source_digest);
                    self.migrations.push(component::migration(config, package, revision, content));
                }
                Err(error) => self.errors.push(error.into()),
            }
        }
    }

    fn find_in_component(
        &mut self,
        config: &Config,
        label: &str,
        digest: ContentDigest,
    ) -> Result<Vec<FoundRevision>, DirectoryErrors> {
        let file = blob_display_path(label, digest);
        let stamp = fs::metadata(blob_path(&config.root, label, digest)).ok().as_ref().and_then(Stamp::of);
        if let Some(found) = self.index.find(&file, stamp) {
            return Ok(found);
        }
        let bytes = component::read(config, label, digest).map_err(DirectoryError::from)?;
        let found = read_manifest(&bytes, &file)?;
        self.index.record(&file, stamp, &found, self.now);
        Ok(found)
    }
}

/// What the component says of a revision, in the place that its package gives it.
fn placed<'found>(
    package: &InstalledPackage,
    revision: &PackagedRevision,
    found: &'found [FoundRevision],
) -> Result<&'found FoundRevision, InstalledError> {
    let contradiction = |what| InstalledError::Package {
        folder: package.folder(),
        problem: Box::new(PackageError::OtherComponent { revision: revision.id.clone(), what }),
    };
    let found = found.iter().find(|found| found.header.revision == revision.id);
    let found = found.ok_or_else(|| contradiction("it does not hold it"))?;
    let header = &found.header;
    if header.down_revision != revision.parents {
        return Err(contradiction("its parents"));
    }
    if header.depends_on != revision.depends_on {
        return Err(contradiction("what it depends on"));
    }
    Ok(found)
}
