//! The lock of a `SQLite` file.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::holder::{LockHolder, read, written};
use super::status::LockOwner;
use super::{LockError, LockRequest};

/// What is read of a lock file at most: a name in it has no limit of its own.
const TEXT_BYTES_MAX: u64 = 4_096;

/// A locked file. The system unlocks it when it is closed.
#[derive(Debug)]
pub(super) struct HeldFile {
    file: File,
    path: PathBuf,
}

/// Beside the file itself, whichever way leads to it. The default version table has the short name.
fn lock_path(database: &Path, version_table: &str) -> PathBuf {
    let mut path = fs::canonicalize(database).unwrap_or_else(|_| database.to_owned()).into_os_string();
    path.push(".aludel-lock");
    if version_table != "aludel_version" {
        path.push(format!("-{:016x}", super::hash(version_table)));
    }
    PathBuf::from(path)
}

fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> LockError {
    let path = path.to_owned();
    move |error| LockError::File { action, path, error }
}

pub(super) fn try_acquire(database: &Path, request: &LockRequest) -> Result<Option<HeldFile>, LockError> {
    let path = lock_path(database, &request.version_table);
    let file = open(&path).map_err(failed("open", &path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) => return Err(failed("lock", &path)(error)),
    }
    let mut held = HeldFile { file, path };
    held.write(&(written(&request.identity, Timestamp::now()) + "\n"))?;
    Ok(Some(held))
}

/// Opens the file that is to be locked, or makes it.
///
/// Whoever may write to the folder could have put a link there, and what it leads to would be emptied.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, no_follow());
    let file = options.open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("it is no file")) }
}

#[cfg(unix)]
fn no_follow() -> i32 {
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    i32::try_from(flags.bits()).expect("the flags of a system call fit into a C int")
}

/// Whether nobody has it at this moment.
pub(super) fn is_free(database: &Path, request: &LockRequest) -> Result<bool, LockError> {
    match try_acquire(database, request)? {
        Some(held) => held.release().map(|()| true),
        None => Ok(false),
    }
}

/// Empty between the moment that somebody locks the file and the moment that they write their name.
pub(super) fn holder(database: &Path, version_table: &str) -> Result<LockHolder, LockError> {
    let path = lock_path(database, version_table);
    let mut bytes = Vec::new();
    let file = open(&path).map_err(failed("open", &path))?;
    file.take(TEXT_BYTES_MAX).read_to_end(&mut bytes).map_err(failed("read", &path))?;
    Ok(read(&String::from_utf8_lossy(&bytes)))
}

/// The process that has it, if one has. Writes nothing, and makes no file.
pub(super) fn owner(database: &Path, version_table: &str) -> Result<Option<LockOwner>, LockError> {
    let path = lock_path(database, version_table);
    if !path.exists() {
        return Ok(None);
    }
    let file = open(&path).map_err(failed("open", &path))?;
    match file.try_lock_shared() {
        Ok(()) => Ok(None),
        Err(TryLockError::WouldBlock) => {
            Ok(Some(LockOwner { holder: holder(database, version_table)?, session: None }))
        }
        Err(TryLockError::Error(error)) => Err(failed("lock", &path)(error)),
    }
}

/// Lets the next one lock a new file, whoever still has the old one: the lease tells the two apart.
pub(super) fn abandon(database: &Path, version_table: &str) -> Result<(), LockError> {
    let path = lock_path(database, version_table);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed("remove", &path)(error)),
        _ => Ok(()),
    }
}

impl HeldFile {
    fn write(&mut self, text: &str) -> Result<(), LockError> {
        let written =
            self.file.set_len(0).and_then(|()| self.file.rewind()).and_then(|()| self.file.write_all(text.as_bytes()));
        written.map_err(failed("write", &self.path))
    }

    /// The file stays: removing it would let a third runner lock a new one while a second one waits for this.
    pub(super) fn release(mut self) -> Result<(), LockError> {
        self.write("")?;
        self.file.unlock().map_err(failed("unlock", &self.path))
    }
}
