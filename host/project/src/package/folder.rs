//! A package in a folder: an OCI image layout.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::text_file::{SizeLimit, TextFileError, read_bytes};

use super::content::Package;
use super::error::PackageError;
use super::layout::{self, LayoutFiles};
use super::limits::PackageLimits;

struct Folder {
    path: PathBuf,
}

/// Reads the package in a folder; `wanted` is the tag or the digest of the one that is meant, where there are several.
pub fn read(path: &Path, wanted: Option<&str>, limits: &PackageLimits) -> Result<Package, PackageError> {
    layout::read(&Folder { path: path.to_owned() }, wanted, limits)
}

impl LayoutFiles for Folder {
    fn file(&self, name: &str, allowed_bytes: u64) -> Result<Option<Arc<[u8]>>, PackageError> {
        let path = self.path.join(name);
        if !path.exists() {
            return Ok(None);
        }
        let limit = SizeLimit { name: "package", bytes: allowed_bytes };
        let unreadable = |error| match error {
            TextFileError::TooLarge { allowed_bytes, .. } => {
                let bytes = path.metadata().map_or(allowed_bytes, |metadata| metadata.len());
                PackageError::TooLarge { what: name.to_owned(), bytes, allowed_bytes }
            }
            other => PackageError::Unreadable { file: name.to_owned(), reason: other.to_string() },
        };
        read_bytes(&path, name, limit).map(|bytes| Some(bytes.into())).map_err(unreadable)
    }
}
