//! The files of a migration in C or C++, and what they ask for.

use std::path::{Path, PathBuf};

use aludel_project::source_digest::SOURCE_SIZE;
use aludel_project::text_file;

use super::compiler::Level;
use crate::toolchain::{SourceFiles, ToolchainError};

/// The headers that are there without a C library: those of the compiler, and `string.h` of the SDK.
const FREESTANDING: [&str; 12] = [
    "float.h",
    "inttypes.h",
    "iso646.h",
    "limits.h",
    "stdalign.h",
    "stdarg.h",
    "stdatomic.h",
    "stdbool.h",
    "stddef.h",
    "stdint.h",
    "stdnoreturn.h",
    "string.h",
];

/// What is compiled.
#[derive(Debug)]
pub(super) struct Sources {
    folder: PathBuf,
    files: Vec<PathBuf>,
    /// What they need.
    pub(super) level: Level,
}

impl Sources {
    /// Looks at the files of a migration.
    pub(super) fn read(source: &SourceFiles<'_>, endings: &[&str], lowest: Level) -> Result<Self, ToolchainError> {
        let relative = |path: &Path| path.strip_prefix(source.root).unwrap_or(path).to_owned();
        let folder = source.main.parent().unwrap_or(source.root);
        let found = if source.is_folder() { below(source.path)? } else { vec![source.main.to_owned()] };
        let mut level = lowest;
        for path in &found {
            let text = text_file::read_text(path, &relative(path).display().to_string(), SOURCE_SIZE)?;
            level = level.max(level_of(&text));
        }
        let is_code = |path: &&PathBuf| {
            path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| endings.contains(&ending))
        };
        let files = found.iter().filter(is_code).map(|path| relative(path)).collect();
        Ok(Self { folder: relative(folder), files, level })
    }

    /// The folder whose headers the files include, from the root.
    pub(super) fn folder(&self) -> &Path {
        if self.folder.as_os_str().is_empty() { Path::new(".") } else { &self.folder }
    }

    /// The files to compile, from the root.
    pub(super) fn files(&self) -> &[PathBuf] {
        &self.files
    }
}

/// The code and headers in a folder and those below it, sorted.
fn below(folder: &Path) -> Result<Vec<PathBuf>, ToolchainError> {
    let entries = std::fs::read_dir(folder)
        .map_err(|error| ToolchainError::Failed { program: folder.display().to_string(), reason: error.to_string() })?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(below(&path)?);
        } else if is_source(&path) {
            found.push(path);
        }
    }
    Ok(found)
}

fn is_source(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ["c", "h", "cc", "cpp", "hh", "hpp"].contains(&ending))
}

/// A header in angle brackets that neither the compiler nor the SDK has is one of the C library.
pub(super) fn level_of(text: &str) -> Level {
    let is_of_library = |name: &str| !name.starts_with("aludel") && !FREESTANDING.contains(&name);
    if text.lines().filter_map(included).any(is_of_library) { Level::Library } else { Level::Freestanding }
}

/// The name in `#include <NAME>`.
fn included(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix('#')?.trim_start().strip_prefix("include")?;
    rest.trim_start().strip_prefix('<')?.split_once('>').map(|(name, _)| name.trim())
}
