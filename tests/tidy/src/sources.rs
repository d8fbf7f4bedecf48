//! Sizes and words: what must not be in a source file.

use std::fs;
use std::path::{Path, PathBuf};

use crate::finding::Finding;

/// A file longer than this holds two rooms in one.
const FILE_LINES_MAX: usize = 600;

/// The longest line, in characters, of anything that people read as code.
const LINE_CHARACTERS_MAX: usize = 240;

/// Files that may hold unsafe code, each for the reason that stands in it.
const UNSAFE_FILES: &[&str] = &[
    "host/db/src/sqlite/raw.rs",
    "host/db/src/sqlite/raw/functions.rs",
    "host/db/src/sqlite/raw/memory.rs",
    "host/process/src/child/system.rs",
    "host/process/tests/attempts.rs",
    "host/sandbox/src/compile.rs",
    "host/sandbox/src/native.rs",
    "guest-sdk/rust/src/runtime.rs",
];

/// Written by a generator: judged by the generator's own check.
const GENERATED_FILES: &[&str] = &["guest-sdk/rust/src/bindings.rs"];

/// Folders that are not ours to judge.
const SKIPPED_FOLDERS: &[&str] = &["target", ".git", ".aludel", "vendor", "node_modules"];

/// Names of modules that say nothing.
const EMPTY_NAMES: &[&str] = &["utils.rs", "util.rs", "helpers.rs", "common.rs", "misc.rs", "imp.rs"];

/// Reads every source file below the root and names what is wrong in it.
pub(crate) fn check(root: &Path) -> Vec<Finding> {
    let mut files = Vec::new();
    collect(root, &mut files);
    files.sort();
    files.iter().flat_map(|file| check_file(root, file)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let Ok(kind) = entry.file_type() else { continue };
        // What a link leads to is judged where it is.
        if kind.is_dir() {
            if !SKIPPED_FOLDERS.iter().any(|skipped| name == *skipped) {
                collect(&path, files);
            }
        } else if kind.is_file() && path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn check_file(root: &Path, file: &Path) -> Vec<Finding> {
    let place = file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/");
    match fs::read_to_string(file) {
        Ok(text) => check_text(&place, &text),
        Err(error) => vec![Finding::new(place, format!("cannot be read: {error}"))],
    }
}

fn check_text(place: &str, text: &str) -> Vec<Finding> {
    if GENERATED_FILES.contains(&place) {
        return Vec::new();
    }
    let mut findings = check_size(place, text);
    findings.extend(text.lines().enumerate().flat_map(|(index, line)| check_line(place, index + 1, line)));
    findings
}

fn check_size(place: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lines = text.lines().count();
    if lines > FILE_LINES_MAX {
        findings.push(Finding::new(place, format!("has {lines} lines, {FILE_LINES_MAX} at most: look for two rooms")));
    }
    let name = place.rsplit('/').next().unwrap_or(place);
    if EMPTY_NAMES.contains(&name) {
        findings.push(Finding::new(place, "has a name that says nothing: name it for what is in it"));
    }
    findings
}

fn check_line(place: &str, number: usize, line: &str) -> Vec<Finding> {
    let at = || format!("{place}:{number}");
    let mut findings = Vec::new();
    if line.chars().count() > LINE_CHARACTERS_MAX {
        findings.push(Finding::new(at(), format!("is longer than {LINE_CHARACTERS_MAX} characters")));
    }
    if holds_unsafe(line) && !UNSAFE_FILES.contains(&place) {
        findings.push(Finding::new(at(), "holds unsafe code, which has its own few files"));
    }
    // In two parts, so that this file does not find itself.
    for word in [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("X", "XX:"),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
    ] {
        if line.contains(word) {
            findings.push(Finding::new(at(), format!("holds `{word}`: finish it, or write an issue")));
        }
    }
    if line.trim_start().starts_with(concat!("#[ig", "nore")) {
        findings.push(Finding::new(at(), "skips a test: make it pass or take it out"));
    }
    findings
}

fn holds_unsafe(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    [concat!("unsafe", " {"), concat!("unsafe", " fn"), concat!("unsafe", " impl"), concat!("unsafe", " extern")]
        .iter()
        .any(|words| code.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_code_has_its_own_files() {
        let line = concat!("    unsafe", " { free(pointer) }");
        assert_eq!(check_text("host/engine/src/lib.rs", line).len(), 1);
        assert_eq!(check_text("host/db/src/sqlite/raw.rs", line).len(), 0);
    }

    #[test]
    fn a_long_file_is_named() {
        let text = "\n".repeat(FILE_LINES_MAX + 1);
        assert_eq!(check_text("host/engine/src/long.rs", &text).len(), 1);
        assert_eq!(check_text("guest-sdk/rust/src/bindings.rs", &text).len(), 0);
    }

    #[test]
    fn an_unfinished_line_and_an_empty_name_are_named() {
        assert_eq!(check_text("host/a/src/b.rs", concat!("fn f() { todo", "!() }")).len(), 1);
        assert_eq!(check_text("host/a/src/utils.rs", "fn f() {}").len(), 1);
        assert_eq!(check_text("host/a/src/b.rs", concat!("#[ig", "nore]")).len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let root = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(root.path(), root.path().join("again")).unwrap();
        fs::write(root.path().join("helpers.rs"), "").unwrap();
        assert_eq!(check(root.path()).len(), 1);
    }

    #[test]
    fn files_are_found_below_the_root_but_not_in_skipped_folders() {
        let root = tempfile::tempdir().unwrap();
        for folder in ["src", "target"] {
            fs::create_dir(root.path().join(folder)).unwrap();
            fs::write(root.path().join(folder).join("helpers.rs"), "").unwrap();
        }
        let findings = check(root.path());
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert_eq!(findings[0].place, "src/helpers.rs");
    }
}
