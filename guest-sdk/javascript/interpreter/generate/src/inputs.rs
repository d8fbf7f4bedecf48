//! What the interpreter is made of, as one digest.

use std::error::Error;
use std::path::{Path, PathBuf};

/// Folders of the repository that count, beside the lock file, which pins `QuickJS`.
const FOLDERS: [&str; 4] = ["src", "library", "generate/src", "../../../wit/0.1.0"];

/// The digest of all sources, by their names and contents.
pub fn digest(interpreter: &Path) -> Result<String, Box<dyn Error>> {
    let mut files = vec![interpreter.join("generate/Cargo.lock")];
    for folder in FOLDERS {
        collect(&interpreter.join(folder), &mut files)?;
    }
    let mut names: Vec<(String, PathBuf)> = files
        .into_iter()
        .map(|path| (path.strip_prefix(interpreter).unwrap_or(&path).display().to_string(), path))
        .collect();
    names.sort();
    let mut hash = blake3::Hasher::new();
    for (name, path) in names {
        let content = std::fs::read(&path)?;
        hash.update(format!("{name} {}\n", content.len()).as_bytes());
        hash.update(&content);
    }
    Ok(hash.finalize().to_hex().to_string())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
