//! Writes new files, and never over what is there.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A file that shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Where.
    pub path: PathBuf,
    /// What is in it.
    pub text: String,
}

/// Why a file was not written. Those that were written before it are gone again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// Something is there.
    #[error("{path} exists already", path = .path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The system did not let it be.
    #[error("{path} cannot be written: {reason}", path = .path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
}

impl WriteError {
    /// The name of the error for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Exists { .. } => "file_exists",
            Self::Unwritable { .. } => "file_unwritable",
        }
    }

    fn new(path: &Path, error: &io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::AlreadyExists => Self::Exists { path },
            _ => Self::Unwritable { path, reason: error.to_string() },
        }
    }
}

/// Writes all files or none.
pub(crate) fn write_all(files: &[NewFile]) -> Result<(), WriteError> {
    let mut written = Undo { files: Vec::new(), folders: Vec::new() };
    for file in files {
        written.write(file).map_err(|error| WriteError::new(&file.path, &error))?;
    }
    written.keep();
    Ok(())
}

/// Takes away what was made, unless it is told to keep it.
struct Undo {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Undo {
    fn write(&mut self, new: &NewFile) -> io::Result<()> {
        if let Some(folder) = new.path.parent() {
            self.make_folder(folder)?;
        }
        let mut file = File::create_new(&new.path)?;
        self.files.push(new.path.clone());
        file.write_all(new.text.as_bytes())
    }

    fn make_folder(&mut self, folder: &Path) -> io::Result<()> {
        if folder.as_os_str().is_empty() || folder.is_dir() {
            return Ok(());
        }
        if let Some(parent) = folder.parent() {
            self.make_folder(parent)?;
        }
        fs::create_dir(folder)?;
        self.folders.push(folder.to_owned());
        Ok(())
    }

    fn keep(mut self) {
        self.files.clear();
        self.folders.clear();
    }
}

impl Drop for Undo {
    fn drop(&mut self) {
        // What cannot be taken away stays; the error that is on its way says which file was in the way.
        for file in self.files.drain(..) {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.drain(..).rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(folder: &Path, name: &str) -> NewFile {
        NewFile { path: folder.join(name), text: name.to_owned() }
    }

    #[test]
    fn all_files_are_written_or_none() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let root = folder.path();
        write_all(&[file(root, "a/b/one"), file(root, "a/two")]).expect("nothing is in the way");
        assert_eq!(fs::read_to_string(root.join("a/b/one")).ok().as_deref(), Some("a/b/one"));

        let error = write_all(&[file(root, "c/d/three"), file(root, "a/two")]).expect_err("a/two is there");
        assert_eq!(error, WriteError::Exists { path: root.join("a/two") });
        assert!(!root.join("c").exists(), "what was made is taken away");
        assert!(root.join("a/two").exists(), "what was there stays");

        let error = write_all(&[file(root, "a/two/four")]).expect_err("a/two is no folder");
        assert!(matches!(error, WriteError::Exists { .. } | WriteError::Unwritable { .. }), "{error}");
    }
}
