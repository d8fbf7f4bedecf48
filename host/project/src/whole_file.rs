//! Writes files so that no reader ever sees half of one.

use std::io::{self, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// Tells the temporary files of this process apart, whose threads may write the same file.
static WRITES: AtomicU64 = AtomicU64::new(0);

/// Writes beside the file and renames, after making the folder.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    std::fs::create_dir_all(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let number = WRITES.fetch_add(1, Ordering::Relaxed);
    let temporary = folder.join(format!(".{name}.{}.{number}", std::process::id()));
    let outcome = write_synced(&temporary, bytes).and_then(|()| std::fs::rename(&temporary, path));
    if outcome.is_err() {
        // The first error is the one to tell; that the rest could not be cleaned up follows from it.
        let _ = std::fs::remove_file(&temporary);
    }
    outcome
}

/// A rename may reach the disk before the bytes do.
fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // What is there was left by a process that died, or is a link that somebody put there: it is not written through.
    let _ = std::fs::remove_file(path);
    let mut file = std::fs::File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_through_a_link() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let victim = folder.path().join("victim");
        std::fs::write(&victim, "sings").expect("the folder is writable");
        let path = folder.path().join("file");
        std::os::unix::fs::symlink(&victim, &path).expect("a link can be made");
        let first = WRITES.load(Ordering::Relaxed);
        for number in first..first + 100 {
            let temporary = folder.path().join(format!(".file.{}.{number}", std::process::id()));
            std::os::unix::fs::symlink(&victim, temporary).expect("a link can be made");
        }
        write(&path, b"new").expect("the folder is writable");
        assert_eq!(std::fs::read(&victim).expect("it is there"), b"sings");
        assert_eq!(std::fs::read(&path).expect("it was written"), b"new");
    }
}
