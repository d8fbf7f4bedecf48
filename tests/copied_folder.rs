//! A folder of the repository, for a test that changes what is in it.

use std::fs;
use std::path::Path;

/// Copies a folder without what is hidden.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder is writable");
    for entry in fs::read_dir(from).expect("it is a folder") {
        let path = entry.expect("it can be listed").path();
        let name = path.file_name().expect("an entry has a name");
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            fs::copy(&path, to.join(name)).expect("the folder is writable");
        }
    }
}
