//! Packages in files and folders.

use std::path::Path;

use aludel_project::package::{Package, PackageLimits, folder, layout, tar};
use aludel_project::whole_file;

use crate::error::Error;

/// Reads a package from a tar file, or from a folder with an OCI image layout: the one with that tag or digest, where it
/// holds several.
pub(crate) fn read(path: &Path, wanted: Option<&str>) -> Result<Package, Error> {
    let limits = PackageLimits::default();
    let package =
        if path.is_dir() { folder::read(path, wanted, &limits) } else { tar::read_file(path, wanted, &limits) };
    package.map_err(|source| Error::Package { from: path.display().to_string(), source: Box::new(source) })
}

/// Writes a package to where it was read from.
pub(crate) fn write(path: &Path, package: &Package) -> Result<(), Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    if !path.is_dir() {
        let mut bytes = Vec::new();
        tar::write(package, &mut bytes).map_err(failed)?;
        return whole_file::write(path, &bytes).map_err(failed);
    }
    let files = layout::render(package);
    // The index comes last: until it is there, nothing names what is new.
    let (index, blobs): (Vec<_>, Vec<_>) = files.iter().partition(|(name, _)| *name == layout::INDEX_FILE);
    for (name, bytes) in blobs.into_iter().chain(index) {
        whole_file::write(&path.join(name), bytes).map_err(failed)?;
    }
    Ok(())
}
