//! The libraries that migrations are written with: part of this crate, unpacked into the project before they are needed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use aludel_project::digest::{Digest, DigestBuilder};
use aludel_project::{Language, whole_file};

use crate::embedded::FILES;

/// The folder of unpacked libraries, in the state folder of a project.
pub const FOLDER: &str = aludel_project::config::SDK_FOLDER;

/// The file that says what was unpacked.
const STAMP: &str = ".digest";

/// The language that the library of another one serves as well.
fn library_of(language: Language) -> &'static str {
    match language {
        Language::TypeScript => Language::JavaScript.name(),
        Language::Cpp => Language::C.name(),
        other => other.name(),
    }
}

/// The library of a language: the path of each file, and its content.
pub fn files(language: Language) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let library = library_of(language);
    FILES.iter().filter(move |(name, _, _)| *name == library).map(|(_, path, content)| (*path, *content))
}

/// The digest of the library of a language.
pub fn digest(language: Language) -> Digest {
    let mut builder = DigestBuilder::default();
    for (path, content) in files(language) {
        builder.add_named(path, Digest::of(content));
    }
    builder.finish()
}

/// Unpacks the library of a language into a project's state folder, unless it is there, and gives its folder.
pub fn unpack(language: Language, state_folder: &Path) -> io::Result<PathBuf> {
    let folder = state_folder.join(FOLDER).join(library_of(language));
    let stamp = folder.join(STAMP);
    let digest = digest(language).to_string();
    if fs::read_to_string(&stamp).is_ok_and(|found| found == digest) {
        return Ok(folder);
    }
    fs::create_dir_all(&folder)?;
    for (path, content) in files(language) {
        whole_file::write(&folder.join(path), content)?;
    }
    remove_others(&folder, language)?;
    // Written last: what is there without it is unpacked again.
    whole_file::write(&stamp, digest.as_bytes())?;
    Ok(folder)
}

/// Removes files that an older version had: a compiler would take them for its own.
fn remove_others(folder: &Path, language: Language) -> io::Result<()> {
    let known: Vec<PathBuf> = files(language).map(|(path, _)| folder.join(path)).collect();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            // Hidden files are those that are being written by another process.
            let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
            if path.is_dir() {
                folders.push(path);
            } else if !is_hidden && !known.contains(&path) {
                fs::remove_file(path)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_threads_unpack_the_same() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        std::thread::scope(|scope| {
            let unpacked: Vec<_> = (0..8).map(|_| scope.spawn(|| unpack(Language::Python, folder.path()))).collect();
            for unpacked in unpacked {
                unpacked.join().expect("nothing panics").expect("the folder is writable");
            }
        });
    }

    #[test]
    fn a_library_is_unpacked_once_and_cleaned() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let unpacked = unpack(Language::Python, folder.path()).expect("the folder is writable");
        for (path, content) in files(Language::Python) {
            assert_eq!(fs::read(unpacked.join(path)).expect("the file was unpacked"), content);
        }
        fs::write(unpacked.join("old.py"), "").expect("the folder is writable");
        unpack(Language::Python, folder.path()).expect("the folder is writable");
        assert!(unpacked.join("old.py").exists(), "what is whole is left alone");
        fs::remove_file(unpacked.join(STAMP)).expect("the stamp is there");
        unpack(Language::Python, folder.path()).expect("the folder is writable");
        assert!(!unpacked.join("old.py").exists());
    }
}
