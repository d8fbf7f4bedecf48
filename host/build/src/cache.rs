//! Components that were built before.

use std::fs;
use std::path::{Path, PathBuf};

use aludel_project::digest::Digest;
use aludel_project::manifest;
use aludel_project::source;
use aludel_project::whole_file;

use crate::seal::Seal;

/// How many digits of the digest of a revision's id start the name of its files. Ids may hold what file names may not.
const NAME_DIGITS: usize = 16;

/// A folder of components, each named after its revision and all that it was built from, and sealed.
#[derive(Debug)]
pub(crate) struct ComponentCache {
    folder: PathBuf,
    seal: Seal,
}

impl ComponentCache {
    pub(crate) fn new(folder: PathBuf, seal: Seal) -> Self {
        Self { folder, seal }
    }

    fn path(&self, revision: &str, inputs: Digest, toolchain: Digest) -> PathBuf {
        self.folder.join(format!("{}-{inputs}-{}.sealed", name_start(revision), digits_start(toolchain)))
    }

    /// A whole component from these inputs by this toolchain; anything else is none.
    pub(crate) fn read(&self, revision: &str, inputs: Digest, toolchain: Digest) -> Option<Vec<u8>> {
        self.read_whole(&self.path(revision, inputs, toolchain))
    }

    /// A whole component from these inputs, whatever toolchain built it. To ask a toolchain for its version costs more
    /// than to run a migration.
    pub(crate) fn read_of_any_toolchain(&self, revision: &str, inputs: Digest) -> Option<Vec<u8>> {
        let start = format!("{}-{inputs}-", name_start(revision));
        self.files_that_start_with(&start).iter().find_map(|path| self.read_whole(path))
    }

    /// Keeps a component, and forgets older ones of its revision. That it could not is no error: it is built again.
    pub(crate) fn store(&self, revision: &str, inputs: Digest, toolchain: Digest, component: &[u8]) {
        self.forget(revision);
        let path = self.path(revision, inputs, toolchain);
        if let Some(sealed) = self.seal.close(&name_of(&path), component) {
            let _ = whole_file::write(&path, &sealed);
        }
    }

    fn read_whole(&self, path: &Path) -> Option<Vec<u8>> {
        let name = name_of(path);
        let file = source::read_component(path, &name).ok()?;
        let component = self.seal.open(&name, &file)?;
        manifest::read(component).is_ok().then(|| component.to_vec())
    }

    fn forget(&self, revision: &str) {
        let start = format!("{}-", name_start(revision));
        for path in self.files_that_start_with(&start) {
            let _ = fs::remove_file(path);
        }
    }

    fn files_that_start_with(&self, start: &str) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        let named = entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(start));
        named.map(|entry| entry.path()).collect()
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// How the names of all files of a revision begin.
pub(crate) fn name_start(revision: &str) -> String {
    digits_start(Digest::of(revision.as_bytes()))
}

fn digits_start(digest: Digest) -> String {
    let mut digits = digest.to_string();
    digits.truncate(NAME_DIGITS);
    digits
}
