//! `package inspect`: what a package holds.

use std::path::Path;

use aludel_project::package::{Package, PackageError, PackageLimits, folder, tar};

use super::report::PackageReport;
use crate::error::Error;

/// Reads a package, a tar or a folder with an OCI image layout, and tells what it holds. Nothing of it runs.
pub fn inspect_package(path: &Path) -> Result<PackageReport, Error> {
    let read = if path.is_dir() { folder::read } else { read_tar };
    let package = read(path, None, &PackageLimits::default());
    let package =
        package.map_err(|source| Error::Package { from: path.display().to_string(), source: Box::new(source) })?;
    Ok(PackageReport::of(&package))
}

fn read_tar(path: &Path, wanted: Option<&str>, limits: &PackageLimits) -> Result<Package, PackageError> {
    tar::read_file(path, wanted, limits)
}
