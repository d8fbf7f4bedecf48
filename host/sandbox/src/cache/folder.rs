//! A folder that nobody else can read or write, and the files in it.
//!
//! Everything is reached from the folder's own descriptor, after its owner and mode were checked, and no link is
//! followed: what somebody swaps on the way to it later makes no difference.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::time::{Duration, SystemTime};

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, Stat};

/// A private folder that is open.
pub(crate) struct PrivateFolder {
    descriptor: OwnedFd,
}

/// A file in the folder.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) bytes: u64,
    pub(crate) age: Duration,
}

impl PrivateFolder {
    /// Opens the folder, made with mode 0700 if it is not there. An error if somebody else can get at it.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let descriptor = rustix::fs::open(path, flags, Mode::empty())?;
        check_private(&descriptor, FileType::Directory)?;
        Ok(Self { descriptor })
    }

    /// The content of a private file, which has at most so many bytes: somebody may have brought a larger one.
    pub(crate) fn read(&self, name: &str, bytes_max: u64) -> io::Result<Vec<u8>> {
        // Without NONBLOCK, a pipe of that name would hold us up for ever.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let descriptor = rustix::fs::openat(&self.descriptor, name, flags, Mode::empty())?;
        check_private(&descriptor, FileType::RegularFile)?;
        let file = File::from(descriptor);
        let bytes = file.metadata()?.len();
        if bytes > bytes_max {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let mut content = Vec::new();
        file.take(bytes_max).read_to_end(&mut content)?;
        Ok(content)
    }

    /// Whether there is something of that name.
    pub(crate) fn holds(&self, name: &str) -> bool {
        rustix::fs::statat(&self.descriptor, name, AtFlags::SYMLINK_NOFOLLOW).is_ok()
    }

    /// Writes a private file under a temporary name, then gives it its own. A reader sees all of it or nothing.
    pub(crate) fn write(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let temporary = format!("{name}.{:016x}.new", random_number()?);
        let written = self.write_new(&temporary, content);
        let placed = written.and_then(|()| self.rename(&temporary, name));
        if placed.is_err() {
            // Best effort: the error that counts is the first one, and leftovers are pruned later.
            let _ = self.remove(&temporary);
        }
        placed
    }

    fn write_new(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let descriptor = rustix::fs::openat(&self.descriptor, name, flags, Mode::RUSR | Mode::WUSR)?;
        File::from(descriptor).write_all(content)
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        Ok(rustix::fs::renameat(&self.descriptor, from, &self.descriptor, to)?)
    }

    pub(crate) fn remove(&self, name: &str) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.descriptor, name, AtFlags::empty())?)
    }

    /// All files, with names that are UTF-8.
    pub(crate) fn list(&self) -> io::Result<Vec<Listed>> {
        let mut files = Vec::new();
        for entry in Dir::read_from(&self.descriptor)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().to_str() else { continue };
            let stat = rustix::fs::statat(&self.descriptor, name, AtFlags::SYMLINK_NOFOLLOW)?;
            if FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile {
                files.push(Listed { name: name.to_owned(), bytes: stat.st_size.unsigned_abs(), age: age_of(&stat) });
            }
        }
        Ok(files)
    }
}

fn age_of(stat: &Stat) -> Duration {
    let nanoseconds = u32::try_from(stat.st_mtime_nsec).unwrap_or_default();
    let modified_at = Duration::new(stat.st_mtime.unsigned_abs(), nanoseconds);
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    now.saturating_sub(modified_at)
}

fn check_private(descriptor: &OwnedFd, kind: FileType) -> io::Result<()> {
    let stat = rustix::fs::fstat(descriptor)?;
    let is_ours = stat.st_uid == rustix::process::geteuid().as_raw();
    let is_closed = !Mode::from_raw_mode(stat.st_mode).intersects(Mode::RWXG | Mode::RWXO);
    if is_ours && is_closed && FileType::from_raw_mode(stat.st_mode) == kind {
        Ok(())
    } else {
        Err(io::Error::from(io::ErrorKind::PermissionDenied))
    }
}

fn random_number() -> io::Result<u64> {
    getrandom::u64().map_err(io::Error::other)
}
