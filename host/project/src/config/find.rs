//! Where the configuration is.

use std::path::{Path, PathBuf};

use super::FILE_NAME;

pub(super) fn find(start: &Path) -> Option<PathBuf> {
    // A relative start has no ancestors above the working folder, so it is made absolute first.
    let start = std::path::absolute(start).unwrap_or_else(|_| start.to_owned());
    start.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file())
}

/// The folder of a file; the working folder when the path is a name alone.
pub(super) fn root_of(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    absolute.parent().map_or_else(|| PathBuf::from("."), Path::to_owned)
}
