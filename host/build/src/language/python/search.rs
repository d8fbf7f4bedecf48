//! Modules in folders.

use std::fs;
use std::path::{Path, PathBuf};

use aludel_project::Config;

use crate::toolchain::SourceFiles;

/// What makes a folder a package.
pub(super) const PACKAGE_FILE: &str = "__init__.py";

/// A folder of modules.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    path: PathBuf,
    /// What messages call it.
    shown: String,
    /// Whether it is part of the migration.
    pub(super) is_own: bool,
}

/// What a name leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// A file, and what messages call it.
    Source { path: PathBuf, shown: String, is_own: bool },
    /// A folder without a file of its own; what messages would call the file.
    Namespace { shown: String },
    /// Native code; what messages call the file.
    Native { shown: String },
}

impl Folder {
    /// A folder of `[python] path`.
    pub(super) fn of_project(path: &Path, config: &Config) -> Self {
        let is_outside = path.strip_prefix(&config.root).is_err();
        // The name goes into components, and paths of a machine do not.
        let last = || path.file_name().map(|name| name.to_string_lossy().into_owned());
        let shown = if is_outside { last().unwrap_or_default() } else { config.display_path(path) };
        Self { path: path.to_owned(), shown, is_own: false }
    }

    /// The folder of a migration of several files.
    pub(super) fn of_migration(source: &SourceFiles<'_>) -> Self {
        let shown = source.display_path.rsplit_once('/').map_or("", |(folder, _)| folder);
        Self { path: source.path.to_owned(), shown: shown.to_owned(), is_own: true }
    }

    /// What messages call it.
    pub(super) fn shown(&self) -> &str {
        &self.shown
    }

    fn below(&self, name: &str) -> Self {
        Self { path: self.path.join(name), shown: format!("{}/{name}", self.shown), is_own: self.is_own }
    }

    /// The module of a dotted name.
    pub(super) fn find(&self, module: &str) -> Option<Found> {
        match module.split_once('.') {
            Some((package, rest)) => self.below(package).find(rest),
            None => self.find_one(module),
        }
    }

    /// In the order of Python: a package, native code, a file, a folder.
    fn find_one(&self, name: &str) -> Option<Found> {
        let package = self.below(name);
        let source = |folder: &Self, file: &str| {
            let place = folder.below(file);
            place.path.is_file().then_some(Found::Source { path: place.path, shown: place.shown, is_own: self.is_own })
        };
        source(&package, PACKAGE_FILE)
            .or_else(|| self.find_native(name))
            .or_else(|| source(self, &format!("{name}.py")))
            .or_else(|| {
                package.path.is_dir().then(|| Found::Namespace { shown: format!("{}/{PACKAGE_FILE}", package.shown) })
            })
    }

    /// `name.cpython-314-x86_64-linux-gnu.so`, `name.pyd`; a file in Python beside it serves in its place.
    fn find_native(&self, name: &str) -> Option<Found> {
        if self.path.join(format!("{name}.py")).is_file() {
            return None;
        }
        let entries = fs::read_dir(&self.path).ok()?;
        let mut files: Vec<String> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|file| is_native(file, name))
            .collect();
        files.sort();
        Some(Found::Native { shown: self.below(files.first()?).shown })
    }
}

fn is_native(file: &str, name: &str) -> bool {
    let ending = Path::new(file).extension().and_then(|ending| ending.to_str());
    matches!(ending, Some("so" | "pyd" | "dylib")) && file.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
}
