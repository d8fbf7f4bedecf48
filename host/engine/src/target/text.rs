//! The SQL texts of a target, and where they come from.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::error::TargetError;

/// The limit `target_size`: what a file or a program may hold or print, in bytes.
pub(super) const SIZE_MAX: u64 = 64 << 20;

/// How far folders may be in each other, so that a link to a folder above ends.
const DEPTH_MAX: usize = 16;

/// A SQL text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TargetText {
    pub(crate) origin: Origin,
    pub(crate) text: String,
}

/// Where a text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A file, as it is shown.
    File(String),
    /// What a program printed.
    Program(String),
    /// What a component gave.
    Component(String),
}

impl Origin {
    /// A line of the text, as a message begins.
    pub(super) fn line(&self, line: usize) -> String {
        match self {
            Self::File(file) => format!("{file}:{line}"),
            Self::Program(command) => format!("line {line} of what `{command}` prints"),
            Self::Component(file) => format!("{file}: line {line} of its statements"),
        }
    }

    /// The text as a whole.
    pub(super) fn whole(&self) -> String {
        match self {
            Self::File(file) | Self::Component(file) => file.clone(),
            Self::Program(command) => format!("what `{command}` prints"),
        }
    }
}

/// Reads a file, or every `.sql` file of a folder and the folders in it, in the order of their names.
pub(super) fn read(path: &Path, shown: &str) -> Result<Vec<TargetText>, TargetError> {
    if !path.is_dir() {
        return Ok(vec![read_file(path, shown)?]);
    }
    let mut files = Vec::new();
    list(path, DEPTH_MAX, &mut files).map_err(|error| unreadable(shown, &error))?;
    if files.is_empty() {
        return Err(TargetError::FolderEmpty { folder: shown.to_owned() });
    }
    let name = |file: &Path| {
        let inside = file.strip_prefix(path).unwrap_or(file);
        format!("{}/{}", shown.trim_end_matches('/'), inside.display())
    };
    files.iter().map(|file| read_file(file, &name(file))).collect()
}

fn list(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut entries =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() && depth > 0 {
            list(&path, depth - 1, files)?;
        } else if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("sql")) {
            files.push(path);
        }
    }
    Ok(())
}

fn read_file(path: &Path, shown: &str) -> Result<TargetText, TargetError> {
    let origin = Origin::File(shown.to_owned());
    let file = fs::File::open(path).map_err(|error| unreadable(shown, &error))?;
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file at the limit from a larger one.
    file.take(SIZE_MAX + 1).read_to_end(&mut bytes).map_err(|error| unreadable(shown, &error))?;
    Ok(TargetText { text: checked(bytes, &origin)?, origin })
}

fn unreadable(shown: &str, error: &std::io::Error) -> TargetError {
    TargetError::Unreadable { file: shown.to_owned(), reason: error.to_string() }
}

/// Takes bytes for text: UTF-8, without NUL, and not too long.
pub(super) fn checked(bytes: Vec<u8>, origin: &Origin) -> Result<String, TargetError> {
    if bytes.len() as u64 > SIZE_MAX {
        return Err(TargetError::TooLarge { origin: origin.whole(), allowed_bytes: SIZE_MAX });
    }
    if let Some(offset) = bytes.iter().position(|byte| *byte == 0) {
        return Err(TargetError::HoldsNul { place: origin.line(line_at(&bytes, offset)) });
    }
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        TargetError::NotUtf8 { place: origin.line(line_at(error.as_bytes(), offset)), offset }
    })
}

fn line_at(bytes: &[u8], offset: usize) -> usize {
    bytes[..offset].split(|byte| *byte == b'\n').count()
}
