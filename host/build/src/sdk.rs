//! The libraries that migrations are written with: part of this crate, unpacked into the project before they are needed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use aludel_project::digest::{Digest, DigestBuilder};
use aludel_project::{Language, whole_file};

use crate::embedded::FILES;

/// The folder of unpacked libraries, in the state folder of a project.
pub const FOLDER: &str = aludel_project::config::SDK_FOLDER;

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

/// Unpacks the library of a language into a project's state folder, as far as it is not there, and gives its folder.
///
/// What is there is looked at each time, byte for byte: a project may bring its state folder with it, and the library is a part
/// of every migration that is built.
pub fn unpack(language: Language, state_folder: &Path) -> io::Result<PathBuf> {
    let libraries = state_folder.join(FOLDER);
    let folder = libraries.join(library_of(language));
    without_link(&libraries)?;
    without_link(&folder)?;
    remove_others(&folder, language)?;
    for (path, content) in files(language) {
        let path = folder.join(path);
        if fs::read(&path).ok().as_deref() != Some(content) {
            whole_file::write(&path, content)?;
        }
    }
    Ok(folder)
}

/// Makes a folder, in the place of a link if there is one: what is written and removed in it is nowhere else.
fn without_link(folder: &Path) -> io::Result<()> {
    if fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_symlink()) {
        fs::remove_file(folder)?;
    }
    fs::create_dir_all(folder)
}

/// Removes files that an older version had, and links: a compiler would take them for the library's own.
fn remove_others(folder: &Path, language: Language) -> io::Result<()> {
    let known: Vec<PathBuf> = files(language).map(|(path, _)| folder.join(path)).collect();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            // Hidden files are those that are being written by another process.
            let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_symlink() || !is_hidden && !known.contains(&path) {
                remove_file(&path)?;
            }
        }
    }
    Ok(())
}

/// Another process may have been faster.
fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
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
    fn whatever_is_there_the_library_is_what_it_is() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let unpacked = unpack(Language::Python, folder.path()).expect("the folder is writable");
        let (first, content) = files(Language::Python).next().expect("the library has files");
        fs::write(unpacked.join("old.py"), "").expect("the folder is writable");
        fs::write(unpacked.join(first), "evil").expect("the folder is writable");
        unpack(Language::Python, folder.path()).expect("the folder is writable");
        assert!(!unpacked.join("old.py").exists());
        assert_eq!(fs::read(unpacked.join(first)).expect("it was unpacked"), content);
        for (path, content) in files(Language::Python) {
            assert_eq!(fs::read(unpacked.join(path)).expect("the file was unpacked"), content);
        }
    }

    #[cfg(unix)]
    #[test]
    fn nothing_beyond_a_link_is_written_or_removed() {
        use std::os::unix::fs::symlink;

        for link in ["sdk", "sdk/python", "sdk/python/inner", "sdk/python/inner.py"] {
            let home = tempfile::tempdir().expect("a temporary folder can be made");
            let (victim, state) = (home.path().join("victim"), home.path().join("state"));
            fs::create_dir_all(victim.join("python")).expect("the folder is writable");
            for file in ["file", "python/file"] {
                fs::write(victim.join(file), "sings").expect("the folder is writable");
            }
            let path = state.join(link);
            fs::create_dir_all(path.parent().expect("it is in the folder")).expect("the folder is writable");
            symlink(&victim, &path).expect("a link can be made");
            unpack(Language::Python, &state).expect("the folder is writable");
            let left = |folder: &Path| fs::read_dir(folder).expect("it is there").count();
            assert_eq!((left(&victim), left(&victim.join("python"))), (2, 1), "behind a link at `{link}`");
            assert!(state.join("sdk/python").join(files(Language::Python).next().expect("it has files").0).is_file());
        }
    }
}
