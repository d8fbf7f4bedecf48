//! `[python]`: where migrations in Python find packages.

use std::path::{Path, PathBuf};

use crate::toml_reader::{Report, Section};

/// `[python]`: where migrations in Python find packages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PythonSection {
    /// Folders of modules, the first one first. What a migration imports from them travels with it.
    pub path: Vec<PathBuf>,
}

pub(super) fn read(section: &Section<'_>, root: &Path, report: &mut Report<'_>) -> PythonSection {
    section.check_keys(&["path"], report);
    let mut path: Vec<PathBuf> = Vec::new();
    for text in section.text_or_texts("path", report).unwrap_or_default() {
        let folder = root.join(text.value);
        if text.value.trim().is_empty() || path.contains(&folder) {
            section.bad_value("path", &text, "a folder, and each only once", report);
        } else {
            path.push(folder);
        }
    }
    PythonSection { path }
}
