//! Reads the folder of an installed package, and holds it against the lock file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{InstalledError, InstalledPackage};
use crate::config::PACKAGES_FOLDER;
use crate::lockfile::LockedPackage;
use crate::package::layout::BLOBS;
use crate::package::{
    ContentDigest, ImageManifest, Package, PackageError, PackageLimits, PackageManifest, WasmConfig, folder,
};
use crate::text_file::{self, SizeLimit};

/// The folder of a package.
pub fn path(root: &Path, label: &str) -> PathBuf {
    root.join(PACKAGES_FOLDER).join(label)
}

/// The same from the root of the project, for messages.
pub fn display_path(label: &str) -> String {
    format!("{PACKAGES_FOLDER}/{label}")
}

/// The file of a part of a package.
pub fn blob_path(root: &Path, label: &str, digest: ContentDigest) -> PathBuf {
    path(root, label).join(BLOBS).join(digest.hex())
}

/// The same from the root of the project, for messages.
pub fn blob_display_path(label: &str, digest: ContentDigest) -> String {
    format!("{}/{BLOBS}{}", display_path(label), digest.hex())
}

/// Reads the package of that label and sees that it is what was locked; its components are read when they are needed.
pub fn read(root: &Path, label: &str, locked: &LockedPackage) -> Result<InstalledPackage, InstalledError> {
    let shown = display_path(label);
    if !path(root, label).is_dir() {
        return Err(InstalledError::FolderMissing { label: label.to_owned(), folder: shown });
    }
    let manifest = read_documents(root, label, locked.manifest)?;
    if manifest.label.as_str() != label {
        return Err(InstalledError::OtherLabel { folder: shown, found: manifest.label.to_string() });
    }
    match lock_difference(&manifest, locked) {
        None => Ok(InstalledPackage { label: label.to_owned(), manifest, locked: locked.clone() }),
        Some(what) => Err(InstalledError::LockChanged { label: label.to_owned(), folder: shown, what }),
    }
}

/// All of an installed package, each part against its digest, with its signatures.
pub fn read_whole(root: &Path, label: &str) -> Result<Package, InstalledError> {
    let shown = display_path(label);
    if !path(root, label).is_dir() {
        return Err(InstalledError::FolderMissing { label: label.to_owned(), folder: shown });
    }
    folder::read(&path(root, label), None, &PackageLimits::default()).map_err(|problem| bad(&shown, problem))
}

fn bad(folder: &str, problem: PackageError) -> InstalledError {
    InstalledError::Package { folder: folder.to_owned(), problem: Box::new(problem) }
}

/// What the package says of itself: the config that the manifest names, which the lock file names.
fn read_documents(root: &Path, label: &str, locked: ContentDigest) -> Result<PackageManifest, InstalledError> {
    let (shown, limits) = (display_path(label), PackageLimits::default());
    if !blob_path(root, label, locked).exists() {
        return Err(InstalledError::OtherPackage { folder: shown, locked });
    }
    let image = read_blob(root, label, locked, limits.manifest_bytes)?;
    let image = ImageManifest::read_of_package(&image, &limits).map_err(|problem| bad(&shown, problem))?;
    let config = read_blob(root, label, image.config.digest, limits.config_bytes)?;
    Ok(WasmConfig::read(&config).map_err(|problem| bad(&shown, problem))?.aludel)
}

fn read_blob(root: &Path, label: &str, digest: ContentDigest, bytes: u64) -> Result<Vec<u8>, InstalledError> {
    let file = blob_display_path(label, digest);
    let limit = SizeLimit { name: "package_document_size", bytes };
    let bytes = text_file::read_bytes(&blob_path(root, label, digest), &file, limit)?;
    super::component::check(file, &bytes, digest)?;
    Ok(bytes)
}

/// In what the lock file differs from a package whose digest it has, which only an edit brings about.
fn lock_difference(manifest: &PackageManifest, locked: &LockedPackage) -> Option<String> {
    if manifest.name.as_str() != locked.name {
        return Some("name".to_owned());
    }
    if manifest.version.to_string() != locked.version {
        return Some("version".to_owned());
    }
    if locked.accepted.is_some_and(|accepted| accepted != locked.manifest) {
        return Some("accepted digest".to_owned());
    }
    let components = components(manifest);
    let mut ids = components.keys().chain(locked.components.keys());
    let other = ids.find(|id| components.get(*id) != locked.components.get(*id))?;
    Some(format!("component of the revision `{}`", other.escape_debug()))
}

/// The digest of each revision's component, by id.
pub fn components(manifest: &PackageManifest) -> BTreeMap<String, ContentDigest> {
    manifest.revisions.iter().map(|revision| (revision.id.clone(), revision.component)).collect()
}
