//! The files of a migration, and what has to be known of them before they are compiled.

use std::fs;
use std::path::Path;

use aludel_project::source_digest::SOURCE_SIZE;
use aludel_project::text_file;

use crate::toolchain::{SourceFiles, ToolchainError};

/// What the names of the project's files begin with in the compiled module, so that a trace tells them from others. The
/// library of Go looks for the same.
pub(super) const ROOT: &str = "aludel-project/";

/// The functions that a migration may have, the first of which it must have.
pub(super) const FUNCTIONS: [&str; 3] = ["Upgrade", "Downgrade", "Verify"];

/// A migration.
#[derive(Debug)]
pub(super) struct Program {
    /// Its files of Go, the one with the header first.
    pub(super) files: Vec<File>,
    /// Whether it brings a `go.mod` of its own.
    pub(super) has_module_file: bool,
}

/// A file of Go.
#[derive(Debug)]
pub(super) struct File {
    /// Its name in the workshop.
    pub(super) name: String,
    /// Its path as the project shows it.
    pub(super) display_path: String,
    /// Its text.
    pub(super) text: String,
}

/// Where a function is.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place<'program> {
    /// The file as the project shows it.
    pub(super) display_path: &'program str,
    /// The line, from 1.
    pub(super) line: usize,
}

impl Program {
    /// Reads the files of a migration.
    pub(super) fn read(source: &SourceFiles<'_>) -> Result<Self, ToolchainError> {
        let mut files = vec![File::read(source.main, source.display_path)?];
        let mut has_module_file = false;
        if source.is_folder() {
            let folder = source.display_path.rsplit_once('/').map_or("", |(folder, _)| folder);
            for name in names(source.path)? {
                let path = source.path.join(&name);
                has_module_file |= name == "go.mod";
                if path != source.main && is_code(&name) {
                    files.push(File::read(&path, &format!("{folder}/{name}"))?);
                }
            }
        }
        let program = Self { files, has_module_file };
        if program.place_of(FUNCTIONS[0]).is_none() {
            let file = &program.files[0].display_path;
            let wanted = format!("func {}(db *aludel.DB) error", FUNCTIONS[0]);
            return Err(ToolchainError::compile(format!("{file}: there is no function `{wanted}`")));
        }
        Ok(program)
    }

    /// Where a function of the package is, if it is there.
    pub(super) fn place_of(&self, function: &str) -> Option<Place<'_>> {
        let head = format!("func {function}(");
        let in_file = |file: &File| file.text.lines().position(|line| line.starts_with(&head));
        let (file, line) = self.files.iter().find_map(|file| Some((file, in_file(file)?)))?;
        Some(Place { display_path: &file.display_path, line: line + 1 })
    }
}

impl File {
    fn read(path: &Path, display_path: &str) -> Result<Self, ToolchainError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = text_file::read_text(path, display_path, SOURCE_SIZE)?;
        Ok(Self { name, display_path: display_path.to_owned(), text })
    }
}

/// Tests are not part of what runs.
fn is_code(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "go") && !name.ends_with("_test.go")
}

/// The names in a folder, sorted, so that builds are reproducible.
pub(super) fn names(folder: &Path) -> Result<Vec<String>, ToolchainError> {
    let unreadable = |error: std::io::Error| ToolchainError::Failed {
        program: "reading the folder of the migration".to_owned(),
        reason: error.to_string(),
    };
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let mut names = Vec::new();
    for entry in entries {
        names.extend(entry.map_err(unreadable)?.file_name().into_string());
    }
    names.sort();
    Ok(names)
}
