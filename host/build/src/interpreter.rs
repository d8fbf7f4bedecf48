//! The interpreters that scripts run on: components of world `checked-migration` that ask for their script.
//!
//! That of JavaScript is part of this crate. Others are files `NAME-VERSION.wasm` in folders of interpreters. Each says
//! who it is in its custom section `aludel:interpreter`; a script names, in its section `aludel:needs-interpreter`, the very
//! one that it was built for, with the digest of all its bytes.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use aludel_project::Digest;
use aludel_project::component::custom_section;
use aludel_project::source::COMPONENT_SIZE;
use aludel_project::text_file::read_bytes;
use serde::{Deserialize, Serialize};

use crate::embedded::JAVASCRIPT;
use crate::world;

/// The custom section in which an interpreter says who it is.
pub const SECTION_NAME: &str = "aludel:interpreter";

/// The custom section in which a script says which interpreter it needs.
pub const NEEDS_SECTION_NAME: &str = "aludel:needs-interpreter";

/// The folder of interpreters in a folder of the user's data.
pub const FOLDER: &str = "interpreters";

/// What an interpreter says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Its name: `javascript`, `python`, `alembic`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The interpreter that a script needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The digest of its bytes.
    pub digest: Digest,
}

/// An interpreter.
#[derive(Debug, Clone)]
pub struct Interpreter {
    /// What a script says that needs it.
    pub reference: Reference,
    /// The component.
    pub component: Arc<[u8]>,
    /// The file; none for one that is part of this crate.
    pub path: Option<PathBuf>,
}

/// Why an interpreter cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InterpreterError {
    /// There is none of that name.
    #[error("the interpreter `{name}` is not installed; looked in {}", listed(.folders))]
    Missing {
        /// Its name.
        name: String,
        /// The folders that were looked in.
        folders: Vec<String>,
    },
    /// There are others of that name only.
    #[error(
        "it was built for the interpreter `{}` {} with the digest {}, and the installed one is {found}",
        .wanted.name, .wanted.version, .wanted.digest
    )]
    Other {
        /// The one that is needed.
        wanted: Box<Reference>,
        /// Version and digest of the one that is there.
        found: String,
    },
    /// A file is no interpreter.
    #[error("{file}: {problem}")]
    Unusable {
        /// The file.
        file: String,
        /// What is wrong with it.
        problem: String,
    },
}

fn listed(folders: &[String]) -> String {
    if folders.is_empty() { "no folder".to_owned() } else { folders.join(", ") }
}

impl InterpreterError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Missing { name, .. } => Some(format!("aludel interpreter install {name}")),
            Self::Other { .. } => Some("build it again from its source: `aludel build`".to_owned()),
            Self::Unusable { .. } => None,
        }
    }

    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "interpreter_missing",
            Self::Other { .. } => "interpreter_differs",
            Self::Unusable { .. } => "interpreter_unusable",
        }
    }
}

/// Finds interpreters, and keeps those that were read.
#[derive(Debug, Default)]
pub struct Interpreters {
    folders: Vec<PathBuf>,
    known: Mutex<Vec<Interpreter>>,
}

impl Interpreters {
    /// Looks in those folders, the first one first.
    pub fn new(folders: Vec<PathBuf>) -> Self {
        Self { folders, known: Mutex::default() }
    }

    /// The folders that are looked in.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// The interpreter of that name: the newest of the first folder that has one.
    pub fn find(&self, name: &str) -> Result<Interpreter, InterpreterError> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(interpreter) = known.iter().find(|interpreter| interpreter.reference.name == name) {
            return Ok(interpreter.clone());
        }
        let found = self.read(name)?;
        known.push(found.clone());
        Ok(found)
    }

    fn read(&self, name: &str) -> Result<Interpreter, InterpreterError> {
        if let ("javascript", Some(component)) = (name, JAVASCRIPT) {
            return from_bytes(component.into(), "the built-in interpreter of JavaScript");
        }
        let newest = self.folders.iter().find_map(|folder| files_of(folder, name).pop());
        newest.map_or_else(|| Err(self.missing(name)), |path| from_file(&path))
    }

    /// The very interpreter that a script needs.
    pub fn get(&self, wanted: &Reference) -> Result<Interpreter, InterpreterError> {
        let newest = self.find(&wanted.name)?;
        if newest.reference.digest == wanted.digest {
            return Ok(newest);
        }
        let others = self.folders.iter().flat_map(|folder| files_of(folder, &wanted.name));
        let found =
            others.filter_map(|path| from_file(&path).ok()).find(|other| other.reference.digest == wanted.digest);
        found.ok_or_else(|| InterpreterError::Other {
            wanted: Box::new(wanted.clone()),
            found: format!("{} with the digest {}", newest.reference.version, newest.reference.digest),
        })
    }

    fn missing(&self, name: &str) -> InterpreterError {
        let folders = self.folders.iter().map(|folder| folder.display().to_string()).collect();
        InterpreterError::Missing { name: name.to_owned(), folders }
    }

    /// All that are there: the built-in one, then those of each folder.
    pub fn list(&self) -> Vec<Result<Interpreter, InterpreterError>> {
        let built_in =
            JAVASCRIPT.map(|component| from_bytes(component.into(), "the built-in interpreter of JavaScript"));
        let files = self.folders.iter().flat_map(|folder| all_files(folder));
        built_in.into_iter().chain(files.map(|path| from_file(&path))).collect()
    }
}

/// Reads an interpreter from a file, and checks that it is one.
pub fn from_file(path: &Path) -> Result<Interpreter, InterpreterError> {
    let file = path.display().to_string();
    let unusable = |problem: String| InterpreterError::Unusable { file: file.clone(), problem };
    let bytes = read_bytes(path, &file, COMPONENT_SIZE).map_err(|error| unusable(error.to_string()))?;
    let interpreter = from_bytes(bytes.into(), &file)?;
    Ok(Interpreter { path: Some(path.to_owned()), ..interpreter })
}

/// Checks that an interpreter exports what a migration does: a file may say who it is and be something else.
pub fn check_world(interpreter: &Interpreter, file: &str) -> Result<(), InterpreterError> {
    let unusable = |problem: String| InterpreterError::Unusable { file: file.to_owned(), problem };
    let exports = world::exports(&interpreter.component).map_err(|error| unusable(error.to_string()))?;
    let missing = world::CHECKED_MIGRATION_EXPORTS.iter().find(|wanted| !exports.iter().any(|name| name == *wanted));
    missing.map_or(Ok(()), |wanted| Err(unusable(format!("it does not export `{wanted}`, so it runs no migrations"))))
}

fn from_bytes(component: Arc<[u8]>, file: &str) -> Result<Interpreter, InterpreterError> {
    let unusable = |problem: String| InterpreterError::Unusable { file: file.to_owned(), problem };
    let section = custom_section(&component, SECTION_NAME).map_err(|error| unusable(error.to_string()))?;
    let section =
        section.ok_or_else(|| unusable(format!("it has no section `{SECTION_NAME}`, so it is no interpreter")))?;
    let about: About = serde_json::from_slice(section)
        .map_err(|error| unusable(format!("its section `{SECTION_NAME}` cannot be read: {error}")))?;
    let reference = Reference { name: about.name, version: about.version, digest: Digest::of(&component) };
    Ok(Interpreter { reference, component, path: None })
}

/// Who a component says that it is; nothing for one that is no interpreter.
pub fn about(component: &[u8]) -> Option<About> {
    let section = custom_section(component, SECTION_NAME).ok()??;
    serde_json::from_slice(section).ok()
}

/// The interpreter that a component needs; none for one that is no script.
pub fn needed(component: &[u8]) -> Result<Option<Reference>, InterpreterError> {
    let unusable = |problem: String| InterpreterError::Unusable { file: "the component".to_owned(), problem };
    let Ok(Some(section)) = custom_section(component, NEEDS_SECTION_NAME) else { return Ok(None) };
    let reference = serde_json::from_slice(section);
    reference.map(Some).map_err(|error| unusable(format!("what it says of its interpreter cannot be read: {error}")))
}

/// The files of one interpreter in a folder, the oldest version first.
fn files_of(folder: &Path, name: &str) -> Vec<PathBuf> {
    let mut files: Vec<(Vec<u64>, PathBuf)> = all_files(folder)
        .into_iter()
        .filter_map(|path| Some((version_in(path.file_name()?.to_str()?, name)?, path)))
        .collect();
    files.sort();
    files.into_iter().map(|(_, path)| path).collect()
}

/// The numbers of the version in `NAME-VERSION.wasm`.
fn version_in(file_name: &str, name: &str) -> Option<Vec<u64>> {
    let version = file_name.strip_prefix(name)?.strip_prefix('-')?.strip_suffix(".wasm")?;
    version.split('.').map(|number| number.parse().ok()).collect()
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "wasm"));
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use aludel_project::component::append_section;

    use super::*;

    fn write(folder: &Path, name: &str, version: &str) -> PathBuf {
        let mut component = b"\0asm\x0d\0\x01\0".to_vec();
        let about = About { name: name.to_owned(), version: version.to_owned() };
        append_section(&mut component, SECTION_NAME, &serde_json::to_vec(&about).expect("it is two texts"));
        let path = folder.join(format!("{name}-{version}.wasm"));
        fs::write(&path, component).expect("the folder is writable");
        path
    }

    #[test]
    fn the_newest_is_found_and_an_older_one_by_its_digest() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let old = from_file(&write(folder.path(), "python", "0.9.0")).expect("it is an interpreter");
        write(folder.path(), "python", "0.10.0");
        write(folder.path(), "python-extra", "9.0.0");
        let interpreters = Interpreters::new(vec![folder.path().join("missing"), folder.path().to_owned()]);
        assert_eq!(interpreters.find("python").expect("it is there").reference.version, "0.10.0");
        assert_eq!(interpreters.get(&old.reference).expect("it is there").path, old.path);
        let gone = Reference { digest: Digest::of(b"gone"), ..old.reference };
        let error = interpreters.get(&gone).expect_err("no file has this digest");
        assert!(matches!(error, InterpreterError::Other { .. }), "{error}");
    }

    #[test]
    fn what_is_no_interpreter_is_named() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let interpreters = Interpreters::new(vec![folder.path().to_owned()]);
        let error = interpreters.find("python").expect_err("there is none");
        assert_eq!(error.hint().as_deref(), Some("aludel interpreter install python"));
        fs::write(folder.path().join("python-1.0.wasm"), b"\0asm\x0d\0\x01\0").expect("the folder is writable");
        let error = interpreters.find("python").expect_err("it does not say who it is");
        assert!(error.to_string().contains("is no interpreter"), "{error}");
    }
}
