//! Components that were built before.

use std::fs;
use std::path::PathBuf;

use crate::digest::Digest;
use crate::manifest;
use crate::whole_file;

/// How many digits of the digest of a revision's id start the name of its files. Ids may hold what file names may not.
const NAME_DIGITS: usize = 16;

/// A folder of components, each named after its revision and all that it was built from.
#[derive(Debug)]
pub(super) struct ComponentCache {
    folder: PathBuf,
}

impl ComponentCache {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    fn path(&self, revision: &str, key: Digest) -> PathBuf {
        self.folder.join(format!("{}-{key}.wasm", name_start(revision)))
    }

    /// A whole component of that key; anything else is none.
    pub(super) fn read(&self, revision: &str, key: Digest) -> Option<Vec<u8>> {
        let component = fs::read(self.path(revision, key)).ok()?;
        let is_whole = manifest::read(&component).is_ok();
        is_whole.then_some(component)
    }

    /// Keeps a component, and forgets older ones of its revision. That it could not is no error: it is built again.
    pub(super) fn store(&self, revision: &str, key: Digest, component: &[u8]) {
        self.forget(revision);
        let _ = whole_file::write(&self.path(revision, key), component);
    }

    fn forget(&self, revision: &str) {
        let start = format!("{}-", name_start(revision));
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            if entry.file_name().to_string_lossy().starts_with(&start) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

fn name_start(revision: &str) -> String {
    let mut digits = Digest::of(revision.as_bytes()).to_string();
    digits.truncate(NAME_DIGITS);
    digits
}
