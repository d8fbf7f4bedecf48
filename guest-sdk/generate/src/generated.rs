//! Files that a generator made.

use std::error::Error;
use std::path::{Path, PathBuf};

/// A generated file.
#[derive(Debug)]
pub struct Generated {
    /// Its path below `guest-sdk`.
    pub path: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

impl Generated {
    /// A file of text.
    pub fn text(path: &str, content: String) -> Self {
        Self { path: path.to_owned(), content: content.into_bytes() }
    }

    fn target(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(&self.path)
    }

    fn is_current(&self) -> bool {
        std::fs::read(self.target()).is_ok_and(|content| content == self.content)
    }
}

/// Writes the files that are not what they should be; none is stale afterwards.
pub fn write(files: &[Generated]) -> Result<Vec<String>, Box<dyn Error>> {
    for file in files.iter().filter(|file| !file.is_current()) {
        let target = file.target();
        if let Some(directory) = target.parent() {
            std::fs::create_dir_all(directory)?;
        }
        std::fs::write(&target, &file.content)?;
    }
    Ok(Vec::new())
}

/// The paths of the files that are not what they should be.
pub fn stale(files: &[Generated]) -> Vec<String> {
    files.iter().filter(|file| !file.is_current()).map(|file| file.path.clone()).collect()
}
