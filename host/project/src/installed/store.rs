//! Writes an installed package, with its lines in `aludel.toml` and `aludel.lock`: all of it, or nothing.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::config_file;
use super::folder;
use crate::config::{Config, PACKAGES_FOLDER};
use crate::lockfile::{LockedPackage, Lockfile, LockfileError};
use crate::package::{Package, layout};
use crate::whole_file;

/// Why a package was not written. What was there is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// A file or folder cannot be written.
    #[error("{file}: cannot be written: {reason}")]
    Unwritable {
        /// The file.
        file: String,
        /// What the system said.
        reason: String,
    },
    /// The configuration cannot be changed by a program.
    #[error("{file}: cannot be changed: {reason}")]
    Config {
        /// The file.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// The lock file cannot be used.
    #[error(transparent)]
    Lockfile(#[from] LockfileError),
}

/// A package with what the lock file is to have of it.
#[derive(Debug, Clone, Copy)]
pub struct NewPackage<'a> {
    /// The package.
    pub package: &'a Package,
    /// Its lines in the lock file.
    pub locked: &'a LockedPackage,
}

/// Installs a package, or puts it in the place of the installed one of its label.
pub fn put(config: &Config, new: NewPackage<'_>) -> Result<(), StoreError> {
    let label = new.package.about().label.as_str();
    let texts = Texts::read(config)?;
    let mut lockfile = texts.lockfile.clone();
    lockfile.packages.insert(label.to_owned(), new.locked.clone());
    let changed = config_file::with_package(&texts.config, label, &new.locked.source);
    let changed = changed.map_err(|error| unchangeable(config, &error))?;
    let staged = Staged::write(config, label, new.package)?;
    let swap = Swap::new(config, label);
    swap.put(&staged.path).map_err(|error| unwritable(&swap.shown, &error))?;
    if let Err(error) = write_texts(config, &lockfile, &texts.config, &changed) {
        texts.restore(config);
        swap.undo();
        return Err(error);
    }
    swap.forget();
    Ok(())
}

/// Takes a package away.
pub fn remove(config: &Config, label: &str) -> Result<(), StoreError> {
    let texts = Texts::read(config)?;
    let mut lockfile = texts.lockfile.clone();
    lockfile.packages.remove(label);
    let changed = config_file::without_package(&texts.config, label);
    let changed = changed.map_err(|error| unchangeable(config, &error))?;
    let swap = Swap::new(config, label);
    swap.take_away().map_err(|error| unwritable(&swap.shown, &error))?;
    if let Err(error) = write_texts(config, &lockfile, &texts.config, &changed) {
        texts.restore(config);
        swap.undo();
        return Err(error);
    }
    swap.forget();
    Ok(())
}

/// Brings the lines of a package that is in its folder already into the lock file.
pub fn lock(config: &Config, label: &str, locked: &LockedPackage) -> Result<(), StoreError> {
    let mut lockfile = Lockfile::read(&config.root)?.unwrap_or_default();
    lockfile.packages.insert(label.to_owned(), locked.clone());
    lockfile.update(&config.root)?;
    Ok(())
}

/// Both files as they were.
struct Texts {
    config: String,
    lockfile: Lockfile,
    has_lockfile: bool,
}

impl Texts {
    fn read(config: &Config) -> Result<Self, StoreError> {
        let lockfile = Lockfile::read(&config.root)?;
        let text = fs::read_to_string(&config.path).map_err(|error| unwritable(&shown(config), &error))?;
        Ok(Self { config: text, has_lockfile: lockfile.is_some(), lockfile: lockfile.unwrap_or_default() })
    }

    /// The first error is the one to tell; what cannot be brought back either is left as it is.
    fn restore(&self, config: &Config) {
        if self.has_lockfile {
            let _ = self.lockfile.update(&config.root);
        } else {
            let _ = fs::remove_file(config.root.join(crate::lockfile::FILE_NAME));
        }
        let _ = whole_file::write(&config.path, self.config.as_bytes());
    }
}

/// `aludel.toml` last: it is what makes the package count.
fn write_texts(config: &Config, lockfile: &Lockfile, before: &str, changed: &str) -> Result<(), StoreError> {
    lockfile.update(&config.root)?;
    if before == changed {
        return Ok(());
    }
    whole_file::write(&config.path, changed.as_bytes()).map_err(|error| unwritable(&shown(config), &error))
}

fn shown(config: &Config) -> String {
    config.display_path(&config.path)
}

fn unwritable(file: &str, error: &io::Error) -> StoreError {
    StoreError::Unwritable { file: file.to_owned(), reason: error.to_string() }
}

fn unchangeable(config: &Config, error: &toml_edit::TomlError) -> StoreError {
    StoreError::Config { file: shown(config), reason: error.message().to_owned() }
}

/// A folder of a package beside the one that it is to become. It goes away with this, unless it became that one.
struct Staged {
    path: PathBuf,
}

impl Staged {
    fn write(config: &Config, label: &str, package: &Package) -> Result<Self, StoreError> {
        let staged = Self { path: beside(config, label, "new") };
        let shown = config.display_path(&staged.path);
        // One that a killed process left behind holds who knows what.
        let _ = fs::remove_dir_all(&staged.path);
        write_files(&staged.path, package).map_err(|error| unwritable(&shown, &error))?;
        Ok(staged)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

fn write_files(folder: &Path, package: &Package) -> io::Result<()> {
    let files = layout::render(package);
    files.iter().try_for_each(|(name, bytes)| whole_file::write(&folder.join(name), bytes))
}

/// A hidden folder beside that of a package: nobody takes it for one.
fn beside(config: &Config, label: &str, what: &str) -> PathBuf {
    let name = OsString::from(format!(".{label}.{what}.{}", std::process::id()));
    config.root.join(PACKAGES_FOLDER).join(name)
}

/// One folder in the place of another, until it is sure.
struct Swap {
    folder: PathBuf,
    old: PathBuf,
    shown: String,
    packages: PathBuf,
}

impl Swap {
    fn new(config: &Config, label: &str) -> Self {
        let folder = folder::path(&config.root, label);
        Self {
            shown: config.display_path(&folder),
            folder,
            old: beside(config, label, "old"),
            packages: config.root.join(PACKAGES_FOLDER),
        }
    }

    fn put(&self, staged: &Path) -> io::Result<()> {
        self.take_away()?;
        let put = fs::rename(staged, &self.folder);
        if put.is_err() {
            self.undo();
        }
        put
    }

    fn take_away(&self) -> io::Result<()> {
        let _ = fs::remove_dir_all(&self.old);
        match fs::rename(&self.folder, &self.old) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn undo(&self) {
        if self.old.exists() {
            let _ = fs::remove_dir_all(&self.folder);
            let _ = fs::rename(&self.old, &self.folder);
        } else {
            let _ = fs::remove_dir_all(&self.folder);
        }
        let _ = fs::remove_dir(&self.packages);
    }

    /// What is left of the old folder counts for nothing; nor does an empty folder of packages.
    fn forget(&self) {
        let _ = fs::remove_dir_all(&self.old);
        let _ = fs::remove_dir(&self.packages);
    }
}
