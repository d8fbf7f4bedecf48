//! Native code on disk, kept from one process to the next.
//!
//! Whatever is wrong with it (another owner, an open mode, a cut file, a wrong MAC, a full disk) is a miss: never an
//! error, and never trusted.

use std::io;
use std::path::Path;
use std::time::Duration;

use crate::cache::entry::{EntryId, HEADER_BYTES, KEY_BYTES, MacKey, Purpose};
use crate::cache::folder::{Listed, PrivateFolder};

const KEY_FILE: &str = "key";
const ENTRY_SUFFIX: &str = ".native";
const TEMPORARY_SUFFIX: &str = ".new";
/// A temporary file of this age was left by a process that died.
const TEMPORARY_AGE_MAX: Duration = Duration::from_hours(1);

/// A folder of sealed entries.
pub(crate) struct DiskCache {
    folder: PrivateFolder,
    key: MacKey,
    bytes_max: u64,
}

impl DiskCache {
    /// Opens the cache in a folder of its own. None when that is not possible.
    ///
    /// The key is in another folder where the cache may have been brought by somebody: with its key beside it, whatever they
    /// sealed would be taken for ours.
    pub(crate) fn open(path: &Path, key_path: &Path, bytes_max: u64) -> Option<Self> {
        let key = secret(key_path)?;
        let folder = PrivateFolder::open(path).ok()?;
        Some(Self { folder, key, bytes_max })
    }

    /// Gives the native code of an entry to `accept`, if it is there and ours.
    pub(crate) fn read<T>(&self, id: &EntryId, accept: impl FnOnce(&Verified<'_>) -> Option<T>) -> Option<T> {
        let accepted = |native: &[u8]| accept(&Verified { native });
        if id.purpose == Purpose::Here { self.read_entry(id, accepted)? } else { None }
    }

    /// The content of an entry that only the process of a guest may run, if it is there and was sealed by us.
    pub(crate) fn read_apart(&self, id: &EntryId) -> Option<Vec<u8>> {
        if id.purpose == Purpose::Apart { self.read_entry(id, <[u8]>::to_vec) } else { None }
    }

    fn read_entry<T>(&self, id: &EntryId, take: impl FnOnce(&[u8]) -> T) -> Option<T> {
        let file = self.folder.read(&id.file_name(), self.bytes_max.saturating_add(HEADER_BYTES as u64)).ok()?;
        id.open(&file, &self.key).map(take)
    }

    /// Whether there is an entry, which may still turn out to be none of ours.
    pub(crate) fn holds(&self, id: &EntryId) -> bool {
        self.folder.holds(&id.file_name())
    }

    /// Keeps the native code of an entry, and makes room for it.
    pub(crate) fn write(&self, id: &EntryId, native: &[u8]) {
        let written = self.folder.write(&id.file_name(), &id.seal(native, &self.key));
        if written.is_ok() {
            // A cache that is too large is no reason to fail, and the next write tries again.
            let _ = self.prune();
        }
    }

    /// Takes an entry away, if it is there.
    pub(crate) fn forget(&self, id: &EntryId) {
        // What cannot be taken away stays, as it would without this.
        let _ = self.folder.remove(&id.file_name());
    }

    fn prune(&self) -> io::Result<()> {
        let mut files = self.folder.list()?;
        files.sort_by_key(|file| file.age);
        let mut kept_bytes = 0;
        for file in files {
            if self.is_surplus(&file, &mut kept_bytes) {
                self.folder.remove(&file.name)?;
            }
        }
        Ok(())
    }

    fn is_surplus(&self, file: &Listed, kept_bytes: &mut u64) -> bool {
        if file.name.ends_with(TEMPORARY_SUFFIX) {
            return file.age > TEMPORARY_AGE_MAX;
        }
        if !file.name.ends_with(ENTRY_SUFFIX) {
            return false;
        }
        *kept_bytes += file.bytes;
        *kept_bytes > self.bytes_max
    }
}

/// Native code from a file whose MAC was right.
pub(crate) struct Verified<'a> {
    native: &'a [u8],
}

impl Verified<'_> {
    pub(crate) fn native(&self) -> &[u8] {
        self.native
    }
}

/// The secret that is kept in a folder, made on first use. None where somebody else can get at it.
///
/// It is the one by which a sandbox knows what it has compiled. Whoever keeps something else in a place where others may write can
/// seal that with a key made of it.
pub fn secret(folder: &Path) -> Option<[u8; 32]> {
    key_of(&PrivateFolder::open(folder).ok()?).ok()
}

fn key_of(folder: &PrivateFolder) -> io::Result<MacKey> {
    if let Ok(key) = read_key(folder) {
        return Ok(key);
    }
    let mut key = MacKey::default();
    getrandom::fill(&mut key).map_err(io::Error::other)?;
    folder.write(KEY_FILE, &key)?;
    // Another process may have written its own in the same moment: the one that stayed counts.
    read_key(folder)
}

fn read_key(folder: &PrivateFolder) -> io::Result<MacKey> {
    folder.read(KEY_FILE, KEY_BYTES)?.try_into().map_err(|_| io::Error::from(io::ErrorKind::InvalidData))
}
