//! The digest of a migration's source, which is the identity of the migration.
//!
//! A file has the digest of its text. A crate has that of its files with their names, in the order of the names; left out are hidden
//! files, `target` and `Cargo.lock`, which appear by building. Line ends do not count, nor do empty lines at the end of a text.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::digest::{Digest, DigestBuilder};
use crate::migration::{Migration, SourceKind};
use crate::text_file::{self, SizeLimit, TextFileError};

/// A source is no larger than the component that it becomes may be.
pub const SOURCE_SIZE: SizeLimit = SizeLimit { name: "source_size", bytes: 32 << 20 };

const FOLDER_DEPTH_MAX: usize = 32;

/// Two links that lead back to where they are make two to the power of the depth.
const ENTRY_COUNT_MAX: usize = 20_000;

const LEFT_OUT: [&str; 2] = ["target", "Cargo.lock"];

impl Migration {
    /// The digest of the source: what the reading of the header gave, or for a folder, what its files give now.
    pub fn digest(&self) -> Result<Digest, TextFileError> {
        match (self.source_digest, self.source.kind) {
            (Some(digest), _) => Ok(digest),
            (None, SourceKind::RustCrate | SourceKind::Folder(_)) => {
                digest_of_folder(&self.source.path, &self.source.display_path)
            }
            (None, SourceKind::Sql | SourceKind::File(_) | SourceKind::Component) => {
                let text = text_file::read_text(&self.source.path, &self.source.display_path, SOURCE_SIZE)?;
                Ok(Digest::of_text(&text))
            }
        }
    }
}

/// The digest of a folder of sources.
pub fn digest_of_folder(folder: &Path, display_path: &str) -> Result<Digest, TextFileError> {
    let files = list(folder)
        .map_err(|error| TextFileError::Unreadable { file: display_path.to_owned(), reason: error.to_string() })?;
    let mut builder = DigestBuilder::default();
    for (name, path) in files {
        let bytes = text_file::read_bytes(&path, &format!("{display_path}{name}"), SOURCE_SIZE)?;
        builder.add_named(&name, digest_of_file(&bytes));
    }
    Ok(builder.finish())
}

fn digest_of_file(bytes: &[u8]) -> Digest {
    std::str::from_utf8(bytes).map_or_else(|_| Digest::of(bytes), Digest::of_text)
}

/// Every file below a folder with its name from there, `/` before each part, in the order of these names.
fn list(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    let mut folders = vec![("/".to_owned(), folder.to_owned())];
    let mut entry_count = 0;
    while let Some((prefix, next)) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let entry = entry?;
            entry_count += 1;
            if entry_count > ENTRY_COUNT_MAX {
                return Err(io::Error::other(format!(
                    "it has more than {ENTRY_COUNT_MAX} files, or links in a circle"
                )));
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || LEFT_OUT.contains(&name.as_str()) {
                continue;
            }
            if entry.path().is_dir() {
                // A link that leads back to itself ends here.
                if prefix.matches('/').count() <= FOLDER_DEPTH_MAX {
                    folders.push((format!("{prefix}{name}/"), entry.path()));
                }
            } else {
                files.push((format!("{prefix}{name}"), entry.path()));
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(files: &[(&str, &str)]) -> Digest {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder is writable");
            fs::write(path, text).expect("the folder is writable");
        }
        digest_of_folder(folder.path(), "3_backfill").expect("it can be read")
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_circle_come_to_an_end() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        for name in ["one", "other", "third"] {
            std::os::unix::fs::symlink(folder.path(), folder.path().join(name)).expect("the folder is writable");
        }
        let error = digest_of_folder(folder.path(), "3_backfill").expect_err("there is no end to it").to_string();
        assert!(error.ends_with("it has more than 20000 files, or links in a circle"), "{error}");
    }

    #[test]
    fn the_digest_of_a_crate_is_that_of_its_sources() {
        let base = digest(&[("Cargo.toml", "a\n"), ("src/lib.rs", "b\n")]);
        let built =
            [("Cargo.toml", "a\r\n"), ("src/lib.rs", "b"), ("target/x", "x"), ("Cargo.lock", "y"), (".git/z", "")];
        assert_eq!(digest(&built), base);
        for other in [
            vec![("Cargo.toml", "a\n"), ("src/lib.rs", "c\n")],
            vec![("Cargo.toml", "a\n"), ("src/lib2.rs", "b\n")],
            vec![("Cargo.toml", "a\n"), ("src/lib.rs", "b\n"), ("src/more.rs", "")],
        ] {
            assert_ne!(digest(&other), base, "{other:?}");
        }
    }
}
